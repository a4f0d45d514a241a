"""Incidents or claims as KML 2.2: placemarks with the days that they cover, for Google Earth and its like.

Programs show a description as HTML, so a report's words are escaped in it once more than XML asks; the balloon shows nothing else.
"""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from counterclaim.outputs.data import Data
from counterclaim.outputs.tables import Value, rows

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>{name}</name>
<Style id="plain"><BalloonStyle><text>$[description]</text></BalloonStyle></Style>
"""


def xml_text(value: str) -> str:
    """Return text for XML: escaped, and without the characters that XML has no place for."""
    return escape(_ILLEGAL.sub("\ufffd", value))


def placemark(row: dict[str, Value], incident: bool) -> str:
    """Return a row as a placemark; one of no known place has no point."""
    title = " ".join(str(v) for v in (str(row["type"]).replace("_", " "), row["where"] and f"({row['where']})") if v)
    told = [(name, str(row[name])) for name in (("status", "contested", "origin_names") if incident else ("sentence", "attribution", "outlet", "published")) if row[name] is not None]
    description = "<br>".join(f"{name.replace('_', ' ')}: {html.escape(value)}" for name, value in told)
    begin, end = row["date_start"], row["date_end"]
    span = f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>" if begin and end else ""
    cells = "".join(f"<Data name={quoteattr(name)}><value>{xml_text(v.isoformat() if isinstance(v, date) else str(v))}</value></Data>" for name, v in row.items() if v is not None)
    point = f"<Point><coordinates>{row['longitude']},{row['latitude']}</coordinates></Point>" if row["longitude"] is not None else ""
    return f"<Placemark><name>{xml_text(title)}</name><description>{xml_text(description)}</description>{span}<styleUrl>#plain</styleUrl><ExtendedData>{cells}</ExtendedData>{point}</Placemark>\n"


def _write(data: Data, out: TextIO, incidents: bool) -> None:
    """Write the document, a placemark a line."""
    out.write(_HEAD.format(name="Incidents" if incidents else "Claims"))
    for row in rows(data, incidents):
        out.write(placemark(row, incidents))
    out.write("</Document>\n</kml>\n")


def write_incidents(data: Data, out: TextIO) -> None:
    """Write an incident a placemark."""
    _write(data, out, incidents=True)


def write_claims(data: Data, out: TextIO) -> None:
    """Write a claim a placemark."""
    _write(data, out, incidents=False)
