"""Plain text and Markdown files: one report each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from counterclaim.errors import ReportError
from counterclaim.intake.fields import MAX_BYTES, Given, check_text, decode, parse_date
from counterclaim.intake.guard import run_guarded
from counterclaim.records import Report

LONG_MARKDOWN = 20_000
"""Characters above which Markdown is taken apart under guard: its parser has bad cases that grow with the square of the input."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.{0,4000}?)\n---[ \t]*\r?(?:\n|\Z)", re.DOTALL)
_SHOWN = ("text", "code_inline", "softbreak", "hardbreak")


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
    if len(source) > LONG_MARKDOWN:
        found, wrong = run_guarded(plain_markdown, source)
        if wrong:
            raise ReportError(f"{where}: the Markdown could not be taken apart ({wrong}): save its text instead")
        text, heading = found
    else:
        text, heading = plain_markdown(source)
    published = parse_date(fields.get("published") or fields.get("date"), where) or given.published
    yield Report(id=name, text=check_text(text, where), title=fields.get("title") or given.title or heading, outlet=fields.get("outlet") or given.outlet,
                 url=fields.get("url") or given.url, published=published)


def plain_markdown(source: str) -> tuple[str, str | None]:
    """Return the words of Markdown, a block a line, and its first heading."""
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    heading: str | None = None
    in_heading = False
    for token in MarkdownIt("commonmark", {"maxNesting": 50}).parse(source):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type in ("code_block", "fence"):  # an indented paragraph is code to Markdown, and words to its writer
            blocks += token.content.splitlines()
        elif token.type == "inline":
            words = "".join("\n" if child.type.endswith("break") else child.content for child in token.children or () if child.type in _SHOWN)
            # a line break inside a paragraph is layout, not the end of a sentence
            blocks.append(words.replace("\n", " "))
            if in_heading and heading is None:
                heading = blocks[-1]
    return "\n".join(blocks), heading
