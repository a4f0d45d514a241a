"""Scored pairs to clusters: average-link agglomeration within connected components, so that a chain of likely pairs does not make one cluster of unlike ends.

What becomes of a component depends on nothing outside of it. That is what makes linking one more report the same as linking all again.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

NEVER = -1e6
"""The score of two that cannot be one: it outweighs any average."""
ALWAYS = 1e6
"""The score of two that a person judged to be one."""


def components(n: int, i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each of `n` nodes the smallest node that the edges (i[k], j[k]) connect it with."""
    label = np.arange(n)
    while len(i):
        # each root takes the smallest root that an edge leads to, then all nodes look up their root's root
        a, b = label[i], label[j]
        differ = a != b
        if not differ.any():
            break
        i, j, a, b = i[differ], j[differ], a[differ], b[differ]
        np.minimum.at(label, np.maximum(a, b), np.minimum(a, b))
        while True:
            up = label[label]
            if (up == label).all():
                break
            label = up
    return label


def agglomerate(members: Sequence[int], pairs: Iterable[tuple[int, int, float]], missing: float) -> list[list[int]]:
    """Return the clusters of `members`, each sorted, in order of their first: the two clusters that score highest are joined while that is above 0.

    Two clusters score the mean of their pairs, of which one that is not given scores `missing`. Clusters with a pair of NEVER are never joined, those with a pair of ALWAYS always.
    """
    clusters: dict[int, list[int]] = {m: [m] for m in members}
    links: dict[int, dict[int, tuple[float, int]]] = {m: {} for m in members}
    heap: list[tuple[float, int, int]] = []
    for a, b, score in pairs:
        links[a][b] = links[b][a] = (score, 1)
        if score > 0:
            heap.append((-score, min(a, b), max(a, b)))
    heapq.heapify(heap)

    def score_of(a: int, b: int) -> float:
        total, known = links[a][b]
        whole = len(clusters[a]) * len(clusters[b])
        return (total + missing * (whole - known)) / whole

    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in clusters or b not in clusters or b not in links[a] or -negative != score_of(a, b):
            continue
        for other, (total, known) in links.pop(b).items():
            del links[other][b]
            if other != a:
                had = links[a].get(other, (0.0, 0))
                links[a][other] = links[other][a] = (had[0] + total, had[1] + known)
        clusters[a] = sorted(clusters[a] + clusters.pop(b))
        for other in links[a]:
            score = score_of(a, other)
            if score > 0:
                heapq.heappush(heap, (-score, min(a, other), max(a, other)))
    return sorted(clusters.values())
