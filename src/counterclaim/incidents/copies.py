"""Which passages of a report stand in an earlier one: wire copies, reprints and excerpts, found by sampled shingles.

A report that prints half of an agency's text is like it by neither a MinHash of the whole nor its length, so what is looked for is containment, passage by passage. Each sampled shingle of
words belongs to the earliest report that has it; a report is compared in full only with those that own several of its shingles, so the cost grows with the words, not with the pairs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from counterclaim import vocab

_WORD = re.compile(r"\w+")
_MIX, _BASE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x100000001B3)
COMPARED = 8
"""Earlier texts that a report is compared with in full; the rest of a digest of many snippets stays its own."""

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `begin` to `end` of a report, which stand in the earlier text number `owner`."""

    begin: int
    end: int
    owner: int


@dataclass(frozen=True, slots=True)
class Copy:
    """What a text has of earlier ones; `whole` is the number of the one that it is a copy of, if any."""

    passages: tuple[Passage, ...] = ()
    whole: int | None = None


def copies(texts: Sequence[str]) -> list[Copy]:
    """Return for each of `texts`, which come in the order in which they were written, what it has of those before it."""
    settings: dict[str, Any] = vocab.load("voices")["copies"]
    sampled = np.uint64(settings["sampled"])
    parts = [shingles(text) for text in texts]
    parts = [part[(part >> np.uint64(32)) % sampled == 0] for part in parts]
    sizes = np.fromiter((part.size for part in parts), np.int64, len(parts))
    if not sizes.sum():
        return [Copy() for _ in texts]
    number = np.repeat(np.arange(len(parts)), sizes)
    _, first, inverse = np.unique(np.concatenate(parts), return_index=True, return_inverse=True)
    owners = number[first][inverse]
    ends = np.cumsum(sizes)
    out: list[Copy] = []
    for n, (end, size) in enumerate(zip(ends.tolist(), sizes.tolist(), strict=True)):
        of = owners[end - size:end]
        of = of[of != n]
        out.append(_compare(texts, n, of, settings) if of.size >= settings["votes"] else Copy())
    return out


def _compare(texts: Sequence[str], n: int, owners: npt.NDArray[np.int64], settings: dict[str, Any]) -> Copy:
    numbers, votes = np.unique(owners, return_counts=True)
    # most votes first, then the earliest
    likely = [int(numbers[i]) for i in np.lexsort((numbers, -votes)) if votes[i] >= settings["votes"]][:COMPARED]
    spans = word_spans(texts[n])
    mine = shingles(texts[n])
    whole: int | None = None
    passages: list[Passage] = []
    taken = np.zeros(len(spans), bool)
    for owner in likely:
        runs = [run for run in _runs(np.isin(mine, shingles(texts[owner])), len(spans), settings) if not taken[run[0]:run[1]].any()]
        for begin, end in runs:
            taken[begin:end] = True
        passages += [Passage(spans[begin][0], spans[end - 1][1], owner) for begin, end in runs]
        if whole is None and sum(end - begin for begin, end in runs) >= settings["whole"] * len(spans):
            whole = owner
    return Copy(tuple(sorted(passages, key=lambda p: p.begin)), whole)


def _runs(shared: npt.NDArray[np.bool_], words: int, settings: dict[str, Any]) -> list[tuple[int, int]]:
    """Return runs of words whose shingles are shared, as first and last but one."""
    width = settings["shingle"]
    runs: list[list[int]] = []
    for i in np.flatnonzero(shared).tolist():
        if runs and i <= runs[-1][1] + settings["gap"]:
            runs[-1][1] = i + width
        else:
            runs.append([i, i + width])
    # a text as short as a headline has no long run
    least = min(settings["passage"], max(width + 1, words * 3 // 4))
    return [(begin, end) for begin, end in runs if end - begin >= least]


@lru_cache(maxsize=4096)
def shingles(text: str) -> Hashes:
    """Return a digest of every run of words, the same on every machine."""
    width = vocab.load("voices")["copies"]["shingle"]
    words = np.fromiter((_word(w) for w in _WORD.findall(text.casefold())), np.uint64)
    if words.size < width:
        return words[:0]
    out = np.zeros(words.size - width + 1, np.uint64)
    for k in range(width):
        out = out * _BASE + words[k:words.size - width + 1 + k]
    out ^= out >> np.uint64(29)
    return out * _MIX


@lru_cache(maxsize=1 << 18)
def _word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(errors="replace"), digest_size=8).digest(), "little")


@lru_cache(maxsize=4096)
def word_spans(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _WORD.finditer(text)]
