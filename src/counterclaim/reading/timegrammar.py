"""The grammar of time expressions: which words of a text tell a time, and the parts that its rule names. What they mean is timevalues.py.

A rule is a pattern over named elements (`@month`, `@day`), whose words come from vocabulary/times.yml. Most words of a report tell no time, so
a sentence is first cut into words, and rules are tried only in runs of words that the grammar knows, at the beginning of a word, and only those
rules whose kind of word the run holds. No pattern repeats without a bound, so the work grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counterclaim import vocab

BOTH, CLAIMS, TIMEX, HISTORY = "both", "claims", "timex", "history"
"""Which reading a rule serves: both; only claims; only the layer of TIMEX3, whose spans are narrower; only TIMEX3 in an account of the past."""

WINDOW = 20_000
"""Sentences longer than this are read in parts of about this many characters."""

RULES: tuple[tuple[str, str, str, str], ...] = (
    # name, kind of word without which it finds nothing, pattern, reading
    ("iso", "year", r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", BOTH),
    ("figures", "figures", r"(?P<a>\d\d?)(?P<by>[/.])(?P<b>\d\d?)(?P=by)(?P<y>@year)", BOTH),
    # days
    ("week to", "month", r"the week (?:to|ending|ended)(?: on)? (?:(?P<d>@day) (?P<m>@month)|(?P<m2>@month) (?P<d2>@day))(?:,? (?P<y>@year))?", CLAIMS),
    ("dates", "month", r"@lead?(?P<A>(?:the )?(?P<d1>@day)(?: (?P<m1>@month))?(?: (?P<y1>@year))?)@to(?P<B>(?:the )?(?P<d2>@day) (?:of )?(?P<m2>@month)(?:,? (?P<y2>@year))?)", BOTH),
    ("dates", "month", r"@lead?(?P<A>(?P<m1>@month) (?P<d1>@day)(?:,? (?P<y1>@year))?)@to(?P<B>(?:(?P<m2>@month) )?(?P<d2>@day)(?! @counted)(?:,? (?P<y2>@year))?)", BOTH),
    ("date", "month", r"@before?(?:(?P<w>@weekday),? )?(?:the )?(?:(?P<d>@figureday) (?:of )?|(?P<d2>@ordinal) of )(?P<m>@month)(?:(?:,? (?:of )?(?P<y>@anyyear))|@thatyear)?(?:,? at @clock| @clock)?", BOTH),
    ("date", "month", r"@before?(?:(?P<which>last|next|this coming|this past|this) )?(?:(?P<w>@weekday),? )?(?P<m>@month) (?P<d>@day)(?!,\d)(?:(?:,? (?:of )?(?P<y>@anyyear))|@thatyear)?(?:,? at @clock| @clock)?", BOTH),
    ("day", "nth", r"(?:(?<=on )|(?<=until )|(?<=by )|(?<=since )|(?<=from )|(?<=of ))the (?P<d>[0-3]?\d(?:st|nd|rd|th))(?=[.,;:)]|$| (?:an?|and|as|at|but|by|for|from|he|his|in|it|of|on|she|that|the|their|they|this|to|when|with)\b)", TIMEX),
    # months
    ("months", "month", r"@lead?(?P<A>(?P<m1>@month)(?: (?P<y1>@year))?)@to(?P<B>(?:late |early |mid-)?(?P<m2>@month)(?:,? (?P<y2>@year))?)", BOTH),
    ("month", "month", r"@edge?@lead?(?P<m>@month),? (?:of |in )?(?:(?P<y>@anyyear)|(?P<year>that year|the same year|last year|this year|next year|the following year|the previous year))", BOTH),
    ("month", "month", r"@edge?@lead?(?P<m>@sure)(?! @monthname)", BOTH),
    ("month", "month", r"(?:@edge@lead?|@lead|(?:@monthlead))(?P<m>@unsure)(?! @monthname)", BOTH),
    ("last month", "month", r"(?:the )?(?P<which>last|this|next|previous|following|this past|this coming) (?P<m>@month)", BOTH),
    # years, decades, centuries
    ("years", "year", r"(?:the years )?(?P<A>(?P<y1>@year))(?: ?[-–—/] ?| and | to | through | until )(?P<B>(?P<y2>@year|\d\d))", BOTH),
    ("year", "year", r"@unnumbered@edge?@lead?(?:(?:the )?years? |the fiscal year )?(?:fiscal |calendar )?(?P<y>@year)(?!,?\d|\.\d|-(?-i:[a-z]))(?! @counted)", BOTH),
    ("year", "bc", r"@edge?@lead?(?:ca?\. ?|circa )?(?P<y>@bcyear)", BOTH),
    ("year", "yearword", r"@edge?@lead?(?:the year )?(?P<y>@wordyear)", BOTH),
    ("decades", "year", r"the (?P<A>(?P<y1>(?:1[5-9]|20)\d0)s) and (?P<B>(?P<y2>\d0)s)", BOTH),
    ("decade", "year", r"(?:@edge|the )?@lead?(?P<y>(?:1[5-9]|20)\d0)['’]?s", BOTH),
    ("decade", "year", r"(?:@edge|the )?@lead?(?P<bc>\d{1,3}0)s B\.?C\.?", TIMEX),
    ("decade", "decade", r"(?:@edge|the )?@lead?['’](?P<short>\d0)s", BOTH),
    ("decade", "decade", r"the @lead?(?P<name>@decadename)", BOTH),
    ("century", "century", r"(?:@edge|the )?@lead?(?P<c>@nth|\d{1,2}(?:st|nd|rd|th))[ -]century(?: (?P<bc>B\.?C\.?E?))?", TIMEX),
    # weekdays
    ("weekdays", "weekday", r"@lead?(?P<A>(?P<w1>@weekday)(?: (?P<p1>@part))?)(?: and | to | through |[-–])(?P<B>@lead?(?P<w2>@weekday)(?: (?P<p2>@part))?)", BOTH),
    ("weekday", "weekday", r"@before?(?:(?P<which>last|next|this|this past|this coming|the following|the previous) )?(?P<w>@weekday)(?: (?P<p>@part))?(?:(?: at|,)? @clock)?(?P<week> (?:last|this|next) week)?", BOTH),
    ("each", "weekday", r"(?:each|every) (?P<w>@weekday)(?: (?P<p>@part))?", TIMEX),
    ("each", "weekday", r"(?P<w>@fullweekday)s|(?P<w2>@fullweekday) (?P<p>@part)s", TIMEX),
    ("today", "today", r"@before?@later?(?P<t>today|tonight|yesterday|tomorrow|overnight|this @part|last night|last evening|the day before yesterday|the day after tomorrow)(?: (?P<p>@part))?(?: at @clock)?", BOTH),
    # quarters and halves
    ("span", "year", r"(?:the )?(?P<h>first|second|last|latter) half of (?:the )?(?:fiscal )?(?:year )?(?P<y>@year)", BOTH),
    ("span", "year", r"(?P<h>first|second|last) half of (?:the )?(?P<y>@year)", CLAIMS),
    ("quarter", "quarter", r"(?:the )?(?:latest |current )?(?:(?P<y>@year) |(?P<ago>year-ago|year-earlier) |(?P<of>last|this|next) year['’]s )?(?:fiscal[ -])?(?P<q>@quarternth)(?: fiscal)? quarter"
                           r"(?: (?:of |in )?(?:fiscal )?(?:(?P<y2>@year)|(?P<of2>last|this|next) year|the year))?", TIMEX),
    ("quarter", "quarter", r"(?:fiscal )?(?P<q>@quarternth)-quarter", TIMEX),
    ("the quarter", "quarter", r"(?:the )?(?P<which>latest|current|same|comparable|corresponding|(?:comparable )?(?:year-ago|year-earlier)|@year|last year['’]s|last|this|next|previous|that) (?:fiscal )?quarter", TIMEX),
    ("the quarter", "quarter", r"the quarter", TIMEX),
    ("the quarter", "period", r"(?:the )?(?P<which>latest|(?:comparable )?(?:year-ago|year-earlier)|@year) (?:fiscal )?period", TIMEX),
    ("the quarter", "year-ago", r"(?P<which>year-ago|year-earlier)(?! (?:level|period|quarter|@quarternth))", TIMEX),
    ("year end", "unit", r"(?:the )?year(?:[- ]end|['’]s end)", TIMEX),
    # seasons, feasts and named days
    ("season", "season", r"@edge?(?:the )?@lead?(?P<s>@season)(?: of|,)? (?:(?P<y>@anyyear)|(?P<year>that year|the same year|last year|this year|next year))", BOTH),
    ("season", "season", r"(?:early |late |the )?(?P<which>last|this|next|this coming|this past|following|previous|preceding|same) (?P<s>@season)(?: (?P<y>@year))?", CLAIMS),
    ("season", "season", r"@edge?(?:(?:the )?(?P<which>last|this|next|this coming|this past|following|previous|preceding|same|that) |the (?!(?-i:[A-Z]\w{3,5} [A-Z])))?@lead?(?P<s>spring|summer|autumn|winter)(?!s?['’]?s\b)", TIMEX),
    ("season", "season", r"@edge?(?:(?:the )?(?P<which>last|this|next|this coming|this past|following|previous|preceding) |in the |@lead)(?P<s>fall)(?! (?:of|from|in)\b)", TIMEX),
    ("holiday", "holiday", r"(?:(?P<which>last|this|next) )?(?P<h>@holiday)(?:,? (?P<y>@year))?(?: (?P<p>@part))?", BOTH),
    ("named day", "holiday", r"(?P<h>@namedday)", TIMEX),
    ("period", "period", r"(?:the (?:holy )?month of )?(?P<h>@period)(?:,? (?P<y>@year))?", BOTH),
    # the past week, last year, earlier this month
    ("the past", "unit", r"(?:the )?(?P<which>past|last|previous|next|coming|following) (?P<n>@number)(?: to @number| or @number)? (?:@adjective )?(?P<u>@unit)", BOTH),
    ("the past", "unit", r"the (?P<which>past|last|next|coming) (?P<u>hours|days|weeks|months|years)", BOTH),
    ("the past", "unit", r"the (?P<which>past|last|next|coming) (?P<u>day|night|week|month|year|decade)", CLAIMS),
    ("the past", "unit", r"the (?P<which>past|coming) (?P<u>day|night|week|month|year|decade|century)", TIMEX),
    ("the past", "unit", r"(?:the )?(?P<which>recent|coming|past) (?P<u>hours|days|weeks|months|quarters|years|decades)", TIMEX),
    ("unit", "unit", r"(?:@edge|@lead)?(?P<which>last|this|next|this coming|this past|past|previous|current)[ -](?P<u>week|weekend|month|quarter|year|decade|century)", BOTH),
    ("unit", "unit", r"(?:@edge|@lead)?the (?P<which>current|latest|last|next) (?:fiscal )?(?P<u>week|weekend|month|year|decade|century)", TIMEX),
    ("start of", "unit", r"the (?:start|beginning) of (?:the|this) (?P<u>month|year|week)", BOTH),
    ("unit", "unit", r"(?:@edge|(?:early|late|later|earlier) in )(?P<which>the|that) (?P<u>week|month|year|decade|century)", TIMEX),
    ("year ended", "unit", r"the (?:fiscal |full )?(?P<u>year|quarter)(?= end(?:ed|ing)\b)", TIMEX),
    ("the unit", "unit", r"the (?:full |fiscal |entire |whole )?(?P<u>(?-i:week|year))(?! (?:@ordinal|\d))", TIMEX),
    ("weekend", "weekend", r"(?:the |at the |over the )weekend", CLAIMS),
    ("weekend", "weekend", r"(?:the )weekend", TIMEX),
    # against the date told last
    ("told", "unit", r"@lead?(?P<which>that same|that|the same|this same|the following|the next|following|the previous|the preceding|the subsequent) (?P<u>day|week|month|year|decade)", TIMEX),
    ("told", "unit", r"(?P<which>this) (?P<u>day)", HISTORY),
    ("told", "part", r"(?:early |late |later )?(?P<which>that same|that|the same|the following|the next|one) (?P<p>@part)", TIMEX),
    ("told", "unit", r"the (?P<u>day|week|month|year) (?P<which>before|after|following)(?! (?:the|a|an|his|her|its|their|that|he|she|it|they)\b)", TIMEX),
    ("told", "unit", r"(?:that|the same|later the same|later that|later in the|over the|the previous|the next|the following|the day) (?P<u>day|@part|week|month|year|before|after)(?: (?:before|after))?", CLAIMS),
    ("told", "then", r"since then", CLAIMS),
    # lengths of time
    ("ago", "unit", r"@about?(?P<n>(?!past|last|coming|recent)@number) (?:@adjective )?(?P<u>@unit)(?: or so)? (?P<which>ago|earlier|later|afterwards|before that|hence)", TIMEX),
    ("ago", "unit", r"@about?(?P<n>(?!past|last|coming|recent)@number) (?:@adjective )?(?P<u>@unit) (?P<which>before|after|previously)(?=[.,;)]|$)", TIMEX),
    ("ago", "unit", r"(?P<n>@few )?(?P<u>days|weeks|months|years|decades|centuries|hours) (?P<which>ago|earlier|later)", TIMEX),
    ("ago", "unit", r"(?:nearly |almost |about |around |some |more than |over )?(?P<n>(?!past|last|coming|recent)@number) (?P<u>@unit) (?P<which>ago|earlier|before|later|afterwards)", CLAIMS),
    ("for", "unit", r"(?P<n>@number) (?:more |straight |consecutive |full )?(?P<u>@unit)(?! old|-old|-long)", CLAIMS),
    ("for", "unit", r"(?:@about(?=@number)|the (?:(?:first|last|final|latest|opening|closing|entire|year-earlier|intervening|remaining) )?)?(?P<n>(?!an? (?!few|couple|pair|hundred|dozen|thousand|half)|past|last|coming|recent)@number)(?: to @number| or @number)? (?:@adjective )?(?P<u>@unit)(?P<half> and a half)?(?! old| of age|-old| (?:a|per) (?:day|week|month|year))", TIMEX),
    ("for", "unit", r"the (?P<n>(?:first|last|final|opening|closing) (?:@number )?)(?P<u>@unit) of (?:@edge|@lead)?(?:@month(?:,? @year)?|@year)", TIMEX),
    ("for", "unit", r"(?P<n>(?!an? |the )@number)-(?P<u>@single)(?!-old|-olds|s|-term)(?: (?:period|term))?", TIMEX),
    ("for", "unit", r"(?:a|an) (?P<n>@number)-(?P<u>@single) period", TIMEX),
    ("for", "unit", r"(?P<n>an? )(?P<u>@single)(?P<half> and a half)", TIMEX),
    ("for", "unit", r"@about(?P<n>an? )(?P<u>@single)(?P<half> and a half)?", TIMEX),
    ("for", "unit", r"(?:(?<=for )|(?<=in )|(?<=within )|(?<=after )|(?<=than )|(?<=over )|(?<=of )|(?<=by )|(?<=until )|(?<=takes )|(?<=took )|(?<=lasted )|(?<=spent ))(?P<n>an? )(?P<u>(?!second)@single)(?! (?:earlier|ago|later))(?P<half> and a half)?", TIMEX),
    ("for", "unit", r"(?:(?<=for )|(?<=in )|(?<=within )|(?<=after )|(?<=of )|(?<=over )|(?<=take )|(?<=took )|(?<=lasted )|(?<=spent ))(?P<n>@few )?(?P<u>seconds|minutes|hours|days|weeks|months|years|decades|centuries)", TIMEX),
    ("for", "unit", r"(?P<u>minute|hour|day|week|month|year|decade|century|hours|days|weeks|months|years|decades|centuries)-long", TIMEX),
    ("for", "unit", r"the (?P<n>first|last|final) (?P<u>minutes|hours|days|weeks|months|years)", TIMEX),
    # sets
    ("each", "unit", r"(?:(?:each|every) (?P<u>@single)|per (?P<u2>day|week|month|year))", TIMEX),
    ("each", "month", r"(?:each|every) (?P<m>@month)", TIMEX),
    ("each", "season", r"(?:each|every) (?P<s>@season)", TIMEX),
    ("each", "part", r"(?:each|every) (?P<p>@part)", TIMEX),
    ("frequency", "frequency", r"(?P<f>@frequency)", TIMEX),
    # the time of speaking
    ("reference", "reference", r"(?P<r>@reference)(?! -?(?:called|run|serving))", TIMEX),
    ("reference", "reference", r"(?:(?<=at )|(?<=by )|(?<=until )|(?<=around )|(?<=to )|(?<=of )|(?<=in )|(?<=from )|(?<=about )|(?<=since )|(?<=during ))(?P<r>@positioned)(?! (?:of|in|he|she|they|it|the|as|(?-i:[A-Z]))\b)", HISTORY),
    ("reference", "reference", r"(?P<r>@historyreference)", HISTORY),
    # parts of the day
    ("clock", "clock", r"(?:around |about )?@clock(?:(?: |(?<= ))in the (?P<p>@part))?", BOTH),
    ("clock", "part", r"the night(?! raid| of)", CLAIMS),
    ("clock", "part", r"(?:around |before |after |just |shortly |early )*(?P<p>@part)(?! (?:of|raid|raids|prayers|prayer|attack|call|sun))", CLAIMS),
    ("clock", "part", r"(?:(?<=at )|(?<=by ))(?P<p>night|noon|midday|dawn|dusk|midnight)", HISTORY),
    ("clock", "part", r"(?P<p>night|daytime|night-time)", HISTORY),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One expression in the text: its grammar rule and the parts that the rule named; `pieces` are the two ends of a range."""

    begin: int
    end: int
    rule: str
    text: str
    parts: dict[str, str]
    pieces: tuple[tuple[int, int], ...] = ()


