import json
from pathlib import Path
from typing import Any

import pytest

from counterclaim.contract import claim as claim_dict
from counterclaim.errors import LedgerError
from counterclaim.incidents.statements import statements_of
from counterclaim.ledger import Ledger
from counterclaim.ledger.judged import CHECKS, EXPECTED, corrected
from counterclaim.records import Judgement
from tests.ledger.made import READER, TEXT, Clock, reading

CLAIM = claim_dict(reading().claims[0])
PAIR = (("a", "c-a"), ("b", "c-b"))


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger(tmp_path / "l.db", READER, clock=Clock()) as ledger:
        for name in ("a", "b", "c"):
            ledger.append(reading(name))
        yield ledger


def judge(ledger: Ledger, kind: str, **given: Any) -> Judgement:
    return ledger.judge(Judgement(entry=0, time="", by=given.pop("by", "Ana"), kind=kind, **given))


def kinds(ledger: Ledger, as_of: int | None = None) -> list[tuple[int, str]]:
    return [(j.entry, j.kind) for j in ledger.judgements(as_of)]


def test_the_last_judgement_on_a_pair_stands_and_undo_brings_the_former_back(ledger: Ledger) -> None:
    judge(ledger, "same", claims=PAIR, text="one strike")
    judge(ledger, "different", claims=PAIR[::-1], by="Ben")
    judge(ledger, "note", claims=PAIR[:1], text="unclear")
    assert kinds(ledger) == [(8, "different"), (9, "note")]
    judge(ledger, "undo", undoes=8)
    assert kinds(ledger) == [(7, "same"), (9, "note")]
    judge(ledger, "undo", undoes=10)
    assert kinds(ledger) == [(8, "different"), (9, "note")]
    assert kinds(ledger, 7) == [(7, "same")]
    assert [j.kind for j in ledger.judgements(every=True)] == ["same", "different", "note", "undo", "undo"]
    assert ledger.judgements(7)[0] == Judgement(entry=7, time="2024-03-05T07:00:00.000000+00:00", by="Ana", kind="same", claims=PAIR, text="one strike")
    assert ledger.verify().problem is None


@pytest.mark.parametrize(("kind", "given", "told"), [
    ("same", {"claims": (("a", "c-a"), ("a", "c-a"))}, "found one twice"),
    ("same", {"claims": (("a", "c-a"), ("a", "c-x"))}, "no claim c-x of a report a"),
    ("undo", {"undoes": 2}, "entry 2 is no judgement"),
    ("undo", {"undoes": 99}, "entry 99 is no judgement"),
    ("note", {"claims": (("a", "c-a"),), "text": "x", "by": " "}, "signed"),
    ("set", {"claims": (("a", "c-a"),), "field": "type", "value": "picnic"}, "expected an event type"),
    ("set", {"claims": (("a", "c-a"),), "field": "tipe", "value": "kill"}, "it has id, type"),
])
def test_a_judgement_that_makes_no_sense_is_refused_and_nothing_is_written(ledger: Ledger, kind: str, given: dict[str, Any], told: str) -> None:
    with pytest.raises(LedgerError, match=told):
        judge(ledger, kind, **given)
    head = ledger.head()
    assert head is not None and head.number == 6


def test_a_judgement_that_stands_is_not_made_again_nor_one_undone_that_does_not(ledger: Ledger) -> None:
    judge(ledger, "same", claims=PAIR)
    with pytest.raises(LedgerError, match="judged so already, by Ana in entry 7"):
        judge(ledger, "same", claims=PAIR[::-1])
    judge(ledger, "undo", undoes=7)
    with pytest.raises(LedgerError, match="does not stand"):
        judge(ledger, "undo", undoes=7)


def test_a_correction_leaves_the_machines_claim_as_it_is(ledger: Ledger) -> None:
    before = list(ledger.readings())
    judge(ledger, "set", claims=PAIR[:1], field="quantities.0.best", value=5)
    judge(ledger, "set", claims=PAIR[:1], field="quantities.0.low", value=4)
    judge(ledger, "set", claims=PAIR[:1], field="type", value="shelling")
    assert list(ledger.readings()) == before
    first, second, _ = ledger.readings(judged=True)
    claim = first["claims"][0]
    assert claim["type"] == "shelling" and [claim["quantities"][0][bound] for bound in ("low", "best", "high")] == [4, 5, 5]
    assert [(j["field"], j["was"], j["by"], j["entry"]) for j in claim["judged"]] == [("quantities.0.best", 3, "Ana", 7), ("quantities.0.low", 5, "Ana", 8), ("type", "kill", "Ana", 9)]
    assert second == before[1]
    assert list(ledger.readings(6, judged=True)) == before
    assert next(statements_of(first)).type == "shelling"


