import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reading.anchors import FUTURE, PAST, is_history, tense_near
from counterclaim.reading.calendars import Stamp, easter, nth_weekday, shift_stamp, shift_year
from counterclaim.reading.timegrammar import RULES, load_grammar
from counterclaim.reading.times import MEANINGS, Anchor, find_times, plain_value
from counterclaim.records import When


def read_cases(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parents[1] / "cases" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def timexes(text: str, published: date | None, history: bool | None = None) -> list[When]:
    """The expressions of a text of one sentence."""
    return list(find_times(text, 0, len(text), Anchor(published, history=history), timex=True))


CASES = read_cases("times.csv")


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['published']} {c['text']} {c['tense']}")
def test_expression_resolves_against_the_reports_date(case: dict[str, str]) -> None:
    sentence = f"It happened {case['text']}, they said."
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = list(find_times(sentence, 0, len(sentence), Anchor(published), case["tense"]))
    assert [w.value for w in found] == [case["value"] or None]


@pytest.mark.parametrize(("text", "days"), [("the first half of 2024", (date(2024, 1, 1), date(2024, 6, 30))), ("the second half of 2024", (date(2024, 7, 1), date(2024, 12, 31)))])
def test_half_of_a_year_runs_to_its_last_day(text: str, days: tuple[date, date]) -> None:
    (found,) = find_times(text, 0, len(text), Anchor(date(2025, 2, 1)))
    assert found.interval == days


def test_days_without_a_year_follow_the_history_being_told() -> None:
    text = "The war began on August 7, 2008. On August 10 the troops left."
    anchor = Anchor(date(2024, 8, 8))
    cut = text.index("On August 10")
    list(find_times(text, 0, cut, anchor))
    assert [w.value for w in find_times(text, cut, len(text), anchor)] == ["2008-08-10"]


def test_a_week_later_counts_from_the_date_told_last() -> None:
    text = "They left on 3 May. A week later they were back."
    anchor = Anchor(date(2024, 6, 1))
    cut = text.index("A week")
    list(find_times(text, 0, cut, anchor))
    assert [w.value for w in find_times(text, cut, len(text), anchor)] == ["2024-05-10"]


def test_since_is_undone_where_the_event_is_dated_without_it() -> None:
    text = "the worst since September 2023, when 30 gunmen crossed"
    (found,) = find_times(text, 0, len(text), Anchor(date(2025, 2, 12)))
    assert found.value == "2023-09/2025-02-12"
    assert plain_value(found, text, text.index("September"), date(2025, 2, 12)).value == "2023-09"


@pytest.mark.parametrize("text", ["He is 23 years old.", "a 1948-page file", "in Block 2012B", "They may march on the capital.", "31 February 2024"])
def test_ages_and_impossible_dates_get_no_value(text: str) -> None:
    assert all(w.value is None or w.type == "DURATION" for w in find_times(text, 0, len(text), Anchor(date(2024, 3, 1))))


@given(st.text(alphabet="0123456789 :/-.,AaMmJun", max_size=60))
def test_any_text_gives_spans_of_itself(text: str) -> None:
    for when in find_times(text, 0, len(text), Anchor(date(2024, 3, 1))):
        assert text[when.begin : when.end] == when.text


@pytest.mark.parametrize("case", read_cases("timex.csv"), ids=lambda c: c["text"])
def test_timex3_span_type_and_value(case: dict[str, str]) -> None:
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = timexes(case["text"], published)
    assert [(w.text, w.type, w.timex) for w in found if w.text == case["expression"]] == [(case["expression"], case["type"], case["value"] or None)]


@pytest.mark.parametrize("case", read_cases("histories.csv"), ids=lambda c: c["story"][-50:])
def test_history_is_told_forwards_from_the_date_told_last(case: dict[str, str]) -> None:
    text = case["story"].replace(" |", "")
    anchor = Anchor(date.fromisoformat(case["published"]) if case["published"] else None)
    begin, found = 0, []
    for sentence in text.split(". "):
        found += find_times(text, begin, begin + len(sentence), anchor, timex=True)
        begin += len(sentence) + 2
    assert anchor.history
    assert [w.timex for w in found if w.text == case["expression"]] == [case["value"]]


def test_news_that_names_old_years_is_no_history() -> None:
    text = "On Friday the mayor spoke of 1956, 1968 and 1989. He will meet the others next week, he said on Thursday. The road was cut in June."
    assert not is_history(text, date(2024, 3, 1))
    assert {w.text: w.timex for w in timexes(text, date(2024, 3, 1))}["June"] == "2023-06"


