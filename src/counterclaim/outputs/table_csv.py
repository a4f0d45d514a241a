"""A claim a row, for spreadsheets. Lists are joined by "; ", a chain by " < " from the innermost source outwards."""

from __future__ import annotations

import csv
import io

from counterclaim.contract import number
from counterclaim.records import Attribution, Quantity, Reading

COLUMNS = (
    "report", "outlet", "published", "claim", "type", "factuality", "trigger", "actors", "recipients", "places", "time", "time_precision", "quantities", "attribution", "stance",
    "plover", "plover_mode", "cameo", "acled_event_type", "acled_sub_event_type", "framing", "same_as", "begin", "end", "sentence",
    "where", "where_basis", "country", "admin1", "latitude", "longitude", "radius_km", "where_prec", "geo_precision", "geonames",
)
HEADER = ",".join(COLUMNS) + "\r\n"


def safe(value: str) -> str:
    """Keep a spreadsheet from running a cell as a formula: text of a report is hostile data."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def count(quantity: Quantity) -> str:
    """Return a quantity as "killed 20-25", with an open end left open."""
    low, best, high = (number(v) for v in (quantity.low, quantity.best, quantity.high))
    if low == high or (low is None and high is None):
        shown = str(best if best is not None else low)
    elif high is None:
        shown = f"{low}+"
    else:
        shown = f"{'' if low is None else low}-{high}" if low is not None else f"up to {high}"
    return f"{quantity.kind} {shown}"


def chain(links: tuple[Attribution, ...]) -> str:
    """Return a chain as "military source < RIA Novosti"; a source that is not named is "(unnamed)"."""
    return " < ".join(link.source.name if link.source else "(unnamed)" for link in links)


def write_rows(reading: Reading) -> str:
    """Return the claims of a reading as CSV rows."""
    report = reading.report
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for c in reading.claims:
        codes = c.codes
        row = [
            report.id, report.outlet or "", report.published.isoformat() if report.published else "", c.id, c.type, c.factuality, c.trigger.text,
            "; ".join(m.name for m in c.actors), "; ".join(m.name for m in c.recipients), "; ".join(p.name for p in c.places),
            (c.time.value or "") if c.time else "", (c.time.precision or "") if c.time else "", "; ".join(count(q) for q in c.quantities), chain(c.attribution),
            " < ".join(link.stance for link in c.attribution), (codes.plover_type or "") if codes else "", (codes.plover_mode or "") if codes else "",
            (codes.cameo or "") if codes else "", (codes.acled_event or "") if codes else "", (codes.acled_sub_event or "") if codes else "",
            "; ".join(f.text for f in c.framing), c.same_as or "", str(c.trigger.begin), str(c.trigger.end), c.evidence.text,
        ]
        at = c.where
        where = [at.listed or at.name, at.basis or "", at.country or "", at.admin1 or ""] if at else [""] * 4
        # numbers need no guard, which a minus sign would call
        numbers = [at.lat, at.lon, at.radius_km, at.precision, at.geo_precision, at.geonames] if at else [None] * 6
        writer.writerow([*(safe(cell) for cell in (*row, *where)), *("" if value is None else str(number(value)) for value in numbers)])
    return out.getvalue()
