"""Readings and incidents in the file contract's form, with everything in them that an export could trip over."""

from __future__ import annotations

from typing import Any

from counterclaim.outputs.data import Data

HOSTILE = "\U0001f680 =HYPERLINK(\"x\") <script>alert(1)</script> \x1b[31m\x0b & \"quoted\", two\nlines: "
TEXT = HOSTILE + "Rebels said government aircraft killed 20 to 30 people in Saraqib on Friday. The army denied that its jets struck Saraqib. Residents of Idlib may have fled."


def span(words: str, after: int = 0) -> dict[str, Any]:
    begin = TEXT.index(words, after)
    return {"begin": begin, "end": begin + len(words), "text": words}


def mention(words: str, name: str | None = None, key: str | None = None, after: int = 0) -> dict[str, Any]:
    return {**span(words, after), "name": name or words, "id": key}


def place(words: str, after: int = 0, **more: Any) -> dict[str, Any]:
    return {**mention(words, after=after), "lat": 35.8644, "lon": 36.8061, "country": "SY", "admin1": "Idlib", "precision": 1, "geonames": 172514, "admin1_code": "12", "geo_precision": 1, "radius_km": 3,
            "listed": "Sarāqib", "feature": "P.PPL", **more}


def claim(key: str, kind: str, trigger: str, sentence: str, after: int = 0, **fields: Any) -> dict[str, Any]:
    return {"id": key, "type": kind, "trigger": span(trigger, after), "evidence": span(sentence), "actors": [], "recipients": [], "places": [], "where": None, "time": None, "quantities": [], "attribution": [],
            "factuality": "actual", "same_as": None, "codes": None, "framing": [], **fields}


STRUCK = TEXT.index("The army")
FRIDAY = {**span("on Friday"), "value": "2024-11-29", "precision": "day"}
TOLL = {**span("20 to 30 people"), "kind": "killed", "low": 20, "best": None, "high": 30}
ASSAULT = {"plover": {"type": "ASSAULT", "mode": "aerial", "context": ["military"]}, "cameo": "195", "acled": {"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}}
FIRST = claim(
    "c1", "airstrike", "killed", "Rebels said government aircraft killed 20 to 30 people in Saraqib on Friday.", actors=[mention("government aircraft")], recipients=[mention("people")],
    places=[place("Saraqib")], where=place("Saraqib", basis="claim"), time=FRIDAY, quantities=[TOLL], codes=ASSAULT,
    attribution=[{"source": mention("Rebels"), "cue": span("said"), "stance": "asserts"}], framing=[{**span("aircraft"), "target": "army", "valence": -1, "label": "x"}])
DENIED = claim(
    "c2", "airstrike", "struck", "The army denied that its jets struck Saraqib.", actors=[mention("its jets", "the army")], places=[place("Saraqib", STRUCK)], factuality="negated", codes=ASSAULT,
    attribution=[{"source": mention("The army"), "cue": span("denied"), "stance": "denies"}])
FLED = claim("c3", "displace", "fled", "Residents of Idlib may have fled.", recipients=[mention("Residents of Idlib")], places=[{**mention("Idlib", after=STRUCK), "lat": None, "lon": None}], factuality="possible")
READING = {"id": "=report/1 ü.txt", "title": "=1+1 <b>Title</b>", "outlet": "@Outlet", "url": "https://example.org/1", "published": "2024-11-30", "text": TEXT, "claims": [FIRST, DENIED, FLED], "abstentions": []}
PLAIN_TEXT = "Officials said talks are planned."
PLAIN = {
    "id": "2", "title": None, "outlet": None, "url": None, "published": None, "text": PLAIN_TEXT, "abstentions": [], "claims": [{
        "id": "c1", "type": "negotiate", "trigger": {"begin": 15, "end": 20, "text": "talks"}, "evidence": {"begin": 0, "end": len(PLAIN_TEXT), "text": PLAIN_TEXT}, "actors": [], "recipients": [], "places": [],
        "time": None, "quantities": [], "attribution": [{"source": None, "cue": {"begin": 10, "end": 14, "text": "said"}, "stance": "asserts"}], "factuality": "future", "same_as": None}]}
"""A claim of a file that holds the contract's least fields."""

STRIKE = {
    "id": "i1", "claims": [{"report": READING["id"], "claim": "c1"}, {"report": READING["id"], "claim": "c2"}], "type": "airstrike", "time": "2024-11-29", "status": "contested", "part_of": None,
    "place": {"name": "Saraqib", "lat": 35.8644, "lon": 36.8061, "precision": 1, "country": "SY", "geonames": 172514},
    "relations": [{"attribute": "outcome", "kind": "denial", "values": [{"report": READING["id"], "claim": "c1", "value": "yes", "origin": "Rebels"}, {"report": READING["id"], "claim": "c2", "value": 0, "origin": None}]}],
    "origins": [{"name": "Rebels", "side": None, "reports": [READING["id"]]}, {"name": "The army", "side": "state", "reports": [READING["id"]]}], "killed": {"low": 20, "best": 25, "high": 30}}
FLIGHT = {"id": "i2", "claims": [{"report": READING["id"], "claim": "c3"}], "type": "displace", "place": None, "time": None, "status": "weak", "relations": [], "origins": [], "part_of": None}
TALKS = {"id": "i3", "claims": [{"report": "2", "claim": "c1"}], "type": "negotiate", "place": None, "time": None, "status": "planned", "relations": [], "origins": [], "part_of": "i1"}
DATA = Data(readings=[READING, PLAIN], incidents=[STRIKE, FLIGHT, TALKS])
