"""Typed tables: Parquet, a file a table and no nested columns, and GeoParquet 1.1 of incidents or claims. Needs pyarrow (extra `parquet`).

Tables: claims and incidents as tables.py has them; mentions, attribution and quantities hold what a claim has several of, with `report` and `claim` as their key; incident_claims says which claims an incident holds.
Offsets count Unicode code points of the report's text.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet as pq

from counterclaim.outputs.data import Data, Told
from counterclaim.outputs.tables import CLAIMS, INCIDENTS, rows
from counterclaim.outputs.values import name_of

_KINDS = {"text": pa.string(), "int": pa.int64(), "float": pa.float64(), "date": pa.date32()}
_KEY = {"report": "text", "claim": "text", "position": "int"}
_SPAN = {"begin_code_points": "int", "end_code_points": "int", "text": "text"}
MENTIONS = {**_KEY, "role": "text", "name": "text", "id": "text", **_SPAN, "latitude": "float", "longitude": "float", "country": "text", "admin1": "text", "where_prec": "int", "geonames": "int"}
ATTRIBUTION = {**_KEY, "stance": "text", "source": "text", "source_id": "text", "source_begin_code_points": "int", "source_end_code_points": "int", "cue": "text", "cue_begin_code_points": "int", "cue_end_code_points": "int"}
QUANTITIES = {**_KEY, "kind": "text", "low": "float", "best": "float", "high": "float", **_SPAN}
INCIDENT_CLAIMS = {"incident": "text", "position": "int", "report": "text", "claim": "text"}
_BATCH = 10_000
"""Rows of a row group: memory does not grow with the claims."""


def write(data: Data, folder: Path) -> None:
    """Write the tables; those of incidents are there where incidents are given. Goes through the readings once for each table."""
    write_table({c.name: c.kind for c in CLAIMS}, rows(data, incidents=False), folder / "claims.parquet")
    parts: tuple[tuple[str, Mapping[str, str], Callable[[Told], Iterator[dict[str, Any]]]], ...] = (("mentions", MENTIONS, _mentions), ("attribution", ATTRIBUTION, _attribution), ("quantities", QUANTITIES, _quantities))
    for name, columns, of in parts:
        write_table(columns, (row for told in data.told() for row in of(told)), folder / f"{name}.parquet")
    if data.incidents:
        write_table({c.name: c.kind for c in INCIDENTS}, rows(data, incidents=True), folder / "incidents.parquet")
        held = ({"incident": c.incident["id"], "position": k, "report": t.reading["id"], "claim": t.claim["id"]} for c in data.cases() for k, t in enumerate(c.told))
        write_table(INCIDENT_CLAIMS, held, folder / "incident_claims.parquet")


def write_geo_incidents(data: Data, out: BinaryIO) -> None:
    """Write an incident a row, its point as WKB."""
    _write_geo({c.name: c.kind for c in INCIDENTS}, rows(data, incidents=True), out)


def write_geo_claims(data: Data, out: BinaryIO) -> None:
    """Write a claim a row, its point as WKB."""
    _write_geo({c.name: c.kind for c in CLAIMS}, rows(data, incidents=False), out)


def _write_geo(columns: Mapping[str, str], found: Iterator[dict[str, Any]], out: BinaryIO) -> None:
    # with no "crs", longitude and latitude on WGS 84 are meant
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}}
    schema = _schema(columns).append(pa.field("geometry", pa.binary())).with_metadata({"geo": json.dumps(geo)})
    _write(schema, ({**row, "geometry": wkb(row["longitude"], row["latitude"])} for row in found), out)


def wkb(lon: float | None, lat: float | None) -> bytes | None:
    """Return a point as well-known binary, little-endian; None where there is none."""
    return None if lon is None or lat is None else struct.pack("<BIdd", 1, 1, lon, lat)


def write_table(columns: Mapping[str, str], found: Iterator[dict[str, Any]], path: Path) -> None:
    """Write rows as one Parquet file; a column that a row lacks is null."""
    _write(_schema(columns), found, path)


def _schema(columns: Mapping[str, str]) -> pa.Schema:
    return pa.schema([(name, _KINDS[kind]) for name, kind in columns.items()])


def _write(schema: pa.Schema, found: Iterator[dict[str, Any]], target: Path | BinaryIO) -> None:
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        while batch := list(islice(found, _BATCH)):
            writer.write_table(pa.Table.from_pylist([{f.name: _as(f.type, row.get(f.name)) for f in schema} for row in batch], schema=schema))


def _as(kind: pa.DataType, value: Any) -> Any:
    return float(value) if value is not None and kind == pa.float64() else value


def _key(told: Told, position: int) -> dict[str, Any]:
    return {"report": told.reading["id"], "claim": told.claim["id"], "position": position}


def _span(span: Mapping[str, Any] | None, prefix: str = "") -> dict[str, Any]:
    return {f"{prefix}begin_code_points": span["begin"], f"{prefix}end_code_points": span["end"]} if span else {}


def _mentions(told: Told) -> Iterator[dict[str, Any]]:
    roles: Sequence[tuple[str, str]] = (("actor", "actors"), ("recipient", "recipients"), ("place", "places"))
    for role, field in roles:
        for k, m in enumerate(told.claim[field]):
            yield {**_key(told, k), "role": role, "name": name_of(m), "id": m.get("id"), **_span(m), "text": m["text"], "latitude": m.get("lat"), "longitude": m.get("lon"), "country": m.get("country"),
                   "admin1": m.get("admin1"), "where_prec": m.get("precision"), "geonames": m.get("geonames")}


def _attribution(told: Told) -> Iterator[dict[str, Any]]:
    for k, a in enumerate(told.claim["attribution"]):
        source, cue = a.get("source"), a.get("cue")
        yield {**_key(told, k), "stance": a.get("stance", "asserts"), "source": name_of(source) if source else None, "source_id": source.get("id") if source else None, **_span(source, "source_"),
               "cue": cue["text"] if cue else None, **_span(cue, "cue_")}


def _quantities(told: Told) -> Iterator[dict[str, Any]]:
    for k, q in enumerate(told.claim["quantities"]):
        yield {**_key(told, k), "kind": q["kind"], "low": q.get("low"), "best": q.get("best"), "high": q.get("high"), **_span(q), "text": q["text"]}
