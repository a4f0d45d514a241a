"""The columns of the two main tables, a claim a row and an incident a row: CSV, Parquet, GeoJSON and KML give the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from counterclaim.outputs.data import Case, Data, Told
from counterclaim.outputs.values import (
    acled,
    case_place,
    case_time,
    chain,
    count_of,
    count_text,
    days,
    ids,
    name_of,
    names,
    number,
    origin_names,
    place_name,
    plover,
    published,
    toll,
    value_of_time,
    where_of,
)

COUNTED = ("killed", "injured", "captured", "displaced")
"""Kinds of quantity with columns of their own; all kinds stand in `quantities`."""

Value = str | int | float | date | None


class Column(NamedTuple):
    """A column: its name, what its cells are (text, int, float or date), and how a row's is found. Offsets count Unicode code points of the report's text."""

    name: str
    kind: str
    of: Callable[[Any], Value]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _bounds(kinds: tuple[str, ...], of: Callable[[Any, str], Any]) -> Iterator[Column]:
    for kind in kinds:
        for end in ("low", "best", "high"):
            yield Column(f"{kind}_{end}", "float", lambda row, kind=kind, end=end: getattr(of(row, kind), end))  # type: ignore[misc]


CLAIMS: tuple[Column, ...] = (
    Column("report", "text", lambda t: t.reading["id"]),
    Column("title", "text", lambda t: t.reading.get("title")),
    Column("outlet", "text", lambda t: t.reading.get("outlet")),
    Column("url", "text", lambda t: t.reading.get("url")),
    Column("published", "date", lambda t: _day(t.reading.get("published"))),
    Column("claim", "text", lambda t: t.claim["id"]),
    Column("type", "text", lambda t: t.claim["type"]),
    Column("factuality", "text", lambda t: t.claim.get("factuality", "actual")),
    Column("trigger", "text", lambda t: t.claim["trigger"]["text"]),
    Column("trigger_begin_code_points", "int", lambda t: t.claim["trigger"]["begin"]),
    Column("trigger_end_code_points", "int", lambda t: t.claim["trigger"]["end"]),
    Column("sentence", "text", lambda t: t.claim["evidence"]["text"]),
    Column("sentence_begin_code_points", "int", lambda t: t.claim["evidence"]["begin"]),
    Column("sentence_end_code_points", "int", lambda t: t.claim["evidence"]["end"]),
    Column("actors", "text", lambda t: names(t.claim["actors"])),
    Column("actor_ids", "text", lambda t: ids(t.claim["actors"])),
    Column("recipients", "text", lambda t: names(t.claim["recipients"])),
    Column("recipient_ids", "text", lambda t: ids(t.claim["recipients"])),
    Column("places", "text", lambda t: names(t.claim["places"])),
    Column("time", "text", lambda t: value_of_time(t.claim)),
    Column("time_precision", "text", lambda t: (t.claim.get("time") or {}).get("precision")),
    Column("time_words", "text", lambda t: (t.claim.get("time") or {}).get("text")),
    Column("date_start", "date", lambda t: days(value_of_time(t.claim))[0]),
    Column("date_end", "date", lambda t: days(value_of_time(t.claim))[1]),
    Column("quantities", "text", lambda t: "; ".join(count_text(q) for q in t.claim["quantities"])),
    *_bounds(COUNTED, lambda t, kind: count_of(t.claim, kind)),
    Column("origin", "text", lambda t: name_of(source) if t.claim["attribution"] and (source := t.claim["attribution"][0].get("source")) else None),
    Column("attribution", "text", lambda t: chain(t.claim)),
    Column("stance", "text", lambda t: " < ".join(a.get("stance", "asserts") for a in t.claim["attribution"])),
    Column("cues", "text", lambda t: " < ".join(a["cue"]["text"] if a.get("cue") else "" for a in t.claim["attribution"])),
    Column("plover", "text", lambda t: plover(t.claim).get("type")),
    Column("plover_mode", "text", lambda t: plover(t.claim).get("mode")),
    Column("cameo", "text", lambda t: (t.claim.get("codes") or {}).get("cameo")),
    Column("acled_event_type", "text", lambda t: acled(t.claim).get("event_type")),
    Column("acled_sub_event_type", "text", lambda t: acled(t.claim).get("sub_event_type")),
    Column("framing", "text", lambda t: "; ".join(f["text"] for f in t.claim.get("framing") or ())),
    Column("same_as", "text", lambda t: t.claim.get("same_as")),
    Column("where", "text", lambda t: place_name(where_of(t.claim))),
    Column("where_basis", "text", lambda t: where_of(t.claim).get("basis")),
    Column("country", "text", lambda t: where_of(t.claim).get("country")),
    Column("admin1", "text", lambda t: where_of(t.claim).get("admin1")),
    Column("latitude", "float", lambda t: where_of(t.claim).get("lat")),
    Column("longitude", "float", lambda t: where_of(t.claim).get("lon")),
    Column("radius_km", "float", lambda t: where_of(t.claim).get("radius_km")),
    Column("where_prec", "int", lambda t: where_of(t.claim).get("precision")),
    Column("geo_precision", "int", lambda t: where_of(t.claim).get("geo_precision")),
    Column("geonames", "int", lambda t: where_of(t.claim).get("geonames")),
)


def _related(kind: str) -> Callable[[Case], int]:
    return lambda c: Counter(r["kind"] for r in c.incident.get("relations") or ())[kind]


INCIDENTS: tuple[Column, ...] = (
    Column("incident", "text", lambda c: c.incident["id"]),
    Column("part_of", "text", lambda c: c.incident.get("part_of")),
    Column("type", "text", lambda c: c.incident["type"]),
    Column("status", "text", lambda c: c.incident.get("status")),
    Column("time", "text", case_time),
    Column("date_start", "date", lambda c: days(case_time(c))[0]),
    Column("date_end", "date", lambda c: days(case_time(c))[1]),
    Column("where", "text", lambda c: place_name(case_place(c))),
    Column("country", "text", lambda c: case_place(c).get("country")),
    Column("admin1", "text", lambda c: case_place(c).get("admin1")),
    Column("latitude", "float", lambda c: case_place(c).get("lat")),
    Column("longitude", "float", lambda c: case_place(c).get("lon")),
    Column("radius_km", "float", lambda c: case_place(c).get("radius_km")),
    Column("where_prec", "int", lambda c: case_place(c).get("precision")),
    Column("geonames", "int", lambda c: case_place(c).get("geonames")),
    Column("actors", "text", lambda c: names(m for t in c.told for m in t.claim["actors"])),
    Column("recipients", "text", lambda c: names(m for t in c.told for m in t.claim["recipients"])),
    *_bounds(COUNTED, toll),
    Column("claims", "int", lambda c: len(c.incident["claims"])),
    Column("reports", "int", lambda c: len({x["report"] for x in c.incident["claims"]})),
    Column("origins", "int", lambda c: len(origin_names(c))),
    Column("origin_names", "text", lambda c: "; ".join(origin_names(c))),
    Column("agreements", "int", _related("agreement")),
    Column("refinements", "int", _related("refinement")),
    Column("updates", "int", _related("update")),
    Column("contradictions", "int", _related("contradiction")),
    Column("denials", "int", _related("denial")),
    Column("contested", "text", lambda c: "; ".join(dict.fromkeys(r["attribute"] for r in c.incident.get("relations") or () if r["kind"] in ("contradiction", "denial")))),
    Column("first_published", "date", lambda c: _day(next(iter(published(c.told)), None))),
    Column("last_published", "date", lambda c: _day(next(iter(published(c.told)[::-1]), None))),
)


def row(columns: tuple[Column, ...], of: Told | Case) -> dict[str, Value]:
    """Return a row by the columns' names; whole numbers have no point, an empty text is None."""
    cells = ((c, c.of(of)) for c in columns)
    return {c.name: number(v) if c.kind in ("float", "int") else v if v != "" else None for c, v in cells}  # type: ignore[arg-type]


def rows(data: Data, incidents: bool) -> Iterator[dict[str, Value]]:
    """Yield the rows of one of the two tables."""
    if incidents:
        return (row(INCIDENTS, c) for c in data.cases())
    return (row(CLAIMS, t) for t in data.told())
