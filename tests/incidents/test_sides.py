from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.incidents.tell import VERBS, tell

from counterclaim.incidents.cast import cast
from counterclaim.incidents.sides import Sides, against_interest
from counterclaim.incidents.statements import party
from counterclaim.incidents.ties import camp, node

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases/sides.csv").open(encoding="utf-8")))
FRONT, ARMY = party("Ajnad Front").key, party("Kesh Army").key


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["sentence"])
def test_what_ties_two_parties(case: dict[str, str]) -> None:
    trigger = next(w for w in ("took", "bombed", "detained", "attacked") if w in case["sentence"])
    told = tell(case["type"], case["actors"].split("; "), [r for r in case["recipients"].split("; ") if r], sentence=case["sentence"], trigger=trigger)
    found = [tuple(sorted((e.a.name, e.b.name))) + (e.relation,) for e in Sides([told]).edges()]
    assert found == ([(*sorted((case["a"], case["b"])), case["relation"])] if case["a"] else [])


def test_backing_has_a_direction() -> None:
    [edge] = Sides([tell("back", ["Tavria"], ["Ajnad Front"], source="Meridian")]).edges()
    assert (edge.a.name, edge.relation, edge.b.name, edge.origins) == ("Tavria", "backs", "Ajnad Front", ("Meridian",))


def test_one_origin_counts_once_however_often_it_says_it() -> None:
    once = [tell("clash", ["Ajnad Front", "Kesh Army"], source="Monitor", day=f"2024-11-2{i}") for i in range(5)]
    twice = [*once, tell("airstrike", ["Kesh Army"], ["Ajnad Front"], source="Ajnad Front")]
    assert Sides(once).edges()[0].weight == 1
    assert Sides(twice).edges()[0].weight == 2


def test_of_three_parties_to_a_clash_nobody_says_who_fights_whom() -> None:
    assert not Sides([tell("clash", ["Ajnad Front", "Kesh Army", "Dar Brigade"])]).edges()


@pytest.mark.parametrize("changes", [{"factuality": "future"}, {"factuality": "possible"}, {"factuality": "negated"}])
def test_what_did_not_happen_ties_nobody(changes: dict[str, str]) -> None:
    assert not Sides([tell("airstrike", ["Ajnad Front"], ["Kesh Army"], **changes)]).edges()  # type: ignore[arg-type]


def test_speech_between_allies_is_no_fight() -> None:
    assert not Sides([tell("praise", ["Ajnad Front"], ["Kesh Army"]), tell("agreement", ["Ajnad Front", "Kesh Army"])]).edges()


def test_stance_is_own_other_or_neither() -> None:
    sides = Sides([tell("clash", ["Ajnad Front", "Kesh Army"]), tell("back", ["Tavria"], ["Ajnad Front"], source="Monitor")])
    assert sides.stance(FRONT, FRONT) == "own"
    assert sides.stance(FRONT, ARMY) == "other" == sides.stance(ARMY, FRONT)
    assert sides.stance(party("Tavria").key, FRONT) == "own"
    assert sides.stance("monitor", FRONT) == "neither"


def test_a_mouth_and_an_outlet_speak_for_their_side() -> None:
    sides = Sides([tell("clash", ["Hezbollah", "Israeli army"])])
    assert sides.stance("syrian-arab-news-agency", "syria") == "own"
    assert sides.stance("al-manar", "hezbollah") == "own"
    assert sides.stance("al-manar", "israel-armed-forces") == "other"
    assert sides.stance("reuters", "hezbollah") == "neither"


def test_an_alliance_of_years_ago_says_nothing_of_today() -> None:
    sides = Sides([tell("back", ["Tavria"], ["Ajnad Front"], day="2012-05-01")])
    assert sides.stance(party("Tavria").key, FRONT, date(2012, 9, 1)) == "own"
    assert sides.stance(party("Tavria").key, FRONT, date(2024, 9, 1)) == "neither"


def test_an_enemys_word_on_who_arms_somebody_decides_nothing() -> None:
    accusation = tell("back", ["Tavria"], ["Ajnad Front"], source="Kesh Army")
    sides = Sides([accusation, tell("clash", ["Ajnad Front", "Kesh Army"])])
    edge = next(e for e in sides.edges() if e.relation == "backs")
    assert (edge.weight, edge.origins, edge.accusers) == (0, (), ("Kesh Army",))
    assert sides.stance(party("Tavria").key, FRONT) == "neither"


def test_a_denial_weighs_against_one_who_says_so() -> None:
    told = [tell("back", ["Tavria"], ["Ajnad Front"], source="Monitor"), tell("back", ["Tavria"], ["Ajnad Front"], source="Tavria", stance="denies", factuality="negated")]
    [edge] = Sides(told).edges()
    assert (edge.weight, edge.origins, edge.deniers) == (0, ("Monitor",), ("Tavria",))


