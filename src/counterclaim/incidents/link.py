"""Statements of many reports to incidents: episodes of each report, candidate pairs of them, scores, clusters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from counterclaim.incidents.cluster import ALWAYS, NEVER, agglomerate, components
from counterclaim.incidents.compare import Indexes, Levels, Scores, compare, score
from counterclaim.incidents.episodes import episodes
from counterclaim.incidents.incident import Incident, incident_of, publication_order
from counterclaim.incidents.profiles import Profile, Rows
from counterclaim.incidents.statements import Statement

MISSING = -3.0
CHUNK = 100_000


def link(statements: Sequence[Statement]) -> list[Incident]:
    reports: dict[str, list[Statement]] = {}
    for s in statements:
        reports.setdefault(s.report.id, []).append(s)
    told = episodes([sorted(reports[k], key=publication_order) for k in sorted(reports)])
    rows = Rows([p for _, p in told])
    i, j = np.triu_indices(len(rows), 1)
    return cluster_rows(told, rows, i.astype(np.int64), j.astype(np.int64))


def cluster_rows(told, rows, i, j) -> list[Incident]:
    report = np.unique([t[0][0].report.id for t in told], return_inverse=True)[1]
    keep = report[i] != report[j]
    i, j = i[keep], j[keep]
    levels = compare(rows, i, j)
    scores = score(levels, "across").astype(float)
    scores[apart(levels, rows, i, j)] = NEVER
    hot = scores > 0
    label = components(len(rows), i[hot], j[hot])
    groups: dict[int, list[int]] = {}
    for k, l in enumerate(label.tolist()):
        groups.setdefault(l, []).append(k)
    inside = label[i] == label[j]
    pairs: dict[int, list] = {}
    for a, b, v in zip(i[inside].tolist(), j[inside].tolist(), scores[inside].tolist()):
        pairs.setdefault(int(label[a]), []).append((a, b, v))
    out = []
    for l, members in groups.items():
        for c in agglomerate(members, pairs.get(l, ()), MISSING):
            out.append(incident_of([s for k in c for s in told[k][0]]))
    return out


def apart(levels: dict[str, Levels], rows: Rows, i: Indexes, j: Indexes):
    point = ~(rows.lasting[i] | rows.lasting[j])
    return (levels["type"] == 4) | (point & np.isin(levels["time"], (6, 7))) | (levels["place"] == 10)
