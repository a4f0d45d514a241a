"""What a time expression means, and the dates that tell themselves: days, months, years, decades, feasts.

One function for each rule of the grammar, here and in relativetimes.py and timelengths.py. Days and the claim guidelines' value come from the same
reading as the TIMEX3 value; only where the two differ in kind ("a few days" is PXD, but three days back from the report in a claim) does a
function make both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.reading.anchors import FUTURE, PAST, Anchor, year_of
from counterclaim.reading.calendars import Days, Stamp, easter, interval, month_end, nth_weekday, one_day, shift_year, some_years, stamp_of
from counterclaim.reading.timegrammar import Found, Grammar

DATE, TIME, DURATION, SET = "DATE", "TIME", "DURATION", "SET"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression stands for. `told` is the date that the text has reached with it; `second` the TIMEX3 value of a range's other end."""

    timex: str | None = None
    days: Days | None = None
    kind: str = DATE
    told: Stamp | None = None
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an expression is read: the anchor, the tense near it (None: unknown), and for which of the two readings."""

    grammar: Grammar
    anchor: Anchor
    tense: str | None
    timex: bool

    def past(self) -> bool:
        """Whether the expression lies behind, as most in news do."""
        return self.tense != FUTURE

    def now(self) -> date | None:
        """The day that "last week" counts from: the report's, in a history the last one told."""
        if self.anchor.history and self.anchor.told:
            return self.anchor.told.last_day()
        return self.anchor.published


def of_days(days: Days | None, timex: str | None = None, kind: str = DATE) -> Meaning:
    """A meaning from days: its TIMEX3 value is that of the days unless told."""
    if days is None:
        return Meaning(timex, kind=kind)
    return Meaning(timex or days.value.partition("/")[0], days, kind, told_by(days))


def told_by(days: Days) -> Stamp:
    """The date that a story has reached with these days: as exact as they are, the last day of an interval."""
    match days.precision:
        case "year":
            return Stamp(days.first.year)
        case "month":
            return Stamp(days.first.year, days.first.month)
    return stamp_of(days.last)


def of_stamp(stamp: Stamp, suffix: str = "") -> Meaning:
    """A meaning from a date; `suffix` is the time of day."""
    return Meaning(stamp.text() + suffix, stamp.days(), TIME if suffix else DATE, stamp)


def read_year(words: str, grammar: Grammar) -> int:
    """The year that a figure tells; negative before our era."""
    figure = re.sub(r"\D", "", words)
    if not figure:
        return year_in_words(words, grammar)
    number = int(figure)
    return -number if re.search(r"b\.?\s?c", words) else number


def time_of_day(found: Found, grammar: Grammar) -> str:
    """The part of a TIMEX3 value from T on: "T22:00", "TNI"; "" where no time of day is told."""
    part = found.parts.get("p") or found.parts.get("p0") or found.parts.get("p1")
    clock = re.search(r"(\d{1,2})[:.](\d\d)(?::\d\d)?(?:\s?([ap])\.?m)?|(?<!\d)(\d\d)(\d\d)\s?(?:h|gmt|utc)|(\d{1,2})\s(?:o['’]clock)|(\d{1,2})\s?([ap])\.?m", found.text)
    if clock:
        hour, minute = int(clock[1] or clock[4] or clock[6] or clock[7]), clock[2] or clock[5] or "00"
        half = clock[3] or clock[8] or {"morning": "a", "afternoon": "p", "evening": "p"}.get(part or "")
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        return f"T{hour:02}:{minute}"
    if not part:
        return ""
    word = part.split("-")[-1].split()[-1] if "night-time" not in part else part
    return {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}.get(word) or f"T{grammar.words['day_parts'][word]}"


def iso(found: Found, at: Setting) -> Meaning:
    """ "2024-11-27"."""
    return of_days(one_day(date(int(found.parts["y"]), int(found.parts["m"]), int(found.parts["d"]))))


def figures(found: Found, at: Setting) -> Meaning:
    """ "27.11.2024": day and month, or month and day where only that can be. With strokes both are written, so that "5/12/2024" is left undecided."""
    first, second, year = int(found.parts["a"]), int(found.parts["b"]), int(found.parts["y"])
    if found.parts["by"] == "." or first > 12 or first == second:
        return of_stamp(stamp_of(date(year, second, first)))
    return of_stamp(stamp_of(date(year, first, second))) if second > 12 else Meaning()


def year_named(found: Found, at: Setting) -> int | None:
    """The year that an expression itself names: a figure, or "that year", "last year"."""
    if "y" in found.parts:
        return read_year(found.parts["y"], at.grammar)
    phrase = found.parts.get("year") or (re.search(r"that year|the same year", found.text) or [""])[0]
    base = at.anchor.now() if phrase[:4] in ("last", "this", "next") else at.anchor.base()
    if not phrase or base is None:
        return None
    step = -1 if re.match(r"last|the previous", phrase) else 1 if re.match(r"next|the following", phrase) else 0
    return shift_year(base.year, step)


