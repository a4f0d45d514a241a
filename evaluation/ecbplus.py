"""ECB+: how well the linker puts together event mentions of general news, within a topic, given the annotated mentions.

Each action mention of the official sentences becomes a statement of its sentence: no event type (the list of events is about conflict), the participants before it as actors, those after it as
recipients, the sentence's places, no time, for the corpus resolves none. Scores are pairwise F1, MUC, B-cubed, CEAF with entity similarity, and CoNLL, the mean of the last three, singletons included.
The best published, 88.4 CoNLL on the test part, is of a large model trained on this corpus; the linker learns nothing from it.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from counterclaim.incidents.link import link
from counterclaim.incidents.profiles import stem
from counterclaim.incidents.statements import Site, Statement, party
from counterclaim.records import Report

BEST = 88.4
"""As published; no figure of ours."""
Mention = tuple[str, str]
Clusters = list[set[Mention]]


def score_ecbplus(folder: Path) -> dict[str, float]:
    """Scores in percent of the development part, with those of putting mentions of one stem together beside them."""
    topics: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            topics[row["topic"]].append(row)
    gold, found, stems = [], [], []
    for rows in topics.values():
        told = [s for row in rows for s in statements(row)]
        key = {(row["id"], m["id"]): m["cluster"] if not m["cluster"].startswith("SINGLETON") else f"{row['id']} {m['id']}" for row in rows for m in actions(row)}
        gold.append(clusters((mention, cluster) for mention, cluster in key.items()))
        found.append([{(s.report.id, s.claim) for s in incident.statements} for incident in link(told)])
        stems.append(clusters(((s.report.id, s.claim), stem(s.trigger.split()[-1])) for s in told))
    ours, plain = conll(gold, found), conll(gold, stems)
    return {f"ECB+ dev, {name}": value for name, value in ours.items()} | {"ECB+ dev, CoNLL of equal stems": plain["CoNLL"], "ECB+ test, CoNLL, best published": BEST}


def actions(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [m for m in row["mentions"] if m["gold_sentence"] and "ACTION" in m["type"]]


def statements(row: dict[str, Any]) -> list[Statement]:
    """The action mentions of a document as statements."""
    source = Report(id=row["id"], text=row["text"])
    sentences = {s["n"]: row["text"][s["begin"] : s["end"]] for s in row["sentences"]}
    beside: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for m in row["mentions"]:
        beside[m["sentence"]].append(m)
    out = []
    for m in actions(row):
        begin = m["spans"][0]["begin"]
        people = [(o["spans"][0]["begin"], party(words(o))) for o in beside[m["sentence"]] if o["type"].startswith("HUMAN")]
        out.append(Statement(
            report=source, claim=m["id"], type="none", trigger=words(m), begin=begin, evidence=sentences[m["sentence"]], actors=tuple(p for at, p in people if at < begin),
            recipients=tuple(p for at, p in people if at > begin), sites=tuple(Site(name=words(o)) for o in beside[m["sentence"]] if o["type"].startswith("LOC")),
            factuality="negated" if m["type"].startswith("NEG") else "actual"))
    return out


def words(mention: dict[str, Any]) -> str:
    return " ".join(span["text"] for span in mention["spans"])


def clusters(labelled: Iterable[tuple[Mention, str]]) -> Clusters:
    out: dict[str, set[Mention]] = defaultdict(set)
    for mention, label in labelled:
        out[label].add(mention)
    return list(out.values())


def conll(gold: Sequence[Clusters], found: Sequence[Clusters]) -> dict[str, float]:
    """Scores of several topics together: mentions of two topics are in no cluster together."""
    totals = {name: np.zeros(4) for name in ("pairwise F1", "MUC", "B-cubed", "CEAF")}
    for g, p in zip(gold, found, strict=True):
        g_pairs, p_pairs = ({frozenset(pair) for c in part for pair in combinations(sorted(c), 2)} for part in (g, p))
        totals["pairwise F1"] += (len(g_pairs & p_pairs), len(p_pairs), len(g_pairs & p_pairs), len(g_pairs))
        totals["MUC"] += (*links(p, g), *links(g, p))
        totals["B-cubed"] += (*overlap(p, g), *overlap(g, p))
        same = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in p] for a in g])
        best = assigned(same)
        totals["CEAF"] += (best, len(p), best, len(g))
    out = {}
    for name, (right, told, kept, whole) in totals.items():
        precision, recall = right / max(told, 1e-9), kept / max(whole, 1e-9)
        out[name] = float(200 * precision * recall / max(precision + recall, 1e-9))
    out["CoNLL"] = (out["MUC"] + out["B-cubed"] + out["CEAF"]) / 3
    return out


def links(of: Clusters, by: Clusters) -> tuple[int, int]:
    """Links of clusters that the other clustering keeps, and all of them (Vilain and others, 1995)."""
    where = {mention: k for k, cluster in enumerate(by) for mention in cluster}
    return sum(len(c) - len({where[m] for m in c}) for c in of), sum(len(c) - 1 for c in of)


def overlap(of: Clusters, by: Clusters) -> tuple[float, int]:
    """Sum over mentions of the share of their cluster that is with them in the other clustering, and how many there are (Bagga and Baldwin, 1998)."""
    where = {mention: cluster for cluster in by for mention in cluster}
    return sum(len(c & where[m]) / len(c) for c in of for m in c), sum(map(len, of))


def assigned(gain: np.ndarray[Any, Any]) -> float:
    """The greatest sum of one-to-one pairs of rows and columns, by the Hungarian method with potentials."""
    cost = -gain if gain.shape[0] <= gain.shape[1] else -gain.T
    n, m = cost.shape
    u, v, of, way = np.zeros(n + 1), np.zeros(m + 1), np.zeros(m + 1, int), np.zeros(m + 1, int)
    for row in range(1, n + 1):
        of[0], column = row, 0
        least, used = np.full(m + 1, np.inf), np.zeros(m + 1, bool)
        while of[column]:
            used[column] = True
            free = ~used[1:]
            reduced = cost[of[column] - 1] - u[of[column]] - v[1:]
            better = free & (reduced < least[1:])
            least[1:][better], way[1:][better] = reduced[better], column
            following = int(np.where(free, least[1:], np.inf).argmin()) + 1
            delta = least[following]
            u[of[used]] += delta
            v[used] -= delta
            least[1:][free] -= delta
            column = following
        while column:
            of[column], column = of[way[column]], int(way[column])
    return float(-sum(cost[of[k] - 1, k - 1] for k in range(1, m + 1) if of[k]))
