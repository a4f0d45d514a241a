"""Which words of a report are toponyms, by the model's names, the gazetteer and the vocabularies of states and regions together.

The model says LOC and NORP of what it takes for places and peoples. The gazetteer mends where it cuts a name short ("Orange" of "Orange County") or calls it something else ("Liverpool"
the side, "Pakistan" of "Pakistan Army"), and the words around say whether a place, its government or its people is meant. Metonyms and demonyms are kinds of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from counterclaim import vocab
from counterclaim.gazetteer import Gazetteer
from counterclaim.language.parser import Sentence, WordRange
from counterclaim.reading.actors import fold, load_actors
from counterclaim.reading.placenames import Asked, ask

PLACE, METONYM, DEMONYM = "place", "metonym", "demonym"
_VOCABULARY = vocab.load("places")
_ABBREVIATIONS = frozenset(_VOCABULARY["abbreviations"])
_DEMONYMS = frozenset(fold(word) for word in _VOCABULARY["demonyms"])
_SIDES = frozenset(_VOCABULARY["sides"])
_GENERIC = frozenset(vocab.load("gazetteers")["generic"]) | frozenset(_VOCABULARY["sites"]) | frozenset(_VOCABULARY["areas"])
_ARTICLES = frozenset(vocab.load("gazetteers")["articles"])
_NO_NAME = frozenset(_VOCABULARY["no_names"])
_BEFORE_PLACES = frozenset(_VOCABULARY["before_places"])
_BODIES = frozenset(_VOCABULARY["bodies"])
LONGEST = 5
"""Words of a name that is looked up."""
UNKNOWN, LISTED, LARGE, SURE = 0, 1, 2, 3
"""What the gazetteer knows of a name: nothing, some place, a town of 100,000 or a division, or a state, a demonym, a region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """Words that name a place: where they stand, what they ask for, and whether they mean the place, those who speak for it (metonym) or its people (demonym)."""

    begin: int
    end: int
    text: str
    kind: str
    asked: Asked
    sentence: int
    words: WordRange


class Known:
    """What the gazetteer and the vocabularies know of a name, kept: reports name the same places again and again."""

    def __init__(self, gazetteer: Gazetteer | None) -> None:
        self._gazetteer = gazetteer
        self.of = lru_cache(maxsize=1 << 15)(self._look_up)

    def listed(self, name: str) -> bool:
        """Whether a name is a place's, however it is hyphenated."""
        return self.of(name) > UNKNOWN or (self._gazetteer is not None and bool(self._gazetteer.find(name, 1, loosest="folded")))

    def _look_up(self, name: str) -> int:
        if fold(name) in _DEMONYMS or _is_abbreviation(name):
            return SURE
        table = load_actors()
        entry = table.state_of(name)
        if entry is not None and (len(name) > 3 or name.isupper() or "." in name):
            return SURE
        if self._gazetteer is None or name.islower() or len(name) < 2 or (len(name) < 3 and not name.isupper()):
            return UNKNOWN
        # "North Darfur" is listed as a state of that name
        found = self._gazetteer.find(name, 3, loosest="folded" if name.partition(" ")[0].lower() in _SIDES else "exact")
        if not found:
            return UNKNOWN
        if len(name) <= 4 and name.isupper():
            found = tuple(c for c in found if name in c.place.names or c.place.name == name)
        best = UNKNOWN
        for candidate in found:
            place = candidate.place
            if place.feature.startswith("A.PCL") or (place.feature[0] in "LHT" and place.sources == ("default",)):
                return SURE
            best = max(best, LARGE if place.feature == "A.ADM1" or place.population >= 100_000 else LISTED)
        return best


def _is_abbreviation(name: str) -> bool:
    return name.endswith(".") and re.sub(r"[. ]", "", name) in _ABBREVIATIONS


def find_toponyms(text: str, sentences: Sequence[Sentence], known: Known) -> list[Toponym]:
    """Return the toponyms of a report in text order; none overlaps another."""
    tagged = _tagged_places(text, sentences)
    out: list[Toponym] = []
    for number, sentence in enumerate(sentences):
        for begin, end, org in sorted(_spans(text, sentence, known, tagged)):
            first, last = sentence.words[begin][0], _with_stop(text, sentence, begin, end)
            asked = ask(text, first, last)
            kind = DEMONYM if asked.demonym else METONYM if org or stands_for(sentence, begin, end, text[first:last]) else PLACE
            out.append(Toponym(begin=first, end=last, text=text[first:last], kind=kind, asked=asked, sentence=number, words=(begin, end)))
    return out


