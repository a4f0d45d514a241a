"""Time expressions of a report, and the days that they stand for.

Expressions are found in the text by one grammar (timegrammar.py) and resolved (timevalues.py, relativetimes.py, timelengths.py) against the report's date or the date that the text
told last (anchors.py). The layer of TIMEX3 and the claims read them alike; they differ in spans and in what they keep: TIMEX3 leaves out the words
that join an expression to its sentence and takes a range for two expressions, a claim takes "since Wednesday" and "between 19 and 27 November"
for one interval. Without a report's date a relative expression keeps a null value. `When.value` is the form of the claim guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from counterclaim.reading import relativetimes, timelengths, timevalues
from counterclaim.reading.anchors import FUTURE, PAST, Anchor, first_year, is_history, move, tense_near
from counterclaim.reading.calendars import Days, Stamp, one_day
from counterclaim.reading.timegrammar import CLAIMS, HISTORY, TIMEX, Found, Grammar, load_grammar
from counterclaim.reading.timevalues import TIME, Meaning, Setting
from counterclaim.records import When

__all__ = ["FUTURE", "PAST", "Anchor", "find_times", "load_grammar", "plain_value"]

NAMED = {"y", "y1", "y2", "bc"}
"""Parts of an expression that name a year."""

BACK_TO = ("since ", "Since ")
LOOKING_BACK = ("ago", "earlier", "before", "before that", "previously", "previous", "the previous", "the preceding")
OPENING = 60
"""Characters at the beginning of a sentence in which a year says where the story is."""

_JOINED = re.compile(r"\s*(?:and|to|until|through)\s*(?:the )?(?:early |late )?")


MEANINGS = timevalues.MEANINGS | relativetimes.MEANINGS | timelengths.MEANINGS
"""What the expressions of each grammar rule mean."""


def resolve(found: Found, setting: Setting) -> Meaning:
    """Return what an expression means; an empty meaning where nothing decides it, or where there is no such day."""
    try:
        return MEANINGS[found.rule](found, setting)
    except (ValueError, OverflowError):  # 31 February, year 0
        return Meaning()


def find_times(text: str, begin: int, end: int, anchor: Anchor, tense: str = PAST, timex: bool = False, expressions: Sequence[Found] | None = None) -> Iterator[When]:
    """Yield the time expressions of the sentence text[begin:end] with their values; moves `anchor` along.

    With `timex` spans and kinds are those of TIMEX3, and the tense of each expression is read from the words near it. `expressions` are those of
    the sentence for claims, where they are known.
    """
    if anchor.history is None:
        anchor.history = is_history(text, anchor.published)
        if anchor.history:
            anchor.told = first_year(text)
    _leave_history(anchor)
    grammar = load_grammar()
    if timex:
        yield from _timexes(text, begin, end, anchor, grammar)
        return
    if expressions is None:
        expressions = grammar.find(text, begin, end, CLAIMS)
    yield from _claim_times(text, begin, anchor, tense, expressions, grammar)


def _leave_history(anchor: Anchor) -> None:
    """A year told within news holds for a few sentences."""
    anchor.years_left -= 1
    if anchor.years_left < 0:
        anchor.year = None


def _timexes(text: str, begin: int, end: int, anchor: Anchor, grammar: Grammar) -> Iterator[When]:
    """The expressions of a sentence as TIMEX3 has them: each with the tense of the words near it, a range as its two ends."""
    for found in grammar.find(text, begin, end, HISTORY if anchor.history else TIMEX):
        tense = None if anchor.history else tense_near(text, begin, end, found.begin, found.end, found.rule in ("weekday", "weekdays", "weekend"))
        meaning = resolve(found, Setting(grammar, anchor, tense, timex=True))
        if not text.endswith(BACK_TO, begin, found.begin):
            _move(anchor, found, meaning.told, begin)
        if found.pieces and meaning.second:
            for (first, last), value in zip(found.pieces, (meaning.timex, meaning.second), strict=True):
                yield _when(text, first, last, replace(meaning, timex=value))
        else:
            yield _when(text, found.begin, found.end, meaning)


def is_aside(found: Found, begin: int) -> bool:
    """Whether an expression in a history looks aside, so that the story stays where it is.

    A bare year late in its sentence is told in passing ("the rules of 1614"), and so is what lay "two decades earlier"; a date with its month is not.
    """
    return (found.rule in ("year", "years") and found.begin - begin > OPENING) or found.parts.get("which") in LOOKING_BACK


def _claim_times(text: str, begin: int, anchor: Anchor, tense: str, expressions: Sequence[Found], grammar: Grammar) -> Iterator[When]:
    """The expressions of a sentence as claims take them: with the joining word before them, "between" and "from" with the other end as one interval."""
    skip = -1
    for index, found in enumerate(expressions):
        if index == skip:
            continue
        setting = Setting(grammar, anchor, tense, timex=False)
        word, start = grammar.wrapper(text, found.begin, begin)
        meaning, finish = resolve(found, setting), found.end
        days = meaning.days
        following = expressions[index + 1] if index + 1 < len(expressions) else None
        if days and word in ("between", "from") and following and _JOINED.fullmatch(text, found.end, following.begin):
            second = resolve(following, setting).days
            if second and second.last >= days.first:
                days = Days(days.first, second.last, f"{days.value.partition('/')[0]}/{second.value.rpartition('/')[2]}", "interval")
                finish, skip = following.end, index + 1
        if days is not None:
            if word == "since" or found.text == "since then":
                days = since(days, anchor, text[start : found.end])
            elif word not in ("until", "by"):
                _move(anchor, found, meaning.told, begin)
        kind = TIME if found.parts.get("p") else meaning.kind
        yield _when(text, start, finish, replace(meaning, days=days, kind=kind))


def _move(anchor: Anchor, found: Found, told: Stamp | None, begin: int) -> None:
    """Take the date of an expression as the one told last; a full date opens a history within news, a weekday closes it."""
    if told is None or (anchor.history and is_aside(found, begin)):
        return
    move(anchor, told, bool(NAMED & found.parts.keys()))
    if found.rule in ("date", "month") and "y" in found.parts:
        anchor.year, anchor.years_left = told.year, 3
    elif found.rule in ("weekday", "today", "unit", "last month"):
        anchor.year = None


def _when(text: str, begin: int, end: int, meaning: Meaning) -> When:
    """The record of one expression."""
    days = meaning.days
    return When(begin=begin, end=end, text=text[begin:end], type=meaning.kind, timex=meaning.timex, interval=(days.first, days.last) if days else None,
                value=days.value if days else None, precision=days.precision if days else None)


def since(days: Days, anchor: Anchor, words: str) -> Days:
    """Return the interval from an expression's days to the report's date."""
    now = anchor.published
    if days.precision == "month" and re.search(r"(?:start|beginning) of", words, re.IGNORECASE):
        days = one_day(days.first)
    if now is None or days.first > now or (days.precision == "day" and days.first == now):
        return days
    start = days.value.partition("/")[0]
    return Days(days.first, now, f"{start}/{now}", "interval")


def plain_value(when: When, text: str, begin: int, published: date | None) -> When:
    """Undo "since" where the words from `begin` on leave it out: "since September, when 30 gunmen crossed" dates the crossing in September."""
    since_end = when.begin + len("since")
    if text[when.begin : since_end].lower() == "since" and begin >= since_end and when.value and when.interval and published:
        start = when.value.partition("/")[0]
        precision = {4: "year", 7: "month", 10: "day"}[len(start)]
        shown = text[since_end : when.end]
        lead = len(shown) - len(shown.lstrip())
        return replace(when, begin=since_end + lead, text=shown.lstrip(), value=start, precision=precision, interval=(when.interval[0], when.interval[0]))
    return when
