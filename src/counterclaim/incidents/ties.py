"""Who fights whom and who stands with whom, as single statements say it: by the type and roles of a claim, or by the words around a name ("US-backed", "an al-Qaeda affiliate").

A tie is a claim with its origin and day; `sides.py` sums ties up. Names alone tie nobody: a tie needs a claim, or words that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from typing import Any

from counterclaim import vocab
from counterclaim.incidents.parties import head_noun, kind, kinds_in, lineage, nameless_kind, placed, side, unnamed
from counterclaim.incidents.statements import Party, Statement, Wording, party
from counterclaim.incidents.voices import Origin, origin_of, outlet_party, voices
from counterclaim.reading.actors import fold, load_actors, name_before, strip_edges, without_count
from counterclaim.records import Report

WORDS: dict[str, Any] = vocab.load("sides")
RELATIONS = ("fights", "backs", "allied", "formerly")
"""Of which only `fights` is negative; `backs` and `formerly` have a direction, from a to b."""

_UNNAMED_ALLIES = ": allies"
_OWN = re.compile(r"(?:its|our|their) (?:own )?", re.IGNORECASE)
_PEOPLE = re.compile(r"[A-Z][a-z]+(?:an|ese|ish|i|ic)(?:['’]s?)?")
LONGEST = 3_000
"""Characters of a sentence in which words around names are looked for: longer ones are lists or hostile."""
GAP = 2
"""Words between a name and the words that tie it, at most: "the HTS militant group, formerly known as"."""

UNARMED = frozenset(WORDS["unarmed"])
_BODIES = frozenset(WORDS["bodies"])
_STATE_SECTORS = frozenset(("GOV", "MIL", "COP", "SPY"))
_FORCES = frozenset(("military", "police", "paramilitary", "rebel", "militia"))
_ARMED = frozenset(("military", "police", "paramilitary", "rebel", "militia", "government", "political"))
_NAME = r"(?:[A-Z][\w.’'-]*|al-[A-Z][\w’'-]*)(?: (?:of|the|for|and|al-|[A-Z(])[\w.’'()-]*)*"
_HYPHEN = re.compile(rf"((?:[A-Z][\w.’']*[ -]){{0,3}}[A-Z][\w.’']*)-({'|'.join((*WORDS['hyphen']['backs'], *WORDS['hyphen']['allied']))})\b((?: [\w.’'-]+){{1,8}})")
_AFTER = re.compile(rf"\b({'|'.join(sorted((*WORDS['after']['backs'], *WORDS['after']['allied']), key=len, reverse=True))}) (?:the |its |their )?((?:[\w.’'-]+ ?){{1,7}})")
_NOUN = re.compile(rf"\b(?:an?|the) ({_NAME})(?:['’]s)?(?:[ -](?:local|regional|Syrian|Iraqi|Sahel|Yemeni|armed|military))* ({'|'.join(WORDS['nouns'])})\b")
_OF = re.compile(rf"\b(?:an?|the) (?:[a-z]+ )?({'|'.join(WORDS['nouns'])}) of (?:the )?({_NAME})")
_ALLIES = re.compile(rf"(?:\band|\bwith|,) ({'|'.join(WORDS['allies'])})\b", re.IGNORECASE)
_FORMERLY = re.compile(rf"\b(?:{'|'.join(sorted(WORDS['formerly'], key=len, reverse=True))}) (?:the )?({_NAME})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What one statement says of two parties; `stance` is denies where its origin denies it. `words` say what shows it: a claim's trigger, or the phrase."""

    a: Party
    b: Party
    relation: str
    strength: float
    origin: Origin
    day: date | None
    statement: Statement
    words: str
    stance: str = "asserts"


def find_ties(statements: Sequence[Statement], origins: Mapping[tuple[str, str], Origin] | None = None) -> Iterator[Tie]:
    """Yield the ties that statements tell, in their order. Without `origins` the voices of their reports are found here."""
    if origins is None:
        heard = voices({s.report.id: s.report for s in statements}.values())
        origins = {(s.report.id, s.claim): origin_of(s, heard[s.report.id]) for s in statements}
    named = named_parties(statements)
    by_sentence: dict[tuple[str, str], list[Statement]] = {}
    for s in statements:
        by_sentence.setdefault((s.report.id, s.evidence), []).append(s)
        origin = origins[s.report.id, s.claim]
        for a, b, relation, strength in _of_claim(s, named):
            stance = "denies" if s.stance == "denies" else "asserts"
            yield Tie(a=a, b=b, relation=relation, strength=strength, origin=origin, day=_day(s), statement=s, words=s.trigger, stance=stance)
    for told in by_sentence.values():
        yield from _of_words(told, origins, named)