def stands_for(sentence: Sentence, begin: int, end: int, words: str) -> bool:
    """Whether the name of a state or capital stands for its government: "Damascus denied it", "the Damascus government", "US jets"."""
    table = load_actors()
    if table.state_of(words) is None and fold(words) not in table.capitals:
        return False
    head = next((i for i in range(begin, end) if not begin <= sentence.heads[i] - 1 < end), begin)
    relation, above = sentence.deprel[head], sentence.heads[head] - 1
    if above < 0:
        return False
    if relation in ("compound", "amod", "nmod:poss", "nmod:desc", "nmod"):
        case = any(sentence.heads[i] - 1 == head and sentence.deprel[i] == "case" and sentence.forms[i] not in ("'s", "’s", "'", "’") for i in range(len(sentence.heads)))
        return not case and sentence.forms[above].lower() in _BODIES
    if relation in ("nsubj", "iobj"):
        return sentence.upos[above] == "VERB"
    # "US-backed", "Russia-led"
    return relation in ("obl", "obl:npmod", "obl:unmarked") and end < len(sentence.forms) and sentence.forms[end] in ("-", "‐", "–")


def _text(text: str, sentence: Sentence, begin: int, end: int) -> str:
    return text[sentence.words[begin][0] : sentence.words[end - 1][1]]


def _with_stop(text: str, sentence: Sentence, begin: int, end: int) -> int:
    """Where a name ends: the stop of a short form belongs to it ("Kan.")."""
    first, last = sentence.words[begin][0], sentence.words[end - 1][1]
    return last + 1 if text[last : last + 1] == "." and _is_abbreviation(text[first : last + 1]) else last


def _tagged_places(text: str, sentences: Sequence[Sentence]) -> Counter[str]:
    """How often the model takes each name of the report for a place, less how often for a person."""
    out: Counter[str] = Counter()
    for sentence in sentences:
        for begin, end, kind in sentence.names:
            if kind in ("LOC", "PER"):
                out[fold(_text(text, sentence, begin, end))] += 1 if kind == "LOC" else -1
    return out


