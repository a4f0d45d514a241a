"""Who holds each place on a day, according to whom; docs/control.md has the rules with an example worked by hand.

Each origin has a position on a place: what its own moves up to the day leave. The positions of the last days stand beside each other: where they agree the place is held, where they cannot be
true together it is contested, where they name no holder it is unresolved. Nothing outside the claims decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from counterclaim.incidents.moves import BESIEGES, HOLDS, LEFT, LOST, NOT_BESIEGES, NOT_HOLDS, NOT_TOOK, STAYS, TOOK, WORDS, Move, Places, country, find_moves
from counterclaim.incidents.parties import nameless_kind, unnamed
from counterclaim.incidents.sides import NEITHER, OTHER, OWN, Sides
from counterclaim.incidents.statements import Party, Site, Statement
from counterclaim.incidents.ties import armed
from counterclaim.incidents.voices import Origin

HELD, CONTESTED, UNRESOLVED = "held", "contested", "unresolved"
_STATE_KINDS = frozenset(("military", "police", "government"))
_REBEL_KINDS = frozenset(("rebel", "militia", "paramilitary"))


@dataclass(slots=True)
class Position:
    """What one origin's moves leave: who holds, who does not; `nobody` where it says that nobody does, `unchanged` that the place was not taken; `by` are the moves of its last day."""

    origin: Origin
    day: date = date.min
    holders: dict[str, Party] = field(default_factory=dict)
    out: dict[str, Party] = field(default_factory=dict)
    nobody: bool = False
    unchanged: bool = False
    by: list[Move] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a place by some origins; `basis` is "admitted" (an enemy of the holder says so), "others" (somebody who does not fight and is on no known side does), "own word",
    "unclear" (only an armed party or a government whose relation to the holder nobody tells), or "hearsay"."""

    party: Party
    basis: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A place on a day. `since` is the day of the earliest claim from which the same holder is told without another between, `last` that of the latest claim; `days_old` counts from there.

    `via` is the area whose state this is, where the area's is the later; `besieged` and `notes` are words: who besieges it, what is told of parts of it or as possible; `moves` are all claims that the
    state rests on, those that contradict it included.
    """

    key: str
    site: Site
    state: str
    reason: str
    holders: tuple[Holder, ...] = ()
    since: date | None = None
    last: date | None = None
    days_old: int = 0
    stale: bool = False
    via: str | None = None
    besieged: str | None = None
    exceptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


