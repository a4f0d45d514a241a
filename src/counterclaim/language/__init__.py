"""Text to sentences, words, tags, dependencies and mentions: our own model and its weights, run by onnxruntime and numpy alone."""

from __future__ import annotations

import re

from counterclaim.language.parser import Sentence, load_parser
from counterclaim.records import Report

_COMMON = frozenset(
    "the of and to in a is that was for on with as by at from it has have had be been are were an its they said says not but their this which who he his will after near new two more".split()
)
MIN_COMMON = 0.12
"""Share of the commonest English words below which a text of some length is taken for another language."""


def is_english(text: str) -> bool:
    """Say whether a text is English, by its commonest words; a text of fewer than 12 words gets the benefit of the doubt if its letters are Latin."""
    sample = text[:8000]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if not words:
        return False
    latin = sum(word.isascii() for word in words) / len(words)
    if latin < 0.6:
        return False
    # tables and lists of names hold few function words, so a little is enough where letters are plain
    return len(words) < 12 or sum(word in _COMMON for word in words) / len(words) >= MIN_COMMON


def parse_report(report: Report) -> list[Sentence]:
    """Parse a report: its own text, or the tokens that came with it."""
    parser = load_parser()
    if report.sentences is None:
        return parser.parse(report.text)
    offsets, position = [], 0
    for tokens in report.sentences:
        words = []
        for token in tokens:
            words.append((position, position + len(token)))
            position += len(token) + 1
        offsets.append(words)
    return parser.parse_words(offsets, report.text)
