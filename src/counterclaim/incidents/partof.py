"""Which incident is part of which: a day's battle of an offensive, a bombing of a wave. Parts are never merged into their whole."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim import vocab
from counterclaim.incidents.incident import Incident
from counterclaim.incidents.statements import Site

_WHOLE: dict[str, list[str]] = vocab.load("linking")["whole"]
_PARTS = {whole: frozenset(names) for whole, names in _WHOLE.items()}
LONGER, WIDER = 3, 1.5
"""How many times longer, and wider, the whole is than its part."""


def parts(incidents: Sequence[Incident]) -> dict[str, str]:
    """Return of each incident that is part of another the id of that: the shortest of those whose days and place hold its own, that is of a type that can hold it, with an actor in common."""
    wholes: dict[int, list[tuple[int, Incident]]] = {}
    for incident in incidents:
        days = incident.days
        if incident.type in _WHOLE and days:
            length = (days[1] - days[0]).days + 1
            for block in range(days[0].toordinal() // 30, min(days[1].toordinal() // 30, days[0].toordinal() // 30 + 24) + 1):
                wholes.setdefault(block, []).append((length, incident))
    out: dict[str, str] = {}
    for incident in incidents:
        days = incident.days
        if not days:
            continue
        length = (days[1] - days[0]).days + 1
        holding = [(long, whole.id) for long, whole in wholes.get(days[0].toordinal() // 30, ())
                   if long >= LONGER * length and whole.id != incident.id and incident.type in _PARTS[whole.type] and whole.days and whole.days[0] <= days[0] and days[1] <= whole.days[1]
                   and _lies_in(incident.place, whole.place) and _parties(incident) & _parties(whole)]
        if holding:
            out[incident.id] = min(holding)[1]
    return out


def _parties(incident: Incident) -> set[str]:
    return {key for s in incident.statements for p in (*s.actors, *s.recipients) if p.known for key in (p.key, *p.within)}


def _lies_in(inner: Site | None, outer: Site | None) -> bool:
    if inner is None or outer is None or inner.lat is None or inner.lon is None or outer.lat is None or outer.lon is None:
        return False
    from counterclaim.reading.relations import kilometres

    narrow, wide = inner.radius_km or 5.0, outer.radius_km or 5.0
    return wide >= WIDER * narrow and kilometres(inner.lat, inner.lon, outer.lat, outer.lon) <= wide
