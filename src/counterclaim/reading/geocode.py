"""Toponyms to places, a whole report at a time.

The candidates of each name are ranked by a small sum of named reasons (vocabulary/places.yml): how the name matches, how prominent the place is, the kind that the words ask for, what is
named beside it ("Paris, Texas"), and the report's other places, their countries and divisions. A name keeps one sense through a report unless the words beside it part two. Where the
reasons do not decide, the toponym stays unresolved, with a reason code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim import vocab
from counterclaim.gazetteer import Candidate, Gazetteer, Place
from counterclaim.gazetteer.place import feature_entry
from counterclaim.reading.actors import fold
from counterclaim.reading.placenames import POSTAL, Asked

_VOCABULARY = vocab.load("places")
_REASONS: dict[str, dict[str, Any]] = _VOCABULARY["reasons"]
REASONS = tuple(_REASONS)
_LEVELS: dict[str, float] = _REASONS["name"]["weights"]
_WEIGHT = {name: float(reason.get("weight", 1)) for name, reason in _REASONS.items()}
_REACH, _SURE = float(_VOCABULARY["reach"]), float(_VOCABULARY["sure"])
_RADIUS: dict[str, float] = _VOCABULARY["radius"]
_TRANSLITERATED = frozenset(_VOCABULARY["transliterated"])
_SITES = frozenset(_VOCABULARY["named_after"]) | frozenset(vocab.load("gazetteers")["generic"]) | frozenset(vocab.load("gazetteers")["qualifiers"])
_FORMAL = re.compile(rf"(?:the )?(?:{'|'.join(_VOCABULARY['formal'])}) ", re.IGNORECASE)
EARTH = 6371.0
USUAL, MANY = 25, 60
"""Candidates looked at of a name, and of one that many places of the report's own country share."""
KNOWN = 8.0
"""Prominence of a listed region."""
LOOSE = ("sound", "skeleton", "loose inner")
VILLAGE = 5_000
UNCOUNTED = 300
"""Inhabitants that a place of unknown size is taken to have."""
JOINTLY = 0.7
"""Chance that a name's places in one division have together, from which the division is the answer."""
WELL_KNOWN = 5.3
"""Prominence of a town or division that a site can be named after: that of a town of 200,000."""
KNOWN_STATE = 10.0
"""Prominence of a country: "Mexico" is no town in Missouri, whatever the report is about."""
INSIDE = re.compile(r"(?:['’]s)? ?(?:,|\(|, in|in|,? (?:[a-z-]+ ){0,3}in) ?(?:the )?(?:(?:north|south|east|west|central|rural)[a-z-]* )?(?:the )?(?:U\.S\. |US )?(?:(?:state|province|governorate|county|region|city|town|district) of )?(?:the )?|(?:['’]s)? (?:area|district|suburb|neighborhood|neighbourhood|quarter|region|section|part|sector)s? (?:of|in) (?:the )?(?:(?:north|south|east|west|central|rural|greater)[a-z-]* )?(?:(?:city|province|governorate) of )?")
_OWNER = re.compile(r"(?:['’]s)? (?:(?:the|[a-z-]+) ){0,4}?(?:city|town|village|province|region|governorate|county|district|state|capital|suburb|port|camp|area|neighborhood|neighbourhood)s? (?:of )?(?:the )?")
_POSSESSIVE = re.compile(r"['’]s ")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A toponym to resolve: its characters in the report and what it asks for."""

    begin: int
    end: int
    asked: Asked
    sentence: int = 0


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


@dataclass(slots=True)
class Sense:
    """A name that is taken for one place all through the report."""

    asked: Asked
    mentions: list[int] = field(default_factory=list)
    found: list[Candidate] = field(default_factory=list)
    inside: list[Sense] = field(default_factory=list)
    begin: int = 0

    @property
    def stop(self) -> int:
        return self.begin + len(self.found)


class Geocoder:
    """Resolves the toponyms of reports in one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(self, text: str, sought: Sequence[Sought], home: str | None = None, actors: Mapping[str, float] = MappingProxyType({})) -> list[Answer]:
        """Return the answer to each toponym, which come in the order of the text; `home` is the outlet's country, `actors` say how often an actor of a country is named."""
        senses, of = self._senses(text, sought)
        known = [sense for sense in senses if sense.found]
        focus = sorted(actors, key=lambda code: (-actors[code], code))[:2]
        if not known and focus and self._look_at_home(senses, focus):
            known = [sense for sense in senses if sense.found]
        table = Table(known, home, actors) if known else None
        if table is not None:
            table.weigh()
            if self._look_at_home(senses, table.focus()):
                table = Table([sense for sense in senses if sense.found], home, actors)
                table.weigh()
        answers: dict[int, Answer] = {}
        for sense in senses:
            answers[id(sense)] = table.answer(sense, self._gazetteer) if table and sense.found else Answer(reason="not_in_gazetteer")
        out = [answers[id(of[index])] for index in range(len(sought))]
        out = [_in_container(answer, out, _container(text, sought, index)) if answer.place is None else answer for index, answer in enumerate(out)]
        return [self._in_division(index, sought, out) if answer.place is None else answer for index, answer in enumerate(out)]

    def _in_division(self, index: int, sought: Sequence[Sought], answers: Sequence[Answer]) -> Answer:
        """Put a name that nobody lists in the division that all other places of its sentence lie in: a quarter, a hill, a crossroads of a battle told there."""
        answer = answers[index]
        if answer.reason not in ("not_in_gazetteer", "weak_match", "out_of_focus") or sought[index].asked.demonym:
            return answer
        beside = [a.place for a, s in zip(answers, sought, strict=True) if s.sentence == sought[index].sentence and a.place is not None and a.place.admin1 and _is_sure(a)]
        divisions = {(place.country, place.admin1) for place in beside}
        if len(divisions) != 1:
            return answer
        country, admin1 = divisions.pop()
        outer = self._gazetteer.admin1(country, admin1) if country and admin1 else None
        if outer is None:
            return answer
        towns = [place for place in beside if place.feature[0] == "P" and place.lat is not None]
        at = towns[0] if towns else outer
        if at.lat is None or at.lon is None:
            return answer
        told = f"{answer.reason.replace('_', ' ')}: put in {outer.name}, where the other places of the sentence lie{f', at {at.name}' if towns else ''}"
        return Answer(place=outer, lat=at.lat, lon=at.lon, precision=4, radius=radius_of(outer), chance=answer.chance, inside=True, why=(told,))

    # -- which names are one ----------------------------------------------------------------------------------------------------------

    def _senses(self, text: str, sought: Sequence[Sought]) -> tuple[list[Sense], dict[int, Sense]]:
        """Group toponyms into senses: by name and kind asked for, and apart where different places are named beside them ("Paris, Texas" and "Paris, France")."""
        plain: dict[Any, Sense] = {}
        parted: dict[Any, Sense] = {}
        of: dict[int, Sense] = {}
        names = {fold(toponym.asked.name) for toponym in sought}
        beside: list[tuple[int, int]] = []
        for index, toponym in enumerate(sought):
            container = _container(text, sought, index)
            if container is not None:
                beside.append((index, container))
        holders = {container for _, container in beside}
        for index, toponym in enumerate(sought):
            key = _key(toponym.asked, index in holders and index not in dict(beside))
            sense = plain.get(key)
            if sense is None:
                sense = plain[key] = Sense(toponym.asked)
                sense.found = self._find(toponym.asked) or self._find_inner(toponym.asked, names)
            of[index] = sense
        inside_of = dict(beside)
        for index, container in beside:
            holder = of[container]
            found = self._with_neighbours(of[index], holder)
            if not _may_hold(holder, found):
                continue
            key = (_key(sought[index].asked, False), id(holder))
            sense = parted.get(key)
            if sense is None:
                sense = parted[key] = Sense(sought[index].asked, found=found, inside=[holder])
            sense.mentions.append(index)
        # mentions with nothing beside them mean what most of the others of their name mean
        fullest: dict[Any, Sense] = {}
        for (key, _), sense in parted.items():
            if key not in fullest or len(sense.mentions) > len(fullest[key].mentions):
                fullest[key] = sense
            for index in sense.mentions:
                of[index] = sense
        parted_mentions = {index for sense in parted.values() for index in sense.mentions}
        for index, toponym in enumerate(sought):
            if index not in parted_mentions:
                key = _key(toponym.asked, False)
                if key in fullest and not (index in holders and index not in inside_of):
                    of[index] = fullest[key]
                of[index].mentions.append(index)
        unique = {id(sense): sense for sense in of.values()}
        used = list(unique.values())
        for sense in used:
            sense.inside = [holder for holder in sense.inside if id(holder) in unique]
        return used, of

    def _find(self, asked: Asked) -> list[Candidate]:
        """Look a name up; loosely only where nobody writes it so."""
        if asked.state is not None and (asked.demonym or asked.name.isupper()):
            place = self._gazetteer.country(asked.state)
            return [Candidate(place=place, level="exact", fits=None)] if place and place.lat is not None else []
        found = list(self._gazetteer.find(asked.name, USUAL, loosest="folded"))
        if asked.side and (not found or found[0].place.population < 100_000 and found[0].place.feature[0] == "P"):
            rest = asked.name.partition(" ")[2] if asked.name.partition(" ")[0].lower() == asked.side else ""
            found += [candidate for candidate in (self._gazetteer.find(rest, USUAL, loosest="folded") if rest else ()) if candidate.place.feature[0] in "AL" or candidate.place.population > 50_000]
        if len(asked.name) <= 3 and asked.name.isupper():
            found = [c for c in found if asked.name == c.place.name or asked.name in c.place.names or c.place.feature.startswith("A.PCL")]
        if not found and (formal := _FORMAL.match(asked.name)):
            found = list(self._gazetteer.find(asked.name[formal.end() :], USUAL, loosest="folded"))
        if not found and asked.name in POSTAL:
            found = list(self._gazetteer.find(POSTAL[asked.name], USUAL, loosest="exact"))
        if not found:
            found = [c for c in self._gazetteer.find(asked.name, USUAL, loosest="skeleton") if c.place.country in _TRANSLITERATED]
        return found

    def _find_inner(self, asked: Asked, names: set[str]) -> list[Candidate]:
        """Look up the place that a longer name begins or ends with ("Dubai World Trade Centre"), where the report names it by itself too or it is well known."""
        words = asked.name.split()
        short = len(words)
        while short > 1 and words[short - 1].lower() in _SITES:
            short -= 1
        if short < len(words):
            found = self._gazetteer.find(" ".join(words[:short]), USUAL, loosest="sound")
            found = tuple(c for c in found if c.level != "sound" or c.place.country in _TRANSLITERATED)
            if found:
                # the site has its name from the place, by which it lies
                return [Candidate(place=c.place, level=f"{'loose ' if c.level == 'sound' else ''}inner", fits=None) for c in found]
        for size in range(min(len(words) - 1, 3), 0, -1):
            for part in (" ".join(words[:size]), " ".join(words[-size:])):
                if not part[:1].isupper() or len(part) < 4:
                    continue
                found = [c for c in self._gazetteer.find(part, USUAL, loosest="exact") if fold(part) in names or _prominence(c) >= WELL_KNOWN]
                if found:
                    return [Candidate(place=c.place, level="inner", fits=None) for c in found]
        return []

    def _with_neighbours(self, sense: Sense, holder: Sense) -> list[Candidate]:
        """The candidates of a name and those in the country of what is named beside it, which may be far down the list of a common name."""
        country = holder.found[0].place.country if holder.found else None
        if country is None or sense.asked.demonym or (sense.found and len(sense.found) < USUAL and sense.found[0].level in ("exact", "folded")):
            return sense.found
        loosest = "sound" if country in _TRANSLITERATED else "folded"
        here = {candidate.place.number for candidate in sense.found}
        return [*sense.found, *(c for c in self._gazetteer.find(sense.asked.name, MANY, country=country, loosest=loosest) if c.place.number not in here)]

    def _look_at_home(self, senses: Sequence[Sense], focus: Sequence[str]) -> bool:
        """Look again, in the countries that the report is about, for names that many places share or that are written otherwise there; say whether anything was found."""
        more = False
        for sense in senses:
            if sense.asked.demonym or any(candidate.place.feature.startswith("A.PCL") for candidate in sense.found):
                continue
            here = {candidate.place.number for candidate in sense.found}
            for country in focus:
                if country not in _TRANSLITERATED and len(sense.found) < USUAL:
                    continue
                at_home = any(candidate.place.country == country and candidate.level in ("exact", "folded") for candidate in sense.found)
                if at_home and len(sense.found) < USUAL:
                    continue
                loosest = "folded" if at_home else "sound"
                found = [c for c in self._gazetteer.find(sense.asked.name, MANY if at_home else 5, country=country, loosest=loosest) if c.place.number not in here]
                here |= {c.place.number for c in found}
                sense.found = [*sense.found, *found]
                more = more or bool(found)
        return more


