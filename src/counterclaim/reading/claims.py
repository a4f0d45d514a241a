"""A parsed report to its claims: calls the steps of the reading layer in order and binds their answers to spans.

Sentence by sentence: which words name events, who did it to whom, where, when, how many, according to whom; then, over the report, who is meant by
each mention and which claims tell the same event.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from counterclaim import vocab
from counterclaim.language.parser import Parser, Sentence, WordRange
from counterclaim.reading.actors import PRONOUNS, Cast, Entry, load_actors
from counterclaim.reading.attribution import Link, find_chain
from counterclaim.reading.codes import code_claim
from counterclaim.reading.counts import Count, count_events
from counterclaim.reading.events import RESULTS, Event, Memory, find_events
from counterclaim.reading.factuality import find_factuality
from counterclaim.reading.framing import find_framing
from counterclaim.reading.locate import Atlas, Located, as_place, explain_place, locate, meant_by, overlapping
from counterclaim.reading.places import find_places, place_name
from counterclaim.reading.roles import SEEN, Clauses, find_roles, head_word, label_ranges, whole_phrase
from counterclaim.reading.same import link_same
from counterclaim.reading.times import FUTURE, PAST, Anchor, find_times, load_grammar, plain_value
from counterclaim.reading.where import Weighed, event_places, event_spots, named_before
from counterclaim.records import Abstention, Attribution, Claim, Mention, Place, Quantity, Reading, Report, Span, When

_COUNTING = frozenset(vocab.load("quantities")["counting"])


class ReportReader:
    """Reads one report; holds what is known of it so far."""

    def __init__(self, parser: Parser, report: Report, sentences: Sequence[Sentence], atlas: Atlas) -> None:
        self._parser = parser
        self._atlas = atlas
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
        claims = self._locate(link_same(claims))
        return Reading(report=self._report, claims=tuple(claims), abstentions=tuple(self._abstentions))

    def _locate(self, claims: Sequence[Claim]) -> list[Claim]:
        """Give the places of all claims their coordinates, resolved together with every other toponym of the report, and each claim the place of its event."""
        if not claims:
            return []
        begins = [sentence.begin for sentence in self._sentences]
        spans = sorted({(p.begin, p.end, bisect_right(begins, p.begin) - 1) for claim in claims for p in claim.places if any(c.isupper() for c in p.text)})
        located = locate(self._report, self._sentences, self._atlas, spans)
        filled = [self._fill(claim, located) for claim in claims]
        numbers = [bisect_right(begins, claim.trigger.begin) - 1 for claim in claims]
        return event_spots(filled, numbers, located, [self._weigh(claim, number, located) for claim, number in zip(filled, numbers, strict=True)])

    def _fill(self, claim: Claim, located: Sequence[Located]) -> Claim:
        places, why = [], []
        for place in claim.places:
            found = meant_by(overlapping(located, place.begin, place.end), place.text, self._atlas)
            before = None if found and found.answer.place else named_before(located, place.begin, place.text)
            if before is not None:
                filled = replace(as_place(before, place.begin, place.end, place.text, before.toponym.text), relation=None, side=None, distance_km=None)
            else:
                # "the area", "the north": what it is nobody knows from the words alone
                filled = as_place(found, place.begin, place.end, place.text, place.name) if found else replace(place, reason="no_name")
            places.append(filled)
            why.append(("the one named before: " if before else "") + explain_place(found or before, filled))
            if filled.reason and filled.reason != "no_gazetteer":
                self._abstentions.append(Abstention(stage="places", reason=filled.reason, begin=place.begin, end=place.end, text=place.text))
        return replace(claim, places=tuple(places), decided=claim.decided | {"located": "\n".join(why)}) if places else claim

    def _weigh(self, claim: Claim, number: int, located: Sequence[Located]) -> list[Weighed]:
        """Weigh the places of a claim's sentence for its event, where the claim has none of its own."""
        if claim.places:
            return []
        sentence = self._sentences[number]
        word = next((i for i, (b, e) in enumerate(sentence.words) if b < claim.trigger.end and claim.trigger.begin < e), 0)
        trigger = next((t for t in sentence.triggers if t.word <= word < t.end), None)
        return event_places(sentence, (word, word + 1), [place for place in located if place.toponym.sentence == number], trigger)

    # -- one sentence -----------------------------------------------------------------------------------------------------------------

    def _read_sentence(self, number: int, sentence: Sentence) -> list[Claim]:
        events, near = find_events(sentence, self._parser.lexicon)
        self._memory.recall(sentence, number, events)
        for span, _ in near:
            self._abstain("events", "unsure_event", sentence, span)
        # weekdays and months lie ahead for what is planned, behind for what happened; the text's own dates move on only once
        found = load_grammar().find(self._text, sentence.begin, sentence.end)
        times = {
            tense: list(find_times(self._text, sentence.begin, sentence.end, anchor, tense, expressions=found))
            for tense, anchor in ((FUTURE, replace(self._anchor)), (PAST, self._anchor))
        }
        clauses = Clauses(sentence, events)
        roles = [find_roles(sentence, event, clauses) for event in events]
        chains = [find_chain(sentence, event.trigger) for event in events]
        self._resolve_in_order(number, sentence, roles, chains)
        evidence = Span(begin=sentence.begin, end=sentence.end, text=self._text[sentence.begin : sentence.end])
        out = []
        counts = count_events(sentence, events, [recipients for _, recipients in roles], self._text, self._parser.kinds)
        for event, (actors, recipients), chain, quantities in zip(events, roles, chains, counts, strict=True):
            if event.type in RESULTS and not quantities and sentence.lemmas[head_word(sentence, *event.span)] in _COUNTING:
                self._abstain("events", "no_count", sentence, event.span)
                continue
            factuality, why = find_factuality(sentence, event, self._parser.factuality)
            decided = {"type": event.decided, "factuality": why}
            when = self._time(sentence, event, clauses, times[FUTURE if factuality == "future" else PAST], decided)
            trigger = self._span(sentence, event.span)
            claim = Claim(
                id=claim_id(self._report.id, event.type, trigger), type=event.type, trigger=trigger, evidence=evidence,
                actors=self._named(sentence, event, clauses, "actors", actors, decided), recipients=self._named(sentence, event, clauses, "recipients", recipients, decided),
                places=self._places(sentence, event, clauses, decided), time=when, quantities=self._quantities(sentence, quantities, decided),
                attribution=self._attribution(sentence, chain, decided), factuality=factuality, decided=decided)
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
            name, entry, meant = self._cast.resolve(sentence, number, span, subject)
            # an explicit subject of the sentence stands for the "it" that means it; what "his" and "them" mean is less sure
            shown = self._span(sentence, meant) if subject else words
            self._mentions[words.begin, words.end] = Mention(begin=shown.begin, end=shown.end, text=shown.text, name=name, id=entry.id if entry else None)
            self._entries[shown.begin, shown.end] = entry
            self._entries[words.begin, words.end] = entry
            if entry is None and name == words.text and name.lower() in PRONOUNS:
                self._abstain("actors", "unresolved_pronoun", sentence, span)

    def _named(self, sentence: Sentence, event: Event, clauses: Clauses, role: str, spans: list[WordRange], decided: dict[str, str]) -> tuple[Mention, ...]:
        """The mentions of a role, each actor once: "the Kurdistan Workers' Party, or PKK" is one, and "the army" with the "it" that means it."""
        out: list[Mention] = []
        for span in spans:
            mention = self._mention(sentence, span)
            if not any(mention.name == other.name or (mention.id is not None and mention.id == other.id) for other in out):
                out.append(mention)
        first = 1 if role == "actors" else 3
        if out:
            decided[role] = ", ".join(f"model {float(event.trigger.roles[b:e, first : first + 2].sum(1).max()):.2f} and parse {clauses.hold((b, e), event)!r}" for b, e in spans)
        return tuple(out)

    def _mention(self, sentence: Sentence, span: WordRange) -> Mention:
        words = self._span(sentence, span)
        return self._mentions[words.begin, words.end]

    def _attribution(self, sentence: Sentence, chain: list[Link], decided: dict[str, str]) -> tuple[Attribution, ...]:
        out = []
        for link in chain:
            source = self._mention(sentence, link.source) if link.source else None
            if source and self._cast.is_outlet(source.text, source.name, self._entries.get((source.begin, source.end))):
                continue
            out.append(Attribution(source=source, cue=self._span(sentence, link.cue) if link.cue else None, stance=self._parser.stances[link.stance]))
        if chain:
            decided["attribution"] = ", ".join(link.why for link in chain)
        return tuple(out)

    def _places(self, sentence: Sentence, event: Event, clauses: Clauses, decided: dict[str, str]) -> tuple[Place, ...]:
        found = find_places(sentence, event, clauses)
        if found:
            decided["places"] = ", ".join(f"model {chance:.2f} and parse {clauses.hold(span, event)!r}" for span, chance in found)
        words = [self._span(sentence, span) for span, _ in found]
        return tuple(Place(begin=w.begin, end=w.end, text=w.text, name=place_name(w.text)) for w in words)

    def _quantities(self, sentence: Sentence, counts: list[Count], decided: dict[str, str]) -> tuple[Quantity, ...]:
        out, why = [], []
        for count in counts:
            if count.bounds is None:
                self._abstain("quantities", "no_count", sentence, count.span)
                continue
            words, bounds = self._span(sentence, count.span), count.bounds
            out.append(Quantity(begin=words.begin, end=words.end, text=words.text, kind=count.kind, low=bounds.low, best=bounds.best, high=bounds.high))
            why.append(f"model {count.chance:.2f}, kind by {count.why}")
        if out:
            decided["quantities"] = ", ".join(why)
        return tuple(out)

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


def claim_id(report: str, kind: str, trigger: Span) -> str:
    """A stable id: a digest of the report's id, the type and the trigger's place."""
    parts = json.dumps([report, kind, trigger.begin, trigger.end], ensure_ascii=False)
    return "c" + hashlib.sha256(parts.encode()).hexdigest()[:12]

