"""Which claims of one report tell the same event: each is tied to the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterclaim.records import Claim

REACH = 100
"""Claims back in which the same event is looked for."""
_POINTING = frozenset(("the", "this", "that", "these", "those"))


def link_same(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims in order, each with the id of the first earlier claim about its event in `same_as`."""
    out: list[Claim] = []
    for claim in claims:
        before = claim.evidence.text[: claim.trigger.begin - claim.evidence.begin].lower().split()[-1:]
        points_back = bool(before) and before[0] in _POINTING
        found = next((other for other in reversed(out[-REACH:]) if other.type == claim.type and agree(claim, other) and (points_back or shared(claim, other) >= 2)), None)
        out.append(replace(claim, same_as=(found.same_as or found.id) if found else None))
    return out


def agree(a: Claim, b: Claim) -> bool:
    """Whether nothing that both claims state differs: date, doers, those affected, places."""
    if a.time and b.time and a.time.value and b.time.value and a.time.value != b.time.value:
        return False
    pairs = ((a.actors, b.actors), (a.recipients, b.recipients), (a.places, b.places))
    return all(not left or not right or {m.name for m in left} & {m.name for m in right} for left, right in pairs)


def shared(a: Claim, b: Claim) -> int:
    """Count what both claims state alike: a place, a party, the date."""
    places = {p.name for p in a.places} & {p.name for p in b.places}
    parties = {m.name for m in (*a.actors, *a.recipients)} & {m.name for m in (*b.actors, *b.recipients)}
    dated = a.time and b.time and a.time.value == b.time.value
    return bool(places) + bool(parties) + bool(dated)
