"""FollowTheMoney entities: JSON Lines.

A report is an Article, a claim an Event with its parties as involved LegalEntities and its report as proof, a party one LegalEntity over all reports that name it so, a resolved place an Address. Entities' ids are digests of what they stand for, so that
a later export updates an earlier one. What the schema has no property for (who says so, how far it is established) stands in `notes`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, TextIO

from counterclaim.outputs.claims import write_lines
from counterclaim.outputs.coding import party
from counterclaim.outputs.data import Data, Json
from counterclaim.outputs.values import chain, name_of, place_name, value_of_time, where_of


def write(data: Data, out: TextIO) -> None:
    """Write an entity a line."""
    write_lines(entities(data), out)


def entities(data: Data) -> Iterator[dict[str, Any]]:
    """Yield the entities; a party before the events that name it, once."""
    seen: set[str] = set()
    for reading in data.readings:
        article = identity("article", reading["id"])
        yield entity(article, "Article", title=reading.get("title") or reading["id"], publisher=reading.get("outlet"), sourceUrl=reading.get("url"), publishedAt=reading.get("published"), bodyText=reading["text"])
        for claim in reading["claims"]:
            involved: dict[str, None] = {}
            for mention in (*claim["actors"], *claim["recipients"]):
                key = identity("party", mention.get("id") or name_of(mention))
                involved[key] = None
                if key not in seen:
                    seen.add(key)
                    country = party(mention).country
                    yield entity(key, "LegalEntity", name=name_of(mention), country=country.lower() if country else None)
            at = where_of(claim)
            place = identity("place", f"{at['lat']}", f"{at['lon']}") if at.get("lat") is not None else None
            if place and place not in seen:
                seen.add(place)
                yield entity(place, "Address", full=place_name(at), country=at["country"].lower() if at.get("country") else None, latitude=str(at["lat"]), longitude=str(at["lon"]))
            yield _event(reading, claim, article, list(involved), place)


def _event(reading: Json, claim: Json, article: str, involved: list[str], place: str | None) -> dict[str, Any]:
    at, time = where_of(claim), value_of_time(claim)
    said = f"according to {chain(claim)}, which {claim['attribution'][0].get('stance', 'asserts')} it" if claim["attribution"] else None
    return entity(
        identity("claim", reading["id"], claim["id"]), "Event", name=claim["type"].replace("_", " "), involved=involved, proof=article, location=place_name(at), country=at["country"].lower() if at.get("country") else None,
        addressEntity=place, startDate=time.split("/")[0] if time else None, endDate=time.split("/")[-1] if time else None,
        summary=claim["evidence"]["text"], notes=[n for n in (said, f"factuality: {claim.get('factuality', 'actual')}") if n])


def entity(id: str, schema: str, **properties: str | list[str] | None) -> dict[str, Any]:
    """Return an entity; every property is a list, one with nothing is left out."""
    return {"id": id, "schema": schema, "properties": {k: v if isinstance(v, list) else [v] for k, v in properties.items() if v}}


def identity(*parts: str) -> str:
    """Return an id of 40 hexadecimal digits."""
    return hashlib.sha1("\0".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