class Control:
    """The moves of a set of statements, ready to be asked about any day."""

    def __init__(self, statements: Sequence[Statement], sides: Sides | None = None) -> None:
        self.sides = sides or Sides(statements)
        statements = self.sides.statements
        self.places = Places(statements)
        self.moves = list(find_moves(statements, self.sides.origins, self.places))
        self.undated = sum(1 for s in statements if s.type in WORDS["types"] and s.days is None and s.report.published is None)

    def origins(self) -> list[Origin]:
        """Return the origins that say who holds what, in the order in which they first do."""
        return list({m.origin.key: m.origin for m in self.moves}.values())

    def states(self, day: date, according_to: str | None = None) -> list[State]:
        """Return the state of each place that a claim of a day not later than `day` is about, by name; `according_to` keeps the claims of one origin and of what is part of it, by key."""
        chosen = [m for m in self.moves if m.day <= day and (according_to is None or according_to in self.sides.camp(m.origin.key))]
        by_place: dict[str, list[Move]] = {}
        for m in chosen:
            by_place.setdefault(m.place, []).append(m)
        own = {key: self._state(key, moves, day) for key, moves in by_place.items()}
        out = []
        for key, state in own.items():
            areas = [own[a] for a in self.places.inside.get(key, {}) if a in own and not country(own[a].site) and own[a].last]
            later = max((a for a in areas if a.state != UNRESOLVED), key=lambda a: a.last or date.min, default=None)
            if later is not None and (state.last is None or (later.last or date.min) > state.last):
                reason = f"by {later.site.name}, of which it is part: {later.reason}"
                state = replace(later, key=key, site=state.site, via=later.site.name, reason=reason, exceptions=(), besieged=state.besieged, notes=state.notes, moves=(*state.moves, *later.moves))
            towns = [t for k, t in own.items() if key in self.places.inside.get(k, {}) and t.state != UNRESOLVED and state.state == HELD and t.last and (state.last or date.min) <= t.last
                     and (t.state == CONTESTED or not self._same(t.holders, state.holders))]
            if towns:
                told = tuple(f"{t.site.name} ({t.state}{': ' + ', '.join(h.party.name for h in t.holders) if t.state == HELD else ''})" for t in sorted(towns, key=lambda t: t.site.name))
                state = replace(state, exceptions=told)
            out.append(state)
        return sorted(out, key=lambda s: (s.site.name.casefold(), s.key))

    def _state(self, key: str, moves: Sequence[Move], day: date) -> State:
        ordered = sorted(moves, key=_when)
        firm = [m for m in ordered if m.whole and m.sure and m.what not in (BESIEGES, NOT_BESIEGES)]
        state = self._decide(key, firm)
        siege = self._siege(ordered, day)
        last = max((m.day for m in firm), default=None)
        old = (day - last).days if last else 0
        return replace(state, site=self.places.sites.get(key, moves[0].site), last=last, days_old=old, stale=old > int(WORDS["stale_days"]), besieged=siege, notes=tuple(dict.fromkeys(_notes(ordered))),
                       moves=tuple(ordered))

    def _decide(self, key: str, firm: Sequence[Move]) -> State:
        blank = State(key=key, site=Site(name=key), state=UNRESOLVED, reason="only parts of it, a siege or what is possible is told")
        if not firm:
            return blank
        counted = [m for m in firm if m.origin.counts]
        positions = self._positions(counted or firm)
        newest = max(p.day for p in positions)
        standing = [p for p in positions if p.day >= newest - timedelta(days=int(WORDS["lag_days"]))]
        standing = [p for p in standing if not any(self._follows(q, p) for q in standing if q is not p)]
        holders = self._holders(standing)
        opposed = [(p, q) for i, p in enumerate(standing) for q in standing[i + 1:] if self._opposed(p, q)]
        if opposed:
            return replace(blank, state=CONTESTED, reason="; ".join(_says(p) for p in standing), holders=holders, since=newest)
        # one origin's two holders hold the place together, unless they fight each other
        if any(self.sides.stance(a, b) == OTHER for p in standing for a in p.holders for b in p.holders):
            return replace(blank, state=CONTESTED, reason="; ".join(_says(p) for p in standing), holders=holders, since=newest)
        reason = "; ".join(_says(p) for p in standing)
        if not holders or not counted:
            return replace(blank, reason=reason if counted else f"hearsay alone: {reason}", holders=holders)
        return replace(blank, state=HELD, reason=reason, holders=holders, since=self._since(counted, holders))

    def _positions(self, moves: Sequence[Move]) -> list[Position]:
        """Each origin's position; mouths of one side are one origin, unless they fight each other."""
        out: list[Position] = []
        for m in moves:
            p = next((p for p in out if p.origin.side == m.origin.side and self.sides.stance(p.origin.key, m.origin.key) != OTHER), None)
            if p is None:
                p = Position(m.origin)
                out.append(p)
            if m.day > p.day:
                p.by = []
            same_report = bool(p.by) and p.by[-1].statement.report.id == m.statement.report.id and p.by[-1].day == m.day
            p.day = m.day
            p.by.append(m)
            self._move(p, m, same_report)
        return out

    def _move(self, p: Position, m: Move, same_report: bool) -> None:
        party = m.party
        p.unchanged = m.what in (NOT_TOOK, STAYS) and party is None and not m.nobody
        if m.nobody:
            p.holders, p.nobody = {}, True
        elif m.what in (TOOK, HOLDS, STAYS) and party is not None:
            # one report of one day may tell of two holders ("the army and the militia took it"), unless they fight each other; otherwise the later holder takes the place of the earlier one
            together = same_report and all(b.what == m.what for b in p.by if b.what in (TOOK, HOLDS, STAYS))
            p.holders = {k: q for k, q in p.holders.items() if together and (m.what == HOLDS or self.sides.stance(q.key, party.key) != OTHER)}
            p.holders[party.key] = party
            p.out = {k: q for k, q in p.out.items() if not self._one(q, party)}
            p.nobody = False
        elif m.what in (LEFT, LOST, NOT_HOLDS, NOT_TOOK) and party is not None:
            p.holders = {k: q for k, q in p.holders.items() if not self._one(q, party)}
            if not any(self._one(q, party) for q in p.holders.values()):
                p.out[party.key] = party
        elif m.what in (TOOK, LEFT):
            p.holders, p.nobody = {}, False

    def _one(self, a: Party, b: Party) -> bool:
        """Whether two names are of one side: the same, one within the other, or allied; or common nouns of one kind ("rebels", "militants")."""
        if a.key == b.key or self.sides.stance(a.key, b.key) == OWN:
            return True
        if self.sides.stance(a.key, b.key) == OTHER or not (_anybody(a) or _anybody(b)):
            return False
        # two armies, each of its country, are two
        if len(self.sides.camp(a.key)) > 1 and len(self.sides.camp(b.key)) > 1:
            return False
        return any(nameless_kind(a) in kinds and nameless_kind(b) in kinds for kinds in (_STATE_KINDS, _REBEL_KINDS))

    def _clash(self, a: Party, b: Party) -> bool:
        return not self._one(a, b)

    def _opposed(self, p: Position, q: Position) -> bool:
        if any(self._clash(a, b) for a in p.holders.values() for b in q.holders.values()):
            return True
        for a, b in ((p, q), (q, p)):
            if any(self._one(h, o) for h in a.holders.values() for o in b.out.values()):
                return True
            if (b.nobody and a.holders) or (b.unchanged and any(m.what in (TOOK, LOST, LEFT) for m in a.by)):
                return True
        return False

    def _follows(self, later: Position, p: Position) -> bool:
        """Whether a position is later than another and says of its holder that it lost or left the place: then the one follows the other, and they do not contradict."""
        if not any(m.what in (LOST, LEFT) and m.party and any(self._one(m.party, h) for h in p.holders.values()) for m in later.by):
            return False
        return p.day <= later.day and not (p.day == later.day and any(m.what in (HOLDS, STAYS) for m in p.by))

    def _holders(self, standing: Sequence[Position]) -> tuple[Holder, ...]:
        groups: list[tuple[Party, list[Origin]]] = []
        for p in standing:
            for party in p.holders.values():
                found = next((g for g in groups if self._one(g[0], party)), None)
                if found is None:
                    groups.append((party, [p.origin]))
                    continue
                found[1].append(p.origin)
                if unnamed(found[0]) and not unnamed(party):
                    groups[groups.index(found)] = (party, found[1])
        return tuple(Holder(party=party, basis=self._basis(party, behind), origins=tuple(dict.fromkeys(o.name for o in behind))) for party, behind in groups)

    def _basis(self, party: Party, behind: Iterable[Origin]) -> str:
        stances = [self._stance(o, party) for o in behind]
        return next((basis for stance, basis in ((OTHER, "admitted"), (NEITHER, "others"), (OWN, "own word"), ("unclear", "unclear")) if stance in stances), "hearsay")

    def _stance(self, origin: Origin, party: Party) -> str:
        if not origin.counts:
            return "hearsay"
        stance = self.sides.stance(origin.key, party.key)
        # an army that says who holds a place is no bystander because nobody says on whose side it is
        return "unclear" if stance == NEITHER and origin.party is not None and armed(origin.party) else stance

    def _since(self, moves: Sequence[Move], holders: Sequence[Holder]) -> date | None:
        since: date | None = None
        for m in moves:
            if m.what in (TOOK, HOLDS, STAYS) and m.party is not None:
                mine = any(self._one(m.party, h.party) for h in holders)
                since = (since or m.day) if mine else None
        return since

    def _same(self, a: Sequence[Holder], b: Sequence[Holder]) -> bool:
        return any(self._one(x.party, y.party) for x in a for y in b)

    def _siege(self, ordered: Sequence[Move], day: date) -> str | None:
        sieges = [m for m in ordered if m.what in (BESIEGES, NOT_BESIEGES) and m.sure]
        if not sieges or sieges[-1].what == NOT_BESIEGES or (day - sieges[-1].day).days > int(WORDS["stale_days"]):
            return None
        m = sieges[-1]
        return f"{f'by {m.party.name}' if m.party else 'besieged'}, {m.day}, according to {m.origin.name}"


