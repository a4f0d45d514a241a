from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.incidents.tell import tell

from counterclaim.incidents.control import Control, State, resolve
from counterclaim.incidents.moves import Places, area
from counterclaim.incidents.statements import Site, Statement

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases/control.csv").open(encoding="utf-8")))


def _case(row: str) -> list[Statement]:
    out = []
    for told in row.split(";"):
        day, origin, kind, actor, recipient, place, factuality, stance = told.split("|")
        out.append(tell(kind, [actor] if actor else [], [recipient] if recipient else [], place, origin, day, factuality, stance))
    return out


def states(statements: list[Statement], day: str, according_to: str | None = None) -> dict[str, State]:
    return {s.site.name: s for s in Control(statements).states(date.fromisoformat(day), according_to)}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_state_of_a_place(case: dict[str, str]) -> None:
    got = states(_case(case["reports"]), case["day"])
    if not case["state"]:
        assert not got
        return
    assert (got["Saraqib"].state, "; ".join(h.party.name for h in got["Saraqib"].holders)) == (case["state"], case["holder"]), got["Saraqib"].reason


@pytest.mark.parametrize(("place", "whole"), [
    ("Saraqib", True), ("the town of |Saraqib", True), ("parts of |Saraqib", False), ("three villages in |Saraqib", False), ("eastern |Saraqib", False), ("a base near |Saraqib", False),
    ("the outskirts of the city of |Saraqib", False), ("control of |Saraqib", True), ("the strategic town of |Saraqib", True),
])
def test_part_of_a_place_is_not_the_place(place: str, whole: bool) -> None:
    [state] = states([tell("seize_territory", ["Ajnad Front"], place=place)], "2024-11-30").values()
    assert state.state == ("held" if whole else "unresolved")
    assert state.notes == (() if whole else ("2024-11-27: Ajnad Front took part of it (Meridian News)",))


def test_who_withdraws_from_a_place_leaves_it() -> None:
    assert states([tell("withdraw", ["Kesh Army"], place="from |Saraqib")], "2024-11-30")["Saraqib"].moves[0].whole
    assert not states([tell("withdraw", ["Kesh Army"], place="from parts of |Saraqib")], "2024-11-30")["Saraqib"].moves[0].whole


def test_two_places_joined_by_and_are_two() -> None:
    assert set(states([tell("seize_territory", ["Ajnad Front"], place="Saraqib & Nayrab", sentence="Ajnad Front took Saraqib and Nayrab.")], "2024-11-30")) == {"Saraqib", "Nayrab"}


def test_a_town_named_in_its_province_is_one_place() -> None:
    statement = tell("seize_territory", ["Ajnad Front"], place="Saraqib & Idlib province", sentence="Ajnad Front took Saraqib in Idlib province.")
    assert set(states([statement], "2024-11-30")) == {"Saraqib"}


def test_the_later_of_town_and_province_wins() -> None:
    town = tell("seize_territory", ["Kesh Army"], place="Saraqib & Idlib province", sentence="Kesh Army took Saraqib in Idlib province.", day="2024-11-27")
    province = tell("control", ["Ajnad Front"], place="Idlib province", day="2024-12-05")
    got = states([town, province], "2024-12-06")
    assert (got["Saraqib"].holders[0].party.name, got["Saraqib"].via) == ("Ajnad Front", "Idlib province")
    later = tell("seize_territory", ["Kesh Army"], place="Saraqib", day="2024-12-08")
    got = states([town, province, later], "2024-12-09")
    assert (got["Saraqib"].holders[0].party.name, got["Saraqib"].via) == ("Kesh Army", None)
    assert got["Idlib province"].exceptions == ("Saraqib (held: Kesh Army)",)


def test_on_the_same_day_the_town_is_the_more_specific() -> None:
    town = tell("seize_territory", ["Kesh Army"], place="Saraqib & Idlib province", sentence="Kesh Army took Saraqib in Idlib province.", day="2024-12-05")
    province = tell("control", ["Ajnad Front"], place="Idlib province", day="2024-12-05")
    assert states([town, province], "2024-12-06")["Saraqib"].via is None


