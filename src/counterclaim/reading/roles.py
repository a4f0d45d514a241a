"""From the model's numbers to word ranges: who did it, to whom, where, when and how many, for one trigger.

The model labels every word of the sentence as beginning or continuing a role of the trigger. Here the labels become ranges, and the parse
mends what single labels cannot see: a range is widened to the whole flat name and cut back to start and end at words that can.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Floats, Sentence, WordRange
from counterclaim.reading.events import Event
from counterclaim.reading.quantities import load_kinds

_EDGE_LEFT = frozenset(("PUNCT", "CCONJ", "SCONJ"))
_EDGE_RIGHT = frozenset(("PUNCT", "CCONJ", "SCONJ", "ADP", "DET", "AUX"))


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


_MODIFIERS = frozenset(("det", "amod", "compound", "nummod", "nmod:poss", "flat", "nmod:desc", "punct", "case", "advmod", "obl", "obl:unmarked", "acl", "det:predet"))


def whole_phrase(sentence: Sentence, begin: int, end: int) -> WordRange:
    """Extend a mention to the whole of its noun phrase: leftwards over the modifiers that the parse hangs on it, rightwards to the noun that it is a compound of."""
    heads, deprel = sentence.heads, sentence.deprel
    for b, e, kind in sentence.names:
        if kind in ("ORG", "PER") and b < end and begin < e and e - b <= 10:
            begin, end = min(begin, b), max(end, e)
    head = next((i for i in reversed(range(begin, end)) if not begin <= heads[i] - 1 < end and sentence.upos[i] not in ("PUNCT", "DET", "ADP")), begin)
    # "the Turkish" of "the Turkish news agency": on to the noun
    if deprel[head] == "nmod:poss" and sentence.forms[end - 1] in ("'s", "’s", "’", "'") and end <= heads[head] - 1 < end + 5:
        head = heads[head] - 1
        end = head + 1
    while deprel[head] in ("amod", "compound", "nmod:desc", "flat", "nummod") and end <= heads[head] - 1 < end + 4 and all(
        sentence.upos[i] in ("ADJ", "NOUN", "PROPN", "NUM") or sentence.forms[i] in ("-", ")") for i in range(end, heads[head])
    ):
        head = heads[head] - 1
        end = head + 1
    if sentence.upos[head] not in ("NOUN", "PROPN", "NUM", "ADJ"):
        return begin, end
    # "the outlet Astra", "spokesman John Smith": the name that stands after its kind, whatever the parse makes of it
    if end < len(heads) and sentence.upos[end - 1] in ("NOUN", "PROPN") and sentence.forms[end - 1].lower() in _BEFORE_NAMES:
        while end < len(heads) and sentence.upos[end] == "PROPN":
            head, end = end, end + 1
    while end < len(heads) and sentence.upos[end] == "PROPN" and (
        (begin <= heads[end] - 1 < end and deprel[end] in ("appos", "flat", "nmod:desc", "compound")) or (heads[head] - 1 == end and deprel[head] in ("compound", "nmod:desc", "flat"))
    ):
        if heads[head] - 1 == end:
            head = end
        end += 1
    first = begin
    while first > 0 and begin - first < 7:
        word, at = first - 1, first - 1
        # a chain of modifiers that ends in the mention
        for _ in range(4):
            if begin <= at < end or deprel[at] not in _MODIFIERS or heads[at] - 1 <= at - 7 or heads[at] - 1 > head or heads[at] == 0:
                break
            at = heads[at] - 1
        if not begin <= at < end or (sentence.upos[word] == "PUNCT" and sentence.forms[word] not in "-’'") or sentence.upos[word] in ("VERB", "ADP") and deprel[word] != "amod":
            break
        first -= 1
    while first < begin and (sentence.upos[first] in ("PUNCT", "PART", "ADV") or deprel[first] == "case"):
        first += 1
    return first, end


def merge_near(ranges: list[tuple[int, int, int]], sentence: Sentence) -> list[tuple[int, int, int]]:
    """Join ranges of one class that only a hyphen, an apostrophe, a bracket or a word inside a noun phrase parts: one name that the labels broke."""
    out: list[tuple[int, int, int]] = []
    for begin, end, kind in ranges:
        gap = range(out[-1][1], begin) if out and out[-1][2] == kind else range(0)
        mark = len(gap) == 1 and sentence.forms[gap[0]] in ("-", "–", "'s", "’s", "of", "than", "'", "’", "(")
        inside = 0 < len(gap) <= 3 and all(sentence.upos[i] in ("NOUN", "PROPN", "ADJ") for i in gap)
        if mark or inside:
            out[-1] = (out[-1][0], end, kind)
        else:
            out.append((begin, end, kind))
    return out


_BEFORE_NAMES = frozenset((*vocab.load("anaphora")["persons"], *vocab.load("anaphora")["outlets"]))
_LIGHT = frozenset(vocab.load("anaphora")["light"])
_THINGS = frozenset(vocab.load("anaphora")["things"])
_OWN = frozenset(("its", "their", "his", "her", "our", "my"))


def head_word(sentence: Sentence, begin: int, end: int) -> int:
    """The word of a range whose head lies outside it: the phrase's own head."""
    for index in reversed(range(begin, end)):
        head = sentence.heads[index] - 1
        if not begin <= head < end and sentence.upos[index] not in ("PUNCT", "DET", "ADP"):
            return index
    return end - 1


