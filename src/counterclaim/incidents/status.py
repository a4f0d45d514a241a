"""How far an incident is established: a grade by stated rules and the reasons in words, in the manner of casualty monitors.

In this order:

- planned: nobody says that it has happened;
- discounted: all who said so now deny or withdraw it;
- confirmed: a side that it harms admits it, or independent origins of different sides say so, and nobody denies it;
- contested: origins deny it or contradict each other on what came of it or who did it;
- fair: two or more independent origins, none of the sides against each other;
- weak: one origin, or hearsay alone.

The grade is of the happening, not of its numbers: a toll that differs is named among the reasons. An admission by the harmed outweighs the denial of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from counterclaim import vocab
from counterclaim.incidents.parties import kind, lineage, nameless_kind
from counterclaim.incidents.relations import Relation, Told, Version, versions
from counterclaim.incidents.statements import Party, Statement
from counterclaim.incidents.values import compare, tolls_of, values_of
from counterclaim.incidents.voices import Origin, Origins, circles, independent, speaking
from counterclaim.reading.actors import load_actors

GRADES = ("confirmed", "fair", "weak", "contested", "discounted", "planned")
RULES: dict[str, Any] = vocab.load("relations")


class Stances(Protocol):
    """Where an origin stands towards a party on a day: `own`, `other` or `neither`."""

    def stance(self, origin: str, party: str, day: date | None) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A statement against the interest of whose word it is; `whom` it harms."""

    statement: Statement
    origin: Origin
    whom: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A grade of GRADES and its reasons, the deciding one first."""

    grade: str
    reasons: tuple[str, ...]
    admissions: tuple[Admission, ...] = ()


def status(incident: Told, relations: Sequence[Relation], origins: Origins, sides: Stances | None = None) -> Status:
    """Return how far an incident is established. Without `sides` an origin's side is what it is part of by the vocabulary."""
    said = [(s, origins[s.report.id, s.claim], values_of(s)["outcome"]) for s in incident.statements]
    asserted = [(s, o) for s, o, v in said if v.of.state == "happened"]
    denied = [(s, o) for s, o, v in said if v.of.state == "not"]
    admissions = tuple(a for s, o in asserted if (a := admission(s, o, sides)))
    main = _main(incident, origins)
    if main is not None:
        # those who say something else of a place do not stand behind its being taken, nor do they admit it
        asserted = [(s, o) for s, o, v in said if v.of.state == "happened" and compare("outcome", v, main.accounts[0].value) == "same"]
    behind = independent(o for _, o in asserted)
    deciding = [a for a in admissions if any(a.statement is s for s, _ in asserted)]
    more = _more(incident, relations)
    if not asserted:
        if denied:
            return Status(grade="discounted", reasons=(f"only denied: {_names(o for _, o in denied)}", *more))
        return Status(grade="planned", reasons=("nobody says that it has happened", *more))
    withdrawn = {side for side in behind if _withdrew(side, asserted, denied)}
    if behind and withdrawn == set(behind):
        return Status(grade="discounted", reasons=(f"denied later by its own origin: {_names(behind.values())}", *more))
    for side in withdrawn:
        more = (*more, f"denied later by its own origin: {behind.pop(side).name}")
    if deciding:
        by = dict.fromkeys(f"{a.origin.name}, whom it harms" for a in deciding)
        return Status(grade="confirmed", reasons=(f"admitted by {'; '.join(by)}", *_independent(behind), *_against(denied), *more), admissions=admissions)
    odds = [r for r in relations if r.kind in ("contradiction", "denial") and r.attribute in ("outcome", "actor")]
    if odds:
        reasons = tuple(dict.fromkeys(f"{r.attribute}: {' against '.join(f'{v.value} ({_names(v.origins)})' for v in r.versions)}" for r in odds))
        return Status(grade="contested", reasons=(*reasons, *_independent(behind), *more), admissions=admissions)
    if denied:
        return Status(grade="contested", reasons=(*_against(denied), *_independent(behind), *more), admissions=admissions)
    if len(behind) >= 2:
        camps = {_camp(o, incident, sides) for o in behind.values()}
        # the word of both sides, or of a side and of somebody who is on none
        return Status(grade="confirmed" if len(camps) >= 2 else "fair", reasons=(*_independent(behind), *(("of different sides",) if len(camps) >= 2 else ()), *more), admissions=admissions)
    return Status(grade="weak", reasons=(f"one origin: {_names(behind.values())}" if behind else "hearsay alone", *more), admissions=admissions)


def admission(s: Statement, origin: Origin, sides: Stances | None = None) -> Admission | None:
    """Return what a statement admits against the interest of its origin: ground or people that its own side lost, or civilians that its own side hurt; None where it admits nothing."""
    link = speaking(s)
    if origin.party is None or s.factuality != "actual" or (link is not None and link.stance != "asserts"):
        return None
    rules = RULES["against_interest"]
    own_actor = next((p for p in s.actors if stands(origin, p, s, sides) == "own"), None)
    own_recipient = next((p for p in s.recipients if stands(origin, p, s, sides) == "own"), None)
    if own_actor is not None and own_recipient is None and s.type in rules["actor"]:
        return Admission(statement=s, origin=origin, whom=own_actor)
    if own_actor is None and ((own_recipient is not None and s.type in rules["recipient"]) or (s.type in rules["losses"] and _own_losses(s, origin, own_recipient))):
        return Admission(statement=s, origin=origin, whom=own_recipient or origin.party)
    if own_actor is not None and s.type in rules["losses"] and s.recipients and all(kind(p) in RULES["civilian_kinds"] for p in s.recipients):
        return Admission(statement=s, origin=origin, whom=own_actor)
    return None


