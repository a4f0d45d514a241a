"""Two reports of one strike that differ on the dead, and a denial; names are made up, one is a spreadsheet's formula and one is HTML."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from counterclaim.outputs import FORMATS, write
from counterclaim.outputs.data import Data

FIRST = "Doran, 2 May (AGENCY) — An airstrike by =HYPERLINK() jets killed 12 people in Doran on 1 May, the NLF said. Rebels hold <b>Sar</b> & the hills."
SECOND = "\U0001f6a9 The army said its strike on Doran killed 30 fighters on 1 May. The army denied that it had shelled Velm."


def span(text: str, words: str) -> dict[str, Any]:
    begin = text.index(words)
    return {"begin": begin, "end": begin + len(words), "text": words}


def mention(text: str, words: str, name: str | None = None, id: str | None = None) -> dict[str, Any]:
    return {**span(text, words), "name": name or words, "id": id}


def place(text: str, words: str, lat: float | None, lon: float | None) -> dict[str, Any]:
    known = lat is not None
    return {**mention(text, words), "lat": lat, "lon": lon, "country": "SY" if known else None, "admin1": "Hama" if known else None, "admin1_code": "SY.05" if known else None,
            "precision": 1 if known else None, "geonames": 170017 if known else None, "geo_precision": 1 if known else None, "radius_km": 3.5 if known else None}


def claim(text: str, id: str, type: str, trigger: str, sentence: str, **given: Any) -> dict[str, Any]:
    codes = {"plover": {"type": "ASSAULT", "mode": "aerial", "context": ["military"]}, "cameo": "195", "acled": {"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}}
    return {"id": id, "type": type, "trigger": span(text, trigger), "evidence": span(text, sentence), "actors": [], "recipients": [], "places": [], "time": None, "quantities": [], "attribution": [],
            "factuality": "actual", "same_as": None, "codes": codes, "framing": [], **given}


def day(text: str, words: str, value: str) -> dict[str, Any]:
    return {**span(text, words), "value": value, "precision": "day"}


READINGS: list[dict[str, Any]] = [
    {"id": "a.txt", "title": "Strike on Doran", "outlet": "Agency", "url": "https://example.org/a", "published": "2024-05-02", "text": FIRST, "abstentions": [], "claims": [
        claim(FIRST, "c1", "airstrike", "airstrike", FIRST[FIRST.index("An airstrike"):FIRST.index(" Rebels")], actors=[mention(FIRST, "=HYPERLINK() jets")], recipients=[mention(FIRST, "people")],
              places=[place(FIRST, "Doran", 35.2, -36.75)], time=day(FIRST, "1 May", "2024-05-01"), quantities=[{**span(FIRST, "12 people"), "kind": "killed", "low": 12, "best": 12, "high": 12}],
              attribution=[{"source": mention(FIRST, "the NLF", "NLF"), "cue": span(FIRST, "said"), "stance": "asserts"}]),
        claim(FIRST, "c2", "hold_territory", "hold", "Rebels hold <b>Sar</b> & the hills.", actors=[mention(FIRST, "Rebels")], places=[place(FIRST, "<b>Sar</b>", None, None)], codes=None)]},
    {"id": "b.txt", "title": None, "outlet": "State TV", "url": None, "published": "2024-05-03", "text": SECOND, "abstentions": [], "claims": [
        claim(SECOND, "c3", "airstrike", "strike", SECOND[2:SECOND.index(" The army denied")], actors=[mention(SECOND, "army", "Army", "syria-armed-forces")], recipients=[mention(SECOND, "fighters")],
              places=[place(SECOND, "Doran", 35.2, -36.75)], time=day(SECOND, "1 May", "2024-05-01"), quantities=[{**span(SECOND, "30 fighters"), "kind": "killed", "low": 30, "best": 30, "high": None}],
              attribution=[{"source": mention(SECOND, "The army", "Army", "syria-armed-forces"), "cue": span(SECOND, "said"), "stance": "asserts"}]),
        claim(SECOND, "c4", "shelling", "shelled", "The army denied that it had shelled Velm.", actors=[mention(SECOND, "it", "Army", "syria-armed-forces")], places=[place(SECOND, "Velm", None, None)],
              attribution=[{"source": mention(SECOND, "army", "Army", "syria-armed-forces"), "cue": span(SECOND, "denied"), "stance": "denies"}])]}]

INCIDENTS: list[dict[str, Any]] = [
    {"id": "i1", "claims": [{"report": "a.txt", "claim": "c1"}, {"report": "b.txt", "claim": "c3"}], "type": "airstrike", "place": {"name": "Doran", "lat": 35.2, "lon": -36.75, "precision": 1, "country": "SY", "geonames": 170017},
     "time": "2024-05-01", "status": "contested", "reasons": [], "actors": ["=HYPERLINK() jets", "Army"], "recipients": ["people", "fighters"],
     "relations": [{"attribute": "killed", "kind": "contradiction", "values": [{"report": "a.txt", "claim": "c1", "value": "12", "origin": "NLF"}, {"report": "b.txt", "claim": "c3", "value": "30+", "origin": "Army"}]}],
     "origins": [{"name": "NLF", "side": None, "kind": "party", "reports": ["a.txt"]}, {"name": "Army", "side": "syria", "kind": "party", "reports": ["b.txt"]}],
     "killed": {"low": 12, "best": 12, "high": 30}, "part_of": None},
    {"id": "i2", "claims": [{"report": "a.txt", "claim": "c2"}], "type": "hold_territory", "place": None, "time": None, "status": "weak", "relations": [], "origins": [], "killed": None, "part_of": None},
    {"id": "i3", "claims": [{"report": "b.txt", "claim": "c4"}], "type": "shelling", "place": None, "time": None, "status": "discounted", "relations": [], "origins": [], "killed": None, "part_of": None}]

DATA = Data(readings=READINGS, incidents=INCIDENTS)


def text_of(name: str, data: Data = DATA) -> str:
    """Return a format of one text."""
    assert FORMATS[name].target == "text"
    out = io.StringIO()
    write(data, name, out)
    return out.getvalue()


def folder_of(name: str, folder: Path, data: Data = DATA) -> Path:
    """Return the folder that a format of several files is written into."""
    write(data, name, folder)
    return folder