def _key(asked: Asked, holds: bool) -> Any:
    return asked.name.casefold(), asked.features, asked.state if asked.demonym else None, asked.side is not None, holds


def _container(text: str, sought: Sequence[Sought], index: int) -> int | None:
    """Return the toponym that is named beside one as what it lies in: "Paris, Texas", "Mare' in northern Aleppo", "Syria's Idlib", "the Texas town of Paris"."""
    here = sought[index]
    if index + 1 < len(sought):
        after = sought[index + 1]
        gap = text[here.end : after.begin]
        if 0 < len(gap) < 60 and not after.asked.demonym and INSIDE.fullmatch(gap):
            return index + 1
    if index:
        before = sought[index - 1]
        gap = text[before.end : here.begin]
        if 0 < len(gap) < 60 and (_OWNER.fullmatch(gap) or (_POSSESSIVE.fullmatch(gap)) or (before.asked.demonym and gap == " ")):
            return index - 1
    return None


def _in_container(answer: Answer, answers: Sequence[Answer], container: int | None) -> Answer:
    """Put a name that nobody lists in the town or division that is named as what it lies in: "the Mashhad district in Aleppo"."""
    outer = answers[container] if container is not None else None
    if answer.reason == "ambiguous" or outer is None or outer.place is None or outer.inside or not outer.place.feature.startswith(("P", "A.ADM")) or outer.precision is None:
        return answer
    told = f"{(answer.reason or '').replace('_', ' ')}: put in {outer.place.name}, which is named as what it lies in"
    return replace(outer, precision=max(2, outer.precision), inside=True, why=(told,))


