"""The commands, one module each: `add` puts it into the command line's grammar, `run` reads its options, calls one function and prints."""

from __future__ import annotations

from counterclaim.commands import actors, annotate, control, framing, gazetteer, judge, ledger, link, read

COMMANDS = (read, annotate, gazetteer, link, actors, control, framing, ledger, judge)

__all__ = ["COMMANDS"]
