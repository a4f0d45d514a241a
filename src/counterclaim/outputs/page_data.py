"""What the report page shows, as one JSON document: reports with their claims, incidents with their versions, who holds what on each day according to whom, actors, words, and what was left unresolved.

Lists refer to each other by position. Offsets are in UTF-16 code units, as browsers count. Days are ISO dates, null where unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from counterclaim import __version__, vocab
from counterclaim.incidents.cast import Actor, cast
from counterclaim.incidents.control import Control, State
from counterclaim.incidents.framing import usages
from counterclaim.incidents.relations import Version
from counterclaim.incidents.sides import Sides
from counterclaim.incidents.statements import Statement
from counterclaim.incidents.survey import Survey, by_urgency
from counterclaim.incidents.view import View
from counterclaim.incidents.voices import Origin
from counterclaim.reading.actors import load_actors

_ROLES = (("actors", "actor"), ("recipients", "recipient"), ("places", "place"), ("quantities", "quantity"))
Numbers = Mapping[tuple[str, str], int]
"""The position of a claim in the page's list by the ids of its report and its own."""


def page_data(readings: Sequence[Mapping[str, Any]], found: Survey, title: str | None = None) -> dict[str, Any]:
    """Return the page's document for readings in the contract's form and the incidents found in them; of a report read twice the first reading counts."""
    reports = list({r["id"]: r for r in reversed(readings)}.values())[::-1]
    order = by_urgency(found.documents)
    views = [found.views[k] for k in order]
    statements = sorted((s for v in views for s in v.statements), key=lambda s: (s.report.published or date.max, s.report.id, s.begin, s.claim))
    numbers = {(s.report.id, s.claim): n for n, s in enumerate(statements)}
    sides = Sides(statements)
    origins = list({o.key: o for v in views for s in v.statements if (o := v.origin(s))}.values())
    origin_of = {(s.report.id, s.claim): v.origin(s) for v in views for s in v.statements}
    incident_of = {(s.report.id, s.claim): n for n, v in enumerate(views) for s in v.statements}
    at = {o.key: n for n, o in enumerate(origins)}
    raw = {(r["id"], c["id"]): c for r in reports for c in r["claims"]}
    place_of = {r["id"]: n for n, r in enumerate(reports)}
    return {
        "title": title, "version": __version__, "types": {name: entry["label"] for name, entry in sorted(vocab.load("events").items())},
        "reports": [_report(r) for r in reports],
        "origins": [{"key": o.key, "name": o.name, "kind": o.kind, "side": _side(o, sides)} for o in origins],
        "sides": _sides(origins, at, sides),
        "claims": [_claim(s, raw[key], place_of[s.report.id], at[origin_of[key].key], incident_of[key]) for s in statements if (key := (s.report.id, s.claim))],
        "incidents": [_incident(v, found.documents[k], numbers) for v, k in zip(views, order, strict=True)],
        "control": _control(Control(statements, sides), origins, numbers),
        "actors": _actors(cast(statements, sides, inferred=True), numbers),
        "framing": [{"about": u.about, "subject": u.subject, "key": u.key, "outlet": u.outlet, "label": u.label, "valence": u.valence, "own": u.own, "quoted": u.quoted, "of": u.of,
                     "claims": [numbers[e.report, e.claim] for e in u.examples if (e.report, e.claim) in numbers]} for u in usages(statements)],
    }


def _report(reading: Mapping[str, Any]) -> dict[str, Any]:
    text = reading["text"]
    return {"id": reading["id"], "title": reading.get("title"), "outlet": reading.get("outlet"), "url": reading.get("url"), "published": reading.get("published"), "text": text,
            "abstentions": [{"stage": str(a.get("stage")), "reason": str(a.get("reason")), "at": _span(a, text)} for a in reading.get("abstentions") or ()]}


def _span(span: Mapping[str, Any] | None, text: str) -> list[int] | None:
    """Return a span's offsets as a browser counts them; None for one that does not lie in the text."""
    begin, end = (span.get("begin"), span.get("end")) if span else (None, None)
    if not (isinstance(begin, int) and isinstance(end, int) and 0 <= begin < end <= len(text)):
        return None
    return [begin, end] if text.isascii() else [begin + _wide(text[:begin]), end + _wide(text[:end])]


def _wide(text: str) -> int:
    return sum(c > "\uffff" for c in text)


def _side(o: Origin, sides: Sides) -> str:
    """The key of the side that an origin speaks for: the outermost that it is part of, which is also whom control is asked by."""
    camp = sides.camp(o.key)
    return camp[-1] if len(camp) > 1 else o.side


def _sides(origins: Sequence[Origin], at: Mapping[str, int], sides: Sides) -> list[dict[str, Any]]:
    """Return the sides for which more than one origin speaks, or one under another name than the side's."""
    entries = load_actors().entries
    members: dict[str, list[Origin]] = {}
    for o in origins:
        if o.counts and (key := _side(o, sides)):
            members.setdefault(key, []).append(o)
    out = []
    for key, found in members.items():
        if len(found) > 1 or found[0].key != key:
            name = entries[key].name if key in entries else sides.named[key].name if key in sides.named else next((o.name for o in found if o.key == key), key)
            out.append({"key": key, "name": name, "origins": [at[o.key] for o in found]})
    return sorted(out, key=lambda side: (-len(side["origins"]), side["name"]))


