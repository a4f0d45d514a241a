"""Incidents in ACLED's 31 columns: like ACLED's, not ACLED's, since nobody there coded them.

`events.csv` holds the incidents of a type that ACLED codes that somebody says happened on a known day (or in a month or year) and in a known country; `not_coded.csv`, keyed by event id, says of each what was left empty or derived and why, `left_out.csv` which
incidents are no events. Codes of actors are ACLED's numbers ("1" state forces to "8" external forces), which its API gives with inter_numeric.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from counterclaim.outputs.coding import acled_type, coded, countries, exports, interaction_code, joined, parties, regions, span, took_place
from counterclaim.outputs.data import Case, Data
from counterclaim.outputs.table_csv import write_table
from counterclaim.outputs.values import case_place, chain, origin_names, place_name, published, toll

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)
NOTES = ("event_id_cnty", "incident", "column", "note")
LEFT_OUT = ("incident", "type", "reason")
SHOWN = 3
"""Claims whose sentences stand in the notes."""


def event_id(case: Case) -> str:
    """Return an id of ACLED's form: a country and what tells its events apart."""
    return f"{countries()[case_place(case)['country']].iso3}-{case.incident['id']}"


def left_out(case: Case) -> str | None:
    """Return why an incident is no event of ACLED's, None where it is one."""
    event, _ = acled_type(case)
    if event is None:
        return f"ACLED codes no {case.incident['type'].replace('_', ' ')}"
    if not took_place(case):
        return "planned, doubted or denied: nobody says that it happened"
    if span(case) is None:
        return "no day, month or year is told"
    return None if case_place(case).get("country") in countries() else "the country is not known"


def event(case: Case) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the row of an incident that is not left out, and what there is to say of its columns."""
    place, days = case_place(case), span(case)
    notes: dict[str, str] = {}
    country = place["country"]
    known = countries()[country]
    kind, sub = acled_type(case)
    assert kind is not None and days is not None
    rules = exports()["acled_disorder"]
    row: dict[str, Any] = {"event_id_cnty": event_id(case), "event_type": kind, "sub_event_type": sub, "disorder_type": rules.get(sub) or rules[kind]}
    if sub is None:
        notes["sub_event_type"] = "not coded: the claims do not decide it"
    length = (days[1] - days[0]).days
    day = days[0] + timedelta(days=length // 2)
    row.update(event_date=day, year=day.year, time_precision=1 if length == 0 else 2 if length < 7 else 3)
    if length:
        notes["event_date"] = f"the middle of {days[0]} to {days[1]}; ACLED has a row for each day of fighting"
    row.update(_actors(case, country, notes))
    row.update(
        iso=known.number, region=regions().get(country), country=known.name, admin1=place.get("admin1"), location=place_name(place), latitude=place.get("lat"),
        longitude=place.get("lon"), geo_precision=place.get("geo_precision") or {1: 1, 2: 2, 3: 3, 4: 3, 5: 3}.get(place.get("precision") or 0))
    if place.get("lat") is None:
        notes["location"] = "not resolved to coordinates"
    row.update(source=joined([t.reading.get("outlet") for t in case.told]), notes=_words(case))
    dead = toll(case, "killed")
    row["fatalities"] = int(dead.best or dead.low or 0)
    if dead == (None, None, None):
        notes["fatalities"] = "no claim gives a number; ACLED writes 0"
    elif len({dead.low, dead.best, dead.high}) > 1:
        notes["fatalities"] = f"one figure of a set: low {dead.low}, best {dead.best}, high {dead.high}"
    last = published(case.told)[-1:]
    row["timestamp"] = int(datetime.fromisoformat(last[0]).replace(tzinfo=UTC).timestamp()) if last else None
    notes["timestamp"] = "publication of the latest report, not of this file"
    notes["admin2, admin3, source_scale, tags"] = "not coded"
    return row, notes


def _actors(case: Case, country: str | None, notes: dict[str, str]) -> dict[str, Any]:
    sides = parties(case)
    codes = []
    row: dict[str, Any] = {}
    for number, side in enumerate(sides, 1):
        code = interaction_code(side[0], country) if side else None
        row.update({f"actor{number}": side[0].name if side else None, f"assoc_actor_{number}": joined([c.name for c in side[1:]]), f"inter{number}": int(code) if code else None})
        codes.append(code)
        if not side:
            notes[f"actor{number}"] = "no claim names one"
        elif code is None:
            notes[f"inter{number}"] = "the kind of actor is not known"
    if codes[0] and (codes[1] or not sides[1]):
        row["interaction"] = int("".join(sorted([codes[0], codes[1]]))) if codes[1] else int(codes[0] + "0")
    targets = {interaction_code(coded(m), country) for t in case.told for m in t.claim["recipients"]}
    row["civilian_targeting"] = "Civilian targeting" if "7" in targets or acled_type(case)[0] == "Violence against civilians" else None
    return row


def _words(case: Case) -> str:
    """What the first claims say, each with who says so, as a coder would note it; the side file's incident leads to the rest."""
    told = []
    for t in case.told[:SHOWN]:
        says = " < ".join(v for v in (chain(t.claim), t.reading.get("outlet") or "") if v)
        told.append(f"[{says}{', ' if says and t.reading.get('published') else ''}{t.reading.get('published') or ''}] {t.claim['evidence']['text']}")
    rest = len(case.told) - SHOWN
    return " | ".join([*told, *([f"and {rest} more"] if rest > 0 else []), f"origins: {joined(origin_names(case)) or 'none named'}"])


def write(data: Data, folder: Path) -> None:
    """Write the three files."""
    events: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for case in data.cases():
        incident = case.incident
        why = left_out(case)
        if why:
            others.append({"incident": incident["id"], "type": incident["type"], "reason": why})
            continue
        row, said = event(case)
        events.append(row)
        notes += [{"event_id_cnty": row["event_id_cnty"], "incident": incident["id"], "column": column, "note": note} for column, note in _sorted(said)]
    for name, columns, found in (("events.csv", COLUMNS, events), ("not_coded.csv", NOTES, notes), ("left_out.csv", LEFT_OUT, others)):
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            write_table(columns, found, out)


def _sorted(notes: dict[str, str]) -> Iterator[tuple[str, str]]:
    order = {name: number for number, name in enumerate(COLUMNS)}
    yield from sorted(notes.items(), key=lambda item: order.get(item[0], len(order)))
