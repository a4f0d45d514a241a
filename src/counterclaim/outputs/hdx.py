"""Conflict events in the columns of the HDX humanitarian API: numbers of incidents and of dead by month, division and kind, with P-codes where the gazetteer has them.

As in HDX's own tables an attack on civilians counts as civilian_targeting and as political_violence, and demonstrations have no dead. `warning` says where a figure stands on less than it seems.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple, TextIO

from counterclaim.outputs.acled import event, left_out
from counterclaim.outputs.coding import countries, exports, pcode, span
from counterclaim.outputs.data import Data
from counterclaim.outputs.table_csv import write_table
from counterclaim.outputs.values import case_place, toll


class Cell(NamedTuple):
    """What a row counts: a kind of event in a division (of level 2, 1 or 0) of a country in a month."""

    country: str
    admin1: str
    admin1_code: str
    admin2_code: str
    kind: str
    month: date


def kinds(row: dict[str, Any]) -> list[str]:
    """Return HDX's kinds of an event by its ACLED columns; none for a strategic development."""
    disorder = row["disorder_type"]
    found = ["demonstration"] if "Demonstrations" in disorder else []
    found += ["political_violence"] if "Political violence" in disorder else []
    return [*found, *(["civilian_targeting"] if row["civilian_targeting"] and "political_violence" in found else [])]


def rows(data: Data) -> list[dict[str, Any]]:
    """Return the rows in order; an incident that acled.py leaves out is in none."""
    counts: dict[Cell, list[float | int]] = {}
    for case in data.cases():
        if left_out(case):
            continue
        days, place = span(case), case_place(case)
        assert days is not None
        country = countries()[place["country"]]
        row, _ = event(case)
        dead = toll(case, "killed")
        for kind in kinds(row):
            key = Cell(country.iso3, place.get("admin1") or "", pcode(place, 1) or "", pcode(place, 2) or "", kind, days[0].replace(day=1))
            total = counts.setdefault(key, [0, 0, 0, 0])
            for i, value in enumerate((1, row["fatalities"], dead == (None, None, None), days[1] > days[0].replace(day=monthrange(days[0].year, days[0].month)[1]))):
                total[i] += value
    return [_row(cell, *map(int, counts[cell])) for cell in sorted(counts)]


def _row(cell: Cell, events: int, dead: int, untold: int, over: int) -> dict[str, Any]:
    warnings = [*([f"{untold} of {events} events with no number of dead told"] if untold and cell.kind != "demonstration" else []), *([f"{over} of {events} events go on after the month"] if over else [])]
    return {
        "location_code": cell.country, "provider_admin1_name": cell.admin1 or None, "admin1_code": cell.admin1_code or None, "admin1_name": cell.admin1 if cell.admin1_code else None,
        "admin2_code": cell.admin2_code or None, "admin_level": 2 if cell.admin2_code else 1 if cell.admin1 or cell.admin1_code else 0, "event_type": cell.kind, "events": events,
        "fatalities": None if cell.kind == "demonstration" else dead, "reference_period_start": cell.month, "reference_period_end": cell.month.replace(day=monthrange(cell.month.year, cell.month.month)[1]),
        "warning": "; ".join(warnings) or None,
    }


def write(data: Data, out: TextIO) -> None:
    """Write the table."""
    write_table(list(exports()["hdx"]), rows(data), out)


def write_tagged(data: Data, out: TextIO) -> None:
    """Write the table with a row of HXL tags under the header."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(exports()["hdx"])
    columns = list(exports()["hdx"].values())
    write_table(columns, ({exports()["hdx"][name]: value for name, value in row.items()} for row in rows(data)), out)
