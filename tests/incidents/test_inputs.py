from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from counterclaim.errors import LedgerError, ReportError
from counterclaim.incidents.inputs import open_statements
from counterclaim.ledger import Ledger
from counterclaim.records import Claim, Mention, Reader, Reading, Report, Span

SPAN = {"begin": 0, "end": 3, "text": "hit"}
CLAIM = {"id": "c", "type": "airstrike", "trigger": SPAN, "evidence": SPAN, "actors": [], "recipients": [], "places": [], "time": None, "quantities": [], "attribution": []}
READING = {"id": "r", "text": "hit", "published": "2024-11-29", "claims": [CLAIM]}


def _with(**fields: Any) -> str:
    return json.dumps({**READING, "claims": [{**CLAIM, **fields}]})


def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join([json.dumps(READING), "{not json", "", "[1]", json.dumps({"id": "r", "text": "t"}), _with(id="d")]), encoding="utf-8")
    got = list(open_statements([path]))
    assert [g[0].claim for g in got if not isinstance(g, ReportError)] == ["c", "d"]
    errors = [str(g) for g in got if isinstance(g, ReportError)]
    assert [e.split(": ")[0] for e in errors] == [f"{path}:2", f"{path}:4", f"{path}:5"]
    assert "counterclaim read --format claims" in errors[2]


@pytest.mark.parametrize("fields", [
    {"actors": None}, {"actors": [3]}, {"actors": [{"name": 3, "text": "x"}]}, {"trigger": {"begin": "x", "end": 1, "text": "hit"}}, {"trigger": {}}, {"type": {}}, {"quantities": [{"kind": "killed", "low": "3", "text": "3"}]},
    {"attribution": [{"source": [], "stance": 1}]}, {"places": [{"name": [1], "text": "x"}]}, {"where": {"text": "x", "lat": "north"}},
])
def test_a_field_of_the_wrong_kind_is_an_error_of_its_line(tmp_path: Path, fields: dict[str, Any]) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(_with(**fields) + "\n" + json.dumps(READING), encoding="utf-8")
    first, second = open_statements([path])
    assert isinstance(first, ReportError) and str(first).startswith(f"{path}:1: ")
    assert not isinstance(second, ReportError)


def test_standard_input_and_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(READING).encode())))
    first, second = open_statements(["-", tmp_path / "none.jsonl"])
    assert not isinstance(first, ReportError) and first[0].claim == "c"
    assert isinstance(second, ReportError) and "none.jsonl: No such file" in str(second)


def test_a_sqlite_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    with pytest.raises(LedgerError, match="expected a ledger"):
        list(open_statements([path]))


def test_a_ledger_gives_the_newest_reading_of_each_report(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    text = "Rebels killed a soldier."
    span = Span(begin=7, end=13, text="killed")
    for model, kind in (("m1", "kill"), ("m2", "execute")):
        with Ledger(path, Reader(program="0.1.0", model=model, vocabulary="v1")) as ledger:
            claim = Claim(id="c1", type=kind, trigger=span, evidence=Span(begin=0, end=len(text), text=text), actors=(Mention(begin=0, end=6, text="Rebels", name="rebels"),))
            ledger.append(Reading(report=Report(id="r1", text=text, outlet="Meridian"), claims=(claim,), abstentions=()))
            ledger.append(Reading(report=Report(id="r2", text="No claim."), claims=(), abstentions=()))
    first, second = open_statements([path])
    assert not isinstance(first, ReportError) and [(s.type, s.actors[0].name, s.report.outlet) for s in first] == [("execute", "rebels", "Meridian")]
    assert second == ()
