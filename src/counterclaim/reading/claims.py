"""A parsed report to its claims: calls the steps of the reading layer in order and binds their answers to spans.

Sentence by sentence: which words name events, who did it to whom, where, when, how many, according to whom; then, over the report, who is meant by
each mention and which claims tell the same event.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from counterclaim.language.parser import Floats, Parser, Sentence, WordRange
from counterclaim.reading.actors import Cast, Entry, head_word, load_actors
from counterclaim.reading.attribution import Link, find_chain
from counterclaim.reading.codes import code_claim
from counterclaim.reading.events import Event, Memory, find_events
from counterclaim.reading.framing import find_framing
from counterclaim.reading.places import find_places, place_name
from counterclaim.reading.quantities import load_kinds, load_numbers, widen
from counterclaim.reading.roles import SEEN, Clauses, find_roles, label_ranges, trim, whole_phrase
from counterclaim.reading.times import FUTURE, PAST, Anchor, find_times, plain_value
from counterclaim.records import Abstention, Attribution, Claim, Mention, Place, Quantity, Reading, Report, Span, When

COUNT_FLOOR = 0.45
SYMMETRIC = frozenset(("clash", "negotiate", "ceasefire", "agreement"))


@dataclass(slots=True)
class _Draft:
    """A claim in the making, before names are resolved over the whole report."""

    number: int
    event: Event
    claim: Claim


class ReportReader:
    """Reads one report; holds what is known of it so far."""

    def __init__(self, parser: Parser, report: Report, sentences: Sequence[Sentence]) -> None:
        self._parser = parser
        self._report = report
        self._text = report.text
        self._sentences = sentences
        self._cast = Cast(load_actors(), sentences, report.text, report.outlet)
        self._anchor = Anchor(report.published)
        self._memory = Memory()
        self._abstentions: list[Abstention] = []
        self._mentions: dict[tuple[int, int], Mention] = {}
        self._entries: dict[tuple[int, int], Entry | None] = {}

    def read(self) -> Reading:
        """Return the claims of the report in text order, and what was left undecided."""
        claims: list[Claim] = []
        for number, sentence in enumerate(self._sentences):
            claims += self._read_sentence(number, sentence)
        return Reading(report=self._report, claims=tuple(link_same(claims)), abstentions=tuple(self._abstentions))

    # -- one sentence -----------------------------------------------------------------------------------------------------------------

    def _read_sentence(self, number: int, sentence: Sentence) -> list[Claim]:
        events, near = find_events(sentence, self._parser.lexicon)
        self._memory.recall(sentence, number, events)
        for span, _ in near:
            self._abstain("events", "unsure_event", sentence, span)
        times = {tense: list(find_times(self._text, sentence.begin, sentence.end, replace_anchor(self._anchor), tense)) for tense in (FUTURE,)} if events else {}
        times[PAST] = list(find_times(self._text, sentence.begin, sentence.end, self._anchor, PAST))
        clauses = Clauses(sentence, events)
        roles = [find_roles(sentence, event, clauses) for event in events]
        chains = [find_chain(sentence, event.trigger) for event in events]
        self._resolve_in_order(number, sentence, roles, chains)
        evidence = Span(begin=sentence.begin, end=sentence.end, text=self._text[sentence.begin : sentence.end])
        out = []
        counts = self._share_counts([self._quantities(sentence, event) for event in events], events)
        for event, (actors, recipients), chain, quantities in zip(events, roles, chains, counts, strict=True):
            factuality = self._parser.factuality[int(event.trigger.factuality.argmax())]
            decided = {"type": event.decided, "factuality": f"model {float(event.trigger.factuality.max()):.2f}"}
            when = self._time(sentence, event, clauses, times[FUTURE if factuality in ("future",) else PAST], decided)
            attribution = self._attribution(sentence, chain)
            trigger = self._span(sentence, event.span)
            claim = Claim(
                id=claim_id(self._report.id, event.type, trigger), type=event.type, trigger=trigger, evidence=evidence,
                actors=self._named(sentence, actors), recipients=self._named(sentence, recipients), places=self._places(sentence, event, clauses), time=when, quantities=quantities,
                attribution=attribution, factuality=factuality, decided=decided)
            entries = {m.begin: self._entries.get((m.begin, m.end)) for m in (*claim.actors, *claim.recipients)}
            claim = replace(claim, codes=code_claim(claim, entries, sentence), framing=tuple(find_framing(self._text, sentence, claim)))
            out.append(claim)
        return out

    def _span(self, sentence: Sentence, span: WordRange) -> Span:
        begin, end = sentence.words[span[0]][0], sentence.words[span[1] - 1][1]
        return Span(begin=begin, end=end, text=self._text[begin:end])

    def _abstain(self, stage: str, reason: str, sentence: Sentence, span: WordRange) -> None:
        words = self._span(sentence, span)
        self._abstentions.append(Abstention(stage=stage, reason=reason, begin=words.begin, end=words.end, text=words.text))

    def _resolve_in_order(self, number: int, sentence: Sentence, roles: list[tuple[list[WordRange], list[WordRange]]], chains: list[list[Link]]) -> None:
        """Resolve the sentence's mentions from left to right, each once, so that a pronoun sees what stands before it."""
        spans = {span for actors, recipients in roles for span in (*actors, *recipients)} | {link.source for chain in chains for link in chain if link.source}
        # subjects of other verbs are in no claim, but "it" may mean them
        others = {whole_phrase(sentence, i, i + 1) for i, relation in enumerate(sentence.deprel) if relation.startswith("nsubj") and self._cast.can_act(sentence, i)}
        spans |= {span for span in others if not any(span[0] < e and b < span[1] for b, e in spans)}
        for span in sorted(spans):
            words = self._span(sentence, span)
            subject = sentence.deprel[head_word(sentence, *span)].startswith("nsubj")
            name, entry = self._cast.resolve(sentence, number, span, subject)
            self._mentions[words.begin, words.end] = Mention(begin=words.begin, end=words.end, text=words.text, name=name, id=entry.id if entry else None)
            self._entries[words.begin, words.end] = entry
            if entry is None and name.lower() == words.text.lower() and sentence.upos[span[0]] == "PRON":
                self._abstain("actors", "unresolved_pronoun", sentence, span)

    def _named(self, sentence: Sentence, spans: list[WordRange]) -> tuple[Mention, ...]:
        """The mentions of a role, each actor once: "the Kurdistan Workers' Party, or PKK" is one, and "the army" with the "it" that means it."""
        out: list[Mention] = []
        for span in spans:
            mention = self._mention(sentence, span)
            if not any(mention.name == other.name or (mention.id is not None and mention.id == other.id) for other in out):
                out.append(mention)
        return tuple(out)

    @staticmethod
    def _share_counts(counts: list[list[tuple[Quantity, float]]], events: list[Event]) -> list[tuple[Quantity, ...]]:
        """Give each count to one claim of the sentence: to the one whose type it belongs to, else to the one that the model is surest of."""
        kinds = load_kinds()
        best: dict[tuple[int, int], tuple[bool, float, int]] = {}
        for index, (found, event) in enumerate(zip(counts, events, strict=True)):
            for quantity, chance in found:
                for other, held in list(best.items()):
                    if other[0] < quantity.end and quantity.begin < other[1] and other != (quantity.begin, quantity.end):
                        if held[:2] >= (kinds.belongs(quantity.kind, event.type), chance):
                            break
                        del best[other]
                else:
                    key = (quantity.begin, quantity.end)
                    best[key] = max(best.get(key, (False, -1.0, -1)), (kinds.belongs(quantity.kind, event.type), chance, index))
        return [tuple(q for q, _ in found if best.get((q.begin, q.end), (False, 0.0, -1))[2] == index) for index, found in enumerate(counts)]

    def _mention(self, sentence: Sentence, span: WordRange) -> Mention:
        words = self._span(sentence, span)
        return self._mentions[words.begin, words.end]

    def _attribution(self, sentence: Sentence, chain: list[Link]) -> tuple[Attribution, ...]:
        out = []
        for link in chain:
            source = self._mention(sentence, link.source) if link.source else None
            if source and self._cast.is_outlet(source.text, source.name, self._entries.get((source.begin, source.end))):
                continue
            out.append(Attribution(source=source, cue=self._span(sentence, link.cue) if link.cue else None, stance=self._parser.stances[link.stance]))
        return tuple(out)

    def _places(self, sentence: Sentence, event: Event, clauses: Clauses) -> tuple[Place, ...]:
        out = []
        for span, _ in find_places(sentence, event, clauses):
            words = self._span(sentence, span)
            out.append(Place(begin=words.begin, end=words.end, text=words.text, name=place_name(words.text)))
        return tuple(out)

    def _quantities(self, sentence: Sentence, event: Event) -> list[tuple[Quantity, float]]:
        """The counts of an event and of its results, each with the model's chance of it."""
        out: list[tuple[Quantity, float]] = []
        for source in (event, *event.results):
            known = {(q.begin, q.end) for q, _ in out}
            out += [(q, chance) for q, chance in self._counts(sentence, source, event.type) if (q.begin, q.end) not in known]
        return out

    def _counts(self, sentence: Sentence, event: Event, kind: str) -> list[tuple[Quantity, float]]:
        out = []
        taken: list[WordRange] = []
        kinds = self._parser.kinds
        for begin, end, _ in quantity_ranges(event.trigger.quantities, len(kinds)):
            span = trim(sentence, *widen(sentence, (begin, end)))
            if span is None:
                continue
            if load_kinds().is_part(sentence, span) or any(span[0] < e and b < span[1] for b, e in taken):
                continue
            taken.append(span)
            words = self._span(sentence, span)
            bounds = load_numbers().read(words.text)
            if bounds is None:
                self._abstain("quantities", "no_count", sentence, span)
                continue
            chances = event.trigger.quantities[begin, 1 : len(kinds) + 1]
            named, _ = load_kinds().decide(sentence, span, kind, event.span, dict(zip(kinds, chances.tolist(), strict=True)))
            quantity = Quantity(begin=words.begin, end=words.end, text=words.text, kind=named, low=bounds.low, best=bounds.best, high=bounds.high)
            out.append((quantity, float(1.0 - event.trigger.quantities[begin, 0])))
        return out

    def _time(self, sentence: Sentence, event: Event, clauses: Clauses, times: list[When], decided: dict[str, str]) -> When | None:
        scored = [(float(event.trigger.times[b:e, 1:].sum(1).max()), (b, e)) for b, e, _ in label_ranges(event.trigger.times, 1, SEEN)]
        scored = [(chance, span) for chance, span in scored if clauses.sure("times", span, event, chance)]
        if not scored:
            return None
        chance, span = max(scored)
        words = self._span(sentence, span)
        touching = [when for when in times if when.begin < words.end and when.end > words.begin]
        if not touching:
            self._abstain("times", "no_rule", sentence, span)
            return None
        when = max(touching, key=lambda w: (min(w.end, words.end) - max(w.begin, words.begin), -w.begin))
        # "since September, when 30 gunmen crossed": the crossing was in September, not since
        when = plain_value(when, self._text, words.begin, self._report.published)
        if when.value is None:
            self._abstain("times", "no_report_date" if self._report.published is None else "undecided", sentence, span)
        decided["time"] = f"model {chance:.2f}, rule for {when.text!r}"
        return when


