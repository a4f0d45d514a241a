"""Who stands behind a report and behind a claim: ten outlets that print one agency, or quote one spokesman, are one origin.

`voices` finds the reports that are copies of one text, and the agency behind them; `origins` says for each statement whose word it is. Reports are counted apart from origins, and origins
that are mouths of one side count once (`Origin.side`). An outlet's own voice counts as an origin; hearsay does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from counterclaim import vocab
from counterclaim.incidents.copies import Copy, copies
from counterclaim.incidents.parties import head_noun, kind, side, unnamed
from counterclaim.incidents.statements import Link, Party, Statement, party
from counterclaim.reading.actors import fold, load_actors
from counterclaim.records import Report

_DATELINE = re.compile(r"^[^\n()]{2,80}\(([^()\n]{2,40})\)\s*[-–—]", re.MULTILINE)
_BYLINE = re.compile(rf"(?:\b(?:{'|'.join(vocab.load('voices')['credits'])}):?|[-–—(])\s*([A-Z][\w.'’ -]{{1,40}}?)\)?\s*$", re.MULTILINE)
HEAD, TAIL = 400, 160
"""Characters of a text's beginning and end in which it credits an agency."""

_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Voice:
    """The text behind a report: `report` is the id of the earliest that has it, `agency` who wrote it, where known; `passages` are characters of this report that are another voice's."""

    report: str
    agency: Party | None = None
    outlet: Party | None = None
    passages: tuple[tuple[int, int, Voice], ...] = ()

    @property
    def speaker(self) -> Party | None:
        """Who speaks where the text speaks in its own voice: the agency, else the outlet."""
        return self.agency or self.outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose word a statement is. `kind` is source, unnamed (a source without a name), outlet (or agency, in its own voice), hearsay, or circle (outlets that only cite one another)."""

    key: str
    name: str
    kind: str
    side: str
    party: Party | None = None

    @property
    def counts(self) -> bool:
        """Whether it is somebody's word at all."""
        return self.kind != "hearsay"


HEARSAY = Origin(key="", name="hearsay", kind="hearsay", side="")
Origins = Mapping[tuple[str, str], Origin]
"""The origin of each statement by the ids of its report and claim."""


def voices(sources: Iterable[Report]) -> dict[str, Voice]:
    """Return the voice of each report by its id.

    The earliest report that has a text is its voice; where several have it first, an agency before its customers, then the longest, since excerpts are shorter. Time and memory grow with the
    words of all reports; the reports of one incident are enough to count its origins.
    """
    ordered = sorted({s.id: s for s in sources}.values(), key=lambda s: (s.published or _NEVER, not _is_agency(outlet_party(s.outlet)), -len(s.text), s.id))
    found: list[Copy] = copies([s.text for s in ordered])
    base: list[Voice] = []
    for source, copy in zip(ordered, found, strict=True):
        outlet, agency = outlet_party(source.outlet), agency_of(source)
        if copy.whole is None:
            base.append(Voice(source.id, agency, outlet))
        else:
            of = base[copy.whole]
            # a reprint may be the first to say whose text it is
            base.append(of if of.agency or not agency else replace(of, agency=agency))
    known = {v.report: v for v in base if v.agency}
    base = [known.get(v.report, v) for v in base]
    out: dict[str, Voice] = {}
    for source, copy, voice in zip(ordered, found, base, strict=True):
        passages = tuple((p.begin, p.end, base[p.owner]) for p in copy.passages if base[p.owner].report != voice.report) if copy.whole is None else ()
        out[source.id] = replace(voice, passages=passages) if passages else voice
    return out


@lru_cache(maxsize=10_000)
def outlet_party(name: str | None) -> Party | None:
    """Return an outlet as a party, so that a citation of it is known as one; None where the report names none."""
    if not name or not name.strip():
        return None
    known = party(name)
    return known if known.known else Party(name=name, key=short_name(name))


@lru_cache(maxsize=10_000)
def short_name(name: str) -> str:
    """Return an unlisted outlet's name without the words that are left out when it is cited."""
    folded = fold(name)
    for words in vocab.load("voices")["outlet_words"]:
        folded = folded.removesuffix(f" {words}")
    return folded


def _is_agency(p: Party | None) -> bool:
    # an unlisted outlet is one by its name: "Meridian News Agency", whose key is cut short
    return p is not None and (load_actors().entries[p.key].agency if p.known else p.key != fold(p.name))


