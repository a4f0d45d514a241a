"""One incident as a reader sees it: its statements with their origins, the versions of each attribute, how they stand to each other, how far it is established."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterclaim.incidents.parties import placed, side
from counterclaim.incidents.relations import Relation, Told, Version, relate, relation_dict, versions
from counterclaim.incidents.statements import Party, Site, Statement
from counterclaim.incidents.status import Stances, Status, status
from counterclaim.incidents.toll import Estimate, toll
from counterclaim.incidents.voices import Origin, Voice, circles, origins, voices


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An incident and all that is derived from its statements; `id` and `statements` are the incident's, the parties placed on their sides."""

    id: str
    statements: tuple[Statement, ...]
    origins: Mapping[tuple[str, str], Origin]
    versions: Mapping[str, tuple[Version, ...]]
    relations: tuple[Relation, ...]
    status: Status
    circles: tuple[tuple[Party, ...], ...]

    def origin(self, s: Statement) -> Origin:
        return self.origins[s.report.id, s.claim]

    def toll(self, kind: str = "killed") -> Estimate | None:
        """Return UCDP's low, best and high figure of one kind of toll."""
        return toll(self.versions.get(kind, ()), self.relations, _parties(self.statements))

    @property
    def place(self) -> Site | None:
        """The place that most reports give, of those the most precise."""
        counted: dict[str, list[Site]] = {}
        for s in self.statements:
            for site in ([s.where] if s.where else s.sites[:1]):
                counted.setdefault(site.name, []).append(site)
        return max(counted.values(), key=lambda sites: (len(sites), -(sites[0].precision or 7)))[0] if counted else None

    @property
    def time(self) -> str | None:
        """The time that most accounts give, as the file contract writes it."""
        found = self.versions.get("time", ())
        best = max(found, key=lambda v: (len(v.accounts), v.accounts[0].value.depth), default=None)
        return best.accounts[0].statement.when if best else None

    @property
    def type(self) -> str:
        """The type of most statements, the earliest of those."""
        types = [s.type for s in self.statements]
        return max(dict.fromkeys(types), key=types.count)


def view(incident: Told, sides: Stances | None = None, of: Mapping[str, Voice] | None = None) -> View:
    """Return the view of an incident. `of` are the voices of all reports where they are known already; otherwise those of the incident's own reports are found, which is enough for its origins."""
    statements = placed(incident.statements)
    spoken = of or voices([s.report for s in statements])
    by = origins(statements, spoken)
    told = _Told(incident.id, statements)
    by_attribute = versions(told, by)
    found = relate(by_attribute, _parties(statements))
    return View(
        id=incident.id, statements=statements, origins=by, versions=by_attribute, relations=tuple(found), status=status(told, found, by, sides), circles=tuple(circles(statements)))


def _parties(statements: Sequence[Statement]) -> set[str]:
    return {side(p) for s in statements for p in (*s.actors, *s.recipients)}


@dataclass(frozen=True, slots=True)
class _Told:
    id: str
    statements: tuple[Statement, ...]


def view_dict(v: View, part_of: str | None = None) -> dict[str, Any]:
    """Return an incident as the file contract writes it, with the reasons of its status, UCDP's figures of its dead, and circular citations beside."""
    by: dict[str, tuple[Origin, dict[str, None]]] = {}
    for s in v.statements:
        origin = v.origin(s)
        if origin.counts:
            by.setdefault(origin.key, (origin, {}))[1][s.report.id] = None
    place, dead = v.place, v.toll()
    return {
        "id": v.id, "claims": [{"report": s.report.id, "claim": s.claim} for s in v.statements], "type": v.type,
        "place": {"name": place.name, "lat": place.lat, "lon": place.lon, "precision": place.precision, "country": place.country, "geonames": place.geonames} if place else None,
        "time": v.time, "actors": _names(p for s in v.statements for p in s.actors), "recipients": _names(p for s in v.statements for p in s.recipients), "status": v.status.grade, "reasons": list(v.status.reasons), "relations": [relation_dict(r) for r in v.relations],
        "origins": [{"name": o.name, "side": o.side, "kind": o.kind, "reports": list(reports)} for o, reports in by.values()],
        "killed": {"low": dead.low, "best": dead.best, "high": dead.high} if dead else None,
        "circular": [[p.name for p in circle] for circle in v.circles], "part_of": part_of}


def _names(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(p.name for p in parties))
