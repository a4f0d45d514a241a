"""Hand-written parses for the tests of the reading rules."""

from __future__ import annotations

import numpy as np

from counterclaim.language.parser import Sentence, Trigger
from counterclaim.reading.events import Event


def parse(rows: str, names: list[tuple[int, int, str]] | None = None, begin: int = 0) -> Sentence:
    """Return a sentence from lines of "form UPOS head deprel"; words are joined by single blanks from offset `begin` on."""
    fields = [line.split() for line in rows.strip().splitlines()]
    words, position = [], begin
    for form, *_ in fields:
        words.append((position, position + len(form)))
        position += len(form) + 1
    return Sentence(words, [f[0] for f in fields], [f[1] for f in fields], [int(f[2]) for f in fields], [f[3] for f in fields], names or [], [], [])


def text_of(sentence: Sentence) -> str:
    return " ".join(sentence.forms)


def event(word: int, kind: str, chance: float = 0.9) -> Event:
    """Return an event at one word, with no roles."""
    empty = np.zeros((1, 5), np.float32)
    trigger = Trigger(word, word + 1, np.array([chance], np.float32), empty, empty[:, :3], empty[:, :3], empty, empty[:, :4], np.array([1.0, 0, 0, 0], np.float32))
    return Event((word, word + 1), kind, chance, trigger, "test")
