"""Text made to be slow: every step of the reading layer stays near linear."""

import time
from datetime import date

import pytest

from counterclaim.language.tokens import split_sentences
from counterclaim.reading.actors import Cast, load_actors
from counterclaim.reading.quantities import load_numbers
from counterclaim.reading.times import Anchor, find_times

SLOW = ["A-" * 20_000, "A" * 60_000, "A." * 30_000, "Aa" * 30_000, "a-a-" * 15_000, "a.ba.b" * 10_000, "1.a1.a" * 10_000, "(" * 60_000, "A. " * 20_000, "May " * 15_000, "1,000 " * 10_000, "A'" * 30_000]


@pytest.mark.parametrize("text", SLOW, ids=lambda t: t[:6])
def test_steps_take_no_more_than_seconds(text: str) -> None:
    started = time.process_time()
    list(split_sentences(text))
    Cast(load_actors(), [], text)
    load_numbers().read(text)
    list(find_times(text, 0, len(text), Anchor(date(2024, 1, 1))))
    assert time.process_time() - started < 8


@pytest.mark.parametrize("text", ["laſt Friday", "in ſeptember 2024", "1100 years ago", "1" * 5000 + " days", "for " + "9" * 400 + " years", "31 February", "in 0000"])
def test_odd_dates_give_no_error(text: str) -> None:
    list(find_times(text, 0, len(text), Anchor(date(2024, 1, 1))))


@pytest.mark.parametrize("text", ["9" * 400 + " people", "million " * 100 + "people", "1" + " million" * 60])
def test_numbers_beyond_meaning_are_no_counts(text: str) -> None:
    bounds = load_numbers().read(text)
    assert bounds is None or all(v is None or v < 1e16 for v in (bounds.low, bounds.best, bounds.high))
