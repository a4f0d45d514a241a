"""Expressions that hang on another date: the report's ("last week", "the third quarter") or the one told last ("two days later").

In a history both count from the date told last, for there the report's date tells nothing (anchors.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from counterclaim.reading.anchors import FUTURE
from counterclaim.reading.calendars import (
    Days,
    Stamp,
    a_month,
    a_quarter,
    a_week,
    interval,
    month_end,
    one_day,
    shift_month,
    shift_quarter,
    shift_stamp,
    shift_year,
    some_years,
    stamp_of,
)
from counterclaim.reading.timegrammar import Found
from counterclaim.reading.timelengths import length
from counterclaim.reading.timevalues import DATE, DURATION, TIME, Meaning, Setting, of_days, of_stamp, time_of_day, year_named


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
    """ "Monday", "last Friday night", "the following Sunday"."""
    which, suffix = found.parts.get("which", ""), time_of_day(found, at.grammar)
    base = at.anchor.base()
    now = base.last_day() if base and which in ("the following", "the previous") and at.timex else at.now()
    number = at.grammar.weekday_number(found.parts["w"])
    if now is None:
        return Meaning(f"XXXX-WXX-{number + 1}{suffix}")
    return of_stamp(stamp_of(weekday_of(number, now, at.past(), which, found.parts.get("week", "").strip())), suffix)


def weekdays(found: Found, at: Setting) -> Meaning:
    """ "Monday and Tuesday": an interval in claims; joined by "and" each is the last of its name."""
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
    """ "Yesterday morning", "overnight"; in a history the day of speaking is nobody's date."""
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
        known = told.text() + "-XX" * (not told.day) if told and told.month and re.search(r"\d", found.text) else "XXXX-XX-XX"
        return Meaning(known + suffix, told.days() if told and told.day else None, TIME)
    if now is None:
        return Meaning(kind=TIME)
    last = told.last_day() if told else None
    day = last if last and timedelta(0) <= now - last <= timedelta(3) else now
    return Meaning(day.isoformat() + suffix, interval(day - timedelta(1), day) if found.text == "the night" else one_day(day), TIME, stamp_of(day))


def weekend(found: Found, at: Setting) -> Meaning:
    """ "The weekend": the last one, or the next where the words look ahead."""
    now = at.now()
    if now is None:
        return Meaning()
    saturday = now - timedelta((now.weekday() - 5) % 7) if at.past() else now + timedelta((5 - now.weekday()) % 7)
    return of_days(interval(saturday, saturday + timedelta(1)), f"{week_code(saturday)}-WE")


def week_code(day: date) -> str:
    """The week of a day as TIMEX3 writes it: "2024-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def start_of(found: Found, at: Setting) -> Meaning:
    """ "The start of the month": its first day."""
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
    """ "The spring of 1942", "last winter", "the following summer"."""
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
    # a season moves the story's year along; within the year, what was told more exactly stays
    return Meaning(timex, days, told=None if base and base.year == year and at.timex else Stamp(year))


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
    """ "Year-end", "the year's end"."""
    base = at.anchor.now()
    return of_days(one_day(date(base.year, 12, 31))) if base and base.year > 0 else Meaning()


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


MEANINGS: dict[str, Callable[[Found, Setting], Meaning]] = {
    "last month": last_month, "weekdays": weekdays, "weekday": weekday, "today": today, "quarter": quarter, "the quarter": the_quarter,
    "year end": year_end, "season": season, "unit": unit, "the unit": the_unit, "year ended": year_ended, "start of": start_of, "weekend": weekend,
    "told": told, "ago": ago, "clock": clock,
}
