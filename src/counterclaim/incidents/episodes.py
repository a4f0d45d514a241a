"""Claims of one report that tell one event: an episode. Reports are told apart from each other later, an episode at a time, with all that the episode's claims state together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from counterclaim.incidents.cluster import ALWAYS, NEVER, agglomerate
from counterclaim.incidents.compare import Indexes, Levels, at_places, at_times, compare, days_differ, score
from counterclaim.incidents.profiles import NARROW, SPEECH, TYPES, Profile, Rows, joined, profile_of
from counterclaim.incidents.statements import Statement

REACH = 80
"""Claims of a report between which the same event is looked for: a live blog of a thousand claims must not cost a million comparisons."""
TYING = 0.15
"""Share of a report's claims with a `same_as`, from which it says something of a claim to have none: annotators tie three in ten, a cautious reader hardly any."""
_POINTING = re.compile(r"(?:^|\s)(?:the|this|that|these|those|its|his|their|such)(?:\s+[\w-]+)?\s+$", re.IGNORECASE)


Claim = tuple[str, str]
"""A claim by the ids of its report and its own."""


def episodes(reports: Sequence[Sequence[Statement]], judged: dict[Claim, dict[Claim, bool]] | None = None) -> list[tuple[list[Statement], Profile]]:
    """Return the episodes of some reports, each report's statements given together and in the order of its text, with what they state together; `judged` says of claims which are the same."""
    claims = [s for report in reports for s in report]
    profiles = [profile_of(s) for s in claims]
    i, j = pairs_within([len(report) for report in reports])
    rows = Rows(profiles)
    levels = compare_within(claims, rows, i, j)
    scores = score(levels, "within").astype(float)
    scores[impossible(levels, profiles, rows, i, j)] = NEVER
    of: dict[int, list[tuple[int, int, float]]] = {}
    report_of = np.repeat(np.arange(len(reports)), [len(report) for report in reports])
    for a, b, value in zip(i.tolist(), j.tolist(), scores.tolist(), strict=True):
        if judged:
            told = judged.get((claims[a].report.id, claims[a].claim), {}).get((claims[b].report.id, claims[b].claim))
            value = value if told is None else ALWAYS if told else NEVER
        of.setdefault(int(report_of[a]), []).append((a, b, value))
    out, begin = [], 0
    for number, report in enumerate(reports):
        for cluster in agglomerate(range(begin, begin + len(report)), of.get(number, ()), missing=-5.0):
            out.append(([claims[k] for k in cluster], joined([profiles[k] for k in cluster])))
        begin += len(report)
    return out


def pairs_within(sizes: Sequence[int]) -> tuple[Indexes, Indexes]:
    """Return the pairs of claims to compare, of reports with so many claims that follow each other."""
    left, right, begin = [], [], 0
    for size in sizes:
        a, b = np.triu_indices(size, 1)
        near = b - a <= REACH
        left.append(a[near] + begin)
        right.append(b[near] + begin)
        begin += size
    return (np.concatenate(left).astype(np.int64), np.concatenate(right).astype(np.int64)) if left else (np.zeros(0, np.int64), np.zeros(0, np.int64))


def compare_within(claims: Sequence[Statement], rows: Rows, i: Indexes, j: Indexes) -> dict[str, Levels]:
    """Return the levels of all comparisons for pairs of claims of one report, i before j in its text."""
    levels = compare(rows, i, j)
    first = {(s.report.id, s.claim): s.same_as or s.claim for s in claims}
    numbers: dict[tuple[str, str], int] = {}
    root = np.array([numbers.setdefault(_root(s, first), len(numbers)) for s in claims], np.int64)
    own = np.array([s.same_as is not None for s in claims], bool)
    tied = root[i] == root[j]
    told, bound = Counter(s.report.id for s in claims), Counter(s.report.id for s in claims if s.same_as is not None)
    silent = np.array([bound[s.report.id] < TYING * told[s.report.id] for s in claims], bool)
    levels["tie"] = np.select([tied, silent[i], own[j] | own[i], levels["type"] == 0], [0, 4, 3, 1], 2).astype(np.int8)
    sentence = np.array([s.report.text.count(". ", 0, s.begin) for s in claims], np.int64)
    apart = sentence[j] - sentence[i]
    levels["distance"] = np.select([apart <= 0, apart == 1, apart <= 3], [0, 1, 2], 3).astype(np.int8)
    points = np.array([bool(_POINTING.search(s.report.text[max(0, s.begin - 40) : s.begin])) for s in claims], bool)
    bare = np.array([not (s.actors or s.recipients or s.sites or s.days or s.tolls) for s in claims], bool)
    levels["pointing"] = np.select([points[j] & bare[j], bare[j]], [0, 1], 2).astype(np.int8)
    return levels


def _root(s: Statement, first: dict[tuple[str, str], str]) -> tuple[str, str]:
    """The first claim of the chain of `same_as` that a claim belongs to."""
    root = s.claim
    for _ in range(len(first)):
        ahead = first.get((s.report.id, root), root)
        if ahead == root:
            break
        root = ahead
    return s.report.id, root


def impossible(levels: dict[str, Levels], profiles: Sequence[Profile], rows: Rows, i: Indexes, j: Indexes) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which pairs cannot be one event: a speech act and what is no speech act unless tied, types that have nothing to do with each other, point events on days far apart."""
    speech = np.array([TYPES[p.types[0]] in SPEECH for p in profiles], bool)
    lasting = np.array([p.lasting for p in profiles], bool)
    tied = levels["tie"] == 0
    point = ~(lasting[i] | lasting[j])
    # two towns are named, each by its own claim
    narrow = (rows.points[:, 0, 2] <= NARROW) & (rows.sets["names"][:, 0] != 0)
    towns = narrow[i] & narrow[j] & ~at_places(levels["place"], "same", "same_name")
    return np.asarray(~tied & (towns | (speech[i] != speech[j]) | (levels["type"] == 4) | (point & (at_times(levels["time"], "weeks_apart", "far_apart") | days_differ(levels, rows, i, j) | at_places(levels["place"], "apart", "far")))))
