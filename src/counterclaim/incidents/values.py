"""What a statement says of each attribute of its incident, and how two such values stand to each other: the same, one finer than the other, or at odds.

A value keeps the words that a reader sees and what is compared. `compare` answers None where neither is a version of the other: a town nobody can place, the dead of one side and of the other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from counterclaim import vocab
from counterclaim.incidents.parties import head_noun, kind, lineage, nameless_kind, side
from counterclaim.incidents.statements import Party, Site, Statement, Toll
from counterclaim.incidents.voices import speaking
from counterclaim.reading.actors import fold, load_actors

Comparison = Literal["same", "finer", "coarser", "overlaps", "differs"]
"""How the first of two values stands to the second; `overlaps`: they can both be true and neither holds the other."""

RULES: dict[str, Any] = vocab.load("relations")
NEAR_KM = 10.0
"""Two points this near each other, beyond what their precision allows, are one place: gazetteers differ by that much for one town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What one statement says of one attribute: `text` for the reader, `of` for the comparison (its form depends on the attribute), `depth` says how much it tells."""

    text: str
    of: Any
    depth: tuple[float, ...] = (0,)


def values_of(s: Statement) -> dict[str, Value]:
    """Return a statement's value for each attribute that it speaks of; its counts are `tolls_of`."""
    out: dict[str, Value] = {}
    for attribute, read in READERS.items():
        value = read(s)
        if value is not None:
            out[attribute] = value
    return out


def tolls_of(s: Statement) -> Iterator[tuple[str, Value]]:
    """Yield a statement's counts with their kinds: of one kind there may be several, of soldiers and of civilians."""
    for toll in s.tolls:
        value = _toll(s, toll)
        if value is not None:
            yield toll.kind, value


def compare(attribute: str, a: Value, b: Value) -> Comparison | None:
    """Return how `a` stands to `b`; None where they are no versions of one thing."""
    return COMPARERS.get(attribute, _compare_tolls)(a.of, b.of)


# -- outcome: did it happen, is it planned, who has the place -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is planned, possible, happened or not; `held` what became of the place (taken, held, left) and `by` whom; `harm` of a single victim (wounded, dead); `of` the type of the claim."""

    state: str
    of: str
    held: str = ""
    by: tuple[Party, ...] = ()
    denied: bool = False
    harm: str = ""

    @property
    def holds(self) -> bool:
        """Whether it says that `by` have the place, rather than that they have it not."""
        return (self.held != "left") == (self.state != "not")


_STATES = {"future": "planned", "possible": "possible", "actual": "happened", "negated": "not"}
_DEPTH = {"possible": 0, "planned": 1, "happened": 2, "not": 3}


def _outcome(s: Statement) -> Value:
    link = speaking(s)
    stance = link.stance if link else "asserts"
    state = "not" if stance == "denies" else "possible" if stance == "doubts" else _STATES[s.factuality]
    held = RULES["held"].get(s.type, "")
    counted = {t.kind: t.best for t in s.tolls}
    harm = "" if state != "happened" else "dead" if counted.get("killed") == 1 else "wounded" if counted.get("injured") == 1 and "killed" not in counted else ""
    what = f"{held or s.type.replace('_', ' ')}{f' by {names(s.actors)}' if held and s.actors else ''}"
    text = {"happened": what if held else f"happened, the victim {harm}" if harm else "happened", "not": f"denied: {what}" if stance == "denies" else f"not {what}"}.get(state, f"{state}: {what}")
    of = Outcome(state, s.type, held, s.actors if held else (), stance == "denies", harm)
    return Value(text=text, of=of, depth=(_DEPTH[state], bool(held and s.actors), bool(harm)))


def _compare_outcomes(a: Outcome, b: Outcome) -> Comparison | None:
    states = {a.state, b.state}
    if states <= {"planned", "possible"}:
        return "same" if a.state == b.state else "coarser" if a.state == "possible" else "finer"
    if states & {"planned", "possible"}:
        # what somebody denies is no later stage of what somebody plans
        return None if "not" in states else "differs"
    if a.held and b.held:
        return _compare_holders(a, b)
    if states == {"not"}:
        return "same" if a.of == b.of else None
    if states == {"happened"}:
        # of the dead in a battle for a town nobody learns who has the town
        return None if a.held or b.held else "differs" if a.harm and b.harm and a.harm != b.harm else "same"
    return None if bool(a.held) != bool(b.held) else "differs"


