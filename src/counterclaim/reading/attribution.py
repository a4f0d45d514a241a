"""According to whom: the chain of sources of each claim, innermost first.

The model marks cue words, the source of each cue, and for each trigger which cues stand over it and in which order. The parse keeps the chain to what
a cue's complement holds; an outlet that publishes the report is never its own source.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterclaim import vocab
from counterclaim.language.parser import Cue, Floats, Sentence, Trigger, WordRange
from counterclaim.reading.roles import label_ranges, merge_near, trim, whole_phrase

CHAIN_FLOOR = 0.65
SOURCE_FLOOR = 0.4


@dataclass(slots=True)
class Link:
    """One link of a chain in words of the sentence: `source` None where nobody is named."""

    cue: WordRange | None
    source: WordRange | None
    stance: int
    chance: float
    rule: str = ""
    """The rule that found it, where the model did not."""

    @property
    def why(self) -> str:
        return self.rule or f"model {self.chance:.2f}"


def find_chain(sentence: Sentence, trigger: Trigger) -> list[Link]:
    """Return the links of a trigger's chain, innermost first."""
    chain: Floats = trigger.chain
    total = chain[:, 1:].sum(1)
    links: list[tuple[float, Link]] = []
    for cue in sentence.cues:
        chance = float(total[cue.word : cue.end].max())
        if chance < CHAIN_FLOOR:
            continue
        word = cue.word + int(total[cue.word : cue.end].argmax())
        depth = float(chain[word, 1:] @ np.array([1.0, 2.0, 3.0])) / float(total[word])
        links.append((depth, Link((cue.word, cue.end), find_source(sentence, cue), int(cue.stance.argmax()), chance)))
    covered = {w for _, link in links if link.cue for w in range(*link.cue)}
    for word in np.flatnonzero(total >= CHAIN_FLOOR + 0.1).tolist():
        if word in covered or sentence.upos[word] == "PUNCT":
            continue
        depth = float(chain[word, 1:] @ np.array([1.0, 2.0, 3.0])) / float(total[word])
        links.append((depth, Link((word, word + 1), None, 0, float(total[word]))))
    if not links:
        links = [(float(depth), link) for depth, link in enumerate(received_from(sentence, trigger.word))]
    links.sort(key=lambda pair: pair[0])
    out: list[Link] = []
    sources = [link.source for _, link in links if link.source]
    for _, link in links:
        # "reports from Iran say": the reports are the source, no cue of their own
        if any(link.cue and begin <= link.cue[0] and link.cue[1] <= end for begin, end in sources):
            continue
        # two cues with one source ("said in a statement") are one link
        if any(link.source is not None and link.source == other.source for other in out):
            continue
        out.append(link)
    label = labelled(sentence, trigger.word)
    if label and not any(link.source and link.source[0] < label[1] and label[0] < link.source[1] for link in out):
        out.append(Link(None, label, 0, 1.0, "speaker set apart by a colon or dash"))
    return out[:3]


_SOME = frozenset(("some", "many", "others", "they", "he", "she", "it", "who"))
_CREDIT = frozenset(("–", "—", "-", "--"))


def labelled(sentence: Sentence, word: int) -> WordRange | None:
    """Return the speaker that a digest or live blog sets before a colon ("UKMTO: vessel reports fire") or after a final dash ("one dead – NNA")."""
    forms, upos = sentence.forms, sentence.upos
    # a time of day may open the line: "16:05 – UKMTO: ..."
    start = 2 if len(forms) > 2 and forms[0][:1].isdigit() and forms[1] in _CREDIT else 0
    colon = next((i for i in range(start + 1, min(len(forms), start + 12)) if forms[i] == ":"), None)
    if colon is not None and colon < word and "VERB" not in upos[start:colon] and "AUX" not in upos[start:colon]:
        end = next((i for i in range(start, colon) if forms[i] == "("), colon)
        span = trim(sentence, start, end)
        if span and any(kind in ("ORG", "PER") and b < span[1] and span[0] < e for b, e, kind in sentence.names):
            return span
    last = len(forms) - (forms[-1] in ".!?")
    dash = next((i for i in range(max(0, last - 5), last - 1) if forms[i] in _CREDIT and i > word), None)
    if dash is not None and all(upos[i] in ("PROPN", "NOUN", "DET") for i in range(dash + 1, last)) and any(
        kind == "ORG" and b <= dash + 1 and e >= last for b, e, kind in sentence.names
    ):
        return dash + 1, last
    return None


