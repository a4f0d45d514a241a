"""Claims as marks over their text, as people correct them in an annotation tool, and what became of the marks as judgements.

An export lays `exported.jsonl` beside its files: the readings as they were handed out. What comes back is compared with that, field by field, and only what a person changed becomes a judgement; so what
somebody else judged meanwhile stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from counterclaim.errors import ExportError
from counterclaim.outputs.data import Json, Told, json_lines
from counterclaim.outputs.values import number

EXPORTED = "exported.jsonl"
FACTUALITY = ("actual", "possible", "future", "negated")
STANCES = ("asserts", "denies", "doubts")
KINDS = ("killed", "injured", "killed_or_injured", "missing", "abducted", "captured", "detained", "released", "displaced", "personnel", "participants", "settlements", "area_km2", "vehicles", "weapons",
         "strikes", "attacks", "money", "other")
"""Kinds of quantity that an annotator chooses from."""

Span = tuple[int, int]


class Count(NamedTuple):
    """A quantity: its span, kind and bounds."""

    span: Span
    kind: str
    low: float | None
    best: float | None
    high: float | None


class Says(NamedTuple):
    """A link of a chain: the spans of source and cue, None where there is none."""

    source: Span | None
    cue: Span | None
    stance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A claim as marks, in code points. `id` is None for one that an annotator added; `time` is a span and its value. Mentions of no words, which people set, are not marks."""

    id: str | None
    type: str
    trigger: Span
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()
    time: tuple[Span, str | None] | None = None
    quantities: tuple[Count, ...] = ()
    says: tuple[Says, ...] = ()
    factuality: str = "actual"


def span_of(value: Json | None) -> Span | None:
    return (value["begin"], value["end"]) if value and value["end"] > value["begin"] else None


def marked(claim: Json) -> Marked:
    """Return a claim's marks."""
    time = claim.get("time")
    at = span_of(time)
    return Marked(
        id=claim["id"], type=claim["type"], trigger=(claim["trigger"]["begin"], claim["trigger"]["end"]), actors=_spans(claim["actors"]), recipients=_spans(claim["recipients"]), places=_spans(claim["places"]),
        time=(at, time.get("value")) if time and at else None,
        quantities=tuple(sorted(Count(s, q["kind"], *(number(q.get(v)) for v in ("low", "best", "high"))) for q in claim["quantities"] if (s := span_of(q)))),
        says=tuple(link for a in claim["attribution"] if (link := Says(span_of(a.get("source")), span_of(a.get("cue")), a.get("stance", "asserts"))) and (link.source or link.cue)),
        factuality=claim.get("factuality", "actual"))


def _spans(mentions: Iterable[Json]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(s for m in mentions if (s := span_of(m))))


def judgements(told: Told, after: Marked | None, by: str) -> Iterator[dict[str, Any]]:
    """Yield what a person changed of a claim as judgements, `set` where the ledger sets it and `note` where it does not; `after` is None where the claim was deleted."""
    reading, claim = told
    before, text = marked(claim), reading["text"]
    key = {"report": reading["id"], "claim": claim["id"], "by": by}

    def set_to(field: str, value: Any) -> dict[str, Any]:
        return {"kind": "set", **key, "field": field, "value": value}

    if after is None:
        yield {"kind": "note", **key, "text": "rejected: the annotator deleted this claim"}
        return
    if after.trigger != before.trigger:
        yield {"kind": "note", **key, "text": f"trigger: {text[slice(*after.trigger)]!r} at {after.trigger[0]} to {after.trigger[1]}"}
    for field in ("type", "factuality"):
        if getattr(after, field) != getattr(before, field):
            yield set_to(field, getattr(after, field))
    for field in ("actors", "recipients", "places"):
        spans = getattr(after, field)
        if sorted(spans) != sorted(getattr(before, field)):
            old = {span_of(m): m for m in claim[field]}
            kept = [m for m in claim[field] if span_of(m) is None or span_of(m) in spans]
            yield set_to(field, kept + [_mention(s, text) for s in spans if s not in old])
    if after.time != before.time and (after.time or before.time):
        yield set_to("time", {**_span(after.time[0], text), "value": after.time[1]} if after.time and after.time[1] else None)
    if after.quantities != before.quantities:
        yield set_to("quantities", [q for q in claim["quantities"] if span_of(q) is None] + [{**_span(q.span, text), "kind": q.kind, "low": q.low, "best": q.best, "high": q.high} for q in after.quantities])
    if after.says != before.says:
        sources = {span_of(a["source"]): a["source"] for a in claim["attribution"] if a.get("source")}
        yield set_to("attribution", [
            {"source": sources.get(s.source) or _mention(s.source, text) if s.source else None, "cue": _span(s.cue, text) if s.cue else None, "stance": s.stance} for s in after.says])


def _span(span: Span, text: str) -> dict[str, Any]:
    return {"begin": span[0], "end": span[1], "text": text[slice(*span)]}


def _mention(span: Span, text: str) -> dict[str, Any]:
    return {**_span(span, text), "name": text[slice(*span)]}


class Files:
    """The files of an export's reports, and `exported.jsonl`, which says which is whose."""

    def __init__(self, folder: Path) -> None:
        self._out = (folder / EXPORTED).open("w", encoding="utf-8")
        self._number = 0

    def name(self, reading: Json) -> str:
        """Note a report down and return its files' name, safe on every system."""
        self._number += 1
        slug = re.sub(r"[^A-Za-z0-9-]+", "_", reading["id"])[:60].strip("_")
        name = f"{self._number:05d}_{slug}" if slug else f"{self._number:05d}"
        self._out.write(json.dumps({**reading, "file": name}, ensure_ascii=False) + "\n")
        return name

    def close(self) -> None:
        self._out.close()


def exported(folder: Path) -> Iterator[Json]:
    """Yield the readings as they were handed out, each with its `file`; ExportError where the folder is none of an export's."""
    path = folder / EXPORTED
    if not path.is_file():
        raise ExportError(f"{path}: no such file; it lies in the folder that counterclaim export wrote: keep it there, or say with --exported where it is")
    for where, value in json_lines(path):
        if not isinstance(value, dict) or "file" not in value:
            raise ExportError(f"{where}: no reading with its file; {EXPORTED} is to stay as counterclaim export wrote it")
        yield value


def compare(reading: Json, after: Sequence[Marked], by: str) -> tuple[list[dict[str, Any]], int]:
    """Return the judgements of a report's claims, and how many claims were added, for which a ledger has no judgement."""
    back: Mapping[str | None, Marked] = {m.id: m for m in after}
    found = [j for claim in reading["claims"] for j in judgements(Told(reading, claim), back.get(claim["id"]), by)]
    known = {claim["id"] for claim in reading["claims"]}
    return found, sum(m.id not in known for m in after)
