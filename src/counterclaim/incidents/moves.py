"""What single statements say of who holds a place: who took, held, left or lost it, whole or in part, when, according to whom.

Moves are what control.py works with; docs/control.md says the rules in full. Nothing here decides between origins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from counterclaim import vocab
from counterclaim.incidents.parties import kinds_in, side
from counterclaim.incidents.statements import Party, Site, Statement, party
from counterclaim.incidents.ties import UNARMED, armed, node
from counterclaim.incidents.voices import HEARSAY, Origin, outlet_party
from counterclaim.reading.actors import fold, load_actors

WORDS: dict[str, Any] = vocab.load("control")
TOOK, HOLDS, LEFT, LOST, BESIEGES = "took", "holds", "left", "lost", "besieges"
NOT_TOOK, NOT_HOLDS, STAYS, NOT_BESIEGES = "did not take", "does not hold", "has not left", "does not besiege"
_OPPOSITE = {TOOK: NOT_TOOK, HOLDS: NOT_HOLDS, LEFT: STAYS, LOST: STAYS, BESIEGES: NOT_BESIEGES}
_SOME = frozenset(("most", "many", "some", "others", "all", "they", "both", "few", "several", "thousands", "hundreds", "dozens"))
_HANDS = re.compile(r"(\w+) (?:control|hands|rule)")
INSIDE = "inside"
_DENIALS = {NOT_TOOK: (TOOK,), STAYS: (LEFT, LOST)}
_NOBODY = re.compile(r"^(?:neither|no|nobody|none)\b", re.IGNORECASE)
_ENDED = re.compile(rf"\b(?:{'|'.join(WORDS['ended'])})\b", re.IGNORECASE)
_UNTRUE = re.compile(r"\b(?:fake|false|untrue|lies?|disinformation|fabrication|do(?:es)? not correspond)\b", re.IGNORECASE)
_GENERIC = r"(?:(?:the|a|an|its|their|strategic|key|small|nearby|border|whole|entire|besieged|rebel-held|northern|southern|eastern|western|central|ancient|port)\s+)*"
_KINDS = rf"(?:(?:{'|'.join(w for w in WORDS['again'] if w not in ('it', 'there'))}|{'|'.join(WORDS['areas'])}|crossroads|crossing)s?\s+of\s+)?"
_WHOLE = re.compile(rf"(?:{'|'.join(WORDS['whole'])})\s+{_GENERIC}{_KINDS}{_GENERIC}$", re.IGNORECASE)
_LOCATED = re.compile(rf"\b(?:{'|'.join(sorted(WORDS['located'], key=len, reverse=True))})\s+{_GENERIC}{_KINDS}{_GENERIC}$", re.IGNORECASE)
_PART = re.compile(rf"\b(?:(?:{'|'.join(WORDS['parts'])})\s+{_GENERIC}{_KINDS}{_GENERIC}|(?:{'|'.join(WORDS['sides'])})\s+)$", re.IGNORECASE)
_PART_OF_AREA = re.compile(rf"\b(?:{'|'.join(WORDS['parts_of_area'])})\s+{_GENERIC}$", re.IGNORECASE)
_TOGETHER = re.compile(r"[\s,;]*(?:and|or|as well as|&)?\s*(?:the\s+)?(?:\w+\s+of\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One origin's word, of one statement, on one party and one place.

    `what` is one of the verbs above; `party` None where nobody is named ("the town has fallen"), and `nobody` where it is said that nobody does. `day` is the last day of the statement's
    time, at the latest that of its report. `whole` says whether the place itself is meant or a part of it; `sure` whether it is told as a fact.
    """

    place: str
    site: Site
    what: str
    party: Party | None
    day: date
    published: date | None
    origin: Origin
    statement: Statement
    whole: bool = True
    sure: bool = True
    nobody: bool = False


class Places:
    """The places of a set of statements by key: a gazetteer's id, else name and country; which lie in which."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        named: dict[str, dict[str, None]] = {}
        self._named = named
        self.sites: dict[str, Site] = {}
        self.inside: dict[str, dict[str, None]] = {}
        every = [site for s in statements for site in (*s.sites, *([s.where] if s.where else [])) if not again(site)]
        for site in every:
            if site.geonames is not None and site.relation != INSIDE:
                named.setdefault(_bare(site.name), {})[f"geonames:{site.geonames}"] = None
        for site in every:
            known = self.sites.get(key := self.key(site))
            # the site that knows more of the place stands for it
            if known is None or (known.lat is None and site.lat is not None) or (known.relation is not None and site.relation is None):
                self.sites[key] = site
        for s in statements:
            points = [site for site in s.sites if not area(site) and not again(site)]
            for whole in (site for site in s.sites if area(site) and not again(site)):
                for site in points:
                    if self.key(site) != self.key(whole):
                        self.inside.setdefault(self.key(site), {})[self.key(whole)] = None
        divisions: dict[tuple[str | None, str | None], str] = {(site.country, site.admin1): key for key, site in self.sites.items() if site.precision == WORDS["precision"]["area"] and site.admin1 and site.relation is None}
        for key, site in self.sites.items():
            within = divisions.get((site.country, site.admin1))
            if within and within != key and not area(site):
                self.inside.setdefault(key, {})[within] = None

    def key(self, site: Site) -> str:
        """Return the key of a place: its gazetteer id; without one, that of the only place of its name that has one; else its name and country."""
        # the id of an unlisted place is that of the division that it lies in
        if site.geonames is not None and site.relation != INSIDE:
            return f"geonames:{site.geonames}"
        name = _bare(site.name)
        ids = self._named.get(name, {})
        return next(iter(ids)) if len(ids) == 1 else f"{name} ({site.country})" if site.country else name


@lru_cache(maxsize=100_000)
def _bare(name: str) -> str:
    """A place's name without the words for its kind: "Idlib" of "Idlib province"."""
    words = [w for w in fold(name).split() if w not in WORDS["areas"] and w not in WORDS["again"] and w not in ("of", "the")]
    return " ".join(words) or fold(name)