def test_according_to_one_actor_only_its_word_counts() -> None:
    told = [tell("seize_territory", ["Ajnad Front"], place="Saraqib", source="Ajnad Front"), tell("control", ["Kesh Army"], place="Saraqib", source="Kesh Army", day="2024-11-28")]
    control = Control(told)
    assert states(told, "2024-11-30")["Saraqib"].state == "contested"
    key = resolve(control, "Kesh Army")
    assert key is not None
    assert [h.party.name for h in states(told, "2024-11-30", key)["Saraqib"].holders] == ["Kesh Army"]
    assert resolve(control, "Nobody at all") is None


def test_reports_denied_are_hearsay_and_the_denier() -> None:
    told = [tell("control", ["Kesh Army"], place="Saraqib", source="Kesh Army"),
            tell("seize_territory", ["Ajnad Front"], place="Saraqib", chain=[(None, "asserts"), ("Kesh Army", "denies")], factuality="negated")]
    state = states(told, "2024-11-30")["Saraqib"]
    assert (state.state, [h.party.name for h in state.holders]) == ("held", ["Kesh Army"])


def test_a_claim_called_fake_is_still_its_claimants() -> None:
    fake = tell("seize_territory", ["Kesh Army"], place="Saraqib", source="Kesh Army", factuality="negated", sentence="Kesh Army took Saraqib, which is a fake.", outlet="Ajnad Radio")
    state = states([fake], "2024-11-30")["Saraqib"]
    assert state.state == "contested" and "Ajnad Radio" in state.reason


def test_last_word_age_and_siege_are_told() -> None:
    told = [tell("control", ["Kesh Army"], place="Saraqib", day="2024-11-01"), tell("siege", ["Ajnad Front"], place="Saraqib", day="2024-11-28")]
    state = states(told, "2024-12-05")["Saraqib"]
    assert (state.last, state.days_old, state.stale) == (date(2024, 11, 1), 34, True)
    assert state.besieged is not None and "Ajnad Front" in state.besieged
    assert states(told, "2025-03-01")["Saraqib"].besieged is None


def test_since_is_the_first_day_of_the_same_holder() -> None:
    told = [tell("seize_territory", [who], place="Saraqib", day=day) for who, day in (("Kesh Army", "2024-10-01"), ("Ajnad Front", "2024-10-10"), ("Ajnad Front", "2024-11-10"))]
    assert states(told, "2024-12-05")["Saraqib"].since == date(2024, 10, 10)


def test_what_was_held_for_a_while_is_over() -> None:
    assert not states([tell("control", ["Ajnad Front"], place="Saraqib", sentence="Ajnad Front holds Saraqib for ten months.")], "2024-12-05")


def test_an_undated_claim_is_counted_and_left_out() -> None:
    control = Control([tell("seize_territory", ["Ajnad Front"], place="Saraqib", day=None)])
    assert control.undated == 1 and not control.moves


def test_a_place_without_an_id_is_the_only_one_of_its_name_that_has_one() -> None:
    listed = {"geonames": 164816, "country": "SY", "lat": 35.86, "lon": 36.8, "precision": 1}
    told = [tell("seize_territory", ["Ajnad Front"], place="Saraqib", site=listed), tell("control", ["Ajnad Front"], place="Saraqib", day="2024-11-29")]
    assert list(states(told, "2024-11-30")) == ["Saraqib"]
    other = tell("control", ["Kesh Army"], place="Saraqib", site={**listed, "geonames": 1}, report="other")
    assert len(Control([*told, other]).states(date(2024, 11, 30))) == 3


