"""The command line: read the options, call one function, print."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO, TypeVar

from counterclaim import __version__
from counterclaim.errors import CounterclaimError, ExportError, ReportError
from counterclaim.settings import Settings, load_settings

T = TypeVar("T")

READ_HELP = """Read conflict reports and print every claim in them: who says what happened, to whom, where, when, how many.

  counterclaim read report.txt --published 2024-11-29 --outlet RT
  counterclaim read reports.jsonl --format claims --output claims.jsonl
  counterclaim read articles/ --ledger war.db
"""

GAZETTEER_HELP = """The places that names in reports are looked up in. Countries, first-level divisions and populated places of the world come with the program.

  counterclaim gazetteer fetch SY                  every place of Syria that GeoNames has
  counterclaim gazetteer add SY.zip communities.csv
  counterclaim gazetteer show "Deir Ezzor"
"""


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no date; expected one such as 2024-11-29") from None


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    top = argparse.ArgumentParser(prog="counterclaim", description="An auditable ledger of who claims what in reports of armed conflict.")
    top.add_argument("--version", action="version", version=f"counterclaim {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("inputs", nargs="+", metavar="INPUT", help=".txt, .md, .html or .jsonl files, folders of them, or - for standard input")
    common.add_argument("--published", type=_date, metavar="DATE", help="date of publication, where the file does not say it")
    common.add_argument("--outlet", help="who publishes the report, where the file does not say it")
    common.add_argument("--title")
    common.add_argument("--url")
    common.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to the screen")
    common.add_argument("--no-gazetteer", action="store_true", help="leave places unresolved: no index of them is opened or built")
    common.add_argument("--workers", type=int, metavar="N", help="processes to use on many reports (default: all cores)")
    read = commands.add_parser("read", parents=[common], help="reports to claims", description=READ_HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--format", choices=("table", "claims", "csv"), help="table for people (default on a terminal and to a pipe), claims: JSON Lines, csv: a claim a row")
    read.add_argument("--explain", action="store_true", help="show each claim's sentence, its spans, and what decided each field")
    read.add_argument("--ledger", type=Path, metavar="FILE", help="append the readings to this SQLite ledger")
    annotate = commands.add_parser("annotate", parents=[common], help="reports to layers: tokens, mentions, places, event_places, times, attribution, quantities")
    annotate.add_argument("--layers", default="tokens", help="comma-separated: tokens, mentions, places, event_places, times, attribution, quantities (default: tokens)")
    gazetteer = commands.add_parser("gazetteer", help="the places that names are looked up in: what is there, more of them", description=GAZETTEER_HELP,
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = gazetteer.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add gazetteer files: GeoNames dumps and admin codes, Who's On First lines, OCHA tables with P-codes; .gz and .zip of them")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--kind", choices=("geonames", "geonames_admin", "whosonfirst", "ocha"), help="what the files are, where their first line does not say it")
    actions.add_parser("list", help="the files in use, with their licences")
    show = actions.add_parser("show", help="the places that a name may mean, the likeliest first; exit status 1 where there are none")
    show.add_argument("name", metavar="NAME")
    show.add_argument("--country", metavar="CC", help="only places of this country (ISO 3166-1, two letters)")
    show.add_argument("--limit", type=int, default=10, metavar="N", help="at most so many (default: 10)")
    remove = actions.add_parser("remove", help="remove a file that was added, and what it alone said")
    remove.add_argument("name", metavar="NAME", help="its name, as list shows it")
    fetch = actions.add_parser("fetch", help="get a country's dump from GeoNames and add it")
    fetch.add_argument("code", metavar="CC", help="the country's two letters (ISO 3166-1), or allCountries")
    return top


class Counter:
    """How many reports were read and how many were not; names each that was not on standard error as it comes."""

    def __init__(self) -> None:
        self.read = self.broken = 0

    def keep(self, items: Iterable[T | ReportError]) -> Iterator[T]:
        for item in items:
            if isinstance(item, ReportError):
                self.broken += 1
                print(f"counterclaim: {_escaped(str(item))}", file=sys.stderr)
            else:
                self.read += 1
                yield item


def _escaped(text: str) -> str:
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _open(stack: ExitStack, path: Path | None) -> TextIO:
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        return sys.stdout
    part = path.with_name(path.name + ".part")
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "a folder")
        file = part.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror}; give a path that can be written") from error

    # written whole or not at all: a broken run leaves the old file as it was, and what it wrote beside it
    def finish(kind: type[BaseException] | None, *_: object) -> None:
        try:
            file.close()
            if kind is None:
                part.replace(path)
        except OSError as error:
            raise ExportError(f"{path}: {error.strerror}; what was written is in {part}") from error

    stack.push(finish)
    return file


def _progress(items: Iterable[T], stack: ExitStack) -> Iterator[T]:
    """A count of reports on a terminal's standard error, once there are more than a few."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    progress: Progress | None = None
    task: Any = None
    for number, item in enumerate(items, 1):
        if number == 5:
            progress = stack.enter_context(Progress(SpinnerColumn(), TextColumn("{task.completed} reports"), TimeElapsedColumn(), console=Console(stderr=True), transient=True))
            task = progress.add_task("", total=None)
        if progress is not None:
            progress.update(task, completed=number)
        yield item


