"""Deadly incidents in the columns of UCDP's Georeferenced Event Dataset: like UCDP's, not UCDP's. Conflicts and dyads, which UCDP numbers, stay empty.

`events.csv` holds the incidents that somebody says happened, on a known day (or in a month or year), with a death told and sides of known kinds; `left_out.csv` the others with the reason. `id` is a number made of the incident's id, which `relid` holds.
"""

from __future__ import annotations

import hashlib
from math import floor
from pathlib import Path
from typing import Any

from counterclaim.outputs.acled import LEFT_OUT
from counterclaim.outputs.coding import Coded, countries, exports, joined, parties, regions, span, took_place
from counterclaim.outputs.data import Case, Data
from counterclaim.outputs.table_csv import write_table
from counterclaim.outputs.values import case_place, origin_names, place_name, toll

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)


def side_kind(actor: Coded) -> str | None:
    """Return state, armed or civilian by the actor's sector, None where it is not known."""
    rules = exports()
    return next((kind for kind in ("state", "armed", "civilian") if actor.sector in rules[f"{kind}_sectors"]), None)


def type_of_violence(case: Case) -> int | None:
    """Return 1 where a state is one side of two armed ones, 2 where none is, 3 against civilians; None where the kinds of the sides do not tell."""
    actors, recipients = parties(case)
    a, b = (next((k for c in side if (k := side_kind(c))), None) for side in (actors, recipients))
    if a in ("state", "armed") and b == "civilian":
        return 3
    if a in ("state", "armed") and b in ("state", "armed"):
        return 1 if "state" in (a, b) else 2
    return None


def priogrid(lat: float, lon: float) -> int:
    """Return the number of the half-degree cell of PRIO-GRID."""
    return min(359, floor((lat + 90) * 2)) * 720 + min(719, floor((lon + 180) * 2)) + 1


def date_precision(length: int) -> int:
    """Return UCDP's date_prec of a span of so many days beyond the first."""
    return next((prec for most, prec in ((0, 1), (5, 2), (6, 3), (30, 4)) if length <= most), 5)


def left_out(case: Case) -> str | None:
    """Return why an incident is no event of UCDP's, None where it is one."""
    if not took_place(case):
        return "planned, doubted or denied: nobody says that it happened"
    dead = toll(case, "killed")
    if not (dead.high or dead.best):
        return "no death is told"
    if span(case) is None:
        return "no day, month or year is told"
    return None if type_of_violence(case) else "the kinds of the two sides are not known"


def event(case: Case) -> dict[str, Any]:
    """Return an incident's row."""
    place, found = case_place(case), span(case)
    actors, recipients = parties(case)
    kind = type_of_violence(case)
    dead = toll(case, "killed")
    best = int(dead.best if dead.best is not None else dead.low or 0)
    country = place.get("country") or ""
    region = exports()["ucdp_region_of"].get(country) or next((r for r, of in exports()["ucdp_regions"].items() if regions().get(country) in of), None)
    side_a, side_b = actors[0].name, recipients[0].name if kind != 3 else "Civilians"
    lat, lon = place.get("lat"), place.get("lon")
    reports = list({t.reading["id"]: t.reading for t in case.told}.values())
    row: dict[str, Any] = {
        "id": int(hashlib.sha256(case.incident["id"].encode()).hexdigest()[:12], 16), "relid": case.incident["id"], "code_status": "not coded by UCDP", "type_of_violence": kind,
        "dyad_name": f"{side_a} - {side_b}", "side_a": side_a, "side_b": side_b, "number_of_sources": len(origin_names(case)),
        "source_article": "; ".join(", ".join(v for v in (r.get("outlet"), r.get("published"), r.get("title")) if v) for r in reports), "source_office": joined([r.get("outlet") for r in reports]),
        "source_date": joined([r.get("published") for r in reports]), "source_headline": joined([r.get("title") for r in reports]), "source_original": joined(origin_names(case)),
        "where_prec": place.get("precision"), "where_coordinates": place_name(place), "where_description": place.get("name"), "adm_1": place.get("admin1"), "latitude": lat, "longitude": lon,
        "country": countries()[country].name if country in countries() else None, "region": region, "event_clarity": 1,
        # whose dead they are is told of some claims only; a figure of all is all that holds for the incident
        "deaths_a": 0, "deaths_b": 0, "deaths_civilians": best if kind == 3 else 0, "deaths_unknown": 0 if kind == 3 else best,
        "best": best, "high": int(dead.high or best), "low": int(dead.low or 0),
    }
    if lat is not None and lon is not None:
        row.update(geom_wkt=f"POINT ({lon} {lat})", priogrid_gid=priogrid(lat, lon))
    if found:
        row.update(year=found[0].year, date_prec=date_precision((found[1] - found[0]).days), date_start=found[0], date_end=found[1])
    return row


def write(data: Data, folder: Path) -> None:
    """Write both files."""
    events: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for case in data.cases():
        why = left_out(case)
        if why:
            others.append({"incident": case.incident["id"], "type": case.incident["type"], "reason": why})
        else:
            events.append(event(case))
    for name, columns, found in (("events.csv", COLUMNS, events), ("left_out.csv", LEFT_OUT, others)):
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            write_table(columns, found, out)
