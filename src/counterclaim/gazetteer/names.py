"""The keys under which a place's name is found: exact, folded, sound, skeleton, each looser than the one before.

Exact is the name in lower case. Folded leaves out what writers differ in without meaning another name: diacritics, apostrophes, hyphens, articles, and the word for the kind of place
("town of", "province"), which says what feature is meant. Sound is what transliterations of one name usually share (Saraqib, Sarakeb); the skeleton, without vowels, is what they share
where they differ more (Kharkiv, Kharkov), and other names with them. The words and letters are in vocabulary/gazetteers.yml.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from counterclaim import vocab

EXACT, FOLDED, SOUND, SKELETON = 0, 1, 2, 3
LEVELS = ("exact", "folded", "sound", "skeleton")
MAX_NAME = 200
"""Characters of a name: what GeoNames allows."""

MIN_SOUND = 4
"""Characters of a folded name that has a sound: that of a shorter one is shared by hundreds."""

_VOCABULARY = vocab.load("gazetteers")
_ARTICLES: frozenset[str] = frozenset(_VOCABULARY["articles"])
_ARABIC_ARTICLE: str = _VOCABULARY["arabic_article"]
_QUALIFIERS: frozenset[str] = frozenset(_VOCABULARY["qualifiers"])
_WEAK: frozenset[str] = frozenset(_VOCABULARY["weak"]) | _QUALIFIERS | _ARTICLES
_FAMILIES: dict[str, str] = _VOCABULARY["families"]
_WORDS: dict[str, str] = {word: first for first, words in _VOCABULARY["words"].items() for word in words}

_APOSTROPHES = "'’‘`´ʼʻʾʿ′ʹ\"“”„«»"
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": ""}


class _FoldTable(dict[int, "str | None | int"]):
    """What a character of a decomposed name folds to, asked of the Unicode database once a character: to ask it of all takes longer than to open the index."""

    def __missing__(self, code: int) -> str | None | int:
        category = unicodedata.category(chr(code))
        value: str | None | int = code
        if category in ("Mn", "Cf", "Lm"):  # marks, format characters, modifier letters such as ʿ
            value = None
        elif category[0] in "PSZC":
            value = " "
        self[code] = value
        return value


_FOLD = _FoldTable({**{ord(letter): other for letter, other in _LETTERS.items()}, **dict.fromkeys(map(ord, _APOSTROPHES))})


def _plain(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKD", text)).translate(_FOLD)


_OF: dict[str, tuple[str, ...]] = {_plain(word): tuple(features) for word, features in _VOCABULARY["generic"].items()}
_BEFORE: dict[str, tuple[str, ...]] = {_plain(word): tuple(features) for word, features in _VOCABULARY["generic_before"].items()}
_AFTER = _OF | {_plain(word): tuple(features) for word, features in _VOCABULARY["generic_after"].items()}
_LAST_H = re.compile(r"(?<=[aeiouy])h(?= |$)")
# an article written onto its word, whose first letter it doubles: "Ezzor", "Assuwayda"; or whole, before a consonant: "Albukamal"
_JOINED_ARTICLE = re.compile(r"(?<![^ ])(?:[aeu](?=([dnrstz])\1)|al(?=[^aeiouy ]\w{3}))")
_DOUBLE = re.compile(r"(.)\1+")
_NO_VOWELS, _ONE_VOWEL = str.maketrans("", "", "aiu"), str.maketrans("iu", "aa")
# a run of vowels, in which w is one unless another follows it ("Zawr", "Suwayda"), or letters of a family
_VOWELS = r"[aeiouy]+(?:w(?![aeiouy])[aeiouy]*)*"
_PIECE = re.compile("|".join([_VOWELS, *sorted(_FAMILIES, key=len, reverse=True)]))


class _Sounds(dict[str, str]):
    """What a piece of a name sounds like: a run of vowels one of three, U with any of o, u, w in it, else I with any of e, i, y, else A. Capitals, so that they are told from letters."""

    def __missing__(self, piece: str) -> str:
        value = "U" if not {"o", "u", "w"}.isdisjoint(piece) else "I" if not {"e", "i", "y"}.isdisjoint(piece) else "A"
        if len(piece) < 6:  # longer ones are made up, and without end
            self[piece] = value
        return value


_SOUNDS = _Sounds(_FAMILIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKeys:
    """The keys of a name; `sound` and `skeleton` are empty where the name is too short or not in Latin letters. `features` are those that its generic word asks for."""

    exact: str
    folded: str
    sound: str
    skeleton: str
    features: tuple[str, ...]


def name_keys(name: str) -> NameKeys:
    """Return the keys of a name."""
    exact = exact_key(name)
    folded, features = folded_key(exact)
    sound, skeleton = sound_keys(folded)
    return NameKeys(exact=exact, folded=folded, sound=sound, skeleton=skeleton, features=features)


def exact_key(name: str) -> str:
    """Return a name in lower case, composed, its words parted by single spaces."""
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    return " ".join(name.casefold().split())


def folded_key(exact: str) -> tuple[str, tuple[str, ...]]:
    """Return an exact key without diacritics, marks, articles and generic words, and the features that those words ask for."""
    if exact.isalpha() and exact.isascii():
        return exact, ()
    words = _plain(exact).split()
    features: tuple[str, ...] = ()
    if len(words) > 1:
        words, features = _without_generic(words)
        words = [word for word in words if word not in _ARTICLES] or words
    folded = " ".join(word[2:] if word.startswith(_ARABIC_ARTICLE) and len(word) > 4 else word for word in words)
    return folded or exact, features


def _without_generic(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Leave generic words out of a name of more words; return what is left and the features that they ask for."""
    kept = words
    features: tuple[str, ...] = ()
    if "of" in words[1:3] and (words[0] == "the" or words[0] in _OF):
        at = words.index("of")
        word = words[at - 1]
        if word in _OF and len(words) > at + 1:
            kept, features = words[at + 1 :], _OF[word]
    elif words[0] in _BEFORE:
        kept, features = words[1:], _BEFORE[words[0]]
    while len(kept) > 1 and kept[-1] in _AFTER:
        features = features or _AFTER[kept[-1]]
        kept = kept[:-1]
        while len(kept) > 1 and kept[-1] in _QUALIFIERS:
            kept = kept[:-1]
    if kept is words or all(word in _WEAK for word in kept):
        return words, ()
    return kept, features


@lru_cache(maxsize=1 << 14)
def sound_keys(folded: str) -> tuple[str, str]:
    """Return sound and skeleton of a folded name, each "" where it is too little to tell names apart."""
    if not folded.isascii() or len(folded) < MIN_SOUND:
        return "", ""
    text = folded
    if " " in text:
        text = " ".join([_WORDS.get(word, word) for word in text.split()])
    text = _JOINED_ARTICLE.sub("", text)
    if "h" in text:
        text = _LAST_H.sub("", text)
    text = _PIECE.sub(lambda found: _SOUNDS[found.group()], text.replace(" ", ""))
    text = _DOUBLE.sub(r"\1", text).rstrip("AIU").lower()
    consonants = text.translate(_NO_VOWELS)
    if len(consonants) < 2:
        return "", ""
    if len(consonants) < 3:
        return text, ""
    return text, ("a" if text[0] in "aiu" else "") + consonants if len(consonants) >= 4 else text.translate(_ONE_VOWEL)


def key_number(key: str) -> int:
    """Return the number under which the index files a key: 64 bits of its digest, so that names of any length and script take eight bytes."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
