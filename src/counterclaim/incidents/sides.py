"""Who stands where: the signed graph of actors that ties (ties.py) make, and from it whether an origin speaks for its own side, against the other, or is on neither.

What a party is part of comes from the vocabulary and from the words of its name; who fights and who backs whom only from what reports claim, with the time and the origins of it. Unknown is
"neither". Structural balance proposes ties that nobody claims; they are marked as inferred and `stance` never uses them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from counterclaim.incidents.statements import Party, Statement, party
from counterclaim.incidents.status import admission, stands
from counterclaim.incidents.ties import WORDS, Tie, armed, camp, find_ties, named_parties, placed_by_report
from counterclaim.incidents.voices import Origin, origin_of, voices
from counterclaim.reading.actors import load_actors

OWN, OTHER, NEITHER = "own", "other", "neither"
_SIGNS = {"fights": -1, "formerly": 0, "backs": 1, "allied": 1}
_Saying: TypeAlias = tuple[int, list[tuple[int, list[tuple[float, list[int]]]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two actors and one relation: `weight` is the number of independent origins who say so, each with the strength of the clearest thing it says, less those who deny it.

    `sign` is -1 for fights, 0 for formerly, 1 otherwise. `origins` say so, `deniers` deny it, by name; of an alliance, the origins that fight one of the two stand in `accusers` and
    do not count: an enemy's word that somebody is armed from abroad is reported, and decides nothing.
    """

    a: Party
    b: Party
    relation: str
    sign: int
    weight: float
    first: date | None
    last: date | None
    ties: tuple[Tie, ...] = ()
    origins: tuple[str, ...] = ()
    accusers: tuple[str, ...] = ()
    deniers: tuple[str, ...] = ()
    inferred: bool = False