def _settings(args: argparse.Namespace) -> Settings:
    settings = load_settings()
    return replace(settings, gazetteer=False) if args.no_gazetteer else settings


def _open_index(settings: Settings) -> None:
    """Build the index of places, if need be, before workers ask for it all at once, and say so while nothing else is printed."""
    from counterclaim.reading.locate import open_atlas

    open_atlas(settings)


def run_read(args: argparse.Namespace) -> int:
    """Read reports to claims."""
    from functools import partial

    from counterclaim.intake import read_reports
    from counterclaim.intake.fields import Given
    from counterclaim.outputs import FORMATS
    from counterclaim.reading import read_report, reader_version
    from counterclaim.reading.many import map_reports

    counter = Counter()
    settings = _settings(args)
    _open_index(settings)
    given = Given(published=args.published, outlet=args.outlet, title=args.title, url=args.url)
    with ExitStack() as stack:
        ledger = None
        if args.ledger:
            from counterclaim.ledger import Ledger

            ledger = stack.enter_context(Ledger(args.ledger, reader_version(settings)))
        form = args.format or (None if ledger and args.output is None else "table")
        console: Any = None
        out: TextIO | None = None
        write: Any = None
        if form == "table":
            from rich.console import Console

            from counterclaim.outputs import screen

            target = _open(stack, args.output) if args.output else None
            width = None if sys.stdout.isatty() and target is None else 150
            console = Console(file=target, width=width, highlight=False, soft_wrap=False)
        elif form is not None:
            header, write = FORMATS[form]
            out = _open(stack, args.output)
            out.write(header)
        claims = added = 0
        for reading in _progress(counter.keep(map_reports(partial(read_report, settings=settings), read_reports(args.inputs, given), args.workers)), stack):
            claims += len(reading.claims)
            if any(a.reason == "not_english" for a in reading.abstentions):
                print(f"counterclaim: {_escaped(reading.report.id)}: not English, or too little of it: no claims read", file=sys.stderr)
            if ledger is not None:
                added += ledger.append(reading)
            if console is not None:
                screen.show(reading, console, args.explain)
            elif out is not None:
                out.write(write(reading))
        if counter.read + counter.broken == 0:
            print("counterclaim: no reports found; expected .txt, .md, .html or .jsonl files, or folders of them", file=sys.stderr)
        if ledger is not None:
            print(f"{args.ledger}: {added} of {counter.read} readings added, {claims} claims read", file=sys.stderr)
    return 1 if counter.broken else 0


