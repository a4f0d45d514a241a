"""An incident's versions attribute by attribute, and how they stand to each other: what agrees, what was refined, updated, contradicted or denied.

What one origin says in one report is an account: of its several words for one thing the most telling counts ("dozens" and then "47"). Accounts whose values are the same are a version.
Two versions that differ are

- refinement: both can be true and one tells more, or another part ("March", "10 March"; "more than 40", "43");
- update: the later replaces the earlier: what was planned has happened, or a new toll by the same or a neutral origin;
- denial: one rejects as untrue what the other asserts;
- contradiction: both cannot be true, and neither replaces the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import combinations
from typing import Any, Protocol

from counterclaim import vocab
from counterclaim.incidents.parties import kinds_in, side
from counterclaim.incidents.statements import Statement
from counterclaim.incidents.values import READERS, Count, Outcome, Value, compare, tolls_of, values_of
from counterclaim.incidents.voices import Origin, Origins

_RISEN = re.compile("|".join(rf"\b{re.escape(w)}\b" for w in vocab.load("relations")["tolls"]["risen"]), re.IGNORECASE)
KINDS = ("contradiction", "denial", "update", "refinement", "agreement")
"""In the order in which a reader wants them."""


class Told(Protocol):
    """What is needed of an incident: its statements in order of publication."""

    @property
    def id(self) -> str: ...
    @property
    def statements(self) -> tuple[Statement, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one origin says of one attribute in one report, by the statement that tells most."""

    statement: Statement
    origin: Origin
    value: Value

    @property
    def day(self) -> date:
        """The day of publication; reports without a date come last."""
        return self.statement.report.published or date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One value of one attribute with all accounts that give it, earliest first."""

    attribute: str
    accounts: tuple[Account, ...]

    @property
    def value(self) -> str:
        """The value for the reader, in the words that tell most."""
        # that the army holds the town is plainer than its denial of having left
        return max(self.accounts, key=lambda a: (self.attribute == "outcome" and a.value.of.state == "happened", a.value.depth)).value.text

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(a.statement for a in self.accounts)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The origins that give it, each once, earliest first."""
        return tuple({a.origin.key: a.origin for a in reversed(self.accounts)}.values())[::-1]

    @property
    def first(self) -> date | None:
        return min((a.statement.report.published for a in self.accounts if a.statement.report.published), default=None)

    @property
    def last(self) -> date | None:
        return max((a.statement.report.published for a in self.accounts if a.statement.report.published), default=None)


def is_revision(s: Statement) -> bool:
    """Whether a statement's sentence says that its count replaces an earlier one: of two told on one day it is the later."""
    return bool(s.tolls) and _RISEN.search(s.evidence) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationValue:
    """One account in a relation, as the file contract writes it; `origin` is None where the report speaks in its own voice or from hearsay."""

    report: str
    claim: str
    value: str
    origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Versions of one attribute that stand to each other in one way, earliest first."""

    attribute: str
    kind: str
    versions: tuple[Version, ...]

    @property
    def values(self) -> tuple[RelationValue, ...]:
        return tuple(
            RelationValue(report=a.statement.report.id, claim=a.statement.claim, value=v.value, origin=a.statement.origin.name if a.statement.origin else None)
            for v in self.versions for a in v.accounts)


def versions(incident: Told, origins: Origins) -> dict[str, tuple[Version, ...]]:
    """Return the versions of each attribute that the incident's statements speak of, in order of publication."""
    best: dict[tuple[str, str, str, str], Account] = {}
    told = {s.report.id for s in incident.statements if s.stance != "denies" and s.factuality == "actual"}
    for s in incident.statements:
        origin = origins[s.report.id, s.claim]
        for attribute, value in (*values_of(s).items(), *tolls_of(s)):
            # who may have done it is no doubt that it was done
            if attribute == "outcome" and s.report.id in told and value.of.state in ("possible", "planned"):
                continue
            # of the soldiers and of the civilians dead each origin gives a toll; whether there was a battle and who has the town are two things
            part = value.of.whose if isinstance(value.of, Count) else str(bool(value.of.held)) if isinstance(value.of, Outcome) else ""
            at = (attribute, s.report.id, origin.key, part)
            if at not in best or value.depth > best[at].value.depth:
                best[at] = Account(statement=s, origin=origin, value=value)
    groups: dict[str, list[list[Account]]] = {}
    for (attribute, *_), account in sorted(best.items(), key=lambda item: (item[1].day, is_revision(item[1].statement))):
        found = groups.setdefault(attribute, [])
        group = next((g for g in found if compare(attribute, account.value, g[0].value) == "same"), None)
        if group is None:
            found.append([account])
        else:
            group.append(account)
    order = [*READERS, *sorted(set(groups) - set(READERS))]
    return {attribute: tuple(Version(attribute=attribute, accounts=tuple(g)) for g in groups[attribute]) for attribute in order if attribute in groups}