def test_hearsay_is_told_and_does_not_count() -> None:
    [edge] = Sides([tell("clash", ["Ajnad Front", "Kesh Army"], source="-")]).edges()
    assert edge.weight == 0 and edge.origins == ("hearsay",)


def test_balance_proposes_the_enemies_of_an_ally_and_never_decides() -> None:
    sides = Sides([tell("clash", ["Ajnad Front", "Kesh Army"]), tell("back", ["Tavria"], ["Ajnad Front"], source="Monitor")])
    [proposed] = sides.inferred()
    assert ({proposed.a.name, proposed.b.name}, proposed.relation, proposed.inferred) == ({"Kesh Army", "Tavria"}, "fights", True)
    assert sides.stance(party("Tavria").key, ARMY) == "neither"


def test_an_enemy_of_an_enemy_is_no_friend() -> None:
    assert not Sides([tell("clash", ["Ajnad Front", "Kesh Army"]), tell("clash", ["Dar Brigade", "Kesh Army"])]).inferred()


@pytest.mark.parametrize(("name", "of_state"), [
    ("Syrian troops", True), ("Syrian rebels", False), ("rebel forces in Syria", False), ("Syria-backed gangs", False), ("Syrian refugees", False), ("a former Syrian officer", False), ("Syrian opposition forces", False),
])
def test_a_states_force_is_its_own_and_others_of_its_people_are_not(name: str, of_state: bool) -> None:
    assert ("syria" in camp(party(name))) is of_state


@pytest.mark.parametrize("name", ["militants", "Government warplanes", "Unknown gunmen", "Army aviation", "the rebels", "FPV drones"])
def test_a_common_noun_is_nobody(name: str) -> None:
    assert node(party(name)) is None


def test_losses_and_lost_ground_are_against_the_own_interest() -> None:
    sides = Sides([
        tell("seize_territory", ["Ajnad Front"], ["Kesh Army"], "Saraqib", "Kesh Army"),
        tell("seize_territory", ["Ajnad Front"], ["Kesh Army"], "Saraqib", "Ajnad Front"),
        tell("seize_territory", ["Ajnad Front"], ["Kesh Army"], "Saraqib", "Monitor"),
        tell("detain", ["Kesh Army"], ["residents"], "Saraqib", "Kesh Army")])
    marks = {(s.type, sides.origins[s.report.id, s.claim].name): against_interest(s, sides) for s in sides.statements}
    assert (marks["seize_territory", "Kesh Army"] or "").startswith("Kesh Army admits ground")
    assert [who for (_, who), mark in marks.items() if mark] == ["Kesh Army"]


def test_who_credits_its_enemy_with_ground_speaks_against_its_interest() -> None:
    sides = Sides([tell("clash", ["Ajnad Front", "Kesh Army"]), tell("seize_territory", ["Ajnad Front"], [], "Saraqib", "Kesh Army")])
    assert "credits Ajnad Front" in (against_interest(sides.statements[1], sides) or "")


def test_actors_have_their_names_bonds_and_admissions() -> None:
    told = [tell("clash", ["HTS", "Syrian troops"], source="Monitor"), tell("seize_territory", ["Hayat Tahrir al-Sham"], ["Syrian troops"], "Saraqib", "Syrian army")]
    first = cast(told)[0]
    assert first.party.key == "hayat-tahrir-al-sham" and dict(first.aliases) == {"HTS": 1, "Hayat Tahrir al-Sham": 1}
    assert {(b.role, b.other.key) for b in first.bonds} == {("fights", "syria-armed-forces")}
    army = next(a for a in cast(told) if a.party.key == "syria-armed-forces")
    assert len(army.admissions) == 1


def test_every_verb_of_the_test_reports_is_a_type() -> None:
    from counterclaim import vocab

    assert set(VERBS) <= set(vocab.load("events"))


def test_who_fights_a_states_army_fights_the_state() -> None:
    sides = Sides([tell("airstrike", ["Ajnad Front"], ["Syrian army"])])
    assert sides.stance(FRONT, "syria") == "other" == sides.stance("syrian-arab-news-agency", FRONT)


def test_rivals_within_one_state_are_rivals_where_reports_say_that_they_fight() -> None:
    brigade, army = party("444th Combat Brigade").key, party("Libyan National Army").key
    before = Sides([tell("praise", ["444th Combat Brigade"])])
    assert before.stance("peoples-defence-force", "myanmar-armed-forces") == "neither"
    fight = Sides([tell("clash", ["444th Combat Brigade", "Libyan National Army"])])
    assert fight.stance(brigade, army) == "other"
    assert before.stance(brigade, army) == "neither"
