from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from benchmarks.world import pair_scores, reports

from counterclaim.cli import main
from counterclaim.incidents.cluster import ALWAYS, NEVER, agglomerate, components
from counterclaim.incidents.compare import weights
from counterclaim.incidents.link import Judgement, Linker, link
from counterclaim.incidents.statements import Site, Statement, Toll, party, statements_of
from counterclaim.records import Report

HOMS = Site(name="Homs", lat=34.73, lon=36.71, radius_km=5, country="SY")
HAMA = Site(name="Hama", lat=35.13, lon=36.75, radius_km=5, country="SY")
SYRIA = Site(name="Syria", lat=35.0, lon=38.0, radius_km=400, country="SY")
DAY = date(2024, 11, 28)


def told(report: str, claim: str, words: str, kind: str = "shelling", day: date | None = DAY, place: Site | None = HOMS, begin: int = 0, killed: float | None = None, published: date = DAY,
         same_as: str | None = None, long: int = 0) -> Statement:
    source = Report(id=report, text=words, published=published)
    return Statement(
        report=source, claim=claim, type=kind, trigger=words.split()[1], begin=begin, evidence=words, actors=(party("Syrian Arab Army"),), sites=(place,) if place else (),
        days=(day, day + timedelta(long)) if day else None, when=day.isoformat() if day else None, tolls=(Toll(kind="killed", low=killed, best=killed, high=killed, text="") ,) if killed else (), same_as=same_as)


def groups(statements: list[Statement], judgements: list[Judgement] | None = None) -> set[frozenset[str]]:
    return {frozenset(f"{s.report.id}{s.claim}" for s in incident.statements) for incident in link(statements, judgements or [])}


def test_reports_of_one_attack_are_one_incident_however_they_word_it() -> None:
    a = told("a", "1", "Troops shelled the vegetable market of Homs, killing nine", killed=9)
    b = told("b", "1", "Artillery shelling of a market in Homs left nine dead", killed=9, published=DAY + timedelta(1))
    assert groups([a, b]) == {frozenset(("a1", "b1"))}


def test_daily_shelling_of_one_town_is_an_incident_a_day() -> None:
    statements = [told(f"{paper}{n}", "1", "Troops shelled Homs again", day=DAY + timedelta(n), published=DAY + timedelta(n)) for n in range(0, 10) for paper in "ab"]
    assert groups(statements) == {frozenset((f"a{n}1", f"b{n}1")) for n in range(10)}


def test_attacks_of_one_day_on_two_towns_are_two() -> None:
    a, b = told("a", "1", "Troops shelled Homs"), told("b", "1", "Troops shelled Hama", place=HAMA)
    assert len(groups([a, b])) == 2


def test_a_report_says_where_in_one_sentence_and_when_in_another() -> None:
    a = told("a", "1", "Troops shelled the market of Homs", day=None)
    b = told("a", "2", "The shelling killed nine", place=None, begin=60, killed=9, same_as="1")
    c = told("b", "1", "Troops shelled the market of Homs, killing nine", killed=9)
    assert groups([a, b, c]) == {frozenset(("a1", "a2", "b1"))}


def test_undated_shelling_of_a_town_goes_with_that_of_the_report_day_not_of_the_day_before() -> None:
    before, that_day = (told(name, "1", "Troops shelled Homs again", day=day, published=day) for name, day in (("a", DAY - timedelta(1)), ("b", DAY)))
    undated = told("c", "1", "Artillery struck Homs", day=None)
    assert groups([before, that_day, undated]) == {frozenset(("a1",)), frozenset(("b1", "c1"))}


def test_shelling_somewhere_in_the_country_goes_with_none() -> None:
    a, b = (told(name, "1", words, place=SYRIA) for name, words in (("a", "Troops shelled rebels before dawn"), ("b", "Heavy shelling went on in the north of Syria")))
    assert len(groups([a, b])) == 2


def test_a_town_that_one_says_it_took_and_the_other_that_nobody_entered_is_one_incident() -> None:
    a = told("a", "1", "Fighters captured Homs", "seize_territory", day=None)
    b = told("b", "1", "Nobody entered Homs, the ministry stressed", "seize_territory", day=None)
    c = told("c", "1", "Rebels liberated Homs on Thursday evening", "seize_territory", published=DAY + timedelta(1))
    assert groups([a, b, c]) == {frozenset(("a1", "b1", "c1"))}


def test_a_claims_own_town_goes_before_that_of_an_earlier_sentence() -> None:
    hama = replace(told("a", "1", "Planes struck a post in Hama", "airstrike", place=HAMA), where=replace(HOMS, basis="earlier sentence"))
    b, c = told("b", "1", "Planes struck Hama", "airstrike", place=HAMA), told("c", "1", "Planes struck Homs", "airstrike")
    assert groups([hama, b, c]) == {frozenset(("a1", "b1")), frozenset(("c1",))}