def relations(incident: Told, origins: Origins) -> list[Relation]:
    """Return the relations among an incident's versions: by attribute, what is at odds first."""
    return relate(versions(incident, origins), {side(p) for s in incident.statements for p in (*s.actors, *s.recipients)})


def relate(by_attribute: Mapping[str, Sequence[Version]], parties: set[str]) -> list[Relation]:
    """Return the relations among the versions of each attribute; `parties` are the sides of those who did it and to whom it was done."""
    out: list[Relation] = []
    for attribute, found in by_attribute.items():
        pairs: dict[str, list[tuple[Version, Version]]] = {kind: [] for kind in KINDS}
        for a, b in combinations(found, 2):
            kind = relation_kind(a, b, parties)
            if kind:
                pairs[kind].append((a, b))
        for kind in ("contradiction", "denial"):
            out += [Relation(attribute=attribute, kind=kind, versions=pair) for pair in pairs[kind]]
        # a toll that rises day by day is one story
        out += [Relation(attribute=attribute, kind="update", versions=chain) for chain in _chains(found, pairs["update"])]
        out += [Relation(attribute=attribute, kind="refinement", versions=pair) for pair in pairs["refinement"]]
        out += [Relation(attribute=attribute, kind="agreement", versions=(v,)) for v in found if len({(a.statement.report.id, a.origin.key) for a in v.accounts}) > 1]
    return out


def _chains(found: Sequence[Version], pairs: Iterable[tuple[Version, Version]]) -> list[tuple[Version, ...]]:
    """Return versions joined by pairs, together, in their order."""
    group = {id(v): {id(v)} for v in found}
    for a, b in pairs:
        joined = group[id(a)] | group[id(b)]
        for member in joined:
            group[member] = joined
    seen: set[int] = set()
    out: list[tuple[Version, ...]] = []
    for v in found:
        if id(v) not in seen and len(group[id(v)]) > 1:
            seen |= group[id(v)]
            out.append(tuple(w for w in found if id(w) in group[id(v)]))
    return out


def relation_kind(a: Version, b: Version, parties: set[str]) -> str | None:
    """Return how two versions of one attribute stand to each other, `a` published first; None where they are no versions of one thing. `parties` are the sides of the incident."""
    how = compare(a.attribute, a.accounts[0].value, b.accounts[0].value)
    if how is None or how == "same":
        return None
    if a.attribute == "outcome":
        return _outcome_kind(a, b, parties)
    if how != "differs":
        return "refinement"
    if a.attribute in ("place", "actor"):
        return "contradiction"
    if a.attribute == "time":
        return "update" if any(s.factuality == "future" for s in (*a.statements, *b.statements)) else "contradiction"
    if a.attribute in ("means", "recipient"):
        return "contradiction" if opposed(a, b, parties | {o.side for v in (a, b) for o in v.origins if fights(o)}) else "refinement"
    if 0 in (a.accounts[0].value.of.high, b.accounts[0].value.of.high) and not {o.key for o in a.origins} & {o.key for o in b.origins}:
        # that nobody was killed is no first toll
        return "contradiction"
    return _replaced(a, b, parties)


def _outcome_kind(a: Version, b: Version, parties: set[str]) -> str | None:
    one: Outcome = a.accounts[0].value.of
    other: Outcome = b.accounts[0].value.of
    if one.denied or other.denied:
        return "denial"
    if "not" in (one.state, other.state):
        return "contradiction"
    if "possible" in (one.state, other.state) or "planned" in (one.state, other.state):
        # told as planned after it was told as done, it is another of its kind, or the words of a speech
        return "update" if _DONE[other.state] > _DONE[one.state] or a.first == b.first else None
    return _replaced(a, b, parties)


_DONE = {"possible": 0, "planned": 1, "happened": 2, "not": 2}


def _replaced(a: Version, b: Version, parties: set[str]) -> str:
    """Whether a later version replaces an earlier one or stands against it."""
    if opposed(a, b, parties):
        return "contradiction"
    if a.first is None or b.first is None:
        return "contradiction"
    return "update" if a.first < b.first or any(map(is_revision, (*a.statements, *b.statements))) else "contradiction"


def opposed(a: Version, b: Version, parties: set[str]) -> bool:
    """Whether a party to the incident alone stands behind one version and others behind the other."""
    one, other = ({o.side for o in v.origins if o.counts} for v in (a, b))
    return bool(one and other) and not one & other and (one <= parties or other <= parties)


def fights(origin: Origin) -> bool:
    """Whether an origin speaks for an armed side, whichever: by its kind, or as a part of a group that the vocabulary does not list ("NLF spokesman")."""
    if origin.party is None or origin.kind == "outlet":
        return False
    return bool(kinds_in(origin.party) & set(vocab.load("relations")["armed_kinds"])) or (bool(origin.party.within) and not origin.party.known)


def relation_dict(relation: Relation) -> dict[str, Any]:
    """Return a relation as the file contract writes it."""
    return {"attribute": relation.attribute, "kind": relation.kind, "values": [asdict(v) for v in relation.values]}
