"""Compares pairs of profiles: each comparison gives a level that can be read aloud, each level has a weight (vocabulary/linking.yml), and a pair's score is their sum.

A weight is a log-odds: what the level says for (above 0) or against the two telling one happening. Whatever is not stated weighs little or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim import vocab
from counterclaim.errors import VocabError
from counterclaim.incidents.profiles import NARROW, TYPE_OF, TYPES, UNDATED, Digests, Rows

_VOCABULARY = vocab.load("linking")
Levels = NDArray[np.int8]
Scores = NDArray[np.float32]
Indexes = NDArray[np.int64]

LEVELS: dict[str, tuple[str, ...]] = {
    "type": ("same", "result", "sibling", "family", "foreign"),
    "trigger": ("same", "other"),
    "time": ("same_day", "next_day", "same_week", "same_month", "same_year", "days_apart", "weeks_apart", "far_apart", "on_report_day", "day_before_report", "just_before_report", "weeks_before_report", "long_before_report",
             "after_report", "undated_same_day", "undated_next_days", "undated_same_week", "undated_weeks", "undated_far"),
    "place": ("same", "near", "within_region", "within_country", "same_region", "same_name", "unstated", "other_name", "close_by", "apart", "far"),
    "actors": ("same", "same_words", "part", "same_kind", "unstated", "other_kind", "unlike"),
    "recipients": ("same", "same_words", "part", "same_kind", "unstated", "other_kind", "unlike"),
    "counts": ("equal", "equal_small", "close", "unstated", "unlike", "far"),
    "other_counts": ("equal", "unstated", "unlike"),
    "means": ("same", "unstated", "unlike"),
    "wording": ("none", "faint", "some", "much", "nearly_all", "copied"),
    "factuality": ("same", "planned_and_done", "other"),
    "general": ("neither", "one", "both"),
    "setting": ("town_and_day", "town_and_likely_day", "town_changes_hands", "other"),
}
"""The levels of each comparison, as `compare` numbers them."""
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "tie": ("tied", "untied_same_type", "untied", "tied_elsewhere", "none_given"),
    "distance": ("same_sentence", "next_sentence", "near", "far"),
    "pointing": ("points_back", "bare", "full"),
}
"""The levels of what is compared besides within one report (episodes.py)."""
WORDING = (0.04, 0.12, 0.25, 0.45, 0.8)
"""Shares of two sentences' words, weighed by rarity, from which wording is "faint" to "copied"."""
SPOT = 1.0
"""Kilometres: points so near are one place under two names."""
CLOSE = 1.35
"""Counts whose quotient is no more are close: tolls of one event differ so within a day."""


TIMES = {name: number for number, name in enumerate(LEVELS["time"])}
PLACES = {name: number for number, name in enumerate(LEVELS["place"])}


def at_times(level: Levels, *names: str) -> NDArray[np.bool_]:
    """Whether the levels of "time" are among those named."""
    return np.isin(level, [TIMES[name] for name in names])


def at_places(level: Levels, *names: str) -> NDArray[np.bool_]:
    """Whether the levels of "place" are among those named."""
    return np.isin(level, [PLACES[name] for name in names])


def one_town(levels: Mapping[str, Levels]) -> NDArray[np.bool_]:
    """Whether both are at one narrow place."""
    return at_places(levels["place"], "same", "near", "same_name")


@lru_cache(maxsize=1)
def _kinship() -> Levels:
    """The level of "type" for each pair of types, numbered from 1; 0 is none."""
    level = np.full((len(TYPES) + 1,) * 2, 4, np.int8)
    for names, number in [*((names, 3) for names in _VOCABULARY["families"].values()), *((names, 2) for names in _VOCABULARY["sibling"])]:
        for a in names:
            for b in names:
                level[TYPE_OF[a] + 1, TYPE_OF[b] + 1] = number
    for a, others in _VOCABULARY["result"].items():
        for b in others:
            level[TYPE_OF[a] + 1, TYPE_OF[b] + 1] = level[TYPE_OF[b] + 1, TYPE_OF[a] + 1] = 1
    np.fill_diagonal(level, 0)
    level[0, :] = level[:, 0] = 9
    return level


