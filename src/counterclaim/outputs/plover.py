"""Claims as PLOVER events (manual 2.0, JSON interchange): what-how-why, a claim each. Who said so and with what stance, for which PLOVER has no field, is in `comment`.

A claim whose type has no PLOVER code is left out, and so is one of no known day: PLOVER requires both. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from counterclaim.outputs.claims import write_lines
from counterclaim.outputs.coding import coded, countries, exports
from counterclaim.outputs.data import Data, Json, Told
from counterclaim.outputs.values import chain, days, name_of, number, place_name, plover, value_of_time, where_of

SIZES = {"dead": "killed", "injured": "injured", "arrested": "captured"}


def entity(mention: Json) -> dict[str, Any]:
    """Return an actor in PLOVER's form."""
    found = coded(mention)
    country = countries().get(found.country or "")
    return {"code": country.iso3 if country else None, "sector": found.sector, "entity_text": mention["text"], "identifier_id": found.id, "identifier_text": name_of(mention)}


def location(told: Told) -> dict[str, Any] | None:
    """Return the place of the event in PLOVER's form, None where the claim has none."""
    place = where_of(told.claim)
    if not place:
        return None
    country = countries().get(place.get("country") or "")
    feature = (place.get("feature") or "").partition(".")
    return {
        "extracted_place": place.get("text"), "resolved_place": place_name(place) if place.get("lat") is not None else None, "geonameid": place.get("geonames"), "lat": place.get("lat"), "lon": place.get("lon"),
        "province": place.get("admin1"), "country": country.name if country else None, "country_code": country.iso3 if country else None, "feature_class": feature[0] or None,
        "feature_code": feature[2] or None, "resolution": exports()["plover_resolution"].get(place.get("precision")),
    }


def event(told: Told) -> dict[str, Any] | None:
    """Return a claim as an event, None where PLOVER has none for it."""
    code = plover(told.claim)
    first, last = days(value_of_time(told.claim))
    if not code.get("type") or first is None or last is None:
        return None
    reading, claim, evidence = told.reading, told.claim, told.claim["evidence"]
    factuality = claim.get("factuality", "actual")
    # PLOVER's auxiliary modes
    auxiliary = {"future": ["future"], "possible": ["hypothetical"], "negated": ["negation"]}.get(factuality, [])
    found: dict[str, Any] = {
        "id": f"{reading['id']}/{claim['id']}", "date": first.isoformat(), "enddate": last.isoformat() if last != first else None, "actor": [entity(m) for m in claim["actors"]],
        "recipient": [entity(m) for m in claim["recipients"]], "event": [code["type"]], "has_event": True, "mode": [*([code["mode"]] if code.get("mode") else []), *auxiliary], "context": code.get("context") or [],
        "quad_code": exports()["plover_quad"].get(code["type"]), "event_loc": location(told), "event_text": [{"sequence": 1, "start": evidence["begin"], "end": evidence["end"], "text_story": evidence["text"]}],
        "cite_info": {"url": reading.get("url"), "title": reading.get("title"), "publication": reading.get("outlet"), "codebook": "PLOVER", "version": "2.0"}, "coder": "counterclaim",
        "comment": {"attribution": chain(claim), "stance": [a.get("stance", "asserts") for a in claim["attribution"]], "factuality": factuality, "published": reading.get("published")},
    }
    for size, kind in SIZES.items():
        told_of = [q for q in claim["quantities"] if q["kind"] == kind]
        if told_of:
            found.setdefault("text_info", {})[size] = [{end: number(q.get(end)) for end in ("low", "best", "high")} for q in told_of]
    return {key: value for key, value in found.items() if value is not None}


def events(data: Data) -> Iterator[dict[str, Any]]:
    """Yield the events, in order."""
    return (e for told in data.told() if (e := event(told)))


def write(data: Data, out: TextIO) -> None:
    """Write a line an event."""
    write_lines(events(data), out)
