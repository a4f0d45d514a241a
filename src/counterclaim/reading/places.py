"""Where the event happened: the toponyms of a claim.

The model labels the event's own place apart from other places of the sentence; here the words become whole names, the most specific first, and
words that stand for a government are left to the actors. Coordinates come from the gazetteer; without one a place keeps its name and null fields.
"""

from __future__ import annotations

import re

from counterclaim.language.parser import Sentence, Trigger, WordRange
from counterclaim.reading.roles import label_ranges, merge_near, trim

_COMPASS = re.compile(r"^(?:the )?(?:(?:north|south|east|west|central|far)(?:-?(?:eastern|western|east|west|ern))?|upper|lower|mid)[ -]+", re.IGNORECASE)
_GENERIC = frozenset("city town village province state region district area governorate camp neighborhood neighbourhood county capital suburb country island border".split())


def find_places(sentence: Sentence, trigger: Trigger, floor: float = 0.5) -> list[tuple[WordRange, float]]:
    """Return the places of a trigger as word ranges with the model's chance, most specific (nearest to the trigger, inner) first."""
    out: list[tuple[WordRange, float]] = []
    for begin, end, _ in merge_near(label_ranges(trigger.places, 1, floor), sentence):
        span = trim(sentence, begin, end)
        if span is None:
            continue
        begin, end = shorten(sentence, *span)
        chance = float(trigger.places[begin:end, 1:].sum(1).max())
        out.append(((begin, end), chance))
    return out


def shorten(sentence: Sentence, begin: int, end: int) -> WordRange:
    """Cut a range to the shortest span that names the place with its generic word: "the town of Mare'" to "Mare'"."""
    forms, names = sentence.forms, sentence.names
    inside = [(b, e) for b, e, k in names if k in ("LOC", "ORG") and b >= begin and e <= end]
    for index in range(begin, end - 1):
        # "the northern city of Mosul": the name after "of" is the place
        named = any(b == index + 1 or (b == index + 2 and forms[index + 1].lower() == "the") for b, _ in inside)
        if named and forms[index].lower() == "of" and forms[index - 1].lower() in _GENERIC:
            return index + 1, end
    while begin < end - 1 and (forms[begin].lower() in ("the", "a", "an", "its", "their") and sentence.upos[begin + 1] == "PROPN"):
        begin += 1
    return begin, end


def place_name(text: str) -> str:
    """The name as a gazetteer would list it: without article, compass word or quotes."""
    name = re.sub(r"^the\s+", "", text.strip("“”\"‘’'«» ")) if not re.match(r"the [a-z]", text) else text
    name = re.sub(r"['’]s$", "", name)
    shorter = _COMPASS.sub("", name)
    return shorter if shorter[:1].isupper() and shorter != name and not name[:1].isupper() else name