def test_deaths_do_not_make_an_abduction_a_shelling() -> None:
    a, b = told("a", "1", "Gunmen abducted nine in Homs", "abduct"), told("a", "2", "They killed nine", "kill", begin=60, same_as="1")
    c, d = told("b", "1", "Troops shelled Homs"), told("b", "2", "That killed two", "kill", begin=60, same_as="1")
    assert groups([a, b, c, d]) == {frozenset(("a1", "a2")), frozenset(("b1", "b2"))}


def test_what_a_person_judged_stands() -> None:
    a = told("a", "1", "Troops shelled the vegetable market of Homs", killed=9)
    b = told("b", "1", "Troops shelled the vegetable market of Homs", killed=9)
    c = told("c", "1", "Rebels raided Hama", kind="armed_attack", place=HAMA)
    assert len(groups([a, b, c], [Judgement(("a", "1"), ("b", "1"), same=False)])) == 3
    assert any({"b1", "c1"} <= group for group in groups([a, b, c], [Judgement(("b", "1"), ("c", "1"), same=True)]))


def test_a_day_of_an_offensive_is_part_of_it() -> None:
    whole = told("a", "1", "Troops pressed their offensive across Syria", kind="offensive", place=SYRIA, long=9)
    day = told("b", "1", "Troops shelled Homs", day=DAY + timedelta(2), published=DAY + timedelta(2))
    by_type = {incident.type: incident for incident in link([whole, day])}
    assert by_type["shelling"].part_of == by_type["offensive"].id and by_type["offensive"].part_of is None


def world(count: int) -> tuple[list[list[Statement]], dict[tuple[str, str], int]]:
    rows = list(reports(count))
    return [list(statements_of(row)) for row in rows], {(row["id"], c["id"]): c["incident"] for row in rows for c in row["claims"]}


def test_one_report_after_the_other_gives_what_all_at_once_give() -> None:
    given, _ = world(40)
    whole = link([s for statements in given for s in statements])
    shuffled = list(given)
    random.Random(3).shuffle(shuffled)
    linker = Linker()
    for statements in shuffled:
        linker.add(statements)
    assert linker.incidents() == whole


def test_linking_does_not_depend_on_the_order_of_claims() -> None:
    given, _ = world(30)
    statements = [s for row in given for s in row]
    assert link(statements) == link(statements[::-1])


def test_a_small_world_is_put_together_well() -> None:
    given, truth = world(60)
    incidents = link([s for statements in given for s in statements])
    precision, recall = pair_scores((i.id, truth[s.report.id, s.claim]) for i in incidents for s in i.statements)
    assert precision > 0.8 and recall > 0.7


def test_a_report_is_linked_once() -> None:
    linker = Linker()
    linker.add([told("a", "1", "Troops shelled Homs")])
    with pytest.raises(ValueError, match="report a was linked before"):
        linker.add([told("a", "1", "Troops shelled Homs")])


def test_every_link_says_what_weighed_how_much() -> None:
    linker = Linker()
    linker.add([told("a", "1", "Troops shelled the market of Homs"), told("b", "1", "Troops shelled the market of Homs")])
    [incident] = linker.incidents()
    [(first, second, score, levels)] = list(linker.why(incident))
    assert (first.report.id, second.report.id) == ("a", "b")
    assert levels["place"][0] == "same" and levels["time"][0] == "same_day"
    assert score == pytest.approx(sum(weight for _, weight in levels.values()) + float(weights("across")["prior"][0]), abs=1e-4)


def test_a_chain_of_likely_pairs_is_not_one_cluster() -> None:
    chain = [(n, n + 1, 1.0) for n in range(9)]
    assert max(map(len, agglomerate(range(10), chain, missing=-3.0))) == 2
    assert agglomerate(range(3), [(0, 1, 5.0), (1, 2, ALWAYS), (0, 2, NEVER)], missing=-3.0) == [[0], [1, 2]]


def test_components_are_named_by_their_smallest_node() -> None:
    assert components(6, np.array([5, 3, 1]), np.array([3, 1, 4])).tolist() == [0, 1, 2, 1, 1, 1]


def test_the_command_writes_the_contract_and_names_bad_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims, out = tmp_path / "claims.jsonl", tmp_path / "incidents.jsonl"
    claims.write_text("".join(json.dumps(row) + "\n" for row in reports(5)) + "{broken\n", encoding="utf-8")
    assert main(["link", str(claims), "--no-gazetteer", "--format", "incidents", "--explain", "--output", str(out)]) == 1
    assert "claims.jsonl:6" in capsys.readouterr().err
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {(m["report"], m["claim"]) for row in rows for m in row["claims"]} == {(row["id"], c["id"]) for row in reports(5) for c in row["claims"]}
    assert all({"id", "claims", "type", "place", "time", "status", "relations", "origins", "part_of"} <= row.keys() for row in rows)


def test_undated_reports_are_linked_too() -> None:
    a = told("a", "1", "Troops shelled the market of Homs", day=None)
    a = replace(a, report=replace(a.report, published=None))
    assert len(link([a, told("b", "1", "Troops shelled Hama", place=HAMA)])) == 2
