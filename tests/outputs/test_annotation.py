"""What people change in brat or INCEpTION comes back as judgements, and nothing else does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterclaim.cli import main
from counterclaim.errors import ExportError
from counterclaim.ledger import Ledger
from counterclaim.outputs import brat, write
from counterclaim.outputs.data import Data
from counterclaim.outputs.markup import Count
from tests.ledger.made import READER, reading
from tests.outputs.sample import DATA, READING, TEXT

TOOLS = ["brat", "inception"]


def handed_out(tool: str, tmp_path: Path, data: Data = DATA) -> Path:
    if tool == "inception":
        pytest.importorskip("cassis")
    folder = tmp_path / tool
    folder.mkdir()
    write(data, tool, folder)
    return folder


def back(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    assert main(["import", str(folder), "--by", "A. Reader", *more]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("tool", TOOLS)
def test_what_nobody_changed_is_no_judgement(tool: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert back(handed_out(tool, tmp_path), capsys) == []


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("gold", ["claims", "modern", "seed"])
def test_gold_goes_there_and_back_unchanged(tool: str, gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(__file__).parents[3] / "shared" / "gold" / f"{gold}.jsonl"
    if not path.exists():
        pytest.skip("no gold beside the project")
    readings = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert back(handed_out(tool, tmp_path, Data(readings=readings)), capsys) == []


def test_changes_in_brat_are_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = handed_out("brat", tmp_path)
    path = next(folder.glob("00001*.ann"))
    ann = path.read_text(encoding="utf-8")
    begin = TEXT.index("Idlib", TEXT.index("The army"))
    ann = ann.replace("airstrike:", "shelling:", 1).replace("\t20-30\n", "\t25+\n").replace("\t2024-11-29", "\t2024-11-22")
    ann = "".join(line + "\n" for line in ann.splitlines() if "Factuality E" not in line or "possible" not in line)
    ann += f"T90\tParty {begin} {begin + 5}\tIdlib\n"
    fled = next(line for line in ann.splitlines() if "\tdisplace:" in line)
    ann = ann.replace(fled, fled + " Actor:T90")
    ann = ann.replace("\tStance E4 denies", "\tStance E4 doubts")
    path.write_text(ann, encoding="utf-8")
    found = back(folder, capsys)
    assert {(j["kind"], j["claim"], j["field"]) for j in found} == {
        ("set", "c1", "type"), ("set", "c1", "time"), ("set", "c1", "quantities"), ("set", "c2", "attribution"), ("set", "c3", "factuality"), ("set", "c3", "actors")}
    by_field = {j["field"]: j for j in found}
    assert all(j["by"] == "A. Reader" and j["report"] == READING["id"] for j in found)
    assert by_field["type"]["value"] == "shelling" and by_field["time"]["value"]["value"] == "2024-11-22"
    assert by_field["quantities"]["value"] == [{"begin": TEXT.index("20 to"), "end": TEXT.index("20 to") + 15, "text": "20 to 30 people", "kind": "killed", "low": 25, "best": 25, "high": None}]
    assert by_field["actors"]["value"] == [{"begin": begin, "end": begin + 5, "text": "Idlib", "name": "Idlib"}]
    assert by_field["attribution"]["value"][0]["stance"] == "doubts" and by_field["attribution"]["value"][0]["source"]["name"] == "The army"


def test_changes_in_inception_are_set_and_lie_in_another_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = handed_out("inception", tmp_path)
    path = next(folder.glob("00001*.xmi"))
    returned = tmp_path / "returned"
    returned.mkdir()
    text = path.read_text(encoding="utf-8").replace('eventType="displace" factuality="possible"', 'eventType="withdraw" factuality="actual"').replace('stance="denies"', 'stance="asserts"')
    (returned / path.name).write_text(text, encoding="utf-8")
    found = back(returned, capsys, "--exported", str(folder))
    assert [(j["claim"], j["field"]) for j in found] == [("c2", "attribution"), ("c3", "type"), ("c3", "factuality")]


def test_a_deleted_claim_and_a_moved_trigger_are_notes_and_an_added_claim_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = handed_out("brat", tmp_path)
    path = next(folder.glob("00001*.ann"))
    lines = path.read_text(encoding="utf-8").splitlines()
    fled = next(line.split("\t")[0] for line in lines if "\tdisplace:" in line)
    lines = [line for line in lines if not (line.startswith(fled + "\t") or f" {fled}\t" in line or f" {fled} " in line)]
    begin = TEXT.index("struck")
    lines = [line.replace(f"airstrike {begin} {begin + 6}\tstruck", f"airstrike {begin - 5} {begin + 6}\tjets struck") for line in lines]
    lines += [f"T91\tclash {begin} {begin + 6}\tstruck", "E91\tclash:T91"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["import", str(folder), "--by", "A"]) == 0
    captured = capsys.readouterr()
    notes = [json.loads(line) for line in captured.out.splitlines()]
    assert [(n["kind"], n["claim"], n["text"].split(":")[0]) for n in notes] == [("note", "c2", "trigger"), ("note", "c3", "rejected")]
    assert "1 added claims left out" in captured.err


@pytest.mark.parametrize(("change", "told"), [
    (("E1\t", "E1\tnonsense\nE9\t"), "no line of brat's"), (("T1\tParty 86 105", "T1\tParty 86 99999"), "outside of the text"), (("Actor:T", "Actor:T99"), "is named and not there"), (("\t20-30\n", "\tmany\n"), "no bounds")])
def test_a_file_that_is_no_annotation_is_refused_with_its_place(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    folder = handed_out("brat", tmp_path)
    path = next(folder.glob("00001*.ann"))
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(ExportError, match=told) as error:
        list(brat.read(folder, folder))
    assert path.name in str(error.value)


def test_another_text_is_refused(tmp_path: Path) -> None:
    folder = handed_out("brat", tmp_path)
    path = next(folder.glob("00001*.txt"))
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(ExportError, match="another text"):
        list(brat.read(folder, folder))


@pytest.mark.parametrize("bounds", [(20, 20, 20), (20, None, 30), (20, 25, 30), (24, None, None), (20, 20, None), (None, 20, 20), (None, None, 20), (None, 5, None), (1.5, 1.5, 1.5), (0, 0, 0), (None, None, None)])
def test_bounds_go_there_and_back(bounds: tuple[float | None, float | None, float | None]) -> None:
    assert brat.bounds_of(brat.bounds_text(Count((0, 1), "killed", *bounds))) == bounds


def test_brat_knows_the_types_and_its_spans_stay_on_a_line(tmp_path: Path) -> None:
    folder = handed_out("brat", tmp_path, Data(readings=[{**READING, "claims": [{**READING["claims"][0], "actors": [{"begin": TEXT.index("two\n"), "end": TEXT.index("two\n") + 9, "text": "two\nlines", "name": "x"}]}]}]))
    ann = next(folder.glob("*.ann")).read_text(encoding="utf-8")
    begin = TEXT.index("two\n")
    assert f"Party {begin} {begin + 3};{begin + 4} {begin + 9}\ttwo lines" in ann
    conf = (folder / "annotation.conf").read_text(encoding="utf-8")
    assert "\nairstrike\tActor*:Party" in conf and "[attributes]" in conf


def test_a_ledger_keeps_what_came_back_beside_what_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder = tmp_path / "l.db", tmp_path / "out"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
    assert main(["export", str(path), "--to", "brat", "--output", str(folder)]) == 0
    ann = next(folder.glob("*.ann"))
    ann.write_text(ann.read_text(encoding="utf-8").replace("kill:", "execute:"), encoding="utf-8")
    assert main(["import", str(folder), "--by", "A. Reader", "--ledger", str(path)]) == 0
    assert "1 judgements of 1 reports" in capsys.readouterr().err
    with Ledger(path, readonly=True) as ledger:
        (claim,) = next(ledger.readings(judged=True))["claims"]
        assert claim["type"] == "execute" and claim["judged"][0]["by"] == "A. Reader" and claim["judged"][0]["was"] == "kill"
        assert next(ledger.readings())["claims"][0]["type"] == "kill"
    # what stands already is refused, and said
    assert main(["import", str(folder), "--by", "A. Reader", "--ledger", str(path)]) == 1
    assert "judged so already" in capsys.readouterr().err
