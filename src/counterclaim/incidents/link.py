"""Statements of many reports to incidents: the episodes of each report, pairs of them that are worth comparing, scores, components, clusters.

`Linker` takes reports in one after the other, or many at once; what comes out is the same. `link` does it for all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterclaim.incidents.blocking import Pairs
from counterclaim.incidents.cluster import ALWAYS, NEVER, agglomerate, components
from counterclaim.incidents.compare import PLACES, Indexes, Levels, at_places, at_times, compare, days_differ, of_types, score, weights
from counterclaim.incidents.episodes import Claim, episodes
from counterclaim.incidents.incident import Incident, incident_of, publication_order
from counterclaim.incidents.partof import parts
from counterclaim.incidents.profiles import UNDATED, Rows
from counterclaim.incidents.statements import Statement

TOLD_APART = -3.0
"""The score of two episodes of one report: it told them apart, but may have been misread."""
VAGUE = -1.0
"""The most that two score which agree on nothing that tells one event from the next of its kind."""
AT_ONCE = 200_000
"""Pairs that are compared at once: about 500 MB."""
REPORTS = 1_000
"""Reports whose claims are compared at once."""
LARGEST = 500
"""Episodes that are clustered together; a larger component is cut at its weaker links first."""


BYGONE = 365
"""Days before a report from which on it recalls what happened."""


class Judgement(NamedTuple):
    """A person's decision that two claims, (report, claim) each, tell one event or two."""

    a: Claim
    b: Claim
    same: bool


