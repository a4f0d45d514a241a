"""vocabulary/cues.yml as lookups, checked when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counterclaim import vocab
from counterclaim.errors import VocabError

Words = frozenset[str]
Prepositions = Mapping[str, Words]

_LISTS = {"verbs": ("clause", "thought", "perceived", "shown", "thing", "naming", "doing", "asking", "telling", "citing", "leading"), "nouns": ("clause", "doing", "light")}
_MAPS = {"verbs": ("charging", "idioms", "prepositional"), "nouns": ("prepositional",)}
_TOP = ("adverbs", "labels", "prepositions", "speakers")


@dataclass(frozen=True, slots=True)
class CueWords:
    """The words that attribute, by what they take: the lists of `verbs` and `nouns` in cues.yml under their names there."""

    verbs: Mapping[str, Words]
    nouns: Mapping[str, Words]
    charging: Prepositions
    prepositional: Prepositions
    noun_prepositions: Prepositions
    adverbs: Words
    prepositions: Mapping[str, tuple[tuple[str, ...], ...]]
    """The cue prepositions by their first word, longest first."""
    speakers: Words
    labels: Words
    idioms: Prepositions
    all_verbs: Words
    all_nouns: Words


def _error(where: str, found: str) -> VocabError:
    return VocabError(f"vocabulary/cues.yml: {where}: {found}")


def _list(where: str, value: Any) -> Words:
    if not isinstance(value, list) or not all(isinstance(word, str) and word == word.lower() for word in value):
        raise _error(where, "expected a list of words in lower case; quote a word that YAML reads as something else")
    if value != sorted(set(value)):
        raise _error(where, f"not sorted, or twice the same: {next(word for word, other in zip([*value, ''], [*sorted(set(value)), ''], strict=False) if word != other)!r}")
    return frozenset(value)


def _map(where: str, value: Any) -> Prepositions:
    if not isinstance(value, dict):
        raise _error(where, "expected words, each with its prepositions")
    _list(where, list(value))
    return {word: _list(f"{where}.{word}", prepositions) for word, prepositions in value.items()}


def _block(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    known = {*_LISTS[name], *_MAPS[name]}
    if not isinstance(value, dict) or value.keys() != known:
        odd = sorted(value.keys() ^ known) if isinstance(value, dict) else []
        raise _error(name, f"expected {', '.join(sorted(known))}; unknown or missing: {', '.join(map(str, odd))}")
    return iter(value.items())


def read_cue_words(data: Mapping[str, Any]) -> CueWords:
    """Return the words of a loaded cues.yml; raise VocabError where it is not in order."""
    if data.keys() != {*_TOP, *_LISTS}:
        raise _error("top", f"unknown or missing: {', '.join(sorted(map(str, data.keys() ^ {*_TOP, *_LISTS})))}")
    lists = {kind: {key: _list(f"{kind}.{key}", value) for key, value in _block(kind, data[kind]) if key in _LISTS[kind]} for kind in _LISTS}
    maps = {kind: {key: _map(f"{kind}.{key}", value) for key, value in _block(kind, data[kind]) if key in _MAPS[kind]} for kind in _MAPS}
    top = {key: _list(key, data[key]) for key in _TOP}
    prepositions: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(top["prepositions"], key=lambda phrase: (-len(phrase.split()), phrase)):
        prepositions.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    all_verbs, all_nouns = (
        frozenset(word for key, words in lists[kind].items() if key not in ("leading", "light") for word in words).union(*(words for key, words in maps[kind].items() if key != "idioms")) for kind in ("verbs", "nouns")
    )
    return CueWords(lists["verbs"], lists["nouns"], maps["verbs"]["charging"], maps["verbs"]["prepositional"], maps["nouns"]["prepositional"], top["adverbs"],
                    {first: tuple(phrases) for first, phrases in prepositions.items()}, top["speakers"], top["labels"], maps["verbs"]["idioms"], all_verbs, all_nouns)


@lru_cache(maxsize=1)
def load_cue_words() -> CueWords:
    """The shipped words, read on first use."""
    return read_cue_words(vocab.load("cues"))