def named_parties(statements: Sequence[Statement]) -> dict[str, Party]:
    """Return the parties that statements name, by key."""
    return {p.key: p for s in statements for p in (*s.actors, *s.recipients, *(link.source for link in s.chain if link.source)) if _named_so(p)}


def placed_by_report(statements: Sequence[Statement]) -> list[Statement]:
    """Return statements whose unlisted parties are placed within the groups and states that their own report names: "the army" of one report is not that of another."""
    reports: dict[str, list[int]] = {}
    for i, s in enumerate(statements):
        reports.setdefault(s.report.id, []).append(i)
    out = list(statements)
    for at in reports.values():
        for i, s in zip(at, placed([_owned(statements[i]) for i in at]), strict=True):
            out[i] = s
    return out


def _owned(s: Statement) -> Statement:
    """Return a statement with what its source calls its own ("the group said its fighters hold the town") placed within the source."""
    source = s.origin
    if source is None:
        return s
    own = {w.party for w in s.wordings if _OWN.match(w.text) and unnamed(w.party) and not w.party.within and w.party != source}
    if not own:
        return s
    whose = {p: Party(name=f"{strip_edges(p.name)} of {source.name}", key=f"{p.key} of {source.key}", within=lineage(source)) for p in own}
    return replace(s, actors=tuple(whose.get(p, p) for p in s.actors), recipients=tuple(whose.get(p, p) for p in s.recipients),
                   wordings=tuple(replace(w, party=whose.get(w.party, w.party)) for w in s.wordings))


@lru_cache(maxsize=100_000)
def camp(p: Party) -> tuple[str, ...]:
    """Return the keys of a party and of what it is part of, nearest first, where its words say so.

    "Syrian troops" are Syria's; "Syrian rebels", "forces in Syria", "Syria-backed gangs" and "Syrian refugees" are not.
    """
    keys = lineage(p)
    if p.known:
        return keys
    if re.search(r"-(?:backed|led|allied|aligned|affiliated|linked|supported|based|held|controlled)\b", p.name) or p.key.endswith(_UNNAMED_ALLIES):
        return (p.key,)
    if p.within or len(keys) < 2:
        return keys
    words = set(fold(p.name).split())
    if words & set(WORDS["not_own"]):
        return (p.key,)
    nearest = load_actors().entries.get(keys[1])
    last = load_actors().entries.get(keys[-1])
    found = kinds_in(p)
    # "National Army" is no part of the newspaper The National
    if found & UNARMED or (found & _FORCES and nearest is not None and nearest.kind in UNARMED):
        return (p.key,)
    of_state = nearest is not None and nearest.sector in _STATE_SECTORS and last is not None and last.sector == "GOV" and last.parent is None
    if of_state and (words & set(WORDS["not_of_state"]) or not found & set(WORDS["of_state"])):
        return (p.key,)
    return keys


def node(p: Party, named: Mapping[str, Party] | None = None) -> Party | None:
    """Return the party under which a mention stands in the graph: what it is or is part of, nearest first, that has a name; None for a common noun ("militants"), who may be anybody.

    `named` are the unlisted parties that reports name, by key.
    """
    if p.known or _named_so(p):
        return p
    for key in camp(p)[1:]:
        entry = load_actors().entries.get(key)
        if entry or (named and key in named):
            return party(entry.name, entry.id) if entry else (named or {})[key]
    # "Syrian rebels", "US-backed militias", "Velanian army": nobody's name, but said of whom or where
    bare = without_count(strip_edges(p.name))
    if head_noun(bare) not in WORDS["assets"] and any(_tells_whose(word) for word in bare.split()):
        return Party(name=bare, key=fold(bare), within=p.within)
    return None


def _tells_whose(word: str) -> bool:
    """Whether a word of a common noun's phrase is a name: one of the vocabulary, an adjective in the form of a people's ("Velanian army"), or what stands before "-backed"; not the noun with
    which a sentence begins ("Unknown gunmen")."""
    if not word[:1].isupper() or set(fold(word).split()) & {*WORDS["not_of_state"], *WORDS["common"], *_BODIES, *load_actors().generic}:
        return False
    return load_actors().find(word) is not None or bool(_PEOPLE.fullmatch(word)) or any(word.endswith(f"-{w}") for w in (*WORDS["hyphen"]["backs"], *WORDS["hyphen"]["allied"]))


def _named_so(p: Party) -> bool:
    """Whether a party has a name of its own: a capital may only begin a sentence ("Army aviation"), and "Kesh Army" is a name where "National Army" is that of many."""
    words = p.name.split()
    if not words[0][:1].isupper() or (len(words) > 1 and not any(c.isupper() for w in words[1:] for c in w)):
        return False
    if not unnamed(p):
        return True
    own = [w for w in words if w[:1].isupper() and not {fold(w), head_noun(w)} & {*load_actors().generic, *_BODIES, *WORDS["common"]}]
    return words[-1][:1].isupper() and bool(own) and bool(kinds_in(p) & _FORCES) and not any(_tells_whose(w) for w in words)


