"""From the words of a toponym, and those around them, to what is looked up in the gazetteer.

"N.C." is North Carolina, "Turkish" is Turkey, "Aleppo" before "province" a division: the words say what feature is meant, and sometimes which state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from counterclaim import vocab
from counterclaim.reading.actors import fold, load_actors

_PLACES = vocab.load("places")
_ABBREVIATIONS: dict[str, str] = _PLACES["abbreviations"]
_MEANT: dict[str, str] = _PLACES["meant"]
POSTAL: dict[str, str] = _PLACES["postal"]
_RECOGNISED = frozenset(key for key, row in vocab.load("actors")["states"].items() if row["iso3"])
_DEMONYMS: dict[str, str] = {fold(word): name for word, name in _PLACES["demonyms"].items()}
_SIDES: dict[str, list[float]] = _PLACES["sides"]
_GENERIC: dict[str, list[str]] = vocab.load("gazetteers")["generic"]
_AREAS = {word: tuple(features) for word, features in _GENERIC.items() if features[0][0] in "AP"}
_DIVISIONS = {word for word, features in _AREAS.items() if features[0].startswith("A.ADM") and word not in ("state", "region", "district")}
_PARTS = frozenset(("countryside", "suburb", "suburbs", "outskirts", "quarter", "neighborhood", "neighbourhood", "community"))
_MANY = _DIVISIONS | {"district", "state", "region"}
_SHORT = {"St": "Saint", "Ste": "Sainte", "Mt": "Mount", "Ft": "Fort", "Pt": "Point", "Twp": "Township", "Co": "County", "Is": "Islands", "Mts": "Mountains", "N": "North", "S": "South", "E": "East", "W": "West"}
_AFTER = re.compile(r"(?:['’]s?)? +([A-Za-z]+)(?= |[.,;:)\n]|$)")
_PLURAL = re.compile(r"(?:(?:,? and|,) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?){0,4} ([a-z]+s)\b")
_QUARTER = re.compile(r"(?i:\b(?:district|neighbou?rhood|quarter)s? of )(?:the )?\||\|[^|]*(?i:district|neighbou?rhood|quarter)\||\|(?:(?:,? and|,) [^ |,.]+(?: [A-Z][^ |,.]+)?){0,3} (?i:district|neighbou?rhood|quarter)s?\b(?! of the)")
_BEFORE_OF = re.compile(r"\b([a-z]+) of (?:the )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a toponym asks of the gazetteer: a name, the features that its words speak of, a state where the words name one, and the direction that is part of the words ("northern Syria").

    `quarter` says that the words speak of a part of a town, which is seldom listed: then a village of its name is another place.
    """

    name: str
    features: tuple[str, ...] = ()
    state: str | None = None
    demonym: bool = False
    side: str | None = None
    quarter: bool = False


def ask(text: str, begin: int, end: int) -> Asked:
    """Return what the toponym at text[begin:end] asks for."""
    words = text[begin:end]
    asked = _ask(words, _features_around(text, begin, end), text[max(0, begin - 2) : begin] == ", ")
    around = f"{text[max(0, begin - 40) : begin]}|{words}|{text[end : end + 40]}"
    return replace(asked, quarter=True) if not asked.demonym and _QUARTER.search(around) else asked


def _features_around(text: str, begin: int, end: int) -> tuple[str, ...]:
    """The features that the generic word beside a name speaks of: "Aleppo province", "the city of Aleppo", but not "the Texas town of Paris"."""
    # "the Idlib and Hama governorates" are two
    plural = _PLURAL.match(text, end)
    if plural is not None and plural.group(1)[:-1] in _MANY:
        return _AREAS[plural.group(1)[:-1]]
    after = _AFTER.match(text, end)
    # "Aleppo province of Syria" but not "the Texas town of Paris"
    if after is not None and (text[after.end() : after.end() + 4] != " of " or after.group(1) in _DIVISIONS and load_actors().state_of(text[begin:end]) is None):
        word = after.group(1).lower()
        closes = text[after.end() : after.end() + 1] in ".,;:)\n"
        if word in _DIVISIONS or word == "city" and after.group(1) == word or word in ("region", "district") and after.group(1) == word or word in ("state", "region", "district") and closes:
            return _AREAS[word]
    before = _BEFORE_OF.search(text, max(0, begin - 30), begin)
    if before and before.group(1).lower() == "capital":
        return ("P",)
    return _AREAS.get(before.group(1).lower(), ()) if before and before.group(1).lower() not in _PARTS else ()


@lru_cache(maxsize=1 << 13)
def _ask(words: str, features: tuple[str, ...], after_comma: bool) -> Asked:
    name = plain_name(words)
    state = _state(name)
    if state:
        return state
    if fold(name) in _DEMONYMS:
        return Asked(name=_DEMONYMS[fold(name)], demonym=True)
    if name in _MEANT and not features:
        return Asked(name=_MEANT[name])
    short = re.sub(r"[. ]", "", name)
    if "." in words and short in _ABBREVIATIONS:
        return Asked(name=_ABBREVIATIONS[short], features=("A.ADM1",))
    if after_comma and name in POSTAL:
        return Asked(name=POSTAL[name], features=("A.ADM1",))
    name = re.sub(r"\b([A-Z][a-z]?|Twp|Ste|Mts)\.(?= )|(?<= )(Twp|Co|Is)\.?$", lambda m: _SHORT.get(m.group(1) or m.group(2), m.group()), name)
    side, rest = split_side(name)
    if side and not features:
        return Asked(name=name, side=side) if rest[0].isupper() and name[0].isupper() else _sided(rest, side)
    return Asked(name=name, features=features)


def _sided(rest: str, side: str) -> Asked:
    found = _ask(rest, (), False)
    return Asked(name=found.name, features=found.features, state=found.state, demonym=found.demonym, side=side)


def _state(name: str) -> Asked | None:
    """A state by its name or demonym, where the vocabulary of actors has it."""
    table = load_actors()
    entry = table.state_of(name)
    if entry is None or entry.country is None or entry.id not in _RECOGNISED or (len(name) <= 4 and not name.isupper()) or name in ("IS", "WHO", "IT"):
        return None
    demonym = fold(name) in table.demonyms
    # Georgia and Jordan are other places too: their names are looked up, their demonyms are not
    return Asked(name=entry.name if demonym else name, features=("A.PCL",) if demonym else (), state=entry.country, demonym=demonym)


def plain_name(words: str) -> str:
    """A toponym's words without article, possessive and quotes, on one line."""
    name = " ".join(words.split()).strip("“”\"«»()[],;: ")
    name = re.sub(r"['’]s?$", "", name) if not name.endswith("e'") and not name.endswith("e’") else name
    name = re.sub(r"^[Tt]he (?=[A-Z])", "", name)
    return name or words


def split_side(name: str) -> tuple[str | None, str]:
    """Part a compass word from a name: "northern Aleppo" to "northern" and "Aleppo"."""
    first, _, rest = name.partition(" ")
    if rest and first.lower() in _SIDES:
        return first.lower(), rest
    return None, name