def nested(sentence: Sentence, inner: WordRange, outer: WordRange) -> bool:
    """Whether a mention stands inside the phrase of another: "Indonesia" in "extremists in Indonesia", "the coalition" in "soldiers serving with the coalition"."""
    at, top = head_word(sentence, *inner), head_word(sentence, *outer)
    relations: list[str] = []
    while at != top and sentence.heads[at] > 0 and len(relations) < 5:
        relations.append(sentence.deprel[at].partition(":")[0])
        at = sentence.heads[at] - 1
    # "clashes between the army and rebels" are parallel, "Sudan's government" and "troops" are not nested
    return at == top and bool(relations) and relations[-1] in ("nmod", "acl") and sentence.deprel[head_word(sentence, *inner)] != "nmod:poss"


def real_doers(sentence: Sentence, event: Event, spans: list[WordRange]) -> list[WordRange]:
    """Leave out of the doers what cannot be one: a missile, a part of another doer's phrase, or the doer's own troops that it sends or withdraws."""
    out = []
    for span in spans:
        head = head_word(sentence, *span)
        if candidates(sentence.forms[head]) & _THINGS or any(other != span and nested(sentence, span, other) for other in spans):
            continue
        sent = sentence.forms[span[0]].lower() in _OWN and (event.type in ("withdraw", "deploy") or (sentence.deprel[head] == "obj" and sentence.heads[head] - 1 in range(*event.span)))
        if not (sent and len(spans) > 1):
            out.append(span)
    return out


_ACTING = frozenset(("protest", "investigate"))
"""Types whose nouns also name those who do it: the march, the inquiry."""


class Clauses:
    """Which event of a sentence each word hangs on, by the parse: a date or place beside another event needs a surer model to be this one's."""

    def __init__(self, sentence: Sentence, events: Sequence[Event]) -> None:
        self._sentence = sentence
        self._taken = {word: event for event in events for part in (event, *event.results) for word in range(*part.span)}
        self._cues = {word for cue in sentence.cues if cue.chance > 0.5 for word in range(cue.word, cue.end)}

    def hold(self, span: WordRange, event: Event) -> str:
        """Say what words [begin, end) hang on first, going up the parse: "own", this event; "verb", the verb whose object it is; "cue"; "other" event; or "none"."""
        heads = self._sentence.heads
        at = heads[next((i for i in range(*span) if not span[0] <= heads[i] - 1 < span[1]), span[0])] - 1
        verb = heads[event.span[0]] - 1 if self._sentence.deprel[event.span[0]].partition(":")[0] in ("obj", "nsubj", "obl") else -1
        while at >= 0:
            found = self._taken.get(at)
            if found is not None:
                return "own" if found is event else "other"
            if at in self._cues:
                return "cue"
            if at == verb:
                return "verb"
            at = heads[at] - 1
        return "none"

    def is_happening(self, word: int, event: Event) -> bool:
        """Whether a word names another event of the sentence, and one that cannot act itself: a demand, no march and no inquiry."""
        other = self._taken.get(word)
        return other is not None and other is not event and other.type not in _ACTING

    def sure(self, role: str, span: WordRange, event: Event, chance: float) -> bool:
        """Whether the model's chance of a role is enough where the parse puts the words."""
        return chance >= FLOORS[role][self.hold(span, event)]


# Read off the development sets: where, of the words between two floors, fewer than two in five had the role.
FLOORS = {
    "times": {"own": 0.55, "verb": 0.6, "cue": 0.85, "other": 0.95, "none": 0.93},
    "places": {"own": 0.45, "verb": 0.4, "cue": 0.8, "other": 0.85, "none": 0.7},
    "actors": {"own": 0.5, "verb": 0.5, "cue": 0.5, "other": 0.6, "none": 0.5},
    "recipients": {"own": 0.6, "verb": 0.7, "cue": 0.6, "other": 0.85, "none": 0.6},
}
SEEN = 0.4
"""Chance from which the model's labels are looked at."""


