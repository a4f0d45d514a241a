"""Readings and incidents to formats: one module each. Here alone a format is registered."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple

from counterclaim.errors import ExportError
from counterclaim.outputs.data import Data


class Format(NamedTuple):
    """A format: what it is; `target` is "text" (one file of text), "binary" (one file) or "folder"; `writer` is module and function, called with the data and the open file or the folder.

    `incidents` says that it writes incidents, so that there must be some; `extra` is the extra of the package that brings what its module imports beyond the core.
    """

    label: str
    target: str
    suffix: str
    writer: str
    incidents: bool = False
    extra: str | None = None


FORMATS: dict[str, Format] = {
    "claims": Format("the file contract's claims: JSON Lines, a report a line", "text", ".jsonl", "claims.write_claims"),
    "csv": Format("a claim a row, for spreadsheets and statistics", "text", ".csv", "table_csv.write_claims"),
    "incidents": Format("the file contract's incidents: JSON Lines, an incident a line", "text", ".jsonl", "claims.write_incidents", incidents=True),
    "incidents-csv": Format("an incident a row, for spreadsheets and statistics", "text", ".csv", "table_csv.write_incidents", incidents=True),
    "geojson": Format("GeoJSON, an incident a feature; the geometry is null where the place is not resolved", "text", ".geojson", "geojson.write_incidents", incidents=True),
    "claims-geojson": Format("GeoJSON, a claim a feature", "text", ".geojson", "geojson.write_claims"),
    "kml": Format("KML with time spans, an incident a placemark", "text", ".kml", "kml.write_incidents", incidents=True),
    "claims-kml": Format("KML with time spans, a claim a placemark", "text", ".kml", "kml.write_claims"),
    "acled": Format("events in ACLED's 31 columns, and beside them what ACLED's coders would know and the claims do not say", "folder", "", "acled.write", incidents=True),
    "ucdp": Format("deadly events in the columns of UCDP's GED, and beside them the incidents that are none", "folder", "", "ucdp.write", incidents=True),
    "plover": Format("PLOVER events, a claim each: JSON Lines", "text", ".jsonl", "plover.write"),
    "hdx": Format("events by month, division and kind in the columns of the HDX humanitarian API", "text", ".csv", "hdx.write", incidents=True),
    "hdx-hxl": Format("the same with a row of HXL tags", "text", ".csv", "hdx.write_tagged", incidents=True),
    "parquet": Format("typed tables: claims, mentions, attribution, quantities, incidents, and which claims they hold", "folder", "", "parquet.write", incidents=True, extra="parquet"),
    "geoparquet": Format("GeoParquet, an incident a row", "binary", ".parquet", "parquet.write_geo_incidents", incidents=True, extra="parquet"),
    "claims-geoparquet": Format("GeoParquet, a claim a row", "binary", ".parquet", "parquet.write_geo_claims", extra="parquet"),
    "prov": Format("who derived what from whose words: W3C PROV-O as JSON-LD", "text", ".jsonld", "prov.write", incidents=True),
    "schema.org": Format("schema.org Claim with its appearance and its source: JSON-LD", "text", ".jsonld", "schemaorg.write"),
    "ftm": Format("FollowTheMoney entities, events, parties and articles: JSON Lines", "text", ".ftm.json", "ftm.write"),
    "brat": Format("brat standoff, a text and an annotation file a report", "folder", "", "brat.write"),
}


def write(data: Data, name: str, out: Any) -> None:
    """Write data in a format to an open file, or into a folder that there is, as the format's target says; ExportError where it needs a package that is not there."""
    form = FORMATS[name]
    module, function = form.writer.split(".")
    try:
        writer = getattr(importlib.import_module(f"counterclaim.outputs.{module}"), function)
        writer(data, out)
    except ModuleNotFoundError as error:
        if form.extra is None:
            raise
        raise ExportError(f"format {name} needs the package {error.name}; install it with: pip install 'counterclaim[{form.extra}]'") from error
