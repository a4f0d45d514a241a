"""The record of each origin over many incidents: what it claimed, how much of that others bear out, contradict, or it took back itself, and how early it spoke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from counterclaim.incidents.relations import Relation, Told, Version, versions
from counterclaim.incidents.voices import Origin, Origins


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One origin's record. `claims` counts its statements, told again in ten reports or not once; `values` the points it spoke on (one attribute of one incident each), of which others of another
    side gave the same value (`corroborated`) or one that cannot be true beside it (`contradicted`), and which it changed to a lower toll or denied itself (`withdrawn`). `first` counts the
    incidents that it told on the earliest day of all; `lead` is the median of days by which it came before (or, below 0, after) the first other, None where no other told any of them."""

    name: str
    key: str
    side: str
    incidents: int
    claims: int
    values: int
    corroborated: int
    contradicted: int
    withdrawn: int
    first: int
    lead: float | None


@dataclass(slots=True)
class _Tally:
    origin: Origin
    incidents: int = 0
    first: int = 0
    claims: set[tuple[str, str]] = field(default_factory=set)
    told: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("values", "corroborated", "contradicted", "withdrawn"), 0))
    leads: list[int] = field(default_factory=list)


def track(incidents: Iterable[tuple[Told, Origins, list[Relation]]]) -> list[Record]:
    """Return the record of every origin that counts, the one with most claims first. An unnamed body or person ("police", "witnesses") has one record under its words."""
    tallies: dict[str, _Tally] = {}
    for incident, origins, relations in incidents:
        days: dict[str, int] = {}
        sides: dict[str, str] = {}
        for s in incident.statements:
            origin = origins[s.report.id, s.claim]
            if not origin.counts or origin.kind == "circle":
                continue
            key = _key(origin)
            tally = tallies.setdefault(key, _Tally(origin))
            # the same words in a reprint are the same claim
            tally.claims.add((incident.id, f"{s.type} {s.factuality} {s.stance} {sorted(p.key for p in s.actors)} {[(t.kind, t.text) for t in s.tolls]} {s.when}"))
            if s.report.published is not None:
                days[key] = min(days.get(key, s.report.published.toordinal()), s.report.published.toordinal())
            sides[key] = origin.side
        for key in sides:
            tally = tallies[key]
            tally.incidents += 1
            if key in days:
                others = [day for other, day in days.items() if sides[other] != sides[key]]
                tally.first += days[key] == min(days.values())
                if others:
                    tally.leads.append(min(others) - days[key])
        _tell(tallies, [v for found in versions(incident, origins).values() for v in found], relations)
    records = (Record(
        name=t.origin.name, key=key, incidents=t.incidents, claims=len(t.claims), side=key if t.origin.kind == "unnamed" and t.origin.side == t.origin.key else t.origin.side, values=t.told["values"],
        corroborated=t.told["corroborated"],
        contradicted=t.told["contradicted"], withdrawn=t.told["withdrawn"], first=t.first, lead=median(t.leads) if t.leads else None) for key, t in tallies.items())
    return sorted(records, key=lambda r: (-r.claims, r.key))


def _key(origin: Origin) -> str:
    return f"unnamed: {origin.party.key}" if origin.kind == "unnamed" and origin.party else origin.key


def _tell(tallies: dict[str, _Tally], found: list[Version], relations: list[Relation]) -> None:
    for v in found:
        for origin in (o for o in v.origins if _key(o) in tallies):
            told = tallies[_key(origin)].told
            told["values"] += 1
            told["corroborated"] += any(o.side != origin.side for o in v.origins if o.counts)
            odds = [r for r in relations if r.kind in ("contradiction", "denial") and any(w.attribute == v.attribute and w.accounts == v.accounts for w in r.versions)]
            told["contradicted"] += any(o.side != origin.side for r in odds for w in r.versions if w.accounts != v.accounts for o in w.origins if o.counts)
            told["withdrawn"] += any(_took_back(v, w, origin) for r in relations if r.kind in ("update", "denial", "contradiction") for w in r.versions if w.attribute == v.attribute)


def _took_back(v: Version, w: Version, origin: Origin) -> bool:
    """Whether an origin replaced its value `v` by `w`: a lower toll, or a denial of what it had said."""
    mine, later = ([a for a in x.accounts if a.origin.key == origin.key] for x in (v, w))
    if not mine or not later or mine == later or not mine[0].day < later[-1].day:
        return False
    if v.attribute == "outcome":
        return bool(mine[0].value.of.state == "happened" and later[-1].value.of.state == "not")
    old, new = mine[0].value.of, later[-1].value.of
    return bool(hasattr(old, "high") and new.high < old.low)
