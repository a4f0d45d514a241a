"""Raw text to sentences and words, with exact offsets: the first step of the language layer.

Words follow the conventions of Universal Dependencies' English treebanks (EWT v2.16): clitics ("n't", "'s") and hyphens are words of
their own ("US - backed"), prefixes stay ("anti-war"). Arabic names keep the apostrophes inside and at their end ("Ma'arrat", "Mare'").
A line break always ends a sentence. Everything is one pass of one regular expression, so time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Offsets = tuple[int, int]

MAX_SENTENCE_WORDS = 150
"""A longer run of words (a list, a text without full stops) is cut, at a comma or semicolon where there is one near."""

_ABBREVIATIONS = (
    r"Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Brig|Adm|Cmdr|Rev|Hon|Gov|Sen|Rep|Reps|Sens|Pres|Amb|St|Ft|Mt|Jr|Sr|Inc|Corp|Ltd|Co|No|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|vs|etc|approx|ca|dept|est|Ave|Blvd"
)
_PREFIXES = (
    r"anti|non|pre|co|re|ex|pro|post|multi|mid|semi|sub|inter|over|under|un|de|pan|mini|ultra|vice|counter|neo|trans|quasi|e"
)
# Names of weapons, brigades and aircraft ("S-300", "Su-34", "AK-47", "F-16s", "T-72B3") are single words.
_WORD = re.compile(
    rf"""
    (?P<web>(?:https?://|www\.)[^\s<>"”’)\]]*[^\s<>"”’)\].,;:!?]|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}\.[\w.-]{{0,63}}\w|[@\#]\w+)
  | (?P<acronym>(?:[^\W\d_]\.){{2,}})
  | (?P<abbreviation>\b(?:{_ABBREVIATIONS})\.(?=\s|,|$)|\b(?:e\.g|i\.e|a\.m|p\.m|Ph\.D)\.)
  | (?P<initial>\b[A-Z]\.(?=\s?[A-Z]))
  | (?P<code>\b[A-Z][A-Za-z]?[a-z]?-\d+\w*\b)
  | (?P<number>\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?!\w)|\d{{1,2}}(?::\d\d)+|\d+(?:[.,]\d+)*(?:st|nd|rd|th|s)?(?![^\W\d_])|\.\d+)
  | (?P<prefixed>\b(?:{_PREFIXES})-(?=\w)[^\W_]+(?:['’`ʿʾ](?!(?:s|S)\b)[^\W\d_]+)*)
  | (?P<word>(?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f])+(?:['’`ʿʾ](?!(?:s|S|t|re|ve|ll|d|m|RE|VE|LL)\b)(?:[^\W_]|[\u0300-\u036f])+)*)
  | (?P<clitic>['’](?:s|S|re|ve|ll|d|m|RE|VE|LL)\b)
  | (?P<dots>\.{{2,}}|…|-{{2,}}|[—–―])
  | (?P<quotes>``|'')
  | (?P<run>(?P<char>[*=_!?+~\#])(?P=char)+)
  | (?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPLIT_WORDS = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3}
_CLOSERS = "\"'”’)]»"
_OPENERS = "\"'“‘([«"
# A word that opens a sentence more often than it follows an abbreviation inside one.
_STARTERS = frozenset("The A An In On At It He She They We I But And Meanwhile However This That These Those There Its His Her Their According Officials".split())
_TITLES = frozenset("Mr. Mrs. Ms. Dr. Prof. Gen. Lt. Col. Maj. Capt. Cpl. Sgt. Brig. Adm. Cmdr. Rev. Hon. Gov. Sen. Rep. Reps. Sens. Pres. Amb. St. Ft. Mt. No. vs.".split())


def find_words(text: str, begin: int = 0, end: int | None = None) -> list[Offsets]:
    """Return the offsets of the words of `text[begin:end]`, in code points of `text`."""
    words: list[Offsets] = []
    stop = len(text) if end is None else end
    for match in _WORD.finditer(text, begin, stop):
        start, finish = match.span()
        group = match.lastgroup
        if group == "word":
            form = match.group()
            lower = form.lower()
            if lower in _SPLIT_WORDS:
                cut = start + _SPLIT_WORDS[lower]
                words += [(start, cut), (cut, finish)]
                continue
            following = text[finish : finish + 3].lower()
            if lower.endswith("n") and len(form) > 2 and following[:1] in ("'", "’") and following[1:2] == "t" and not following[2:3].isalnum():
                words += [(start, finish - 1), (finish - 1, finish + 2)]
                continue
            if _keeps_final_apostrophe(text, start, finish):
                finish += 1
        if words and start < words[-1][1]:  # the tail of "n't", or a final apostrophe, already taken
            if finish <= words[-1][1]:
                continue
            start = words[-1][1]
        words.append((start, finish))
    return words


def _keeps_final_apostrophe(text: str, start: int, finish: int) -> bool:
    """Whether an apostrophe after a capitalised word is its last letter ("Mare' in northern Aleppo") and no quote or plural possessive."""
    if text[finish : finish + 1] not in ("'", "’") or not text[start].isupper() or text[finish - 1] in "sSxz" or text[finish - 1].isdigit():
        return False
    following = text[finish + 1 : finish + 2]
    if following.isalnum():
        return False
    begin = max(0, start - 300)
    before = text[max(begin, text.rfind("\n", begin, start) + 1) : start]
    return not (before.count("‘") > before.count("’") or re.search(r"(?:^|[\s(\[])'(?!\s)[^']*$", before))


def _ends_sentence(text: str, words: list[Offsets], index: int) -> bool:
    """Whether the word at `index`, a full stop or a word that ends in one, closes its sentence."""
    begin, end = words[index]
    form = text[begin:end]
    if form[0] in "!?" or form == "…" or (form[0] == "." and not form[1:].strip(".")):
        if form == "…" or len(form) > 1:
            following = text[end:].lstrip()[:1] if len(text) - end < 50 else text[end : end + 50].lstrip()[:1]
            return following.isupper() or following in _OPENERS
        return True
    if form[-1] != "." or len(form) == 1 or index + 1 >= len(words):
        return False
    following = text[words[index + 1][0] : words[index + 1][1]]
    if form in _TITLES or (len(form) == 2 and form[0].isupper()):
        return False
    return following in _STARTERS


def split_sentences(text: str) -> Iterator[list[Offsets]]:
    """Yield the sentences of `text`, each as the offsets of its words; empty ones are left out."""
    position = 0
    while position < len(text):
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        if line_end > position:
            yield from _split_line(text, find_words(text, position, line_end))
        position = line_end + 1


def _split_line(text: str, words: list[Offsets]) -> Iterator[list[Offsets]]:
    sentence: list[Offsets] = []
    index = 0
    while index < len(words):
        sentence.append(words[index])
        if _ends_sentence(text, words, index):
            # closing quotes and brackets belong to the sentence that they close
            while index + 1 < len(words) and words[index + 1][0] == words[index][1] and text[words[index + 1][0]] in _CLOSERS + ".!?":
                index += 1
                sentence.append(words[index])
            following = words[index + 1][0] if index + 1 < len(words) else None
            # «"Where is it?" he asked» goes on in lower case
            if following is None or not text[following].islower():
                yield sentence
                sentence = []
        elif len(sentence) >= MAX_SENTENCE_WORDS and (text[words[index][0]] in ",;:" or len(sentence) >= 2 * MAX_SENTENCE_WORDS):
            yield sentence
            sentence = []
        index += 1
    if sentence:
        yield sentence
