"""Claims as schema.org Claim in JSON-LD: the words, who says so (`author`, the innermost source), the article in which they appear, and the event that they are about.

schema.org has no word for a denial or for how real an event is said to be: both stand in `keywords`, so that no reader takes a denied claim for an asserted one. No rating is given: this is no fact check.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from counterclaim.outputs.coding import coded
from counterclaim.outputs.data import Data, Json, Told
from counterclaim.outputs.linked import claim_urn, named_urn, party_urn, report_urn, write_graph
from counterclaim.outputs.values import days, name_of, place_name, point_of, value_of_time, where_of

CONTEXT = {"@vocab": "https://schema.org/", "url": {"@id": "https://schema.org/url", "@type": "@id"}}


def _whole(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in (None, [], {})}


def party(mention: Json) -> dict[str, Any]:
    """Return an actor: an Organization where the vocabulary knows it, else a Thing, since words such as "officials" do not say."""
    return {"@type": "Organization" if coded(mention).id else "Thing", "@id": party_urn(mention), "name": name_of(mention)}


def event(told: Told) -> dict[str, Any]:
    """Return what the claim is about."""
    claim = told.claim
    place = where_of(claim)
    point = point_of(place)
    first, last = days(value_of_time(claim))
    location = {"@type": "Place", "name": place_name(place), "address": _whole({"@type": "PostalAddress", "addressCountry": place.get("country"), "addressRegion": place.get("admin1")}),
                "geo": {"@type": "GeoCoordinates", "longitude": point[0], "latitude": point[1]} if point else None} if place else {}
    return _whole({"@type": "Event", "name": claim["type"].replace("_", " "), "startDate": first.isoformat() if first else None, "endDate": last.isoformat() if last else None, "location": _whole(location),
                   "actor": [party(m) for m in claim["actors"]], "attendee": [party(m) for m in claim["recipients"]]})


def nodes(data: Data) -> Iterator[dict[str, Any]]:
    """Yield a claim a node."""
    for told in data.told():
        reading, claim = told.reading, told.claim
        links = claim["attribution"]
        author = party(links[0]["source"]) if links and links[0].get("source") else None
        outlet = reading.get("outlet")
        article = _whole({
            "@type": "NewsArticle", "@id": report_urn(reading), "headline": reading.get("title"), "url": reading.get("url"), "datePublished": reading.get("published"),
            "publisher": {"@type": "Organization", "@id": named_urn(outlet), "name": outlet} if outlet else None})
        if not links and outlet:
            author = article["publisher"]
        stances = [a.get("stance", "asserts") for a in links]
        yield {"@type": "Claim", "@id": claim_urn(told), "text": claim["evidence"]["text"], "author": author, "datePublished": reading.get("published"), "appearance": article, "about": event(told),
               "keywords": [f"factuality: {claim.get('factuality', 'actual')}", *(f"stance: {s}" for s in dict.fromkeys(stances))]}


def write(data: Data, out: TextIO) -> None:
    """Write the document."""
    write_graph(CONTEXT, nodes(data), out)
