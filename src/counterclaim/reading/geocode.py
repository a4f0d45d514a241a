"""Toponyms to places, a whole report at a time.

Each name is looked up (candidates.py) and its candidates are ranked (ranking.py) in the light of the report's other places. A name keeps one sense through a report unless the words beside
it part two ("Paris, Texas"). Where the reasons do not decide, the toponym is put in what it is said to lie in, or stays unresolved with a reason code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from counterclaim.gazetteer import Candidate, Gazetteer
from counterclaim.reading.actors import fold
from counterclaim.reading.candidates import Lookup, Sense, holds, radius_of
from counterclaim.reading.placenames import Asked
from counterclaim.reading.ranking import Answer, Table

INSIDE = re.compile(r"(?:['’]s)? ?(?:,|\(|, in|in|,? (?:[a-z-]+ ){0,3}in) ?(?:the )?(?:(?:north|south|east|west|central|rural)[a-z-]* )?(?:the )?(?:U\.S\. |US )?(?:(?:state|province|governorate|county|region|city|town|district) of )?(?:the )?|(?:['’]s)? (?:area|district|suburb|neighborhood|neighbourhood|quarter|region|section|part|sector)s? (?:of|in) (?:the )?(?:(?:north|south|east|west|central|rural|greater)[a-z-]* )?(?:(?:city|province|governorate) of )?")
_OWNER = re.compile(r"(?:['’]s)? (?:(?:the|[a-z-]+) ){0,4}?(?:city|town|village|province|region|governorate|county|district|state|capital|suburb|port|camp|area|neighborhood|neighbourhood)s? (?:of )?(?:the )?")
_POSSESSIVE = re.compile(r"['’]s ")
MOST = 500
"""Toponyms that are resolved together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A toponym to resolve: its characters in the report and what it asks for."""

    begin: int
    end: int
    asked: Asked
    sentence: int = 0


class Geocoder:
    """Resolves the toponyms of reports in one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lookup = Lookup(gazetteer)

    def resolve(self, text: str, sought: Sequence[Sought], home: str | None = None, actors: Mapping[str, float] = MappingProxyType({})) -> list[Answer]:
        """Return the answer to each toponym, which come in the order of the text; `home` is the outlet's country, `actors` say how often an actor of a country is named."""
        out: list[Answer] = []
        # so many places are a list, whose parts say little of each other: time and memory must not grow with its square
        for begin in range(0, len(sought), MOST):
            out += self._resolve(text, sought[begin : begin + MOST], home, actors)
        return out

    def _resolve(self, text: str, sought: Sequence[Sought], home: str | None, actors: Mapping[str, float]) -> list[Answer]:
        senses, of = self._senses(text, sought)
        known = [sense for sense in senses if sense.found]
        focus = sorted(actors, key=lambda code: (-actors[code], code))[:2]
        if not known and focus and self._lookup.look_at_home(senses, focus):
            known = [sense for sense in senses if sense.found]
        table = Table(known, home, actors) if known else None
        if table is not None:
            table.weigh()
            if self._lookup.look_at_home(senses, table.focus()):
                table = Table([sense for sense in senses if sense.found], home, actors)
                table.weigh()
        answers: dict[int, Answer] = {}
        for sense in senses:
            answers[id(sense)] = table.answer(sense, self._gazetteer) if table and sense.found else Answer(reason="not_in_gazetteer")
        out = [answers[id(of[index])] for index in range(len(sought))]
        out = [_in_container(answer, out, text, sought, index) if answer.place is None else answer for index, answer in enumerate(out)]
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
        for index in range(len(sought)):
            container = _container(text, sought, index)
            if container is not None:
                beside.append((index, container))
        holders = {container for _, container in beside}
        for index, toponym in enumerate(sought):
            key = _key(toponym.asked, index in holders and index not in dict(beside))
            sense = plain.get(key)
            if sense is None:
                sense = plain[key] = Sense(toponym.asked)
                sense.found = self._lookup.find(toponym.asked) or self._lookup.find_inner(toponym.asked, names)
            of[index] = sense
        inside_of = dict(beside)
        for index, container in beside:
            holder = of[container]
            found = self._lookup.with_neighbours(of[index], holder)
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


def _in_container(answer: Answer, answers: Sequence[Answer], text: str, sought: Sequence[Sought], index: int) -> Answer:
    """Put a name that nobody lists in the town or division that is named as what it lies in: "the Mashhad district in Aleppo"."""
    container = _container(text, sought, index)
    outer = answers[container] if container is not None else None
    if outer is not None and outer.place is not None and outer.place.feature[0] == "P" and text[sought[index].end :][:2] == ", ":
        return answer  # the next of a list
    if answer.reason == "ambiguous" or outer is None or outer.place is None or outer.inside or not outer.place.feature.startswith(("P", "A.ADM")) or outer.precision is None:
        return answer
    told = f"{(answer.reason or '').replace('_', ' ')}: put in {outer.place.name}, which is named as what it lies in"
    return replace(outer, precision=max(2, outer.precision), inside=True, why=(told,))


def _may_hold(holder: Sense, found: Sequence[Candidate]) -> bool:
    return any(holds(outer.place, candidate.place) for outer in holder.found[:8] for candidate in found)


def _is_sure(answer: Answer) -> bool:
    """Whether an answer can tell where others are: by its name in full, or a town that everybody knows."""
    return answer.chance > 0.6 and (answer.level in ("exact", "folded") or (answer.place is not None and answer.place.population > 50_000))