def _may_hold(holder: Sense, found: Sequence[Candidate]) -> bool:
    return any(_holds(outer.place, candidate.place) for outer in holder.found[:8] for candidate in found)


def _holds(outer: Place, inner: Place) -> float:
    """How surely one place lies in another, by their codes, else by distance."""
    if outer.number == inner.number:
        return 0.0
    kind = outer.feature
    if kind.startswith("A.PCL"):
        return float(outer.country == inner.country and not inner.feature.startswith("A.PCL"))
    if kind.startswith("A.ADM1"):
        return float(outer.country == inner.country and outer.admin1 == inner.admin1 is not None and not inner.feature.startswith(("A.PCL", "A.ADM1")))
    if outer.lat is None or outer.lon is None or inner.lat is None or inner.lon is None:
        return float(outer.country == inner.country and outer.admin1 == inner.admin1 is not None and kind[0] == "A") * 0.6
    if kind[0] == "A":
        return float(outer.country == inner.country and distance(outer, inner) < 60 and not inner.feature.startswith(("A.PCL", "A.ADM1")))
    if kind[0] in "LT":
        return 0.7 * float(distance(outer, inner) < radius_of(outer))
    # a part of a town, or a village beside one
    return 0.5 * float(kind[0] == "P" and outer.population > inner.population and distance(outer, inner) < 40)