def armed(p: Party) -> bool:
    """Whether a party may fight: by its kind, or by a word of its name that says what it is ("front", "brigade", "rebels"); a person or a place is none."""
    if p.known:
        return kind(p) not in UNARMED
    # "fighters of the Tribes Union" are fighters
    return nameless_kind(p) in _FORCES or not kinds_in(p) & UNARMED and (bool(kinds_in(p) & _ARMED) or bool(set(fold(p.name).split()) & _BODIES))


def _day(s: Statement) -> date | None:
    """The day that a statement is about: the last of its time, at the latest that of its report."""
    published = s.report.published
    if s.days is None:
        return published
    return min(s.days[1], published) if published else s.days[1]


def _of_claim(s: Statement, named: Mapping[str, Party]) -> Iterator[tuple[Party, Party, str, float]]:
    if s.factuality == "negated" and s.stance != "denies" or s.factuality in ("future", "possible"):
        return
    if s.type in WORDS["fights"]:
        # of three parties to a clash nobody says who fights whom
        pairs = product(s.actors, s.recipients) if s.recipients else combinations(s.actors, 2) if s.type == "clash" and len(s.actors) == 2 else ()
        for p, q in pairs:
            a, b = node(p, named), node(q, named)
            if a and b and armed(p) and armed(q) and _apart(p, q, a, b) and not _people(s, p) and not _people(s, q) and not (s.type in WORDS["arrests"] and (kind(a) not in _FORCES or set(camp(a)) & set(camp(b)))):
                yield a, b, "fights", float(WORDS["fights"][s.type])
    if s.type in WORDS["backs"]:
        for p, q in product(s.actors, s.recipients):
            a, b = node(p, named), node(q, named)
            if a and b and armed(q) and _apart(p, q, a, b) and not _people(s, q):
                yield a, b, "backs", float(WORDS["backs"][s.type])
    if s.type in WORDS["jointly"]:
        for p, q in combinations(s.actors, 2):
            a, b = node(p, named), node(q, named)
            if a and b and armed(p) and armed(q) and _apart(p, q, a, b):
                yield a, b, "allied", float(WORDS["jointly"][s.type])


def _people(s: Statement, p: Party) -> bool:
    """Whether a state is told by its people ("two Israelis"), who are not the state."""
    return any(w.party == p and w.text.rstrip().endswith("s") and fold(without_count(strip_edges(w.text))) in load_actors().demonyms for w in s.wordings)


def _apart(p: Party, q: Party, a: Party, b: Party) -> bool:
    """Whether two parties are two, and neither is part of the other; two parts of one state may fight."""
    return a.key != b.key and not any(x.key in camp(y) or y.key in camp(x) for x, y in ((p, q), (a, b), (p, b), (a, q)))


def _of_words(told: Sequence[Statement], origins: Mapping[tuple[str, str], Origin], named: Mapping[str, Party]) -> Iterator[Tie]:
    """Yield what the words of one sentence say, whatever its claims are. They are their common origin's, or the report's own where its claims have several."""
    first = told[0]
    if len(first.evidence) > LONGEST:
        return
    behind = {s.chain: origins[s.report.id, s.claim] for s in told}
    stance = "asserts"
    if len(behind) == 1:
        [origin] = behind.values()
    else:
        origin = _own(first.report)
    parties = {p.key: p for s in told for p in (*s.actors, *s.recipients, *(link.source for link in s.chain if link.source))}
    wordings = [w for s in told for w in s.wordings]
    seen: set[tuple[str, str, str]] = set()
    for a, b, relation, strength, words in _phrases(first, parties, wordings):
        # a former name is a name of the same, and allies without a name are told by whose they are
        plain = relation != "formerly" and not b.key.endswith(_UNNAMED_ALLIES)
        a, b = (node(a, named) or a, node(b, named) or b) if plain else (a, b)
        if a.key != b.key and not (plain and set(camp(a)) & set(camp(b))) and (a.key, b.key, relation) not in seen:
            seen.add((a.key, b.key, relation))
            yield Tie(a=a, b=b, relation=relation, strength=strength, origin=origin, day=first.report.published, statement=first, words=words, stance=stance)


def _own(source: Report) -> Origin:
    outlet = outlet_party(source.outlet)
    if outlet is None:
        return Origin(key=f"report: {source.id}", name=f"report {source.id}", kind="outlet", side=f"report: {source.id}")
    return Origin(key=outlet.key, name=outlet.name, kind="outlet", side=side(outlet), party=outlet)


