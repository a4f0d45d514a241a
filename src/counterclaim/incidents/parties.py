"""What a party belongs to, where its words say so and its id does not: "Israeli troops" are Israel's army, "Sudan's government" is Sudan."""

from __future__ import annotations

import re
from functools import lru_cache

from counterclaim import vocab
from counterclaim.incidents.statements import Party, party
from counterclaim.reading.actors import fold, load_actors

_LONGEST = 6
"""Words of the longest name looked up inside a longer one."""


@lru_cache(maxsize=100_000)
def lineage(p: Party) -> tuple[str, ...]:
    """Return the keys of a party and of all that it is part of, nearest first; the last is its side.

    A party that the vocabulary does not know belongs to the first known name in its words ("the head of AU forces in Darfur", "Syria's ambassador to the United States"); to that name's own
    army or police where the words say so. Its own key stays first, so that a part is still told from its whole.
    """
    if p.known:
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


@lru_cache(maxsize=100_000)
def head_noun(name: str) -> str:
    """Return the noun that says what an unnamed party is, as the vocabulary's generic nouns are written: "hospital officials in the town" is "official"."""
    words = fold(name).split()
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
