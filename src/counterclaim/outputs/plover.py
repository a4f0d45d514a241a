"""Claims as PLOVER 2.0 events: JSON Lines with the interchange names of its manual, an event a claim that PLOVER has a type for.

PLOVER has no place for who claims it: the chain stands in `comment`. `mode` takes the manual's auxiliary modes future, hypothetical and negation; an actor that is not told is one of sector UNK; where the day of the event
is not told `date` is the report's, as `comment` says; a claim with neither is left out, for `date` is required.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from counterclaim.outputs.claims import write_lines
from counterclaim.outputs.coding import country, party
from counterclaim.outputs.data import Data, Json, Told
from counterclaim.outputs.values import UNNAMED, chain, count_of, days, number, place_name, plover, value_of_time, where_of

QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1), **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2), **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4)}
"""The quad class of each type; SANCTION is material conflict, as in the manual's own section on it."""
_AUXILIARY = {"future": "future", "possible": "hypothetical", "negated": "negation"}
_RESOLUTION = {1: 4, 2: 4, 3: 3, 4: 2, 5: 2, 6: 1}
"""UCDP's where_prec to PLOVER's resolution: 4 city, 3 district, 2 province, 1 country."""


def write(data: Data, out: TextIO) -> None:
    """Write an event a line."""
    write_lines(events(data), out)


def events(data: Data) -> Iterator[dict[str, Any]]:
    """Yield the events."""
    for told in data.told():
        first, last = days(value_of_time(told.claim))
        day = first.isoformat() if first else told.reading.get("published")
        if plover(told.claim).get("type") and day:
            yield _event(told, day, last.isoformat() if last and last != first else None, first is not None)


def _event(told: Told, day: str, end: str | None, dated: bool) -> dict[str, Any]:
    reading, claim = told
    code = plover(claim)
    says = [f"{a['stance']}: {(a.get('source') or {}).get('name') or UNNAMED}" for a in claim["attribution"]]
    comment = [f"according to {chain(claim)} ({'; '.join(says)})"] if says else []
    event = {
        "id": f"{reading['id']}/{claim['id']}", "date": day, "enddate": end, "actor": [_entity(m) for m in claim["actors"]] or [{"sector": "UNK"}], "recipient": [_entity(m) for m in claim["recipients"]],
        "event": [code["type"]], "mode": [m for m in (code.get("mode"), _AUXILIARY.get(claim.get("factuality", "actual"))) if m], "context": list(code.get("context") or ()), "quad_code": QUAD.get(code["type"]),
        "event_loc": _location(claim), "event_text": [claim["trigger"]["text"]], "size": _size(claim), "text": claim["evidence"]["text"],
        "text_info": {"start": claim["evidence"]["begin"], "end": claim["evidence"]["end"]},
        "cite_info": {k: v for k, v in (("citation", reading.get("outlet")), ("title", reading.get("title")), ("url", reading.get("url"))) if v}, "link": claim.get("same_as"), "coder": "counterclaim",
        "comment": "; ".join(comment + ([] if dated else ["date: the report's"]))}
    return {k: v for k, v in event.items() if v not in (None, "", {}) and (v != [] or k in ("actor", "recipient", "event"))}


def _entity(mention: Json) -> dict[str, Any]:
    p = party(mention)
    found = {"code": country(p.country).get("iso3"), "sector": p.sector, "entity_text": mention["text"], "identifier_id": mention.get("id"), "identifier_text": p.name}
    return {k: v for k, v in found.items() if v}


def _location(claim: Json) -> dict[str, Any]:
    at = where_of(claim)
    found = {
        "extracted_place": at.get("text"), "resolved_place": place_name(at) if at.get("lat") is not None else None, "geonameid": at.get("geonames"), "lat": at.get("lat"), "lon": at.get("lon"),
        "province": at.get("admin1"), "country": country(at.get("country")).get("name"), "country_code": country(at.get("country")).get("iso3"), "resolution": _RESOLUTION.get(at.get("precision") or 0)}
    return {k: v for k, v in found.items() if v is not None}


def _size(claim: Json) -> dict[str, Any]:
    return {name: number(best) for name, kind in (("dead", "killed"), ("injured", "injured"), ("arrested", "captured")) if (best := count_of(claim, kind).best) is not None}
