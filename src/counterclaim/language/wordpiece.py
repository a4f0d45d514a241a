"""Words to the encoder's word pieces (BERT's uncased WordPiece, Devlin et al. 2019), and the case pattern that it loses.

One small class rather than a tokeniser library: words come already split and most of them repeat, so a table from word to pieces
is all the work there is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

MAX_PIECES = 12
"""Pieces kept of one word: what a URL or a run of symbols has beyond them says nothing to a parser."""

CASE_PATTERNS = 8
"""lower, Capitalised, ALL CAPS, miXed, digits, digits with letters, mark, one capital letter."""


def case_pattern(word: str) -> int:
    """Return the case pattern of a word, 0 to 7: the encoder sees lower-case letters only."""
    if word.isdigit():
        return 4
    if not any(character.isalpha() for character in word):
        return 4 if any(character.isdigit() for character in word) else 6
    if any(character.isdigit() for character in word):
        return 5
    if word.islower():
        return 0
    if word.isupper():
        return 7 if len(word) == 1 else 2
    if word[0].isupper() and word[1:].islower():
        return 1
    return 3


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


class WordPiece:
    """Cut words into pieces of a fixed vocabulary; pieces of a word are remembered."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.pad, self.unknown, self.start, self.stop = (self._ids[name] for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"))
        self._known: dict[str, list[int]] = {}

    @classmethod
    def load(cls, path: Path) -> WordPiece:
        return cls(path.read_text(encoding="utf-8").split("\n"))

    def pieces(self, word: str) -> list[int]:
        """Return the ids of the word's pieces: one at least, `MAX_PIECES` at most."""
        found = self._known.get(word)
        if found is None:
            found = self._cut(word)
            if len(self._known) < 100_000 and len(word) <= 60:  # hostile input must not grow the table without end
                self._known[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        ids: list[int] = []
        folded = _fold(word[:200])
        start = 0
        while start < len(folded):
            # marks inside a word ("al-Nu'man") are pieces of their own
            end = start + 1
            if not _is_mark(folded[start]):
                while end < len(folded) and not _is_mark(folded[end]):
                    end += 1
            ids += self._match(folded[start:end])
            start = end
        return ids[:MAX_PIECES] or [self.unknown]

    def _match(self, run: str) -> list[int]:
        ids: list[int] = []
        start = 0
        while start < len(run):
            end = len(run)
            while end > start:
                number = self._ids.get(("##" if start else "") + run[start:end])
                if number is not None:
                    break
                end -= 1
            if end == start:
                return [self.unknown]
            assert number is not None
            ids.append(number)
            start = end
        return ids
