import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reading.times import Anchor, find_times, plain_value

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases/times.csv").open(encoding="utf-8")))


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