def _compare_holders(a: Outcome, b: Outcome) -> Comparison | None:
    """Who has the place: that one side took it and that the other left it are the same, and so are that a side holds it and its denial of having left."""
    one = None if not a.by or not b.by else any(_may_be(p, q) for p in a.by for q in b.by)
    if a.holds == b.holds:
        return "same" if one is not False else "differs" if a.holds else None
    if one is None:
        # "the town was taken" against "it was not taken"; with nobody named, nothing else is at odds
        return "differs" if a.held == b.held else None
    return "differs" if one else "same" if "left" in (a.held, b.held) else None


def _may_be(p: Party, q: Party) -> bool:
    if side(p) == side(q):
        return True
    # "fighters" may be any rebels, and a front that nobody lists, but no army
    one, other = (RULES["classes"].get(nameless_kind(r), "") for r in (p, q))
    return (nameless(p) or nameless(q)) and (one == other or {one, other} == {"fighter", ""})


# -- time -----------------------------------------------------------------------------------------------------------------------------------------------------

Days = tuple[date, date, bool]
"""First and last day; whether the end is only the day of the report ("since November")."""


def _time(s: Statement) -> Value | None:
    if s.days is None:
        return None
    first, last = s.days
    since = last == s.report.published and first < last
    text = f"since {s.when.partition('/')[0]}" if since and s.when else (s.when or "").replace("/", " to ")
    return Value(text=text, of=(first, last, since), depth=(-(last - first).days,))


def _compare_days(a: Days, b: Days) -> Comparison:
    if a[2] and b[2]:
        # told on different days, "since 2002" is the same
        return "same" if a[0] == b[0] else "overlaps"
    if a[:2] == b[:2]:
        return "same"
    if b[0] <= a[0] and a[1] <= b[1]:
        return "finer"
    if a[0] <= b[0] and b[1] <= a[1]:
        return "coarser"
    if a[0] <= b[1] and b[0] <= a[1]:
        return "overlaps"
    # a night's two dates are both told
    return "overlaps" if min(abs(a[0] - b[1]), abs(b[0] - a[1])) <= timedelta(days=1) and max(a[1] - a[0], b[1] - b[0]) <= timedelta(days=1) else "differs"


# -- place ----------------------------------------------------------------------------------------------------------------------------------------------------


def _place(s: Statement) -> Value | None:
    if not s.sites:
        return None
    sites = s.sites if any(site.lat is not None for site in s.sites) or s.where is None else (*s.sites, s.where)
    text = ", ".join(dict.fromkeys(site.name for site in s.sites))
    return Value(text=text, of=sites, depth=(-_width(sites[0]), len({fold(site.name) for site in s.sites})))


def _told(site: Site, names: list[str]) -> bool:
    """Whether a place is among names, in more or fewer words ("Darfur", "South Darfur")."""
    words = set(fold(site.name).split())
    return any(words <= set(name.split()) or words >= set(name.split()) for name in names)


def _width(site: Site) -> int:
    """How wide a place is: 0 a point or a town, 1 a district or division, 2 a country or more."""
    if site.radius_km is None:
        words = set(fold(site.name).split())
        return 2 if load_actors().state_of(site.name) else 1 if words & set(RULES["wide"]) else 0
    return 0 if site.radius_km <= 25 else 1 if site.radius_km <= 300 else 2


def _compare_sites(a: tuple[Site, ...], b: tuple[Site, ...]) -> Comparison | None:
    named_a, named_b = [fold(site.name) for site in a], [fold(site.name) for site in b]
    if set(named_a) == set(named_b):
        return "same"
    if named_a[0] == named_b[0]:
        # what is named behind is where the first lies, unless it is no wider: then it is another
        more_a, more_b = (any(_width(site) <= _width(sites[0]) and not _told(site, other) for site in sites[1:]) for sites, other in ((a, named_b), (b, named_a)))
        return "overlaps" if more_a and more_b else "finer" if more_a else "coarser" if more_b else "same"
    if named_b[0] in named_a:
        return "finer"
    if named_a[0] in named_b:
        return "coarser"
    by_map = _compare_points(a, b)
    if by_map is not None:
        return by_map
    # "Mansur checkpoint" and "a checkpoint", "Cairo" and "Egypt"
    words_a, words_b = set(named_a[0].split()), set(named_b[0].split())
    if words_a > words_b or _state_of(a[0]) == named_b[0]:
        return "finer"
    if words_b > words_a or _state_of(b[0]) == named_a[0]:
        return "coarser"
    # told of one incident, a town lies in the region, and "a market" is the market that another names
    for at, other in ((a[0], b[0]), (b[0], a[0])):
        if _width(at) < _width(other) or (_width(at) == _width(other) and at.name[:1].isupper() and other.name[:1].islower()):
            return "finer" if at is a[0] else "coarser"
    return None