def area(site: Site) -> bool:
    """Whether a place is an area with towns in it."""
    if site.precision is not None and site.relation is None:
        return site.precision >= int(WORDS["precision"]["area"])
    return bool(set(fold(site.name).split()) & set(WORDS["areas"]))


def country(site: Site) -> bool:
    """Whether a place is a country or more: who holds it says nothing of its towns."""
    return site.precision is not None and site.precision >= int(WORDS["precision"]["country"])


def again(site: Site) -> str | None:
    """Return the noun by which a place is named again ("the town"), None where it has a name of its own."""
    words = (site.text or site.name).lower().split()
    return words[-1] if words and words[-1] in WORDS["again"] and all(w in ("the", "this", "that", "same", "whole", "entire") for w in words[:-1]) else None


def find_moves(statements: Sequence[Statement], origins: Mapping[tuple[str, str], Origin], places: Places) -> Iterator[Move]:
    """Yield the moves that statements tell, in their order; a statement without any date tells none."""
    before: dict[str, list[Site]] = {}
    for s in sorted(statements, key=lambda s: s.begin):
        before.setdefault(s.report.id, []).extend(site for site in s.sites if not again(site) and site.begin >= 0)
    # "liberated the town on Friday after the army fled it": the flight is of that day too
    dated: dict[tuple[str, str], date | None] = {}
    for s in statements:
        if s.type in WORDS["types"] and s.days is not None and s.factuality == "actual":
            dated.setdefault((s.report.id, s.evidence), day_of(s))
    out: list[Move] = []
    for s in statements:
        day = dated.get((s.report.id, s.evidence)) if s.days is None and s.type != "control" else None
        day = day or day_of(s)
        roles = WORDS["types"].get(s.type)
        if roles is None or day is None or s.factuality == "future" or (s.type == "control" and _over(s)):
            continue
        sites = list(_targets(s, before[s.report.id]))
        for origin, stance in _voices(s, origins[s.report.id, s.claim]):
            for what, who in _parties(s, roles):
                for site, whole in sites:
                    if who is not None and fold(who.name) == fold(site.name):
                        continue
                    nobody = who is not None and bool(_NOBODY.match(who.name))
                    denied = stance == "denies" or nobody
                    out.append(Move(place=places.key(site), site=site, what=_OPPOSITE[what] if denied else what, party=None if nobody else who, day=day, published=s.report.published, origin=origin,
                               statement=s, whole=whole, sure=s.factuality != "possible" and stance != "doubts", nobody=nobody))


    # who denies a move without a date denies it of its day
    told: dict[tuple[str, str], list[Move]] = {}
    for m in out:
        if m.what in _OPPOSITE and m.sure:
            told.setdefault((m.statement.report.id, m.place), []).append(m)
    for m in out:
        if m.statement.days is None and m.what in _DENIALS:
            days = [t.day for t in told.get((m.statement.report.id, m.place), ()) if t.what in _DENIALS[m.what] and (t.party is None or m.party is None or t.party.key == m.party.key)]
            m = replace(m, day=max(days, default=m.day))
        yield m


def day_of(s: Statement) -> date | None:
    """Return the last day of a statement's time, at the latest that of its report, whose day it is where no time is told."""
    if s.days is None:
        return s.report.published
    return min(s.days[1], s.report.published) if s.report.published else s.days[1]


def _voices(s: Statement, origin: Origin) -> Iterator[tuple[Origin, str]]:
    """Who says what: the innermost source, and each outer one that denies what an inner one asserts."""
    stances = [link.stance for link in s.chain] or ["asserts"]
    if s.chain and s.chain[0].source is None:
        origin = HEARSAY
    denied_outside = "denies" in stances[1:]
    first = stances[0]
    if s.factuality == "negated" and first == "asserts" and not denied_outside:
        own = origin.party is not None and any(p.key == origin.party.key for p in s.actors)
        if own and s.chain and _UNTRUE.search(s.evidence):
            # "Kiev's claims to have retaken it are a fake": Kiev says so, the outlet denies it
            yield origin, "asserts"
            outlet = outlet_party(s.report.outlet)
            if outlet is not None:
                yield Origin(key=outlet.key, name=outlet.name, kind="outlet", side=side(outlet), party=outlet), "denies"
            return
        first = "denies"
    yield origin, first
    for link in s.chain[1:]:
        if link.stance != "asserts" and link.source is not None:
            yield Origin(key=link.source.key, name=link.source.name, kind="source", side=side(link.source), party=link.source), link.stance


