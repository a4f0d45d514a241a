"""The layers below the claims, for `counterclaim annotate`: what the language layer and single steps of the reading layer say of any sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from counterclaim.contract import number
from counterclaim.language import parse_report
from counterclaim.language.parser import Sentence, load_parser
from counterclaim.reading.counts import count_ranges
from counterclaim.reading.quantities import load_numbers
from counterclaim.reading.reported import find_reported
from counterclaim.reading.times import Anchor, find_times
from counterclaim.records import Report


def _span(report: Report, begin: int, end: int) -> dict[str, Any]:
    return {"begin": begin, "end": end, "text": report.text[begin:end]}


def _words(report: Report, sentence: Sentence, span: tuple[int, int]) -> dict[str, Any]:
    return _span(report, sentence.words[span[0]][0], sentence.words[span[1] - 1][1])


def tokens(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    return [[{**_span(report, b, e), "lemma": s.lemmas[i], "upos": s.upos[i], "head": s.heads[i], "deprel": s.deprel[i]} for i, (b, e) in enumerate(s.words)] for s in sentences]


def mentions(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    return [{**_words(report, s, (b, e)), "type": kind} for s in sentences for b, e, kind in s.names]


def places(report: Report, sentences: Sequence[Sentence]) -> list[Any]:
    out = []
    for s in sentences:
        for b, e, kind in s.names:
            if kind in ("LOC", "NORP"):
                out.append({**_words(report, s, (b, e)), "name": report.text[s.words[b][0] : s.words[e - 1][1]], "lat": None, "lon": None, "country": None, "admin1": None,
                            "precision": None, "geonames": None, "kind": "demonym" if kind == "NORP" else "place"})
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
    "tokens": tokens, "mentions": mentions, "places": places, "times": times, "attribution": attribution, "quantities": quantities,
}


def annotate(report: Report, layers: Sequence[str]) -> dict[str, Any]:
    """Return a report's id, its sentences and the layers asked for, in the contract's form."""
    sentences = parse_report(report)
    out: dict[str, Any] = {"id": report.id, "sentences": [{"begin": s.begin, "end": s.end} for s in sentences]}
    return out | {name: LAYERS[name](report, sentences) for name in layers}
