"""Ranks all candidates of a report side by side, by a small sum of named reasons (vocabulary/places.yml), and answers with the best where they decide."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim import vocab
from counterclaim.gazetteer import Candidate, Gazetteer, Place
from counterclaim.reading.actors import fold
from counterclaim.reading.candidates import EARTH, LOOSE, USUAL, Sense, holds, prominence, radius_of

_VOCABULARY = vocab.load("places")
_REASONS: dict[str, dict[str, Any]] = _VOCABULARY["reasons"]
REASONS = tuple(_REASONS)
_LEVELS: dict[str, float] = _REASONS["name"]["weights"]
_WEIGHT = {name: float(reason.get("weight", 1)) for name, reason in _REASONS.items()}
_REACH, _SURE = float(_VOCABULARY["reach"]), float(_VOCABULARY["sure"])
VILLAGE = 5_000
"""Inhabitants below which a place needs others near it to be what a loose match means."""
NEIGHBOURS = 150
"""Places that nearness is measured to: those that weigh most."""
JOINTLY = 0.7
"""Chance that a name's places in one division have together, from which the division is the answer."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A resolved toponym, or `reason` of why it is not: not_in_gazetteer, ambiguous, weak_match, out_of_focus, no_coordinates, no_gazetteer.

    `why` is what spoke for the place, for people; `chance` how surely it is this one of its candidates. `inside` says that the place is not the one named but what that lies in,
    `level` how its name matched.
    """

    place: Place | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    radius: float | None = None
    chance: float = 0.0
    reason: str | None = None
    inside: bool = False
    level: str = ""
    why: tuple[str, ...] = ()


class Table:
    """All candidates of a report side by side: a row each, a column for each reason."""

    def __init__(self, senses: Sequence[Sense], home: str | None, actors: Mapping[str, float]) -> None:
        self._senses = senses
        self._actors = actors
        rows: list[tuple[int, Candidate]] = []
        for number, sense in enumerate(senses):
            sense.begin = len(rows)
            rows += [(number, candidate) for candidate in sense.found]
        self._rows = rows
        places = [candidate.place for _, candidate in rows]
        self._owner = np.array([number for number, _ in rows])
        self._starts = np.array([sense.begin for sense in senses])
        self._mass = np.sqrt(np.array([max(1, len(sense.mentions)) for sense in senses], float))
        self._country, self._countries = _codes([place.country for place in places])
        self._acting = np.array([actors.get(code, 0.0) for code in self._countries] or [0.0])
        self._division, _ = _codes([f"{place.country}.{place.admin1}" if place.admin1 else None for place in places])
        self._has_point = np.array([place.lat is not None for place in places])
        lat, lon = (np.radians([getattr(place, axis) or 0.0 for place in places]) for axis in ("lat", "lon"))
        self._points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], 1)
        self._small = np.array([not place.feature.startswith(("A.PCL", "L.CONT", "H.OCN", "L.ZN")) for place in places]) & self._has_point
        self._columns: dict[str, Floats] = {
            "name": np.array([_LEVELS[candidate.level] for _, candidate in rows], float),
            "own": _WEIGHT["own"] * np.array([_own(senses[number].asked.name, candidate.place) for number, candidate in rows]),
            "prominence": _WEIGHT["prominence"] * np.array([prominence(candidate) for _, candidate in rows]),
            "kind": _WEIGHT["kind"] * np.array([self._fits(senses[number], candidate) for number, candidate in rows]),
            "outlet": _WEIGHT["outlet"] * np.array([float(home is not None and place.country == home) for place in places]),
        }
        self._chance = np.zeros(len(rows))

    @staticmethod
    def _fits(sense: Sense, candidate: Candidate) -> float:
        asked = sense.asked
        if asked.side and not asked.features and candidate.fits is None:
            # "northern Aleppo" is of the province, "eastern Baghdad" of the city
            return float(candidate.place.feature == "A.ADM1" and not any(c.place.feature == "P.PPLC" for c in sense.found))
        if asked.features:
            # the kinds come in the order in which the words mean them
            at = next((at for at, feature in enumerate(asked.features) if candidate.place.feature.startswith(feature)), None)
            return -1.0 if at is None else 1.0 if at == 0 else 0.5
        return 0.0 if candidate.fits is None else 1.0 if candidate.fits else -1.0

    def weigh(self) -> None:
        """Weigh the candidates, each round in the light of what the last made of the others."""
        self._settle()
        self._columns["inside"], self._columns["holds"] = self._beside()
        self._settle()
        for _ in range(2):
            self._columns["country"], self._columns["division"], self._columns["near"] = self._context()
            self._settle()

    def _settle(self) -> None:
        total = sum(self._columns.values())
        assert isinstance(total, np.ndarray)
        total = total - np.maximum.reduceat(total, self._starts)[self._owner]
        odds = np.exp(total)
        self._chance = odds / np.add.reduceat(odds, self._starts)[self._owner]

    def _beside(self) -> tuple[Floats, Floats]:
        """What containment says: of the inner place by how likely the outer is, and of the outer where something lies in it."""
        inside, holding = np.zeros(len(self._rows)), np.zeros(len(self._rows))
        for sense in self._senses:
            for holder in sense.inside:
                if not holder.found:
                    continue
                for at, outer in enumerate(holder.found[:12], holder.begin):
                    fit = np.array([holds(outer.place, candidate.place) for candidate in sense.found])
                    if not fit.any():
                        continue
                    span = slice(sense.begin, sense.stop)
                    inside[span] = np.maximum(inside[span], fit * (0.3 + 0.7 * self._chance[at]))
                    holding[at] = max(holding[at], float(fit.max()))
        return _WEIGHT["inside"] * inside, _WEIGHT["holds"] * holding

    def _context(self) -> tuple[Floats, Floats, Floats]:
        """What the report's other places say: shares of country and division, and nearness."""
        weight = self._chance * self._mass[self._owner]
        country = self._share(self._country, weight, self._acting, sum(self._actors.values()))
        division = self._share(self._division, weight, np.zeros(1), 0.0)
        near = np.zeros(len(self._rows))
        likely = np.flatnonzero((self._chance > 0.15) & self._small)
        if len(likely) > NEIGHBOURS:
            likely = likely[np.argsort(-weight[likely], kind="stable")[:NEIGHBOURS]]
        if len(likely):
            cosine = np.clip(self._points @ self._points[likely].T, -1, 1)
            close = np.exp(-np.arccos(cosine) * EARTH / _REACH) * weight[likely]
            close[self._owner[:, None] == self._owner[likely][None, :]] = 0
            near = close.sum(1) / (1.0 + close.sum(1)) * self._small
        return _WEIGHT["country"] * np.sqrt(country), _WEIGHT["division"] * division, _WEIGHT["near"] * near

    def _share(self, codes: NDArray[np.int64], weight: Floats, more: Floats, whole_more: float) -> Floats:
        """The share of each candidate's code in the weight of all other names; `more` is added to each code's, `whole_more` to that of all."""
        known = codes >= 0
        table = np.zeros((len(self._senses), int(codes.max(initial=0)) + 1))
        np.add.at(table, (self._owner[known], codes[known]), weight[known])
        others = table.sum(0)[None, :] - table
        whole = np.maximum(others.sum(1) + whole_more, 1.0)
        others = others + more
        return np.where(known, others[self._owner, np.maximum(codes, 0)] / whole[self._owner], 0.0)

    def focus(self) -> list[str]:
        """The countries that the report is about: those with a fair share of its names, at most three."""
        known = self._country >= 0
        mass: dict[str, float] = dict(self._actors)
        for code, weight in zip(self._country[known].tolist(), (self._chance * self._mass[self._owner])[known].tolist(), strict=True):
            mass[self._countries[code]] = mass.get(self._countries[code], 0.0) + weight
        total = sum(mass.values())
        return [country for country in sorted(mass, key=lambda code: (-mass[code], code))[:3] if mass[country] > 0.15 * total]

    # -- answers ----------------------------------------------------------------------------------------------------------------------

    def answer(self, sense: Sense, gazetteer: Gazetteer) -> Answer:
        """Return the best candidate of a sense, or why there is none."""
        span = slice(sense.begin, sense.stop)
        best = sense.begin + int(self._chance[span].argmax())
        candidate = self._rows[best][1]
        place = candidate.place
        # a town and the division of its name are one answer in different precision
        together = self._points[span] @ self._points[best] > math.cos(100 / EARTH)
        chance = float(self._chance[span][together | (np.arange(sense.begin, sense.stop) == best)].sum())
        why = self._why(best)
        if chance < _SURE:
            return self._one_of(sense, best, why, gazetteer)
        support = sum(float(self._columns[name][best]) for name in ("inside", "country", "division", "near", "holds"))
        known = chance > 0.9 and place.population > 50_000
        beside = sum(float(self._columns[name][best]) for name in ("inside", "division", "near"))
        if not known and _is_weak(sense, candidate, support, beside):
            return Answer(reason="weak_match", chance=chance, why=why)
        if self._elsewhere(best):
            return Answer(reason="out_of_focus", chance=chance, why=why)
        if place.lat is None or place.lon is None:
            return self._within(place, best, chance, why, gazetteer)
        precision, radius = place.precision, radius_of(place)
        if candidate.level.endswith("inner") or self._columns["kind"][best] < 0 and place.feature[0] == "P":
            precision, radius = max(2, precision), radius + 10
        return Answer(place=place, lat=place.lat, lon=place.lon, precision=precision, radius=radius, chance=chance, level=candidate.level, why=why)

    def _elsewhere(self, row: int) -> bool:
        """Whether a place of no importance lies in a country that the report does not speak of, while it plainly speaks of another: then a place that nobody lists has the same name."""
        place = self._rows[row][1].place
        # a place abroad by another name than its own ("Swat" for Shantou) is as doubtful as one by its sound
        loose = self._rows[row][1].level in LOOSE or float(self._columns["own"][row]) <= 0 and place.feature[0] == "P" and place.feature != "P.PPLC"
        if not loose and (place.feature[0] != "P" or place.population >= 100_000) or float(self._columns["country"][row]) > 1 or float(self._columns["inside"][row]) > 0:
            return False
        known = (self._country >= 0) & (self._owner != self._owner[row])
        mass = np.bincount(self._country[known], (self._chance * self._mass[self._owner])[known], minlength=len(self._acting))[: len(self._acting)] + self._acting
        total = float(mass.sum())
        # against a name in full speaks more than one other name, against one that only sounds alike a single one
        return total >= (0.8 if loose else 1.5) and float(mass.max()) >= 0.5 * total

    def _one_of(self, sense: Sense, row: int, why: tuple[str, ...], gazetteer: Gazetteer) -> Answer:
        """Where it is undecided which of several places of a name is meant, but all likely ones lie in one division, answer with the division."""
        span = slice(sense.begin, sense.stop)
        inside = self._division[span] == self._division[row]
        chance = float(self._chance[span][inside].sum())
        place = self._rows[row][1].place
        outer = gazetteer.admin1(place.country, place.admin1) if place.country and place.admin1 and chance > JOINTLY else None
        if outer is None or outer.lat is None or outer.lon is None:
            return Answer(reason="ambiguous", chance=float(self._chance[row]), why=why)
        told = f"which of {int(inside.sum())} places of that name is undecided, they lie in {outer.name}"
        return Answer(place=outer, lat=outer.lat, lon=outer.lon, precision=4, radius=radius_of(outer), chance=chance, inside=True, why=(*why, told))

    def _within(self, place: Place, row: int, chance: float, why: tuple[str, ...], gazetteer: Gazetteer) -> Answer:
        """Put a place that has no coordinates of its own in its division, with the division's precision."""
        outer = gazetteer.admin1(place.country, place.admin1) if place.country and place.admin1 else None
        if outer is None or outer.lat is None or outer.lon is None:
            return Answer(reason="no_coordinates", chance=chance, why=why)
        seat = next((c.place for c in gazetteer.find(place.name, USUAL, country=place.country, loosest="folded") if c.place.admin1 == place.admin1 and c.place.lat is not None), None)
        beside = self._points_in(row)
        lat, lon, told = outer.lat, outer.lon, f"in the middle of {outer.name}"
        if seat is not None and seat.lat is not None and seat.lon is not None:
            lat, lon, told = seat.lat, seat.lon, f"at the {seat.name} of {outer.name}"
        elif beside is not None:
            lat, lon, told = *beside, f"between the places named in {outer.name}"
        told = f"its own point is not known, it is put {told}"
        return Answer(place=place, lat=lat, lon=lon, precision=4, radius=radius_of(outer), chance=chance, why=(*why, told))

    def _points_in(self, row: int) -> tuple[float, float] | None:
        """The middle of the report's towns in the division of a candidate."""
        towns = (self._division == self._division[row]) & self._small & (self._chance > 0.5) & np.array([candidate.place.feature[0] == "P" for _, candidate in self._rows])
        if not towns.any():
            return None
        x, y, z = (self._points[towns] * (self._chance * self._mass[self._owner])[towns, None]).sum(0)
        return round(math.degrees(math.atan2(z, math.hypot(x, y))), 5), round(math.degrees(math.atan2(y, x)), 5)

    def _why(self, row: int) -> tuple[str, ...]:
        candidate = self._rows[row][1]
        parts = [(name, float(self._columns[name][row])) for name in REASONS if name in self._columns]
        return tuple(f"{_REASONS[name]['says'].format(candidate.level)} {value:+.1f}" for name, value in parts if name == "name" or abs(value) >= 0.05)