def test_history_may_run_up_to_its_own_date() -> None:
    years = "They came in 2003, 2004, 2005, 2006 and 2006. The surge began in 2007 and ended in 2008. In 2009 they left. On Friday a treaty was signed. It began in March 2003."
    assert is_history(years * 3, date(2009, 12, 19))


@pytest.mark.parametrize(("text", "pieces"), [
    ("from February to July", ["2024-02", "2024-07"]), ("22-25 April 1951", ["1951-04-22", "1951-04-25"]), ("1992-95", ["1992", "1995"]), ("April 6 and 7, 1915", ["1915-04-06", "1915-04-07"]),
    ("in 2011 and 2009", ["2011", "2009"]), ("between Monday and Wednesday", ["2024-10-28", "2024-10-30"]),
])
def test_range_is_two_expressions(text: str, pieces: list[str]) -> None:
    assert [w.timex for w in timexes(text, date(2024, 11, 1))] == pieces


@pytest.mark.parametrize("text", [
    "He is 23 years old.", "a 16-year-old boy", "1,500 people fled", "1500 people fled", "Resolution 1701", "$1990", "They may march on.", "May God help us.", "60 Minutes said so.",
    "a quarter of the people", "Jan Kavan said so.", "on a Summers day", "a 1948-page file", "for a second time",
])
def test_ages_counts_and_names_are_no_times(text: str) -> None:
    assert timexes(text, date(2024, 11, 29)) == []


@pytest.mark.parametrize("text", ["former rebels", "at the time of his death", "by night", "in future"])
def test_words_that_only_histories_mark(text: str) -> None:
    assert timexes(text, date(2024, 11, 29), history=False) == []


def test_quarters_follow_the_quarter_told_last() -> None:
    text = "Second-quarter profit fell. A year earlier it had risen. The year-ago period was good."
    assert [w.timex for w in timexes(text, date(2024, 8, 1))] == ["2024-Q2", "2023-Q2", "2023-Q2"]


@pytest.mark.parametrize(("text", "days", "tense"), [
    ("He will leave on Monday", True, PAST), ("talks are scheduled for Monday", True, FUTURE), ("it is planned for Monday", False, FUTURE), ("it will end by Monday", False, FUTURE), ("they left Monday", False, None), ("they left Monday", True, None),
    ("they attacked on Monday", False, PAST), ("it was cut, and on Monday it will open", False, FUTURE),
])
def test_tense_by_the_nearest_cue(text: str, days: bool, tense: str | None) -> None:
    begin = text.index("Monday")
    found = tense_near(text, 0, len(text), begin, begin + len("Monday"), days)
    assert found == tense


def test_every_rule_has_a_meaning_and_every_meaning_a_rule() -> None:
    assert {name for name, *_ in RULES} == MEANINGS.keys()


def test_rules_ask_only_for_kinds_that_some_word_has() -> None:
    grammar = load_grammar()
    kinds = {kind for found in grammar._kinds.values() for kind in found} | {"year", "clock", "decade", "figures"}
    assert {need for _, need, *_ in RULES} <= kinds


def test_years_before_our_era_have_no_year_0() -> None:
    assert (shift_year(-1, 1), shift_year(1, -1), shift_year(-480, 1), shift_year(1940, -1)) == (1, -1, -479, 1939)
    assert Stamp(-480, 4, 3).text() == "BC0480-04-03"
    assert shift_stamp(Stamp(-480), "day", 3) is None


def test_moving_feasts() -> None:
    assert [easter(y) for y in (2000, 2019, 2024, 2025)] == [date(2000, 4, 23), date(2019, 4, 21), date(2024, 3, 31), date(2025, 4, 20)]
    assert nth_weekday(2024, 11, 3, 4) == date(2024, 11, 28)
    assert nth_weekday(2024, 5, 0, -1) == date(2024, 5, 27)


@given(st.text(alphabet="0123456789 :/-.,AaMmJunyearstodlfw'", max_size=80))
def test_timexes_of_any_text_are_spans_of_itself_in_order(text: str) -> None:
    for history in (False, True):
        found = timexes(text, date(2024, 3, 1), history)
        assert all(text[w.begin : w.end] == w.text for w in found)
        assert all(a.end <= b.begin for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("unit", ["Monday ", "the early ", "1990-", "two hundred and ", "x", "1 May to ", "more than ", "0 0/0 "])
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        started = time.process_time()
        for _ in find_times(text, 0, len(text), Anchor(date(2024, 3, 1)), timex=True):
            pass
        return time.process_time() - started

    small, large = min(seconds(50_000) for _ in range(2)), seconds(400_000)
    assert large < 40 * small + 0.5
