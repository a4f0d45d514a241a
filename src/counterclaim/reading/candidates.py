"""The candidates of a name: what the gazetteer has under it, looked for ever more loosely, and how well known each is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from counterclaim import vocab
from counterclaim.gazetteer import Candidate, Gazetteer, Place
from counterclaim.gazetteer.names import name_keys
from counterclaim.gazetteer.place import feature_entry
from counterclaim.reading.actors import fold
from counterclaim.reading.placenames import POSTAL, Asked

_VOCABULARY = vocab.load("places")
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
UNCOUNTED = 300
"""Inhabitants that a place of unknown size is taken to have."""
WELL_KNOWN = 5.3
"""Prominence of a town or division that a site can be named after: that of a town of 200,000."""
KNOWN_STATE = 10.0
"""Prominence of a country: "Mexico" is no town in Missouri, whatever the report is about."""


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


class Lookup:
    """Looks names up in one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def find(self, asked: Asked) -> list[Candidate]:
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
        elif (asked.features or name_keys(asked.name).features)[:1] == ("A.ADM1",) and not any(c.place.feature == "A.ADM1" for c in found):
            # "Kharkov region": the town is listed under that spelling, its division under another, which is as good
            town = found[0].place
            if town.country in _TRANSLITERATED:
                alike = self._gazetteer.find(asked.name, MANY, country=town.country, loosest="skeleton")
                found += [replace(c, level="folded") for c in alike if c.place.feature == "A.ADM1" and c.place.admin1 == town.admin1]
        return found

    def find_inner(self, asked: Asked, names: set[str]) -> list[Candidate]:
        """Look up the place that a longer name begins or ends with ("Dubai World Trade Centre"), where the report names it by itself too or it is well known."""
        words = asked.name.split()
        short = len(words)
        while short > 1 and words[short - 1].lower() in _SITES:
            short -= 1
        if short < len(words):
            near = self._gazetteer.find(" ".join(words[:short]), USUAL, loosest="sound")
            near = tuple(c for c in near if c.level != "sound" or c.place.country in _TRANSLITERATED)
            if near:
                # the site has its name from the place, by which it lies
                return [Candidate(place=c.place, level=f"{'loose ' if c.level == 'sound' else ''}inner", fits=None) for c in near]
        for size in range(min(len(words) - 1, 3), 0, -1):
            for part in (" ".join(words[:size]), " ".join(words[-size:])):
                if not part[:1].isupper() or len(part) < 4:
                    continue
                found = [c for c in self._gazetteer.find(part, USUAL, loosest="exact") if (fold(part) in names or prominence(c) >= WELL_KNOWN) and fold(c.place.name) == fold(part)]
                if found:
                    return [Candidate(place=c.place, level="inner", fits=None) for c in found]
        return []

    def with_neighbours(self, sense: Sense, holder: Sense) -> list[Candidate]:
        """The candidates of a name and those in the country of what is named beside it, which may be far down the list of a common name."""
        country = holder.found[0].place.country if holder.found else None
        if country is None or sense.asked.demonym or (sense.found and len(sense.found) < USUAL and sense.found[0].level in ("exact", "folded")):
            return sense.found
        loosest = "sound" if country in _TRANSLITERATED else "folded"
        here = {candidate.place.number for candidate in sense.found}
        return [*sense.found, *(c for c in self._gazetteer.find(sense.asked.name, MANY, country=country, loosest=loosest) if c.place.number not in here)]

    def look_at_home(self, senses: Sequence[Sense], focus: Sequence[str]) -> bool:
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


def prominence(candidate: Candidate) -> float:
    """How well known a place is: a town by its inhabitants, a division by a share of them. A region of the default gazetteer is in it because reports speak of it."""
    place = candidate.place
    # of villages in the users' files the inhabitants are seldom known
    people = math.log10(max(place.population, UNCOUNTED) + 1) if place.feature[:1] == "P" else math.log10(place.population + 1)
    if candidate.level in LOOSE:
        # of names that only sound alike the greatest town is no likelier the one meant
        return 0.3 * people - (1.5 if place.feature.startswith(("A.ADM2", "A.ADM3")) else 0.0)
    if place.feature == "A.ADM1":
        return 0.75 * people
    if place.feature[:1] in "LTH" and place.sources == ("default",) and candidate.level == "exact":
        return KNOWN
    if place.feature.startswith("A.PCL") and candidate.level == "exact":
        return KNOWN_STATE
    return float(feature_entry(place.feature)["rank"]) + (people if place.feature[:1] == "P" else 0.0)


def holds(outer: Place, inner: Place) -> float:
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