def either(names: Iterable[str]) -> str:
    """A pattern for any of these names, the longest first; either apostrophe."""
    return "|".join(re.escape(name).replace(r"\ ", " ").replace("'", "['’]") for name in sorted(names, key=lambda n: (-len(n), n)))


_END = r"(?:(?!\w)|(?<=\d)(?-i:(?=[A-Z][a-z])))"
"""Where an expression ends: before a character of no word, or where a line break was lost after a figure ("1960-1963When")."""


class Grammar:
    """The rules, built once from vocabulary/times.yml, and the words that they are tried at."""

    def __init__(self) -> None:
        self.words: dict[str, Any] = vocab.load("times")
        quantities: dict[str, Any] = vocab.load("quantities")
        self.weekdays = {name: index for index, names in enumerate(self.words["weekdays"]) for name in names}
        self.months = {name: index for index, names in enumerate(self.words["months"], 1) for name in names}
        self.ordinals = {name: index for index, name in enumerate(self.words["ordinals"], 1)}
        self.numbers: dict[str, float] = {name: value for name, value in quantities["numbers"].items() if value}
        self.units = unit_forms(self.words)
        self.references = {name: code for key in ("references", "history_references") for code, names in self.words[key].items() for name in names}
        self._elements = self._name_elements()
        self._rules = {view: self._compile(view) for view in (CLAIMS, TIMEX, HISTORY)}
        self._kinds = self._kinds_of_words()
        self._chosen: dict[tuple[str, frozenset[str]], list[tuple[str, re.Pattern[str]]]] = {}
        self._wrap = re.compile(
            r"(?:(?P<since>since)|(?P<until>until|till)|(?P<by>by)|(?P<between>between)|(?P<from>from)|(?P<asof>as of)|(?P<over>over|in|during|within|for|throughout)|(?P<on>on|at))"
            r"(?: (?:the (?:start|beginning|end|night|early hours|morning|evening|middle) of|about|around|at least|the|early|late|mid)[ -]?){0,4}\s{0,4}$", re.IGNORECASE)

    # -- building -------------------------------------------------------------------------------------------------------------------------

    def _name_elements(self) -> dict[str, str]:
        """The patterns of the elements that rules are made of, from the words of the vocabulary."""
        w = self.words
        short_days, unsure = set(w["short_weekdays"]), set(w["short_months"])
        dotted = {name for names in w["months"] for name in names[1:]}
        capital = {form for name in unsure for form in (name.title(), name.upper())}
        tens = either(name for name, value in self.numbers.items() if value >= 20)
        ones = either(name for name, value in self.numbers.items() if value < 10)
        small = either(self.numbers)
        part = rf"(?:{either(w['day_parts'])})"
        year, bc = r"(?:1[5-9]\d\d|20\d\d)", r"\d{1,4} ?(?:BCE?|B\.C\.(?:E\.)?|B\.C)"
        clock = (r"(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\b\.?| ?hrs| hours)?|[01]?\d\.[0-5]\d ?[ap]\.?m\b\.?|[01]?\d (?=in the (?:morning|afternoon|evening))|[01]?\d ?[ap]\.?m\b\.?|[01]?\d o['’]clock|(?:[01]\d|2[0-3])[0-5]\d(?: ?(?:hrs|hours)|(?= (?:GMT|UTC))))"
                 r""
                 rf"(?: (?:{either(w['zones'])}))?")
        return {
            "weekday": rf"(?:{either(set(self.weekdays) - short_days)}|(?:{either(short_days)})\b\.?(?=,? ?\d))",
            "fullweekday": rf"(?:{either(set(self.weekdays) - short_days)})",
            "sure": rf"(?:(?:{either(dotted - unsure)})\b\.?|(?:{either(set(self.months) - unsure - dotted)})\b)",
            "unsure": rf"(?-i:(?:{either(capital)})\b(?! [A-Z][a-z])(?:(?<!May)(?<!March)\.)?)",
            "month": rf"(?:(?:{either(dotted - unsure)})\b\.?|(?:{either(set(self.months) - unsure - dotted)})\b|(?-i:(?:{either(capital)})\b(?:(?<!May)(?<!March)\.)?))",
            "monthname": rf"(?:{either(w['month_names'])})\b", "monthlead": "|".join(rf"(?<={name} )" for name in w["month_leads"]),
            "day": rf"(?:(?:{either(self.ordinals)})\b|(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w.]{{0,20}}\d))", "figureday": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?", "ordinal": rf"(?:{either(self.ordinals)})", "nth": rf"(?:{either(self.ordinals)})",
            "quarternth": r"(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th)",
            "year": year, "bcyear": bc, "anyyear": rf"(?:{year}|{bc}|1[0-4]\d\d|AD \d{{1,4}}|@wordyear)", "thatyear": r",? (?:of|in) (?:that|the same) year",
            "wordyear": rf"(?:(?:eighteen|nineteen)[ -](?:hundred|(?:{tens})(?:[ -](?:{ones}))?|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen))|(?<=year )two thousand(?: (?:and )?(?:{ones}))?)",
            "number": rf"(?:\d{{1,3}}(?:,\d\d\d){{1,2}}|\d{{1,6}}(?:\.\d{{1,2}})?(?: \d/\d)?|(?:{tens})(?:[- ](?:{ones}))?|half an?|(?:a |one )?(?:half|hundred|thousand|dozen)|(?:{ones}) (?:hundred|thousand)"
                      rf"|(?:{small})(?: and (?:a )?half)?|(?:an? )?(?:couple|pair)(?: of)?|(?:a |the )?(?:{either(w['vague_counts'])}|several)(?: of)?|an|a|couple|few|several)",
            "few": r"(?:a few|several|some|many|many more)", "adjective": rf"(?:{either(w['count_adjectives'])})",
            "unit": rf"(?:(?-i:(?![A-Z][a-z]))(?:{either(self.units)})(?<!quarters)(?<!quarter)|(?-i:(?![A-Z][a-z]))quarters?(?! of (?!\d|the year|last year)))", "single": rf"(?:{either(w['units'])})\b", "season": rf"(?:{either(w['seasons'])})", "part": part,
            "about": rf"(?:(?:{either(w['about'])}) (?<!over )|over (?!the |several |a few |few |many ))", "edge": rf"(?:the (?:{either(w['edges'])}) of (?:the )?)", "lead": rf"(?:(?:{either(w['leads'])})[ -](?:on |in )?(?:the )?)",
            "later": r"(?:early |late |later |earlier |mid[- ])", "to": r"(?: ?[-–—] ?|/| and | to | through | until | till )", "clock": clock,
            "before": rf"(?:(?:around |about )?{clock},? (?:on )?|(?:(?:early|late)(?: in| on)? )?(?:the )?(?:early |late )?(?P<p0>mid[- ]?afternoon|{part})(?: hours)? (?:of |on )?|(?:early|late|mid)[ -](?:on )?|shortly (?:after|before) (?P<p1>{part}) (?:on )?)",
            "unnumbered": "".join(rf"(?<!{re.escape(name)} )" for name in vocab.load("quantities")["models"]), "counted": rf"(?:{either(w['counted'])})", "decadename": rf"(?:{either(w['decade_names'])})", "holiday": rf"(?:{either(w['holidays'])})", "namedday": rf"(?:{either(w['named_days'])})",
            "period": rf"(?:{either(w['dated_periods'])})", "frequency": rf"(?:{either(set(w['frequencies']) - set(w['sparing_frequencies']))})",
            "reference": rf"(?:{either(n for names in w['references'].values() for n in names)})", "positioned": rf"(?:{either(w['after_preposition'])})",
            "historyreference": rf"(?:{either({n for names in w['history_references'].values() for n in names} - set(w['after_preposition']))})",
        }

    def _compile(self, view: str) -> list[tuple[str, str, re.Pattern[str]]]:
        """The rules of one reading, with their elements written out. A blank in a pattern is any one white space."""
        views = {CLAIMS: (BOTH, CLAIMS), TIMEX: (BOTH, TIMEX), HISTORY: (BOTH, TIMEX, HISTORY)}[view]
        out = []
        for name, need, pattern, reading in RULES:
            if reading in views:
                whole = pattern
                while "@" in whole:
                    whole = re.sub(r"@([a-z]+)", lambda m: self._elements[m[1]], whole)
                out.append((name, need, re.compile(f"(?:{whole}){_END}".replace(" ", r"\s"), re.IGNORECASE)))
        return out

    def _kinds_of_words(self) -> dict[str, tuple[str, ...]]:
        """For every word that an expression may hold, its kinds; words that only join others ("of", "early") have none."""
        w = self.words
        full_days = [names[0] for names in w["weekdays"]]
        joining = [w["joining"], w["zones"], self.numbers, self.ordinals, w["about"], w["edges"], w["leads"], w["count_adjectives"], w["vague_counts"], w["counts"], self.references]
        kinds: dict[str, set[str]] = {word: set() for names in joining for name in names for word in _LETTERS.findall(name)}
        named: dict[str, Iterable[str]] = {
            "month": self.months, "weekday": [*self.weekdays, *(f"{name}s" for name in full_days)], "unit": self.units, "part": [form for name in w["day_parts"] for form in (name, f"{name}s")],
            "season": w["seasons"], "today": [*w["near_days"], *w["day_parts"]], "holiday": [*w["holidays"], *w["named_days"]], "period": ["period", *w["dated_periods"]], "then": ["then"],
            "weekend": ["weekend"], "decade": w["decade_names"], "frequency": w["frequencies"], "quarter": ["quarter"], "century": ["century"], "bc": ["bc", "bce", "b"], "nth": ["st", "nd", "rd", "th"],
            "clock": ["am", "pm", "m", "clock", "hrs", "morning", "afternoon", "evening"], "yearword": ["eighteen", "nineteen", "thousand"], "year-ago": ["ago", "earlier"],
            "reference": [_LETTERS.findall(name)[-1] for name in self.references],
        }
        for kind, names in named.items():
            for name in names:
                for word in _LETTERS.findall(name):
                    kinds.setdefault(word, set()).add(kind)
        return {word: tuple(sorted(found)) for word, found in kinds.items()}

    # -- finding --------------------------------------------------------------------------------------------------------------------------

    def find(self, text: str, begin: int = 0, end: int | None = None, view: str = CLAIMS) -> list[Found]:
        """Return the expressions in text[begin:end] in text order; where several begin at one word, the longest."""
        stop = len(text) if end is None else end
        out: list[Found] = []
        while begin < stop:
            cut = stop
            if stop - begin > WINDOW:
                space = text.find(" ", begin + WINDOW, min(stop, begin + 2 * WINDOW))
                cut = space if space >= 0 else begin + WINDOW
            for starts, held in self._runs(text, begin, cut):
                out += self._read_run(text, starts, held, begin, cut, view)
            begin = cut
        return out

    def _runs(self, text: str, begin: int, end: int) -> Iterator[tuple[list[int], set[str]]]:
        """Yield the beginnings of the words of each run of known words, and the kinds of word in it; runs that tell no time are left out."""
        starts: list[int] = []
        held: set[str] = set()
        for match in _WORD.finditer(text, begin, end):
            word = match[0]
            kinds = self._kinds.get(word.lower()) if not word[0].isdigit() else figure_kinds(word, text, match.end())
            if kinds is None:
                if held:
                    yield starts, held
                    held = set()
                if starts:
                    starts = []
                continue
            starts.append(match.start())
            if kinds:
                held.update(kinds)
        if held:
            yield starts, held

    def _rules_for(self, view: str, held: frozenset[str]) -> list[tuple[str, re.Pattern[str]]]:
        """The rules that a run with words of these kinds can hold; runs are few of kind, so the answer is kept."""
        rules = self._chosen.get((view, held))
        if rules is None:
            if len(self._chosen) > 1000:
                self._chosen.clear()
            rules = self._chosen[view, held] = [(name, pattern) for name, need, pattern in self._rules[view] if need in held]
        return rules

    def _read_run(self, text: str, starts: list[int], held: set[str], begin: int, end: int, view: str) -> Iterator[Found]:
        """Yield the longest expression at each word of a run that is not within the one before; one that a letter, hyphen or currency leads into is none."""
        rules = self._rules_for(view, frozenset(held))
        done = 0
        for start in starts:
            if start < done or (start > begin and (text[start - 1].isalnum() or text[start - 1] in "$€£#" or (text[start - 1] == "-" and start > begin + 1 and text[start - 2].isalnum()))):
                continue
            best: re.Match[str] | None = None
            for name, pattern in rules:
                match = pattern.match(text, start, end)
                if match and match.end() > start and (best is None or match.end() > best.end()):
                    best, rule = match, name
            if best:
                done = best.end()
                yield as_found(best, rule)

    def wrapper(self, text: str, begin: int, sentence: int) -> tuple[str, int]:
        """Return the joining word before an expression ("since", "between") and where it starts; "" and `begin` where there is none."""
        match = self._wrap.search(text, max(sentence, begin - 40), begin)
        if not match or (match.start() > sentence and text[match.start() - 1].isalnum()):
            return "", begin
        return str(match.lastgroup), match.start()

    # -- numbers --------------------------------------------------------------------------------------------------------------------------

    def count(self, words: str) -> float | None:
        """The number that words tell ("twenty four", "2 1/2", "a couple of"); None for a vague one ("several")."""
        words = re.sub(r"^the | of$|,", "", words.strip())
        if words in ("a", "an"):
            return 1
        whole = re.fullmatch(r"(\d+(?:\.\d+)?)(?: (\d)/(\d))?", words)
        if whole:
            return float(whole[1]) + (int(whole[2]) / max(1, int(whole[3])) if whole[2] else 0)
        total = 0.0
        for word in re.split(r"[\s-]+", words):
            scale = self.words["counts"].get(word)
            if word in self.numbers:
                total += self.numbers[word]
            elif word in ("a", "an", "one", "and"):
                continue
            elif scale is None:
                return None
            else:
                total = (total or 1) * scale if scale >= 1 else total + scale
        return total or None

    def count_about(self, words: str) -> int:
        """The same as a whole number, with a usual size for vague ones."""
        exact = self.count(words)
        if exact is None:
            return next((size for name, size in self.words["vague_counts"].items() if name in words.split()), 3)
        return max(1, int(exact))

    def day_number(self, word: str) -> int:
        """The day of the month that "3rd", "03" or "third" tells."""
        return self.ordinals.get(word) or int(re.sub(r"\D", "", word))

    def month_number(self, word: str) -> int:
        """The number of a month, January 1."""
        return self.months[word.rstrip(".")]

    def weekday_number(self, word: str) -> int:
        """The number of a weekday, Monday 0."""
        return self.weekdays[word.rstrip(".")]