def _phrases(s: Statement, parties: Mapping[str, Party], wordings: Sequence[Wording]) -> Iterator[tuple[Party, Party, str, float, str]]:
    def told(words: str, last: bool = False, gap: int = GAP) -> Party | None:
        return _who(words, parties, wordings, last, gap, s.report.text)

    sentence = s.evidence

    for found in _HYPHEN.finditer(sentence):
        relation = "backs" if found[2] in WORDS["hyphen"]["backs"] else "allied"
        a = _named(found[1], parties)
        b = told(found[3]) or next((p for p in parties.values() if f"{found[1]}-{found[2]}".lower() in p.name.lower()), None)
        if a and b:
            yield a, replace(b, within=()) if not b.known else b, relation, float(WORDS["hyphen"][relation][found[2]]), f"{found[1]}-{found[2]}"
    for found in _AFTER.finditer(sentence):
        relation = "backs" if found[1] in WORDS["after"]["backs"] else "allied"
        a, b = told(found[2]), told(sentence[:found.start()], last=True)
        if a and b:
            yield a, b, relation, float(WORDS["after"][relation][found[1]]), found[1]
    for found in _NOUN.finditer(sentence):
        a, b = _named(found[1], parties), told(sentence[:found.start()], last=True)
        if a and b:
            yield a, b, "allied", float(WORDS["nouns"][found[2]]), found[0]
    for found in _OF.finditer(sentence):
        a, b = _named(found[2], parties), told(sentence[:found.start()], last=True)
        if a and b:
            yield a, b, "allied", float(WORDS["nouns"][found[1]]), found[0]
    for found in _ALLIES.finditer(sentence):
        a = told(sentence[:found.start()], last=True, gap=4 * GAP)
        if a:
            yield a, Party(name=f"allies of {a.name}", key=a.key + _UNNAMED_ALLIES), "allied", 1.0, found[1]
    for found in _FORMERLY.finditer(sentence):
        b = told(sentence[:found.start()], last=True)
        if b:
            yield Party(name=found[1].rstrip(".,’'"), key=fold(found[1])), b, "formerly", 1.0, found[0]


def _named(words: str, parties: Mapping[str, Party]) -> Party | None:
    """The party that a name is: an entry of the vocabulary, or one that the sentence's claims name."""
    entry = load_actors().find(words)
    if entry:
        return party(entry.name, entry.id)
    return parties.get(fold(words))


def _who(words: str, parties: Mapping[str, Party], wordings: Sequence[Wording], last: bool, gap: int, report: str) -> Party | None:
    """The party named first in some words, or last, with at most `gap` other words before or after it; of the vocabulary, or of the sentence's claims."""
    tokens = list(re.finditer(r"[\w.’'-]+", words))
    tokens = tokens[-(gap + 7):] if last else tokens[:gap + 7]
    starts = range(len(tokens) - 1, -1, -1) if last else range(min(gap + 1, len(tokens)))
    generic = load_actors().generic
    for i in starts:
        # between "US-backed" and a name stand only words for what it is ("militant group Hezbollah")
        if not last and not all(head_noun(t[0]) in generic or t[0].lower() in WORDS["not_of_state"] or t[0].lower() in _BODIES for t in tokens[:i]):
            break
        for j in range(min(len(tokens), i + 7), i, -1):
            text = words[tokens[i].start():tokens[j - 1].end()]
            if not (text[:1].isupper() or text.startswith("al-")) or (last and len(tokens) - j > gap):
                continue
            if text.isupper() and (own := _spelt_out(text, report)) is not None:
                return own.get(text)
            entry = load_actors().find(re.sub(r"['’]s$", "", text))
            # a demonym or a state before its noun ("Syrian warplanes") is not who is meant
            if entry and not (entry.parent is None and entry.sector == "GOV" and j < len(tokens) and not last):
                return party(entry.name, entry.id)
            if fold(text) in parties and _named_so(parties[fold(text)]):
                return parties[fold(text)]
            told = next((w.party for w in wordings if fold(w.text) == fold(text) and _named_so(w.party)), None)
            if told:
                return told
    return None


def _spelt_out(short: str, report: str) -> dict[str, Party] | None:
    """What a report itself says that an abbreviation means ("the Somali National Army (SNA)"), {} where nobody listed; None where it does not say."""
    at = report.find(f" ({short})")
    if at < 0:
        return None
    words = name_before(report, at)
    entries = (load_actors().find(" ".join(words[i:])) for i in range(len(words)))
    found = next((e for e in entries if e), None)
    return ({short: party(found.name, found.id)} if found else {}) if words else None
