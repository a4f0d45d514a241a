"""Incidents or claims as a GeoJSON FeatureCollection (RFC 7946): WGS 84, a null geometry where the place is not resolved, the columns of tables.py as properties."""

from __future__ import annotations

import json
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


def _write(data: Data, out: TextIO, incidents: bool) -> None:
    """Write the collection, a feature a line."""
    out.write('{"type": "FeatureCollection", "features": [')
    for number, row in enumerate(rows(data, incidents)):
        out.write((",\n" if number else "\n") + json.dumps(feature(row, "incident" if incidents else "claim"), ensure_ascii=False))
    out.write("\n]}\n")


def write_incidents(data: Data, out: TextIO) -> None:
    """Write an incident a feature."""
    _write(data, out, incidents=True)


def write_claims(data: Data, out: TextIO) -> None:
    """Write a claim a feature."""
    _write(data, out, incidents=False)
