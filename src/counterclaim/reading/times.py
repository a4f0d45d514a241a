"""Time expressions of a report, and the days that they stand for.

Expressions are found in the text by one grammar and resolved against the report's date: weekdays and months by tense, "since" as an interval
that ends on the report's date, "a week later" against the date told last. Without a report's date a relative expression keeps a null value.
Types and values are those of TIMEX3 (ISO-TimeML); `When.value` is the form of the claim guidelines.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from counterclaim import vocab
from counterclaim.records import When

PAST, FUTURE = "past", "future"


NEEDS = {
    "iso": "year", "dates": "month", "date": "month", "months": "month", "month": "month", "week to": "month", "start of": "unit", "years": "year", "decades": "year", "decade": "year",
    "weekdays": "weekday", "weekday": "weekday", "today": "today", "span": "year", "the past": "unit", "season": "season", "ago": "unit", "weekend": "weekend", "year": "year",
    "holiday": "holiday", "period": "period", "for": "unit",
}
"""The kind of word without which a rule finds nothing."""


@dataclass(slots=True)
class Anchor:
    """What relative expressions hang on: the report's date, and the last date that the text itself told."""

    published: date | None
    told: date | None = None
    year: int | None = None
    """The year of a history being told, where the text has moved away from its own; held for `years_left` sentences."""
    years_left: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One expression in the text: its grammar rule and the parts that the rule named."""

    begin: int
    end: int
    rule: str
    text: str
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Days:
    """Days of an expression, and how it writes them: `value` in the guidelines' form."""

    first: date
    last: date
    value: str
    precision: str