def agency_of(source: Report) -> Party | None:
    """Return the news agency that a report credits in its dateline, byline or last line, or that publishes it.

    A dateline's name is taken for an agency or outlet unless it is known as something else ("Damascus (Syria) -"); in other places only a listed agency is, since any name may stand there.
    """
    outlet = outlet_party(source.outlet)
    head = source.text[:HEAD]
    for found in _DATELINE.finditer(head):
        named = party(found[1].strip())
        if named.known and kind(named) == "media":
            return named
        if outlet is not None and short_name(named.name) == outlet.key:
            return outlet
        if not named.known and found[1][:1].isupper() and fold(named.name) not in fold(head[:found.start(1)]):
            return replace(named, key=short_name(named.name))
    for text in (head.partition("\n\n")[0], source.text[-TAIL:]):
        for found in _BYLINE.finditer(text):
            named = party(found[1].strip())
            if _is_agency(named) and named.known:
                return named
    return outlet if _is_agency(outlet) else None


def speaking(statement: Statement) -> Link | None:
    """Return the link of a chain whose word the statement is: the innermost, unless one further out denies what it passes on; None where the report speaks itself."""
    return next((link for link in reversed(statement.chain) if link.stance == "denies"), statement.chain[0] if statement.chain else None)


def origin_of(statement: Statement, voice: Voice) -> Origin:
    """Return whose word a statement is: the innermost source of its chain (or who denies what that says), else the voice of the passage that it stands in, else that of the report.

    A known source is its entry of the vocabulary, and a name of any kind is one origin in all reports. Unnamed people ("witnesses") are as many as there are voices that quote them; unnamed
    bodies ("police", "hospital officials") are one within an incident, since the same body answers for it to everybody.
    """
    spoken = next((v for begin, end, v in voice.passages if begin <= statement.begin < end), voice)
    link = speaking(statement)
    if link is not None:
        source = link.source
        if source is None:
            return HEARSAY
        if unnamed(source):
            people = head_noun(source.name) in vocab.load("voices")["people"]
            key = f"{spoken.report}: {source.key}" if people else source.key
            return Origin(key=key, name=source.name, kind="unnamed", side=key if people else side(source), party=source)
        if not source.known and (short := short_name(source.name)) != source.key:
            source = replace(source, key=short)
        return Origin(key=source.key, name=source.name, kind="outlet" if _speaks(source, spoken) else "source", side=side(source), party=source)
    speaker = spoken.speaker
    if speaker is None:
        return Origin(key=f"report: {spoken.report}", name=f"report {spoken.report}", kind="outlet", side=f"report: {spoken.report}")
    return Origin(key=speaker.key, name=speaker.name, kind="outlet", side=side(speaker), party=speaker)


def _speaks(source: Party, voice: Voice) -> bool:
    return kind(source) == "media" or any(p is not None and p.key == source.key for p in (voice.agency, voice.outlet))


def origins(statements: Sequence[Statement], voices: Mapping[str, Voice]) -> dict[tuple[str, str], Origin]:
    """Return the origin of each statement of one incident; outlets that only cite one another, each in turn, become one origin, since nobody outside the circle said it."""
    out = {(s.report.id, s.claim): origin_of(s, voices[s.report.id]) for s in statements}
    for circle in circles(statements):
        keys = {p.key for p in circle}
        one = Origin(key="circle: " + ", ".join(sorted(keys)), name=" citing ".join(p.name for p in (*circle, circle[0])), kind="circle", side="circle: " + ", ".join(sorted(keys)))
        for at, origin in out.items():
            if origin.key in keys:
                out[at] = one
    return out


def circles(statements: Iterable[Statement]) -> list[tuple[Party, ...]]:
    """Return the circular chains of citation among one incident's statements: outlets each of which cites the next, the last one citing the first."""
    cites: dict[str, dict[str, None]] = {}
    names: dict[str, Party] = {}
    statements = list(statements)
    publishers = {p.key for s in statements if (p := outlet_party(s.report.outlet))}
    for s in statements:
        at = outlet_party(s.report.outlet)
        for depth, link in reversed(tuple(enumerate(s.chain))):
            to = link.source and outlet_party(link.source.name)
            # who passes on what another says does so as an outlet does
            if to is None or not (depth or to.key in publishers or kind(to) == "media"):
                continue
            if at is not None and at.key != to.key:
                cites.setdefault(at.key, {})[to.key] = None
                names.setdefault(at.key, at)
                names.setdefault(to.key, to)
            at = to
    found: list[tuple[Party, ...]] = []
    placed: set[str] = set()
    for start in sorted(cites):
        if start not in placed and (path := _way_back(start, cites)):
            placed.update(path)
            found.append(tuple(names[key] for key in path))
    return found


def _way_back(start: str, cites: Mapping[str, Mapping[str, None]]) -> tuple[str, ...]:
    """Return the shortest way from an outlet along citations back to itself, () where there is none."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for path in paths:
        for to in cites.get(path[-1], ()):
            if to == start:
                return path
            if to not in seen:
                seen.add(to)
                paths.append((*path, to))
    return ()


def independent(origins: Iterable[Origin]) -> dict[str, Origin]:
    """Return the origins that count, one for each side: whatever its mouths and however many report it."""
    out: dict[str, Origin] = {}
    for origin in origins:
        if origin.counts:
            out.setdefault(origin.side, origin)
    return out
