"""Every attribution of a text, for `annotate --layers attribution`: source, cue and content as spans.

The rules of `cues.py` read each sentence; here quotes are kept whole across sentence ends and paragraphs, a quote that stands free goes to who spoke
last, and what the model's cue head saw besides is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterclaim.language.parser import Cue, Sentence, WordRange
from counterclaim.language.tokens import Offsets
from counterclaim.reading.attribution import find_source
from counterclaim.reading.cues import find_said
from counterclaim.reading.cuewords import load_cue_words
from counterclaim.reading.quotes import Quote, find_quotes
from counterclaim.reading.tree import without

CUE_FLOOR = 0.5
FREE_WORDS = 4
"""Words from which a quote that stands free is somebody's speech and no mere name or label."""
PARAGRAPH = 20
"""Sentences of a paragraph that an announcing "said:" can cover."""
FAR = 600
"""Characters between an attribution and a quote beyond which the quote is no continuation."""


@dataclass(slots=True)
class Reported:
    """One attribution in characters of the text; `sentence` is where its cue stands, `quoted` whether it holds a direct quote."""

    cue: Offsets
    source: Offsets | None
    content: list[Offsets]
    sentence: int
    speech: bool = False
    awaits: bool = False
    follows: bool = False
    quoted: bool = field(default=False)


def find_reported(text: str, sentences: Sequence[Sentence]) -> list[Reported]:
    """Return the attributions of a text in the order of their cues."""
    quotes = find_quotes(text)
    words = load_cue_words()
    found: list[Reported] = []
    number = 0
    for index, sentence in enumerate(sentences):
        quoted = []
        for begin, end in sentence.words:
            while number < len(quotes) and quotes[number].end <= begin:
                number += 1
            quoted.append(number if number < len(quotes) and quotes[number].begin <= begin and end <= quotes[number].end else -1)
        number = max(0, number - 1)
        here = [Reported(_offsets(sentence, said.cue), _offsets(sentence, said.source) if said.source else None, [_offsets(sentence, part) for part in said.content], index, said.speech, said.awaits, said.follows)
                for said in find_said(sentence, words, quoted)]
        here = _with_model(sentence, index, here)
        found += sorted(here, key=lambda r: r.cue)
    _keep_quotes_whole(text, sentences, quotes, found)
    for r in found:
        if r.awaits and not r.content:
            r.content = _next_paragraph(text, sentences, r)
        r.content = _apart(text, r.content, [r.cue, *([r.source] if r.source else [])])
    return [r for r in found if r.content]


def _next_paragraph(text: str, sentences: Sequence[Sentence], said: Reported) -> list[Offsets]:
    """What "The ministry said:" announces where no quote follows: the sentences of the next line."""
    first = said.sentence + 1
    last = first
    while last + 1 < len(sentences) and "\n" not in text[sentences[last].end : sentences[last + 1].begin] and last - first < PARAGRAPH:
        last += 1
    return [(sentences[first].begin, sentences[last].end)] if first < len(sentences) else []


def _apart(text: str, content: list[Offsets], out: list[Offsets]) -> list[Offsets]:
    """Sort the parts of a content, join those that overlap and leave the cue and the source out of them."""
    whole: list[Offsets] = []
    for begin, end in sorted(content):
        if whole and begin < whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((begin, end))
    parts = []
    for span in whole:
        left = without(span, out)
        for begin, end in left:
            # a whole part keeps its edges; only a cut leaves blanks and commas behind
            while len(left) > 1 or (begin, end) != span:
                if begin < end and (text[begin].isspace() or text[begin] in ",;:"):
                    begin += 1
                elif begin < end and (text[end - 1].isspace() or text[end - 1] in ",;:"):
                    end -= 1
                else:
                    break
            if any(c.isalnum() for c in text[begin:end]):
                parts.append((begin, end))
    return parts


def _offsets(sentence: Sentence, span: WordRange) -> Offsets:
    return sentence.words[span[0]][0], sentence.words[span[1] - 1][1]


def _with_model(sentence: Sentence, index: int, found: list[Reported]) -> list[Reported]:
    """Add the cues that only the model saw, and its sources where no rule found one."""
    out = list(found)
    for cue in sentence.cues:
        begin, end = _offsets(sentence, (cue.word, cue.end))
        if cue.chance < CUE_FLOOR or any(begin < r.cue[1] and r.cue[0] < end for r in out[len(found) :]):
            continue
        same = [r for r in found if begin < r.cue[1] and r.cue[0] < end]
        if same and same[0].source is not None:
            continue
        source = find_source(sentence, cue)
        where = _offsets(sentence, source) if source else None
        if where is not None and where[0] < end and begin < where[1]:
            where = None
        if same:
            if where is not None and not (where[0] < same[0].cue[1] and same[0].cue[0] < where[1]):
                same[0].source = where
            continue
        out.append(Reported((begin, end), where, [_offsets(sentence, span) for span in content_of(sentence, cue, source)], index))
    return out