def _day(s: Statement) -> str | None:
    """The day of a claim: the last of its time, at the latest that of its report, as control counts."""
    published = s.report.published
    day = min(s.days[1], published or s.days[1]) if s.days else published
    return day.isoformat() if day else None


def _claim(s: Statement, raw: Mapping[str, Any], report: int, origin: int, incident: int) -> dict[str, Any]:
    text = s.report.text
    spans = [(raw["trigger"], "trigger"), *((m, role) for field, role in _ROLES for m in raw.get(field) or ()), (raw.get("time"), "time")]
    for link in raw["attribution"]:
        spans += [(link.get("source"), "source"), (link.get("cue"), "cue")]
    site = s.where or (s.sites[0] if s.sites else None)
    return {
        "report": report, "id": s.claim, "type": s.type, "day": _day(s), "when": s.when, "evidence": _span(raw["evidence"], text), "sentence": s.evidence, "trigger": s.trigger,
        "spans": sorted([*at, role] for span, role in spans if (at := _span(span, text))), "actors": [p.name for p in s.actors], "recipients": [p.name for p in s.recipients],
        "place": site.name if site else None, "counts": [t.text for t in s.tolls], "chain": [link.source.name if link.source else None for link in s.chain],
        "origin": origin, "stance": s.stance, "factuality": s.factuality, "incident": incident}


def _incident(v: View, document: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    site = v.place
    where: dict[int, int] = {}
    attributes = []
    for name, found in v.versions.items():
        where |= {id(version): n for n, version in enumerate(found)}
        attributes.append({"attribute": name, "versions": [_version(version, numbers) for version in found],
                           "relations": [{"kind": r.kind, "versions": [where[id(w)] for w in r.versions]} for r in v.relations if r.attribute == name and r.kind != "agreement"]})
    days = [day for s in v.statements if (day := _day(s))]
    return {
        **{key: document[key] for key in ("id", "type", "time", "status", "reasons", "actors", "recipients", "killed", "part_of")},
        "place": {"name": site.name, "lat": site.lat, "lon": site.lon, "radius": site.radius_km, "precision": site.precision, "country": site.country} if site else None,
        "claims": sorted(numbers[s.report.id, s.claim] for s in v.statements), "attributes": attributes, "first": min(days, default=None), "last": max(days, default=None)}


def _version(version: Version, numbers: Numbers) -> dict[str, Any]:
    return {"value": version.value, "claims": [numbers[a.statement.report.id, a.statement.claim] for a in version.accounts]}


def _control(control: Control, origins: Sequence[Origin], numbers: Numbers) -> dict[str, Any]:
    """Return the state of each place from day to day: for everybody ("") and for each origin and side by key, the states that differ from the one before, with the first day of each."""
    askers = dict.fromkeys(("", *(key for o in origins for key in (o.key, *control.sides.camp(o.key)[-1:]) if key)))
    places: dict[str, dict[str, Any]] = {}
    by: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for asker in askers:
        days = sorted({m.day for m in control.moves if not asker or asker in control.sides.camp(m.origin.key)})
        changes: dict[str, list[dict[str, Any]]] = {}
        for day in days:
            for state in control.states(day, asker or None):
                places.setdefault(state.key, {"name": state.site.name, "lat": state.site.lat, "lon": state.site.lon, "radius": state.site.radius_km, "country": state.site.country})
                told = _state(state, numbers)
                row = changes.setdefault(state.key, [])
                if not row or any(row[-1][key] != told[key] for key in told):
                    row.append({"day": day.isoformat(), **told})
        if changes:
            by[asker] = changes
    return {"places": places, "by": by, "stale_days": int(vocab.load("control")["stale_days"]), "undated": control.undated}


def _state(s: State, numbers: Numbers) -> dict[str, Any]:
    return {
        "state": s.state, "reason": s.reason, "holders": [{"name": h.party.name, "basis": h.basis, "origins": list(h.origins)} for h in s.holders], "since": s.since.isoformat() if s.since else None,
        "last": s.last.isoformat() if s.last else None, "via": s.via, "besieged": s.besieged, "notes": list(s.notes), "except": list(s.exceptions),
        "claims": list(dict.fromkeys(numbers[m.statement.report.id, m.statement.claim] for m in s.moves))}


def _actors(found: Sequence[Actor], numbers: Numbers) -> dict[str, Any]:
    edges: dict[tuple[str, str, str], dict[str, Any]] = {}
    for e in (b.edge for a in found for b in a.bonds):
        edges.setdefault((e.a.key, e.b.key, e.relation), {
            "a": e.a.key, "b": e.b.key, "relation": e.relation, "weight": e.weight, "origins": list(e.origins), "accusers": list(e.accusers), "deniers": list(e.deniers), "inferred": e.inferred,
            "first": e.first.isoformat() if e.first else None, "last": e.last.isoformat() if e.last else None,
            "claims": list(dict.fromkeys(numbers[t.statement.report.id, t.statement.claim] for t in e.ties))})
    return {
        "nodes": [{"key": a.party.key, "name": a.party.name, "kind": a.kind, "within": list(a.within), "claims": a.claims, "names": [list(pair) for pair in a.aliases[:8]],
                   "admits": [{"reason": x.reason, "claim": numbers[x.statement.report.id, x.statement.claim]} for x in a.admissions]} for a in found],
        "edges": list(edges.values())}