def _spans(text: str, sentence: Sentence, known: Known, tagged: Counter[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield the words [begin, end) of each toponym, and whether they stand for or in the name of an organisation."""
    kinds: list[tuple[int, int, str] | None] = [None] * len(sentence.forms)
    for name in sentence.names:
        for part in _parts(text, sentence, name, known):
            for word in range(part[0], part[1]):
                kinds[word] = part
    taken = [False] * len(kinds)
    for size in range(LONGEST, 0, -1):
        for begin in range(len(kinds) - size + 1):
            end = begin + size
            if any(taken[begin:end]) or not _may_name(sentence, kinds, begin, end):
                continue
            org = _accept(text, sentence, kinds, begin, end, known, tagged)
            if org is not None:
                taken[begin:end] = [True] * size
                yield begin, end, org
    # what the model alone takes for a place
    for begin, end, kind in dict.fromkeys(name for name in kinds if name is not None):
        if kind == "LOC" and not any(taken[begin:end]):
            span = _trim(sentence, begin, end)
            if span is not None and tagged[fold(_text(text, sentence, *span))] >= 0:
                yield *span, False


def _parts(text: str, sentence: Sentence, name: tuple[int, int, str], known: Known) -> list[tuple[int, int, str]]:
    """Part "Aleppo-Azaz" into its two places, where the whole is none."""
    begin, end, kind = name
    hyphen = next((i for i in range(begin + 1, end - 1) if sentence.forms[i] in ("-", "–", "‐", "—", "/")), None)
    if kind != "LOC" or hyphen is None or known.listed(_text(text, sentence, begin, end)):
        return [name]
    if _ARTICLES & {sentence.forms[hyphen - 1].lower(), sentence.forms[hyphen + 1].lower()}:
        return [name]
    if known.of(_text(text, sentence, begin, hyphen)) and known.of(_text(text, sentence, hyphen + 1, end)):
        return [(begin, hyphen, kind), (hyphen + 1, end, kind)]
    return [name]


def _may_name(sentence: Sentence, kinds: Sequence[tuple[int, int, str] | None], begin: int, end: int) -> bool:
    """Whether words can be a name at all: capitals at both ends, only marks of names inside."""
    first, last = sentence.forms[begin], sentence.forms[end - 1]
    if end - begin > 1 and first in ("The", "A", "An", "In"):
        return False
    if not (first[0].isupper() and (last[0].isupper() or last[0].isdigit())):
        return False
    if end - begin == 1:
        return first.lower() not in _NO_NAME and (kinds[begin] is not None or sentence.upos[begin] in ("PROPN", "ADJ", "NOUN"))
    return all(form[0].isalpha() or form in ("-", "–", "'", "’", "'s", "’s", ".") for form in sentence.forms[begin:end])


def _accept(text: str, sentence: Sentence, kinds: Sequence[tuple[int, int, str] | None], begin: int, end: int, known: Known, tagged: Counter[str]) -> bool | None:
    """Whether words that may be a name are a toponym: None where not, else whether they belong to an organisation's name or stand for one."""
    whole = text[sentence.words[begin][0] : _with_stop(text, sentence, begin, end)]
    level = known.of(whole)
    if level == UNKNOWN:
        return None
    folded = fold(whole)
    names = {name for name in kinds[begin:end] if name is not None}
    types = {name[2] for name in names}
    times = tagged[folded]
    if types & {"LOC", "NORP"}:
        if any(kind == "LOC" and not _covers(sentence, (first, last, kind), begin, end) for first, last, kind in names):
            return None
        if "NORP" in types and "LOC" not in types and level < SURE:
            return None
        return False if not types & {"PER"} or times > 0 else None
    if "PER" in types:
        inside = any(name[0] < begin or name[1] > end for name in names)
        return False if not inside and (times > 0 or level == SURE) else None
    if names:  # an organisation, an event, a weapon
        if any(_is_group(text, sentence, name) for name in names):
            return None
        exact = any(name[0] >= begin and name[1] <= end for name in names)
        if exact:
            return True if level >= LARGE or times > 0 else None
        return True if _heads_name(sentence, names, begin, end) and (level >= LARGE or times > 0) else None
    if level == SURE or times > 0:
        return False
    before = sentence.forms[begin - 1].lower() if begin else ""
    return False if level == LARGE and before in _BEFORE_PLACES else None


def _is_group(text: str, sentence: Sentence, name: tuple[int, int, str]) -> bool:
    """Whether a name is that of an armed group or party, in which a place says little of where it is: "Islamic State of Iraq", "Hamas"."""
    entry = load_actors().find(_text(text, sentence, name[0], name[1])) if name[2] == "ORG" else None
    return entry is not None and entry.kind in ("rebel", "militia", "political")


def _covers(sentence: Sentence, name: tuple[int, int, str], begin: int, end: int) -> bool:
    """Whether words hold the whole of a place name that the model sees, but for a compass word before it: "Royal" is not all of "Royal Street"."""
    span = _trim(sentence, name[0], name[1])
    if span is None:
        return True
    first, last = span
    if last - first > 1 and sentence.forms[first].lower() in _SIDES:
        first += 1
    return begin <= first and last <= end


def _heads_name(sentence: Sentence, names: set[tuple[int, int, str]], begin: int, end: int) -> bool:
    """Whether words stand in an organisation's name where a place does: at its begin, or after "of"."""
    return any(name[0] == begin or sentence.forms[begin - 1].lower() in ("of", "in", "for", "the") or name[1] == end for name in names)


def _trim(sentence: Sentence, begin: int, end: int) -> WordRange | None:
    """Cut a name of the model's back to capitals, and bare compass words before it; None where only a generic word is left."""
    forms = sentence.forms
    while begin < end and not (forms[begin][0].isupper() or forms[begin][0].isdigit()):
        begin += 1
    while begin < end - 1 and forms[begin].lower() in ("the", "a", "of"):
        begin += 1
    while begin < end and not (forms[end - 1][0].isupper() or forms[end - 1].isdigit() and end - begin > 1):
        end -= 1
    if begin >= end:
        return None
    if end - begin == 1:
        word = forms[begin].lower()
        if word in _GENERIC or word in _NO_NAME or word in _SIDES or len(word) < 2 or word[0].isdigit():
            return None
    return begin, end