def distance(a: Place, b: Place) -> float:
    """Kilometres between two places that have coordinates."""
    assert a.lat is not None and a.lon is not None and b.lat is not None and b.lon is not None
    lat, lon, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    part = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(part)))


def radius_of(place: Place) -> float:
    """Kilometres around a place's point within which it lies: by its feature, a town's by its inhabitants."""
    feature = place.feature
    radius = next((_RADIUS[feature[:end]] for end in range(len(feature), 0, -1) if feature[:end] in _RADIUS), 30.0)
    return max(radius, round(math.sqrt(place.population) / 250, 1)) if feature[:1] == "P" else radius


def _is_sure(answer: Answer) -> bool:
    """Whether an answer can tell where others are: by its name in full, or a town that everybody knows."""
    return answer.chance > 0.6 and (answer.level in ("exact", "folded") or (answer.place is not None and answer.place.population > 50_000))


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


class Table:
    """All candidates of a report side by side: a row each, a column for each reason."""

    def __init__(self, senses: Sequence[Sense], home: str | None, actors: Mapping[str, float]) -> None:
        self._senses = senses
        self._actors = actors
        rows = []
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
            "prominence": _WEIGHT["prominence"] * np.array([_prominence(candidate) for _, candidate in rows]),
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
        inside, holds = np.zeros(len(self._rows)), np.zeros(len(self._rows))
        for sense in self._senses:
            for holder in sense.inside:
                if not holder.found:
                    continue
                for at, outer in enumerate(holder.found[:12], holder.begin):
                    fit = np.array([_holds(outer.place, candidate.place) for candidate in sense.found])
                    if not fit.any():
                        continue
                    span = slice(sense.begin, sense.stop)
                    inside[span] = np.maximum(inside[span], fit * (0.3 + 0.7 * self._chance[at]))
                    holds[at] = max(holds[at], float(fit.max()))
        return _WEIGHT["inside"] * inside, _WEIGHT["holds"] * holds

    def _context(self) -> tuple[Floats, Floats, Floats]:
        """What the report's other places say: shares of country and division, and nearness."""
        weight = self._chance * self._mass[self._owner]
        country = self._share(self._country, weight, self._acting, sum(self._actors.values()))
        division = self._share(self._division, weight, np.zeros(1), 0.0)
        near = np.zeros(len(self._rows))
        likely = np.flatnonzero((self._chance > 0.15) & self._small)
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
        loose = self._rows[row][1].level in LOOSE
        if not loose and (place.feature[0] != "P" or place.population >= 100_000) or float(self._columns["country"][row]) > 0 or float(self._columns["inside"][row]) > 0:
            return False
        known = (self._country >= 0) & (self._owner != self._owner[row])
        mass = np.bincount(self._country[known], (self._chance * self._mass[self._owner])[known], minlength=len(self._acting))[: len(self._acting)] + self._acting
        total = float(mass.sum())
        return total >= 1.5 and float(mass.max()) >= 0.6 * total

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


