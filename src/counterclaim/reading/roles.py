"""From the model's numbers to word ranges: who did it, to whom, where, when and how many, for one trigger.

The model labels every word of the sentence as beginning or continuing a role of the trigger. Here the labels become ranges, and the parse
mends what single labels cannot see: a range is widened to the whole flat name and cut back to start and end at words that can.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterclaim.language.parser import Floats, Sentence, WordRange
from counterclaim.reading.events import Event

_EDGE_LEFT = frozenset(("PUNCT", "CCONJ", "SCONJ"))
_EDGE_RIGHT = frozenset(("PUNCT", "CCONJ", "SCONJ", "ADP", "DET", "AUX"))
_KEEP_MARKS = frozenset("()[]\"“”'’‘«»")


def label_ranges(scores: Floats, classes: int, floor: float = 0.5) -> list[tuple[int, int, int]]:
    """BIO probabilities (N, 1 + 2 * classes) to (begin, end, class).

    A word belongs to a class where B and I of it together reach `floor`, or are the likeliest; a range breaks where B outweighs I.
    """
    inside = scores[:, 1::2] + scores[:, 2::2]
    if inside.shape[1] != classes:
        raise ValueError(f"expected {classes} classes, found {inside.shape[1]}")
    best = inside.argmax(1)
    held = inside[np.arange(len(best)), best] >= floor
    if not held.any():
        return []
    ranges: list[tuple[int, int, int]] = []
    begin = -1
    for index in np.flatnonzero(held).tolist():
        kind = int(best[index])
        if begin >= 0 and index == ranges[-1][1] and ranges[-1][2] == kind and scores[index, 1 + 2 * kind] < scores[index, 2 + 2 * kind]:
            ranges[-1] = (ranges[-1][0], index + 1, kind)
        else:
            ranges.append((index, index + 1, kind))
        begin = index
    return ranges


def trim(sentence: Sentence, begin: int, end: int) -> WordRange | None:
    """Cut marks and joining words off both ends; None where nothing is left."""
    upos, forms = sentence.upos, sentence.forms
    while begin < end and upos[begin] in _EDGE_LEFT:
        begin += 1
    while begin < end and upos[end - 1] in _EDGE_RIGHT and not (upos[end - 1] == "PUNCT" and _closes(forms, begin, end)):
        end -= 1
    return (begin, end) if begin < end else None


def _closes(forms: Sequence[str], begin: int, end: int) -> bool:
    return (forms[end - 1] == ")" and "(" in forms[begin : end - 1]) or (forms[end - 1] in "’'" and end - 2 >= begin)


def merge_near(ranges: list[tuple[int, int, int]], sentence: Sentence) -> list[tuple[int, int, int]]:
    """Join ranges of one class that only a hyphen, an apostrophe or a bracket parts: one name that the labels broke."""
    out: list[tuple[int, int, int]] = []
    for begin, end, kind in ranges:
        if out and out[-1][2] == kind and begin - out[-1][1] == 1 and sentence.forms[out[-1][1]] in ("-", "–", "'s", "’s", "of", "'", "’", "("):
            out[-1] = (out[-1][0], end, kind)
        else:
            out.append((begin, end, kind))
    return out


def find_roles(sentence: Sentence, event: Event, floor: float = 0.5) -> tuple[list[WordRange], list[WordRange]]:
    """Return the doers and those affected of an event, as word ranges in text order."""
    found: tuple[list[WordRange], list[WordRange]] = ([], [])
    for begin, end, kind in merge_near(label_ranges(event.trigger.roles, 2, floor), sentence):
        span = trim(sentence, begin, end)
        if span is not None:
            found[kind].append(span)
    for result in event.results:
        doers, affected = find_roles(sentence, result, floor)
        if not found[0]:
            found[0].extend(doers)
        # in a clash the casualties are counts only
        if not found[1] and event.type != "clash":
            found[1].extend(s for s in affected if s not in found[0])
    return found
