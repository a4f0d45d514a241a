"""The loaded words of a claim: labels and verdicts of the outlet or its source, as spans with target and valence, by vocabulary/framing.yml.

They are data about who speaks. Nothing else of a claim depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Sentence
from counterclaim.records import Claim, Framing, Mention

ACT_REACH = 3
"""Words between a verdict on the act and its trigger, at most."""


@dataclass(frozen=True, slots=True)
class Label:
    label: str
    about: str
    valence: int
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _labels() -> tuple[dict[str, list[Label]], re.Pattern[str]]:
    data: dict[str, Any] = vocab.load("framing")
    out: dict[str, list[Label]] = {}
    for row in data["labels"]:
        for phrase in row["words"]:
            words = tuple(phrase.replace("-", " - ").split())
            out.setdefault(words[0], []).append(Label(row["label"], row["about"], int(row["valence"]), words))
    for labels in out.values():
        labels.sort(key=lambda label: -len(label.words))
    return out, re.compile("|".join(re.escape(name) for name in data["except"]), re.IGNORECASE)


@lru_cache(maxsize=1)
def _neutral() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    data: dict[str, Any] = vocab.load("framing")
    loaded = {word for row in data["labels"] if row["about"] == "actor" for word in row["words"] if " " not in word}
    return frozenset(loaded), data["neutral"], data["neutral_before"]


def neutral_name(name: str) -> str:
    """Return a name without its loaded words: "heroic Velanian army" to "Velanian army", "the regime's forces" to "the government's forces"."""
    loaded, nouns, before = _neutral()
    out: list[str] = []
    words = name.split()
    for index, word in enumerate(words):
        bare = re.sub(r"['’]s?$", "", word)
        lemma = next((c for c in sorted(candidates(bare)) if c in loaded or c in nouns), None)
        if lemma is None or (bare[:1].isupper() and index > 0):  # a capital marks part of a name
            out.append(word)
        elif lemma in nouns and (index == len(words) - 1 or bare != word or words[index + 1] in ("of", "in", "from", "and", "at")):
            plural = bare.lower().endswith("s") and not lemma.endswith("s") and not nouns[lemma].endswith("s") and nouns[lemma] != "dead"
            out.append((_plural(nouns[lemma]) if plural else nouns[lemma]) + word[len(bare) :])
        elif lemma in before:
            out.append(before[lemma])
    return " ".join(out) or name


def _plural(noun: str) -> str:
    return noun[:-3] + "men" if noun.endswith("man") else noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def find_framing(text: str, sentence: Sentence, claim: Claim) -> Iterator[Framing]:
    """Yield the loaded words that stand in the claim's own mentions, or on its trigger."""
    labels, exceptions = _labels()
    lemmas = [candidates(form) for form in sentence.forms]
    names = [m.span() for m in exceptions.finditer(text, sentence.begin, sentence.end)]
    index = 0
    while index < len(lemmas):
        match = next((label for lemma in sorted(lemmas[index]) for label in labels.get(lemma, ()) if _fits(label, lemmas, index)), None)
        if match is None:
            index += 1
            continue
        end_word = index + len(match.words)
        begin, end = sentence.words[index][0], sentence.words[end_word - 1][1]
        inside = any(b <= begin and end <= e for b, e in names) or (match.about == "actor" and _in_name(sentence, index, end_word))
        target = None if inside else _target(match, sentence, claim, begin, end, index)
        if target is not None:
            yield Framing(begin=begin, end=end, text=text[begin:end], target=target, valence=match.valence, label=match.label)
        index = end_word


def labels_in(words: Sequence[str]) -> Iterator[tuple[int, int, Label]]:
    """Yield the labels on actors in a phrase's words: first word, word after the last, label; the longest where several begin at one word."""
    labels, _ = _labels()
    lemmas = [candidates(word) for word in words]
    for index in range(len(words)):
        found = next((label for lemma in sorted(lemmas[index]) for label in labels.get(lemma, ()) if label.about == "actor" and _fits(label, lemmas, index)), None)
        if found is not None:
            yield index, index + len(found.words), found


def is_name(text: str, begin: int, end: int) -> bool:
    """Whether the words at an offset are part of a name that only looks like a label ("Lord's Resistance Army")."""
    return any(m.start() <= begin and end <= m.end() for m in _labels()[1].finditer(text, max(0, begin - 100), end + 100))


def _in_name(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a label's words are capitals inside a longer name: "Bangsamoro Islamic Freedom Fighters"."""
    return sentence.forms[end - 1][:1].isupper() and any(b <= first and end <= e and e - b > end - first for b, e, _ in sentence.names)


def _fits(label: Label, lemmas: list[frozenset[str]], index: int) -> bool:
    return index + len(label.words) <= len(lemmas) and all(word in lemmas[index + i] for i, word in enumerate(label.words))


def _target(label: Label, sentence: Sentence, claim: Claim, begin: int, end: int, index: int) -> str | None:
    mentions: list[Mention] = [*claim.actors, *claim.recipients, *(link.source for link in claim.attribution if link.source)]
    holder = next((m for m in mentions if m.begin <= begin and end <= m.end), None)
    on_trigger = begin < claim.trigger.end and end > claim.trigger.begin
    if label.about == "actor":
        # "was martyred": the word for the dead is the event's
        return holder.name if holder else claim.type if on_trigger else None
    near = next((i for i, (b, _) in enumerate(sentence.words) if b >= claim.trigger.begin), index)
    if label.about == "place":
        place = next((p for p in claim.places if 0 <= p.begin - end <= 2 or (p.begin <= begin and end <= p.end)), None)
        return place.name if place else None
    if on_trigger or abs(near - index) <= ACT_REACH and (sentence.heads[index] - 1 == near or sentence.heads[near] - 1 == index):
        return claim.type
    return None
