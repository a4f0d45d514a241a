"""The places of a report: toponyms found, resolved together and put where the words around them say. The layer and the claims read places through here alone."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from counterclaim import vocab
from counterclaim.errors import GazetteerError
from counterclaim.gazetteer import Gazetteer, open_gazetteer
from counterclaim.language.parser import Sentence
from counterclaim.reading.actors import load_actors
from counterclaim.reading.candidates import radius_of
from counterclaim.reading.geocode import INSIDE, Geocoder, Sought
from counterclaim.reading.placenames import ask
from counterclaim.reading.ranking import Answer
from counterclaim.reading.relations import Relation, Spot, find_relation, spot
from counterclaim.reading.toponyms import DEMONYM, PLACE, Known, Toponym, find_toponyms
from counterclaim.records import Place, Report
from counterclaim.settings import Settings, load_settings

_OF_STATE = frozenset(vocab.load("places")["of_state"])
_TOP_LEVEL = {"uk": "GB", "us": "US", "gov": "US", "mil": "US"}
_NO_STATE = frozenset(("tv", "me", "io", "co", "cc", "fm", "am", "ai", "to", "ly", "eu", "info"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A toponym with its answer and, where there is one, its relation and the spot that both make; `beside` is where the toponym begins that is named as what it lies in."""

    toponym: Toponym
    answer: Answer
    relation: Relation | None = None
    spot: Spot | None = None
    beside: int | None = None


class Atlas:
    """The gazetteer as one thread of one process reads it, with what was looked up."""

    def __init__(self, gazetteer: Gazetteer | None) -> None:
        self.gazetteer = gazetteer
        self.known = Known(gazetteer)
        self.geocoder = Geocoder(gazetteer) if gazetteer is not None else None


class _Open(threading.local):
    """An index is read by the thread and process that opened it."""

    process = -1
    settings: Settings | None = None
    atlas: Atlas | None = None


_OPEN = _Open()


def open_atlas(settings: Settings | None = None) -> Atlas:
    """Return this thread's atlas, opened on first use; without places where the settings bid to do without, or where the index can neither be opened nor built.

    A report is worth reading without the coordinates of its places, so that is told on standard error and places stay unresolved.
    """
    settings = settings or load_settings()
    if _OPEN.atlas is None or _OPEN.process != os.getpid() or _OPEN.settings != settings:
        gazetteer = None
        if settings.gazetteer:
            try:
                gazetteer = open_gazetteer(settings, lambda told: print(f"counterclaim: {told}", file=sys.stderr))
            except GazetteerError as error:
                print(f"counterclaim: places stay unresolved: {error}", file=sys.stderr)
        _OPEN.process, _OPEN.settings, _OPEN.atlas = os.getpid(), settings, Atlas(gazetteer)
    return _OPEN.atlas


def outlet_state(report: Report) -> str | None:
    """Return the country of the outlet: of its entry among the actors, else of its address."""
    entry = load_actors().find(report.outlet) if report.outlet else None
    if entry is not None and entry.country:
        return entry.country
    host = (report.url or "").partition("://")[2].partition("/")[0].partition(":")[0].lower()
    ending = host.rpartition(".")[2]
    if ending in _TOP_LEVEL:
        return _TOP_LEVEL[ending]
    return ending.upper() if len(ending) == 2 and ending.isalpha() and ending not in _NO_STATE else None


def acting_countries(text: str, sentences: Sequence[Sentence]) -> dict[str, float]:
    """How much the actors of each country act in a report: rebels of Syria say that it is about Syria, whatever places it names. States are toponyms, and left to those."""
    table = load_actors()
    # "Arab Army" of "Syrian Arab Army" is another's
    names = Counter(text[s.words[b][0] : s.words[e - 1][1]] for s in sentences for b, e, kind in s.names if kind in ("ORG", "PER", "NORP") and not (b and s.upos[b - 1] in ("PROPN", "ADJ")))
    out: Counter[str] = Counter()
    for name, times in names.items():
        entry = table.find(name)
        if entry is not None and entry.country and entry.sector not in ("JRN", "UNO") and table.state_of(name) is None:
            out[entry.country] += times
    return {country: math.sqrt(times) for country, times in out.items()}