def _prominence(candidate: Candidate) -> float:
    """How well known a place is: a town by its inhabitants, a division by a share of them. A region of the default gazetteer is in it because reports speak of it."""
    place = candidate.place
    # of villages in the users' files the inhabitants are seldom known
    people = math.log10(max(place.population, UNCOUNTED) + 1) if place.feature[:1] == "P" else math.log10(place.population + 1)
    if candidate.level in LOOSE:
        # of names that only sound alike the greatest town is no likelier the one meant
        return 0.3 * people
    if place.feature == "A.ADM1":
        return 0.75 * people
    if place.feature[:1] in "LTH" and place.sources == ("default",) and candidate.level == "exact":
        return KNOWN
    if place.feature.startswith("A.PCL") and candidate.level == "exact":
        return KNOWN_STATE
    return float(feature_entry(place.feature)["rank"]) + (people if place.feature[:1] == "P" else 0.0)


def _own(name: str, place: Place) -> float:
    """Whether a name is the place's usual one, as acronyms are."""
    return float(fold(place.name) == fold(name) or (len(name) <= 3 and name.isupper()))


def _codes(values: Sequence[str | None]) -> tuple[NDArray[np.int64], list[str]]:
    names = sorted({value for value in values if value is not None})
    number = {name: index for index, name in enumerate(names)}
    return np.array([number[value] if value is not None else -1 for value in values], np.int64), names
