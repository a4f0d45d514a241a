"""`counterclaim link`: claims of many reports to incidents."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.commands.common import Commands, Counter, escaped, open_output, print_table, settings_of
from counterclaim.errors import ReportError

if TYPE_CHECKING:
    from counterclaim.incidents.incident import Incident
    from counterclaim.incidents.link import Linker
    from counterclaim.incidents.statements import Statement
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
    link.add_argument("inputs", nargs="+", metavar="CLAIMS", help=".jsonl files of claims, as read --format claims writes them, or - for standard input")
    link.add_argument("--format", choices=("table", "incidents"), default="table", help="table for people (default), incidents: JSON Lines")
    link.add_argument("--explain", action="store_true", help="say of each incident why its claims were put together: each comparison, and what it weighed")
    link.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to the screen")
    link.add_argument("--no-gazetteer", action="store_true", help="compare places that come without a point by their names alone")
    link.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Link claims into incidents."""
    import json

    from counterclaim.incidents.link import Linker
    from counterclaim.reading.locate import open_atlas

    if args.output and args.format == "table":
        print("counterclaim: --output goes with --format incidents; add it, or leave --output out", file=sys.stderr)
        return 2
    counter = Counter()
    linker = Linker()
    linker.add(s for statements in counter.keep(read_claims(args.inputs, open_atlas(settings_of(args)))) for s in statements)
    incidents = linker.incidents()
    if args.format == "table":
        print_table(("incident", "type", "place", "time", "reports", "claims", "part of"), [_row(incident) for incident in incidents])
        if args.explain:
            for incident in incidents:
                _explain(linker, incident)
    else:
        with ExitStack() as stack:
            out = open_output(stack, args.output)
            for incident in incidents:
                row = as_dict(incident)
                if args.explain:
                    row["why"] = [{"claim": {"report": b.report.id, "claim": b.claim}, "goes_with": {"report": a.report.id, "claim": a.claim}, "score": round(score, 2),
                                   "comparisons": {name: {"level": level, "weight": round(weight, 2)} for name, (level, weight) in levels.items()}} for a, b, score, levels in linker.why(incident)]
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 1 if counter.broken else 0


def read_claims(paths: Sequence[str], atlas: Atlas) -> Iterator[list[Statement] | ReportError]:
    """Yield the statements of each line of claims files, its places looked up, or the error that says what is wrong with it."""
    import json

    from counterclaim.incidents.statements import statements_of
    from counterclaim.incidents.whereabouts import located

    seen: set[str] = set()
    for path in paths:
        try:
            file = sys.stdin.buffer if path == "-" else Path(path).open("rb")
        except OSError as error:
            yield ReportError(f"{path}: {error.strerror}; give a .jsonl file of claims")
            continue
        with file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                    statements = list(statements_of(row))
                    name = row["id"]
                except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
                    told = f"no {error}" if isinstance(error, KeyError) else str(error)
                    yield ReportError(f"{path}:{number}: {told}; expected a line of claims as read --format claims writes it")
                    continue
                if name in seen:
                    yield ReportError(f"{path}:{number}: report {name} came before; each is linked once, the first counts")
                    continue
                seen.add(name)
                yield located(statements, atlas)


def as_dict(incident: Incident) -> dict[str, Any]:
    """Return an incident in the contract's form."""
    days, place = incident.days, incident.place
    time = None if days is None else days[0].isoformat() if days[0] == days[1] else f"{days[0].isoformat()}/{days[1].isoformat()}"
    where = None if place is None else {"name": place.name, "lat": place.lat, "lon": place.lon, "country": place.country, "precision": place.precision, "radius_km": place.radius_km}
    return {"id": incident.id, "claims": [{"report": s.report.id, "claim": s.claim} for s in incident.statements], "type": incident.type, "place": where, "time": time,
            **weighed(incident), "part_of": incident.part_of}


def weighed(incident: Incident) -> dict[str, Any]:
    """What an incident's versions agree and differ on, and who stands behind them."""
    return {"status": None, "relations": [], "origins": []}


def _row(incident: Incident) -> tuple[str, ...]:
    row = as_dict(incident)
    return (incident.id, incident.type.replace("_", " "), row["place"]["name"] if row["place"] else "", row["time"] or "", str(len({s.report.id for s in incident.statements})),
            str(len(incident.statements)), incident.part_of or "")


def _explain(linker: Linker, incident: Incident) -> None:
    for a, b, score, levels in linker.why(incident):
        told = ", ".join(f"{name.replace('_', ' ')} {level.replace('_', ' ')} {weight:+.1f}" for name, (level, weight) in sorted(levels.items(), key=lambda row: -abs(row[1][1])) if abs(weight) >= 0.1)
        print(escaped(f"{incident.id}: {b.report.id} {b.claim} ({b.trigger}) goes with {a.report.id} {a.claim} ({a.trigger}), score {score:+.1f}: {told}"))
