"""Days, months and years as the times stage counts them: moving by units, the days that a unit covers, and dates before our era.

Nothing here knows of words. A `Days` is a whole span of days with its value in the form of the claim guidelines; a `Stamp` is a date of which only
the year or the month may be known, and whose year may lie before our era, which Python's own dates cannot hold.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

YEARS_IN = {"year": 1, "decade": 10, "century": 100}


@dataclass(frozen=True, slots=True)
class Days:
    """Days of an expression, and how it writes them: `value` in the guidelines' form."""

    first: date
    last: date
    value: str
    precision: str


class Stamp(NamedTuple):
    """A date told with a year and perhaps month and day (0: not told); years before our era are negative."""

    year: int
    month: int = 0
    day: int = 0

    def text(self) -> str:
        """The TIMEX3 value: "1940-06-10", "1940-06", "BC0480"."""
        year = f"BC{-self.year:04}" if self.year < 0 else f"{self.year:04}"
        return year + (f"-{self.month:02}" if self.month else "") + (f"-{self.day:02}" if self.month and self.day else "")

    def last_day(self) -> date | None:
        """The last day of it; None before our era, or where there is no such day."""
        try:
            if self.month and self.day:
                return date(self.year, self.month, self.day)
            return month_end(self.year, self.month or 12)
        except (ValueError, OverflowError):
            return None

    def days(self) -> Days | None:
        """The days that it covers; None before our era."""
        if self.year < 1:
            return None
        return one_day(date(*self)) if self.month and self.day else a_month(self.year, self.month) if self.month else a_year(self.year)


def stamp_of(day: date) -> Stamp:
    """A whole date as a stamp."""
    return Stamp(day.year, day.month, day.day)


def one_day(day: date) -> Days:
    """The one day as a span."""
    return Days(day, day, day.isoformat(), "day")


def interval(first: date, last: date) -> Days:
    """The days from `first` to `last`; raises ValueError where they run backwards."""
    if first > last:
        raise ValueError("an interval that ends before it begins")
    return Days(first, last, f"{first}/{last}" if first != last else first.isoformat(), "interval" if first != last else "day")


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def a_week(day: date) -> Days:
    """The week, Monday to Sunday, that holds a day."""
    monday = day - timedelta(day.weekday())
    return Days(monday, monday + timedelta(6), f"{monday}/{monday + timedelta(6)}", "week")


def a_month(year: int, month: int) -> Days:
    """The days of a month."""
    return Days(date(year, month, 1), month_end(year, month), f"{year:04}-{month:02}", "month")


def a_quarter(year: int, quarter: int) -> Days:
    """The days of a quarter of a year."""
    month = 3 * quarter - 2
    return Days(date(year, month, 1), month_end(year, month + 2), f"{year:04}-{month:02}/{year:04}-{month + 2:02}", "quarter")


def a_year(year: int) -> Days:
    """The days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31), f"{year:04}", "year")


def some_years(first: int, size: int, precision: str) -> Days:
    """A decade or a century."""
    return Days(date(first, 1, 1), date(first + size - 1, 12, 31), f"{first}/{first + size - 1}", precision)


def shift_month(year: int, month: int, count: int) -> tuple[int, int]:
    """Move a month by `count` months."""
    year, month = divmod(year * 12 + month - 1 + count, 12)
    return year, month + 1


def shift_quarter(quarter: tuple[int, int], count: int) -> tuple[int, int]:
    """Move a quarter, as year and number, by `count` quarters."""
    year, number = divmod(quarter[0] * 4 + quarter[1] - 1 + count, 4)
    return year, number + 1


def shift_year(year: int, count: int) -> int:
    """Count years over the turn of the era, which has no year 0."""
    moved = year + count
    return moved + (1 if count > 0 else -1) if (year < 0) != (moved < 0) or moved == 0 else moved


def shift_by(day: date, unit: str, count: int) -> date:
    """Move a day by `count` units; hours and minutes stay on the day unless they pass 24 hours."""
    match unit:
        case "minute" | "second":
            return day
        case "hour":
            return day + timedelta((abs(count) // 24) * (1 if count > 0 else -1))
        case "day" | "night":
            return day + timedelta(count)
        case "week" | "weekend":
            return day + timedelta(7 * count)
        case "fortnight":
            return day + timedelta(14 * count)
        case "month" | "quarter":
            year, month = shift_month(day.year, day.month, count * (3 if unit == "quarter" else 1))
            return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        case "year" | "decade" | "century":
            year = day.year + count * YEARS_IN[unit]
            return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
    raise ValueError(unit)


def shift_stamp(stamp: Stamp, unit: str, count: int) -> Stamp | None:
    """Move a date by units, as exactly as the date and the unit allow; None where the date is told too roughly for the unit."""
    if unit in YEARS_IN:
        return Stamp(shift_year(stamp.year, count * YEARS_IN[unit]))
    if unit in ("month", "quarter") and stamp.month and stamp.year > 0:
        return Stamp(*shift_month(stamp.year, stamp.month, count * (3 if unit == "quarter" else 1)))
    if stamp.day and stamp.year > 0:
        return stamp_of(shift_by(date(*stamp), unit, count))
    return None


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The third Monday of a month, say; number -1 is the last."""
    if number < 0:
        last = month_end(year, month)
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))
