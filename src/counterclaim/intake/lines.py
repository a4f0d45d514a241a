"""JSON Lines: a report a line, read one at a time, so that memory does not grow with the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from counterclaim.errors import ReportError
from counterclaim.intake.fields import MAX_CHARACTERS, Given, check_text, clean, decode, parse_date
from counterclaim.records import Report

T = TypeVar("T")

MAX_LINE = 7 * MAX_CHARACTERS
"""Bytes of a line: a report of the greatest length with all its characters escaped, and its fields."""
MAX_TOKENS = 1_000
"""Tokens of one sentence that comes tokenised: what a parse takes of memory grows with their square."""


def read_lines(path: Path | None, name: str, given: Given) -> Iterator[Report | ReportError]:
    """Yield the reports of a .jsonl file, and the error of each line that holds none."""
    assert path is not None
    with path.open("rb") as file:
        yield from read_stream(file, str(path), given)


def read_stream(file: BinaryIO, where: str, given: Given) -> Iterator[Report | ReportError]:
    """Yield the reports of an open JSON Lines stream."""
    return read_rows(file, where, MAX_LINE, lambda raw, place: parse_line(raw, place, given))


def read_rows(file: BinaryIO, where: str, limit: int, parse: Callable[[bytes, str], T]) -> Iterator[T | ReportError]:
    """Yield what `parse` makes of each line of an open JSON Lines stream (its bytes and its place), and the error of each that is wrong or over `limit` bytes; empty ones are left out."""
    number = 0
    while raw := file.readline(limit + 1):
        number += 1
        place = f"{where}:{number}"
        if len(raw) > limit and not raw.endswith(b"\n"):
            while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield ReportError(f"{place}: the line is over {limit:,} bytes: split the report")
        elif raw.strip():
            try:
                yield parse(raw, place)
            except ReportError as error:
                yield error


def parse_json(raw: bytes, place: str, limit: int) -> Any:
    """Return the value of one line; raise ReportError where it is no JSON."""
    try:
        return json.loads(decode(raw, place, limit))
    except json.JSONDecodeError as error:
        raise ReportError(f"{place}: not JSON: {error.msg} at column {error.colno}") from error
    except ValueError as error:  # a number of thousands of digits
        raise ReportError(f"{place}: not JSON that can be read: {error}") from error
    except RecursionError as error:
        raise ReportError(f"{place}: JSON nested too deeply") from error


def parse_line(raw: bytes, place: str, given: Given) -> Report:
    """Return the report of one line; raise ReportError that says what is wrong with it."""
    row = parse_json(raw, place, MAX_LINE)
    if not isinstance(row, dict):
        raise ReportError(f"{place}: expected an object with id and text, found {type(row).__name__}")

    def word(key: str) -> str | None:
        value = row.get(key)
        if value is None:
            return None
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            raise ReportError(f"{place}: {key} is {type(value).__name__}; expected a string")
        return clean(str(value))

    identity = word("id")
    if not identity:
        raise ReportError(f"{place}: no id")
    sentences = _sentences(row.get("sentences"), place) if "sentences" in row else None
    text = " ".join(" ".join(tokens) for tokens in sentences) if sentences is not None else word("text")
    if text is None:
        raise ReportError(f"{place}: no text")
    return Report(id=identity, text=check_text(text, place), title=word("title") or given.title, outlet=word("outlet") or given.outlet, url=word("url") or given.url,
                  published=parse_date(row.get("published"), place) or given.published, language=word("language"), sentences=sentences)


def _sentences(value: Any, place: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not all(isinstance(s, list) and s and all(isinstance(t, str) and t for t in s) for s in value):
        raise ReportError(f"{place}: sentences must be a list of lists of tokens, none of them empty")
    longest = max(map(len, value), default=0)
    if longest > MAX_TOKENS:
        raise ReportError(f"{place}: a sentence of {longest:,} tokens; {MAX_TOKENS:,} at most")
    return tuple(tuple(clean(token) for token in sentence) for sentence in value)
