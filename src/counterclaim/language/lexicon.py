"""Words that may name an event, by vocabulary/events.yml: an input of the model's trigger head, and the explanation of its answer.

A word of the vocabulary is strong (it nearly always names its type in a report on conflict) or weak (in some uses only). The model is told which types
the vocabulary knows for each word and decides with the sentence around it; it may also find events at words that the vocabulary lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim import vocab
from counterclaim.errors import ModelError
from counterclaim.language.lemmas import lemmatise

GAP = 2
"""Other words that may stand between the words of one entry ("push the army out of")."""

FRAME_REACH = 9
"""Words to either side in which a frame looks for its words."""

_POS = {"verbs": "VERB", "nouns": "NOUN", "adjectives": "ADJ"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the vocabulary: `key` says where it stands."""

    type: int
    strong: bool
    pos: str
    words: tuple[str, ...]
    key: str


class TriggerLexicon:
    """The triggers of all types, looked up by the lemma of their first word."""

    def __init__(self, types: Sequence[str]) -> None:
        self.types = list(types)
        self._first: dict[str, list[Entry]] = {}
        self._frames: dict[str, list[tuple[int, frozenset[str], tuple[tuple[str, ...], ...]]]] = {}
        data: dict[str, Any] = vocab.load("events")
        if data.keys() != set(self.types):
            odd = sorted(data.keys() ^ set(self.types))
            raise ModelError(f"vocabulary/events.yml: {', '.join(odd)}: known to the vocabulary or to the model's labels.json only; a new type needs both, and new training")
        for name, block in data.items():
            for field, pos in _POS.items():
                for strong, prefix in ((True, ""), (False, "weak_")):
                    for phrase in block.get(prefix + field) or ():
                        words = tuple(str(phrase).lower().split())
                        entry = Entry(self.types.index(name), strong, pos, words, f"{name}.{prefix}{field}.{phrase}")
                        self._first.setdefault(words[0], []).append(entry)

            for frame in block.get("frames") or ():
                single = frozenset(w for w in frame["near"] if " " not in w)
                several = tuple(tuple(w.split()) for w in frame["near"] if " " in w)
                for word in frame["words"]:
                    self._frames.setdefault(word.split()[0], []).append((self.types.index(name), single, several))

    def framed(self, lemmas: Sequence[frozenset[str]], index: int, reach: int = FRAME_REACH) -> set[int]:
        """Return the types for which a frame of the word at `index` finds one of its words nearby."""
        frames = [frame for lemma in lemmas[index] for frame in self._frames.get(lemma, ())]
        found: set[int] = set()
        if not frames:
            return found
        first = max(0, index - reach)
        window = lemmas[first : index + reach + 1]
        around: frozenset[str] = frozenset().union(*lemmas[first:index], *lemmas[index + 1 : index + reach + 1])
        whole = around | lemmas[index]
        for kind, single, several in frames:
            if kind not in found and (not around.isdisjoint(single) or any(whole.issuperset(parts) and _in_order(parts, window) for parts in several)):
                found.add(kind)
        return found

    def lookup(self, lemmas: Sequence[frozenset[str]], index: int) -> list[tuple[Entry, tuple[int, ...]]]:
        """Return the entries that begin at a word, each with the places of its words."""
        found: list[tuple[Entry, tuple[int, ...]]] = []
        for lemma in sorted(lemmas[index]):
            for entry in self._first.get(lemma, ()):
                at, places = index, [index]
                for word in entry.words[1:]:
                    reach = range(at + 1, min(at + 2 + (GAP if entry.pos == "VERB" else 1), len(lemmas)))
                    at = next((i for i in reach if word in lemmas[i]), -1)
                    if at < 0:
                        break
                    places.append(at)
                if at >= 0:
                    found.append((entry, tuple(places)))
        return found

    def covering(self, lemmas: Sequence[frozenset[str]], index: int) -> list[Entry]:
        """Return the entries that hold a word of a sentence; strong ones of several words ("chemical attack") put the single word's own aside."""
        found = [entry for start in range(max(0, index - 2 - GAP), index + 1) for entry, places in self.lookup(lemmas, start) if index in places]
        several = [entry for entry in found if len(entry.words) > 1 and entry.strong]
        return several or found

    def features(self, forms: Sequence[str]) -> NDArray[np.float32]:
        """Return (N, T): 1 where the vocabulary knows the word as a strong trigger of the type or a frame of it holds, 0.5 as a weak one, 0 else."""
        out = np.zeros((len(forms), len(self.types)), np.float32)
        lemmas = [candidates(form) for form in forms]
        for index in range(len(forms)):
            found = self.lookup(lemmas, index)
            framed = self.framed(lemmas, index) if found else ()
            for entry, places in found:
                value = 1.0 if entry.strong or entry.type in framed else 0.5
                for place in places if entry.pos != "VERB" else places[:1]:
                    out[place, entry.type] = max(out[place, entry.type], value)
        return out


def _in_order(parts: Sequence[str], window: Sequence[frozenset[str]]) -> bool:
    """Whether words stand one after the other in a window."""
    return any(all(part in window[i + k] for k, part in enumerate(parts)) for i in range(len(window) - len(parts) + 1))


def candidates(form: str) -> frozenset[str]:
    """Return the lemmas that a word form may have, whatever its part of speech; none for a run too long for a word."""
    return _candidates(form) if len(form) <= 60 else frozenset()


@lru_cache(maxsize=50_000)
def _candidates(form: str) -> frozenset[str]:
    lower = form.lower()
    return frozenset((lower, lemmatise(lower, "VERB"), lemmatise(lower, "NOUN"), lemmatise(lower, "ADJ")))