def _compare_points(a: tuple[Site, ...], b: tuple[Site, ...]) -> Comparison | None:
    one, other = (next((s for s in sites if s.lat is not None and s.lon is not None), None) for sites in (a, b))
    if one is None or other is None or one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    ra, rb = (s.radius_km if s.radius_km is not None else NEAR_KM for s in (one, other))
    apart = km(one.lat, one.lon, other.lat, other.lon)
    wide = {6, 7}  # UCDP where_prec: a country, a region of several
    if one.country and one.country == other.country and (one.precision in wide) != (other.precision in wide):
        return "coarser" if one.precision in wide else "finer"
    if one.geonames is not None and one.geonames == other.geonames:
        return "same"
    if apart + ra <= rb + NEAR_KM and ra < rb / 2:
        return "finer"
    if apart + rb <= ra + NEAR_KM and rb < ra / 2:
        return "coarser"
    if apart <= max(NEAR_KM, min(ra, rb)):
        return "same"
    return "overlaps" if apart <= ra + rb + NEAR_KM else "differs"


def km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance of two points in degrees, in kilometres."""
    p, q, d = math.radians(lat), math.radians(lat2), math.radians(lon2 - lon)
    return 6371 * 2 * math.asin(min(1.0, math.sqrt(math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2)))


def _state_of(site: Site) -> str:
    """The folded name of the state whose capital a site is; gold sets and other people's claims come without coordinates."""
    table = load_actors()
    key = table.capitals.get(fold(site.name))
    return fold(table.entries[key].name) if key else ""


# -- actors and recipients ------------------------------------------------------------------------------------------------------------------------------------


def _actor(s: Statement) -> Value | None:
    # a denial of involvement names whom it clears: who did it is not told
    link = speaking(s)
    if not s.actors or (link and link.stance == "denies") or s.factuality == "negated":
        return None
    return Value(text=names(s.actors), of=(_ROLES.get(s.type, "does"), s.actors), depth=(sum(p.known for p in s.actors), sum(not nameless(p) for p in s.actors), len(s.actors)))


_ROLES = {"withdraw": "leaves", "displace": "leaves", "surrender": "leaves", "control": "holds", "presence": "holds"}
"""Who leaves a town is no other version of who took it."""


def _compare_actors(a: tuple[str, tuple[Party, ...]], b: tuple[str, tuple[Party, ...]]) -> Comparison | None:
    return _compare_parties(a[1], b[1]) if a[0] == b[0] else None


def _recipient(s: Statement) -> Value | None:
    told = tuple(p for p in s.recipients if p.known or _content(p.name))
    if not told or s.factuality == "negated" or s.type in RULES["held"]:
        return None
    return Value(text=names(told), of=(_SUFFERS.get(s.type, "hit"), told), depth=(sum(p.known for p in told), sum(not nameless(p) for p in told), len(told)))


def names(parties: tuple[Party, ...]) -> str:
    return ", ".join(dict.fromkeys(p.name for p in parties))


@lru_cache(maxsize=100_000)
def _content(name: str) -> frozenset[str]:
    """The words of a party's name that tell who it is, without plural and possessive."""
    empty = set(RULES["empty"])
    words = re.sub(r"['’]s?\b", "", fold(name)).split()
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in words if w not in empty and not w[0].isdigit())


@lru_cache(maxsize=100_000)
def nameless(p: Party) -> bool:
    """Whether a party is told by what it does alone, so that any name would tell more."""
    return not p.known and not lineage(p)[1:] and {w for w in fold(p.name).split() if w not in set(RULES["empty"])} <= set(RULES["nameless"])