_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def figure_kinds(word: str, text: str, end: int) -> tuple[str, ...]:
    """The kinds of a figure, by its length and what follows it: a year, a time of day, a date in figures, a decade ('90s)."""
    follows = text[end : end + 1]
    if len(word) == 4 and word[0] in "012":
        return ("year", "clock") if follows in ("h", " ") else ("year",)
    if len(word) <= 2 and follows in (":", ".", "/"):
        return ("clock", "figures") if text[end + 1 : end + 2].isdigit() else ()
    if follows == "s" and word[-1] == "0":
        return ("decade", "year")
    return ()


def unit_forms(words: dict[str, Any]) -> dict[str, str]:
    """Every form of a unit's name: the unit."""
    plurals: dict[str, str] = words["unit_plurals"]
    return {form: unit for unit in words["units"] for form in (unit, plurals.get(unit, f"{unit}s"))}


def as_found(match: re.Match[str], rule: str) -> Found:
    """The expression that a rule matched, its parts in small letters and single blanks."""
    groups = {key: re.sub(r"\s", " ", value.casefold()) for key, value in match.groupdict().items() if value}
    pieces = (match.span("A"), match.span("B")) if "A" in groups else ()
    return Found(match.start(), match.end(), rule, re.sub(r"\s", " ", match.group().casefold()), groups, pieces)


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """The grammar, built on first use."""
    return Grammar()