class Sides:
    """The actors of a set of statements, their ties, and where origins stand."""

    def __init__(self, statements: Sequence[Statement], origins: Mapping[tuple[str, str], Origin] | None = None) -> None:
        statements = placed_by_report(statements)
        if origins is None:
            heard = voices({s.report.id: s.report for s in statements}.values())
            origins = {(s.report.id, s.claim): origin_of(s, heard[s.report.id]) for s in statements}
        self.origins = origins
        self._between: dict[tuple[str, str], tuple[bool, list[_Saying]]] = {}
        self._hostiles: dict[tuple[str, str, str], bool] = {}
        self.statements = statements
        self.named = named_parties(statements)
        self._camps: dict[str, tuple[str, ...]] = {}
        for s in statements:
            origin = origins[s.report.id, s.claim]
            for key, p in ((origin.key, origin.party), *((p.key, p) for p in (*s.actors, *s.recipients))):
                if p is not None:
                    found = camp(p)
                    # a name that belongs to one side here and to another there belongs to neither
                    self._camps[key] = found if self._camps.get(key, found) == found else (key,)
        self._ties: dict[tuple[str, str], list[Tie]] = {}
        for tie in find_ties(statements, origins):
            for end in (tie.a, tie.b):
                self._camps.setdefault(end.key, camp(end))
            self._ties.setdefault((min(tie.a.key, tie.b.key), max(tie.a.key, tie.b.key)), []).append(tie)
        # who fights a state's army fights the state; the tie of two parts is one of their wholes, but for what they share
        self._wide: dict[tuple[str, str], list[Tie]] = {}
        for (left, right), ties in self._ties.items():
            shared = set(self.camp(left)) & set(self.camp(right))
            for a in self.camp(left):
                for b in self.camp(right):
                    if a not in shared and b not in shared:
                        self._wide.setdefault((min(a, b), max(a, b)), []).extend(ties)

    def camp(self, key: str) -> tuple[str, ...]:
        """Return the keys of an actor and of all that it is part of, nearest first."""
        if key in self._camps:
            return self._camps[key]
        entry = load_actors().entries.get(key)
        return camp(party(entry.name, entry.id)) if entry else (key,)

    def stance(self, origin: str, of: str, day: date | None = None) -> str:
        """Return whether an origin speaks for the side of the party `of` on a day (`own`), for one that fights it (`other`), or `neither`; both by key.

        Own is the same actor or one within the other; else the claims about the two, their wholes and their parts decide, those within a year of the day: allied is own, fighting is other,
        whichever has the more weight; an even balance is neither. Two parts of one whole are own where nobody claims that they fight: rival governments of one country do.
        """
        key = (origin, of)
        if key not in self._between:
            self._between[key] = self._sayings(*key)
        kin, sayings = self._between[key]
        if kin:
            return OWN
        balance = sum(sign * max(0.0, sum(max((strength if says > 0 else -strength for strength, days in strengths if _within(days, day)), key=abs, default=0.0)
                                           for says, strengths in voices)) for sign, voices in sayings)
        return OWN if balance > 0 else OTHER if balance < 0 else OWN if set(self.camp(origin)) & set(self.camp(of)) else NEITHER

    def _sayings(self, origin: str, of: str) -> tuple[bool, list[_Saying]]:
        """Whether one of two is part of the other; else what is said of them: for each edge its sign, and for each side whether it says or denies it, how clearly and on which days."""
        a, b = self.camp(origin), self.camp(of)
        if origin in b or of in a:
            return True, []
        shared = set(a) & set(b)
        ties = {id(t): t for p in a for q in b if p not in shared and q not in shared for t in self._wide.get((min(p, q), max(p, q)), ())}
        out: list[_Saying] = []
        for key, group in self._grouped(ties.values()).items():
            voices: dict[tuple[int, str], dict[float, list[int]]] = {}
            for t in group:
                how = self._how(t, *key)
                if t.origin.counts and how != "accuses":
                    days = voices.setdefault((-1 if how == "denies" else 1, t.origin.side), {}).setdefault(t.strength, [])
                    days.append(t.day.toordinal() if t.day else 0)
            out.append((_SIGNS[key[2]], [(says, [(strength, sorted(days)) for strength, days in sorted(told.items())]) for (says, _), told in sorted(voices.items())]))
        return False, out

    def edges(self, day: date | None = None) -> list[Edge]:
        """Return the signed graph: an edge for each pair of actors and relation that is claimed, heaviest first; with a day, by the claims within a year of it."""
        out = [e for ties in self._ties.values() for e in self._edges([t for t in ties if _near(t.day, day)])]
        return sorted(out, key=_order)

    def _edges(self, ties: Iterable[Tie]) -> list[Edge]:
        return [self._edge(key, group) for key, group in self._grouped(ties).items()]

    def _grouped(self, ties: Iterable[Tie]) -> dict[tuple[str, str, str], list[Tie]]:
        groups: dict[tuple[str, str, str], list[Tie]] = {}
        for t in ties:
            a, b = (t.a.key, t.b.key) if t.relation in ("backs", "formerly") else (min(t.a.key, t.b.key), max(t.a.key, t.b.key))
            groups.setdefault((a, b, t.relation), []).append(t)
        return groups

    def _how(self, t: Tie, a: str, b: str, relation: str) -> str:
        return "denies" if t.stance == "denies" else "accuses" if _SIGNS[relation] > 0 and self._hostile(t.origin, a, b) else "asserts"

    def _edge(self, key: tuple[str, str, str], ties: list[Tie]) -> Edge:
        a, b, relation = key
        sign = _SIGNS[relation]
        said: dict[str, float] = {}
        names: dict[str, dict[str, None]] = {"asserts": {}, "accuses": {}, "denies": {}}
        for t in ties:
            how = self._how(t, *key)
            names[how][t.origin.name] = None
            if t.origin.counts and how != "accuses":
                side = f"{how} {t.origin.side}"
                said[side] = max(said.get(side, 0.0), t.strength)
        weight = sum(strength if side.startswith("asserts") else -strength for side, strength in said.items())
        days = [t.day for t in ties if t.day and t.stance != "denies"]
        first_tie = ties[0]
        left, right = (first_tie.a, first_tie.b) if first_tie.a.key == a else (first_tie.b, first_tie.a)
        return Edge(a=left, b=right, relation=relation, sign=sign, weight=max(0.0, weight), first=min(days, default=None), last=max(days, default=None), ties=tuple(ties),
                    origins=tuple(names["asserts"]), accusers=tuple(names["accuses"]), deniers=tuple(names["denies"]))

    def _hostile(self, origin: Origin, a: str, b: str) -> bool:
        """Whether an origin's side fights one of two actors, by what is claimed of fights alone."""
        key = (origin.key, a, b)
        if key not in self._hostiles:
            self._hostiles[key] = self._fights(*key)
        return self._hostiles[key]

    def _fights(self, origin: str, a: str, b: str) -> bool:
        own = set(self.camp(origin))
        others = [q for key in (a, b) if not own & set(self.camp(key)) for q in self.camp(key)]
        return any(t.relation == "fights" and t.stance != "denies" for p in own for q in others for t in self._wide.get((min(p, q), max(p, q)), ()))

    def inferred(self, day: date | None = None) -> list[Edge]:
        """Return what structural balance proposes of pairs of whom nobody claims anything, marked as inferred: the ally of an ally is an ally, the enemy of an ally an enemy.

        That the enemy of an enemy is a friend is not proposed: many wars have three sides, as weak balance allows (Davis, Clustering and structural balance in graphs, 1967). Where
        two common neighbours say different things nothing is proposed.
        """
        signs: dict[str, dict[str, int]] = {}
        named: dict[str, Party] = {}
        for e in self.edges(day):
            if e.weight > 0 and e.sign:
                for p, q in ((e.a, e.b), (e.b, e.a)):
                    named[p.key] = p
                    before = signs.setdefault(p.key, {}).get(q.key, e.sign)
                    signs[p.key][q.key] = e.sign if before == e.sign else 0
        proposed: dict[tuple[str, str], set[int]] = {}
        for middle in sorted(signs):
            around = sorted(signs[middle])
            for i, left in enumerate(around):
                for right in around[i + 1:]:
                    two = signs[middle][left], signs[middle][right]
                    if right not in signs[left] and not set(self.camp(left)) & set(self.camp(right)) and 1 in two:
                        proposed.setdefault((left, right), set()).add(two[0] * two[1])
        return [Edge(a=named[left], b=named[right], relation="fights" if found == {-1} else "allied", sign=min(found), weight=float(WORDS["inferred"]["weight"]), first=None, last=None,
                     inferred=True)
                for (left, right), found in sorted(proposed.items()) if found in ({-1}, {1})]