def _anybody(p: Party) -> bool:
    """Whether a party is told by a common noun alone ("rebels", "the army"), which says no more than its kind; "the joint force of the movements" is somebody."""
    return unnamed(p) and " of " not in p.name and not any(w[:1].isupper() for w in p.name.split()[1:])


def _when(m: Move) -> tuple[date, date, str, int]:
    return m.day, m.published or m.day, m.statement.report.id, m.statement.begin


_NAMELESS = {TOOK: "it was taken", HOLDS: "it is held", LEFT: "it was left", LOST: "it was lost", NOT_TOOK: "it was not taken", NOT_HOLDS: "it is not held", STAYS: "it was not left or lost"}
_OF_NOBODY = {NOT_TOOK: "nobody took it", NOT_HOLDS: "nobody holds it", STAYS: "nobody left it"}


def _says(p: Position) -> str:
    return f"{p.origin.name} ({p.day}): {', '.join(dict.fromkeys(told(m) for m in p.by))}"


def told(m: Move) -> str:
    """Return a move in words: "the army took it", "took part of it"."""
    if m.nobody:
        words = _OF_NOBODY.get(m.what, m.what)
    elif m.party is None:
        words = _NAMELESS.get(m.what, m.what)
    else:
        words = f"{m.party.name} {m.what} it"
    return words if m.whole else words.replace("it ", "part of it ", 1) if words.startswith("it ") else words.removesuffix(" it") + " part of it"


def _notes(ordered: Sequence[Move]) -> Iterable[str]:
    for m in ordered:
        if m.what in (BESIEGES, NOT_BESIEGES) or (m.whole and m.sure):
            continue
        yield f"{m.day}: {'' if m.sure else 'perhaps: '}{told(m)} ({m.origin.name})"


def resolve(control: Control, name: str) -> str | None:
    """Return the key of an actor that a user names: of an origin of that name, or of an entry of the vocabulary that an origin is part of; None where nobody of that name says who holds what."""
    from counterclaim.incidents.statements import party
    from counterclaim.reading.actors import fold

    wanted = party(name)
    for origin in control.origins():
        if fold(origin.name) == fold(name) or origin.key == wanted.key or wanted.key in control.sides.camp(origin.key):
            return origin.key if fold(origin.name) == fold(name) and not wanted.known else wanted.key
    return None
