"""Incidents in ACLED's 31 columns: events.csv. The data are like ACLED's and not ACLED's: not_coded.csv says by event which columns its coders would fill and the claims do not, left_out.csv which incidents are no events.

An event is an incident that somebody says happened and that has a type of ACLED's, a day and a country; ACLED would split one of several days. Actors carry no direction. `inter1`, `inter2` and `interaction` are
codes (1 state forces, 2 rebel group, 3 political militia, 4 identity militia, 5 rioters, 6 protesters, 7 civilians, 8 external forces), `fatalities` the best estimate, 0 where no figure is told, as in ACLED.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from counterclaim.outputs.coding import LEFT_OUT, Party, country, parties, span_of
from counterclaim.outputs.data import Case, Data
from counterclaim.outputs.table_csv import write_table
from counterclaim.outputs.values import acled, case_place, chain, happened, most, place_name, toll

COLUMNS = tuple((
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country "
    "admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities tags timestamp").split())
NOT_CODED = ("event_id_cnty", "column", "reason")
_NEVER = {
    "region": "ACLED's regions are not coded", "admin2": "second-order divisions are not known", "admin3": "third-order divisions are not known", "source_scale": "ACLED's rating of outlets is not coded",
    "tags": "ACLED's tags are not coded", "timestamp": "nothing was uploaded to ACLED"}
_VIOLENT = ("Battles", "Explosions/Remote violence", "Violence against civilians")


def disorder(event: str, sub_event: str) -> str:
    """Return ACLED's disorder type of an event type."""
    if event in _VIOLENT or sub_event == "Mob violence":
        return "Political violence"
    if sub_event == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    return "Demonstrations" if event in ("Protests", "Riots") else event


def write(data: Data, folder: Path) -> None:
    """Write the three files."""
    events, missing, left_out = [], [], []
    for case in data.cases():
        reason = why_not(case)
        if reason:
            left_out.append({"incident": case.incident["id"], "reason": reason})
            continue
        row = event_row(case)
        events.append(row)
        missing += [{"event_id_cnty": row["event_id_cnty"], "column": name, "reason": _NEVER.get(name) or _reason(name)} for name in COLUMNS if row.get(name) is None]
        if toll(case, "killed").best is None:
            missing.append({"event_id_cnty": row["event_id_cnty"], "column": "fatalities", "reason": "no report gives a figure: 0, as ACLED writes it"})
    for name, columns, rows in (("events.csv", COLUMNS, events), ("not_coded.csv", NOT_CODED, missing), ("left_out.csv", LEFT_OUT, left_out)):
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            write_table(columns, rows, out)


def why_not(case: Case) -> str | None:
    """Return why an incident is no event, None where it is one."""
    told = happened(case.told)
    if not told:
        return "nobody says that it has happened"
    if not any(acled(t.claim).get("event_type") for t in told):
        return f"ACLED has no event type for {case.incident['type']}"
    if span_of(case) is None:
        return "no day, month or year is told"
    return None if country(case_place(case).get("country")) else "the country is not known"


def event_row(case: Case) -> dict[str, Any]:
    """Return an event's row; None where it is not coded."""
    told, place, days = happened(case.told), case_place(case), span_of(case)
    assert days is not None
    land: Mapping[str, Any] = country(place.get("country"))
    codes = most([(acled(t.claim)["event_type"], acled(t.claim).get("sub_event_type") or "") for t in told if acled(t.claim).get("event_type")])
    does, suffers = parties(case, "actors"), parties(case, "recipients")
    if not does:
        does, suffers = suffers, []
    inter1, inter2 = _inter(does, place), _inter(suffers, place)
    length = (days[1] - days[0]).days
    return {
        "event_id_cnty": f"{land['iso3']}-{case.incident['id']}", "event_date": days[0], "year": days[0].year, "time_precision": 1 if length == 0 else 2 if length < 7 else 3,
        "disorder_type": disorder(*codes), "event_type": codes[0], "sub_event_type": codes[1] or None,
        "actor1": does[0].name if does else None, "assoc_actor_1": "; ".join(p.name for p in does[1:]), "inter1": inter1,
        "actor2": suffers[0].name if suffers else "", "assoc_actor_2": "; ".join(p.name for p in suffers[1:]), "inter2": inter2 if suffers else 0,
        "interaction": int("".join(sorted(str(i) for i in (inter1, inter2)))) if inter1 and inter2 else inter1 * 10 if inter1 and not suffers else None,
        "civilian_targeting": "Civilian targeting" if inter2 == 7 and disorder(*codes) != "Strategic developments" else "",
        "iso": land["isonumeric"], "country": land["name"], "admin1": place.get("admin1"), "location": place_name(place), "latitude": place.get("lat"), "longitude": place.get("lon"),
        "geo_precision": place.get("geo_precision"), "source": "; ".join(dict.fromkeys(str(t.reading["outlet"]) for t in told if t.reading.get("outlet"))) or None,
        "notes": " ".join(f"{t.reading.get('outlet') or t.reading['id']}{f', according to {chain(t.claim)}' if t.claim['attribution'] else ''}: \"{t.claim['evidence']['text']}\"" for t in told),
        "fatalities": int(toll(case, "killed").best or 0)}


def _inter(side: list[Party], place: Mapping[str, Any]) -> int | None:
    code = side[0].acled if side else None
    # state forces count as such on their own ground, and as external forces abroad
    return None if code is None else 8 if code == "1" and side[0].country and side[0].country != place.get("country") else int(code)


def _reason(name: str) -> str:
    return "the kind of actor is not known" if name in ("inter1", "inter2", "interaction") else "no claim says it"
