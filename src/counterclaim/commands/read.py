"""`counterclaim read`: reports to claims."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.commands.common import Commands, Counter, escaped, open_index, open_output, report_options, settings_of, show_progress

if TYPE_CHECKING:
    from counterclaim.records import Reading

HELP = """Read conflict reports and print every claim in them: who says what happened, to whom, where, when, how many.

  counterclaim read report.txt --published 2024-11-29 --outlet RT
  counterclaim read reports.jsonl --format claims --output claims.jsonl
  counterclaim read articles/ --ledger war.db
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    read = commands.add_parser("read", parents=[report_options()], help="reports to claims", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--format", choices=("table", "claims", "csv"), help="table for people (default on a terminal and to a pipe), claims: JSON Lines, csv: a claim a row")
    read.add_argument("--explain", action="store_true", help="show each claim's sentence, its spans, and what decided each field")
    read.add_argument("--ledger", type=Path, metavar="FILE", help="append the readings to this SQLite ledger")
    read.add_argument("--report", type=Path, metavar="FILE", help="write a page of the claims and their incidents here; it opens from disk (counterclaim report)")
    read.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read reports to claims."""
    from functools import partial

    from counterclaim.contract import as_dict
    from counterclaim.intake import read_reports
    from counterclaim.intake.fields import Given
    from counterclaim.outputs import write
    from counterclaim.outputs.data import Data
    from counterclaim.reading import read_report, reader_version
    from counterclaim.reading.many import map_reports

    counter = Counter()
    settings = settings_of(args)
    open_index(settings)
    given = Given(published=args.published, outlet=args.outlet, title=args.title, url=args.url)
    with ExitStack() as stack:
        ledger = None
        if args.ledger:
            from counterclaim.ledger import Ledger

            ledger = stack.enter_context(Ledger(args.ledger, reader_version(settings)))
        form = args.format or (None if (ledger or args.report) and args.output is None else "table")
        claims = added = 0
        kept: list[dict[str, Any]] = []
        console = None

        def read() -> Iterator[Reading]:
            nonlocal claims, added
            for reading in show_progress(counter.keep(map_reports(partial(read_report, settings=settings), read_reports(args.inputs, given), args.workers)), stack):
                claims += len(reading.claims)
                if any(a.reason == "not_english" for a in reading.abstentions):
                    print(f"counterclaim: {escaped(reading.report.id)}: not English, or too little of it: no claims read", file=sys.stderr)
                if ledger is not None:
                    added += ledger.append(reading)
                if args.report:
                    kept.append(as_dict(reading))
                yield reading

        if form == "table":
            from rich.console import Console

            from counterclaim.outputs import screen

            target = open_output(stack, args.output) if args.output else None
            width = None if sys.stdout.isatty() and target is None else 150
            console = Console(file=target, width=width, highlight=False, soft_wrap=False)
        try:
            if console is not None:
                for reading in read():
                    screen.show(reading, console, args.explain)
            elif form is not None:
                write(Data(readings=map(as_dict, read())), form, open_output(stack, args.output))
            else:
                for _ in read():
                    pass
        finally:  # where the disk is full or the reader stopped, too, what was acknowledged is told
            if ledger is not None:
                print(f"{args.ledger}: {added} of {counter.read} readings added, {claims} claims read", file=sys.stderr)
                if ledger.newer_versions:
                    print(f"{args.ledger}: {ledger.newer_versions} under the id of another report, in whose place they stand as newer versions; another document needs another id", file=sys.stderr)
        if args.report:
            from counterclaim.commands import report
            from counterclaim.incidents.statements import statements_of
            from counterclaim.incidents.survey import survey
            from counterclaim.reading.locate import open_atlas

            report.write(args.report, kept, survey([s for told in kept for s in statements_of(told)], open_atlas(settings)))
        if counter.read + counter.broken == 0:
            print("counterclaim: no reports found; expected .txt, .md, .html or .jsonl files, or folders of them", file=sys.stderr)
    return 1 if counter.broken else 0