def _parties(s: Statement, roles: Mapping[str, str]) -> Iterator[tuple[str, Party | None]]:
    if not s.actors and "actor" in roles:
        yield roles["actor"], None
    for role, parties in (("actor", s.actors), ("recipient", s.recipients)):
        if role in roles:
            for told in parties:
                who = _under(told)
                if forces(who) or _NOBODY.match(who.name):
                    yield roles[role], who


def _under(p: Party) -> Party:
    """The party whose "Ukrainian control" or "rebel hands" a place is in."""
    found = _HANDS.fullmatch(p.name)
    entry = load_actors().find(found[1]) if found else None
    return party(entry.name, entry.id) if entry else p


def forces(p: Party) -> bool:
    """Whether a party may hold a place: it has a name, or its words say that it bears arms or governs; residents, drivers and "most" do not."""
    if p.name.lower() in _SOME:
        return False
    return armed(p) or (not p.known and node(p) is p and not kinds_in(p) & set(UNARMED))


def _over(s: Statement) -> bool:
    """Whether a state is told as over, or as having lasted for a while: within a few words of its trigger."""
    at = s.evidence.find(s.trigger)
    return bool(_ENDED.search(s.evidence[max(0, at - 25):at + len(s.trigger) + 60]))


def _targets(s: Statement, before: Sequence[Site]) -> Iterator[tuple[Site, bool]]:
    """Yield the places whose holder a statement is about, with whether it is about the whole of each: the points that it names, else the areas."""
    named: list[Site] = []
    for site in s.sites:
        found = _meant(site, s, before)
        if found is not None:
            named.append(found)
    if not s.sites:
        if s.where is not None and s.where.basis == "same event" and not again(s.where):
            yield s.where, s.where.relation is None
        elif re.match(r"\W*(?:it|there)\b", s.report.text[s.begin + len(s.trigger):][:10]) and (found := _last(before, s.begin, 3)):
            yield found, True
        return
    named.sort(key=lambda site: (area(site), site.begin))
    # "Qasr Mardan in Mardan province" is one place, "Timbuktu and Gao" are two
    kept = [site for site in named if area(site) == area(named[0]) and country(site) == country(named[0])]
    for i, site in enumerate(kept):
        if i and not _coordinated(s, kept[i - 1], site):
            break
        yield site, _whole(s, site)


def _meant(site: Site, s: Statement, before: Sequence[Site]) -> Site | None:
    """The place that a mention means: itself where it has a name, the last of its kind named before where it is "the town"; None for "the eastern districts"."""
    noun = again(site)
    if noun is not None:
        # the places of events are likelier than the nearest name, which may be a landmark
        found = _last(before, site.begin if site.begin >= 0 else s.begin, WORDS["again"][noun])
        return found or (site if site.geonames is not None else None)
    return site if site.geonames is not None or any(w[:1].isupper() for w in site.name.split()) else None


def _last(before: Sequence[Site], begin: int, precision: int) -> Site | None:
    named = [site for site in before if site.begin < begin and any(w[:1].isupper() for w in site.name.split()) and not country(site) and site.relation not in WORDS["relations"]]
    return next((site for site in reversed(named) if area(site) == (precision > 3)), None)


def _coordinated(s: Statement, left: Site, right: Site) -> bool:
    return left.begin >= 0 and bool(_TOGETHER.fullmatch(s.report.text[left.begin + len(left.text):right.begin]))


def _whole(s: Statement, site: Site) -> bool:
    """Whether a statement is about a place itself, not about something in it or a part of it."""
    if site.relation in WORDS["relations"]:
        return False
    text, end = s.report.text, s.begin + len(s.trigger)
    here = next((p for p in s.sites if p.begin == site.begin or (again(p) and p.begin >= 0)), None)
    if here is None or here.begin < 0:
        return True
    between = text[end:here.begin] if here.begin >= end else None
    if between is not None and not between.strip():
        return True
    lead = text[max(0, here.begin - 60):here.begin]
    # "the city centre", "the northern bank"
    if not any(c.isupper() for c in here.text) and not again(here) and not set(fold(here.text).split()[-1:]) & set(fold(site.name).split()):
        return False
    # "a river port of the town", told as the town's
    if re.match(r"['’]s?\s", text[here.begin + len(here.text):here.begin + len(here.text) + 3]):
        return False
    if _PART.search(lead) or (area(site) and _PART_OF_AREA.search(lead)):
        return False
    if any(t.kind in WORDS["quantities"] and t.text in (between or "") for t in s.tolls):
        return False
    if _WHOLE.search(lead) or (s.type == "withdraw" and re.search(rf"\bfrom\s+{_GENERIC}{_KINDS}{_GENERIC}$", lead)):
        return True
    return not _LOCATED.search(lead)
