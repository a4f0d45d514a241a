"""From claims to incidents as readers see them, in one call: linked, with the voices behind them, on what their versions differ, and the status of each; and which of them a reader asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from counterclaim.incidents.incident import Incident, incident_of, publication_order
from counterclaim.incidents.link import Judgement, Linker
from counterclaim.incidents.sides import Sides
from counterclaim.incidents.statements import Statement, days_of
from counterclaim.incidents.view import View, view, view_dict
from counterclaim.incidents.voices import voices
from counterclaim.incidents.whereabouts import located
from counterclaim.reading.actors import fold
from counterclaim.reading.locate import Atlas

_URGENCY = ("contested", "discounted", "confirmed", "fair", "weak", "planned")


@dataclass(frozen=True, slots=True)
class Survey:
    """The incidents of many reports in order of their first statement, `documents` as the file contract writes them."""

    views: tuple[View, ...]
    documents: tuple[Mapping[str, Any], ...]


def survey(statements: Iterable[Statement], atlas: Atlas, judgements: Iterable[Judgement] = (), groups: Iterable[Mapping[str, Any]] | None = None) -> Survey:
    """Return the incidents that the statements of whole reports tell; of a report given twice the first reading counts.

    `groups` are incidents in the file contract's form, which are then taken as they put the claims together; a claim in none of them is an incident alone.
    """
    reports: dict[str, list[Statement]] = {}
    whose: dict[str, str] = {}
    for s in statements:
        if whose.setdefault(s.report.id, s.report.text) == s.report.text:
            told = reports.setdefault(s.report.id, [])
            if not any(other.claim == s.claim for other in told):
                told.append(s)
    placed = [s for told in reports.values() for s in located(told, atlas)]
    if groups is None:
        linker = Linker(judgements)
        linker.add(placed)
        incidents = linker.incidents()
    else:
        incidents = _grouped(placed, groups)
    everything = [s for incident in incidents for s in incident.statements]
    sides, spoken = Sides(everything), voices(list(dict.fromkeys(s.report for s in everything)))
    views = tuple(view(incident, sides, spoken) for incident in incidents)
    return Survey(views, tuple(view_dict(v, incident.part_of) for v, incident in zip(views, incidents, strict=True)))


def _grouped(statements: Sequence[Statement], groups: Iterable[Mapping[str, Any]]) -> list[Incident]:
    left = {(s.report.id, s.claim): s for s in statements}
    out = []
    for group in groups:
        told = [s for c in group["claims"] if (s := left.pop((c["report"], c["claim"]), None)) is not None]
        if told:
            out.append(replace(incident_of(told), id=str(group.get("id") or incident_of(told).id), part_of=group.get("part_of")))
    out += [incident_of([s]) for s in left.values()]
    return sorted(out, key=lambda incident: publication_order(incident.statements[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks for; None asks for nothing. `box` is west, south, east, north in degrees; `since` and `until` are days that the incident's time touches."""

    place: str | None = None
    actor: str | None = None
    type: str | None = None
    status: str | None = None
    since: date | None = None
    until: date | None = None
    box: tuple[float, float, float, float] | None = None
    reports: int = 1

    def holds(self, incident: Mapping[str, Any]) -> bool:
        """Whether an incident, as the file contract writes it, is asked for."""
        place = incident["place"] or {}
        if self.place and fold(self.place) not in fold(place.get("name") or ""):
            return False
        if self.actor and not any(fold(self.actor) in fold(name) for name in (*incident["actors"], *incident["recipients"])):
            return False
        if (self.type and incident["type"] != self.type) or (self.status and incident["status"] != self.status):
            return False
        if self.since or self.until:
            days = days_of(incident["time"])
            if days is None or (self.since and days[1] < self.since) or (self.until and days[0] > self.until):
                return False
        if self.box and not (place.get("lat") is not None and _inside(place["lat"], place["lon"], self.box)):
            return False
        return len({claim["report"] for claim in incident["claims"]}) >= self.reports


def _inside(lat: float, lon: float, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    # a box over the date line has its west east of its east
    return south <= lat <= north and (west <= lon <= east if west <= east else lon >= west or lon <= east)


def by_urgency(incidents: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the places of incidents with the contested first, and of those the ones told by most reports."""
    reports = [len({claim["report"] for claim in incident["claims"]}) for incident in incidents]
    return sorted(range(len(incidents)), key=lambda k: (reports[k] < 2, _URGENCY.index(incidents[k]["status"]), -reports[k], k))