class Calendar:
    """The grammar, built once from vocabulary/times.yml."""

    def __init__(self) -> None:
        words: dict[str, Any] = vocab.load("times")
        quantities: dict[str, Any] = vocab.load("quantities")
        self.weekdays = {name: index for index, names in enumerate(words["weekdays"]) for name in names}
        self.months = {name: index for index, names in enumerate(words["months"], 1) for name in names}
        self.seasons: dict[str, list[int]] = words["seasons"]
        self.day_parts: dict[str, str] = words["day_parts"]
        self.ordinals = {name: index for index, name in enumerate(words["ordinals"], 1)}
        self.holidays: dict[str, list[int]] = words["holidays"]
        self.periods: dict[str, list[list[str]]] = words["dated_periods"]
        self.numbers = {name: value for name, value in quantities["numbers"].items() if value}
        self.numbers |= {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 3, "dozen": 12, "past": 1, "last": 1}

        def either(names: Any) -> str:
            return "|".join(re.escape(name).replace("'", "['’]") for name in sorted(names, key=len, reverse=True))

        weekday = rf"(?:{either(self.weekdays)})"
        short = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "thur", "thurs"}
        weekday = rf"(?:{either(set(self.weekdays) - short)}|(?:{either(short)})\b\.?(?=,?\s*\d))"
        month = rf"(?:{either(self.months)})\b\.?"
        # "may" and "march" are months only where something around them says so; other months stand alone
        sure = rf"(?:{either(set(self.months) - {'may', 'march', 'mar', 'sep', 'jan', 'jun', 'dec'})})"
        day = rf"(?:(?:{either(self.ordinals)})|[0-3]?\d(?:st|nd|rd|th)?)(?![\w.]*\d)"
        year = r"(?:1[5-9]|20)\d\d"
        part = rf"(?:{either(self.day_parts)})"
        number = rf"(?:\d{{1,9}}|{either(self.numbers)}|a (?:couple|few) of|a few)"
        unit = r"(?:second|minute|hour|day|night|week|weekend|month|quarter|year|decade|century|fortnight)"
        season = rf"(?:{either(self.seasons)})"
        lead = r"(?:(?:early|late|earlier|later|mid|shortly after midnight|just after midnight|around midnight|overnight)[ -]?(?:on |in )?)"
        clock = r"(?:(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?|(?:[01]?\d)\s?[ap]\.?m\b\.?)(?:\s(?:local time|GMT|UTC|ET|Moscow time|Kyiv time))?"
        # a sentence is searched by a rule only where it holds a word that the rule cannot do without: most sentences hold few
        needs = {
            "month": rf"\b(?:{either(self.months)})\b", "weekday": rf"\b(?:{either(self.weekdays)})\b", "year": rf"\b{year}", "unit": rf"\b{unit}", "part": rf"\b{part}\b",
            "season": rf"\b{season}\b", "today": r"\b(?:today|tonight|yesterday|tomorrow|overnight|this|last night)\b", "holiday": rf"\b(?:{either(self.holidays)})\b",
            "period": rf"\b(?:{either(self.periods)})\b", "clock": r"\d[:.]\d|\d\s?[ap]\.?m\b", "then": r"\bthen\b", "weekend": r"\bweekend\b",
        }
        self._needs = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in needs.items()}
        self._rules: list[tuple[str, re.Pattern[str], str]] = []

        def rule(name: str, pattern: str) -> None:
            need = NEEDS.get(name, "")
            if name == "unit":
                need = "season" if "<s>" in pattern else "month" if "<m>" in pattern else "unit"
            elif name == "told":
                need = "then" if "then" in pattern else "unit"
            elif name == "clock":
                need = "part" if "<p>" in pattern or "night" in pattern else "clock"
            self._rules.append((name, re.compile(pattern, re.IGNORECASE), need))

        rule("week to", rf"the week (?:to|ending|ended)(?: on)? (?:(?P<d>{day}) (?P<m>{month})|(?P<m2>{month}) (?P<d2>{day}))(?:,? (?P<y>{year}))?")
        rule("start of", r"the (?:start|beginning) of (?:the|this) (?P<u>month|year|week)")
        rule("iso", r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b")
        rule("dates", rf"(?:{lead})?(?P<d1>{day})(?: (?P<m1>{month}))?(?: (?P<y1>{year}))?(?: ?[-–—] ?| and | to | through | until )(?P<d2>{day}) (?:of )?(?P<m2>{month})(?:,? (?P<y2>{year}))?")
        rule("dates", rf"(?:{lead})?(?P<m1>{month}) (?P<d1>{day})(?:,? (?P<y1>{year}))?(?: ?[-–—] ?| and | to | through | until )(?:(?P<m2>{month}) )?(?P<d2>{day})\b(?! (?:people|civilians|soldiers|troops|others))(?:,? (?P<y2>{year}))?")
        rule("date", rf"(?:{clock} on |(?:{part}) (?:on )?)?(?:{lead})?(?:(?P<w>{weekday}),? )?(?:the )?(?P<d>{day}) (?:of )?(?P<m>{month})(?:,? (?P<y>{year}))?")
        rule("date", rf"(?:{clock} on |(?:{part}) (?:on )?)?(?:{lead})?(?:(?P<w>{weekday}),? )?(?P<m>{month}) (?P<d>{day})(?:,? (?P<y>{year}))?\b(?!,\d)")
        rule("months", rf"(?P<m1>{month})(?: (?P<y1>{year}))?(?: ?[-–—] ?| and | to | through )(?P<m2>{month})(?: (?P<y2>{year}))?")
        rule("month", rf"(?:{lead}|the (?:start|beginning|end|middle) of )?(?P<m>{month}),? (?:of )?(?P<y>{year})")
        rule("years", rf"(?P<y1>{year})(?: ?[-–—/] ?| and | to | through )(?P<y2>{year}|\d\d)\b")
        rule("decades", r"the (?P<y1>(?:1[5-9]|20)\d0)s and (?P<y2>\d0)s")
        rule("decade", r"(?:the )?(?:early |late |mid-?)?(?P<y>(?:1[5-9]|20)\d0)['’]?s")
        rule("weekdays", rf"(?:{lead})?(?P<w1>{weekday})(?: (?:{part}))?(?: and | to | through |[-–])(?:{lead})?(?P<w2>{weekday})(?: (?:{part}))?")
        rule("weekday", rf"(?:{clock} on |(?:{part}) (?:on )?)?(?:{lead})?(?:(?P<which>last|next|this|this past|this coming|the following|the previous) )?(?P<w>{weekday})(?:['’]s)?(?: (?P<p>{part}))?(?: at {clock})?(?P<week> (?:last|this|next) week)?")
        rule("today", rf"(?:{lead}|later |earlier |{part} )?(?P<t>today|tonight|yesterday|tomorrow|overnight|this (?:{part})|last night|the day before yesterday|the day after tomorrow)(?:['’]s)?(?: (?:{part}))?")
        rule("span", rf"(?P<h>first|second|last) half of (?:the )?(?P<y>{year})")
        rule("the past", rf"(?:the )?(?P<which>past|last|previous|next|coming|following) (?P<n>{number}) (?P<u>{unit}s?)")
        rule("the past", r"the (?P<which>past|last|next|coming) (?P<u>hours|days|weeks|months|years|day|night|week|month|year|decade)\b")
        rule("unit", r"(?:late |early |earlier |later |the end of |the start of |the beginning of )?(?P<which>last|this|next|this coming|this past|past|previous)[ -](?P<u>week|weekend|month|quarter|year|decade|century)(?:['’]s)?")
        rule("unit", rf"(?:early |late )?(?P<which>last|this|next|this coming|this past) (?P<s>{season})(?: (?P<y>{year}))?")
        rule("unit", rf"(?P<which>last|this|next) (?P<m>{month})")
        rule("season", rf"(?:the |early |late )*(?P<s>{season})(?: of)? (?P<y>{year})")
        rule("ago", rf"(?:nearly |almost |about |around |some |more than |over )?(?P<n>(?!past|last){number}) (?P<u>{unit}s?) (?P<which>ago|earlier|before|later|afterwards)")
        rule("weekend", r"the weekend|at the weekend")
        rule("month", rf"(?:{lead}|the (?:start|beginning|end|middle) of )?(?P<m>{sure})\b(?! (?:brigade|movement|forces|offensive))")
        rule("month", r"(?:(?<=in )|(?<=since )|(?<=until )|(?<=by )|(?<=last )|(?<=of )|(?<=from )|(?<=during )|(?<=late )|(?<=early )|mid-)(?P<m>(?:may|march|mar|sept?|jan|jun|dec))\b\.?")
        rule("year", rf"(?:{lead}|the end of )?(?P<y>{year})(?![\w,.]*\d|-[a-z])(?! (?:people|civilians|soldiers|troops|families|fighters|houses|homes|prisoners|km|kilomet|square|men|women|refugees|tons))\b")
        rule("told", rf"(?:that|the same|later the same|later that|later in the|over the|the previous|the next|the following|the day) (?P<u>day|{part}|week|month|year|before|after)(?: (?:before|after))?")
        rule("told", r"since then")
        rule("holiday", rf"(?P<h>{either(self.holidays)})(?:,? (?P<y>{year}))?")
        rule("period", rf"(?:the (?:holy )?month of )?(?P<h>{either(self.periods)})(?:,? (?P<y>{year}))?")
        rule("clock", rf"{clock}")
        rule("clock", r"the night(?! raid| of)")
        rule("clock", rf"(?:around |before |after |just |shortly |early )*(?P<p>{part})(?! (?:of|raid|raids|prayers|prayer|attack|call|sun))")
        rule("for", rf"(?P<n>{number}) (?:more |straight |consecutive |full )?(?P<u>{unit}s?)(?! old|-old|-long)")
        self._wrap = re.compile(
            r"(?:(?P<since>since)|(?P<until>until|till)|(?P<by>by)|(?P<between>between)|(?P<from>from)|(?P<asof>as of)|(?P<over>over|in|during|within|for|throughout)|(?P<on>on|at))"
            r"(?: (?:the (?:start|beginning|end|night|early hours|morning|evening|middle) of|about|around|at least|the|early|late|mid)[ -]?)*\s*$", re.IGNORECASE)
        self._hint = re.compile(
            rf"\d|\b(?:{either(self.weekdays)}|{either(self.months)}|{part}|{unit}s?|today|tonight|yesterday|tomorrow|overnight|{season}|{either(self.holidays)}|{either(self.periods)}|since then)\b", re.IGNORECASE)

    def find(self, text: str, begin: int = 0, end: int | None = None) -> list[Found]:
        """Return the expressions in text[begin:end], longest first among those that overlap, in text order."""
        stop = len(text) if end is None else end
        if not self._hint.search(text, begin, stop):
            return []
        held = {name for name, pattern in self._needs.items() if pattern.search(text, begin, stop)}
        if "part" in held or re.search(r"\b(?:before|after)\b", text[begin:stop], re.IGNORECASE):
            held.add("unit")
        hits: list[Found] = []
        for name, pattern, need in self._rules:
            if need and need not in held:
                continue
            for match in pattern.finditer(text, begin, stop):
                b, e = match.span()
                if (b > begin and (text[b - 1].isalnum() or text[b - 1] in "-$€£")) or (e < stop and text[e].isalnum()):
                    continue
                if any(b < h.end and e > h.begin and (h.end - h.begin) >= (e - b) for h in hits):
                    continue
                hits = [h for h in hits if not (b < h.end and e > h.begin)]
                hits.append(Found(b, e, name, match.group().casefold(), {k: v.casefold() for k, v in match.groupdict().items() if v}))
        return sorted(hits, key=lambda h: h.begin)

    def wrapper(self, text: str, begin: int, sentence: int) -> tuple[str, int]:
        """Return the joining word before an expression ("since", "between") and where it starts; "" and `begin` where there is none."""
        match = self._wrap.search(text, max(sentence, begin - 40), begin)
        if not match or (match.start() > sentence and text[match.start() - 1].isalnum()):
            return "", begin
        return str(match.lastgroup), match.start()

    # -- values ---------------------------------------------------------------------------------------------------------------------------

    def count(self, word: str) -> int:
        word = word.replace("a couple of", "couple").replace("a few of", "few").replace("a few", "few")
        return int(word) if word.isdigit() else int(self.numbers.get(word, 1))

    def day_number(self, word: str) -> int:
        return self.ordinals.get(word) or int(re.sub(r"\D", "", word))

    def resolve(self, found: Found, anchor: Anchor, tense: str = PAST) -> Days | None:
        """Return the days of an expression; None where nothing decides them."""
        try:
            return self._resolve(found, anchor, tense)
        except (ValueError, OverflowError):  # 31 February, year 0
            return None

    def _year_of(self, month: int, day: int, anchor: Anchor, tense: str, slack: int = 10) -> int | None:
        """The year of a day or month told without one: the latest that is past or future as the tense says; `slack` days ahead pass as this year's."""
        if anchor.published is None:
            return anchor.year
        if anchor.year is not None and anchor.year < anchor.published.year - 1:
            return anchor.year
        now = anchor.published
        if tense == FUTURE:
            return now.year + 1 if (month, day) < (now.month, now.day) and (now.month - month) > 1 else now.year
        if (month, day) > (now.month, now.day):
            # a report may name a day just ahead without a future verb
            ahead = (date(now.year, month, min(day, 28)) - now).days
            return now.year if ahead <= slack else now.year - 1
        return now.year

    def _resolve(self, found: Found, anchor: Anchor, tense: str) -> Days | None:
        parts, now = found.parts, anchor.published
        match found.rule:
            case "iso":
                return one_day(date(int(parts["y"]), int(parts["m"]), int(parts["d"])))
            case "date":
                month, day = self._month(parts["m"]), self.day_number(parts["d"])
                year = int(parts["y"]) if "y" in parts else self._year_of(month, day, anchor, tense)
                return one_day(date(year, month, day)) if year else None
            case "week to":
                month, day = self._month(parts.get("m") or parts["m2"]), self.day_number(parts.get("d") or parts["d2"])
                year = int(parts["y"]) if "y" in parts else self._year_of(month, day, anchor, tense)
                return interval(date(year, month, day) - timedelta(6), date(year, month, day)) if year else None
            case "dates":
                m2 = self._month(parts["m2"] if "m2" in parts else parts["m1"])
                m1 = self._month(parts["m1"]) if "m1" in parts else m2
                d1, d2 = self.day_number(parts["d1"]), self.day_number(parts["d2"])
                y2 = int(parts["y2"]) if "y2" in parts else int(parts["y1"]) if "y1" in parts else self._year_of(m2, d2, anchor, tense)
                if not y2:
                    return None
                y1 = int(parts["y1"]) if "y1" in parts else y2 - (m1 > m2)
                return interval(date(y1, m1, d1), date(y2, m2, d2))
            case "month":
                month = self._month(parts["m"])
                year = int(parts["y"]) if "y" in parts else self._year_of(month, 1, anchor, tense, 0)
                return a_month(year, month) if year else None
            case "months":
                m1, m2 = self._month(parts["m1"]), self._month(parts["m2"])
                y2 = int(parts["y2"]) if "y2" in parts else self._year_of(m2, 1, anchor, tense)
                if not y2:
                    return None
                y1 = int(parts["y1"]) if "y1" in parts else y2 - (m1 > m2)
                return Days(date(y1, m1, 1), month_end(y2, m2), f"{y1:04}-{m1:02}/{y2:04}-{m2:02}", "interval")
            case "year":
                return a_year(int(parts["y"]))
            case "years":
                y1 = int(parts["y1"])
                y2 = int(parts["y2"]) if len(parts["y2"]) == 4 else y1 // 100 * 100 + int(parts["y2"])
                return Days(date(y1, 1, 1), date(y2, 12, 31), f"{y1:04}/{y2:04}", "interval") if y1 < y2 else None
            case "decade" | "decades":
                y1 = int(parts["y1"] if "y1" in parts else parts["y"])
                y2 = (y1 // 100 * 100 + int(parts["y2"]) if "y2" in parts else y1) + 9
                return Days(date(y1, 1, 1), date(y2, 12, 31), f"{y1}/{y2}", "decade")
            case "span":
                year = int(parts["y"])
                m1, m2 = (1, 6) if parts["h"] == "first" else (7, 12)
                return Days(date(year, m1, 1), month_end(year, m2), str(year), "year")
            case "season":
                return self._season(parts["s"], int(parts["y"]))
            case "holiday":
                month, day = self.holidays[parts["h"].replace("’", "'")]
                year = int(parts["y"]) if "y" in parts else self._year_of(month, day, anchor, tense)
                return one_day(date(year, month, day)) if year else None
            case "period":
                around = int(parts["y"]) if "y" in parts else (now.year if now else None)
                for first, last in self.periods[parts["h"]]:
                    if first.startswith(str(around)):
                        return Days(date.fromisoformat(first), date.fromisoformat(last), f"{first}/{last}", "interval")
                return None
        if found.rule == "told":
            return self._told(found, anchor)
        if found.rule == "ago" and parts["which"] in ("later", "after", "afterwards", "before", "earlier"):
            return self._from_told(parts, anchor)
        if now is None:
            return None
        match found.rule:
            case "weekday":
                return one_day(self._weekday(parts["w"], now, tense, parts.get("which"), parts.get("week", "").strip()))
            case "weekdays":
                end = self._weekday(parts["w2"], now, tense, None, "")
                return interval(end - timedelta((end.weekday() - self._weekday_number(parts["w1"])) % 7), end)
            case "today":
                told = parts["t"]
                if told in ("overnight", "last night"):
                    return interval(now - timedelta(1), now) if told == "overnight" else one_day(now - timedelta(1))
                shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(told, 0)
                return one_day(now + timedelta(shift))
            case "clock":
                at = anchor.told if anchor.told and timedelta(0) <= now - anchor.told <= timedelta(3) else now
                return interval(at - timedelta(1), at) if found.text == "the night" else one_day(at)
            case "start of":
                return one_day({"month": now.replace(day=1), "year": date(now.year, 1, 1), "week": now - timedelta(now.weekday())}[parts["u"]])
            case "weekend":
                saturday = now - timedelta((now.weekday() - 5) % 7) if tense == PAST else now + timedelta((5 - now.weekday()) % 7)
                return interval(saturday, saturday + timedelta(1))
            case "unit":
                return self._unit(parts, now)
            case "the past":
                count = self.count(parts["n"]) if "n" in parts else 3 if parts["u"].endswith("s") else 1
                back = parts["which"] in ("past", "last", "previous")
                other = shift_by(now, parts["u"], -count if back else count)
                return interval(min(now, other), max(now, other)) if other != now else one_day(now)
            case "ago":
                return self._ago(parts, now)
            case "for":
                unit = parts["u"].rstrip("s")
                count = self.count(parts["n"])
                if unit == "year":
                    return Days(shift_by(now, unit, -count), now, f"{now.year - count:04}/{now.year:04}", "interval")
                other = shift_by(now, unit, count if tense == FUTURE else -count)
                return interval(min(now, other), max(now, other)) if other != now else one_day(now)
        return None

    def _month(self, word: str) -> int:
        return self.months[word.rstrip(".")]

    def _weekday_number(self, word: str) -> int:
        return self.weekdays[word.rstrip(".")]

    def _weekday(self, word: str, now: date, tense: str, which: str | None, week: str) -> date:
        number = self._weekday_number(word)
        back = (now.weekday() - number) % 7
        if week == "last week":
            return now - timedelta(now.weekday() + 7 - number)
        if week == "next week":
            return now + timedelta(7 - now.weekday() + number)
        if week == "this week":
            return now - timedelta(now.weekday() - number)
        if which in ("last", "this past", "the previous"):
            return now - timedelta(back or 7)
        if which in ("next", "this coming", "the following") or (tense == FUTURE and which is None):
            forward = (number - now.weekday()) % 7
            return now + timedelta(forward or (7 if which else 0))
        return now - timedelta(back)

    def _season(self, name: str, year: int) -> Days:
        m1, m2 = self.seasons[name]
        y2 = year + (m2 < m1)
        return Days(date(year, m1, 1), month_end(y2, m2), f"{year:04}-{m1:02}/{y2:04}-{m2:02}", "season")

    def _unit(self, parts: dict[str, str], now: date) -> Days | None:
        which = {"past": "last", "previous": "last", "this coming": "next", "this past": "last"}.get(parts["which"], parts["which"])
        step = {"last": -1, "this": 0, "next": 1}[which]
        if "s" in parts:
            m1 = self.seasons[parts["s"]][0]
            year = int(parts["y"]) if "y" in parts else now.year
            if "y" not in parts:
                if step < 0 and (m1 > now.month or self.seasons[parts["s"]][0] <= now.month <= self.seasons[parts["s"]][1]):
                    year -= 1
                if step > 0 and m1 <= now.month:
                    year += 1
            return self._season(parts["s"], year)
        if "m" in parts:
            month = self._month(parts["m"])
            year = now.year
            if step < 0 and month >= now.month:
                year -= 1
            if step > 0 and month <= now.month:
                year += 1
            return a_month(year, month)
        match parts["u"]:
            case "week" | "weekend":
                monday = now - timedelta(now.weekday()) + timedelta(7 * step)
                if parts["u"] == "weekend":
                    saturday = monday + timedelta(5)
                    return interval(saturday, saturday + timedelta(1))
                if parts["which"] == "this coming":
                    monday = now + timedelta((7 - now.weekday()) % 7)
                return Days(monday, monday + timedelta(6), f"{monday}/{monday + timedelta(6)}", "week")
            case "month":
                other = shift_by(now.replace(day=1), "month", step)
                return a_month(other.year, other.month)
            case "quarter":
                start = shift_by(date(now.year, 3 * ((now.month - 1) // 3) + 1, 1), "month", 3 * step)
                end = month_end(*divmod_month(start, 2))
                return Days(start, end, f"{start:%Y-%m}/{end:%Y-%m}", "quarter")
            case "year":
                return a_year(now.year + step)
            case "decade" | "century":
                size = 10 if parts["u"] == "decade" else 100
                start_year = now.year // size * size + size * step
                return Days(date(start_year, 1, 1), date(start_year + size - 1, 12, 31), f"{start_year}/{start_year + size - 1}", "decade")
        return None

    def _ago(self, parts: dict[str, str], now: date) -> Days | None:
        unit, count = parts["u"].rstrip("s"), self.count(parts["n"])
        other = shift_by(now, unit, -count)
        if unit in ("year", "decade", "century"):
            return a_year(other.year)
        return a_month(other.year, other.month) if unit == "month" else one_day(other)

    def _from_told(self, parts: dict[str, str], anchor: Anchor) -> Days | None:
        base = anchor.told or anchor.published
        if base is None:
            return None
        unit, count = parts["u"].rstrip("s"), self.count(parts["n"])
        other = shift_by(base, unit, count if parts["which"] in ("later", "after", "afterwards") else -count)
        if unit in ("year", "decade", "century"):
            return a_year(other.year)
        return a_month(other.year, other.month) if unit == "month" else one_day(other)

    def _told(self, found: Found, anchor: Anchor) -> Days | None:
        base = anchor.told or anchor.published
        if base is None:
            return None
        unit = found.parts.get("u", "")
        step = {"previous": -1, "before": -1, "next": 1, "following": 1, "after": 1}
        shift = next((v for k, v in step.items() if re.search(rf"\b{k}\b", found.text)), 0)
        if found.text == "since then":
            return since(one_day(base), anchor)
        if unit in ("week",):
            monday = base - timedelta(base.weekday()) + timedelta(7 * shift)
            return Days(monday, monday + timedelta(6), f"{monday}/{monday + timedelta(6)}", "week")
        if unit == "month":
            other = shift_by(base.replace(day=1), "month", shift)
            return a_month(other.year, other.month)
        if unit == "year":
            return a_year(base.year + shift)
        return one_day(base + timedelta(shift))


def one_day(day: date) -> Days:
    return Days(day, day, day.isoformat(), "day")


def interval(first: date, last: date) -> Days:
    if first > last:
        raise ValueError("an interval that ends before it begins")
    return Days(first, last, f"{first}/{last}" if first != last else first.isoformat(), "interval" if first != last else "day")


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def a_month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), month_end(year, month), f"{year:04}-{month:02}", "month")


def a_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31), f"{year:04}", "year")


def divmod_month(start: date, months: int) -> tuple[int, int]:
    other = shift_by(start.replace(day=1), "month", months)
    return other.year, other.month


def shift_by(day: date, unit: str, count: int) -> date:
    """Move a day by `count` units; hours and minutes stay on the day unless they pass 24 hours."""
    unit = unit.rstrip("s")
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
            months = day.year * 12 + day.month - 1 + count * (3 if unit == "quarter" else 1)
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        case "year" | "decade" | "century":
            year = day.year + count * {"year": 1, "decade": 10, "century": 100}[unit]
            return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
    raise ValueError(unit)


def since(days: Days, anchor: Anchor) -> Days:
    """Return the interval from an expression's days to the report's date."""
    now = anchor.published
    if now is None or days.first > now:
        return days
    if days.precision == "day" and days.first == now:
        return days
    start = days.value.partition("/")[0]
    return Days(days.first, now, f"{start}/{now}", "interval")


@lru_cache(maxsize=1)
def load_calendar() -> Calendar:
    """The grammar, built on first use."""
    return Calendar()


def find_times(text: str, begin: int, end: int, anchor: Anchor, tense: str = PAST, timex: bool = False, expressions: Sequence[Found] | None = None) -> Iterator[When]:
    """Yield the time expressions of the sentence text[begin:end] with their values; moves `anchor` along.

    With `timex` spans are those of TIMEX3, without the joining word ("since", "on", "between"). `expressions` are those of the sentence, where they are known.
    """
    grammar = load_calendar()
    if expressions is None:
        expressions = grammar.find(text, begin, end)
    anchor.years_left -= 1
    if anchor.years_left < 0:
        anchor.year = None
    skip = -1
    for index, found in enumerate(expressions):
        if index == skip:
            continue
        word, start = grammar.wrapper(text, found.begin, begin)
        days = grammar.resolve(found, anchor, tense)
        bare = timex3(found, days, grammar)
        finish = found.end
        following = expressions[index + 1] if index + 1 < len(expressions) else None
        if days and not timex and word in ("between", "from") and following and re.fullmatch(r"\s*(?:and|to|until|through)\s*(?:the )?(?:early |late )?", text[found.end : following.begin]):
            second = grammar.resolve(following, anchor, tense)
            if second and second.last >= days.first:
                days = Days(days.first, second.last, f"{days.value.partition('/')[0]}/{second.value.rpartition('/')[2]}", "interval")
                finish, skip = following.end, index + 1
        if days is not None:
            if word == "since":
                if days.precision == "month" and re.search(r"(?:start|beginning) of", text[start : found.end], re.IGNORECASE):
                    days = one_day(days.first)
                days = since(days, anchor)
            elif word not in ("until", "by"):
                anchor.told = days.last
                if found.rule in ("date", "month") and "y" in found.parts:
                    anchor.year, anchor.years_left = int(found.parts["y"]), 3
                elif found.rule in ("weekday", "today", "unit"):
                    anchor.year = None
        kind = "TIME" if found.rule == "clock" or found.parts.get("p") else "DURATION" if found.rule in ("for", "the past") else "DATE"
        if timex:
            start, finish = found.begin, found.end
        yield When(begin=start, end=finish, text=text[start:finish], type=kind, timex=bare, interval=(days.first, days.last) if days else None,
                   value=days.value if days else None, precision=days.precision if days else None)


_UNITS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE", "fortnight": "W"}
_SEASON_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}


def timex3(found: Found, days: Days | None, grammar: Calendar) -> str | None:
    """Return the TIMEX3 value of an expression: "P3D", "2024-W48", "2024-SU", "2024-11-27TMO"."""
    parts = found.parts
    if found.rule in ("for", "the past"):
        code = _UNITS[parts["u"].rstrip("s")]
        count = str(grammar.count(parts["n"])) if "n" in parts else "X" if parts["u"].endswith("s") else "1"
        return f"PT{count}{code[1]}" if code[0] == "T" and len(code) == 2 else f"P{count}{code}"
    if days is None:
        return None
    if days.precision == "week":
        year, week, _ = days.first.isocalendar()
        return f"{year}-W{week:02}"
    if days.precision == "season":
        return f"{days.first.year}-{_SEASON_CODES[parts['s']]}"
    if days.precision == "decade":
        return str(days.first.year)[:3]
    if days.precision == "interval":
        return days.value.partition("/")[0]
    part = next((code for name, code in grammar.day_parts.items() if re.search(rf"\b{name}\b", found.text)), None)
    return f"{days.value}T{part}" if part and days.precision == "day" else days.value


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
