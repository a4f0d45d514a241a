"""What a time expression means: its days, and its value in TIMEX3.

One function for each rule of the grammar. Days and the claim guidelines' value come from the same reading as the TIMEX3 value; only where the two
differ in kind ("a few days" is PXD, but three days back from the report in a claim) does a function make both. Absolute dates stand first, then
what hangs on the report's date, then what hangs on the date told last, then lengths and sets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.reading.anchors import FUTURE, PAST, Anchor, year_of
from counterclaim.reading.calendars import (
    Days, Stamp, a_month, a_quarter, a_week, a_year, easter, interval, month_end, nth_weekday, one_day, shift_by, shift_month, shift_quarter, shift_stamp, shift_year, some_years, stamp_of,
)
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
        return self.tense != FUTURE

    def now(self) -> date | None:
        """The day that "last week" counts from: the report's, in a history the last one told."""
        if self.anchor.history and self.anchor.told:
            return self.anchor.told.last_day()
        return self.anchor.published


def resolve(found: Found, setting: Setting) -> Meaning:
    """Return what an expression means; an empty meaning where nothing decides it, or where there is no such day."""
    try:
        return MEANINGS[found.rule](found, setting)
    except (ValueError, OverflowError):  # 31 February, year 0
        return Meaning()


def of_days(days: Days | None, timex: str | None = None, kind: str = DATE) -> Meaning:
    """A meaning from days: its TIMEX3 value is that of the days unless told."""
    if days is None:
        return Meaning(timex, kind=kind)
    return Meaning(timex or days.value.partition("/")[0], days, kind, told_by(days))


def told_by(days: Days) -> Stamp:
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
    clock = re.search(r"(\d{1,2})[:.](\d\d)(?::\d\d)?(?:\s?([ap])\.?m)?|(\d\d)(\d\d)\s?h|(\d{1,2})\s(?:o['’]clock)|(\d{1,2})\s?([ap])\.?m", found.text)
    if clock:
        hour, minute = int(clock[1] or clock[4] or clock[6] or clock[7]), clock[2] or clock[5] or "00"
        half = clock[3] or clock[8] or {"morning": "a", "afternoon": "p", "evening": "p"}.get(part or "")
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        return f"T{hour:02}:{minute}"
    if not part:
        return ""
    word = part.split("-")[-1].split()[-1] if "night-time" not in part else part
    return {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}.get(word) or f"T{grammar.words['day_parts'][word]}"


# -- dates that tell themselves ---------------------------------------------------------------------------------------------------------------

def iso(found: Found, at: Setting) -> Meaning:
    return of_days(one_day(date(int(found.parts["y"]), int(found.parts["m"]), int(found.parts["d"]))))


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
    month, day = at.grammar.month_number(found.parts["m"]), at.grammar.day_number(found.parts["d"])
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
    parts = found.parts
    month, day = at.grammar.month_number(parts.get("m") or parts["m2"]), at.grammar.day_number(parts.get("d") or parts["d2"])
    year = int(parts["y"]) if "y" in parts else year_of(month, day, at.anchor, at.tense)
    return of_days(interval(date(year, month, day) - timedelta(6), date(year, month, day))) if year else Meaning()


def a_named_month(found: Found, at: Setting) -> Meaning:
    month = at.grammar.month_number(found.parts["m"])
    year = year_named(found, at) or year_of(month, 0 if at.timex else 1, at.anchor, at.tense, 0, nearest=at.timex)
    return of_stamp(Stamp(year, month)) if year else Meaning(f"XXXX-{month:02}")


def months(found: Found, at: Setting) -> Meaning:
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
    return of_stamp(Stamp(read_year(found.parts["y"], at.grammar)))


def year_in_words(words: str, grammar: Grammar) -> int:
    """ "Nineteen ninety-six": 1996."""
    century, *rest = re.split(r"[\s-]+", words)
    if century == "two":
        return 2000 + int(sum(grammar.numbers.get(word, 0) for word in rest))
    return int(100 * grammar.numbers[century] + sum(grammar.numbers.get(word, 0) for word in rest))


