from __future__ import annotations

import pytest
from tests.incidents.told import claim, incident, report

from counterclaim.incidents.statements import Site, Toll
from counterclaim.incidents.values import _compare_points, bounds
from counterclaim.incidents.view import View, view, view_dict


def kinds(seen: View, attribute: str) -> set[str]:
    return {r.kind for r in seen.relations if r.attribute == attribute}


def two(first: dict[str, object], second: dict[str, object], later: str = "2024-05-03") -> View:
    return view(incident(report("a", "2024-05-02", first, outlet="The Lamp"), report("b", later, second, outlet="The Mirror")))


@pytest.mark.parametrize(("first", "second", "kind"), [
    ("killed 20 people", "killed 20 people", "agreement"), ("killed 20 people", "killed 35 people", "update"), ("killed 20+ people", "killed 23 people", "refinement"),
    ("killed 20+ people", "killed 95 people", "update"), ("killed 47 people", "killed 35 people", "update"), ("killed 0 people", "killed 17 people", "contradiction"),
    ("killed 3 soldiers", "killed 8 civilians", None), ("killed 31 people", "killed 8 civilians", None), ("killed 31 people", "killed 60 soldiers", "update"),
])
def test_tolls_of_two_outlets(first: str, second: str, kind: str | None) -> None:
    assert kinds(two(claim(tolls=first), claim(tolls=second)), "killed") == ({kind} if kind else set())


def test_tolls_of_opposed_sides_contradict_whenever_they_are_told() -> None:
    one = claim("clash", by="Syrian army, HTS", tolls="killed 20+ soldiers", said="Syrian army")
    other = claim("clash", by="Syrian army, HTS", tolls="killed 65 soldiers", said="HTS")
    assert kinds(two(one, other), "killed") == {"contradiction"}


def test_of_two_tolls_on_one_day_the_one_told_as_risen_is_the_later() -> None:
    seen = two(claim(at="The toll has risen to 50.", tolls="killed 50 people"), claim(tolls="killed 47 people"), later="2024-05-02")
    [update] = [r for r in seen.relations if r.attribute == "killed"]
    assert update.kind == "update" and [v.value for v in update.versions] == ["47", "50"]


def test_of_two_tolls_on_one_day_with_no_word_of_it_neither_is_the_later() -> None:
    assert kinds(two(claim(tolls="killed 50 people"), claim(tolls="killed 40 people"), later="2024-05-02"), "killed") == {"contradiction"}


def test_a_rising_toll_is_one_row_of_updates() -> None:
    seen = view(incident(*(report(f"r{n}", f"2024-05-0{n}", claim(tolls=f"killed {n * 20} people"), outlet="The Lamp") for n in (1, 2, 3))))
    [update] = [r for r in seen.relations if r.attribute == "killed"]
    assert [v.value for v in update.versions] == ["20", "40", "60"]


def test_of_one_origin_in_one_report_the_most_telling_word_counts() -> None:
    seen = view(incident(report("a", "2024-05-02", claim(tolls="killed 8 people"), claim(tolls="killed 31 people"), outlet="The Lamp")))
    assert [v.value for v in seen.versions["killed"]] == ["31"]


@pytest.mark.parametrize(("first", "second", "kind"), [
    ("2024-05-01", "2024-05-01", "agreement"), ("2024-05", "2024-05-01", "refinement"), ("2024-04-29/2024-05-05", "2024-05-01", "refinement"), ("2024-05-01", "2024-04-20", "contradiction"),
    ("2020/2024-05-02", "2020/2024-05-03", "agreement"), ("2024-04-30", "2024-05-01", "refinement"),
])
def test_times(first: str, second: str, kind: str) -> None:
    assert kinds(two(claim(when=first), claim(when=second)), "time") == {kind}


@pytest.mark.parametrize(("first", "second", "kind"), [
    ("Cairo", "Egypt", "refinement"), ("market, Idlib", "Idlib", "refinement"), ("Aleppo", "Aleppo, Syria", "agreement"), ("northern Iraq", "Mosul", "refinement"), ("Mosul", "Tikrit", None),
    ("a market", "Qasr market", "refinement"),
])
def test_places_without_a_map(first: str, second: str, kind: str | None) -> None:
    assert kinds(two(claim(where=first), claim(where=second)), "place") == ({kind} if kind else set())


@pytest.mark.parametrize(("other", "how"), [
    (Site(name="b", lat=36.2, lon=37.2, radius_km=5), "same"), (Site(name="b", lat=36.3, lon=37.1, radius_km=120, precision=4), "finer"), (Site(name="b", lat=33.5, lon=36.3, radius_km=10), "differs"),
    (Site(name="b", lat=35.0, lon=38.0, radius_km=400, precision=6, country="SY"), "finer"), (Site(name="b"), None),
])
def test_places_on_the_map(other: Site, how: str | None) -> None:
    assert _compare_points((Site(name="a", lat=36.2, lon=37.15, radius_km=5, precision=1, country="SY"),), (other,)) == how


