"""Claims in the file contract's form to `Statement`s: what the stages of this folder compare.

Claims come from a ledger, from `counterclaim read`, or from anybody's file in the contract's form, which need not hold ids of actors: names are looked up in vocabulary/actors.yml again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from counterclaim.reading.actors import Entry, fold, load_actors
from counterclaim.records import Report

_VALUE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor, a recipient or a source: `key` tells parties apart (the id in the vocabulary, or the folded name); `within` are the keys of what it is part of, nearest first."""

    name: str
    key: str
    known: bool = False
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A count of a claim; None where the words give no bound."""

    kind: str
    low: float | None
    best: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of a claim: degrees, None where unresolved; the event lies within `radius_km` of the point.

    `text` are its words and `begin` their offset in the report; `relation` how they put the event to the place named (near, part, outskirts), None for the place itself; `basis` what told a
    `where` (claim, sentence, same event, earlier sentence, dateline); `reason` why a reader that looked for it left it unresolved.
    """

    name: str
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: int | None = None
    country: str | None = None
    geonames: int | None = None
    admin1: str | None = None
    text: str = ""
    begin: int = -1
    relation: str | None = None
    basis: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A party as a claim's words tell it, at an offset of the report: what the name was found from."""

    party: Party
    text: str
    begin: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A loaded word of a claim (vocabulary/framing.yml): about whom or what, and whether it speaks for the target (1) or against it (-1)."""

    text: str
    begin: int
    target: str
    valence: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of an attribution chain; `source` is None for hearsay."""

    source: Party | None
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim of one report. `days` are the first and last day that its time covers; `sites` its places as stated, `where` the place of its event, None where unresolved."""

    report: Report
    claim: str
    type: str
    trigger: str
    begin: int
    evidence: str
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    sites: tuple[Site, ...] = ()
    where: Site | None = None
    days: tuple[date, date] | None = None
    when: str | None = None
    tolls: tuple[Toll, ...] = ()
    chain: tuple[Link, ...] = ()
    factuality: str = "actual"
    same_as: str | None = None
    wordings: tuple[Wording, ...] = ()
    framing: tuple[Loaded, ...] = ()

    @property
    def origin(self) -> Party | None:
        """The innermost source, None where the report speaks in its own voice or quotes hearsay."""
        return self.chain[0].source if self.chain else None

    @property
    def stance(self) -> str:
        """What the innermost source does with the claim; the report itself asserts."""
        return self.chain[0].stance if self.chain else "asserts"


def statements_of(reading: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield the statements of one line of the contract's claims; KeyError, TypeError or ValueError where a field is missing or wrong."""
    published = reading.get("published")
    source = Report(
        id=reading["id"], text=reading["text"], title=reading.get("title"), outlet=reading.get("outlet"), url=reading.get("url"), published=date.fromisoformat(published) if published else None)
    for c in reading["claims"]:
        time = c.get("time") or {}
        where = c.get("where")
        yield Statement(
            report=source, claim=c["id"], type=c["type"], trigger=c["trigger"]["text"], begin=c["trigger"]["begin"], evidence=c["evidence"]["text"],
            actors=tuple(map(_party, c["actors"])), recipients=tuple(map(_party, c["recipients"])), sites=tuple(map(_site, c["places"])), where=_site(where) if where else None,
            days=days_of(time.get("value")), when=time.get("value"),
            tolls=tuple(Toll(kind=q["kind"], low=q.get("low"), best=q.get("best"), high=q.get("high"), text=q["text"]) for q in c["quantities"]),
            chain=tuple(Link(source=_party(a["source"]) if a.get("source") else None, stance=a.get("stance", "asserts")) for a in c["attribution"]),
            factuality=c.get("factuality", "actual"), same_as=c.get("same_as"), wordings=tuple(_wordings(c)),
            framing=tuple(Loaded(text=f["text"], begin=f["begin"], target=f["target"], valence=f["valence"], label=f.get("label") or f["text"].lower()) for f in c.get("framing") or ()))


def _wordings(claim: Mapping[str, Any]) -> Iterator[Wording]:
    sources = [a["source"] for a in claim["attribution"] if a.get("source")]
    for role, mentions in (("actor", claim["actors"]), ("recipient", claim["recipients"]), ("source", sources)):
        for m in mentions:
            yield Wording(party=_party(m), text=m["text"], begin=m.get("begin", -1), role=role)


def _party(mention: Mapping[str, Any]) -> Party:
    return party(mention.get("name") or mention["text"], mention.get("id"))


@lru_cache(maxsize=100_000)
def party(name: str, key: str | None = None) -> Party:
    """Return the party of a name, by its id where the claim has one."""
    table = load_actors()
    entry = table.entries.get(key) if key else table.find(name)
    if entry is None:
        return Party(name=name, key=key or fold(name))
    return Party(name=entry.name, key=entry.id, known=True, within=tuple(_within(entry)))


def _within(entry: Entry) -> Iterator[str]:
    entries = load_actors().entries
    seen = {entry.id}
    while entry.parent and entry.parent not in seen:
        yield entry.parent
        seen.add(entry.parent)
        if entry.parent not in entries:
            return
        entry = entries[entry.parent]


def _site(place: Mapping[str, Any]) -> Site:
    relation = place.get("relation")
    name = place.get("name") or place["text"]
    # "the town" of a reading that found which one
    name = place["listed"] if name.islower() and place.get("listed") else name
    return Site(
        name=name, lat=place.get("lat"), lon=place.get("lon"), radius_km=place.get("radius_km"), precision=place.get("precision"), country=place.get("country"),
        geonames=place.get("geonames"), admin1=place.get("admin1"), text=place.get("text") or place["name"], begin=place.get("begin", -1), relation=relation["kind"] if relation else None, basis=place.get("basis"), reason=place.get("reason"))


@lru_cache(maxsize=100_000)
def days_of(value: str | None) -> tuple[date, date] | None:
    """Return the first and last day of a time's value: a day, month, year or an interval of two of them."""
    if not value:
        return None
    first, _, last = value.partition("/")
    begin, end = _bounds(first), _bounds(last or first)
    return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def _bounds(value: str) -> tuple[date, date] | None:
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year is None or month is None:
            return (date(int(value), 1, 1), date(int(value), 12, 31))
        if day is None:
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), date.fromordinal(following.toordinal() - 1)
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
