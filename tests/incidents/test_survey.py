from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.ledger.made import READER, Clock, reading

from counterclaim.cli import main
from counterclaim.incidents.survey import Asked, by_urgency
from counterclaim.ledger import Ledger

INCIDENT: dict[str, Any] = {
    "id": "i1", "claims": [{"report": "a", "claim": "1"}, {"report": "b", "claim": "1"}], "type": "airstrike", "status": "contested", "time": "2024-03-04",
    "place": {"name": "Doran", "lat": 34.0, "lon": 72.5}, "actors": ["Velanian Air Force"], "recipients": ["market traders"]}


@pytest.mark.parametrize(("asked", "holds"), [
    (Asked(), True), (Asked(place="doran"), True), (Asked(place="Mardan"), False), (Asked(actor="velanian air force"), True), (Asked(actor="traders"), True), (Asked(actor="NLF"), False),
    (Asked(type="airstrike"), True), (Asked(type="shelling"), False), (Asked(status="weak"), False), (Asked(since=date(2024, 3, 4)), True), (Asked(since=date(2024, 3, 5)), False),
    (Asked(until=date(2024, 3, 3)), False), (Asked(box=(70, 30, 75, 35)), True), (Asked(box=(0, 30, 10, 35)), False), (Asked(box=(170, 30, 73, 35)), True), (Asked(reports=2), True), (Asked(reports=3), False),
])
def test_an_incident_is_found_by_what_is_asked(asked: Asked, holds: bool) -> None:
    assert asked.holds(INCIDENT) == holds


def test_undated_and_unplaced_incidents_are_in_no_period_and_in_no_box() -> None:
    lost = INCIDENT | {"time": None, "place": None}
    assert Asked().holds(lost) and not Asked(since=date(2000, 1, 1)).holds(lost) and not Asked(box=(-180, -90, 180, 90)).holds(lost)


def test_contested_incidents_of_several_reports_come_first() -> None:
    alone = INCIDENT | {"claims": INCIDENT["claims"][:1]}
    assert by_urgency([alone, INCIDENT | {"status": "weak"}, INCIDENT]) == [2, 1, 0]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "war.db"
    with Ledger(path, READER, clock=Clock()) as made:
        made.append(reading("r1"))
    return path


def listed(ledger: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    assert main(["incidents", str(ledger), "--no-gazetteer", "--format", "incidents", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_incidents_of_a_ledger_are_kept_in_it_until_another_report_comes(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(ledger, capsys)
    with Ledger(ledger) as kept:
        assert kept.find_incident(before[0]["id"]) and kept.verify().problem is None
    assert listed(ledger, capsys) == before
    with Ledger(ledger, READER, clock=Clock(datetime(2024, 3, 6, tzinfo=UTC))) as more:
        more.append(reading("r2"))
    after = listed(ledger, capsys)
    assert [len(i["claims"]) for i in after] != [len(i["claims"]) for i in before]
    assert listed(ledger, capsys, "--as-of", "2024-03-05T12:00:00Z") == before


def test_a_judgement_parts_what_the_linker_joined_and_undo_joins_it_again(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Ledger(ledger, READER, clock=Clock(datetime(2024, 3, 6, tzinfo=UTC))) as more:
        more.append(reading("r2"))
    assert len(listed(ledger, capsys)) == 1
    assert main(["judge", str(ledger), "different", "r1/c-r1", "r2/c-r2", "--by", "a reviewer"]) == 0
    capsys.readouterr()
    assert len(listed(ledger, capsys)) == 2


def test_show_prints_the_incident_or_says_that_there_is_none(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [incident] = listed(ledger, capsys)
    assert main(["show", incident["id"][:6], str(ledger), "--no-gazetteer"]) == 0
    assert "officials" in capsys.readouterr().out
    assert main(["show", "zzz", str(ledger), "--no-gazetteer"]) == 1
    assert main(["show", "contested", str(ledger), "--no-gazetteer"]) == 1
    assert "no such incident among 1" in capsys.readouterr().err
