"""What several commands need: a count of what was read, the file or screen that is written to, tables."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO, TypeAlias, TypeVar

from counterclaim.errors import ExportError, ReportError
from counterclaim.settings import Settings, load_settings

if TYPE_CHECKING:
    from counterclaim.incidents.statements import Statement

T = TypeVar("T")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def date_option(value: str) -> date:
    """Read a date option's value."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no date; expected one such as 2024-11-29") from None


def time_option(value: str) -> datetime:
    """Read a time option's value: a day means its end, a time without an offset is UTC."""
    try:
        try:
            time = datetime.combine(date.fromisoformat(value), clock_time.max)
        except ValueError:
            time = datetime.fromisoformat(value)
        return time if time.tzinfo else time.replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no time; expected one such as 2024-11-29 or 2024-11-29T18:00:00Z") from None


def report_options() -> argparse.ArgumentParser:
    """Return the options of the commands that read reports."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("inputs", nargs="+", metavar="INPUT", help=".txt, .md, .html or .jsonl files, folders of them, or - for standard input")
    options.add_argument("--published", type=date_option, metavar="DATE", help="date of publication, where the file does not say it")
    options.add_argument("--outlet", help="who publishes the report, where the file does not say it")
    options.add_argument("--title")
    options.add_argument("--url")
    options.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to the screen")
    options.add_argument("--no-gazetteer", action="store_true", help="leave places unresolved: no index of them is opened or built")
    options.add_argument("--workers", type=int, metavar="N", help="processes to use on many reports (default: all cores)")
    return options


def claim_options(formats: Sequence[str] = ("table", "json", "csv")) -> argparse.ArgumentParser:
    """Return the options of the commands over claims that were read."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("inputs", nargs="+", metavar="INPUT", help="files of claims (counterclaim read --format claims), ledgers, or - for claims on standard input")
    options.add_argument("--format", choices=formats, default=formats[0], help=f"{formats[0]} for people (default), json: one document, csv: for spreadsheets")
    options.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to the screen")
    return options


def read_claims(inputs: Sequence[str]) -> tuple[list[Statement], Counter]:
    """Return the statements of the inputs, and what could not be read; each broken line is named on standard error."""
    from counterclaim.incidents.inputs import open_statements

    counter = Counter()
    statements = [s for reading in counter.keep(open_statements(inputs)) for s in reading]
    return statements, counter


def write_rows(args: argparse.Namespace, columns: Sequence[str], rows: Sequence[Sequence[str]], documents: Any, table: Sequence[int] | None = None) -> None:
    """Write a result in the format asked for: `documents` as JSON, the rows as CSV, or those of their columns that `table` numbers as a table."""
    import csv
    import json

    from counterclaim.outputs.table_csv import safe

    # a column that is empty throughout says nothing on a screen
    chosen = [i for i in (range(len(columns)) if table is None else table) if not rows or any(row[i] for row in rows)]
    with ExitStack() as stack:
        if args.format == "table" and args.output is None:
            print_table([columns[i] for i in chosen], [[row[i] for i in chosen] for row in rows])
            return
        out = open_output(stack, args.output)
        if args.format == "json":
            json.dump(documents, out, ensure_ascii=False, indent=1)
            out.write("\n")
        elif args.format == "csv":
            writer = csv.writer(out, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows([safe(cell) for cell in row] for row in rows)
        else:
            print_table([columns[i] for i in chosen], [[row[i] for i in chosen] for row in rows], out)


class Counter:
    """How many reports were read and how many were not; names each that was not on standard error as it comes."""

    def __init__(self) -> None:
        self.read = self.broken = 0

    def keep(self, items: Iterable[T | ReportError]) -> Iterator[T]:
        for item in items:
            if isinstance(item, ReportError):
                self.broken += 1
                print(f"counterclaim: {escaped(str(item))}", file=sys.stderr)
            else:
                self.read += 1
                yield item


def escaped(text: str) -> str:
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def open_output(stack: ExitStack, path: Path | None, binary: bool = False) -> Any:
    """Return the open file of a path, of bytes or of text, or the screen where there is none."""
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        return sys.stdout
    part = path.with_name(path.name + ".part")
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "a folder")
        file: IO[Any] = part.open("wb") if binary else part.open("w", encoding="utf-8", newline="")
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


def open_folder(stack: ExitStack, path: Path) -> Path:
    """Return a new folder to write into, which takes the name of the path once all is written."""
    part = path.with_name(path.name + ".part")
    try:
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise FileExistsError(0, "there is something already")
        part.mkdir(parents=True)
    except FileExistsError as error:
        raise ExportError(f"{error.filename or path}: {error.strerror}; give a folder that is new or empty") from error
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror}; give a folder that can be written") from error

    def finish(kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            shutil.rmtree(part, ignore_errors=True)
            return
        try:
            part.replace(path)
        except OSError as error:
            raise ExportError(f"{path}: {error.strerror}; what was written is in {part}") from error

    stack.push(finish)
    return part


def show_progress(items: Iterable[T], stack: ExitStack) -> Iterator[T]:
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


def settings_of(args: argparse.Namespace) -> Settings:
    settings = load_settings()
    return replace(settings, gazetteer=False) if args.no_gazetteer else settings


def open_index(settings: Settings) -> None:
    """Build the index of places, if need be, before workers ask for it all at once, and say so while nothing else is printed."""
    from counterclaim.reading.locate import open_atlas

    open_atlas(settings)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], file: TextIO | None = None) -> None:
    """Print a table; its cells are text, whatever markup they look like."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows_table = Table(*columns, box=box.SIMPLE, pad_edge=False)
    for row in rows:
        rows_table.add_row(*(Text(escaped(cell)) for cell in row))
    Console(file=file, width=None if file is None and sys.stdout.isatty() else 220, highlight=False).print(rows_table)