def _own_losses(s: Statement, origin: Origin, own: Party | None) -> bool:
    """Whether a statement counts dead, hurt or captured armed people of its origin's own side. An army that says "three soldiers were killed" means its own: those of others are named by their side."""
    classes: dict[str, str] = {**RULES["classes"], "government": "soldier"}
    force = "" if origin.party is None or origin.kind not in ("source", "unnamed") else kind(origin.party) if origin.party.known else nameless_kind(origin.party)
    # whose soldiers a paramilitary force means, which may be fighting them, its words do not say
    mine = "" if force == "paramilitary" else classes.get(force, "")
    if own is not None and not s.tolls and s.type in ("kill", "injure", "execute", "abduct"):
        return nameless_kind(own) in RULES["armed_kinds"]
    ours = set(lineage(origin.party)) if origin.party else set()
    named = {entry.id for t in s.tolls for word in t.text.split() if word[:1].isupper() and (entry := load_actors().find(word)) is not None}
    foreign = bool(named - ours) or (own is None and any(lineage(p)[1:] or p.known for p in s.recipients))
    return any(
        value.of.low > 0 and (value.of.whose == "own" or (not foreign and value.of.whose in ("soldier", "fighter") and value.of.whose == mine))
        for kind_of, value in tolls_of(s) if kind_of in ("killed", "injured", "killed_or_injured", "captured", "missing"))


def stands(origin: Origin, p: Party, s: Statement, sides: Stances | None) -> str:
    """Return whether an origin speaks for a party (`own`), against it (`other`) or `neither`."""
    if origin.party is not None and origin.kind != "outlet" and set(lineage(p)) & set(lineage(origin.party)):
        return "own"
    if sides is not None:
        # the state or force behind an unlisted name is what the sides know
        found = [sides.stance(o, q, s.report.published) for o in dict.fromkeys((origin.key, origin.side)) for q in dict.fromkeys((p.key, lineage(p)[-1]))]
        return next((f for f in found if f != "neither"), "neither")
    return "own" if origin.party is not None and lineage(p)[-1] == origin.side and (p.known or lineage(p)[1:]) else "neither"


def _main(incident: Told, origins: Origins) -> Version | None:
    """The version of what came of it that most independent origins give, the earliest of those; of a place who has it, before that there was a battle."""
    found = [v for v in versions(incident, origins).get("outcome", ()) if v.accounts[0].value.of.state == "happened"]
    return max(found, key=lambda v: (bool(v.accounts[0].value.of.held), len(independent(v.origins))), default=None)


def _camp(origin: Origin, incident: Told, sides: Stances | None) -> str:
    """Where an origin stands in an incident: with who did it, with whom it was done to, or neither."""
    for s in incident.statements:
        for role, parties in (("actor", s.actors), ("recipient", s.recipients)):
            for p in parties:
                stance = stands(origin, p, s, sides)
                if stance == "own":
                    return role
                if stance == "other":
                    return "recipient" if role == "actor" else "actor"
    return "neither"


def _withdrew(side: str, asserted: Sequence[tuple[Statement, Origin]], denied: Sequence[tuple[Statement, Origin]]) -> bool:
    last = max((s.report.published or date.min for s, o in asserted if o.side == side), default=date.min)
    # a side's other mouth that denies is no withdrawal: the same origin must take it back
    keys = {o.key for _, o in asserted if o.side == side}
    return any(o.side == side and o.key in keys and (s.report.published or date.min) > last for s, o in denied)


def _names(origins: Any) -> str:
    return ", ".join(dict.fromkeys(o.name for o in origins)) or "nobody"


def _independent(behind: dict[str, Origin]) -> tuple[str, ...]:
    if not behind:
        return ("no origin but hearsay",)
    number = {1: "one origin", 2: "two independent origins", 3: "three independent origins"}.get(len(behind), f"{len(behind)} independent origins")
    return (f"{number}: {_names(behind.values())}",)


def _against(denied: Sequence[tuple[Statement, Origin]]) -> tuple[str, ...]:
    return (f"denied by {_names(o for _, o in denied if o.counts)}",) if any(o.counts for _, o in denied) else ()


def _more(incident: Told, relations: Sequence[Relation]) -> tuple[str, ...]:
    """What a reader should know besides: points at odds that are not the happening itself, circular citation."""
    differing = dict.fromkeys(r.attribute.replace("_", " ") for r in relations if r.kind == "contradiction" and r.attribute not in ("outcome", "actor"))
    out = [f"versions contradict on {', '.join(differing)}"] if differing else []
    out += [f"circular: {' cites '.join(p.name for p in (*circle, circle[0]))}" for circle in circles(incident.statements)]
    return tuple(out)