def _match(a: Party, b: Party) -> Comparison | None:
    la, lb = lineage(a), lineage(b)
    if a.key == b.key:
        return "same"
    if la[-1] == lb[-1]:
        # an army is its state's, named or not; of two named bodies of one side one may be a part of the other
        if not a.known or not b.known or kind(a) == "government" or kind(b) == "government":
            return "same"
        return "finer" if b.key in la else "coarser" if a.key in lb else "overlaps"
    if nameless(a) and nameless(b):
        return "same" if head_noun(a.name) == head_noun(b.name) or kind(a) == kind(b) else None
    if not a.known or not b.known:
        wa, wb = _content(a.name), _content(b.name)
        # "Israelis" and "Israel", "staff" and "staffers"
        if any(x == y or (min(len(x), len(y)) > 3 and (x.startswith(y) or y.startswith(x))) for x in wa for y in wb):
            return "same"
    return None


def _compare_parties(a: tuple[Party, ...], b: tuple[Party, ...]) -> Comparison | None:
    found = [(p, q, m) for p in a for q in b if (m := _match(p, q)) is not None]
    lone_a = [p for p in a if not any(p is x for x, _, _ in found) and not nameless(p)]
    lone_b = [q for q in b if not any(q is y for _, y, _ in found) and not nameless(q)]
    if found:
        if lone_a or lone_b:
            return "overlaps" if lone_a and lone_b else "finer" if lone_a else "coarser"
        kinds = {m for _, _, m in found}
        return "same" if "same" in kinds else "finer" if kinds == {"finer"} else "coarser" if kinds == {"coarser"} else "overlaps"
    if all(nameless(p) for p in a) or all(nameless(q) for q in b):
        if all(nameless(p) for p in (*a, *b)):
            return None
        return "coarser" if all(nameless(p) for p in a) else "finer"
    known_a, known_b = {side(p) for p in a if lineage(p)[1:] or p.known}, {side(q) for q in b if lineage(q)[1:] or q.known}
    return "differs" if known_a and known_b and len(known_a) == len(known_b) == 1 else "overlaps"


_SUFFERS = {"detain": "held", "abduct": "held", "release": "held", "intercept": "stopped", "displace": "moved"}
"""Whom a raid arrested is no other version of whom it hurt."""


def _compare_targets(a: tuple[str, tuple[Party, ...]], b: tuple[str, tuple[Party, ...]]) -> Comparison | None:
    """Like actors; but an attack on the armed is not one on civilians, if only one of the two is told."""
    if a[0] != b[0]:
        return None
    classes = {_target(p) for p in a[1]}, {_target(q) for q in b[1]}
    if all(len(c) == 1 and "" not in c for c in classes) and classes[0] != classes[1]:
        return "differs"
    return _compare_parties(a[1], b[1])


@lru_cache(maxsize=100_000)
def _target(p: Party) -> str:
    words = {w.removesuffix("s") for w in re.sub(r"['’]s?\b", "", fold(p.name)).split()}
    rules = RULES["targets"]
    # "a rebel headquarters" is armed, "a military hospital" is no target of arms
    return "civilian" if words & set(rules["civilian"]) else "armed" if words & set(rules["armed"]) else {"civilian": "civilian", "": ""}.get(RULES["classes"].get(nameless_kind(p), ""), "armed")


# -- counts ---------------------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """A toll's bounds, and of whom it is the toll: a class of relations.yml, "all", or "" where the words do not say."""

    low: float
    high: float
    whose: str
    said: tuple[float | None, float | None, float | None]


def bounds(t: Toll) -> tuple[float, float]:
    """Return the least and the most that a count's words can mean.

    "At least 43" and "more than 40" reach to the next number of their own step (53, 50), since nobody says "more than 40" of 90; "dozens" to the next power of ten, "nearly 80" down by a
    tenth, "some 400" a tenth either way.
    """
    text = f" {t.text.casefold()} "
    best = t.best
    if best is None:
        low = t.low or 0.0
        if t.high is not None:
            return low, t.high
        return low, 10 ** math.ceil(math.log10(low + 1)) if low else 0.0
    if any(f" {w} " in text for w in RULES["tolls"]["most"]):
        return t.low or 0, t.high or best
    if any(f" {w} " in text for w in RULES["tolls"]["about"]):
        return best * 0.9, best * 1.1
    step = 10 ** math.floor(math.log10(best)) if best >= 1 else 1
    return t.low if t.low is not None else best * 0.9, t.high if t.high is not None else best + step


