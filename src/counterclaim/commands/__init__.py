"""The commands, one module each: `add` puts it into the command line's grammar, `run` reads its options, calls one function and prints."""

from __future__ import annotations

from counterclaim.commands import annotate, export, gazetteer, judge, ledger, read

COMMANDS = (read, annotate, export, gazetteer, ledger, judge)

__all__ = ["COMMANDS"]