def replace_anchor(anchor: Anchor) -> Anchor:
    return Anchor(anchor.published, anchor.told, anchor.year, anchor.years_left)


def quantity_ranges(scores: Floats, kinds: int) -> list[tuple[int, int, int]]:
    """Labels (N, kinds + 2), 0 outside, one to begin each kind, the last to go on with any, to (begin, end, kind)."""
    out: list[tuple[int, int, int]] = []
    begins, goes_on = scores[:, 1 : kinds + 1].sum(1), scores[:, kinds + 1]
    for index in np.flatnonzero(begins + goes_on >= COUNT_FLOOR).tolist():
        if out and out[-1][1] == index and goes_on[index] > begins[index]:
            out[-1] = (out[-1][0], index + 1, out[-1][2])
        else:
            out.append((index, index + 1, int(scores[index, 1 : kinds + 1].argmax())))
    return out


def claim_id(report: str, kind: str, trigger: Span) -> str:
    """A stable id: a digest of the report's id, the type and the trigger's place."""
    parts = json.dumps([report, kind, trigger.begin, trigger.end], ensure_ascii=False)
    return "c" + hashlib.sha256(parts.encode()).hexdigest()[:12]


def link_same(claims: list[Claim]) -> list[Claim]:
    """Tie a claim to the latest earlier claim of its report that tells the same event."""
    out: list[Claim] = []
    for claim in claims:
        before = claim.evidence.text[: claim.trigger.begin - claim.evidence.begin].lower().split()[-1:]
        anaphoric = before in (["the"], ["this"], ["that"], ["these"])
        found = None
        for other in reversed(out):
            if other.type != claim.type:
                continue
            if _agree(claim, other) and (anaphoric or _shares(claim, other)):
                found = other.same_as or other.id
                break
        out.append(replace(claim, same_as=found))
    return out


def _agree(a: Claim, b: Claim) -> bool:
    if a.time and b.time and a.time.value and b.time.value and a.time.value != b.time.value:
        return False
    for left, right in ((a.actors, b.actors), (a.recipients, b.recipients)):
        names = {m.name for m in left}, {m.name for m in right}
        if names[0] and names[1] and not names[0] & names[1]:
            return False
    places = {p.name for p in a.places}, {p.name for p in b.places}
    return not (places[0] and places[1] and not places[0] & places[1])


def _shares(a: Claim, b: Claim) -> bool:
    shared = bool({p.name for p in a.places} & {p.name for p in b.places}) + bool({m.name for m in (*a.actors, *a.recipients)} & {m.name for m in (*b.actors, *b.recipients)})
    shared += bool(a.time and b.time and a.time.value == b.time.value)
    return shared >= 2