def _toll(s: Statement, t: Toll) -> Value | None:
    link = speaking(s)
    if (link and link.stance == "denies") or (t.low is None and t.best is None and t.high is None) or (s.factuality in ("negated", "future", "possible") and t.best != 0):
        return None
    low, high = bounds(t)
    whose = _whose(s, t)
    return Value(text=t.text if whose == "own" else count_text(t) + ("" if whose in ("", "all") else f" {whose}{'s' * (low != 1)}"), of=Count(low, high, whose, (t.low, t.best, t.high)), depth=(low, -(high - low)))


def count_text(t: Toll) -> str:
    """Return a count for the reader: "20", "at least 20", "40 to 55", or its own words where it has no number."""
    def n(x: float) -> str:
        return f"{x:,.0f}" if x == int(x) else f"{x:,g}"
    if t.best is not None and t.low is not None and t.high is None:
        return f"at least {n(t.best)}"
    if t.best is not None and t.low is None and t.high is not None:
        return f"up to {n(t.best)}"
    if t.low is not None and t.high is not None and t.low != t.high:
        return f"{n(t.low)} to {n(t.high)}"
    if t.best is not None:
        return n(t.best)
    return f"at least {n(t.low)}" if t.low is not None else f"up to {n(t.high or 0)}"


def _whose(s: Statement, t: Toll) -> str:
    """Of whom a toll is: soldiers, fighters, civilians, the own people of whose word it is, everybody ("all"), or "" where the words say something else."""
    if t.kind not in _OF_PEOPLE:
        return ""
    told = [p.name for p in s.recipients if fold(p.name) in fold(t.text) or fold(t.text) in fold(p.name)] or ([s.recipients[0].name] if len(s.recipients) == 1 else [])
    text = max((t.text, *told), key=len)
    words = [w for w in re.sub(r"[^\w\s]", " ", text.casefold()).split() if not w.isdigit()]
    if "own" in words or "our" in words:
        return "own"
    if not _content(text) or any(w in RULES["victims"]["all"] for w in words):
        return "all"
    row = load_actors().generic.get(head_noun(text))
    return RULES["classes"].get(row["kind"], "") if row else ""


_OF_PEOPLE = frozenset(("killed", "injured", "killed_or_injured", "captured", "missing"))


def _compare_tolls(a: Count, b: Count) -> Comparison | None:
    if a.whose != b.whose and a.whose and b.whose:
        part, whole = (a, b) if b.whose == "all" else (b, a)
        if part.whose == "own":
            return None
        # a part of the dead is no other toll of all, unless it is more
        if whole.whose != "all" or part.low <= whole.high:
            return None
    if a.said == b.said or (a.low, a.high) == (b.low, b.high):
        return "same"
    if b.low <= a.low and a.high <= b.high:
        return "finer"
    if a.low <= b.low and b.high <= a.high:
        return "coarser"
    return "overlaps" if a.low <= b.high and b.low <= a.high else "differs"


# -- means ----------------------------------------------------------------------------------------------------------------------------------------------------


def _means(s: Statement) -> Value | None:
    kinds: Mapping[str, str] = RULES["means"]
    if s.type not in kinds or s.factuality in ("negated",):
        return None
    return Value(text=s.type.replace("_", " "), of=s.type, depth=(s.type not in RULES["vague_means"], kinds.get(kinds[s.type], "") != ""))


def _compare_means(a: str, b: str) -> Comparison | None:
    kinds: Mapping[str, str] = RULES["means"]
    if a == b:
        return "same"
    if kinds.get(a) == b or (b in RULES["vague_means"] and a not in RULES["vague_means"]):
        return "finer"
    if kinds.get(b) == a or (a in RULES["vague_means"] and b not in RULES["vague_means"]):
        return "coarser"
    return "differs"


READERS: dict[str, Callable[[Statement], Value | None]] = {"outcome": _outcome, "actor": _actor, "recipient": _recipient, "place": _place, "time": _time, "means": _means}
COMPARERS: dict[str, Callable[[Any, Any], Comparison | None]] = {
    "outcome": _compare_outcomes, "actor": _compare_actors, "recipient": _compare_targets, "place": _compare_sites, "time": _compare_days, "means": _compare_means}
