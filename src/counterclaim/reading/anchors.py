"""What the dates of a report hang on: its own date, the date told last, and whether it reports news or tells a history.

News names days near its date of publication: "June" is the last one or the next, as the words around it say. A history tells years far from it,
once, and goes on from there: "on 10 June" is in the year told last, and "in February" after "December 1940" is in 1941.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from counterclaim import vocab
from counterclaim.reading.calendars import Stamp, shift_year, stamp_of

PAST, FUTURE = "past", "future"

SAMPLE = 200_000
"""Characters of a report that decide what kind it is."""
FAR = 3
"""Years from the report's date at which a year told is no news."""
FEW = 3
"""A history names at least so many far years."""
NEWS_WEIGHT = 3
"""How many more far years it takes to outweigh each word that only news uses."""
LEAP = 12
"""A year told so far from the story's year is an aside, unless the next year told is near it too."""
TURN = 7
"""A month told this many months before the one told last is in the next year: January after October."""
SLACK = 10
"""A day named without a year may lie this many days ahead of the report and still be this year's, whatever the tense."""

_YEARS = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b(?!,\d)|\b\d{1,4} ?(B\.?C)")
_NEWS = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\byesterday\b|\btomorrow\b|\b(?:last|this|next) (?:week|month|year)\b|\btoday\b|\bago\b", re.IGNORECASE)


@dataclass(slots=True)
class Anchor:
    """What relative expressions hang on; moves along as the text is read."""

    published: date | None
    told: Stamp | None = None
    """The date that the text told last."""
    year: int | None = None
    """The year of a history being told within news, where the text has moved away from its own; held for `years_left` sentences."""
    years_left: int = 0
    history: bool | None = None
    """Whether the whole text tells a history; decided when the first expression is read."""
    aside: int | None = None
    """A year far from the story's that was told last: where the story would be if it has leapt."""
    quarter: tuple[int, int] | None = None
    """The year and quarter that the text told last: what "the quarter" and "a year earlier" of a company's figures mean."""

    def now(self) -> Stamp | None:
        """The date that "this year" counts from: the report's, or in a history the one told last."""
        if self.history and self.told:
            return self.told
        return stamp_of(self.published) if self.published else None

    def base(self) -> Stamp | None:
        """The date that "two days later" counts from."""
        return self.told or (stamp_of(self.published) if self.published else None)


def is_history(text: str, published: date | None) -> bool:
    """Whether a text tells a history: the years that it names lie far from its date, and more of them than days of its own week."""
    sample = text[:SAMPLE]
    far = near = 0
    for match in _YEARS.finditer(sample):
        if match[2] or (published and abs(int(match[1]) - published.year) >= FAR) or not published:
            far += 1
        else:
            near += 1
    return 2 * far > near and far - FEW >= NEWS_WEIGHT * sum(1 for _ in _NEWS.finditer(sample))


def move(anchor: Anchor, told: Stamp, named: bool) -> None:
    """Take a date as the one told last. In a history a `named` year far from the story's moves the story only when the next one is near it."""
    if anchor.history and anchor.told and named and abs(told.year - anchor.told.year) > LEAP:
        leapt = anchor.aside is not None and abs(told.year - anchor.aside) <= LEAP
        anchor.aside = None if leapt else told.year
        if not leapt:
            return
    elif named:
        anchor.aside = None
    anchor.told = told


def first_year(text: str) -> Stamp | None:
    """The first year that a history names: where it starts."""
    match = _YEARS.search(text[:SAMPLE])
    return Stamp(int(match[1])) if match and match[1] else None


def year_told(anchor: Anchor, month: int) -> int | None:
    """The year of a month in a history: that of the date told last, or the one after where the months have run past December."""
    if anchor.told is None:
        return None
    year, last = anchor.told.year, anchor.told.month
    if last and month and last - month >= TURN:
        return shift_year(year, 1)
    return year


def year_of(month: int, day: int, anchor: Anchor, tense: str | None, slack: int = SLACK, nearest: bool = False) -> int | None:
    """The year of a day or month told without one (`day` 0); None where nothing decides it.

    In news it is the latest that is past or future as the tense says; `slack` days ahead pass as this year's. With `nearest` the tense is a guess
    from the words around and decides only where both years are about as near.
    """
    if anchor.history:
        return year_told(anchor, month)
    if anchor.published is None:
        return anchor.year
    now = anchor.published
    if not nearest and anchor.year is not None and anchor.year < now.year - 1:
        return anchor.year
    if nearest:
        return nearest_year(month, day, now, tense)
    if tense == FUTURE:
        return now.year + 1 if (month, day) < (now.month, now.day) and (now.month - month) > 1 else now.year
    if (month, day) > (now.month, now.day):
        # a report may name a day just ahead without a future verb
        ahead = (date(now.year, month, min(day, 28)) - now).days
        return now.year if ahead <= slack else now.year - 1
    return now.year


def nearest_year(month: int, day: int, now: date, tense: str | None) -> int:
    """The year in which a day or month lies nearest to a date. A month lies behind it unless the words around look ahead."""
    ahead = month - now.month + ((day - now.day) / 31 if day else 0)
    if day:
        reach = 8 if tense == FUTURE else 2 if tense == PAST else 6
    else:
        reach = 11 if tense == FUTURE else 1 if tense == PAST else 2
    return now.year - 1 if ahead > reach else now.year + 1 if ahead <= reach - 12 else now.year


@lru_cache(maxsize=2)
def cues(days: bool) -> re.Pattern[str]:
    """Words that say that a date near them lies ahead (first group) or behind.

    A day of the week lies ahead only by the surest of them: what "would" happen was decided on Monday.
    """
    words = vocab.load("times")
    sure, other = words["future_cues"]["sure"], words["future_cues"]["other"]
    ahead, behind = (as_pattern(names) for names in ((sure, [*other, *words["past_cues"]]) if days else ([*sure, *other], words["past_cues"])))
    return re.compile(rf"(?<![\w'])(?:({ahead})|({behind})|(\w{{2,20}}ed))(?!\w)", re.IGNORECASE)


def as_pattern(names: list[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def tense_near(text: str, begin: int, end: int, start: int, stop: int, days: bool) -> str | None:
    """The direction that the nearest cue before an expression gives, else the first one after it; None without one. `days`: a day of the week."""
    pattern = cues(days)
    before = list(pattern.finditer(text, max(begin, start - 60), start))
    after = pattern.search(text, stop, min(end, stop + 40))
    # a comma between cue and expression puts them into two clauses
    if before and after and "," in text[before[-1].end() : start] and "," not in text[stop : after.start()]:
        before = []
    found = before[-1] if before else after
    if found is None:
        return None
    return FUTURE if found[1] else PAST
