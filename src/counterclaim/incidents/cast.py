"""The actors of a set of statements: the names they go by, what they are part of, whom they fight and stand with according to whom, and what they admit against their own interest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from counterclaim.incidents.sides import OWN, Edge, Sides, against_interest
from counterclaim.incidents.statements import Party, Statement
from counterclaim.incidents.ties import node
from counterclaim.reading.actors import PRONOUNS, fold, load_actors, strip_edges, without_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """An edge from one actor's end: `role` is fights, backs, backed by, allied with, or formerly."""

    role: str
    other: Party
    edge: Edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A statement that its origin makes against its own interest, with the reason in words."""

    reason: str
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor: `aliases` are the names in reports, with how often; `within` what it is part of, by name; `claims` how many statements name it, `own` how many it makes on its own side."""

    party: Party
    kind: str
    aliases: tuple[tuple[str, int], ...]
    within: tuple[str, ...]
    claims: int
    own: int
    bonds: tuple[Bond, ...]
    admissions: tuple[Admitted, ...]


@dataclass(slots=True)
class _Tally:
    party: Party
    aliases: dict[str, int] = field(default_factory=dict)
    claims: set[tuple[str, str]] = field(default_factory=set)
    own: set[tuple[str, str]] = field(default_factory=set)
    admissions: list[Admitted] = field(default_factory=list)


def cast(statements: Sequence[Statement], sides: Sides | None = None, day: date | None = None, inferred: bool = False) -> list[Actor]:
    """Return the named actors, those named in most claims first; with `inferred`, ties that structural balance proposes stand among their bonds, marked."""
    sides = sides or Sides(statements)
    tallies: dict[str, _Tally] = {}

    def tally(p: Party) -> _Tally | None:
        named = node(p, sides.named)
        return None if named is None else tallies.setdefault(named.key, _Tally(named))

    seen: set[tuple[str, int, str]] = set()
    for s in sides.statements:
        placed = {p.key: p for p in (*s.actors, *s.recipients, *(link.source for link in s.chain if link.source))}
        for w in s.wordings:
            at = tally(placed.get(w.party.key, w.party))
            text = strip_edges(without_count(w.text))
            if at is None:
                continue
            at.claims.add((s.report.id, s.claim))
            # a name is an alias; "the group" and "they" are not
            if fold(text) not in PRONOUNS and any(c.isupper() for c in text) and (s.report.id, w.begin, at.party.key) not in seen:
                seen.add((s.report.id, w.begin, at.party.key))
                at.aliases[text] = at.aliases.get(text, 0) + 1
        origin = sides.origins.get((s.report.id, s.claim))
        if origin is not None and origin.party is not None and (at := tally(origin.party)) is not None:
            if any(sides.stance(origin.key, p.key, s.report.published) == OWN for p in (*s.actors, *s.recipients)):
                at.own.add((s.report.id, s.claim))
            reason = against_interest(s, sides, origin)
            if reason:
                at.admissions.append(Admitted(reason=reason, statement=s))
    bonds: dict[str, list[Bond]] = {}
    for e in (*sides.edges(day), *(sides.inferred(day) if inferred else ())):
        for p, q, role in ((e.a, e.b, e.relation), (e.b, e.a, {"backs": "backed by"}.get(e.relation, e.relation))):
            if e.relation == "formerly" and p is e.a:
                continue
            bonds.setdefault(p.key, []).append(Bond(role={"allied": "allied with"}.get(role, role), other=q, edge=e))
            tallies.setdefault(p.key, _Tally(p))
    entries = load_actors().entries
    out = []
    for key, t in tallies.items():
        within = tuple(entries[k].name if k in entries else sides.named[k].name if k in sides.named else k for k in sides.camp(key) if k != key)
        known = entries.get(key)
        out.append(Actor(party=t.party, kind=known.kind if known else "", aliases=tuple(sorted(t.aliases.items(), key=lambda a: (-a[1], a[0]))), within=within, claims=len(t.claims), own=len(t.own),
                         bonds=tuple(bonds.get(key, ())), admissions=tuple(t.admissions)))
    return sorted(out, key=lambda a: (-a.claims, a.party.name.casefold(), a.party.key))