class Linker:
    """Incidents of the reports taken in so far."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._judged: dict[Claim, dict[Claim, bool]] = {}
        for a, b, same in judgements:
            self._judged.setdefault(a, {})[b] = self._judged.setdefault(b, {})[a] = same
        self._told: list[list[Statement]] = []
        self._episode: dict[Claim, int] = {}
        self._rows = Rows(())
        self._report: Indexes = np.zeros(0, np.int64)
        self._reports: dict[str, int] = {}
        self._pairs = Pairs()
        self._edges: list[tuple[Indexes, Indexes, NDArray[np.float32]]] = []
        self._label: Indexes = np.zeros(0, np.int64)
        self._clusters: dict[int, list[list[int]]] = {}

    def add(self, statements: Iterable[Statement]) -> None:
        """Take in whole reports, of which none was taken in before: ValueError where one was."""
        reports: dict[str, list[Statement]] = {}
        for s in statements:
            reports.setdefault(s.report.id, []).append(s)
        again = reports.keys() & self._reports.keys()
        if again:
            raise ValueError(f"report {min(again)} was linked before; give each report once")
        begin = len(self._told)
        names = list(reports)
        new: list[Rows] = []
        for at in range(0, len(names), REPORTS):
            told = episodes([sorted(reports[name], key=publication_order) for name in names[at : at + REPORTS]], self._judged)
            for claims, _ in told:
                for s in claims:
                    self._episode[s.report.id, s.claim] = len(self._told)
                self._told.append(claims)
            new.append(Rows([profile for _, profile in told]))
        if not new:
            return
        rows = Rows.stack(new)
        self._rows = Rows.stack([self._rows, rows]) if begin else rows
        self._report = np.concatenate([self._report, [self._reports.setdefault(claims[0].report.id, len(self._reports)) for claims in self._told[begin:]]])
        for i, j in self._pairs.add(rows, begin, AT_ONCE):
            self._connect(i, j)
        judged = sorted({(min(p, q), max(p, q)) for a, others in self._judged.items() for b, same in others.items() if same and (p := self._episode.get(a)) is not None
                         and (q := self._episode.get(b)) is not None and p != q and max(p, q) >= begin})
        if judged:
            pairs = np.array(judged, np.int64)
            self._edges.append((pairs[:, 0], pairs[:, 1], np.full(len(pairs), ALWAYS, np.float32)))
        self._recluster()

    def incidents(self) -> list[Incident]:
        """Return all incidents, in order of their first statement."""
        out = [incident_of([s for k in cluster for s in self._told[k]]) for clusters in self._clusters.values() for cluster in clusters]
        out.sort(key=lambda incident: publication_order(incident.statements[0]))
        of = parts(out)
        return [replace(incident, part_of=of.get(incident.id)) for incident in out]

    def _connect(self, i: Indexes, j: Indexes) -> None:
        apart = self._report[i] != self._report[j]
        i, j = i[apart], j[apart]
        scores, _ = self._compared(i, j)
        hot = scores > 0
        self._edges.append((i[hot], j[hot], scores[hot].astype(np.float32)))

    def _compared(self, i: Indexes, j: Indexes) -> tuple[NDArray[np.float64], dict[str, Levels]]:
        levels = compare(self._rows, i, j)
        scores = score(levels, "across").astype(np.float64)
        vague = ~specific(levels, self._rows, i, j)
        scores[vague] = np.minimum(scores[vague], VAGUE)
        scores[never(levels, self._rows, i, j)] = NEVER
        return scores, levels

    def _recluster(self) -> None:
        i, j, strength = (np.concatenate([edge[k] for edge in self._edges]) for k in range(3)) if self._edges else (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
        self._edges = [(i, j, strength)]
        before = self._label
        self._label = components(len(self._told), i, j)
        order = np.argsort(self._label, kind="stable")
        starts = np.flatnonzero(np.diff(self._label[order], prepend=-1))
        old = np.bincount(before, minlength=len(self._told)) if len(before) else np.zeros(len(self._told), np.int64)
        ends = np.append(starts[1:], len(order))
        # a component that lost or won no member is clustered already
        grown = [order[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b - a != old[order[a]] or order[b - 1] >= len(before)]
        single = [int(members[0]) for members in grown if len(members) == 1]
        many = [members for members in grown if len(members) > 1]
        by_component = np.argsort(self._label[i], kind="stable")
        edge_label = self._label[i][by_component]
        for members in grown:
            for root in set(before[members[members < len(before)]].tolist()):
                self._clusters.pop(root, None)
        self._clusters.update((k, [[k]]) for k in single)
        split: list[tuple[int, list[int]]] = []
        for members in many:
            root = int(self._label[members[0]])
            first, last = np.searchsorted(edge_label, [root, root + 1])
            mine = by_component[first:last]
            self._clusters[root] = []
            split += [(root, part) for part in _cut(members, i[mine], j[mine], strength[mine])]
        for batch in _batches(split):
            self._cluster(batch)

    def _cluster(self, batch: Sequence[tuple[int, list[int]]]) -> None:
        """Cluster parts of components by all their pairs, compared at once."""
        ordered = [sorted(members, key=lambda k: publication_order(self._told[k][0])) for _, members in batch]
        sizes = [len(members) for members in ordered]
        pairs = [np.triu_indices(size, 1) for size in sizes]
        i = np.concatenate([np.array(members)[a] for members, (a, _) in zip(ordered, pairs, strict=True)])
        j = np.concatenate([np.array(members)[b] for members, (_, b) in zip(ordered, pairs, strict=True)])
        scores, _ = self._compared(i, j)
        scores[self._report[i] == self._report[j]] = np.minimum(scores, TOLD_APART)[self._report[i] == self._report[j]]
        if self._judged:
            for k, (p, q) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
                told = [self._judged[a][b] for s in self._told[p] if (a := (s.report.id, s.claim)) in self._judged for t in self._told[q] if (b := (t.report.id, t.claim)) in self._judged[a]]
                scores[k] = scores[k] if not told else ALWAYS if all(told) else NEVER
        values, at = scores.tolist(), 0
        for (root, _), members, (left, right) in zip(batch, ordered, pairs, strict=True):
            found = agglomerate(range(len(members)), zip(left.tolist(), right.tolist(), values[at : at + len(left)], strict=True), TOLD_APART)
            self._clusters[root] += [[members[k] for k in cluster] for cluster in found]
            at += len(left)

    def why(self, incident: Incident) -> Iterator[tuple[Statement, Statement, float, Mapping[str, tuple[str, float]]]]:
        """Yield for each later episode of an incident the earlier one that it goes best with: first statements, score, and of each comparison the level and its weight."""
        from counterclaim.incidents.compare import LEVELS

        members = list(dict.fromkeys(self._episode[s.report.id, s.claim] for s in incident.statements))
        table = weights("across")
        for k in range(1, len(members)):
            i, j = np.array(members[:k], np.int64), np.full(k, members[k], np.int64)
            scores, levels = self._compared(i, j)
            best = int(scores.argmax())
            yield (self._told[members[best]][0], self._told[members[k]][0], float(scores[best]),
                   {name: (LEVELS[name][level[best]], float(table[name][level[best]])) for name, level in levels.items()})


def link(statements: Iterable[Statement], judgements: Iterable[Judgement] = ()) -> list[Incident]:
    """Return the incidents that the statements of reports tell, in order of their first statement; every statement is in one."""
    linker = Linker(judgements)
    linker.add(statements)
    return linker.incidents()


def never(levels: Mapping[str, Levels], rows: Rows, i: Indexes, j: Indexes) -> NDArray[np.bool_]:
    """Which pairs cannot be one incident: types without kinship, places far from each other, events of a day on days far apart."""
    passing = ~(rows.lasting[i] | rows.lasting[j])
    # nobody reports what is yet to happen, unless it is planned
    foreseen = at_times(levels["time"], "after_report") & (rows.factuality[i] == 1) & (rows.factuality[j] == 1)
    other_day = days_differ(levels, rows, i, j)
    return np.asarray((levels["type"] == 4) | (passing & (at_times(levels["time"], "weeks_apart", "far_apart") | other_day | foreseen | (levels["place"] == 9))) | (levels["place"] == 10))


def specific(levels: Mapping[str, Levels], rows: Rows, i: Indexes, j: Indexes) -> NDArray[np.bool_]:
    """Which pairs agree on something that tells one event from the next of its kind: without, shelling "in the province" goes with any of a year's.

    That is a detail (a name that no vocabulary knows, an equal count, the same wording), or the town and the day; of what does not happen daily the town or a party is enough.
    """
    time = levels["time"]
    daily = of_types(rows, "daily")
    often = daily[i] & daily[j]
    town = at_places(levels["place"], "same", "same_name")
    somewhere = town | at_places(levels["place"], "within_region", "within_country", "same_region")
    that_day = at_times(time, "same_day", "on_report_day", "undated_same_day")
    about = that_day | at_times(time, "day_before_report", "undated_next_days", "same_month")
    vaguely = at_times(time, "undated_same_week", "weeks_before_report", "long_before_report", "undated_weeks", "undated_far")
    named = (levels["actors"] == 1) | (levels["recipients"] == 1)
    worded, equal = levels["wording"] >= 3, levels["counts"] == 0
    detail = named | (levels["wording"] >= 4) | (levels["other_counts"] == 0) | (equal & (worded | ~vaguely))
    alike = worded | (levels["counts"] == 2)
    party = np.isin(levels["actors"], (0, 2)) | np.isin(levels["recipients"], (0, 2))
    lasting = rows.lasting[i] & rows.lasting[j]
    # of a year long past reports recall one event of a town
    past = [(rows.days[k, 1] != UNDATED) & (rows.days[k, 1] < rows.published[k] - BYGONE) for k in (i, j)]
    bygone = past[0] & past[1] & at_times(time, "same_week", "same_month", "same_year")
    repeated = (town & (that_day | bygone)) | (somewhere & about & alike) | (about & (levels["counts"] == 2) & (levels["place"] == PLACES["unstated"]))
    # raid and arrest, fighting and fall: what is of another kind is the same only on that very day
    single = alike | (somewhere & (that_day | at_times(time, "same_week", "same_month", "same_year") | (about & (levels["type"] <= 1)))) | (party & (about | lasting))
    return np.asarray(detail | np.where(often, repeated, single))


def _cut(members: Indexes, i: Indexes, j: Indexes, strength: NDArray[np.float32]) -> list[list[int]]:
    """Return a component in parts of at most LARGEST members where stronger links alone make such parts."""
    if len(members) <= LARGEST or not len(i):
        return [members.tolist()]
    floor = max(float(strength.min()), 0.0) + 1.0
    keep = strength >= floor
    number = {k: n for n, k in enumerate(members.tolist())}
    label = components(len(members), np.array([number[k] for k in i[keep].tolist()], np.int64), np.array([number[k] for k in j[keep].tolist()], np.int64))
    out: list[list[int]] = []
    edge = label[[number[k] for k in i[keep].tolist()]] if keep.any() else np.zeros(0, np.int64)
    for root in np.unique(label):
        mine = edge == root
        out += _cut(members[label == root], i[keep][mine], j[keep][mine], strength[keep][mine])
    return out


def _batches(parts: Sequence[tuple[int, list[int]]]) -> Iterator[list[tuple[int, list[int]]]]:
    batch: list[tuple[int, list[int]]] = []
    pairs = 0
    for root, members in parts:
        batch.append((root, members))
        pairs += len(members) ** 2 // 2
        if pairs > AT_ONCE:
            yield batch
            batch, pairs = [], 0
    if batch:
        yield batch