def run_annotate(args: argparse.Namespace) -> int:
    """Annotate reports with layers."""
    import json
    from functools import partial

    from counterclaim.intake import read_reports
    from counterclaim.intake.fields import Given
    from counterclaim.reading.layers import LAYERS, annotate
    from counterclaim.reading.many import map_reports

    layers = tuple(name.strip() for name in args.layers.split(",") if name.strip())
    unknown = [name for name in layers if name not in LAYERS]
    if unknown or not layers:
        print(f"counterclaim: unknown layer {', '.join(unknown) or '(none)'}; expected some of {', '.join(LAYERS)}", file=sys.stderr)
        return 2
    counter = Counter()
    settings = _settings(args)
    if {"places", "event_places"} & set(layers):
        _open_index(settings)
    given = Given(published=args.published, outlet=args.outlet, title=args.title, url=args.url)
    with ExitStack() as stack:
        out = _open(stack, args.output)
        for row in _progress(counter.keep(map_reports(partial(annotate, layers=layers, settings=settings), read_reports(args.inputs, given), args.workers)), stack):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 1 if counter.broken else 0


def run_gazetteer(args: argparse.Namespace) -> int:
    """Show, extend or shorten the gazetteer."""
    from counterclaim.gazetteer.store import Store

    settings = load_settings()
    store = Store(settings, lambda text: print(f"counterclaim: {_escaped(text)}", file=sys.stderr))
    if args.action in ("add", "fetch"):
        from counterclaim.gazetteer.fetch import fetch

        for added in store.add(args.files, args.kind) if args.action == "add" else [fetch(store, settings, args.code)]:
            told = f"{added.rows:,} rows: {added.new:,} places are new, {added.joined:,} joined with one that was there" if added.rows else "in the gazetteer already"
            print(f"{_escaped(added.name)}: {told}")
        return 0
    if args.action == "remove":
        store.remove(args.name)
        return 0
    with store.open() as gazetteer:
        if args.action == "list":
            columns = ("file", "kind", "rows", "new", "joined", "licence", "credit")
            _table(columns, [(s["name"], s["kind"], f"{s['rows']:,}", f"{s['added']:,}", f"{s['joined']:,}", s["licence"], s["credit"]) for s in gazetteer.sources()])
            return 0
        found = gazetteer.find(args.name, args.limit, args.country.upper() if args.country else None)
        if not found:
            print(f"counterclaim: {_escaped(args.name)}: no place of that name; more places: counterclaim gazetteer fetch, or add", file=sys.stderr)
            return 1
        rows = []
        for candidate in found:
            p = candidate.place
            ids = ", ".join(str(i) for i in (f"geonames:{p.geonames}" if p.geonames else None, p.pcode, p.wikidata, f"wof:{p.wof}" if p.wof else None) if i)
            point = "" if p.lat is None or p.lon is None else f"{'~' if p.derived else ''}{p.lat:.4f} {p.lon:.4f}"
            rows.append((candidate.level, p.name, p.admin1_name or "", p.country or "", p.feature, point, f"{p.population:,}" if p.population else "", ids, ", ".join(p.sources)))
        _table(("match", "name", "division", "in", "feature", "lat lon", "people", "ids", "from"), rows)
    return 0


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; its cells are text, whatever markup they look like."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=box.SIMPLE, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(_escaped(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 220, highlight=False).print(table)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 all read, 1 some report was not or no place found, 2 wrong usage or an error that the user can mend."""
    args = parser().parse_args(argv)
    if getattr(args, "workers", None) is not None and args.workers < 1:
        print(f"counterclaim: --workers is {args.workers}; expected 1 or more", file=sys.stderr)
        return 2
    try:
        return {"read": run_read, "annotate": run_annotate, "gazetteer": run_gazetteer}[args.command](args)
    except CounterclaimError as error:
        print(f"counterclaim: {_escaped(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output, "head" say, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
