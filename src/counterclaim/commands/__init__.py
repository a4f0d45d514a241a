"""The commands, one module each: `add` puts it into the command line's grammar, `run` reads its options, calls one function and prints."""

from __future__ import annotations

from counterclaim.commands import actors, annotate, control, export, framing, gazetteer, incidents, judge, ledger, link, read, report, show, sources

COMMANDS = (read, annotate, gazetteer, link, incidents, show, report, sources, actors, control, framing, export, ledger, judge)

__all__ = ["COMMANDS"]
