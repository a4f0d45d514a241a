"""`counterclaim sources`: the record of each origin over many incidents."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from counterclaim.commands.common import Commands, claim_options, write_rows
from counterclaim.commands.surveyed import incident_options, read_survey

if TYPE_CHECKING:
    from counterclaim.incidents.track import Record

HELP = """What each origin claimed over many incidents, how much of it others bear out or contradict, what it took back, and how early it spoke.

  counterclaim sources claims.jsonl

Values are points it spoke on: one attribute of one incident. First: incidents that it told on the earliest day. Lead: median of days before the first origin of another side.
The counts do not say who is right: an enemy's denial counts as a contradiction too.
"""
COLUMNS = ("origin", "side", "incidents", "claims", "values", "corroborated", "contradicted", "withdrawn", "first", "lead")


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    sources = commands.add_parser("sources", parents=[claim_options()], help="the record of each origin over many incidents", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    incident_options(sources)
    sources.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the record of each origin."""
    from counterclaim.incidents.track import track

    found, counter = read_survey(args)
    records = track((v, v.origins, list(v.relations)) for v in found.views)
    write_rows(args, COLUMNS, [_row(r) for r in records], [asdict(r) for r in records])
    return 1 if counter.broken else 0


def _row(r: Record) -> tuple[str, ...]:
    counts = (r.incidents, r.claims, r.values, r.corroborated, r.contradicted, r.withdrawn, r.first)
    return (r.name, "" if r.side == r.key else r.side, *map(str, counts), "" if r.lead is None else f"{r.lead:g}")