def a_date(found: Found, at: Setting) -> Meaning:
    """ "27 November", "the night of November 27, 2024", "10 p.m. on 8 May"."""
    month, day = at.grammar.month_number(found.parts["m"]), at.grammar.day_number(found.parts.get("d") or found.parts["d2"])
    which = found.parts.get("which", "")
    year = year_named(found, at) or year_of(month, day, at.anchor, PAST if "last" in which or "past" in which else FUTURE if which else at.tense, nearest=at.timex)
    suffix = time_of_day(found, at.grammar)
    if year is None:
        return Meaning(f"XXXX-{month:02}-{day:02}{suffix}", kind=TIME if suffix else DATE)
    return of_stamp(Stamp(year, month, day), suffix)


def bare_day(found: Found, at: Setting) -> Meaning:
    """ "On the 20th": of the month told last."""
    day, base = at.grammar.day_number(found.parts["d"]), at.anchor.base()
    if base is None or not base.month:
        return Meaning(f"XXXX-XX-{day:02}")
    return of_stamp(Stamp(base.year, base.month, day))


def dates(found: Found, at: Setting) -> Meaning:
    """ "19-27 November": the year of the last day is that of the first unless the months run past December."""
    parts, grammar = found.parts, at.grammar
    m2 = grammar.month_number(parts.get("m2") or parts["m1"])
    m1 = grammar.month_number(parts["m1"]) if "m1" in parts else m2
    d1, d2 = grammar.day_number(parts["d1"]), grammar.day_number(parts["d2"])
    y2 = int(parts["y2"]) if "y2" in parts else int(parts["y1"]) if "y1" in parts else year_of(m2, d2, at.anchor, at.tense, nearest=at.timex)
    if not y2:
        return Meaning(f"XXXX-{m1:02}-{d1:02}", second=f"XXXX-{m2:02}-{d2:02}")
    first, last = Stamp(int(parts["y1"]) if "y1" in parts else y2 - (m1 > m2), m1, d1), Stamp(y2, m2, d2)
    return Meaning(first.text(), interval(date(*first), date(*last)) if y2 > 0 else None, told=last, second=last.text())


def week_to(found: Found, at: Setting) -> Meaning:
    """ "The week to 24 November"."""
    parts = found.parts
    month, day = at.grammar.month_number(parts.get("m") or parts["m2"]), at.grammar.day_number(parts.get("d") or parts["d2"])
    year = int(parts["y"]) if "y" in parts else year_of(month, day, at.anchor, at.tense)
    return of_days(interval(date(year, month, day) - timedelta(6), date(year, month, day))) if year else Meaning()


def a_named_month(found: Found, at: Setting) -> Meaning:
    """ "November", "early in November 2024", "August of that year"."""
    month = at.grammar.month_number(found.parts["m"])
    year = year_named(found, at) or year_of(month, 0 if at.timex else 1, at.anchor, at.tense, 0, nearest=at.timex)
    return of_stamp(Stamp(year, month)) if year else Meaning(f"XXXX-{month:02}")


def months(found: Found, at: Setting) -> Meaning:
    """ "February to July"."""
    parts = found.parts
    m1, m2 = at.grammar.month_number(parts["m1"]), at.grammar.month_number(parts["m2"])
    y2 = int(parts["y2"]) if "y2" in parts else int(parts["y1"]) + (m1 > m2) if "y1" in parts else year_of(m2, 0 if at.timex else 1, at.anchor, at.tense, nearest=at.timex)
    if not y2:
        return Meaning(f"XXXX-{m1:02}", second=f"XXXX-{m2:02}")
    y1 = int(parts["y1"]) if "y1" in parts else y2 - (m1 > m2)
    first, last = Stamp(y1, m1), Stamp(y2, m2)
    if y1 < 1:
        return Meaning(first.text(), told=last, second=last.text())
    return Meaning(first.text(), Days(date(y1, m1, 1), month_end(y2, m2), f"{first.text()}/{last.text()}", "interval"), told=last, second=last.text())


def a_named_year(found: Found, at: Setting) -> Meaning:
    """ "1990", "fiscal 1990", "480 BC", "nineteen ninety"."""
    return of_stamp(Stamp(read_year(found.parts["y"], at.grammar)))


def year_in_words(words: str, grammar: Grammar) -> int:
    """ "Nineteen ninety-six": 1996."""
    century, *rest = re.split(r"[\s-]+", words)
    if century == "two":
        return 2000 + int(sum(grammar.numbers.get(word, 0) for word in rest))
    return int(100 * grammar.numbers[century] + sum(grammar.numbers.get(word, 0) for word in rest))


