"""Typed tables in Parquet: flat columns only, real dates, so that DuckDB, polars, pandas and R join them by report and claim; and GeoParquet 1.1, points as WKB in OGC:CRS84."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from counterclaim.outputs.data import Data, Told
from counterclaim.outputs.tables import CLAIMS, INCIDENTS, row, rows

BATCH = 10_000
"""Rows held at a time."""

ARROW = {"text": pa.string(), "int": pa.int64(), "float": pa.float64(), "date": pa.date32()}
GEO = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}}

_SPAN = {"begin_code_points": "int", "end_code_points": "int", "text": "text"}
TABLES: Mapping[str, Mapping[str, str]] = {
    "claims": {c.name: c.kind for c in CLAIMS},
    "mentions": {"report": "text", "claim": "text", "role": "text", "position": "int", "name": "text", "id": "text", **_SPAN, "latitude": "float", "longitude": "float", "country": "text", "where_prec": "int"},
    "attribution": {"report": "text", "claim": "text", "depth": "int", "source": "text", "source_id": "text", "stance": "text", "cue": "text", "cue_begin_code_points": "int", "cue_end_code_points": "int"},
    "quantities": {"report": "text", "claim": "text", "position": "int", "kind": "text", "low": "float", "best": "float", "high": "float", **_SPAN},
    "incidents": {c.name: c.kind for c in INCIDENTS},
    "incident_claims": {"incident": "text", "position": "int", "report": "text", "claim": "text"},
    "relations": {"incident": "text", "position": "int", "attribute": "text", "kind": "text", "report": "text", "claim": "text", "value": "text", "origin": "text"},
}
"""The tables with the kinds of their columns."""


class _Table:
    """A Parquet file that is written in batches."""

    def __init__(self, stack: ExitStack, out: Any, columns: Mapping[str, str], geometry: bool = False) -> None:
        fields = [pa.field(name, ARROW[kind]) for name, kind in columns.items()]
        metadata = {"geo": json.dumps(GEO)} if geometry else None
        self._schema = pa.schema([*fields, *([pa.field("geometry", pa.binary())] if geometry else [])], metadata=metadata)
        self._writer = pq.ParquetWriter(out, self._schema, compression="zstd")
        self._rows: list[Mapping[str, Any]] = []
        stack.callback(self._close)

    def add(self, row: Mapping[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == BATCH:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()

    def _close(self) -> None:
        self._flush()
        self._writer.close()


def _span(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"begin_code_points": value["begin"], "end_code_points": value["end"], "text": value["text"]}


def parts(told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of what a claim has several of, each with its table."""
    claim = told.claim
    key = {"report": told.reading["id"], "claim": claim["id"]}
    for role in ("actors", "recipients", "places"):
        for i, m in enumerate(claim[role]):
            place = {"latitude": m.get("lat"), "longitude": m.get("lon"), "country": m.get("country"), "where_prec": m.get("precision")} if role == "places" else {}
            yield "mentions", {**key, "role": role.removesuffix("s"), "position": i, "name": m.get("name") or m["text"], "id": m.get("id"), **_span(m), **place}
    for i, link in enumerate(claim["attribution"]):
        source, cue = link.get("source") or {}, link.get("cue") or {}
        yield "attribution", {**key, "depth": i, "source": source.get("name") or source.get("text"), "source_id": source.get("id"), "stance": link.get("stance", "asserts"), "cue": cue.get("text"),
                              "cue_begin_code_points": cue.get("begin"), "cue_end_code_points": cue.get("end")}
    for i, q in enumerate(claim["quantities"]):
        yield "quantities", {**key, "position": i, "kind": q["kind"], "low": q.get("low"), "best": q.get("best"), "high": q.get("high"), **_span(q)}


def write(data: Data, folder: Path) -> None:
    """Write the tables, a file each."""
    with ExitStack() as stack:
        tables = {name: _Table(stack, folder / f"{name}.parquet", columns) for name, columns in TABLES.items()}
        for told in data.told():
            tables["claims"].add(row(CLAIMS, told))
            for name, part in parts(told):
                tables[name].add(part)
        for case in data.cases():
            identity = case.incident["id"]
            tables["incidents"].add(row(INCIDENTS, case))
            for i, claim in enumerate(case.incident["claims"]):
                tables["incident_claims"].add({"incident": identity, "position": i, "report": claim["report"], "claim": claim["claim"]})
            for i, relation in enumerate(case.incident.get("relations") or ()):
                for v in relation["values"]:
                    value = v.get("value")
                    told_as = value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                    tables["relations"].add({"incident": identity, "position": i, "attribute": relation["attribute"], "kind": relation["kind"], "report": v["report"], "claim": v["claim"], "value": told_as,
                                             "origin": v.get("origin")})


def write_incidents(data: Data, out: BinaryIO) -> None:
    """Write an incident a row with its point."""
    _write_geo(rows(data, incidents=True), TABLES["incidents"], out)


def write_claims(data: Data, out: BinaryIO) -> None:
    """Write a claim a row with its point."""
    _write_geo(rows(data, incidents=False), TABLES["claims"], out)


def _write_geo(found: Iterable[Mapping[str, Any]], columns: Mapping[str, str], out: BinaryIO) -> None:
    with ExitStack() as stack:
        table = _Table(stack, out, columns, geometry=True)
        for each in found:
            lon, lat = each["longitude"], each["latitude"]
            # little-endian WKB of a point
            table.add({**each, "geometry": struct.pack("<BIdd", 1, 1, lon, lat) if lon is not None and lat is not None else None})
