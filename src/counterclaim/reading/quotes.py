"""Quoted stretches of a text, marks included, over any number of sentences.

A quote that goes on in the next paragraph is opened there again and closed once at its end; one that is never closed ends with its paragraph. Curved,
angled, straight and typewriter marks are read; an apostrophe is no mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterclaim.language.tokens import Offsets

_MARK = re.compile(r"[“”„«»\"‘’‹›]|''|``|'|\n")
_CLOSING = {"“": ("”",), "„": ("“", "”"), "«": ("»",), "‹": ("›",), '"': ('"', "”"), "‘": ("’",), "``": ("''",), "''": ("''",), "'": ("'",)}
SINGLE = 400
"""The most characters between single marks: beyond, the second is another word's apostrophe."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters [begin, end) with both marks; `goes_on` where the quote before it was not closed and this is its next paragraph."""

    begin: int
    end: int
    goes_on: bool = False


def _opens(text: str, at: int, mark: str) -> bool:
    """Whether a mark that may open or close opens: a double one does unless it plainly closes, a single one only right before a word."""
    before, after = text[at - 1 : at], text[at + len(mark) : at + len(mark) + 1]
    if mark in ("'", "‘"):
        return not before.isalnum() and after.isalpha()
    return not before or before.isspace() or before in "([—–-" or after.isalnum()


def find_quotes(text: str) -> list[Quote]:
    """Return the outermost quotes of a text, in order."""
    quotes: list[Quote] = []
    opened, mark, goes_on = -1, "", False
    for match in _MARK.finditer(text):
        here, at = match.group(), match.start()
        if here == "\n":
            if opened >= 0:
                following = _next_line(text, at)
                # the next paragraph opens again: this one is the first part of one quote
                if mark != "'" and text.startswith(mark, following):
                    quotes.append(Quote(opened, _trimmed(text, opened, at), goes_on))
                    opened, goes_on = -2, True
                else:
                    if mark not in ("'", "‘"):
                        quotes.append(Quote(opened, _trimmed(text, opened, at), goes_on))
                    opened, goes_on = -1, False
            continue
        if opened < 0:
            if here in _CLOSING and (here in "“„«‹" or _opens(text, at, here)):
                goes_on = goes_on and opened == -2
                opened, mark = at, here
            continue
        if here in _CLOSING[mark]:
            if mark in ("'", "‘") and (text[at + 1 : at + 2].isalnum() or text[at - 1].isspace()):
                continue
            if not (mark in ("'", "‘") and at - opened > SINGLE):
                quotes.append(Quote(opened, at + len(here), goes_on))
            opened, goes_on = -1, False
    if opened >= 0 and mark not in ("'", "‘"):
        quotes.append(Quote(opened, _trimmed(text, opened, len(text)), goes_on))
    return quotes


def _next_line(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _trimmed(text: str, begin: int, end: int) -> int:
    while end > begin + 1 and text[end - 1].isspace():
        end -= 1
    return end


def inside(quotes: list[Quote], spans: list[Offsets]) -> list[Quote | None]:
    """Return for each of the spans, in text order, the quote that holds all of it."""
    found: list[Quote | None] = []
    number = 0
    for begin, end in spans:
        while number < len(quotes) and quotes[number].end < end:
            number += 1
        found.append(quotes[number] if number < len(quotes) and quotes[number].begin <= begin else None)
    return found
