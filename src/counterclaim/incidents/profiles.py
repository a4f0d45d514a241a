"""What is compared of a statement, or of several that tell one event: a row of small arrays, so that millions of pairs are compared at once.

Words, names and parties are held as 32-bit digests of their text, which are the same in every process. A row of several statements joins what they state: a report says where in one
sentence and when in another.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim import vocab
from counterclaim.incidents.statements import Party, Site, Statement
from counterclaim.incidents.statements import party as party_of
from counterclaim.reading.actors import fold

_VOCABULARY = vocab.load("linking")
TYPES: tuple[str, ...] = (*sorted({name for names in _VOCABULARY["families"].values() for name in names} | set(vocab.load("events"))), "unknown")
TYPE_OF = {name: number for number, name in enumerate(TYPES)}
SPEECH = frozenset(_VOCABULARY["speech"])
SYMMETRIC = frozenset(_VOCABULARY["symmetric"])
LASTING = frozenset(_VOCABULARY["lasting"])
TAKINGS = frozenset(_VOCABULARY["changing_hands"])
FACTUALITIES = {"actual": 1, "possible": 2, "future": 4, "negated": 8}
UNDATED = -(10**6)
"""The day of what has no date."""
NARROW = 40.0
"""Kilometres: an event within such a radius is at a place, beyond it somewhere in a region."""
UNSIZED = 5.0
"""Kilometres: the radius of a point that comes without one."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*\d|\d")
_MEANS = [(number, re.compile("|".join(rf"\b{re.escape(stem)}" for stem in stems))) for number, stems in enumerate(_VOCABULARY["means"].values())]
_RARITY: dict[str, float] = {word: float(rarity) for rarity, words in vocab.load("wording")["rarity"].items() for word in words.split()}
_RARE = float(vocab.load("wording")["rare"])
_NUMBER = 4.0
_CAUSES: dict[str, list[str]] = _VOCABULARY["result"]
_GENERAL = re.compile(r"(?:[a-z]+ )*[a-z]{3,}(?:s|ing|ence)")

Ints = NDArray[np.int32]
Digests = NDArray[np.uint32]


@dataclass(slots=True)
class Profile:
    """One row before it is put into arrays; days are proleptic ordinals, points (latitude, longitude, radius in km), counts (low, high)."""

    types: tuple[int, ...]
    published: int
    days: tuple[int, int] | None
    points: tuple[tuple[float, float, float], ...]
    countries: tuple[int, ...]
    names: tuple[int, ...]
    actors: tuple[int, ...]
    actors_within: tuple[int, ...]
    recipients: tuple[int, ...]
    recipients_within: tuple[int, ...]
    named: tuple[int, ...]
    actor_kinds: tuple[int, ...]
    recipient_kinds: tuple[int, ...]
    words: tuple[tuple[int, float], ...]
    triggers: tuple[int, ...]
    killed: tuple[float, float] | None
    injured: tuple[float, float] | None
    others: tuple[int, ...]
    means: int
    factuality: int
    general: bool
    lasting: bool


@lru_cache(maxsize=500_000)
def digest(text: str) -> int:
    """Return the digest of a text: never 0, which stands for nothing."""
    return zlib.crc32(text.encode()) or 1


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return a word without its English endings, roughly: what is compared is how alike two sentences are."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending, least in (("ings", 4), ("ing", 4), ("edly", 4), ("ions", 4), ("ion", 4), ("ers", 4), ("ed", 3), ("es", 3), ("er", 4), ("s", 3), ("e", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=200_000)
def _weighed(word: str) -> tuple[int, float]:
    stemmed = stem(word)
    # a number may be anything: a year, a unit, a toll, which is compared by itself
    return digest(stemmed), _NUMBER if stemmed[0].isdigit() else _RARITY.get(stemmed, _RARE)


@lru_cache(maxsize=200_000)
def _party(party: Party) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """The digests of a party's key, of what it is within, and of the words of a name that no vocabulary knows; no key for a party of common nouns."""
    proper = party.known or any(word[:1].isupper() for word in party.name.split())
    if not proper:
        return (), (), ()
    if not party.known and " and " in party.name:
        # "Israel and the Palestinians" are two
        several = [_party(party_of(part.removeprefix("the "))) for part in party.name.split(" and ")]
        return tuple(_unique(k for one in several for k in one[part]) for part in range(3))  # type: ignore[return-value]
    key = (digest(party.key),)
    if party.known:
        return key, tuple(map(digest, party.within)), ()
    words = party.name.replace("'s", "").split()
    named = tuple(digest("name " + fold(word)) for i, word in enumerate(words) if word[:1].isupper() and len(word) > 3 and not _state(word) and not (i == 0 and len(words) > 1 and word.lower() in ("the", "some", "more")))
    states = tuple(digest(state) for word in words if word[:1].isupper() and (state := _state(word)))
    return key, states, named


_ANYBODY = frozenset(("peopl", "person", "oth", "other", "man", "men", "memb", "victim"))


