"""Rows to CSV for spreadsheets and statistics programs: ISO dates, numbers as numbers, and no cell of text that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from counterclaim.outputs.data import Data
from counterclaim.outputs.tables import CLAIMS, INCIDENTS, rows


def safe(value: str) -> str:
    """Keep a spreadsheet from running a cell as a formula, which also what stands behind a blank may be: text of a report is hostile data. NUL, which no reader of CSV takes, is replaced."""
    value = value.replace("\0", "\ufffd")
    return "'" + value if value[:1] in ("\t", "\r", "\n") or value.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") else value


def cell(value: Any) -> str:
    """Return a cell: text made safe, dates in ISO form, numbers as they are, nothing where there is nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else str(value)


def write_table(columns: Sequence[str], found: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write a header and rows; a column that a row lacks is empty."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for each in found:
        writer.writerow([cell(each.get(name)) for name in columns])


def write_claims(data: Data, out: TextIO) -> None:
    """Write a claim a row."""
    write_table([c.name for c in CLAIMS], rows(data, incidents=False), out)


def write_incidents(data: Data, out: TextIO) -> None:
    """Write an incident a row."""
    write_table([c.name for c in INCIDENTS], rows(data, incidents=True), out)
