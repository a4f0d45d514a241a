"""What happened: which words of a sentence name an event of the guidelines, and of which type.

The model gives every word its chance of naming each type, having been told what the vocabulary knows of the word. A word is taken where that chance
passes a floor, which is lower for words that the vocabulary holds as strong triggers. What decided is kept beside the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from counterclaim import vocab
from counterclaim.language.lexicon import TriggerLexicon, candidates
from counterclaim.language.parser import Sentence, Trigger, WordRange

FLOOR_TYPE = 0.35
FLOOR_PHRASE, FLOOR_STRONG, FLOOR_WEAK, FLOOR_UNKNOWN = 0.35, 0.40, 0.55, 0.70

STRONG_BONUS = 2.5
"""How much likelier a type becomes where the vocabulary holds the word as strong for it."""
FRAME_BONUS = 2.5
"""How much likelier a type becomes where a frame of the vocabulary finds its words near the trigger."""


@dataclass(slots=True)
class Event:
    """A trigger that was taken: its words, its type, and why."""

    span: WordRange
    type: str
    chance: float
    trigger: Trigger
    decided: str
    results: list[Event] = field(default_factory=list)
    """Killing and wounding told in the same clause as this event, their means: one claim, whose counts they are."""


MEANS = frozenset(("airstrike", "shelling", "bombing", "suicide_bombing", "chemical_attack", "armed_attack", "clash"))
RESULTS = frozenset(("kill", "injure"))
_INSIDE_NAME = frozenset(("compound", "amod", "flat", "conj", "nmod", "nummod"))


def find_events(sentence: Sentence, lexicon: TriggerLexicon) -> tuple[list[Event], list[tuple[WordRange, float]]]:
    """Return the events of a sentence in text order, and the words that came near: spans with their chance, for abstentions."""
    if not sentence.triggers:
        return [], []
    lemmas = [candidates(form) for form in sentence.forms]
    events: list[Event] = []
    near: list[tuple[WordRange, float]] = []
    unclaimed: list[Event] = []
    for trigger in sentence.triggers:
        entries = lexicon.covering(lemmas, trigger.word)
        strong = [e for e in entries if e.strong]
        total = float(trigger.types.sum())
        framed = lexicon.framed(lemmas, trigger.word)
        scores = trigger.types.copy()
        scores[list(framed)] *= FRAME_BONUS
        scores[list({e.type for e in strong})] *= STRONG_BONUS
        best = int(np.argmax(scores))
        known = next((e for e in entries if e.type == best), None)
        floor = FLOOR_UNKNOWN if not entries else FLOOR_WEAK if not strong else FLOOR_PHRASE if any(len(e.words) > 1 for e in strong) else FLOOR_STRONG
        span = (trigger.word, trigger.end)
        # an event of no clear type, at a word that the vocabulary does not vouch for, is none
        if best not in framed and not any(e.strong and e.type == best for e in entries) and trigger.types[best] < FLOOR_TYPE:
            total = min(total, floor - 0.01)
        if total < floor or sentence.upos[trigger.word] == "PUNCT":
            if total >= floor - 0.15:
                near.append((span, total))
            if lexicon.types[best] in RESULTS:
                unclaimed.append(Event(span, lexicon.types[best], total, trigger, ""))
            continue
        why = f"model {float(trigger.types[best]):.2f}" + (f", vocabulary {known.key}" if known else "")
        events.append(Event(span, lexicon.types[best], total, trigger, why))
    return merge_results(sentence, without_echoes(sentence, events), unclaimed), near


def without_echoes(sentence: Sentence, events: list[Event]) -> list[Event]:
    """Drop the weaker of two triggers of one type that name one event: a light verb and its noun, or two words of one phrase."""
    out: list[Event] = []
    for event in events:
        before = out[-1] if out else None
        if before and before.type == "ceasefire" and sentence.heads[event.span[0]] - 1 == before.span[0] and sentence.deprel[event.span[0]] in ("obj", "xcomp"):
            continue  # "stop attacks" is the truce, not the attacks
        if before and before.type == event.type:
            a, b = before.span[0], event.span[0]
            linked = sentence.heads[b] - 1 == a and sentence.deprel[b] in ("obj", "compound", "compound:prt", "fixed", "flat", "nsubj:pass")
            linked = linked or (sentence.heads[a] - 1 == b and sentence.deprel[a] in ("compound", "amod", "nsubj:pass"))
            # "lost 90 servicemen killed and wounded"
            noun = sentence.heads[b] - 1
            linked = linked or (sentence.deprel[b] == "acl" and sentence.heads[noun] - 1 == a and sentence.deprel[noun] == "obj")
            # "a roadside bomb tore through the bus", "shells landed": the means and what it did
            means = sentence.heads[a] - 1 if sentence.deprel[a] == "compound" else a
            linked = linked or (event.type in MEANS and sentence.heads[means] - 1 == b and sentence.deprel[means] == "nsubj" and sentence.upos[b] == "VERB")
            beside = b == before.span[1] and sentence.upos[a] != "VERB" and sentence.upos[b] in ("NOUN", "PROPN")
            if beside or (linked and b == before.span[1] and sentence.deprel[a] in ("compound", "amod")):
                # "artillery shelling": one trigger of two words
                out[-1] = replace(max(before, event, key=lambda e: e.chance), span=(before.span[0], event.span[1]))
                continue
            if linked:
                noun_of_light_verb = sentence.upos[a] == "VERB" and sentence.upos[b] in ("NOUN", "PROPN")
                if noun_of_light_verb or event.chance > before.chance:
                    out[-1] = event
                continue
        out.append(event)
    return out


def merge_results(sentence: Sentence, events: list[Event], unclaimed: Sequence[Event] = ()) -> list[Event]:
    """Fold a killing or wounding into the attack that is its means where one clause tells both ("killed in a strike", "shelled it, wounding six").

    `unclaimed` are such words too unsure to be claims of their own: the model has learned the rule, and they still hold the counts.
    """
    out: list[Event] = []
    for event in unclaimed:
        means = [m for m in events if m.type in MEANS and in_one_clause(sentence, event.span[0], m.span[0])]
        if means and sentence.upos[event.span[0]] == "VERB":
            min(means, key=lambda m: abs(m.span[0] - event.span[0])).results.append(event)
    for event in events:
        if event.type in RESULTS and sentence.upos[event.span[0]] == "VERB":
            means = [m for m in events if m.type in MEANS and in_one_clause(sentence, event.span[0], m.span[0])]
            if means:
                min(means, key=lambda m: abs(m.span[0] - event.span[0])).results.append(event)
                continue
        out.append(event)
    return out


def in_one_clause(sentence: Sentence, result: int, means: int) -> bool:
    """Whether the parse puts a result and its means into one clause.

    The relations are those between which the training gold marks one claim nearly always: the means as subject or oblique of the result, or in the
    clause that says when; the result as adverbial or relative clause of the means. So it does where no mark stands between the two, whatever the parse.
    """
    if _side_by_side(sentence, result, means):
        return True
    up, down = _path(sentence, result), _path(sentence, means)
    top = next((i for i in up if i in down), None)
    if top is None:
        return False
    of_result = [r for i in up[: up.index(top)] if (r := sentence.deprel[i].partition(":")[0]) != "conj"]
    of_means = [sentence.deprel[i].partition(":")[0] for i in down[: down.index(top)]]
    while of_means and of_means[0] in _INSIDE_NAME:
        of_means = of_means[1:]
    if not of_result and len(up) > 1 and up[0] != top and top == down[0]:
        return False  # coordinated with its means: a claim of its own
    if up[0] == top:
        return of_means in (["obl"], ["nsubj"], ["obj"], ["dep"], ["advcl"])
    if down[0] == top:
        return of_result in (["advcl"], ["acl"], ["xcomp"], ["dep"])
    # "police say he was killed when troops fired": parses often hang the means on the verb of saying
    if of_result == ["ccomp"] and result < means:
        return of_means in (["obl"], ["dep"], ["ccomp"], ["obj", "ccomp"])
    return of_means == ["nsubj"] and of_result in ([], ["xcomp"], ["advcl"], ["acl"])


NEAR = 12
"""Words that may stand between a result and its means where no mark parts them."""


def _side_by_side(sentence: Sentence, result: int, means: int) -> bool:
    """Whether no mark parts a result from its means, or only a comma before a participle (", killing three")."""
    between = sentence.forms[min(result, means) + 1 : max(result, means)]
    marks = [form for form in between if form in (",", ";", ":", "–", "—", "(", ")")]
    participle = means < result and sentence.forms[result].endswith("ing") and set(marks) <= {","}
    return len(between) <= NEAR and (not marks or participle)


def _path(sentence: Sentence, word: int) -> Sequence[int]:
    """A word and the words above it, up to the root."""
    path = [word]
    while sentence.heads[path[-1]] > 0:
        path.append(sentence.heads[path[-1]] - 1)
    return path


class Memory:
    """The types of violent events that a report has told, for nouns that point back at one."""

    REACH = 8
    """Sentences that such a noun looks back over."""

    def __init__(self) -> None:
        data: dict[str, Any] = vocab.load("anaphora")
        self._nouns: dict[str, list[str]] = data["nouns"]
        self._telling, self._dated = frozenset(data["telling"]), frozenset(data["dated"])
        self._told: list[tuple[int, str]] = []

    def recall(self, sentence: Sentence, number: int, events: Sequence[Event]) -> None:
        """Give events named by a noun that points back the type of what it points at; then remember the sentence's own."""
        own = [e.type for e in events]
        for event in events:
            word = event.span[0]
            noun = sentence.lemmas[event.span[1] - 1].lower()
            means = self._nouns.get(noun)
            if means and event.span[1] - word == 1 and sentence.upos[word] == "NOUN" and self._points_back(sentence, word):
                for told, kind in reversed(self._told):
                    if number - told > self.REACH:
                        break
                    if kind in means:
                        if kind != event.type:
                            event.decided += f"; {noun!r} points back at {kind} {number - told} sentences before"
                            event.type = kind
                        break
        for event, kind in zip(events, own, strict=True):
            if not (event.type == kind and kind == "armed_attack" and sentence.upos[event.span[0]] == "NOUN"):
                self._told.append((number, event.type))

    def _points_back(self, sentence: Sentence, word: int) -> bool:
        """Whether a noun is definite and nothing beside it says what it was."""
        modifiers = [i for i, head in enumerate(sentence.heads) if head - 1 == word and sentence.deprel[i].partition(":")[0] in ("det", "amod", "compound", "nmod", "nummod")]
        before = [i for i in modifiers if i < word]
        definite = any(sentence.forms[i].lower() in ("the", "this", "that", "these", "those") for i in before)
        dated = any(sentence.deprel[i] == "nmod:poss" and sentence.forms[i].lower().rstrip("s'’") in self._dated for i in before)
        return (definite or dated) and not any(candidates(sentence.forms[i]) & self._telling for i in before)