def test_a_correction_that_does_not_fit_a_newer_reading_says_so(tmp_path: Path) -> None:
    from dataclasses import replace

    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
        judge(ledger, "set", claims=(("r1", "c-r1"),), field="quantities.0.best", value=3.0)
    r = reading()
    with Ledger(path, replace(READER, model="m2")) as ledger:
        ledger.append(replace(r, claims=(replace(r.claims[0], quantities=()),)))
        claim = next(ledger.readings(judged=True))["claims"][0]
        assert claim["quantities"] == [] and "nothing" in claim["judged"][0]["not_applied"]


@pytest.mark.parametrize(("field", "value", "expected"), [
    ("factuality", "negated", "negated"),
    ("same_as", None, None),
    ("actors", "Syrian army", [("Syrian army", None)]),
    ("actors", [{"name": "Wolves", "id": "w"}, "Foxes"], [("Wolves", "w"), ("Foxes", None)]),
    ("recipients", [], []),
    ("actors.0.name", "Wolves", [("Wolves", None)]),
    ("time", "2024-03", {"begin": 0, "end": 0, "text": "", "value": "2024-03", "precision": "month"}),
    ("time", 2024, {"begin": 0, "end": 0, "text": "", "value": "2024", "precision": "year"}),
    ("time", "2024-03-01/2024-03-04", {"begin": 0, "end": 0, "text": "", "value": "2024-03-01/2024-03-04", "precision": "interval"}),
    ("time", None, None),
    ("where", None, None),
    ("quantities", [{"kind": "killed", "best": 4}], [{"begin": 0, "end": 0, "text": "", "kind": "killed", "low": 4, "best": 4, "high": 4}]),
    ("quantities", [{"kind": "killed", "low": 4, "high": None}], [{"begin": 0, "end": 0, "text": "", "kind": "killed", "low": 4, "best": None, "high": None}]),
    ("attribution.0.stance", "denies", [("officials", "denies")]),
    ("attribution", "the army of Tavria", [("the army of Tavria", "asserts")]),
])
def test_a_field_is_set_and_made_whole(field: str, value: Any, expected: Any) -> None:
    claim = corrected(CLAIM, field, value)
    found = claim[field.split(".")[0]]
    if field.startswith("actors"):
        found = [(m["name"], None if m["name"] == "Syrian army" else m["id"]) for m in found]
    if field.startswith("attribution"):
        found = [(a["source"]["name"], a["stance"]) for a in found]
    assert found == expected
    assert list(statements_of({"id": "r", "text": TEXT, "claims": [claim]}))


def test_a_place_is_set_by_name_or_whole() -> None:
    where = corrected(CLAIM, "where", "Harat")["where"]
    assert (where["name"], where["lat"], where["basis"], where["text"]) == ("Harat", None, "judgement", "")
    assert corrected(CLAIM, "places", [{"name": "Harat", "lat": 34.3, "lon": 62.2, "precision": 1}])["places"][0]["lat"] == 34.3
    assert corrected(CLAIM, "where.lat", 34.1)["where"]["name"] == "Doran"


@pytest.mark.parametrize(("field", "value"), [
    ("id", "c9"), ("trigger", {}), ("trigger.text", "x"), ("actors.0.begin", 3), ("actors.7", "x"), ("actors.-1", "x"), ("actors.0.nom", "x"), ("where.name", "Harat"), ("judged", []), ("", 1), ("type", ["kill"]),
    ("type", None), ("factuality", "true"), ("same_as", 3), ("actors", 3), ("actors", [3]), ("actors", [{}]), ("actors", ""), ("where", {"name": "X", "lat": 95, "lon": 0}), ("where", {"name": "X", "lat": 5}),
    ("where.lat", "north"), ("where.lat", None), ("where.precision", 9), ("time", "Monday"), ("time", "2024-13"), ("time", "2024-02-30"), ("time", "2024-03-05/2024-03-01"), ("time", True), ("time", {}),
    ("quantities", 3), ("quantities.0.best", -1), ("quantities.0.low", 99), ("quantities.0.best", float("nan")), ("quantities.0.best", True), ("quantities.0.kind", 3), ("attribution.0.stance", "says"),
    ("attribution", [{}]), ("attribution", None),
])
def test_a_value_that_does_not_do_is_refused_with_what_does(field: str, value: Any) -> None:
    before = json.dumps(CLAIM)
    with pytest.raises(LedgerError, match="field"):
        corrected(CLAIM, field, value)
    assert json.dumps(CLAIM) == before


def test_every_field_says_what_it_expects() -> None:
    assert EXPECTED.keys() == CHECKS.keys()
