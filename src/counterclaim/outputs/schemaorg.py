"""Claims as schema.org Claim, JSON-LD: `author` is the innermost source, `appearance` the report that tells it."""

from __future__ import annotations

import json
from typing import Any, TextIO
from urllib.parse import quote

from counterclaim.outputs.data import Data, Json, Told
from counterclaim.outputs.values import name_of, place_name, point_of, value_of_time, where_of


def write(data: Data, out: TextIO) -> None:
    """Write one document, a claim a node, a line each."""
    out.write('{"@context": "https://schema.org", "@graph": [')
    for number, told in enumerate(data.told()):
        out.write((",\n" if number else "\n") + json.dumps(node(told), ensure_ascii=False))
    out.write("\n]}\n")


def node(told: Told) -> dict[str, Any]:
    """Return a claim's node; who speaks is the report's outlet where the claim has no source."""
    reading, claim = told
    links = claim["attribution"]
    source = links[0].get("source") if links else None
    at, time = where_of(claim), value_of_time(claim)
    event: dict[str, Any] = {"@type": "Event", "additionalType": claim["type"]}
    if time:
        event["startDate"], event["endDate"] = time.split("/")[0], time.split("/")[-1]
    if at:
        event["location"] = {"@type": "Place", "name": place_name(at)}
        if point := point_of(at):
            event["location"]["geo"] = {"@type": "GeoCoordinates", "longitude": point[0], "latitude": point[1]}
    found = {
        "@type": "Claim", "@id": f"urn:counterclaim:{_urn(reading['id'])}:{_urn(claim['id'])}", "text": claim["evidence"]["text"],
        "author": {"@type": "Organization", "name": name_of(source)} if source else None if links else _outlet(reading), "appearance": _article(reading), "about": event}
    return {k: v for k, v in found.items() if v is not None}


def _article(reading: Json) -> dict[str, Any]:
    found = {"@type": "NewsArticle", "identifier": reading["id"], "headline": reading.get("title"), "url": reading.get("url"), "datePublished": reading.get("published"), "publisher": _outlet(reading)}
    return {k: v for k, v in found.items() if v is not None}


def _outlet(reading: Json) -> dict[str, Any] | None:
    return {"@type": "Organization", "name": reading["outlet"]} if reading.get("outlet") else None


def _urn(value: str) -> str:
    return quote(value, safe="")
