"""The place of the event: which of a sentence's places is where its event happened, if any.

A sentence names many places: where something happened, who did it ("Israel"), where it was told, where somebody comes from. For one event word each of them is weighed by a small sum of
reasons (vocabulary/places.yml): what the model's place labels say, the preposition before it, and how the parse joins the two. What does not reach the floor is no place of the event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterclaim import vocab
from counterclaim.language.parser import Sentence, Trigger
from counterclaim.reading.locate import Located, as_place
from counterclaim.reading.toponyms import DEMONYM, METONYM, Toponym
from counterclaim.records import Claim, Place

_VOCABULARY = vocab.load("places")
WEIGHTS: dict[str, float] = _VOCABULARY["where"]["reasons"]
FLOOR = float(_VOCABULARY["where"]["floor"])
_AT, _OTHER = (frozenset(_VOCABULARY["where"][key]) for key in ("at", "other"))
_SAYING = frozenset(vocab.load("anaphora")["saying"])
_ANAPHORS, _LASTING = (frozenset(_VOCABULARY["where"][key]) for key in ("anaphors", "lasting"))
_LASTS = int(_VOCABULARY["where"]["lasts"])
_GENERIC: dict[str, list[str]] = vocab.load("gazetteers")["generic"]
_DATELINE = 120
"""Characters of a report in which its dateline stands."""
_NAME = frozenset(("compound", "flat", "appos", "nmod:desc", "amod", "nmod:poss", "conj"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A place weighed for an event: `score` above the floor makes it the event's, `why` names the reasons."""

    located: Located
    score: float
    why: tuple[str, ...]


def event_places(sentence: Sentence, event: tuple[int, int], places: Sequence[Located], trigger: Trigger | None) -> list[Weighed]:
    """Return the places of an event at words [begin, end), the likeliest first; `places` are those of the sentence."""
    out = []
    for index, located in enumerate(places):
        toponym = located.toponym
        if toponym.kind in (DEMONYM, METONYM) or toponym.words[0] >= toponym.words[1]:
            continue
        why = tuple(reasons(sentence, event, located, places[index - 1] if index else None, trigger))
        score = sum(WEIGHTS[reason] for reason in why)
        if score >= FLOOR:
            out.append(Weighed(located=located, score=score, why=why))
    # of those that weigh the same the more specific, then the nearer
    return sorted(out, key=lambda w: (-w.score, w.located.spot.precision if w.located.spot else 9, abs(w.located.toponym.words[0] - event[0])))


def reasons(sentence: Sentence, event: tuple[int, int], located: Located, before: Located | None, trigger: Trigger | None) -> list[str]:
    """Name what speaks for and against a toponym being where an event happened."""
    toponym, relation = located.toponym, located.relation
    head, verb = _head(sentence, toponym), event[0]
    out = [_model_says(toponym, trigger)]
    out += _preposition(sentence, head)
    out += _joined(sentence, head, verb)
    if relation is not None and relation.kind in ("distance", "side", "based", "compound"):
        out.append("reference")
    if before is not None and toponym.sentence == before.toponym.sentence and before.toponym.kind != DEMONYM and before.beside == toponym.begin:
        out.append("around another")
    if sentence.lemmas[verb] in _SAYING:
        out.append("saying")
    if abs(head - verb) >= 20:
        out.append("far")
    return out


def _model_says(toponym: Toponym, trigger: Trigger | None) -> str:
    if trigger is None:
        return "no trigger"
    chance = float(trigger.places[toponym.words[0] : toponym.words[1], 1:].sum(1).max())
    return "model sure" if chance >= 0.9 else "model likely" if chance >= 0.5 else "model doubts" if chance >= 0.1 else "model denies"


def _head(sentence: Sentence, toponym: Toponym) -> int:
    begin, end = toponym.words
    return next((i for i in range(begin, end) if not begin <= sentence.heads[i] - 1 < end), begin)


def _preposition(sentence: Sentence, head: int) -> list[str]:
    """What the preposition of the phrase says that holds a name, and how the name stands in the phrase."""
    out, at = [], head
    for _ in range(6):
        relation = sentence.deprel[at]
        if relation not in _NAME or sentence.heads[at] == 0:
            break
        if relation in ("compound", "amod", "nmod:poss", "nmod:desc") and "modifier" not in out:
            out.append("modifier")
        at = sentence.heads[at] - 1
    case = next((sentence.forms[i].lower() for i in reversed(range(at)) if sentence.heads[i] - 1 in (at, head) and sentence.deprel[i] == "case"), "")
    if case in _AT:
        out.append("in or at")
    elif case in _OTHER:
        out.append("by or with")
    if sentence.deprel[head].startswith("nsubj"):
        out.append("passive subject" if sentence.deprel[head].endswith("pass") else "subject")
    return out


