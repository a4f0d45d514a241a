"""Plain sentences, one a type, through the whole program with the shipped model."""

import csv
from pathlib import Path

import pytest

from counterclaim.reading import read_report
from counterclaim.records import Report

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases/events.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["type"])
def test_a_plain_sentence_gives_a_claim_of_its_type(case: dict[str, str]) -> None:
    reading = read_report(Report(id="case", text=case["sentence"]))
    begin = case["sentence"].index(case["trigger"])
    end = begin + len(case["trigger"])
    assert case["type"] in [c.type for c in reading.claims if c.trigger.begin < end and c.trigger.end > begin], [(c.type, c.trigger.text) for c in reading.claims]


def test_the_dead_and_hurt_are_no_claim_without_a_count() -> None:
    text = "A car bomb exploded in Baquba on Sunday. The army did not disclose its own losses."
    reading = read_report(Report(id="r", text=text))
    assert [claim.type for claim in reading.claims] == ["bombing"]
    assert any(a.reason == "no_count" for a in reading.abstentions)
