"""One low, best and high figure of an incident's dead, as UCDP codes them, from the versions: derived when asked for, never stored in place of them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from counterclaim.incidents.relations import Relation, Version
from counterclaim.incidents.values import Count
from counterclaim.incidents.voices import independent


class Estimate(NamedTuple):
    """Whole numbers of people, and the rule's reason for `best` in words."""

    low: int
    best: int
    high: int
    why: str


def toll(versions: Sequence[Version], relations: Sequence[Relation], parties: Set[str] = frozenset()) -> Estimate | None:
    """Return the estimate of one kind of toll from its versions; None where no version has a number.

    The rule, after UCDP's codebook: `low` is the lowest and `high` the highest figure that anybody's word stands behind and no later toll has replaced; an open end ("at least 20", "dozens")
    counts as its stated number. `best` is the figure with the most independent origins; among those one that has an origin not party to the incident (`parties`, their sides) before one that has
    not, then the latest, then the lower, since UCDP would rather undercount. Tolls of soldiers, fighters and civilians are added up where nobody gives a toll of all.
    """
    replaced = [v for r in relations if r.kind == "update" for v in r.versions[:-1]]
    current = [v for v in versions if v not in replaced and any(o.counts for o in v.origins)]
    by_class: dict[str, list[Version]] = {}
    for v in current:
        count: Count = v.accounts[0].value.of
        by_class.setdefault("" if count.whose == "all" else count.whose, []).append(v)
    if not by_class:
        return None
    # a toll of all holds the parts; parts of no stated class may be any of them
    chosen = [by_class[""]] if "" in by_class else [by_class[c] for c in sorted(by_class)]
    parts = [_of_one(group, parties) for group in chosen]
    return Estimate(sum(p.low for p in parts), sum(p.best for p in parts), sum(p.high for p in parts), "; ".join(p.why for p in parts))


def _of_one(group: Sequence[Version], parties: Set[str]) -> Estimate:
    def weight(v: Version) -> tuple[int, bool, int, int]:
        behind = independent(v.origins)
        return len(behind), any(s not in parties for s in behind), v.last.toordinal() if v.last else 0, -_figure(v)

    best = max(group, key=weight)
    lows = [_bound(v, 0) for v in group]
    highs = [_bound(v, 2) for v in group]
    names = ", ".join(o.name for o in best.origins if o.counts)
    return Estimate(min(*lows, _figure(best)), _figure(best), max(*highs, _figure(best)), f"{best.value}: {names}")


def _figure(v: Version) -> int:
    """The stated best figure, else the bound that the words give."""
    count: Count = v.accounts[0].value.of
    low, best, high = count.said
    return round(next(x for x in (best, low, high) if x is not None))


def _bound(v: Version, end: int) -> int:
    bounds = [a.value.of.said[end] for a in v.accounts if a.value.of.said[end] is not None]
    return round((min if end == 0 else max)(bounds)) if bounds else _figure(v)