def years(found: Found, at: Setting) -> Meaning:
    y1, end = int(found.parts["y1"]), found.parts["y2"]
    y2 = int(end) if len(end) == 4 else y1 // 100 * 100 + int(end)
    if y1 >= y2:
        raise ValueError("years that run backwards")
    return Meaning(str(y1), Days(date(y1, 1, 1), date(y2, 12, 31), f"{y1:04}/{y2:04}", "interval"), told=Stamp(y2), second=str(y2))


def decade(found: Found, at: Setting) -> Meaning:
    parts = found.parts
    if "bc" in parts:
        return Meaning(f"BC{int(parts['bc']) // 10:03}", told=Stamp(-int(parts["bc"])))
    if "name" in parts:
        first = int(at.grammar.words["decade_names"][parts["name"]]) * 10
    else:
        base = at.anchor.base()
        first = int(parts["y"]) if "y" in parts else (base.year // 100 * 100 if base and base.year > 0 else 1900) + int(parts["short"])
        if base and first > base.year and "short" in parts:
            first -= 100
    days = some_years(first, 10, "decade")
    return Meaning(str(first)[:3], days, told=Stamp(first))


def decades(found: Found, at: Setting) -> Meaning:
    y1 = int(found.parts["y1"])
    y2 = y1 // 100 * 100 + int(found.parts["y2"])
    return Meaning(str(y1)[:3], some_years(y1, y2 + 10 - y1, "decade"), told=Stamp(y2), second=str(y2)[:3])


def century(found: Found, at: Setting) -> Meaning:
    number = at.grammar.day_number(found.parts["c"]) - 1
    if "bc" in found.parts:
        return Meaning(f"BC{number:02}")
    return Meaning(f"{number:02}", some_years(number * 100, 100, "century") if number else None)


def half_year(found: Found, at: Setting) -> Meaning:
    year, half = int(found.parts["y"]), 1 if found.parts["h"] == "first" else 2
    m1, m2 = (1, 6) if half == 1 else (7, 12)
    return Meaning(f"{year}-H{half}", Days(date(year, m1, 1), month_end(year, m2), str(year), "year"), told=Stamp(year))


def holiday(found: Found, at: Setting) -> Meaning:
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
    return of_stamp(stamp_of(date.fromisoformat(at.grammar.words["named_days"][found.parts["h"]])))


def period(found: Found, at: Setting) -> Meaning:
    now = at.now()
    around = int(found.parts["y"]) if "y" in found.parts else now.year if now else None
    for first, last in at.grammar.words["dated_periods"][found.parts["h"]]:
        if first.startswith(str(around)):
            return of_days(Days(date.fromisoformat(first), date.fromisoformat(last), f"{first}/{last}", "interval"))
    return Meaning()


# -- what hangs on the report's date ------------------------------------------------------------------------------------------------------------

def weekday_of(number: int, now: date, past: bool, which: str, week: str) -> date:
    """The day that a weekday names, seen from a date."""
    back = (now.weekday() - number) % 7
    if week in ("last week", "next week", "this week"):
        return now - timedelta(now.weekday() - number) + timedelta({"last week": -7, "next week": 7, "this week": 0}[week])
    if which in ("last", "this past", "the previous"):
        return now - timedelta(back or 7)
    if which in ("next", "this coming", "the following") or (not past and not which):
        forward = (number - now.weekday()) % 7
        return now + timedelta(forward or (7 if which else 0))
    return now - timedelta(back)


def weekday(found: Found, at: Setting) -> Meaning:
    which, suffix = found.parts.get("which", ""), time_of_day(found, at.grammar)
    base = at.anchor.base()
    now = base.last_day() if base and which in ("the following", "the previous") and at.timex else at.now()
    number = at.grammar.weekday_number(found.parts["w"])
    if now is None:
        return Meaning(f"XXXX-WXX-{number + 1}{suffix}")
    return of_stamp(stamp_of(weekday_of(number, now, at.past(), which, found.parts.get("week", "").strip())), suffix)


def weekdays(found: Found, at: Setting) -> Meaning:
    now = at.now()
    if now is None:
        return Meaning()
    first, second = at.grammar.weekday_number(found.parts["w1"]), at.grammar.weekday_number(found.parts["w2"])
    last = weekday_of(second, now, at.past(), "", "")
    days = interval(last - timedelta((last.weekday() - first) % 7), last)
    if at.timex and re.search(r"\band\b", found.text):
        return Meaning(weekday_of(first, now, at.past(), "", "").isoformat(), days, told=stamp_of(last), second=last.isoformat())
    return Meaning(days.first.isoformat(), days, told=stamp_of(last), second=last.isoformat())


def today(found: Found, at: Setting) -> Meaning:
    word, now = found.parts["t"], at.now()
    if at.timex and at.anchor.history and word in ("today", "tonight"):
        return Meaning("PRESENT_REF" if word == "today" else "XXXX-XX-XXTNI")
    if now is None:
        return Meaning()
    suffix = time_of_day(found, at.grammar)
    part = re.match(r"(?:this|last) (\w+)", word)
    if part or word in ("tonight", "overnight"):
        suffix = suffix or f"T{at.grammar.words['day_parts'].get(part[1] if part else 'night', 'NI')}"
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2, "last night": -1, "last evening": -1}.get(word, 0)
    day = stamp_of(now + timedelta(shift))
    if word == "overnight":
        return Meaning(stamp_of(now - timedelta(1)).text() + "TNI", interval(now - timedelta(1), now), TIME, day)
    return of_stamp(day, suffix)


