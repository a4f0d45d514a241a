"""What the commands over incidents share: claims of files and ledgers to incidents, as of a time, with people's judgements."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.commands.common import Counter, date_option, settings_of, time_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from counterclaim.incidents.statements import Statement
    from counterclaim.incidents.survey import Asked, Survey


def incident_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the commands over incidents."""
    parser.add_argument("--as-of", type=time_option, metavar="TIME", help="as a ledger stood then: a day (its end) or a time")
    parser.add_argument("--no-gazetteer", action="store_true", help="compare places that come without a point by their names alone")


def filter_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that ask for some incidents only."""
    parser.add_argument("--place", metavar="NAME", help="only incidents at places of this name")
    parser.add_argument("--actor", metavar="NAME", help="only incidents that this actor did or suffered")
    parser.add_argument("--type", metavar="TYPE", help="only incidents of this type, such as airstrike")
    parser.add_argument("--status", choices=("contested", "confirmed", "fair", "weak", "planned", "discounted"), help="only incidents of this status")
    parser.add_argument("--since", type=date_option, metavar="DATE", help="only incidents on this day or later")
    parser.add_argument("--until", type=date_option, metavar="DATE", help="only incidents on this day or earlier")
    parser.add_argument("--box", type=_box, metavar="W,S,E,N", help="only incidents inside this box, in degrees")
    parser.add_argument("--reports", type=int, default=1, metavar="N", help="only incidents told by so many reports at least (default: 1)")


def asked_of(args: argparse.Namespace) -> Asked:
    """Return what those options ask for."""
    from counterclaim.incidents.survey import Asked

    return Asked(place=args.place, actor=args.actor, type=args.type, status=args.status, since=args.since, until=args.until, box=args.box, reports=args.reports)


def _box(value: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no box; expected west,south,east,north in degrees, such as 36,35,38,37") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise argparse.ArgumentTypeError(f"{value!r} is no box on Earth; expected west,south,east,north in degrees, such as 36,35,38,37")
    return west, south, east, north


def read_survey(args: argparse.Namespace) -> tuple[Survey, Counter]:
    """Return the incidents of the inputs, and what could not be read."""
    from counterclaim.incidents.inputs import open_statements

    counter = Counter()
    statements = [s for told in counter.keep(open_statements(args.inputs, args.as_of)) for s in told]
    return survey_of(args, statements), counter


def survey_of(args: argparse.Namespace, statements: Iterable[Statement], groups: Sequence[Mapping[str, Any]] | None = None) -> Survey:
    """Return the incidents of statements, with the judgements of the ledgers among the inputs, or as `groups` of the file contract put them together."""
    from counterclaim.incidents.inputs import is_ledger
    from counterclaim.incidents.link import Judgement
    from counterclaim.incidents.survey import survey
    from counterclaim.ledger import Ledger
    from counterclaim.reading.locate import open_atlas

    judged = []
    for path in (Path(name) for name in args.inputs if is_ledger(name)):
        with Ledger(path, readonly=True) as ledger:
            judged += [Judgement(j.claims[0], j.claims[1], j.kind == "same") for j in ledger.judgements(args.as_of) if j.kind in ("same", "different")]
    return survey(statements, open_atlas(settings_of(args)), judged, groups)


def read_documents(args: argparse.Namespace) -> tuple[Sequence[Mapping[str, Any]], Counter]:
    """Return the incidents of the inputs as the file contract writes them. Those of a ledger are kept in it, beside its entries, until one more is appended."""
    from counterclaim.incidents.inputs import is_ledger
    from counterclaim.incidents.kept import Kept
    from counterclaim.ledger import Ledger

    if len(args.inputs) > 1 or args.as_of or not is_ledger(args.inputs[0]):
        found, counter = read_survey(args)
        return found.documents, counter
    path = Path(args.inputs[0])
    with Ledger(path, readonly=not os.access(path, os.W_OK)) as ledger:
        kept = Kept(ledger, settings_of(args))
        documents = kept.documents()
        if documents is not None:
            return documents, Counter()
        found, counter = read_survey(args)
        # what could not be read may be mended, and is to be named again
        if not counter.broken:
            kept.keep(found.documents)
    return found.documents, counter
