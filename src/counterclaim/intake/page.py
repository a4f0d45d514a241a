"""A stored HTML page to a report: main text and metadata by trafilatura, in a process of its own that is stopped when it takes too long."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from counterclaim.errors import ReportError
from counterclaim.intake.fields import MAX_BYTES, Given, check_text, parse_date
from counterclaim.records import Report

SECONDS = 8.0
"""Time that a page may take to be taken apart."""


def _extract(raw: bytes, answer: Connection) -> None:
    import logging

    import trafilatura

    logging.disable(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True)
        fields: dict[str, Any] = document.as_dict() if document is not None else {}  # type: ignore[union-attr]
        answer.send({key: fields.get(key) for key in ("text", "title", "sitename", "hostname", "date", "url")})
    except Exception as error:  # the parser met hostile markup: whatever it raised, the page is unreadable
        answer.send({"error": f"{type(error).__name__}"})
    finally:
        answer.close()


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
    fields = _run(raw, where)
    text = fields.get("text")
    if not text:
        raise ReportError(f"{where}: no article text found in the page")
    yield Report(id=name, text=check_text(text, where), title=fields.get("title") or given.title, outlet=fields.get("sitename") or given.outlet or fields.get("hostname"),
                 url=fields.get("url") or given.url, published=_date(fields.get("date")) or given.published)


def _date(value: Any) -> Any:
    try:
        return parse_date(value, "")
    except ReportError:  # a page's own date that is no date says nothing
        return None


def _run(raw: bytes, where: str) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_extract, args=(raw, there), daemon=True)
    process.start()
    there.close()
    try:
        # importing the parser takes most of this
        fields: dict[str, Any] = here.recv() if here.poll(SECONDS) else {"error": f"no answer in {SECONDS:.0f} s"}
    except EOFError:
        fields = {"error": "the parser stopped"}
    finally:
        process.kill()
        process.join()
        here.close()
    if "error" in fields:
        raise ReportError(f"{where}: the page could not be taken apart ({fields['error']}): save its text instead")
    return fields
