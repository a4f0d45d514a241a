from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest

from counterclaim.cli import main

SPAN = {"begin": 0, "end": 5, "text": "Rebel"}
TEXT = "=Ajnad Front took Saraqib."


def _claims(path: Path, name: str = "=Ajnad Front\x1b[31m", place: str = "<b>Saraqib</b>") -> str:
    claim = {
        "id": "c", "type": "seize_territory", "trigger": {"begin": 13, "end": 17, "text": "took"}, "evidence": {"begin": 0, "end": len(TEXT), "text": TEXT},
        "actors": [{"begin": 0, "end": 12, "text": name, "name": name}], "recipients": [], "places": [{"begin": 18, "end": 25, "text": place, "name": place}], "time": None, "quantities": [], "attribution": []}
    path.write_text(json.dumps({"id": "r", "text": TEXT, "published": "2024-11-29", "outlet": "Radio [bold]", "claims": [claim]}) + "\n", encoding="utf-8")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    status = main(args)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("command", ["actors", "control", "framing"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_hostile_names_are_shown_as_text(capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, form: str) -> None:
    status, out, err = run(capsys, command, _claims(tmp_path / "c.jsonl"), "--format", form)
    assert status == 0 and not err
    assert "\x1b" not in out
    if form == "csv":
        assert not [cell for row in csv.reader(io.StringIO(out)) for cell in row if cell.startswith("=")]
    if form == "json":
        json.loads(out)


def test_control_says_who_holds_a_place_and_by_whose_word(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = _claims(tmp_path / "c.jsonl", "Ajnad Front", "Saraqib")
    status, out, _ = run(capsys, "control", path, "--format", "json", "--at", "2024-12-01")
    document = json.loads(out)
    assert status == 0 and document["at"] == "2024-12-01"
    [place] = document["places"]
    assert (place["state"], place["holders"][0]["name"], place["days_old"], place["claims"][0]["claim"]) == ("held", "Ajnad Front", 2, "c")
    assert json.loads(run(capsys, "control", path, "--format", "json", "--at", "2024-11-01")[1])["places"] == []
    assert json.loads(run(capsys, "control", path, "--format", "json", "--place", "Aleppo")[1])["places"] == []


def test_control_according_to_nobody_names_who_speaks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, err = run(capsys, "control", _claims(tmp_path / "c.jsonl", "Ajnad Front", "Saraqib"), "--according-to", "Kesh Army")
    assert status == 1 and not out and "Radio" in err


@pytest.mark.parametrize("command", ["actors", "control", "framing"])
def test_broken_lines_are_named_and_the_status_is_1(capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str) -> None:
    path = tmp_path / "c.jsonl"
    _claims(path)
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    status, out, err = run(capsys, command, str(path))
    assert status == 1 and out and f"{path}:2: not JSON" in err


@pytest.mark.parametrize("command", ["actors", "control", "framing"])
def test_no_claims_is_an_empty_table(capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("", encoding="utf-8")
    assert run(capsys, command, str(path), "--format", "json")[0] == 0


def test_output_goes_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run(capsys, "actors", _claims(tmp_path / "c.jsonl"), "--format", "csv", "--output", str(out))[:2] == (0, "")
    assert out.read_bytes().startswith(b"actor,id,kind")


def test_framing_of_one_outlet_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "framing", _claims(tmp_path / "c.jsonl"), "--outlet", "Nobody")
    assert status == 0 and "outlets in the claims: Radio" in err


@pytest.mark.parametrize("text", ["the A " * 60_000, "A" * 300_000, "A-" * 100_000, "“" * 100_000, "parts of " * 40_000])
def test_a_hostile_text_takes_no_long_time(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.jsonl"
    whole = {"begin": 0, "end": len(text), "text": text}
    start = {"begin": 0, "end": 3, "text": text[:3]}
    claim = {"id": "c", "type": "seize_territory", "trigger": start, "evidence": whole, "actors": [{**whole, "name": text}], "recipients": [], "places": [{**start, "name": "A"}], "time": None, "quantities": [], "attribution": []}
    path.write_text(json.dumps({"id": "r", "text": text, "published": "2024-11-29", "claims": [claim]}), encoding="utf-8")
    begun = time.process_time()
    for command in ("actors", "control", "framing"):
        assert main([command, str(path), "--format", "csv", "--output", str(tmp_path / "out.csv")]) == 0
    assert time.process_time() - begun < 10
