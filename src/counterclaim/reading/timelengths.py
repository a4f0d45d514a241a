"""Lengths of time, sets of times and the words for now, then and some day: expressions that are no date.

In a claim a length counts back from the report's date, or forward where the event lies ahead.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from counterclaim.reading.calendars import Days, interval, one_day, shift_by, stamp_of
from counterclaim.reading.timegrammar import Found, Grammar
from counterclaim.reading.timevalues import DURATION, SET, Meaning, Setting, time_of_day


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
    """The TIMEX3 value of a length from its count and unit; without a number "weeks" is PXW and "week" P1W."""
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
    """ "Each Thursday", "every year", "Tuesday nights"."""
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
    """ "Daily", "annually"."""
    return Meaning(at.grammar.words["frequencies"][found.parts["f"]], kind=SET)


def reference(found: Found, at: Setting) -> Meaning:
    """ "Now", "recently", "the future"."""
    return Meaning(at.grammar.references[found.parts["r"]])


MEANINGS: dict[str, Callable[[Found, Setting], Meaning]] = {
    "each": each, "the past": the_past, "for": lasting, "frequency": frequency, "reference": reference,
}