def locate(report: Report, sentences: Sequence[Sentence], atlas: Atlas, spans: Iterable[tuple[int, int, int]] = ()) -> list[Located]:
    """Return the toponyms of a report with their places, in text order. `spans` are more of them, (begin, end, sentence), taken where no toponym stands."""
    text = report.text
    found = find_toponyms(text, sentences, atlas.known)
    for begin, end, number in spans:
        if not any(t.begin < end and begin < t.end for t in found):
            found.append(Toponym(begin=begin, end=end, text=text[begin:end], kind=PLACE, asked=ask(text, begin, end), sentence=number, words=(0, 0)))
    found.sort(key=lambda t: t.begin)
    relations = []
    for index, toponym in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) and found[index + 1].sentence == toponym.sentence else None
        relations.append(find_relation(text, toponym.begin, toponym.end, sentences[toponym.sentence].begin, (after.begin, after.end) if after else None))
    sought = []
    for toponym, relation in zip(found, relations, strict=True):
        side = relation.side if relation and relation.kind == "part" and not relation.in_town and not toponym.asked.features else None
        sought.append(Sought(begin=toponym.begin, end=toponym.end, asked=replace(toponym.asked, side=side) if side else toponym.asked, sentence=toponym.sentence))
    answers = atlas.geocoder.resolve(text, sought, outlet_state(report), acting_countries(text, sentences)) if atlas.geocoder is not None else [Answer(reason="no_gazetteer")] * len(found)
    points = {(t.begin, t.end): a for t, a in zip(found, answers, strict=True)}
    ahead = [after.begin if INSIDE.fullmatch(text[t.end : after.begin][:60]) else None for t, after in zip(found, found[1:], strict=False)] + [None]
    return [Located(toponym=t, answer=a, relation=r, spot=_spot(a, r, points), beside=b) for t, a, r, b in zip(found, answers, relations, ahead[: len(found)], strict=True)]


def _spot(answer: Answer, relation: Relation | None, points: dict[tuple[int, int], Answer]) -> Spot | None:
    if answer.lat is None or answer.lon is None or answer.radius is None or answer.precision is None:
        return None
    other = points.get(relation.other) if relation and relation.other else None
    point = (other.lat, other.lon) if other and other.lat is not None and other.lon is not None else None
    return spot(answer.lat, answer.lon, answer.radius, answer.precision, relation, point)


def as_place(located: Located, begin: int, end: int, text: str, name: str) -> Place:
    """Return the record of a place mention at the given characters."""
    place, at, relation = located.answer.place, located.spot, located.relation
    bare = Place(begin=begin, end=end, text=text, name=name, kind=located.toponym.kind, reason=located.answer.reason, relation=relation.kind if relation else None,
                 side=relation.side if relation else None, distance_km=relation.km if relation else None)
    if place is None or at is None:
        return bare
    if located.answer.inside and relation is None:
        bare = replace(bare, relation="inside")
    return replace(
        bare, id=place.id, lat=round(at.lat, 5), lon=round(at.lon, 5), country=place.country, admin1=place.admin1_name, admin1_code=place.admin1, precision=at.precision,
        geo_precision=at.geo_precision, radius_km=at.radius, geonames=place.geonames, listed=place.name, feature=place.feature)


def overlapping(located: Sequence[Located], begin: int, end: int) -> Located | None:
    """Return the toponym that shares most characters with text[begin:end], the last of those that share as many."""
    shared = [(min(end, place.toponym.end) - max(begin, place.toponym.begin), index) for index, place in enumerate(located)]
    most = max(shared, default=(0, 0))
    return located[most[1]] if most[0] > 0 else None


def meant_by(located: Located | None, words: str, atlas: Atlas) -> Located | None:
    """Return what a place mention of more words than its toponym means: "the Somali capital" the capital, "Iraqi border" Iraq, but "the Australian Embassy" nothing in Australia."""
    if located is None or located.toponym.kind != DEMONYM or len(words) <= len(located.toponym.text) + 1:
        return located
    noun = words.rpartition(" ")[2].lower()
    state = located.toponym.asked.state
    if noun == "capital" and state and atlas.gazetteer is not None:
        place = atlas.gazetteer.capital(state)
        if place is not None and place.lat is not None and place.lon is not None:
            answer = Answer(place=place, lat=place.lat, lon=place.lon, precision=place.precision, radius=radius_of(place), chance=1.0, level="exact", why=("the capital of the state named",))
            return replace(located, answer=answer, relation=None, spot=_spot(answer, None, {}))
    if noun in _OF_STATE:
        return located
    return replace(located, answer=Answer(reason="not_in_gazetteer"), spot=None)


def explain_place(located: Located | None, place: Place) -> str:
    """Say in a line where a place mention was put and what spoke for it."""
    if located is None or place.lat is None:
        return f"unresolved: {(place.reason or 'no_name').replace('_', ' ')}" + (f"; of its candidates the likeliest: {'; '.join(located.answer.why)}" if located and located.answer.why else "")
    named = ", ".join(part for part in (place.listed, place.admin1, place.country) if part)
    told = " ".join(part for part in (place.relation, place.side, f"{place.distance_km:g} km" if place.distance_km is not None else "") if part)
    at = f"{named} ({place.lat:.2f} {place.lon:.2f}, within {place.radius_km:g} km, where_prec {place.precision}, geo_precision {place.geo_precision})"
    return f"{at}{f' by {told}' if told else ''}, chance {located.answer.chance:.2f}: {'; '.join(located.answer.why)}"
