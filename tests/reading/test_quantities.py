import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reading.quantities import load_numbers

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases/quantities.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_words_give_bounds(case: dict[str, str]) -> None:
    bounds = load_numbers().read(case["text"])
    assert bounds is not None
    expected = [float(case[k]) if case[k] else None for k in ("low", "best", "high")]
    assert [bounds.low, bounds.best, bounds.high] == pytest.approx(expected, abs=0.01) if None not in expected else [bounds.low, bounds.best, bounds.high] == expected


@pytest.mark.parametrize("text", ["soldiers", "the villagers", "many people"])
def test_a_bare_plural_counts_nothing(text: str) -> None:
    assert load_numbers().read(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    load_numbers().read(text)