def find_source(sentence: Sentence, cue: Cue) -> WordRange | None:
    """Return the words of a cue's source."""
    best: tuple[float, WordRange] | None = None
    for begin, end, _ in merge_near(label_ranges(cue.source, 1, SOURCE_FLOOR), sentence):
        span = trim(sentence, begin, end)
        if span is None or _is_passive_subject(sentence, cue.word, span):
            continue
        chance = float(cue.source[span[0] : span[1], 1:].sum())
        if best is None or chance > best[0]:
            best = (chance, span)
    return (trim(sentence, *whole_phrase(sentence, *best[1])) or best[1]) if best else speaker(sentence, cue)


def _is_passive_subject(sentence: Sentence, verb: int, span: WordRange) -> bool:
    """Whether a range is what a passive cue is about: in "ETA is blamed for the killing" nobody is named who says so."""
    return any(sentence.heads[i] - 1 == verb and sentence.deprel[i] == "nsubj:pass" for i in range(*span))


_RELATIVE = ("acl:relcl", "advcl:relcl")
_RECEIVING, _SAYING = (frozenset(vocab.load("anaphora")[key]) for key in ("receiving", "saying"))


def received_from(sentence: Sentence, word: int) -> list[Link]:
    """Return the chain of "footage of strikes, which it said it received from a military source": who gave it, then who says so."""
    for verb, lemma in enumerate(sentence.lemmas):
        if lemma not in _RECEIVING or verb < word:
            continue
        giver = next((i for i, head in enumerate(sentence.heads) if head - 1 == verb and sentence.deprel[i] == "obl"
                      and any(sentence.heads[j] - 1 == i and sentence.forms[j].lower() == "from" for j in range(verb, i))), None)
        says = sentence.heads[verb] - 1 if sentence.deprel[verb] in ("ccomp", *_RELATIVE) else -1
        top = says if says >= 0 and sentence.deprel[says] in _RELATIVE else verb
        if giver is None or sentence.deprel[top] not in _RELATIVE:
            continue
        # the relative clause must hang on what shows the event, or on the event itself
        shown = sentence.heads[top] - 1
        at = word
        while at >= 0 and at != shown:
            at = sentence.heads[at] - 1
        if at != shown:
            continue
        links = [Link((verb, verb + 1), whole_phrase(sentence, giver, giver + 1), 0, 1.0, "received from")]
        if top != says:  # parses often leave the verb of saying out of the clause: it stands right before
            says = next((i for i in range(verb - 1, max(word, verb - 5), -1) if sentence.upos[i] == "VERB" and sentence.lemmas[i] in _SAYING), -1)
        if says >= 0:
            teller = next((i for i, head in enumerate(sentence.heads) if head - 1 == says and sentence.deprel[i] == "nsubj"), None)
            if teller is None and says > 0 and sentence.upos[says - 1] in ("PRON", "PROPN", "NOUN"):
                teller = says - 1
            links.append(Link((says, says + 1), (teller, teller + 1) if teller is not None else None, 0, 1.0, "received from"))
        return links
    return []


def speaker(sentence: Sentence, cue: Cue) -> WordRange | None:
    """Return the subject of a verb of saying, where the model saw no source: its own, or that of the verb to which it is joined."""
    verb = cue.word
    if sentence.upos[verb] != "VERB":
        return None
    for _ in range(2):
        children = [i for i, head in enumerate(sentence.heads) if head - 1 == verb]
        if any(sentence.deprel[i] == "aux:pass" for i in children) and verb == cue.word:
            return None  # "is believed": nobody is named
        subject = next((i for i in children if sentence.deprel[i].partition(":")[0] == "nsubj"), None)
        if subject is not None:
            return whole_phrase(sentence, subject, subject + 1)
        if sentence.deprel[verb] != "conj":
            break
        verb = sentence.heads[verb] - 1
    # whatever the parse: "in an insurgency that some say is supported by ..."
    word, before = sentence.forms[cue.word], cue.word - 1
    if before >= 0 and not word.endswith(("ing", "ed")) and (sentence.upos[before] in ("NOUN", "PROPN") or sentence.forms[before].lower() in _SOME):
        return whole_phrase(sentence, before, before + 1)
    return None
