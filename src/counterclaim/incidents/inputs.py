"""What the commands over claims take: files of claims in the contract's form, ledgers, or both; a broken line is named and the others go on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from counterclaim.errors import ReportError
from counterclaim.incidents.statements import Statement, statements_of
from counterclaim.intake.fields import MAX_CHARACTERS
from counterclaim.intake.lines import parse_json, read_rows
from counterclaim.ledger import Ledger

MAX_LINE = 64 * MAX_CHARACTERS
"""Bytes of a line: claims repeat the sentences of their report several times."""

_MAGIC = b"SQLite format 3\0"


def is_ledger(path: str | Path) -> bool:
    """Whether a path is a ledger's file."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


Told: TypeAlias = tuple[dict[str, Any], tuple[Statement, ...]]
"""A reading in the contract's form and its statements."""


def open_statements(paths: Iterable[str | Path], as_of: datetime | None = None) -> Iterator[tuple[Statement, ...] | ReportError]:
    """Yield the statements of each reading as `open_readings` does."""
    for told in open_readings(paths, as_of):
        yield told if isinstance(told, ReportError) else told[1]


def open_readings(paths: Iterable[str | Path], as_of: datetime | None = None) -> Iterator[Told | ReportError]:
    """Yield each reading with its statements, in the order of the files and their lines, and the error of each line or file that holds none.

    A path is a .jsonl file of claims ("-" is standard input) or a ledger, of which the newest reading of each report is taken,
    with the corrections that people made, as it stood at `as_of`. A second reading of the same report in another file is yielded as it comes: whether two reports are copies of each other is asked later.
    """
    for path in paths:
        name = str(path)
        try:
            if name == "-":
                yield from _of_lines(sys.stdin.buffer, "standard input")
                continue
            with Path(path).open("rb") as file:
                ledger = file.read(len(_MAGIC)) == _MAGIC
                if not ledger:
                    file.seek(0)
                    yield from _of_lines(file, name)
            if ledger:
                yield from _of_ledger(Path(path), as_of)
        except OSError as error:
            yield ReportError(f"{name}: {error.strerror}; expected a file of claims (counterclaim read --format claims) or a ledger")


def _of_lines(file: BinaryIO, name: str) -> Iterator[Told | ReportError]:
    return read_rows(file, name, MAX_LINE, lambda raw, where: _of_reading(parse_json(raw, where, MAX_LINE), where))


def _of_reading(reading: object, where: str) -> Told:
    """Return a reading with its statements; raise ReportError that names the field that is missing or of another kind."""
    if not isinstance(reading, dict):
        raise ReportError(f"{where}: expected an object with id, text and claims, found {type(reading).__name__}")
    if "claims" not in reading:
        raise ReportError(f"{where}: no claims; a file of reports is read first: counterclaim read --format claims")
    try:
        statements = tuple(statements_of(reading))
        for s in statements:
            _check(s)
    except KeyError as error:
        raise ReportError(f"{where}: no field {error.args[0]!r}; expected claims as the file contract names their fields") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ReportError(f"{where}: a field of the wrong kind: {error}") from error
    return reading, statements


def _check(s: Statement) -> None:
    parties = [*s.actors, *s.recipients, *(link.source for link in s.chain if link.source)]
    optional = [s.same_as, s.report.title, s.report.outlet, s.report.url, *(site.country for site in s.sites)]
    for value in (s.report.id, s.report.text, s.claim, s.type, s.trigger, s.evidence, s.factuality, *(p.name for p in parties), *(site.name for site in s.sites),
                  *(link.stance for link in s.chain), *(v for v in optional if v is not None)):
        if not isinstance(value, str):
            raise TypeError(f"claim {s.claim!r}: {value!r} where words are expected")
    sites = [*s.sites, *([s.where] if s.where else [])]
    for number in (s.begin, *(n for t in s.tolls for n in (t.low, t.best, t.high)), *(n for site in sites for n in (site.lat, site.lon, site.radius_km, site.precision, site.geonames))):
        if number is not None and not isinstance(number, (int, float)):
            raise TypeError(f"claim {s.claim!r}: {number!r} where a number is expected")


def _of_ledger(path: Path, as_of: datetime | None) -> Iterator[Told | ReportError]:
    with Ledger(path, readonly=True) as ledger:
        for reading in ledger.readings(as_of, judged=True):
            try:
                yield _of_reading(reading, f"{path}: report {reading['id']}")
            except ReportError as error:
                yield error
