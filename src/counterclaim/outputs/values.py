"""The values that several formats give of a claim or an incident: its place, days, counts, chain; nothing here guesses what the claim leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from counterclaim.incidents.statements import days_of
from counterclaim.outputs.data import Case, Json, Told

UNNAMED = "(unnamed)"


class Bounds(NamedTuple):
    """A count with its bounds; None where nothing is said."""

    low: float | None
    best: float | None
    high: float | None


def where_of(claim: Json) -> Mapping[str, Any]:
    """Return the place of the event, else the first place that has coordinates, else the first; empty where none is told."""
    places = claim.get("places") or []
    return claim.get("where") or next((p for p in places if p.get("lat") is not None), places[0] if places else {})


def point_of(place: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return longitude and latitude in degrees (WGS 84), None where the place is unresolved."""
    lat, lon = place.get("lat"), place.get("lon")
    return (float(lon), float(lat)) if lat is not None and lon is not None else None


def name_of(mention: Json) -> str:
    return str(mention.get("name") or mention["text"])


def place_name(place: Mapping[str, Any]) -> str | None:
    """Return the gazetteer's name of a place, else the report's."""
    return place.get("listed") or place.get("name") or place.get("text")


def names(mentions: Iterable[Json]) -> str:
    return "; ".join(dict.fromkeys(name_of(m) for m in mentions))


def ids(mentions: Iterable[Json]) -> str:
    return "; ".join(dict.fromkeys(m["id"] for m in mentions if m.get("id")))


def value_of_time(claim: Json) -> str | None:
    return (claim.get("time") or {}).get("value")


def days(value: str | None) -> tuple[date | None, date | None]:
    """Return the first and last day of a time's value."""
    return days_of(value) or (None, None)


def chain(claim: Json) -> str:
    """Return who says so, as "military source < RIA Novosti": the innermost source first; a source that is not named is "(unnamed)"."""
    return " < ".join(name_of(a["source"]) if a.get("source") else UNNAMED for a in claim["attribution"])


def origin_of(told: Told) -> str:
    """Return the innermost source's name, or the outlet's where the report speaks itself."""
    links = told.claim["attribution"]
    if links:
        return name_of(links[0]["source"]) if links[0].get("source") else UNNAMED
    return str(told.reading.get("outlet") or "")


def number(value: float | None) -> float | int | None:
    """Whole numbers without a point."""
    return int(value) if value is not None and value == int(value) else value


def count_text(quantity: Json) -> str:
    """Return a quantity as "killed 20-25", with an open end left open."""
    low, best, high = (number(quantity.get(v)) for v in ("low", "best", "high"))
    if low == high or (low is None and high is None):
        shown = str(best if best is not None else low)
    elif high is None:
        shown = f"{low}+"
    else:
        shown = f"{'' if low is None else low}-{high}" if low is not None else f"up to {high}"
    return f"{quantity['kind']} {shown}"


def count_of(claim: Json, kind: str) -> Bounds:
    """Return a claim's count of one kind; nothing where it gives several, of which only the list of quantities tells what each counts."""
    found = [q for q in claim["quantities"] if q["kind"] == kind]
    return Bounds(*(found[0].get(v) for v in Bounds._fields)) if len(found) == 1 else Bounds(None, None, None)


def plover(claim: Json) -> Mapping[str, Any]:
    return (claim.get("codes") or {}).get("plover") or {}


def acled(claim: Json) -> Mapping[str, Any]:
    return (claim.get("codes") or {}).get("acled") or {}


def happened(told: Sequence[Told]) -> list[Told]:
    """Return the claims that somebody asserts as having happened: no plan, doubt or denial."""
    return [t for t in told if t.claim.get("factuality", "actual") == "actual" and all(a.get("stance", "asserts") == "asserts" for a in t.claim["attribution"])]


def toll(case: Case, kind: str) -> Bounds:
    """Return an incident's low, best and high figure of one kind of toll.

    The incident's own where it has one (UCDP's rule, over versions and independent origins). Otherwise over the claims that it happened: the lowest and the highest figure that is told, and as best the one
    that most origins give, of those the latest told, then the lower.
    """
    given = case.incident.get(kind)
    if given:
        return Bounds(given["low"], given["best"], given["high"])
    figures: dict[float, set[str]] = {}
    latest: dict[float, str] = {}
    lows, highs = [], []
    for t in happened(case.told):
        low, best, high = count_of(t.claim, kind)
        known = next((v for v in (best, low, high) if v is not None), None)
        if known is None:
            continue
        figures.setdefault(known, set()).add(origin_of(t))
        latest[known] = max(latest.get(known, ""), t.reading.get("published") or "")
        lows.append(known if low is None else low)
        highs.append(known if high is None else high)
    if not figures:
        return Bounds(None, None, None)
    return Bounds(min(lows), max(figures, key=lambda f: (len(figures[f]), latest[f], -f)), max(highs))


def case_place(case: Case) -> Mapping[str, Any]:
    """Return the incident's place with what its claims know of it besides (division, radius); the claims' most told one where the incident has none."""
    told = [w for t in case.told if (w := where_of(t.claim))]
    place = case.incident.get("place")
    place = {"name": place} if isinstance(place, str) else place
    if not place:
        found: Mapping[str, Any] = most([w for w in told if point_of(w)] or told, key=lambda w: str(place_name(w)), default={})
        return found
    same = next((w for w in told if (w.get("geonames"), w.get("lat"), w.get("lon")) == (place.get("geonames"), place.get("lat"), place.get("lon"))), {})
    return {**same, **{k: v for k, v in place.items() if v is not None}}


def case_time(case: Case) -> str | None:
    """Return the incident's time, else the one that most of its claims give."""
    value: str | None = case.incident.get("time") or most([v for t in case.told if (v := value_of_time(t.claim))], default=None)
    return value


def origin_names(case: Case) -> list[str]:
    """Return the names of the independent origins, in order."""
    given = case.incident.get("origins")
    return [o["name"] for o in given if o.get("name")] if given is not None else list(dict.fromkeys(o for t in case.told if (o := origin_of(t))))


def published(told: Iterable[Told]) -> list[str]:
    return sorted(p for t in told if (p := t.reading.get("published")))


def most(values: Sequence[Any], key: Any = str, default: Any = None) -> Any:
    """Return the value told most often, of those the first."""
    counts = Counter(map(key, values))
    return max(values, key=lambda v: counts[key(v)], default=default)
