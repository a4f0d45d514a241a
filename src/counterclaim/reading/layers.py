"""The layers below the claims, for `counterclaim annotate`: what the language layer and single steps of the reading layer say of any sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from counterclaim.contract import number, place
from counterclaim.language import parse_report
from counterclaim.language.parser import Sentence, load_parser
from counterclaim.reading.counts import count_ranges
from counterclaim.reading.locate import as_place, locate, open_atlas
from counterclaim.reading.places import place_name
from counterclaim.reading.quantities import load_numbers
from counterclaim.reading.reported import find_reported
from counterclaim.reading.times import Anchor, find_times
from counterclaim.reading.where import event_places as weigh_places
from counterclaim.records import Report
from counterclaim.settings import Settings


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
    return [{"source": _span(report, *r.source) if r.source else None, "cue": _span(report, *r.cue), "content": [_span(report, *part) for part in r.content]}
            for r in find_reported(report.text, sentences)]


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