def clock(found: Found, at: Setting) -> Meaning:
    """A time of day by itself: of the day told last, where that is near, else of the report's."""
    suffix, told, now = time_of_day(found, at.grammar), at.anchor.told, at.anchor.published
    if at.anchor.history:
        known = told.text() if told and told.day and re.search(r"\d", found.text) else "XXXX-XX-XX"
        return Meaning(known + suffix, told.days() if told and told.day else None, TIME)
    if now is None:
        return Meaning(kind=TIME)
    last = told.last_day() if told else None
    day = last if last and timedelta(0) <= now - last <= timedelta(3) else now
    return Meaning(day.isoformat() + suffix, interval(day - timedelta(1), day) if found.text == "the night" else one_day(day), TIME, stamp_of(day))


def weekend(found: Found, at: Setting) -> Meaning:
    now = at.now()
    if now is None:
        return Meaning()
    saturday = now - timedelta((now.weekday() - 5) % 7) if at.past() else now + timedelta((5 - now.weekday()) % 7)
    return of_days(interval(saturday, saturday + timedelta(1)), f"{week_code(saturday)}-WE")


def week_code(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def start_of(found: Found, at: Setting) -> Meaning:
    now = at.now()
    if now is None:
        return Meaning()
    day, timex = {"month": (now.replace(day=1), f"{now:%Y-%m}"), "year": (date(now.year, 1, 1), f"{now.year}"), "week": (now - timedelta(now.weekday()), week_code(now))}[found.parts["u"]]
    return of_days(one_day(day), timex)


STEPS = {"last": -1, "past": -1, "this past": -1, "previous": -1, "preceding": -1, "next": 1, "this coming": 1, "following": 1, "coming": 1}


def unit(found: Found, at: Setting) -> Meaning:
    """ "Last week", "early next year", "the end of the month"."""
    which, name = found.parts["which"], found.parts["u"]
    base = at.anchor.base() if which in ("the", "that") and at.timex else at.anchor.now()
    if base is None:
        return Meaning()
    return a_unit(base, name, STEPS.get(which, 0), which == "this coming")


def a_unit(base: Stamp, name: str, step: int, ahead: bool = False) -> Meaning:
    """The week, month, quarter, year, decade or century that holds a date, moved by `step`."""
    day = base.last_day()
    if name == "year" or day is None or (name == "month" and not base.month):
        return of_stamp(Stamp(shift_year(base.year, step))) if name == "year" else Meaning()
    match name:
        case "week" | "weekend":
            monday = day + timedelta((7 - day.weekday()) % 7) if ahead else day - timedelta(day.weekday()) + timedelta(7 * step)
            if name == "weekend":
                return of_days(interval(monday + timedelta(5), monday + timedelta(6)), f"{week_code(monday)}-WE")
            return of_days(a_week(monday), week_code(monday))
        case "month":
            return of_days(a_month(*shift_month(base.year, base.month, step)))
        case "quarter":
            moved = shift_quarter((day.year, (day.month + 2) // 3), step)
            return of_days(a_quarter(*moved), f"{moved[0]}-Q{moved[1]}")
        case "decade" | "century":
            size = 10 if name == "decade" else 100
            days = some_years(day.year // size * size + size * step, size, "decade")
            return Meaning(f"{days.first.year // size}", days, told=Stamp(days.first.year))
    return Meaning()


def the_unit(found: Found, at: Setting) -> Meaning:
    """ "The year": a company's own where it "ended 30 June", else the one that is told of."""
    name = found.parts["u"]
    base = at.anchor.base() if at.anchor.history else at.anchor.now()
    return a_unit(base, name, 0) if base else Meaning()


def year_ended(found: Found, at: Setting) -> Meaning:
    """ "The year ended 30 June": a company's own."""
    return Meaning(length(1, found.parts["u"], at.grammar), kind=DURATION) if found.parts["u"] == "year" else the_quarter(found, at)


def last_month(found: Found, at: Setting) -> Meaning:
    """ "Last June", "this May"."""
    month, base = at.grammar.month_number(found.parts["m"]), at.anchor.now()
    step = STEPS.get(found.parts["which"], 0)
    if base is None:
        return Meaning(f"XXXX-{month:02}")
    year = base.year
    if step < 0 and month >= (base.month or 1):
        year = shift_year(year, -1)
    if step > 0 and month <= (base.month or 12):
        year = shift_year(year, 1)
    return of_stamp(Stamp(year, month))


def season(found: Found, at: Setting) -> Meaning:
    name = found.parts["s"]
    m1, m2 = at.grammar.words["seasons"][name]
    year = year_named(found, at)
    base = at.anchor.now()
    if year is None and base is None:
        return Meaning(f"XXXX-{at.grammar.words['season_codes'][name]}")
    if year is None and base is not None:
        year = season_year(base, m1, m2, found.parts.get("which", ""), bool(at.anchor.history))
    assert year is not None
    timex = f"{Stamp(year).text()}-{at.grammar.words['season_codes'][name]}"
    if year < 1:
        return Meaning(timex)
    y2 = year + (m2 < m1)
    days = Days(date(year, m1, 1), month_end(y2, m2), f"{year:04}-{m1:02}/{y2:04}-{m2:02}", "season")
    # a season moves the story's year along, but the months after it are not later for it
    return Meaning(timex, days, told=Stamp(year))


def season_year(base: Stamp, m1: int, m2: int, which: str, history: bool) -> int:
    """The year in which a season told without one begins."""
    step = STEPS.get(which, 0)
    if step < 0 and (m1 > base.month or m1 <= base.month <= m2):
        return shift_year(base.year, -1)
    if step > 0 and m1 <= (base.month or 12):
        return shift_year(base.year, 1)
    if not which and not history and m1 > base.month + 3:
        return base.year - 1
    return base.year


def quarter(found: Found, at: Setting) -> Meaning:
    """ "The third quarter": of the year named, else the last one that has begun, or the next where the words around it look ahead."""
    parts, base = found.parts, at.anchor.now()
    name = parts["q"]
    number = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}.get(name, 4)
    figure = parts.get("y") or parts.get("y2")
    if base is None or base.year < 1:
        return of_days(a_quarter(int(figure), number), f"{figure}-Q{number}") if figure else Meaning(f"XXXX-Q{number}")
    current = ((base.month or 12) + 2) // 3
    year = int(figure) if figure else base.year + STEPS.get(parts.get("of") or parts.get("of2") or "", 0)
    if not figure and "of" not in parts and "of2" not in parts:
        year += (number < current and current - number > 2 and at.tense == FUTURE) - (number > current and at.tense != FUTURE and number - current > 1)
    year -= "ago" in parts
    if "ago" not in parts:
        at.anchor.quarter = (year, number)
    return Meaning(f"{year}-Q{number}", a_quarter(year, number), told=Stamp(year))


def the_quarter(found: Found, at: Setting) -> Meaning:
    """ "The quarter", "the year-ago period": the quarter that the text told last, or the last one that had ended, moved by what is said of it."""
    which, base = found.parts.get("which", ""), at.anchor.now()
    if base is None or base.year < 1:
        return Meaning()
    now = (base.year, ((base.month or 12) + 2) // 3)
    told = at.anchor.quarter
    ended = shift_quarter(now, -1)
    if told and told <= ended:
        ended = told
    figure = re.search(r"\d{4}", which)
    if figure:
        year = int(figure[0])
        return of_stamp(Stamp(year)) if told is None else of_days(a_quarter(year, told[1]), f"{year}-Q{told[1]}")
    if re.search(r"year-ago|year-earlier|comparable|corresponding|last year", which):
        if told is None and "quarter" not in found.text:
            return of_stamp(Stamp(base.year - 1))
        moved = shift_quarter(ended, -4)
    else:
        moved = {"last": shift_quarter(now, -1), "previous": shift_quarter(ended, -1), "this": now, "current": now, "next": shift_quarter(now, 1), "that": told or ended}.get(which, ended)
    return Meaning(f"{moved[0]}-Q{moved[1]}", a_quarter(*moved))


def year_end(found: Found, at: Setting) -> Meaning:
    base = at.anchor.now()
    return of_days(one_day(date(base.year, 12, 31))) if base and base.year > 0 else Meaning()


# -- what hangs on the date told last ----------------------------------------------------------------------------------------------------------

def ago(found: Found, at: Setting) -> Meaning:
    """ "Two years ago" from the report's date, "two days later" from the date told last."""
    parts = found.parts
    name, ahead = at.grammar.units[parts["u"]], parts["which"] in ("later", "after", "afterwards", "hence")
    count = at.grammar.count(parts["n"]) if "n" in parts else None
    base = at.anchor.now() if parts["which"] == "ago" else at.anchor.base()
    if at.timex and count is None:
        return Meaning("FUTURE_REF" if ahead else "PAST_REF")
    if base is None:
        return Meaning()
    number = at.grammar.count_about(parts["n"])
    if at.timex and name == "year" and number == 1 and at.anchor.quarter and not ahead:
        moved = shift_quarter(at.anchor.quarter, -4)
        return Meaning(f"{moved[0]}-Q{moved[1]}", a_quarter(*moved))
    moved_to = shift_stamp(base if base.day or name in ("year", "decade", "century") else day_or_same(base, at.timex), name, number if ahead else -number)
    if moved_to is None:
        return Meaning(f"{Stamp(base.year).text()}-XX-XX")
    if at.timex and name == "week" and moved_to.day:
        return Meaning(week_code(date(*moved_to)), moved_to.days(), told=moved_to)
    return of_stamp(moved_to)


def day_or_same(stamp: Stamp, timex: bool) -> Stamp:
    """In claims a date told without a day counts as its last day."""
    last = stamp.last_day()
    return stamp if timex or last is None else stamp_of(last)


def told(found: Found, at: Setting) -> Meaning:
    """ "That day", "the following year", "the day before", "since then"."""
    base, parts = at.anchor.base(), found.parts
    if base is None:
        return Meaning()
    suffix = time_of_day(found, at.grammar) if at.timex else ""
    shift = next((v for k, v in {"previous": -1, "preceding": -1, "before": -1, "next": 1, "following": 1, "subsequent": 1, "after": 1}.items() if re.search(rf"\b{k}\b", found.text)), 0)
    name = parts.get("u", "day")
    if name in ("week", "month", "year", "decade"):
        return a_unit(base, name, shift)
    day = base.last_day()
    if at.timex and not base.day:
        return Meaning(f"{Stamp(base.year, base.month).text()}-XX{suffix}" if base.month else f"{base.text()}-XX-XX{suffix}", kind=TIME if suffix else DATE)
    return of_stamp(stamp_of(day + timedelta(shift)), suffix) if day else Meaning()


# -- lengths and sets ---------------------------------------------------------------------------------------------------------------------------

def length(count: float | None, name: str, grammar: Grammar) -> str:
    """The TIMEX3 value of a length: "P3D", "PXW", "PT5H30M"."""
    letter, size = grammar.words["units"][name]
    hours = name in ("second", "minute", "hour")
    lead = "PT" if hours else "P"
    if count is None:
        return f"{lead}X{letter}"
    number = count * size
    if number == int(number):
        return f"{lead}{int(number)}{letter}"
    smaller, parts = {"year": ("M", 12), "hour": ("M", 60), "minute": ("S", 60)}.get(name, ("", 0))
    if not smaller:
        return f"{lead}{number:g}{letter}"
    rest = f"{round(number % 1 * parts)}{smaller}"
    return f"{lead}{int(number)}{letter}{rest}" if number >= 1 else lead + rest


def read_length(found: Found, grammar: Grammar) -> str:
    parts = found.parts
    name = grammar.units[parts["u"]]
    told = re.sub(r"^(?:first|last|final|opening|closing)\s?", "", parts.get("n", "")).strip()
    if told:
        count = grammar.count(told)
        if count is not None and "half" in parts:
            count += 0.5
    else:
        count = 1 if parts["u"] == name else None
    return length(count, name, grammar)


def lasting(found: Found, at: Setting) -> Meaning:
    """ "For three days": in a claim the days that end, or begin, at the report's date."""
    timex, now = read_length(found, at.grammar), at.anchor.published
    if at.timex or now is None:
        return Meaning(timex, kind=DURATION)
    name, count = at.grammar.units[found.parts["u"]], at.grammar.count_about(found.parts.get("n", "a"))
    if name == "year":
        return Meaning(timex, Days(shift_by(now, name, -count), now, f"{now.year - count:04}/{now.year:04}", "interval"), DURATION, stamp_of(now))
    other = shift_by(now, name, count if not at.past() else -count)
    days = interval(min(now, other), max(now, other)) if other != now else one_day(now)
    return Meaning(timex, days, DURATION, stamp_of(days.last))


def the_past(found: Found, at: Setting) -> Meaning:
    """ "The past week", "the next two years": a length that ends or begins now."""
    parts, now = found.parts, at.now()
    name = at.grammar.units[parts["u"]]
    timex = read_length(found, at.grammar)
    if now is None or (at.timex and at.anchor.history):
        return Meaning(timex, kind=DURATION)
    count = at.grammar.count_about(parts["n"]) if "n" in parts else 3 if parts["u"] != name else 1
    other = shift_by(now, name, -count if parts["which"] in ("past", "last", "previous", "recent") else count)
    days = interval(min(now, other), max(now, other)) if other != now else one_day(now)
    return Meaning(timex, days, DURATION, None if at.timex else stamp_of(days.last))


def each(found: Found, at: Setting) -> Meaning:
    parts, grammar = found.parts, at.grammar
    name = parts.get("w") or parts.get("w2")
    if name:
        return Meaning(f"XXXX-WXX-{grammar.weekday_number(name) + 1}{time_of_day(found, grammar)}", kind=SET)
    if "u" in parts or "u2" in parts:
        return Meaning(length(1, parts.get("u") or parts["u2"], grammar), kind=SET)
    if "m" in parts:
        return Meaning(f"XXXX-{grammar.month_number(parts['m']):02}", kind=SET)
    if "s" in parts:
        return Meaning(f"XXXX-{grammar.words['season_codes'][parts['s']]}", kind=SET)
    return Meaning(f"XXXX-XX-XX{time_of_day(found, grammar)}", kind=SET)


def frequency(found: Found, at: Setting) -> Meaning:
    return Meaning(at.grammar.words["frequencies"][found.parts["f"]], kind=SET)


def reference(found: Found, at: Setting) -> Meaning:
    return Meaning(at.grammar.references[found.parts["r"]])


MEANINGS: dict[str, Callable[[Found, Setting], Meaning]] = {
    "iso": iso, "week to": week_to, "dates": dates, "date": a_date, "day": bare_day, "months": months, "month": a_named_month, "last month": last_month, "years": years, "year": a_named_year,
    "decades": decades, "decade": decade, "century": century, "weekdays": weekdays, "weekday": weekday, "each": each, "today": today, "span": half_year, "quarter": quarter, "the quarter": the_quarter,
    "year end": year_end, "season": season, "holiday": holiday, "named day": named_day, "period": period, "the past": the_past, "unit": unit, "the unit": the_unit, "year ended": year_ended, "start of": start_of,
    "weekend": weekend, "told": told, "ago": ago, "for": lasting, "frequency": frequency, "reference": reference, "clock": clock,
}
