"""Where the event happened: the toponyms of a claim.

The model labels the event's own place apart from other places of the sentence; here the words become whole names, the most specific first, and
words that stand for a government are left to the actors. Coordinates come later, of all places of the report together (locate.py).
"""

from __future__ import annotations

import re

from counterclaim import vocab
from counterclaim.language.parser import Sentence, WordRange
from counterclaim.reading.events import Event
from counterclaim.reading.roles import SEEN, Clauses, label_ranges, merge_near, trim

_COMPASS = re.compile(r"^(?:the )?(?:(?:north|south|east|west|central|far)(?:-?(?:eastern|western|east|west|ern))?|upper|lower|mid)[ -]+", re.IGNORECASE)
_SIDE = re.compile(r"(?:north|south|east|west|northeast|northwest|southeast|southwest|north-?east|outside)(?:ern)?|\w*(?:east|west)", re.IGNORECASE)
_SITES, _GENERIC = (frozenset(vocab.load("places")[key]) for key in ("sites", "areas"))


def find_places(sentence: Sentence, event: Event, clauses: Clauses) -> list[tuple[WordRange, float]]:
    """Return the places of an event as word ranges with the model's chance, most specific (nearest to the trigger, inner) first."""
    out: dict[WordRange, float] = {}
    for begin, end, _ in merge_near(label_ranges(event.trigger.places, 1, SEEN), sentence):
        chance = float(event.trigger.places[begin:end, 1:].sum(1).max())
        if not clauses.sure("places", (begin, end), event, chance):
            continue
        while begin < end and sentence.upos[begin] == "ADP":
            begin += 1
        span = trim(sentence, begin, end)
        if span is None:
            continue
        for begin, end in split_owner(sentence, *shorten(sentence, *whole_name(sentence, *span))):
            if names_a_place(sentence, begin, end):
                out.setdefault((begin, end), chance)
    return list(out.items())


def whole_name(sentence: Sentence, begin: int, end: int) -> WordRange:
    """Extend a range to the whole of a name that it cuts ("Sea" to "Black Sea") and to the generic word after it ("Karni" to "Karni crossing")."""
    for b, e, _ in sentence.names:
        if b < end and e > begin and e - b <= 5:
            begin, end = min(begin, b), max(end, e)
    following = sentence.forms[end].lower() if end < len(sentence.forms) else ""
    if following in _GENERIC | _SITES and sentence.heads[end - 1] - 1 == end and sentence.deprel[end - 1] in ("compound", "flat", "nmod:desc"):
        end += 1
    return begin, end


def split_owner(sentence: Sentence, begin: int, end: int) -> list[WordRange]:
    """Part "Pakistan's South Waziristan region" into the region and the country."""
    for index in range(begin + 1, end - 1):
        if sentence.forms[index] in ("'s", "’s") and sentence.upos[index - 1] == "PROPN" and any(sentence.upos[i] == "PROPN" for i in range(index + 1, end)):
            return [(index + 1, end), (begin, index)]
    return [(begin, end)]


def names_a_place(sentence: Sentence, begin: int, end: int) -> bool:
    """Whether a range can be a toponym of the event: no bare compass word or plural, no reference point ("south of Srinagar"), no title of a name that follows."""
    forms = [form.lower() for form in sentence.forms[begin:end]]
    named = any(sentence.upos[i] == "PROPN" for i in range(begin, end))
    if not named:
        if sentence.upos[end - 1] in ("ADJ", "ADV", "VERB", "NUM", "PRON", "DET") and forms[-1] not in ("there", "here"):
            return False
        definite = forms[0] in ("the", "this", "that", "its", "their", "his", "her", "a", "an") or forms[0] in ("there", "here")
        before = sentence.forms[begin - 1].lower() if begin else ""
        if not definite and before not in ("the", "this", "that", "its", "their", "a", "an", "same"):
            return False
    if begin >= 2 and sentence.forms[begin - 1].lower() == "of" and _SIDE.fullmatch(sentence.forms[begin - 2]):
        return False
    # "the capital, Colombo": the name that follows is the place
    apposition = [i for i in range(len(sentence.heads)) if begin <= sentence.heads[i] - 1 < end <= i and sentence.deprel[i] == "appos" and sentence.upos[i] == "PROPN"]
    return not (apposition and forms[-1] in _GENERIC)


def shorten(sentence: Sentence, begin: int, end: int) -> WordRange:
    """Cut a range to the shortest span that names the place with its generic word: "the town of Mare'" to "Mare'"."""
    forms, names = sentence.forms, sentence.names
    inside = [(b, e) for b, e, k in names if k in ("LOC", "ORG") and b >= begin and e <= end]
    for index in range(begin, end - 1):
        # "the northern city of Mosul": the name after "of" is the place
        named = any(b == index + 1 or (b == index + 2 and forms[index + 1].lower() == "the") for b, _ in inside)
        if named and forms[index].lower() == "of" and forms[index - 1].lower() in _GENERIC:
            return index + 1, end
    while begin < end - 1 and (forms[begin].lower() in ("the", "a", "an", "its", "their", "of") and sentence.upos[begin + 1] == "PROPN"):
        begin += 1
    return begin, end


def place_name(text: str) -> str:
    """The name as a gazetteer would list it: without article, compass word or quotes."""
    # "Mare’" keeps the apostrophe that no quote opens
    bare = text.strip("“”\"‘’'«» ") if text[:1] in "“”\"‘’'«" else text.strip("“”\"«» ")
    name = re.sub(r"^the\s+", "", bare) if not re.match(r"the [a-z]", text) else text
    name = re.sub(r"['’]s$", "", name)
    shorter = _COMPASS.sub("", name)
    return shorter if shorter[:1].isupper() and shorter != name and not name[:1].isupper() else name
