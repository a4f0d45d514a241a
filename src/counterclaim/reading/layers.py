"""The layers below the claims, for `counterclaim annotate`: what the language layer and single steps of the reading layer say of any sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from counterclaim.contract import number, place
from counterclaim.language import parse_report
from counterclaim.language.parser import Sentence, load_parser
from counterclaim.reading.attribution import find_source
from counterclaim.reading.counts import count_ranges
from counterclaim.reading.locate import as_place, locate, open_atlas
from counterclaim.reading.places import place_name
from counterclaim.reading.quantities import load_numbers
from counterclaim.reading.times import Anchor, find_times
from counterclaim.reading.where import event_places as weigh_places
from counterclaim.records import Report
from counterclaim.settings import Settings

CUE_FLOOR = 0.5


def _span(report: Report, begin: int, end: int) -> dict[str, Any]:
    return {"begin": begin, "end": end, "text": report.text[begin:end]}


def _words(report: Report, sentence: Sentence, span: tuple[int, int]) -> dict[str, Any]:
    return _span(report, sentence.words[span[0]][0], sentence.words[span[1] - 1][1])


def tokens(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    return [[{**_span(report, b, e), "lemma": s.lemmas[i], "upos": s.upos[i], "head": s.heads[i], "deprel": s.deprel[i]} for i, (b, e) in enumerate(s.words)] for s in sentences]


def mentions(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    return [{**_words(report, s, (b, e)), "type": kind} for s in sentences for b, e, kind in s.names]


def places(report: Report, sentences: Sequence[Sentence], settings: Settings | None = None) -> list[Any]:
    out = []
    for located in locate(report, sentences, open_atlas(settings)):
        toponym = located.toponym
        out.append({**place(as_place(located, toponym.begin, toponym.end, toponym.text, place_name(toponym.text))), "kind": toponym.kind})
    return out


def event_places(report: Report, sentences: Sequence[Sentence], settings: Settings | None = None) -> list[Any]:
    """Every verb and every word that the model takes for an event, with the places where it happened, the likeliest first."""
    located = locate(report, sentences, open_atlas(settings))
    out = []
    for index, s in enumerate(sentences):
        here = [found for found in located if found.toponym.sentence == index]
        triggers = {trigger.word: trigger for trigger in s.triggers}
        for word in range(len(s.words)):
            if word not in triggers and s.upos[word] != "VERB":
                continue
            end = triggers[word].end if word in triggers else word + 1
            found = [w.located for w in weigh_places(s, (word, end), here, triggers.get(word))]
            out.append({**_words(report, s, (word, end)), "places": [place(as_place(at, at.toponym.begin, at.toponym.end, at.toponym.text, place_name(at.toponym.text))) for at in found]})
    return out


def times(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    anchor = Anchor(report.published)
    return [{"begin": w.begin, "end": w.end, "text": w.text, "type": w.type, "value": w.timex, "interval": [d.isoformat() for d in w.interval] if w.interval else None}
            for s in sentences for w in find_times(report.text, s.begin, s.end, anchor, timex=True)]


def attribution(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    out = []
    for s in sentences:
        for cue in s.cues:
            if cue.chance < CUE_FLOOR:
                continue
            source = find_source(s, cue)
            out.append({"source": _words(report, s, source) if source else None, "cue": _words(report, s, (cue.word, cue.end)),
                        "content": [_words(report, s, span) for span in content_of(s, cue.word, source)]})
    return out


def content_of(sentence: Sentence, cue: int, source: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Return what a cue says: its clausal complement, the clause that it is parenthetical to, or what "according to" hangs on."""
    heads, deprel = sentence.heads, sentence.deprel
    children = [i for i, h in enumerate(heads) if h - 1 == cue and deprel[i] in ("ccomp", "xcomp", "parataxis", "obj", "acl")]
    if children:
        inside = set(_below(sentence, children[0]))
    elif heads[cue] > 0:
        inside = set(range(len(heads))) - set(_below(sentence, cue))
    else:
        inside = set()
    if source:
        inside -= set(range(*source))
    inside = {i for i in inside if i != cue}
    runs: list[tuple[int, int]] = []
    for i in sorted(inside):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return [(b, e) for b, e in runs if any(sentence.upos[i] != "PUNCT" for i in range(b, e))]


def _below(sentence: Sentence, top: int) -> list[int]:
    below, changed = {top}, True
    while changed:
        more = {i for i, h in enumerate(sentence.heads) if h - 1 in below and i not in below}
        changed = bool(more)
        below |= more
    return sorted(below)


def quantities(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    kinds = load_parser().kinds
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for s in sentences:
        for trigger in s.triggers:
            for b, e, kind in count_ranges(trigger.quantities, len(kinds)):
                words = _words(report, s, (b, e))
                bounds = load_numbers().read(words["text"])
                if bounds:
                    found.setdefault((words["begin"], words["end"]), {**words, "kind": kinds[kind], "low": number(bounds.low), "best": number(bounds.best), "high": number(bounds.high)})
    return [found[key] for key in sorted(found)]


LAYERS: dict[str, Callable[[Report, Sequence[Sentence]], list[Any]]] = {
    "tokens": tokens, "mentions": mentions, "places": places, "event_places": event_places, "times": times, "attribution": attribution, "quantities": quantities,
}


def annotate(report: Report, layers: Sequence[str], settings: Settings | None = None) -> dict[str, Any]:
    """Return a report's id, its sentences and the layers asked for, in the contract's form; places are looked up in the gazetteer of `settings`, by default the environment's."""
    sentences = parse_report(report)
    out: dict[str, Any] = {"id": report.id, "sentences": [{"begin": s.begin, "end": s.end} for s in sentences]}
    known = LAYERS | {"places": partial(places, settings=settings), "event_places": partial(event_places, settings=settings)}
    return out | {name: known[name](report, sentences) for name in layers}
