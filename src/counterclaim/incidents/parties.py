"""What a party belongs to, where its words say so and its id does not: "Israeli troops" are Israel's army, "Sudan's government" is Sudan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from counterclaim import vocab
from counterclaim.incidents.statements import Link, Party, Statement, party
from counterclaim.reading.actors import fold, load_actors

_PAPER = re.compile(r"^(?:\w+ )?(?:statement|report|communique|announcement|message|post|video)s? (?:by|from|of|on) ")
_LONGEST = 6
"""Words of the longest name looked up inside a longer one."""


@lru_cache(maxsize=100_000)
def lineage(p: Party) -> tuple[str, ...]:
    """Return the keys of a party and of all that it is part of, nearest first; the last is its side.

    A party that the vocabulary does not know belongs to the first known name in its words ("the head of AU forces in Darfur", "Syria's ambassador to the United States"); to that name's own
    army or police where the words say so. Its own key stays first, so that a part is still told from its whole.
    """
    if p.known or p.within:
        return (p.key, *p.within)
    owner = _owner(p.name)
    return (p.key,) if owner is None else tuple(dict.fromkeys((p.key, *owner)))


def side(p: Party) -> str:
    """Return the key of the outermost that a party is part of: two mouths of one side have it in common."""
    return lineage(p)[-1]


def unnamed(p: Party) -> bool:
    """Whether a party is told by a common noun alone ("residents", "Israeli troops"), not by a name of its own."""
    return not p.known and head_noun(p.name) in load_actors().generic


def kind(p: Party) -> str:
    """Return the kind of actor, by the vocabulary's entry or its generic noun; empty where neither knows it."""
    table = load_actors()
    if p.known:
        return table.entries[p.key].kind
    return table.generic.get(head_noun(p.name), {}).get("kind", "")


def nameless_kind(p: Party) -> str:
    """Return the kind of an actor, that of the force for a force told by its state ("Syrian soldiers")."""
    table = load_actors()
    return table.generic.get(head_noun(p.name), {}).get("kind", "") or kind(p)


@lru_cache(maxsize=100_000)
def kinds_in(p: Party) -> frozenset[str]:
    """Return the kinds of all generic nouns in a party's name: a military source is of the military, though "source" says nothing."""
    generic = load_actors().generic
    found = {generic[form]["kind"] for word in fold(p.name).split() for form in _singulars(word) if form in generic}
    return frozenset(found | ({kind(p)} if p.known else set()))


@lru_cache(maxsize=100_000)
def head_noun(name: str) -> str:
    """Return the noun that says what an unnamed party is, as the vocabulary's generic nouns are written: "hospital officials in the town" is "official"."""
    words = _PAPER.sub("", fold(name)).split()
    after = set(vocab.load("voices")["after"])
    end = next((i for i, w in enumerate(words) if i and w in after), len(words))
    words = words[:end]
    generic = load_actors().generic
    for size in (3, 2, 1):
        for form in _singulars(" ".join(words[-size:])):
            if form in generic:
                return form
    return words[-1] if words else ""


def _singulars(word: str) -> list[str]:
    return [word, *([word.removesuffix("s")] if word.endswith("s") else []), *([word[:-3] + "y"] if word.endswith("ies") else []), *([word[:-2]] if word.endswith("es") else []),
            re.sub(r"men$", "man", word)]


def _owner(name: str) -> tuple[str, ...] | None:
    table = load_actors()
    words = re.sub(r"['’]s\b|['’](?=\s|$)", "", name.replace("-", " ")).split()
    for start in range(len(words)):
        for size in range(min(_LONGEST, len(words) - start), 0, -1):
            part = " ".join(words[start:start + size])
            # a lower-case word is no name, whatever else is called so
            if not part[:1].isupper() or len(part) < 2:
                continue
            entry = table.find(part)
            if entry is None:
                continue
            found = party(entry.name, entry.id)
            own = table.of_state(entry, head_noun(name)) if entry.parent is None and entry.sector == "GOV" else None
            chain = (entry.id, *found.within)
            return (own.id, *(k for k in chain if k != own.id)) if own else chain
    return None


def placed(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return statements whose unlisted parties are placed within the unlisted groups and states that the statements themselves name.

    "The NLF's military council" is part of the Northern Liberation Front, by its initials or its name; "Velanian army" of Velania. Where several fit, it is the one named first in its words.
    """
    named = {p.key: p for s in statements for p in _parties_of(s) if not p.known and p.name[:1].isupper() and not unnamed(p)}
    owners: dict[str, tuple[str, ...]] = {}
    for p in named.values():
        for form in _forms(p.name):
            owners.setdefault(form, lineage(p))
    cache: dict[Party, Party] = {}

    def place(p: Party) -> Party:
        if p not in cache:
            cache[p] = p if p.known or lineage(p)[1:] else replace(p, within=_within(p, owners))
        return cache[p]

    return tuple(
        replace(s, actors=tuple(map(place, s.actors)), recipients=tuple(map(place, s.recipients)), chain=tuple(Link(source=link.source and place(link.source), stance=link.stance) for link in s.chain))
        for s in statements)


def _parties_of(s: Statement) -> Iterable[Party]:
    return (*s.actors, *s.recipients, *(link.source for link in s.chain if link.source))


def _forms(name: str) -> Iterable[str]:
    """The ways in which a name stands in the names of its parts: itself, its initials, a name in -a as an adjective."""
    words = name.replace("-", " ").split()
    yield fold(name)
    initials = "".join(w[0] for w in words if w[0].isupper())
    if len(initials) > 2:
        yield initials.casefold()
    if len(words) == 1 and name.endswith("a"):
        yield fold(name + "n")


def _within(p: Party, owners: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    words = re.sub(r"['’]s?\b", "", fold(p.name)).split()
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            found = owners.get(" ".join(words[start:end]))
            if found and found[0] != p.key:
                return tuple(k for k in found if k != p.key)
    return ()
