"""Which episodes are compared at all: those that share a key of type family and time with a place, a name or a party, so that cost grows with the number of reports, not with its square.

Whether two are compared depends on the two alone, never on what else is there: linking one more report looks at the same pairs as linking all again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim import vocab
from counterclaim.incidents.compare import Indexes, of_types
from counterclaim.incidents.profiles import NARROW, TYPE_OF, TYPES, UNDATED, Rows

DAYS = 8
"""Days of a time block: an event and its reports lie within as many."""
LONG = 12
"""Days: a time that covers more is looked for in blocks of a quarter of a year."""
QUARTER = 91
CELL = 0.5
"""Degrees of a cell of places."""
SLACK = 0.1
"""Degrees that a point may be off: one so near a cell's border is in both."""
WORDED, RARE = 8, 6.0
"""How many of a row's rarest words it is looked up by, two at a time, and from how many bits."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=1)
def _families() -> NDArray[np.bool_]:
    """Which families each type is of (types numbered from 1, families)."""
    families = vocab.load("linking")["families"]
    out = np.zeros((len(TYPES) + 1, len(families)), bool)
    for column, names in enumerate(families.values()):
        for name in names:
            if name in TYPE_OF:
                out[TYPE_OF[name] + 1, column] = True
    out[~out.any(axis=1), -1] = True
    out[0] = False
    return out


def _hash(*parts: Any) -> NDArray[np.uint64]:
    out = np.zeros(len(parts[0]), np.uint64)
    for part in parts:
        out = (out ^ np.asarray(part).astype(np.int64).astype(np.uint64)) * _MIX
        out ^= out >> np.uint64(29)
    return out


def keys(rows: Rows) -> tuple[NDArray[np.uint64], Indexes, NDArray[np.bool_]]:
    """Return the keys of rows: key, row, and whether the row seeks by it; two rows with a key in common are compared where one of them seeks."""
    n = len(rows)
    everyone = np.arange(n)
    row_f, family = np.nonzero(_families()[rows.sets["types"]].any(axis=1))
    dated = rows.days[:, 0] != UNDATED
    span = rows.days[:, 1].astype(np.int64) - rows.days[:, 0]
    long = dated & (span > LONG)
    published = rows.published.astype(np.int64)
    planned = (rows.factuality & 4 != 0) & ~dated
    first = np.where(dated, rows.days[:, 0] - 1, np.where(planned, published, published - 6)).astype(np.int64)
    last = np.where(dated, rows.days[:, 1] + 1, np.where(planned, published + 6, published + 1)).astype(np.int64)
    # (row, block of time): short ones by days, all of them by quarters, where only the long ones seek
    fine = _ranges(everyone[~long], first[~long] // DAYS, last[~long] // DAYS)
    coarse = _ranges(everyone, np.maximum(first, last - 6 * QUARTER) // QUARTER, last // QUARTER)
    points = rows.points
    narrow = points[:, 0, 2] <= NARROW
    row_p, column = np.nonzero(points[:, :, 2] <= NARROW)
    lat, lon = points[row_p, column, 0].astype(np.float64), points[row_p, column, 1].astype(np.float64)
    cells = [_hash(np.floor((lat + a) / CELL), np.floor((lon + b) / CELL)) for a in (-SLACK, SLACK) for b in (-SLACK, SLACK)]
    cell = np.unique(np.stack([np.concatenate([row_p] * 4).astype(np.uint64), np.concatenate(cells)]), axis=1)
    parties = _items(rows, ("actors", "recipients", "named"))
    sides = _items(rows, ("actors", "actors_within", "recipients", "recipients_within", "named"))
    names = _items(rows, ("names",))
    words = _couples(rows)
    # what happens to somebody by name is told again years after
    recalled = _items(rows, ("named",))
    triggers = _items(rows, ("triggers",))
    families = (row_f, family.astype(np.uint64))
    out = [
        _joined(1, families, fine, (cell[0].astype(np.int64), cell[1]), seek=np.ones(n, bool)),
        _joined(2, families, coarse, (cell[0].astype(np.int64), cell[1]), seek=long),
        _joined(3, families, fine, parties, seek=~narrow),
        _joined(4, families, coarse, sides, seek=long & ~narrow),
        _joined(5, families, fine, names, seek=np.ones(n, bool)),
        _joined(6, families, triggers, recalled, seek=np.ones(n, bool)),
        _joined(7, families, fine, words, seek=~narrow),
        _joined(8, families, coarse, words, seek=long),
        # three bombs of some day in August; the summit in Egypt of that month
        _joined(9, families, coarse, _items(rows, ("others",)), seek=long & ~narrow),
        _joined(10, families, coarse, triggers, _items(rows, ("countries",)), seek=long & ~of_types(rows, "daily"))]
    key, row, seek = (np.concatenate([part[k] for part in out]) for k in range(3))
    return key, row.astype(np.int64), seek


def _ranges(row: NDArray[Any], first: NDArray[Any], last: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    count = (last - first + 1).astype(np.int64)
    begin = np.repeat(np.cumsum(count) - count, count)
    return np.repeat(row, count), (np.repeat(first, count) + np.arange(count.sum()) - begin).astype(np.int64).astype(np.uint64)


def _items(rows: Rows, sets: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    row, item = [], []
    for name in sets:
        r, c = np.nonzero(rows.sets[name])
        row.append(r)
        item.append(rows.sets[name][r, c].astype(np.uint64))
    pairs = np.unique(np.stack([np.concatenate(row).astype(np.uint64), np.concatenate(item)]), axis=1)
    return pairs[0].astype(np.int64), pairs[1]


def _couples(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Every two of a row's rarest words: one alone is shared too often to be worth a comparison."""
    ordered = np.sort(np.where(rows.rarity[:, :WORDED] >= RARE, rows.words[:, :WORDED], 0), axis=1).astype(np.uint64)
    a, b = np.triu_indices(ordered.shape[1], 1)
    row, column = np.nonzero((ordered[:, a] != 0) & (ordered[:, b] != 0))
    return row, _hash(ordered[row, a[column]], ordered[row, b[column]])