@lru_cache(maxsize=8)
def weights(table: str) -> dict[str, Scores]:
    """Return the weights of one table of the vocabulary ("across" reports or "within" one), a row of numbers for each comparison; VocabError where one lacks."""
    out = {}
    levels: Mapping[str, tuple[str, ...]] = LEVELS if table == "across" else LEVELS | NEIGHBOURS
    for name, names in levels.items():
        given = _VOCABULARY["weights"][table].get(name, {})
        if set(given) != set(names):
            raise VocabError(f"vocabulary/linking.yml: weights.{table}.{name}: found {', '.join(given) or 'nothing'}; expected {', '.join(names)}")
        out[name] = np.array([given[level] for level in names], np.float32)
    out["prior"] = np.array([_VOCABULARY["weights"][table]["prior"]], np.float32)
    return out


def score(levels: Mapping[str, Levels], table: str) -> Scores:
    """Return the sum of weights of each pair."""
    w = weights(table)
    total = np.full(len(next(iter(levels.values()))), w["prior"][0], np.float32)
    for name, level in levels.items():
        total += w[name][level]
    return total


def shares(a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether rows of two padded sets share an item."""
    return np.asarray(((a[:, :, None] == b[:, None, :]) & (a[:, :, None] != 0)).any(axis=(1, 2)))


def compare(rows: Rows, i: Indexes, j: Indexes) -> dict[str, Levels]:
    """Return the level of each comparison for the pairs (i[k], j[k]) of rows."""
    leading = _leading(rows)
    kin = _kinship()[leading[i][:, :, None], leading[j][:, None, :]].min(axis=(1, 2))
    one_word = shares(rows.sets["triggers"][i], rows.sets["triggers"][j])
    # of two without a type only the words tell whether they are of one
    untyped = np.asarray(np.isin(rows.sets["types"], (0, TYPE_OF["none"] + 1, TYPE_OF["unknown"] + 1)).all(axis=1))
    kin = np.where(untyped[i] & untyped[j] & ~one_word, 4, kin)
    out = {
        "type": kin.astype(np.int8), "trigger": np.where(one_word, 0, 1).astype(np.int8), "time": _times(rows, i, j),
        "place": _places(rows, i, j), "actors": _parties(rows, i, j, "actors"), "recipients": _parties(rows, i, j, "recipients"), "counts": _counts(rows, i, j),
        "other_counts": _other_counts(rows, i, j), "means": _means(rows, i, j), "wording": _wording(rows, i, j), "factuality": _factuality(rows, i, j)}
    out["general"] = (rows.general[i].astype(np.int8) + rows.general[j].astype(np.int8)).astype(np.int8)
    out["setting"] = _setting(rows, i, j, out)
    return out


def _leading(rows: Rows) -> Digests:
    """The types of rows without deaths and damage where there is another: that people died does not make an abduction a shelling."""
    types = rows.sets["types"]
    lead = np.where(np.isin(types, [TYPE_OF[name] + 1 for name in _VOCABULARY["outcomes"]]), 0, types)
    return np.where(lead.any(axis=1, keepdims=True), lead, types).astype(np.uint32)


def of_types(rows: Rows, names: str) -> NDArray[np.bool_]:
    """Which rows have a type of a list of the vocabulary."""
    return np.asarray(np.isin(rows.sets["types"], [TYPE_OF[name] + 1 for name in _VOCABULARY[names]]).any(axis=1))


def days_differ(levels: Mapping[str, Levels], rows: Rows, i: Indexes, j: Indexes) -> NDArray[np.bool_]:
    """Whether both are dated to the day and it is another one: of daily shelling each day is an event."""
    to_the_day = rows.days[:, 0] == rows.days[:, 1]
    return np.asarray(to_the_day[i] & to_the_day[j] & at_times(levels["time"], "next_day", "days_apart"))


def _setting(rows: Rows, i: Indexes, j: Indexes, levels: Mapping[str, Levels]) -> Levels:
    """Kind, town and day together say more than each by itself: weights that are added cannot say it."""
    time, kin = levels["time"], (levels["type"] <= 2) & one_town(levels)
    taken = of_types(rows, "changing_hands")
    near = at_times(time, "same_day", "same_week", "on_report_day", "day_before_report", "just_before_report", "undated_same_day", "undated_next_days")
    return np.select([kin & taken[i] & taken[j] & near, kin & at_times(time, "same_day"), kin & at_times(time, "on_report_day", "day_before_report", "undated_same_day", "undated_next_days")],
                     [2, 0, 1], 3).astype(np.int8)


def _times(rows: Rows, i: Indexes, j: Indexes) -> Levels:
    a, b = rows.days[i].astype(np.int64), rows.days[j].astype(np.int64)
    dated_a, dated_b = a[:, 0] != UNDATED, b[:, 0] != UNDATED
    gap = np.maximum(a[:, 0], b[:, 0]) - np.minimum(a[:, 1], b[:, 1])
    span = np.maximum(a[:, 1] - a[:, 0], b[:, 1] - b[:, 0])
    both = np.select(
        [(gap <= 0) & (span == 0), (gap <= 0) & (span <= 8), (gap <= 0) & (span <= 62), gap <= 0, (gap == 1) & (span <= 8), gap <= 4, gap <= 31], [0, 2, 3, 4, 1, 5, 6], 7)
    # one is dated: how long before the other's report; both undated: how far the reports lie apart
    told = np.where(dated_a, rows.published[j], rows.published[i]).astype(np.int64)
    first, last = np.where(dated_a[:, None], a, b).T
    before = told - last
    length = last - first
    levels = ("weeks_before_report", "after_report", "on_report_day", "day_before_report", "same_week", "same_month", "same_year", "just_before_report", "weeks_before_report")
    one = np.select([told == UNDATED, first > told, (before <= 0) & (length == 0), (before <= 1) & (length == 0), (before <= 0) & (length <= 8), (before <= 0) & (length <= 62), before <= 0,
                     before <= 3, before <= 31], [TIMES[name] for name in levels], TIMES["long_before_report"])
    pa, pb = rows.published[i].astype(np.int64), rows.published[j].astype(np.int64)
    apart = np.abs(pa - pb)
    level = [TIMES[name] for name in ("undated_weeks", "undated_same_day", "undated_next_days", "undated_same_week", "undated_weeks")]
    none = np.select([(pa == UNDATED) | (pb == UNDATED), apart == 0, apart <= 2, apart <= 8, apart <= 62], level, TIMES["undated_far"])
    return np.where(dated_a & dated_b, both, np.where(dated_a | dated_b, one, none)).astype(np.int8)


def _places(rows: Rows, i: Indexes, j: Indexes) -> Levels:
    a, b = rows.points[i].astype(np.float64), rows.points[j].astype(np.float64)
    lat_a, lat_b = np.radians(a[:, :, None, 0]), np.radians(b[:, None, :, 0])
    d_lon = np.radians(a[:, :, None, 1] - b[:, None, :, 1])
    h = np.sin((lat_a - lat_b) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin(d_lon / 2) ** 2
    distance = 12742.0 * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
    wide, narrow = np.maximum(a[:, :, None, 2], b[:, None, :, 2]), np.minimum(a[:, :, None, 2], b[:, None, :, 2])
    beyond = distance - wide - narrow
    level = np.select(
        [np.isnan(distance), (wide <= NARROW) & (distance <= 3 + 0.5 * narrow), (wide <= NARROW) & (beyond <= 5), (narrow <= NARROW) & (wide <= 150) & (beyond <= 0), (narrow <= NARROW) & (beyond <= 0),
         beyond <= 0, beyond <= 20, distance <= 150], [6, 0, 1, 2, 3, 4, 8, 9], 10)
    order = np.array([0, 1, 3, 5, 4, 1, 20, 11, 6, 7, 8])
    flat = level.reshape(len(i), rows.points.shape[1] ** 2)
    best = flat[np.arange(len(i)), order[flat].argmin(axis=1)]
    nearest = np.where(np.isnan(distance), np.inf, distance).min(axis=(1, 2))
    named = shares(rows.sets["names"][i], rows.sets["names"][j])
    both_named = (rows.sets["names"][i][:, 0] != 0) & (rows.sets["names"][j][:, 0] != 0)
    pointless = best == 6
    # two towns of two names are two, however near; of one name far from each other are two
    best = np.where((best == 0) & both_named & ~named & (nearest > SPOT), 1, best)
    return np.where(named & (best >= 2) & (best <= 8), 5, np.where(pointless & both_named, 7, best)).astype(np.int8)


def _parties(rows: Rows, i: Indexes, j: Indexes, role: str) -> Levels:
    a, b = rows.sets[role][i], rows.sets[role][j]
    wa, wb = rows.sets[f"{role}_within"][i], rows.sets[f"{role}_within"][j]
    ka, kb = rows.sets[f"{role[:-1]}_kinds"][i], rows.sets[f"{role[:-1]}_kinds"][j]
    same = shares(a, b)
    part = shares(a, wb) | shares(wa, b) | shares(wa, wb)
    words = shares(rows.sets["named"][i], rows.sets["named"][j])
    both = (a[:, 0] != 0) & (b[:, 0] != 0)
    return np.select([same, words & both, both & part, shares(ka, kb), both, (ka[:, 0] != 0) & (kb[:, 0] != 0)], [0, 1, 2, 3, 6, 5], 4).astype(np.int8)


def _counts(rows: Rows, i: Indexes, j: Indexes) -> Levels:
    best = np.full(len(i), 3, np.int8)
    with np.errstate(invalid="ignore", divide="ignore"):
        for column in (2, 0):
            low = np.maximum(rows.counts[i, column], rows.counts[j, column])
            high = np.minimum(rows.counts[i, column + 1], rows.counts[j, column + 1])
            quotient = (low + 0.5) / (high + 0.5)
            level = np.select([np.isnan(quotient), (quotient <= 1) & (high >= 3), quotient <= 1, quotient <= CLOSE, quotient <= 3], [3, 0, 1, 2, 4], 5).astype(np.int8)
            best = np.where(level == 3, best, np.where(best == 3, level, np.minimum(level, best))).astype(np.int8)
    return best


def _other_counts(rows: Rows, i: Indexes, j: Indexes) -> Levels:
    a, b = rows.sets["others"][i], rows.sets["others"][j]
    return np.select([shares(a, b), (a[:, 0] == 0) | (b[:, 0] == 0)], [0, 1], 2).astype(np.int8)


def _means(rows: Rows, i: Indexes, j: Indexes) -> Levels:
    a, b = rows.means[i], rows.means[j]
    return np.select([(a & b) != 0, (a == 0) | (b == 0)], [0, 1], 2).astype(np.int8)


def _wording(rows: Rows, i: Indexes, j: Indexes) -> Levels:
    a, b = rows.words[i], rows.words[j]
    shared = ((a[:, :, None] == b[:, None, :]).any(axis=2) & (a != 0)) * rows.rarity[i]
    whole = np.sqrt(np.maximum(rows.rarity[i].sum(axis=1), 1e-6) * np.maximum(rows.rarity[j].sum(axis=1), 1e-6))
    level: Levels = np.searchsorted(np.array(WORDING), shared.sum(axis=1) / whole, side="right").astype(np.int8)
    return level


def _factuality(rows: Rows, i: Indexes, j: Indexes) -> Levels:
    a, b = rows.factuality[i], rows.factuality[j]
    planned = ((a | b) & 4 != 0) & ((a | b) & 1 != 0)
    return np.select([(a & b) != 0, planned], [0, 1], 2).astype(np.int8)