@lru_cache(maxsize=200_000)
def _kind(party: Party) -> int:
    """The digest of what a party of common nouns is: "two policemen" and "policemen" are a kind, people are anybody; 0 for none."""
    words = party.name.split()
    if party.known or not words or words[-1][:1].isupper():
        return 0
    stemmed = stem(words[-1])
    return 0 if stemmed in _ANYBODY else digest("kind " + stemmed)


@lru_cache(maxsize=50_000)
def _state(word: str) -> str | None:
    from counterclaim.reading.actors import load_actors

    entry = load_actors().state_of(word)
    return entry.id if entry else None


def _proper(name: str) -> bool:
    """Whether a place's words name it: "The town" at a sentence's beginning does not."""
    return name.removeprefix("The ")[:1].isupper()


def _spot(site: Site) -> tuple[float, float, float] | None:
    if site.lat is None or site.lon is None:
        return None
    radius = site.radius_km if site.radius_km is not None else UNSIZED
    return site.lat, site.lon, radius


def _day(day: date | None) -> int:
    return day.toordinal() if day else UNDATED


def profile_of(s: Statement) -> Profile:
    """Return what is compared of one statement."""
    actors, recipients = (s.actors + s.recipients,) * 2 if s.type in SYMMETRIC else (s.actors, s.recipients)
    a, r = [_party(p) for p in actors], [_party(p) for p in recipients]
    # a claim's own town goes before one that an earlier sentence told
    inherited = s.where is not None and s.where.basis not in (None, "claim") and any(site.lat is not None or _proper(site.name) for site in s.sites)
    sites = (s.where, *s.sites) if s.where and not inherited else s.sites
    kinds_a, kinds_r = (_unique(kind for p in parties if (kind := _kind(p))) for parties in (actors, recipients))
    words: dict[int, float] = dict(_weighed(word) for word in _WORD.findall(s.evidence))
    evidence = s.evidence.lower()
    tolls = {kind: _count(t.low, t.best, t.high) for t in s.tolls for kind in [t.kind] if t.kind in ("killed", "injured")}
    return Profile(
        types=(TYPE_OF.get(s.type, TYPE_OF["unknown"]),), published=_day(s.report.published), days=(_day(s.days[0]), _day(s.days[1])) if s.days else None,
        points=narrowest(p for site in sites if (p := _spot(site))), countries=_unique(digest(site.country) for site in sites if site.country),
        names=_unique(digest(fold(site.name)) for site in sites if _proper(site.name) and (site.lat is None or (site.radius_km or UNSIZED) <= NARROW)),
        actors=_unique(k for p in a for k in p[0]), actors_within=_unique(k for p in a for k in p[1]), recipients=_unique(k for p in r for k in p[0]),
        recipients_within=_unique(k for p in r for k in p[1]), named=_unique(k for p in (*a, *r) for k in p[2]), actor_kinds=kinds_a, recipient_kinds=kinds_r, words=tuple(words.items()),
        triggers=_unique(digest(stem(word)) for word in s.trigger.split()[-1:]), killed=tolls.get("killed"), injured=tolls.get("injured"),
        others=_unique(digest(f"{t.kind} {t.best:g}") for t in s.tolls if t.best is not None and t.kind not in ("killed", "injured") and t.best > 1),
        means=sum(1 << number for number, pattern in _MEANS if pattern.search(evidence)), factuality=FACTUALITIES.get(s.factuality, 1),
        general=not s.days and not s.tolls and bool(_GENERAL.fullmatch(s.trigger)) and s.trigger.endswith("s"), lasting=s.type in LASTING)


def _count(low: float | None, best: float | None, high: float | None) -> tuple[float, float]:
    known = [n for n in (low, best, high) if n is not None]
    return (min(known), best if best is not None and high is None else high if high is not None else max(known) * 4) if known else (0.0, 1e9)


def _unique(items: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(items))


def narrowest(points: Iterable[tuple[float, float, float]]) -> tuple[tuple[float, float, float], ...]:
    """Return the points without those whose circle holds a much narrower one: "Jenin, in the West Bank" is in Jenin."""
    unique = list(dict.fromkeys(points))
    if len(unique) < 2:
        return tuple(unique)
    kept = [p for p in unique if not any(q[2] * 2 < p[2] and _far(p, q) <= p[2] + q[2] for q in unique)]
    return tuple(sorted(kept, key=lambda p: p[2]))


def _far(p: tuple[float, float, float], q: tuple[float, float, float]) -> float:
    """Kilometres between points, on a plane: near enough to tell what lies within what."""
    x = (p[1] - q[1]) * float(np.cos(np.radians((p[0] + q[0]) / 2)))
    return float(111.2 * np.hypot(x, p[0] - q[0]))