def _joined(kind: int, *parts: tuple[NDArray[Any], NDArray[np.uint64]], seek: NDArray[np.bool_]) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.bool_]]:
    """Every combination of a row's items of each part, as one key."""
    row, key = parts[0][0], _hash(np.full(len(parts[0][0]), kind), parts[0][1])
    for other_row, other in parts[1:]:
        order = np.argsort(other_row, kind="stable")
        other_row, other = other_row[order], other[order]
        begin, end = np.searchsorted(other_row, row), np.searchsorted(other_row, row, side="right")
        row_of, at = _ranges(np.arange(len(row)), begin, end - 1)
        row, key = row[row_of], _hash(key[row_of], other[at.astype(np.int64)])
    return key, row, seek[row]


class Pairs:
    """The keys of all rows so far, sorted; gives the pairs that new rows make with the old ones and each other."""

    def __init__(self) -> None:
        self._key = np.zeros(0, np.uint64)
        self._row: Indexes = np.zeros(0, np.int64)
        self._seek = np.zeros(0, bool)

    def add(self, rows: Rows, begin: int, most: int) -> Iterator[tuple[Indexes, Indexes]]:
        """Take in `rows`, numbered from `begin`; yield (i, j), i before j, at most about `most` pairs at a time, each at least once."""
        key, row, seek = keys(rows)
        row = row + begin
        new_keys = np.unique(key)
        key, row, seek = np.concatenate([self._key, key]), np.concatenate([self._row, row]), np.concatenate([self._seek, seek])
        order = np.argsort(key, kind="stable")
        self._key, self._row, self._seek = key[order], row[order], seek[order]
        first, last = np.searchsorted(self._key, new_keys), np.searchsorted(self._key, new_keys, side="right")
        first, last = first[last - first > 1], last[last - first > 1]
        # of each entry with the later ones of its key
        entry, block = _ranges(np.arange(len(first)), first, last - 1)
        at = block.astype(np.int64)
        after = last[entry] - at - 1
        cut = np.searchsorted(np.cumsum(after), np.arange(most, int(after.sum()) + most, most)).tolist()
        left = 0
        for right in [*cut, len(at)]:
            part = at[left : right + 1]
            length = after[left : right + 1]
            left = right + 1
            if not len(part):
                continue
            a, offset = _ranges(part, part + 1, part + length)
            b = offset.astype(np.int64)
            ra, rb = self._row[a], self._row[b]
            keep = (self._seek[a] | self._seek[b]) & (ra != rb) & ((ra >= begin) | (rb >= begin))
            code = np.unique(np.minimum(ra, rb)[keep] * np.int64(2**31) + np.maximum(ra, rb)[keep])
            yield code >> 31, code & (2**31 - 1)