def lent_subject(sentence: Sentence, event: Event) -> WordRange | None:
    """Return the subject of a light verb that an event's noun is the object of ("The US maintains a base"): its doer, where the model saw none."""
    word = event.span[1] - 1
    above = sentence.heads[word] - 1
    if above < 0 or sentence.upos[word] != "NOUN" or sentence.deprel[word] != "obj" or sentence.lemmas[above] not in _LIGHT:
        return None
    subject = next((i for i, head in enumerate(sentence.heads) if head - 1 == above and sentence.deprel[i] == "nsubj" and sentence.upos[i] in ("NOUN", "PROPN", "PRON")), None)
    return whole_phrase(sentence, subject, subject + 1) if subject is not None else None


def controlled_subject(sentence: Sentence, event: Event) -> WordRange | None:
    """Return whoever does what a verb without a subject of its own says, by the verb that it hangs on, where the model saw none.

    "forced the rebels to retreat": the object of the verb above; "fled after seizing the town", "threatened to attack": its subject; "groups
    threatening the city" and "which threatened": the noun that the clause is about.
    """
    heads, deprel = sentence.heads, sentence.deprel
    verb = event.span[0]
    if sentence.upos[verb] != "VERB":
        return None
    for _ in range(5):
        relation, above = deprel[verb].partition(":")[0], heads[verb] - 1
        subject = next((i for i in range(len(heads)) if heads[i] - 1 == verb and deprel[i] in ("nsubj", "nsubj:pass")), None)
        if subject is not None:
            if verb == event.span[0] or sentence.upos[subject] not in ("NOUN", "PROPN", "PRON"):
                return None
            if sentence.lemmas[subject].lower() in ("who", "which", "that"):
                subject = above
            return whole_phrase(sentence, subject, subject + 1) if subject >= 0 and sentence.upos[subject] in ("NOUN", "PROPN", "PRON") else None
        participle = verb == event.span[0] and (relation == "acl" or any(deprel[i] == "aux:pass" and heads[i] - 1 == verb for i in range(len(heads))))
        if above < 0 or (participle and not sentence.forms[verb].endswith("ing")):
            return None
        if relation == "acl" and sentence.upos[above] in ("NOUN", "PROPN"):
            return whole_phrase(sentence, above, above + 1)
        if relation == "xcomp":
            controller = next((i for i in range(above + 1, verb) if heads[i] - 1 == above and deprel[i] in ("obj", "iobj")), None)
            if controller is not None and sentence.upos[controller] in ("NOUN", "PROPN", "PRON"):
                return whole_phrase(sentence, controller, controller + 1)
        if relation not in ("xcomp", "advcl", "conj"):
            return None
        verb = above
    return None


def _is_number(sentence: Sentence, span: WordRange) -> bool:
    """Whether a range is a bare number ("and 31 wounded"): a count, no mention, unless it is a part of somebody ("two of them")."""
    part = span[1] < len(sentence.forms) and sentence.forms[span[1]].lower() == "of"
    return not part and all(sentence.upos[i] in ("NUM", "ADV", "ADP") or sentence.forms[i].lower() in ("more", "least") for i in range(*span))


def find_roles(sentence: Sentence, event: Event, clauses: Clauses) -> tuple[list[WordRange], list[WordRange]]:
    """Return the doers and those affected of an event, as word ranges in text order."""
    found: tuple[list[WordRange], list[WordRange]] = ([], [])
    for begin, end, kind in merge_near(label_ranges(event.trigger.roles, 2, SEEN), sentence):
        chance = float(event.trigger.roles[begin:end, 1 + 2 * kind : 3 + 2 * kind].sum(1).max())
        if not clauses.sure(("actors", "recipients")[kind], (begin, end), event, chance):
            continue
        span = trim(sentence, begin, end)
        if span is not None:
            span = trim(sentence, *whole_phrase(sentence, *span)) or span
            if not any(span[0] < e and b < span[1] for b, e in found[kind]):
                found[kind].append(span)
            elif (longer := [s for s in found[kind] if span[0] <= s[0] and s[1] <= span[1]]) and span not in found[kind]:
                found[kind][:] = [s for s in found[kind] if s not in longer] + [span]
    if not found[0]:
        subject = lent_subject(sentence, event) or controlled_subject(sentence, event)
        if subject and not clauses.is_happening(head_word(sentence, *subject), event) and not any(subject[0] < e and b < subject[1] for b, e in found[1]):
            found[0].append(subject)
    found[0][:] = [span for span in real_doers(sentence, event, found[0]) if not clauses.is_happening(head_word(sentence, *span), event)]
    found[1][:] = [s for s in found[1] if not load_kinds().is_part(sentence, s) and not _is_number(sentence, s) and not any(o != s and nested(sentence, s, o) for o in found[1])]
    for result in event.results:
        doers, affected = find_roles(sentence, result, clauses)
        if not found[0]:
            found[0].extend(doers)
        # in a clash the casualties are counts only
        if not found[1] and event.type != "clash":
            found[1].extend(s for s in affected if s not in found[0])
    return found
