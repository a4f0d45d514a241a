"""Plain text and Markdown files: one report each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from counterclaim.errors import ReportError
from counterclaim.intake.fields import MAX_BYTES, Given, check_text, decode, parse_date
from counterclaim.records import Report

_FRONT_MATTER = re.compile(r"\A---\s*\n(.{0,4000}?)\n---\s*(?:\n|\Z)", re.DOTALL)


def load(path: Path | None, stream: BinaryIO | None = None) -> str:
    """Return the text of a file, or of an open stream, no more than the limit of it."""
    if stream is not None:
        return decode(stream.read(MAX_BYTES + 1), "-")
    assert path is not None
    with path.open("rb") as file:
        return decode(file.read(MAX_BYTES + 1), str(path))


def read_text(path: Path | None, name: str, given: Given, stream: BinaryIO | None = None) -> Iterator[Report | ReportError]:
    """Yield the one report of a text file."""
    text = check_text(load(path, stream), str(path or "-"))
    yield Report(id=name, text=text, title=given.title, outlet=given.outlet, url=given.url, published=given.published)


def read_markdown(path: Path | None, name: str, given: Given) -> Iterator[Report | ReportError]:
    """Yield the one report of a Markdown file: its words without marks; front matter may say title, outlet, url and published."""
    from markdown_it import MarkdownIt

    where = str(path or "-")
    source = load(path)
    fields: dict[str, str] = {}
    front = _FRONT_MATTER.match(source)
    if front:
        for line in front.group(1).split("\n"):
            key, colon, value = line.partition(":")
            if colon:
                fields[key.strip().lower()] = value.strip().strip("'\"")
        source = source[front.end() :]
    blocks: list[str] = []
    heading: str | None = None
    in_heading = False
    for token in MarkdownIt("commonmark", {"maxNesting": 50}).parse(source):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "inline":
            words = "".join("\n" if t.type in ("softbreak", "hardbreak") else t.content for t in token.children or () if t.type in ("text", "code_inline", "softbreak", "hardbreak"))
            # a line break inside a paragraph is layout, not the end of a sentence
            blocks.append(words.replace("\n", " "))
            if in_heading and heading is None:
                heading = blocks[-1]
    published = parse_date(fields.get("published") or fields.get("date"), where) or given.published
    yield Report(id=name, text=check_text("\n".join(blocks), where), title=fields.get("title") or given.title or heading, outlet=fields.get("outlet") or given.outlet,
                 url=fields.get("url") or given.url, published=published)
