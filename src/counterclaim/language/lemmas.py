"""Word and part of speech to lemma, by suffix rules learned from treebanks (training/lemmas.py).

A rule says of a part of speech and a word ending how many letters to cut and what to add; the longest ending that fits decides, and "^"
before an ending anchors it at the word's start, which is how irregular words are told.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

RULES = Path(__file__).parent / "model" / "lemmas.json"
_CASED = frozenset(("PROPN", "X", "SYM"))


@lru_cache(maxsize=1)
def _rules() -> dict[str, dict[str, list[str | int]]]:
    rules: dict[str, dict[str, list[str | int]]] = json.loads(RULES.read_text(encoding="utf-8"))
    return rules


def lemmatise(form: str, upos: str) -> str:
    """Return the lemma of a word form; proper nouns, all-capital words and runs too long for a word stay as they are."""
    return _lemmatise(form, upos) if len(form) <= 60 else form


@lru_cache(maxsize=50_000)
def _lemmatise(form: str, upos: str) -> str:
    word = form if upos in _CASED or (form.isupper() and len(form) > 1) else form.lower()
    rules = _rules().get(upos)
    if not rules:
        return word
    marked = "^" + word
    for start in range(len(marked)):
        rule = rules.get(marked[start:])
        if rule:
            cut, add = int(rule[0]), str(rule[1])
            return (word[: len(word) - cut] if cut else word) + add
    return word