def years(found: Found, at: Setting) -> Meaning:
    """ "1992-95", "2011 and 2009"; "1999-04" is a month."""
    y1, end = int(found.parts["y1"]), found.parts["y2"]
    y2 = int(end) if len(end) == 4 else y1 // 100 * 100 + int(end)
    if len(end) == 2 and y2 <= y1:
        return of_stamp(Stamp(y1, int(end))) if found.text[4:5] == "-" and 1 <= int(end) <= 12 else Meaning()
    if y1 >= y2:
        return Meaning(str(y1), told=Stamp(y2), second=str(y2))
    return Meaning(str(y1), Days(date(y1, 1, 1), date(y2, 12, 31), f"{y1:04}/{y2:04}", "interval"), told=Stamp(y2), second=str(y2))


def decade(found: Found, at: Setting) -> Meaning:
    """ "The 1980s", "the '90s" (the last ones before now), "the nineties", "the 480s BC"."""
    parts = found.parts
    if "bc" in parts:
        return Meaning(f"BC{int(parts['bc']) // 10:03}", told=Stamp(-int(parts["bc"])))
    if "name" in parts:
        first = int(at.grammar.words["decade_names"][parts["name"]]) * 10
    else:
        base = at.anchor.now()
        near = base.year if base and base.year > 0 else 2000
        first = int(parts["y"]) if "y" in parts else near // 100 * 100 + int(parts["short"])
        first -= 100 * ("short" in parts and first > near + (10 if at.anchor.history else 0))
    days = some_years(first, 10, "decade")
    return Meaning(str(first)[:3], days, told=Stamp(first))


def decades(found: Found, at: Setting) -> Meaning:
    """ "The 1980s and 90s"."""
    y1 = int(found.parts["y1"])
    y2 = y1 // 100 * 100 + int(found.parts["y2"])
    return Meaning(str(y1)[:3], some_years(y1, y2 + 10 - y1, "decade"), told=Stamp(y2), second=str(y2)[:3])


def century(found: Found, at: Setting) -> Meaning:
    """ "The 20th century", whose years begin with 19."""
    number = at.grammar.day_number(found.parts["c"]) - 1
    if "bc" in found.parts:
        return Meaning(f"BC{number:02}")
    return Meaning(f"{number:02}", some_years(number * 100, 100, "century") if number else None)


def half_year(found: Found, at: Setting) -> Meaning:
    """ "The first half of 2024"."""
    year, half = int(found.parts["y"]), 1 if found.parts["h"] == "first" else 2
    m1, m2 = (1, 6) if half == 1 else (7, 12)
    return Meaning(f"{year}-H{half}", Days(date(year, m1, 1), month_end(year, m2), str(year), "year"), told=Stamp(year))


def holiday(found: Found, at: Setting) -> Meaning:
    """ "Christmas Day", "last Thanksgiving", "Easter 2022"."""
    rule = at.grammar.words["holidays"][found.parts["h"].replace("’", "'")]
    anchor, which = at.anchor, found.parts.get("which")
    month = rule[0] if len(rule) > 1 else 4
    tense = PAST if which == "last" else FUTURE if which == "next" else at.tense
    year = int(found.parts["y"]) if "y" in found.parts else year_of(month, rule[1] if len(rule) == 2 else 15, anchor, tense, nearest=at.timex)
    if not year:
        return Meaning()
    day = holiday_of(rule, year)
    if which == "last" and anchor.published and day >= anchor.published and "y" not in found.parts:
        day = holiday_of(rule, year - 1)
    return of_stamp(stamp_of(day), time_of_day(found, at.grammar))


def holiday_of(rule: list[int], year: int) -> date:
    """The day of a feast: days from Easter, a month and day, or the so manieth weekday of a month and days from that."""
    match rule:
        case [shift]:
            return easter(year) + timedelta(shift)
        case [month, day]:
            return date(year, month, day)
        case [month, weekday, number, *shift]:
            return nth_weekday(year, month, weekday, number) + timedelta(sum(shift))
    raise ValueError(rule)


def named_day(found: Found, at: Setting) -> Meaning:
    """A day of history that goes by a name."""
    return of_stamp(stamp_of(date.fromisoformat(at.grammar.words["named_days"][found.parts["h"]])))


def period(found: Found, at: Setting) -> Meaning:
    """ "Ramadan": days that the vocabulary lists year by year, for no rule tells them."""
    now = at.now()
    around = int(found.parts["y"]) if "y" in found.parts else now.year if now else None
    for first, last in at.grammar.words["dated_periods"][found.parts["h"]]:
        if first.startswith(str(around)):
            return of_days(Days(date.fromisoformat(first), date.fromisoformat(last), f"{first}/{last}", "interval"))
    return Meaning()


MEANINGS: dict[str, Callable[[Found, Setting], Meaning]] = {
    "iso": iso, "figures": figures, "week to": week_to, "dates": dates, "date": a_date, "day": bare_day, "months": months, "month": a_named_month, "years": years,
    "year": a_named_year, "decades": decades, "decade": decade, "century": century, "span": half_year, "holiday": holiday, "named day": named_day,
    "period": period,
}
