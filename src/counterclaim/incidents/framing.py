"""Which words each outlet has for which actor and act, beside the neutral name, counted.

Words in quotation marks are the quoted source's, and counted apart; all others are the outlet's own choice, in reported speech too. A label is data about who speaks; it says nothing about whom it
is said of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from counterclaim import vocab
from counterclaim.incidents.parties import unnamed
from counterclaim.incidents.statements import Party, Statement, Wording
from counterclaim.language.lexicon import candidates
from counterclaim.reading.actors import PRONOUNS, fold, strip_edges, without_count
from counterclaim.reading.framing import is_name, labels_in, neutral_name

EXAMPLES = 3
"""Examples kept for each row."""

_WORD = re.compile(r"[\w’']+|-")
_QUOTED = re.compile(r"“[^”\n]{1,600}”|«[^»\n]{1,600}»|\"[^\"\n]{1,600}\"|(?<!\w)‘[^’\n]{1,200}’(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Where a label stands: the mention or trigger that holds it, and its sentence."""

    report: str
    claim: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One outlet's label for one subject: an actor by its neutral name, or an act ("seize territory by ...") or place.

    `own` counts the label in the outlet's own words, `quoted` in quotation marks; `of` is how often the outlet mentions the actor or place by a noun or name, or tells the act. `valence` is 1 for the
    subject, -1 against, 0 for a descriptive word whose choice differs between outlets.
    """

    outlet: str
    about: str
    subject: str
    key: str
    label: str
    valence: int
    own: int
    quoted: int
    of: int
    words: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]

    @property
    def share(self) -> float:
        """The share of the outlet's mentions that carry the label in its own words."""
        return self.own / self.of if self.of else 0.0


@dataclass(slots=True)
class _Tally:
    seen: dict[tuple[str, int], bool] = field(default_factory=dict)
    words: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    valence: int = 0


def usages(statements: Sequence[Statement]) -> list[Usage]:
    """Return the labels of each outlet, by subject, then outlet, most frequent first; a report without an outlet counts under its id."""
    tallies: dict[tuple[str, str, str, str, str], _Tally] = {}
    mentions: dict[tuple[str, str, str], set[tuple[str, int]]] = {}
    for s in statements:
        outlet = s.report.outlet or s.report.id
        for about, key, at in _subjects(s):
            mentions.setdefault((outlet, about, key), set()).add((s.report.id, at))
        for about, subject, key, label, valence, begin, words, holder in _labels_of(s):
            tally = tallies.setdefault((outlet, about, key, subject, label), _Tally(valence=valence))
            if (s.report.id, begin) in tally.seen:
                continue
            tally.seen[s.report.id, begin] = _in_quotes(s.report.text, begin)
            tally.words[words.lower()] += 1
            if len(tally.examples) < EXAMPLES:
                tally.examples.append(Example(report=s.report.id, claim=s.claim, text=holder, sentence=s.evidence))
    out = []
    for (outlet, about, key, subject, label), tally in tallies.items():
        quoted = sum(tally.seen.values())
        of = max(len(mentions.get((outlet, about, key), ())), len(tally.seen))
        out.append(Usage(outlet=outlet, about=about, subject=subject, key=key, label=label, valence=tally.valence, own=len(tally.seen) - quoted, quoted=quoted, of=of,
                         words=tuple(sorted(tally.words.items(), key=lambda w: (-w[1], w[0]))), examples=tuple(tally.examples)))
    # subjects that outlets name differently first: that is what a reader compares
    weight = Counter(u.key for u in out)
    return sorted(out, key=lambda u: (("actor", "act", "place").index(u.about), -weight[u.key], u.subject.casefold(), u.key, u.outlet, -(u.own + u.quoted), u.label))


def _subjects(s: Statement) -> Iterator[tuple[str, str, int]]:
    """Yield what a statement mentions, labelled or not: what kind, key, offset."""
    for w in s.wordings:
        if fold(w.text) not in PRONOUNS:
            yield "actor", w.party.key, w.begin
    yield "act", _act(s)[1], s.begin
    for site in s.sites:
        yield "place", f"place {fold(site.name)}", site.begin


def _act(s: Statement) -> tuple[str, str]:
    doers = [_neutral(p) for p in s.actors]
    name = s.type.replace("_", " ")
    return (f"{name} by {', '.join(doers)}" if doers else name), f"act {s.type} {' '.join(p.key for p in s.actors)}"


@lru_cache(maxsize=50_000)
def _neutral(p: Party) -> str:
    return p.name if p.known else neutral_name(strip_edges(without_count(p.name)))


def _labels_of(s: Statement) -> Iterator[tuple[str, str, str, str, int, int, str, str]]:
    """Yield the labels of a statement: what about, subject, its key, label, valence, offset, the words, the phrase that holds them."""
    held: set[int] = set()
    for w in s.wordings:
        for begin, words, label, valence in _in_wording(w):
            at = w.begin + begin
            if w.begin >= 0 and is_name(s.report.text, at, at + len(words)):
                continue
            held.add(at)
            yield "actor", _neutral(w.party), w.party.key, label, valence, at, words, w.text
    for f in s.framing:
        if f.begin in held:
            continue
        site = next((site for site in s.sites if site.name == f.target), None)
        if f.target == s.type:
            yield "act", *_act(s), f.label, f.valence, f.begin, f.text, s.trigger
        elif site is not None:
            yield "place", site.name, f"place {fold(site.name)}", f.label, f.valence, f.begin, f.text, site.text
        else:
            holder = next((w for w in s.wordings if w.begin <= f.begin < w.begin + len(w.text)), None)
            subject, key = (_neutral(holder.party), holder.party.key) if holder else (f.target, fold(f.target))
            yield "actor", subject, key, f.label, f.valence, f.begin, f.text, holder.text if holder else f.text


@lru_cache(maxsize=100_000)
def _in_wording(w: Wording) -> tuple[tuple[int, str, str, int], ...]:
    found = list(_WORD.finditer(w.text))
    words = [m[0] for m in found]
    out: list[tuple[int, str, str, int]] = []
    taken: set[int] = set()
    name = fold(w.party.name).split() if w.party.known else []
    for first, end, label in labels_in(words):
        # a capital within a phrase is a name's ("the Islamic Resistance"), and so is what stands in the actor's own
        part = (first > 0 and words[end - 1][:1].isupper()) or fold(words[end - 1]) in name
        if first not in taken and not part:
            taken.update(range(first, end))
            out.append((found[first].start(), w.text[found[first].start():found[end - 1].end()], label.label, label.valence))
    # an actor without a name is told by such words alone
    named = w.party.known or not unnamed(w.party) and any(c.isupper() for c in w.party.name)
    # "its fighters" says whose they are
    named = named and w.text.split()[0].lower() not in ("its", "their", "his", "our")
    for i, word in enumerate(words if named else ()):
        term = next((c for c in sorted(candidates(word)) if c in _terms()), None)
        # a word of the actor's own name is no choice of the outlet
        if term is not None and i not in taken and fold(word) not in name and not (i and word[:1].isupper()):
            out.append((found[i].start(), word, term, 0))
    return tuple(out)


@lru_cache(maxsize=1)
def _terms() -> frozenset[str]:
    return frozenset(vocab.load("framing")["terms"])


@lru_cache(maxsize=64)
def _quotes(text: str) -> tuple[list[int], list[int]]:
    found = list(_QUOTED.finditer(text))
    return [m.start() for m in found], [m.end() for m in found]


def _in_quotes(text: str, at: int) -> bool:
    begins, ends = _quotes(text)
    i = bisect_right(begins, at) - 1
    return i >= 0 and at < ends[i]
