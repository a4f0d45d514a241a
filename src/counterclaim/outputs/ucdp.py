"""Deadly incidents in the 49 columns of UCDP's Georeferenced Event Dataset: events.csv; left_out.csv says which incidents are none.

Like UCDP's data and not UCDP's: its numbers of conflicts, dyads, sides and countries are left empty. `low`, `best` and `high` are the bounds over the claims and their independent origins (incidents/toll.py), `source_original`
who the articles quote as the origin, `number_of_sources` the independent origins, `id` and `relid` the incident's. The dead are `deaths_unknown` unless the victims are civilians: claims seldom say of which side.
"""

from __future__ import annotations

from datetime import date
from math import floor
from pathlib import Path
from typing import Any

from counterclaim.outputs.coding import LEFT_OUT, Party, country, parties, span_of
from counterclaim.outputs.data import Case, Data
from counterclaim.outputs.table_csv import write_table
from counterclaim.outputs.values import case_place, happened, number, origin_names, place_name, toll

COLUMNS = tuple((
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id "
    "side_b number_of_sources source_article source_office source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country "
    "country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob").split())


def write(data: Data, folder: Path) -> None:
    """Write the two files."""
    events, left_out = [], []
    for case in data.cases():
        reason = why_not(case)
        if reason:
            left_out.append({"incident": case.incident["id"], "reason": reason})
        else:
            events.append(event_row(case))
    for name, columns, rows in (("events.csv", COLUMNS, events), ("left_out.csv", LEFT_OUT, left_out)):
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            write_table(columns, rows, out)


def why_not(case: Case) -> str | None:
    """Return why an incident is no event of GED's, None where it is one."""
    if not happened(case.told):
        return "nobody says that it has happened"
    if not toll(case, "killed").best:
        return "no death is told with a figure"
    return None if span_of(case) else "no day, month or year is told"


def violence(does: list[Party], suffers: list[Party]) -> int | None:
    """Return UCDP's type: 1 state-based, 2 non-state, 3 one-sided; None where it is not known who fought."""
    if suffers and all(p.side == "civilian" for p in suffers):
        return 3
    sides = [p.side for p in (*does[:1], *suffers[:1])]
    if len(sides) == 2 and "state" in sides and None not in sides:
        return 1
    return 2 if sides == ["nonstate", "nonstate"] else None


def date_precision(first: date, last: date) -> int:
    """Return UCDP's date_prec: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 longer."""
    length = (last - first).days + 1
    return 1 if length == 1 else 2 if length <= 6 else 3 if length == 7 else 4 if length <= 31 else 5


def grid_cell(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell of a point: half a degree, counted from the south-west."""
    return min(floor((lat + 90) * 2), 359) * 720 + min(floor((lon + 180) * 2), 719) + 1


def event_row(case: Case) -> dict[str, Any]:
    """Return an event's row; None where it is not known."""
    told, place, days, dead = happened(case.told), case_place(case), span_of(case), toll(case, "killed")
    assert days is not None
    does, suffers = parties(case, "actors"), parties(case, "recipients")
    kind = violence(does, suffers)
    lat, lon = place.get("lat"), place.get("lon")
    side_b = "Civilians" if kind == 3 else suffers[0].name if suffers else None
    readings = list({t.reading["id"]: t.reading for t in told}.values())
    best = number(dead.best)
    return {
        "id": case.incident["id"], "relid": case.incident["id"], "year": days[0].year, "code_status": "Read by machine, not checked by UCDP", "type_of_violence": kind,
        "side_a": does[0].name if does else None, "side_b": side_b, "dyad_name": f"{does[0].name} - {side_b}" if does and side_b else None, "number_of_sources": len(origin_names(case)),
        "source_article": "; ".join(str(r.get("url") or r["id"]) for r in readings), "source_office": "; ".join(dict.fromkeys(str(r["outlet"]) for r in readings if r.get("outlet"))),
        "source_date": "; ".join(str(r["published"]) for r in readings if r.get("published")), "source_headline": "; ".join(str(r["title"]) for r in readings if r.get("title")),
        "source_original": "; ".join(origin_names(case)), "where_prec": place.get("precision"), "where_coordinates": place_name(place), "where_description": place.get("text"), "adm_1": place.get("admin1"),
        "latitude": lat, "longitude": lon, "geom_wkt": f"POINT ({lon} {lat})" if lat is not None else None, "priogrid_gid": grid_cell(lat, lon) if lat is not None and lon is not None else None,
        "country": country(place.get("country")).get("name"), "event_clarity": 1 if days[0] == days[1] else 2, "date_prec": date_precision(*days), "date_start": days[0], "date_end": days[1],
        "deaths_a": 0, "deaths_b": 0, "deaths_civilians": best if kind == 3 else 0, "deaths_unknown": 0 if kind == 3 else best, "best": best, "high": number(dead.high), "low": number(dead.low)}