def _joined(sentence: Sentence, head: int, verb: int) -> list[str]:
    """How the parse joins a place and an event: below it, beside it under another verb, or elsewhere."""
    up, down = _ancestors(sentence, head), _ancestors(sentence, verb)
    if verb in up:
        path = up[: up.index(verb)]
        out = ["object" if path and sentence.deprel[path[-1]] == "obj" else "below"]
        if any(sentence.upos[i] == "VERB" for i in path):
            out.append("another verb")
        if sum(sentence.deprel[i] not in _NAME for i in path) >= 3:
            out.append("deep")
        return [*out, "in the subject"] if len(path) > 1 and sentence.deprel[path[-1]].startswith("nsubj") else out
    common = next((i for i in up if i in down), None)
    if common is None or common == head:
        return ["beside"]
    path = up[: up.index(common)]
    above = down[: down.index(common)]
    shared = bool(above) and sentence.deprel[above[-1]].partition(":")[0] in ("conj", "advcl", "acl") and not any(sentence.upos[i] == "VERB" for i in path)
    return ["shared" if shared and path and sentence.deprel[path[-1]].partition(":")[0] in ("obl", "obj") else "beside"]


def _ancestors(sentence: Sentence, word: int) -> list[int]:
    out = [word]
    while sentence.heads[out[-1]] > 0 and len(out) <= len(sentence.heads):
        out.append(sentence.heads[out[-1]] - 1)
    return out


# -- claims ------------------------------------------------------------------------------------------------------------------------------------------


_SETTLEMENTS = frozenset(("city", "town", "village"))


def named_before(located: Sequence[Located], begin: int, words: str) -> Located | None:
    """Return the place that "the city", "the province", "the country" means: the last of its kind named before, or the country that most places named so far lie in."""
    first, _, noun = words.lower().rpartition(" ")
    if noun not in _ANAPHORS or first not in ("the", "this", "that", "the same", "same"):
        return None
    before = [p for p in located if p.toponym.end <= begin and p.toponym.text.lower().rpartition(" ")[2] not in _ANAPHORS]
    earlier = [p for p in before if p.answer.place is not None]
    if noun in ("country", "state") and earlier:
        countries = Counter(p.answer.place.country for p in earlier if p.answer.place and p.answer.place.country)
        most = max(countries, key=lambda code: (countries[code], code), default=None)
        earlier = [p for p in earlier if p.answer.place and p.answer.place.country == most]
        return next((p for p in reversed(earlier) if p.answer.place and p.answer.place.feature.startswith("A.PCL")), None)
    features = tuple(_GENERIC.get(noun, ["P.PPLC"]))
    # a town that no gazetteer lists is still the one that "the town" means
    return next((p for p in reversed(before) if p.toponym.kind != DEMONYM and (p.answer.place.feature.startswith(features) if p.answer.place else noun in _SETTLEMENTS and p.toponym.kind == "place")), None)


def event_spots(claims: Sequence[Claim], sentences: Sequence[int], located: Sequence[Located], texts: Sequence[Sequence[Weighed]]) -> list[Claim]:
    """Give each claim `where`: the place of its event, and what it was told by.

    First the claim's own most specific place; else the place of its sentence that weighs most for its trigger (`texts`, one list a claim); else that of the claim that tells the same
    event; else, for fighting that is told over several sentences, the last one's; "here" is the dateline's. `sentences` are the numbers of the claims' sentences.
    """
    out: list[Claim] = []
    by_id: dict[str, Claim] = {}
    last: tuple[int, Place] | None = None
    for claim, number, weighed in zip(claims, sentences, texts, strict=True):
        where = next((replace(p, basis="claim") for p in sorted(claim.places, key=lambda p: p.precision or 9) if p.lat is not None), None)
        if where is None:
            best = next((w.located for w in weighed if w.located.spot), None)
            if best is not None:
                t = best.toponym
                where = replace(as_place(best, t.begin, t.end, t.text, t.text), basis="sentence")
        if where is None and any(p.text.lower() == "here" for p in claim.places):
            dateline = next((p for p in located if p.toponym.end < _DATELINE and p.toponym.sentence == 0 and p.spot), None)
            if dateline is not None:
                t = dateline.toponym
                where = replace(as_place(dateline, t.begin, t.end, t.text, t.text), basis="dateline")
        same = by_id.get(claim.same_as or "")
        if where is None and same is not None and same.where is not None:
            where = replace(same.where, basis="same event")
        if where is None and claim.type in _LASTING and claim.factuality == "actual" and last is not None and number - last[0] <= _LASTS:
            where = replace(last[1], basis="earlier sentence")
        if where is not None and where.basis in ("claim", "sentence") and claim.type in _LASTING and (where.precision or 9) <= 5:
            last = (number, where)
        claim = replace(claim, where=where)
        by_id[claim.id] = claim
        out.append(claim)
    return out
