"""A stored HTML page to a report: main text and metadata by trafilatura, guarded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from counterclaim.errors import ReportError
from counterclaim.intake.fields import MAX_BYTES, Given, check_text, parse_date
from counterclaim.intake.guard import run_guarded
from counterclaim.records import Report


def extract(raw: bytes) -> dict[str, Any]:
    """Return the main text of a page and what it says of itself."""
    import logging

    import trafilatura

    logging.disable(logging.CRITICAL)
    document = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True)
    fields: dict[str, Any] = document.as_dict() if document is not None else {}  # type: ignore[union-attr]
    return {key: fields.get(key) for key in ("text", "title", "sitename", "hostname", "date", "url")}


def read_page(path: Path | None, name: str, given: Given) -> Iterator[Report | ReportError]:
    """Yield the one report of an HTML page; its own metadata come first, what the user gave fills the gaps."""
    assert path is not None
    where = str(path)
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ReportError(f"{where}: over {MAX_BYTES:,} bytes: save the article alone")
    if not raw.strip():
        raise ReportError(f"{where}: no text")
    if b"\0" in raw[:1000]:
        raise ReportError(f"{where}: a binary file, not HTML")
    fields, wrong = run_guarded(extract, raw)
    if wrong:
        raise ReportError(f"{where}: the page could not be taken apart ({wrong}): save its text instead")
    if not fields["text"]:
        raise ReportError(f"{where}: no article text found in the page")
    yield Report(id=name, text=check_text(fields["text"], where), title=fields["title"] or given.title, outlet=fields["sitename"] or given.outlet or fields["hostname"],
                 url=fields["url"] or given.url, published=_date(fields["date"]) or given.published)


def _date(value: Any) -> date | None:
    try:
        return parse_date(value, "")
    except ReportError:  # a page's own date that is no date says nothing
        return None
