"""`counterclaim link`: claims of many reports to incidents."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.commands.common import Commands, Counter, escaped, open_output, print_table, settings_of
from counterclaim.errors import ReportError

if TYPE_CHECKING:
    from counterclaim.incidents.incident import Incident
    from counterclaim.incidents.link import Linker
    from counterclaim.incidents.statements import Statement
    from counterclaim.incidents.voices import Voice
    from counterclaim.reading.locate import Atlas

HELP = """Link the claims of many reports into incidents: what happened, and which claims tell it.

  counterclaim read reports/ --format claims --output claims.jsonl
  counterclaim link claims.jsonl
  counterclaim link claims.jsonl more.jsonl --format incidents --output incidents.jsonl
  counterclaim link claims.jsonl --explain
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    link = commands.add_parser("link", help="claims of many reports to incidents", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    link.add_argument("inputs", nargs="+", metavar="INPUT", help="files of claims (counterclaim read --format claims), ledgers, or - for claims on standard input")
    link.add_argument("--format", choices=("table", "incidents"), default="table", help="table for people (default), incidents: JSON Lines")
    link.add_argument("--explain", action="store_true", help="say of each incident why its claims were put together: each comparison, and what it weighed")
    link.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to the screen")
    link.add_argument("--no-gazetteer", action="store_true", help="compare places that come without a point by their names alone")
    link.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Link claims into incidents."""
    import json

    from counterclaim.incidents.link import Linker
    from counterclaim.incidents.voices import voices
    from counterclaim.reading.locate import open_atlas

    if args.output and args.format == "table":
        print("counterclaim: --output goes with --format incidents; add it, or leave --output out", file=sys.stderr)
        return 2
    counter = Counter()
    linker = Linker()
    linker.add(s for statements in counter.keep(read_reports(args.inputs, open_atlas(settings_of(args)))) for s in statements)
    incidents = linker.incidents()
    if args.format == "table":
        print_table(("incident", "type", "place", "time", "reports", "claims", "part of"), [_row(incident) for incident in incidents])
        if args.explain:
            for incident in incidents:
                _explain(linker, incident)
    else:
        of = voices(list(dict.fromkeys(s.report for incident in incidents for s in incident.statements)))
        with ExitStack() as stack:
            out = open_output(stack, args.output)
            for incident in incidents:
                row = as_dict(incident, of)
                if args.explain:
                    row["why"] = [{"claim": {"report": b.report.id, "claim": b.claim}, "goes_with": {"report": a.report.id, "claim": a.claim}, "score": round(score, 2),
                                   "comparisons": {name: {"level": level, "weight": round(weight, 2)} for name, (level, weight) in levels.items()}} for a, b, score, levels in linker.why(incident)]
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 1 if counter.broken else 0


def read_reports(paths: Sequence[str], atlas: Atlas) -> Iterator[list[Statement] | ReportError]:
    """Yield the statements of each report, its places looked up, or the error that says what is wrong with it; of two readings of a report the first counts."""
    from counterclaim.incidents.inputs import open_statements
    from counterclaim.incidents.whereabouts import located

    seen: set[str] = set()
    for statements in open_statements(paths):
        if isinstance(statements, ReportError):
            yield statements
        elif statements and statements[0].report.id in seen:
            yield ReportError(f"report {statements[0].report.id}: given twice; the first reading counts")
        elif statements:
            seen.add(statements[0].report.id)
            yield located(statements, atlas)


def as_dict(incident: Incident, of: Mapping[str, Voice]) -> dict[str, Any]:
    """Return an incident in the contract's form, with what its versions agree and differ on and who stands behind them."""
    from counterclaim.incidents.view import view, view_dict

    return view_dict(view(incident, of=of), incident.part_of)


def _row(incident: Incident) -> tuple[str, ...]:
    place, days = incident.place, incident.days
    time = "" if days is None else str(days[0]) if days[0] == days[1] else f"{days[0]} to {days[1]}"
    return (incident.id, incident.type.replace("_", " "), place.name if place else "", time, str(len({s.report.id for s in incident.statements})), str(len(incident.statements)), incident.part_of or "")


def _explain(linker: Linker, incident: Incident) -> None:
    for a, b, score, levels in linker.why(incident):
        told = ", ".join(f"{name.replace('_', ' ')} {level.replace('_', ' ')} {weight:+.1f}" for name, (level, weight) in sorted(levels.items(), key=lambda row: -abs(row[1][1])) if abs(weight) >= 0.1)
        print(escaped(f"{incident.id}: {b.report.id} {b.claim} ({b.trigger}) goes with {a.report.id} {a.claim} ({a.trigger}), score {score:+.1f}: {told}"))
