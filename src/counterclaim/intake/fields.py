"""What all kinds of input share: limits, decoding, dates, and what the user gave beside the file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from counterclaim.errors import ReportError

MAX_CHARACTERS = 1_000_000
"""A longer report is no report: it is refused, with the limit named."""
MAX_BYTES = 4 * MAX_CHARACTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command line says of reports whose files do not say it."""

    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None


def clean(text: str) -> str:
    """Replace lone surrogates, which JSON and file names can hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text


def decode(raw: bytes, where: str, limit: int = MAX_BYTES) -> str:
    """Return UTF-8 bytes as text; raise ReportError that says at which byte they are not."""
    if len(raw) > limit:
        raise ReportError(f"{where}: over {limit:,} bytes: split the report")
    if b"\0" in raw:
        raise ReportError(f"{where}: byte {raw.index(0)} is NUL: a binary file, not text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(f"{where}: byte {error.start} is 0x{raw[error.start]:02x}, not UTF-8: convert it first, for example with iconv -t utf-8") from error


def check_text(text: str, where: str) -> str:
    """Return a report's text; raise ReportError where it is empty, too long, or has no letters."""
    if len(text) > MAX_CHARACTERS:
        raise ReportError(f"{where}: {len(text):,} characters; a report holds {MAX_CHARACTERS:,} at most: split it")
    if not text.strip():
        raise ReportError(f"{where}: no text")
    controls = sum(1 for c in text[:20_000] if unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v")
    if controls > 0.1 * len(text[:20_000]):
        raise ReportError(f"{where}: {controls} control characters in the first {len(text[:20_000]):,}: not text")
    return text


def parse_date(value: object, where: str) -> date | None:
    """Return an ISO date, or that of an ISO time; None for None; raise ReportError for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d(?!\d)", value):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            pass
    raise ReportError(f"{where}: published is {value!r}; expected a date such as 2024-11-29")
