from __future__ import annotations

from datetime import date

import pytest

from counterclaim.incidents.statements import days_of, party, statements_of


@pytest.mark.parametrize(("value", "days"), [
    ("2024-11-27", (date(2024, 11, 27), date(2024, 11, 27))),
    ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
    ("2020-12", (date(2020, 12, 1), date(2020, 12, 31))),
    ("2020", (date(2020, 1, 1), date(2020, 12, 31))),
    ("2024-11-27/2024-11-29", (date(2024, 11, 27), date(2024, 11, 29))),
    ("2024-12/2024-11", None), ("2024-13", None), ("PAST_REF", None), (None, None),
])
def test_a_time_value_covers_its_days(value: str | None, days: tuple[date, date] | None) -> None:
    assert days_of(value) == days


def test_an_alias_is_the_actor_and_knows_what_it_is_part_of() -> None:
    assert party("HTS") == party("Hayat Tahrir al-Sham")
    assert party("Tiger Forces").within[0] == "syrian-armed-forces-1963-2024"
    assert not party("a relative of the farmer").known


def test_a_claim_without_ids_still_has_its_origin_and_stance() -> None:
    span = {"begin": 0, "end": 3, "text": "hit"}
    reading = {"id": "r", "text": "hit", "claims": [{
        "id": "c", "type": "airstrike", "trigger": span, "evidence": span, "actors": [], "recipients": [], "places": [], "time": None, "quantities": [],
        "attribution": [{"source": {**span, "name": "Anadolu"}, "cue": span, "stance": "denies"}]}]}
    [statement] = statements_of(reading)
    assert statement.origin is not None and statement.origin.key == "anadolu-agency" and statement.stance == "denies"