@pytest.mark.parametrize(("first", "second", "kind"), [
    ("Israeli troops", "Israel", "agreement"), ("HTS", "Hayat Tahrir al-Sham", "agreement"), ("gunmen", "Boko Haram", "refinement"), ("Boko Haram", "Hamas", "contradiction"),
    ("Hamas", "Hamas, Islamic Jihad", "refinement"), ("gunmen", "a suicide bomber", None),
])
def test_actors(first: str, second: str, kind: str | None) -> None:
    assert kinds(two(claim("armed_attack", by=first), claim("armed_attack", by=second)), "actor") == ({kind} if kind else set())


def test_an_armed_target_against_a_civilian_one_is_a_contradiction_of_opposed_sides_only() -> None:
    base, school = claim(to="rebel headquarters", said="military source"), claim(to="school, children", said="medics")
    assert kinds(two(base, school), "recipient") == {"contradiction"}
    assert kinds(two({**base, "attribution": []}, school), "recipient") == {"refinement"}


def test_what_was_planned_and_then_happened_is_an_update_and_not_the_other_way_round() -> None:
    assert kinds(two(claim("withdraw", factuality="future"), claim("withdraw")), "outcome") == {"update"}
    assert kinds(two(claim("withdraw"), claim("withdraw", factuality="future")), "outcome") == set()


def test_a_denial_is_no_contradiction_by_another_witness() -> None:
    assert kinds(two(claim(said="medics"), claim(said="Israeli army!", factuality="negated")), "outcome") == {"denial"}
    assert kinds(two(claim(said="medics"), claim(said="police", factuality="negated")), "outcome") == {"contradiction"}


@pytest.mark.parametrize(("second", "kind"), [
    (claim("control", by="Syrian army", said="SANA"), "contradiction"), (claim("withdraw", by="Syrian army", said="SANA"), "agreement"), (claim("withdraw", by="Syrian army", said="SANA!"), "denial"),
    (claim("seize_territory", said="? < SANA!"), "denial"), (claim("kill", tolls="killed 3 soldiers", said="SANA"), None),
])
def test_who_has_the_town(second: dict[str, object], kind: str | None) -> None:
    assert kinds(two(claim("seize_territory", by="HTS", said="HTS"), second), "outcome") == ({kind} if kind else set())


def test_the_wounded_who_died_are_an_update() -> None:
    seen = two(claim("armed_attack", to="Ana Dorn", tolls="injured 1 journalist"), claim("kill", to="Ana Dorn", tolls="killed 1 journalist"))
    assert kinds(seen, "outcome") == {"update"}


@pytest.mark.parametrize(("toll", "expected"), [
    (Toll(kind="killed", low=20, best=20, high=20, text="20"), (20, 20)), (Toll(kind="killed", low=40, best=40, high=None, text="more than 40"), (40, 50)),
    (Toll(kind="killed", low=24, best=None, high=None, text="dozens"), (24, 100)), (Toll(kind="killed", low=None, best=80, high=80, text="nearly 80"), (72, 80)),
    (Toll(kind="killed", low=None, best=20, high=20, text="up to 20"), (0, 20)), (Toll(kind="killed", low=400, best=400, high=400, text="some 400"), (360, 440)),
    (Toll(kind="killed", low=5, best=None, high=8, text="between 5 and 8"), (5, 8)), (Toll(kind="killed", low=0, best=0, high=0, text="no"), (0, 0)),
])
def test_bounds_that_words_give_a_count(toll: Toll, expected: tuple[float, float]) -> None:
    assert bounds(toll) == pytest.approx(expected)


def test_the_contracts_form() -> None:
    seen = view_dict(two(claim(tolls="killed 20 people", said="medics < Reuters"), claim(tolls="killed 35 people")))
    assert {"id", "claims", "type", "place", "time", "status", "relations", "origins", "part_of"} <= seen.keys()
    [toll] = [r for r in seen["relations"] if r["attribute"] == "killed"]
    assert toll["values"][0] == {"report": "a", "claim": "c0", "value": "20", "origin": "medics"} and toll["values"][1]["origin"] is None
    assert seen["killed"] == {"low": 35, "best": 35, "high": 35}


def test_reports_without_a_date_or_text_are_compared_too() -> None:
    seen = view(incident(report("a", None, claim(tolls="killed 20 people"), outlet="The Lamp"), report("b", None, claim(tolls="killed 90 people"), outlet="The Mirror")))
    assert kinds(seen, "killed") == {"contradiction"}


def test_the_same_statements_in_another_order_of_reports_give_the_same_page() -> None:
    a = report("a", "2024-05-02", claim(tolls="killed 20 people", by="HTS"), outlet="The Lamp")
    b = report("b", "2024-05-02", claim(tolls="killed 35 people", by="Hamas"), outlet="The Mirror")
    assert view_dict(view(incident(a, b))) == view_dict(view(incident(b, a)))
