"""How many, for each claim: which counts of a sentence are an event's, and each of them the count of one claim only.

The model labels the words of a count for each trigger; `quantities.py` reads what they state and what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterclaim.language.parser import Floats, Sentence, WordRange
from counterclaim.reading.events import MEANS, Event
from counterclaim.reading.quantities import Bounds, load_kinds, load_numbers, whole_of, widen
from counterclaim.reading.roles import trim

COUNT_FLOOR = 0.45


@dataclass(frozen=True, slots=True)
class Count:
    """A count in words of the sentence; `bounds` is None where its words state none, `why` says what decided the kind."""

    span: WordRange
    kind: str
    bounds: Bounds | None
    chance: float
    why: str


def count_ranges(scores: Floats, kinds: int) -> list[tuple[int, int, int]]:
    """Labels (N, kinds + 2), 0 outside, one to begin each kind, the last to go on with any, to (begin, end, kind)."""
    out: list[tuple[int, int, int]] = []
    begins, goes_on = scores[:, 1 : kinds + 1].sum(1), scores[:, kinds + 1]
    for index in np.flatnonzero(begins + goes_on >= COUNT_FLOOR).tolist():
        if out and out[-1][1] == index and goes_on[index] > begins[index]:
            out[-1] = (out[-1][0], index + 1, out[-1][2])
        else:
            out.append((index, index + 1, int(scores[index, 1 : kinds + 1].argmax())))
    return out


def count_events(sentence: Sentence, events: Sequence[Event], recipients: Sequence[Sequence[WordRange]], text: str, kinds: Sequence[str]) -> list[list[Count]]:
    """Return the counts of each event of a sentence; `recipients` has those affected by each."""
    counts = share_counts(sentence, [find_counts(sentence, event, text, kinds) for event in events], events)
    taken = {_number(sentence, count.span) for found in counts for count in found}
    for event, affected, found in zip(events, recipients, counts, strict=True):
        for count in counted_recipients(sentence, event, affected, text):
            if _number(sentence, count.span) not in taken:
                taken.add(_number(sentence, count.span))
                found.append(count)
    return counts


def _number(sentence: Sentence, span: WordRange) -> int:
    """The word that tells a count's number: its numeral, else its first word."""
    return next((i for i in range(*span) if sentence.upos[i] == "NUM"), span[0])


def _words_between(span: WordRange, event: Event) -> int:
    return min(max(b - span[1], span[0] - e, 0) for b, e in (event.span, *(result.span for result in event.results)))


def find_counts(sentence: Sentence, event: Event, text: str, kinds: Sequence[str]) -> list[Count]:
    """Return the counts of an event and of the killing and wounding that are its results."""
    out: list[Count] = []
    for part in (event, *event.results):
        taken: list[WordRange] = []
        known = {count.span for count in out}
        for begin, end, _ in count_ranges(part.trigger.quantities, len(kinds)):
            span = trim(sentence, *whole_of(sentence, widen(sentence, trim(sentence, begin, end) or (begin, end)), part.span))
            if span is None or load_kinds().is_part(sentence, span) or any(span[0] < e and b < span[1] for b, e in taken):
                continue
            taken.append(span)
            if span in known:
                continue
            bounds = load_numbers().read(text[sentence.words[span[0]][0] : sentence.words[span[1] - 1][1]])
            chances = part.trigger.quantities[begin, 1 : len(kinds) + 1].tolist()
            kind, why = load_kinds().decide(sentence, span, event.type, part.span, dict(zip(kinds, chances, strict=True)))
            told = sentence.forms[span[0]].lower() not in ("a", "an") or kind != "weapons" or event.type not in MEANS
            if load_kinds().counts_bodies(sentence, span, kind) or not told:
                continue
            out.append(Count(span, kind, bounds, float(1.0 - part.trigger.quantities[begin, 0]), why))
    return out


def counted_recipients(sentence: Sentence, event: Event, recipients: Sequence[WordRange], text: str) -> list[Count]:
    """Return the counts that people affected are told in ("killed four militants"), which no event of the sentence took: in the gold they always count."""
    fate = next((result.type for result in event.results), event.type)
    kind = load_kinds().of_recipients(fate)
    out: list[Count] = []
    if kind is None:
        return out
    for span in recipients:
        bounds = load_numbers().read(text[sentence.words[span[0]][0] : sentence.words[span[1] - 1][1]])
        told = any(sentence.upos[i] == "NUM" for i in range(*span)) or sentence.lemmas[span[0]] in ("a", "an", "another")
        if bounds is not None and told and load_kinds().are_people(sentence, span) and not load_kinds().is_part(sentence, span):
            out.append(Count(span, kind, bounds, 0.0, f"recipients of {fate}"))
    return out


def share_counts(sentence: Sentence, counts: Sequence[Sequence[Count]], events: Sequence[Event]) -> list[list[Count]]:
    """Give each count to one event of the sentence: to the one whose type it belongs to, else to the one that the model is surest of."""
    belongs = load_kinds().belongs
    best: dict[WordRange, tuple[bool, float, int, int]] = {}
    for index, (found, event) in enumerate(zip(counts, events, strict=True)):
        for count in found:
            # where the model is as sure of two events, the nearer one
            claimed = (belongs(count.kind, event.type), round(count.chance, 1), -_words_between(count.span, event), index)
            # "137 of 168 drones" and "168 drones" are two counts, each with its own number
            rivals = [span for span in best if span != count.span and _number(sentence, span) == _number(sentence, count.span)]
            if any(best[span][:3] >= claimed[:3] for span in rivals):
                continue
            for span in rivals:
                del best[span]
            best[count.span] = max(best.get(count.span, (False, -1.0, 0, -1)), claimed)
    return [[count for count in found if best.get(count.span, (False, 0.0, 0, -1))[3] == index] for index, found in enumerate(counts)]
