"""The commands, one module each: `add` puts it into the command line's grammar, `run` reads its options, calls one function and prints."""

from __future__ import annotations

from counterclaim.commands import annotate, gazetteer, link, read

COMMANDS = (read, annotate, link, gazetteer)

__all__ = ["COMMANDS"]
