"""Conflict events by month, division and kind in the columns of HDX's humanitarian API (HAPI, conflict-events): what is claimed to have happened, not ACLED's counts.

P-codes are those of a gazetteer that has them (ids "pcode:..."); others are empty and the division's name stands alone. An incident without a country, a kind or a month is in no row. `fatalities` sums best estimates and is
empty where no incident of a row has a figure. The tagged form has a row of HXL tags below the header.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TextIO

from counterclaim.outputs.acled import disorder
from counterclaim.outputs.coding import country, span_of
from counterclaim.outputs.data import Data
from counterclaim.outputs.table_csv import write_table
from counterclaim.outputs.values import acled, case_place, happened, most, number, toll

TAGS = {
    "location_code": "#country+code", "location_name": "#country+name", "provider_admin1_name": "#adm1+name+provider", "provider_admin2_name": "#adm2+name+provider", "admin1_code": "#adm1+code", "admin1_name": "#adm1+name",
    "admin2_code": "#adm2+code", "admin2_name": "#adm2+name", "admin_level": "#geo+admin_level", "event_type": "#event+type", "events": "#event+num", "fatalities": "#affected+killed+num",
    "reference_period_start": "#date+start", "reference_period_end": "#date+end"}
"""The columns and the HXL tag of each."""
_CIVILIAN = "Violence against civilians"


def write(data: Data, out: TextIO) -> None:
    """Write the table."""
    write_table(tuple(TAGS), rows(data), out)


def write_tagged(data: Data, out: TextIO) -> None:
    """Write the table with HXL tags."""
    out.write(",".join(TAGS) + "\r\n")
    write_table(tuple(TAGS.values()), ({TAGS[k]: v for k, v in row.items()} for row in rows(data)), out)


def rows(data: Data) -> Iterator[dict[str, Any]]:
    """Yield the rows in order of country, division, kind and month."""
    found: dict[tuple[str, str, str, int, int], list[float | None]] = defaultdict(list)
    codes: dict[tuple[str, str], str] = {}
    for case in data.cases():
        told, place, days = happened(case.told), case_place(case), span_of(case)
        kinds = [c for t in told if (c := acled(t.claim)).get("event_type")]
        land = place.get("country") or ""
        if not (kinds and days and country(land)) or (days[0].year, days[0].month) != (days[1].year, days[1].month):
            continue
        kind = most([event_type(c["event_type"], c.get("sub_event_type") or "") for c in kinds])
        division = place.get("admin1") or ""
        code = str(place.get("admin1_code") or "")
        if code.startswith("pcode:"):
            codes[land, division] = code.removeprefix("pcode:")
        found[land, division, kind, days[0].year, days[0].month].append(toll(case, "killed").best)
    for (land, division, kind, year, month), dead in sorted(found.items()):
        known = [d for d in dead if d is not None]
        yield {
            "location_code": country(land)["iso3"], "location_name": country(land)["name"], "provider_admin1_name": division, "admin1_code": codes.get((land, division)), "admin1_name": division,
            "admin_level": 1 if division else 0, "event_type": kind, "events": len(dead), "fatalities": number(sum(known)) if known else None,
            "reference_period_start": f"{year:04}-{month:02}-01", "reference_period_end": f"{year:04}-{month:02}-{monthrange(year, month)[1]}"}


def event_type(event: str, sub_event: str) -> str:
    """Return HAPI's event type: civilian_targeting, demonstration, political_violence, or other for ACLED's strategic developments."""
    if event == _CIVILIAN:
        return "civilian_targeting"
    kind = disorder(event, sub_event)
    return "demonstration" if kind == "Demonstrations" else "political_violence" if kind.startswith("Political violence") else "other"