def _is_weak(sense: Sense, candidate: Candidate, support: float, beside: float) -> bool:
    """Whether the rest of the report supports a match too little: one by sound alone, a village for a quarter of a town, a site by what it may be named after.

    `support` is all that the report's other places say for it, `beside` what those near it say.
    """
    place = candidate.place
    if sense.asked.quarter and place.feature[0] == "P" and place.feature != "P.PPLX" and place.population < VILLAGE:
        return beside < 3
    if candidate.level == "skeleton":
        return beside < 2
    if candidate.level == "sound":
        return beside < 1.5 if place.feature[0] == "P" and place.population < VILLAGE else support < 1.5
    if candidate.level == "inner":
        return beside < 1.5 and place.feature[0] == "P" and place.population < VILLAGE
    return candidate.level == "loose inner" and beside < 1.5


def _own(name: str, place: Place) -> float:
    """Whether a name is the place's usual one, as acronyms are."""
    return float(fold(place.name) == fold(name) or (len(name) <= 3 and name.isupper()))


def _codes(values: Sequence[str | None]) -> tuple[NDArray[np.int64], list[str]]:
    names = sorted({value for value in values if value is not None})
    number = {name: index for index, name in enumerate(names)}
    return np.array([number[value] if value is not None else -1 for value in values], np.int64), names