def _within(days: Sequence[int], day: date | None) -> bool:
    """Whether one of some days, 0 for no date, is near a day."""
    if day is None or days[0] == 0:
        return True
    window = int(WORDS["stance"]["window_days"])
    i = bisect_left(days, day.toordinal() - window)
    return i < len(days) and days[i] <= day.toordinal() + window


def _near(told: date | None, day: date | None) -> bool:
    return told is None or day is None or abs((told - day).days) <= WORDS["stance"]["window_days"]


def _order(edge: Edge) -> tuple[float, str, str, str]:
    return (-edge.weight, edge.a.key, edge.b.key, edge.relation)


def against_interest(statement: Statement, sides: Sides, origin: Origin | None = None) -> str | None:
    """Return in words what a statement admits against the interest of whose word it is, None where it admits nothing.

    An origin admits losses of its own armed side, ground that it lost, what its own side did to civilians (status.py, `admission`), or credits a party that it fights with ground or praise.
    """
    origin = origin or sides.origins.get((statement.report.id, statement.claim))
    if origin is None or statement.stance != "asserts" or statement.factuality != "actual":
        return None
    found = admission(statement, origin, sides)
    if found is not None and _harms(found.whom, statement, origin) and not (found.whom == origin.party and _may_be_others(statement, origin, sides)):
        lost = "ground" if statement.type in ("seize_territory", "withdraw", "surrender") else "what its own side did" if found.whom in statement.actors else "a loss"
        return f"{origin.name} admits {lost}: {found.whom.name}, {statement.type.replace('_', ' ')} ({statement.trigger})"
    if origin.party is None:
        return None
    enemy = next((p for p in statement.actors if stands(origin, p, statement, sides) == OTHER), None)
    # that an enemy holds a place is what an outlet tells as background
    if enemy is not None and (statement.type == "seize_territory" or (statement.type == "control" and origin.kind != "outlet")):
        return f"{origin.name} credits {enemy.name}, whom it fights: {statement.type.replace('_', ' ')} ({statement.trigger})"
    praised = next((p for p in statement.recipients if stands(origin, p, statement, sides) == OTHER), None)
    if praised is not None and statement.type == "praise" and any(stands(origin, p, statement, sides) == OWN for p in statement.actors):
        return f"{origin.name} praises {praised.name}, whom it fights ({statement.trigger})"
    return None


def _harms(whom: Party, statement: Statement, origin: Origin) -> bool:
    """Whether what is admitted harms: an arrest by the own side does not, nor the harm of those who do not fight, nor what a deserter tells of himself."""
    if statement.type == "surrender":
        return whom != origin.party
    if whom in statement.actors:
        return statement.type != "detain"
    return statement.type in ("seize_territory", "withdraw") or armed(whom)


def _may_be_others(statement: Statement, origin: Origin, sides: Sides) -> bool:
    """Whether losses that nobody is said to have had may be the other side's: the sentence names a party that the origin fights, or counts soldiers where the origin is no state's."""
    if origin.party in (*statement.actors, *statement.recipients):
        return False
    entries = load_actors().entries
    own = next((entries[key] for key in sides.camp(origin.key) if key in entries), None)
    if own is not None and own.kind in ("rebel", "militia", "paramilitary") and re.search(r"\b(?:soldiers?|troops?|army)\b", statement.evidence):
        return True
    words = re.findall(r"\b[A-Z][\w’'-]+", statement.evidence)
    named = {entry.id for word in words if (entry := load_actors().find(word)) is not None}
    return any(sides.stance(origin.key, key, statement.report.published) == OTHER for key in sorted(named))
