"""Incidents or claims as a GeoJSON FeatureCollection (RFC 7946): WGS 84, a null geometry where the place is not resolved, the columns of tables.py as properties."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TextIO

from counterclaim.outputs.data import Data
from counterclaim.outputs.tables import Value, rows


def feature(row: dict[str, Value], key: str) -> dict[str, Any]:
    """Return a row as a feature. `radius_km` belongs to the point: the event lies within it."""
    lon, lat = row["longitude"], row["latitude"]
    properties = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items() if name not in ("longitude", "latitude")}
    identity = f"{row['report']}/{row[key]}" if key == "claim" else row[key]
    return {"type": "Feature", "id": identity, "geometry": {"type": "Point", "coordinates": [lon, lat]} if lon is not None and lat is not None else None, "properties": properties}


def write_incidents(data: Data, out: TextIO) -> None:
    """Write a feature an incident."""
    _write(rows(data, incidents=True), "incident", out)


def write_claims(data: Data, out: TextIO) -> None:
    """Write a feature a claim."""
    _write(rows(data, incidents=False), "claim", out)


def _write(found: Iterable[dict[str, Value]], key: str, out: TextIO) -> None:
    out.write('{"type": "FeatureCollection", "features": [')
    for number, row in enumerate(found):
        out.write((",\n" if number else "\n") + json.dumps(feature(row, key), ensure_ascii=False))
    out.write("\n]}\n")