def content_of(sentence: Sentence, cue: Cue, source: WordRange | None) -> list[WordRange]:
    """Return what a cue that no rule knows says, by the order of words: what follows it, or where nothing does, what stands before it and its source."""
    begin, end = 0, len(sentence.forms)
    for i, form in enumerate(sentence.forms):
        if form == ";" and i < cue.word:
            begin = i + 1
        elif form == ";" and i >= cue.end:
            end = i
            break
    after, before = cue.end, cue.word
    if source is not None and source[0] >= cue.end and source[0] - cue.end < 3:
        after = source[1]
    elif source is not None and source[1] <= cue.word and cue.word - source[1] < 6:
        before = source[0]
    told_after, told_before = (any(sentence.upos[i] in ("VERB", "AUX") for i in range(*part)) for part in ((after, end), (begin, before)))
    apart = before > begin and sentence.upos[before - 1] == "PUNCT" and (before < cue.word or after > cue.end or after >= end - 1)
    right = told_after if not told_before else not apart or (told_after and after < end and sentence.upos[after] != "PUNCT")
    for first, last in ((after, end), (begin, before)) if right else ((begin, before), (after, end)):
        while first < last and sentence.upos[first] == "PUNCT":
            first += 1
        while first < last and sentence.upos[last - 1] == "PUNCT":
            last -= 1
        if first < last:
            return [(first, last)]
    return []


def _keep_quotes_whole(text: str, sentences: Sequence[Sentence], quotes: list[Quote], found: list[Reported]) -> None:
    """Give each quote to the attribution that says part of it, waits for it, or spoke right before it."""
    begins = {s.begin: i for i, s in enumerate(sentences)}
    at = 0
    open_: Reported | None = None
    for quote in quotes:
        # attributions up to the end of the sentence in which the quote ends
        while at < len(found) and sentences[found[at].sentence].end <= quote.begin:
            at += 1
        mine: Reported | None = None
        beside: Reported | None = None
        for k in range(at, len(found)):
            r = found[k]
            if sentences[r.sentence].begin >= quote.end:
                break
            if quote.begin <= r.cue[0] < quote.end:
                r.content = _clip(r.content, quote)
                continue
            if any(b < quote.end and quote.begin < e for b, e in r.content):
                if mine is None or (r.speech, -_gap(r, quote)) > (mine.speech, -_gap(mine, quote)):
                    mine = r
            elif r.speech and _beside(text, r, quote):
                beside = beside or r
        mine = mine or beside
        if mine is not None:
            mine.content = _widened(mine.content, quote, mine)
            if mine.speech:
                mine.quoted, open_ = True, mine
            continue
        # "“Why now?” she asked.": the quote ends where the sentence of its speaker begins
        ended = _next_word(text, quote.end)
        asker = next((r for r in found[at : at + 40] if r.follows and sentences[r.sentence].begin == ended), None)
        if asker is not None:
            asker.content.append((quote.begin, quote.end))
            asker.follows, asker.quoted, open_ = False, True, asker
            continue
        started = begins.get(quote.begin)
        if len(text[quote.begin : quote.end].split()) < FREE_WORDS or started is None:
            continue
        before = next((found[k] for k in range(min(at, len(found) - 1), -1, -1) if found[k].sentence < started), None)
        if open_ is not None and (quote.goes_on or (before is not None and not before.awaits and open_.sentence >= before.sentence)):
            before = open_
        if before is None or not (before.awaits or (before.quoted and _follows(text, before, quote, before.sentence == started - 1))):
            continue
        before.content.append((quote.begin, quote.end))
        before.quoted, before.awaits, open_ = True, False, before


def _gap(said: Reported, quote: Quote) -> int:
    return max(quote.begin - said.cue[1], said.cue[0] - quote.end)


def _beside(text: str, said: Reported, quote: Quote) -> bool:
    """Whether only marks stand between a quote and the cue with its source."""
    begin = min(said.cue[0], said.source[0] if said.source else said.cue[0])
    end = max(said.cue[1], said.source[1] if said.source else said.cue[1])
    gap = text[quote.end : begin] if quote.end <= begin else text[end : quote.begin] if end <= quote.begin else "x"
    return len(gap) <= 4 and not any(c.isalnum() or c == "\n" for c in gap)


def _follows(text: str, before: Reported, quote: Quote, next_sentence: bool) -> bool:
    """Whether a quote follows on an attribution with nothing of another voice between."""
    last = max(before.cue[1], *(e for _, e in before.content), before.source[1] if before.source else 0)
    between = text[last : quote.begin] if quote.begin - last < FAR else None
    return between is not None and ((next_sentence and "\n" not in between) or (between.count("\n\n") <= 1 and len(between.split()) <= 14))


def _next_word(text: str, at: int) -> int:
    """The first character behind blanks, of the same line."""
    while at < len(text) and text[at].isspace() and text[at] != "\n":
        at += 1
    return at


def _clip(content: list[Offsets], quote: Quote) -> list[Offsets]:
    return [(max(b, quote.begin), min(e, quote.end)) for b, e in content if b < quote.end and quote.begin < e]


def _widened(content: list[Offsets], quote: Quote, said: Reported) -> list[Offsets]:
    out: list[Offsets] = []
    begin, end = quote.begin, quote.end
    for b, e in content:
        if b < quote.end and quote.begin < e:
            begin, end = min(begin, b), max(end, e)
        else:
            out.append((b, e))
    return sorted([*out, (begin, end)])
