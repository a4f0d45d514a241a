"""Readings for the tests of pages: two outlets on one strike and one town, in invented words at points in the open sea."""

from __future__ import annotations

from typing import Any

AGENCY = "The Northern Front took Ordan on Friday, its spokesman said. Warplanes of the army bombed a market in Ordan on Thursday, killing 17 people, medics said. The army denied that it had left Ordan."
STATE = "The army holds Ordan, the Ministry of Defence said. Warplanes of the army bombed Ordan on Thursday, killing 40 people, the Northern Front said."


def span(text: str, words: str) -> dict[str, Any]:
    at = text.index(words)
    return {"begin": at, "end": at + len(words), "text": words}


def claim(id: str, text: str, kind: str, sentence: str, trigger: str, *, by: str = "", to: str = "", where: str = "Ordan", when: str = "", day: str = "", killed: int = 0, count: str = "", said: str = "",
          stance: str = "asserts", factuality: str = "actual") -> dict[str, Any]:
    def mention(words: str) -> dict[str, Any]:
        return {**span(text, words), "name": words.removeprefix("The ").removeprefix("the "), "id": None}

    place = {**mention(where), "lat": 30.5, "lon": -40.25, "country": None, "admin1": None, "precision": 1, "geonames": None, "radius_km": 4.0} if where else None
    return {
        "id": id, "type": kind, "trigger": span(text, trigger), "evidence": span(text, sentence), "actors": [mention(by)] if by else [], "recipients": [mention(to)] if to else [],
        "places": [place] if place else [], "time": {**span(text, when), "value": day, "precision": "day"} if when else None,
        "quantities": [{**span(text, count), "kind": "killed", "low": killed, "best": killed, "high": killed}] if count else [],
        "attribution": [{"source": mention(said), "cue": span(text, "said"), "stance": stance}] if said else [], "factuality": factuality, "same_as": None, "framing": []}


def readings() -> list[dict[str, Any]]:
    one, two, three = (s if s.endswith(".") else s + "." for s in AGENCY.split(". "))
    first, second = (s if s.endswith(".") else s + "." for s in STATE.split(". "))
    return [
        {"id": "a", "title": "Front takes Ordan", "outlet": "Sea Agency", "url": "https://example.org/a", "published": "2025-03-14", "text": AGENCY, "claims": [
            claim("a1", AGENCY, "seize_territory", one, "took", by="The Northern Front", when="Friday", day="2025-03-14", said="spokesman"),
            claim("a2", AGENCY, "airstrike", two, "bombed", by="the army", when="Thursday", day="2025-03-13", killed=17, count="17 people", said="medics"),
            claim("a3", AGENCY, "withdraw", three, "left", by="The army", said="The army", stance="denies", factuality="negated")],
         "abstentions": [{"stage": "places", "reason": "no_name", **span(AGENCY, "a market")}]},
        {"id": "b", "title": "Army holds Ordan", "outlet": "State Radio", "url": "javascript:alert(1)", "published": "2025-03-14", "text": STATE, "claims": [
            claim("b1", STATE, "control", first, "holds", by="The army", said="the Ministry of Defence"),
            claim("b2", STATE, "airstrike", second, "bombed", by="the army", when="Thursday", day="2025-03-13", killed=40, count="40 people", said="the Northern Front")], "abstentions": []}]


GROUPS = [{"id": "strike", "claims": [{"report": "a", "claim": "a2"}, {"report": "b", "claim": "b2"}]}]
