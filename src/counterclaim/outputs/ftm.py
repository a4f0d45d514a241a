"""Incidents as FollowTheMoney entities, for Aleph and OpenSanctions' tools: an Event an incident, its parties, the articles that tell of it, and a Documentation for each claim with who says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, TextIO

from counterclaim.outputs.claims import write_lines
from counterclaim.outputs.coding import Coded, coded, parties, span
from counterclaim.outputs.data import Case, Data
from counterclaim.outputs.values import case_place, chain, place_name, point_of, toll

_PUBLIC = ("GOV", "MIL", "COP", "SPY", "LEG", "JUD", "IGO", "UNO", "EUR")


def key(*parts: str) -> str:
    """Return a stable id."""
    return "cc-" + hashlib.sha1(json.dumps(parts, ensure_ascii=False).encode(), usedforsecurity=False).hexdigest()


def entity(identity: str, schema: str, **properties: Any) -> dict[str, Any]:
    """Return an entity; each property holds a list of strings, and one that has none is left out."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in properties.items() if value not in (None, "", [])}
    return {"id": identity, "schema": schema, "properties": {name: [str(v) for v in values] for name, values in lists.items()}}


def party_key(actor: Coded) -> str:
    return key("party", actor.id or actor.name)


def party(actor: Coded) -> dict[str, Any]:
    """Return an actor: a public body, an organisation of the vocabulary, or a legal entity of which no more is known."""
    schema = "PublicBody" if actor.id and actor.sector in _PUBLIC else "Organization" if actor.id else "LegalEntity"
    return entity(party_key(actor), schema, name=actor.name, country=actor.country.lower() if actor.country else None)


def entities(data: Data) -> Iterator[dict[str, Any]]:
    """Yield the entities, each once."""
    seen: set[str] = set()
    for case in data.cases():
        for found in _of_case(case):
            if found["id"] not in seen:
                seen.add(found["id"])
                yield found


def _of_case(case: Case) -> Iterator[dict[str, Any]]:
    incident, place, found = case.incident, case_place(case), span(case)
    sides = [c for side in parties(case) for c in side]
    sources = {t.claim["id"]: coded(t.claim["attribution"][0]["source"]) for t in case.told if t.claim["attribution"] and t.claim["attribution"][0].get("source")}
    yield from (party(c) for c in [*sides, *sources.values()])
    where, point = place_name(place), point_of(place)
    country = str(place["country"]).lower() if place.get("country") else None
    address = key("address", str(where), str(point))
    if where:
        yield entity(address, "Address", full=where, state=place.get("admin1"), country=country, longitude=point[0] if point else None, latitude=point[1] if point else None)
    for t in case.told:
        r = t.reading
        yield entity(key("report", r["id"]), "Article", title=r.get("title") or r["id"], publishedAt=r.get("published"), sourceUrl=r.get("url"), publisher=r.get("outlet"), fileName=r["id"])
    event = key("incident", incident["id"])
    dead = toll(case, "killed")
    told = [f"status: {incident['status']}" if incident.get("status") else "", f"killed, as told: low {dead.low}, best {dead.best}, high {dead.high}" if dead.best is not None else ""]
    name = ", ".join(v for v in (incident["type"].replace("_", " "), where, str(found[0]) if found else None) if v)
    yield entity(event, "Event", name=name, summary="; ".join(v for v in told if v), startDate=found[0] if found else None, endDate=found[1] if found else None, country=country, location=where,
                 addressEntity=address if where else None, involved=[party_key(c) for c in sides], proof=list(dict.fromkeys(key("report", t.reading["id"]) for t in case.told)), recordId=incident["id"])
    for t in case.told:
        claim = t.claim
        stances = " < ".join(a.get("stance", "asserts") for a in claim["attribution"]) or "asserts"
        says = chain(claim) or t.reading.get("outlet") or "the report itself"
        yield entity(key("claim", t.reading["id"], claim["id"]), "Documentation", document=key("report", t.reading["id"]), entity=event, role=f"{says}: {stances}", status=claim.get("factuality", "actual"),
                     summary=claim["evidence"]["text"], date=t.reading.get("published"), recordId=claim["id"], publisher=t.reading.get("outlet"))


def write(data: Data, out: TextIO) -> None:
    """Write a line an entity."""
    write_lines(entities(data), out)