def test_the_town_means_the_one_named_last() -> None:
    first = tell("clash", ["Ajnad Front", "Kesh Army"], place="Saraqib", sentence="Ajnad Front fought Kesh Army in Saraqib. Kesh Army left the town.", report="one")
    text = first.report.text
    second = tell("withdraw", ["Kesh Army"], place="the town", sentence=text, report="one", trigger="left")
    assert list(states([first, second], "2024-11-30")) == ["Saraqib"]


def test_areas_are_told_by_precision_or_by_their_name() -> None:
    assert area(Site(name="Idlib", precision=4)) and area(Site(name="Idlib province")) and not area(Site(name="Idlib", precision=1))


def test_states_do_not_depend_on_the_order_of_claims() -> None:
    told = _case(";".join(c["reports"] for c in CASES[:6]))
    told = [s for i, s in enumerate(told) if s.report.id not in {t.report.id for t in told[:i]}]
    forwards, backwards = states(told, "2024-11-30"), states(told[::-1], "2024-11-30")
    assert {k: (s.state, s.since, s.last) for k, s in forwards.items()} == {k: (s.state, s.since, s.last) for k, s in backwards.items()}


def test_a_division_holds_its_towns() -> None:
    site = {"country": "SY", "admin1": "Idlib", "lat": 35.8, "lon": 36.7}
    told = [tell("control", ["Ajnad Front"], place="Saraqib", site={**site, "precision": 1, "geonames": 1}), tell("control", ["Ajnad Front"], place="Idlib", site={**site, "precision": 4, "geonames": 2}, day="2024-12-01")]
    assert Places(told).inside == {"geonames:1": {"geonames:2": None}}


def test_what_a_source_calls_its_own_is_the_sources() -> None:
    told = tell("control", ["its fighters"], place="Saraqib", source="Ajnad Front", sentence="Ajnad Front said its fighters holds Saraqib.")
    state = states([told], "2024-11-30")["Saraqib"]
    assert (state.holders[0].party.name, state.holders[0].basis) == ("fighters of Ajnad Front", "own word")


def test_a_place_in_somebodys_hands_is_theirs_and_no_place_holds_itself() -> None:
    assert states([tell("control", ["Ukrainian control"], place="Siversk")], "2024-11-30")["Siversk"].holders[0].party.key == "ukraine"
    assert not states([tell("control", ["Siversk"], place="Siversk")], "2024-11-30")


def test_something_of_a_place_is_not_the_place() -> None:
    told = tell("seize_territory", ["Ajnad Front"], place="Saraqib", sentence="Ajnad Front took 13 of Saraqib's 17 quarters.")
    assert states([told], "2024-11-30")["Saraqib"].state == "unresolved"


def test_the_example_of_the_documentation() -> None:
    told = [
        tell("seize_territory", ["Ajnad Front"], place="Saraqib & Idlib province", sentence="Ajnad Front took Saraqib in Idlib province.", source="Ajnad Front", day="2024-11-27"),
        tell("withdraw", ["Kesh Army"], place="Saraqib", source="Kesh Army", day="2024-11-28", factuality="negated"),
        tell("seize_territory", ["Kesh Army"], ["Ajnad Front"], "Saraqib", "a monitor", day="2024-11-30", time="2024-11-29", sentence="Kesh Army took Saraqib from Ajnad Front."),
        tell("control", ["Ajnad Front"], place="Idlib province", source="Ajnad Front", day="2024-12-02")]

    def row(day: str, according_to: str | None = None) -> tuple[str, list[tuple[str, str]], str | None]:
        s = states(told, day, according_to)["Saraqib"]
        return s.state, [(h.party.name, h.basis) for h in s.holders], s.via

    assert row("2024-11-28")[0] == "contested"
    assert row("2024-11-30") == ("held", [("Kesh Army", "others")], None)
    assert row("2024-12-02") == ("held", [("Ajnad Front", "own word")], "Idlib province")
    assert all(row(day, "ajnad front")[1] == [("Ajnad Front", "own word")] for day in ("2024-11-28", "2024-11-30", "2024-12-02"))
