"""`counterclaim report`: everything on one page that opens from disk."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.commands.common import Commands, Counter, open_output
from counterclaim.commands.surveyed import incident_options, survey_of
from counterclaim.errors import ExportError

if TYPE_CHECKING:
    from counterclaim.incidents.survey import Survey

HELP = """One page of all incidents, self-contained: what is contested, who says so, in which words; map, timeline, who holds what, actors, words, and what was left unresolved.

  counterclaim report --ledger war.db -o report.html
  counterclaim report claims.jsonl --incidents incidents.jsonl -o report.html
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    report = commands.add_parser("report", help="one page that opens in a browser, from disk", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    report.add_argument("inputs", nargs="*", metavar="INPUT", help="files of claims (counterclaim read --format claims), ledgers, or - for claims on standard input")
    report.add_argument("--ledger", type=Path, metavar="FILE", help="a ledger; the same as giving it as an input")
    report.add_argument("-o", "--output", type=Path, metavar="FILE", required=True, help="write the page here")
    report.add_argument("--incidents", type=Path, metavar="FILE", help="group the claims as this file of incidents does (counterclaim link --format incidents) instead of linking them")
    report.add_argument("--borders", type=Path, metavar="FILE", help="GeoJSON drawn beneath the marks, first-level borders for one")
    report.add_argument("--title", help="the page's heading")
    incident_options(report)
    report.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the page."""
    from counterclaim.incidents.inputs import open_readings

    if args.ledger:
        args.inputs = [*args.inputs, str(args.ledger)]
    if not args.inputs:
        raise ExportError("nothing to report on; give files of claims, or --ledger FILE")
    counter = Counter()
    told = list(counter.keep(open_readings(args.inputs, args.as_of)))
    found = survey_of(args, [s for _, statements in told for s in statements], read_incidents(args.incidents) if args.incidents else None)
    write(args.output, [reading for reading, _ in told], found, args.title, args.borders)
    return 1 if counter.broken else 0


def write(path: Path, readings: Sequence[Mapping[str, Any]], found: Survey, title: str | None = None, borders: Path | None = None) -> None:
    """Write the page of some readings and their incidents to a file."""
    from counterclaim.outputs.page import write_page
    from counterclaim.outputs.page_data import page_data

    page = write_page(page_data(readings, found, title), read_borders(borders) if borders else None)
    with ExitStack() as stack:
        open_output(stack, path).write(page)
    print(f"{path}: {len(found.views)} incidents; open it in a browser", file=sys.stderr)


def read_borders(path: Path) -> Mapping[str, Any]:
    """Return the GeoJSON of a file."""
    try:
        borders = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExportError(f"{path}: {error}; expected GeoJSON") from error
    if not isinstance(borders, dict) or borders.get("type") not in ("FeatureCollection", "Feature", "GeometryCollection", "MultiLineString", "MultiPolygon", "LineString", "Polygon"):
        raise ExportError(f"{path}: no GeoJSON; expected an object whose type is FeatureCollection")
    return borders


def read_incidents(path: Path) -> list[dict[str, Any]]:
    """Return the incidents of a file, one a line, as the file contract writes them."""
    out = []
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                incident = json.loads(line)
                if not (isinstance(incident, dict) and isinstance(incident.get("claims"), list) and all(isinstance(c, dict) and {"report", "claim"} <= c.keys() for c in incident["claims"])):
                    raise ExportError(f"{path}:{number}: expected an incident with claims, each with report and claim")
                out.append(incident)
    except (OSError, ValueError) as error:
        raise ExportError(f"{path}: {error}; expected a file of incidents (counterclaim link --format incidents)") from error
    return out