def joined(profiles: Sequence[Profile]) -> Profile:
    """Return what several statements about one event state together, given in order of their text."""
    if len(profiles) == 1:
        return profiles[0]
    # the day on which fighting began is not the day on which the town fell
    lasting = all(p.lasting for p in profiles)
    dated = [p for p in profiles if p.days and (lasting or not p.lasting)]
    # the narrowest time and count are the most telling ones; of equals the first told
    narrow = min((p.days for p in dated if p.days), key=lambda days: days[1] - days[0], default=None)
    words: dict[int, float] = {}
    for p in profiles:
        words.update(p.words)

    def all_of(field: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(item for p in profiles for item in getattr(p, field)))

    killed, injured = (max((v for p in profiles if (v := getattr(p, field))), key=lambda v: v[0], default=None) for field in ("killed", "injured"))
    return Profile(
        types=telling(all_of("types")), published=profiles[0].published, days=narrow, points=narrowest(all_of("points")), countries=all_of("countries"), names=all_of("names"),
        actors=all_of("actors"), actors_within=all_of("actors_within"), recipients=all_of("recipients"), recipients_within=all_of("recipients_within"), named=all_of("named"), actor_kinds=all_of("actor_kinds"), recipient_kinds=all_of("recipient_kinds"),
        words=tuple(words.items()), triggers=all_of("triggers"), killed=killed, injured=injured, others=all_of("others"), means=int(np.bitwise_or.reduce([p.means for p in profiles])),
        factuality=int(np.bitwise_or.reduce([p.factuality for p in profiles])), general=all(p.general for p in profiles), lasting=lasting)


def telling(types: tuple[int, ...]) -> tuple[int, ...]:
    """Return the types without those that only tell what came of another: deaths do not make a bombing the same as a shelling, but a town that fell is not just fighting."""
    return tuple(t for t in types if TYPES[t] in TAKINGS or not any(TYPES[other] in _CAUSES.get(TYPES[t], ()) for other in types)) or types


WIDTHS = {"types": 5, "countries": 2, "names": 3, "actors": 4, "actors_within": 6, "recipients": 4, "recipients_within": 6, "named": 6, "actor_kinds": 3, "recipient_kinds": 3, "triggers": 4, "others": 3}
"""How many of each a row holds; what is beyond is not compared."""
WORDS, POINTS = 28, 3


class Rows:
    """Profiles as arrays, a row each: sets padded with 0, `words` by rarity, `points` (n, 3, 3) with NaN where there is none, `days` (n, 2) UNDATED where unknown."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        n = len(profiles)
        self.sets: dict[str, Digests] = {name: _padded([getattr(p, name) for p in profiles], width) for name, width in WIDTHS.items()}
        if n:
            self.sets["types"] = _padded([[t + 1 for t in p.types] for p in profiles], WIDTHS["types"])
        rarest = [sorted(p.words, key=lambda w: (-w[1], w[0]))[:WORDS] for p in profiles]
        self.words = _padded([[w[0] for w in row] for row in rarest], WORDS)
        self.rarity: NDArray[np.float32] = np.zeros((n, WORDS), np.float32)
        self.points: NDArray[np.float32] = np.full((n, POINTS, 3), np.nan, np.float32)
        for i, (p, row) in enumerate(zip(profiles, rarest, strict=True)):
            self.rarity[i, : len(row)] = [w[1] for w in row]
            if p.points:
                self.points[i, : min(POINTS, len(p.points))] = p.points[:POINTS]
        self.published: Ints = np.array([p.published for p in profiles], np.int32)
        self.days: Ints = np.array([p.days or (UNDATED, UNDATED) for p in profiles], np.int32).reshape(n, 2)
        self.counts: NDArray[np.float32] = np.array([[*(p.killed or (np.nan, np.nan)), *(p.injured or (np.nan, np.nan))] for p in profiles], np.float32).reshape(n, 4)
        self.means: NDArray[np.uint8] = np.array([p.means for p in profiles], np.uint8)
        self.factuality: NDArray[np.uint8] = np.array([p.factuality for p in profiles], np.uint8)
        self.general: NDArray[np.bool_] = np.array([p.general for p in profiles], bool)
        self.lasting: NDArray[np.bool_] = np.array([p.lasting for p in profiles], bool)

    def __len__(self) -> int:
        return len(self.published)

    @classmethod
    def stack(cls, parts: Sequence[Rows]) -> Rows:
        """Return the rows of several tables, one after the other."""
        whole = cls(())
        whole.sets = {name: np.concatenate([part.sets[name] for part in parts]) for name in whole.sets} if parts else whole.sets
        for name in ("words", "rarity", "points", "published", "days", "counts", "means", "factuality", "general", "lasting"):
            if parts:
                setattr(whole, name, np.concatenate([getattr(part, name) for part in parts]))
        return whole


def _padded(rows: Sequence[Sequence[int]], width: int) -> Digests:
    out = np.zeros((len(rows), width), np.uint32)
    for i, row in enumerate(rows):
        if row:
            out[i, : min(width, len(row))] = row[:width]
    return out
