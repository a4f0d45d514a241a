import json
import sqlite3
from pathlib import Path

import pytest

from counterclaim.cli import main
from counterclaim.ledger import Ledger
from counterclaim.settings import load_settings
from tests.ledger.made import READER, Clock, reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    with Ledger(path, READER, clock=Clock()) as ledger:
        for name in ("a", "b\x1b[31m"):
            ledger.append(reading(name, claim=f"c{name[0]}"))
    return path


def run(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    try:
        status = main([str(arg) for arg in args])
    except SystemExit as error:
        status = int(error.code or 0)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def head(text: str) -> str:
    return text.split("head: ")[1][:64]


def test_verify_prints_the_head_and_takes_it_back(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    status, out, err = run(capsys, "ledger", "verify", path)
    assert status == 0 and "4 entries (2 reports, 2 readings, 0 judgements) verified" in out and err == ""
    noted = head(out)
    run(capsys, "judge", path, "note", "ca", "x", "--by", "Ana")
    status, out, _ = run(capsys, "ledger", "verify", path, "--head", noted.upper())
    assert status == 0 and "the head noted is that of entry 4; entries since: 1" in out
    status, _, err = run(capsys, "ledger", "verify", path, "--head", "0" * 64)
    assert status == 1 and "no entry has the hash" in err
    status, _, err = run(capsys, "ledger", "verify", path, "--head", "abc")
    assert status == 2 and "no hash" in err


def test_verify_names_the_entry_and_exits_1(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER mention_no_update")
    db.execute("UPDATE mention SET name = 'x\x1b[2J' WHERE reading = 2 AND role = 'actor'")
    db.commit()
    status, out, err = run(capsys, "ledger", "verify", path)
    assert status == 1 and out == "" and "entry 2: " in err and "mention ca, actor, 0: name is" in err and "\x1b" not in err
    assert "1 entries (1 reports, 0 readings, 0 judgements) before it fit" in err


def test_log_shows_entries_newest_first_and_as_of(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    status, out, _ = run(capsys, "ledger", "log", path)
    assert status == 0 and "\x1b" not in out and "1 claims, by counterclaim 0.1.0" in out
    _, out, _ = run(capsys, "ledger", "log", path, "--format", "json", "--limit", "3")
    entries = [json.loads(line) for line in out.splitlines()]
    assert [e["number"] for e in entries] == [4, 3, 2] and entries[0]["previous"] == entries[1]["hash"] and entries[1]["what"].startswith("b\x1b[31m, Outlet, 2024")
    for time, last in (("2024-03-05", 4), ("2024-03-04", 0), ("2024-03-05T02:30", 2), ("2024-03-05T05:30:00+03:00", 2)):
        _, out, _ = run(capsys, "ledger", "log", path, "--format", "json", "--as-of", time)
        assert len(out.splitlines()) == last
    _, out, _ = run(capsys, "ledger", "log", path, "--as-of", "2020-01-01")
    assert "no entries" in out
    for option in (("--limit", "0"), ("--as-of", "yesterday")):
        assert run(capsys, "ledger", "log", path, *option)[0] == 2


def test_judgements_are_signed_and_logged(capsys: pytest.CaptureFixture[str], path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COUNTERCLAIM_BY", raising=False)
    status, _, err = run(capsys, "judge", path, "same", "ca", "cb")
    assert status == 2 and "--by NAME" in err
    status, out, _ = run(capsys, "judge", path, "same", "a/ca", "cb", "--by", "Ana", "--why", "one strike")
    assert status == 0 and "entry 5: same a/ca b\\x1b[31m/cb: one strike (by Ana)" in out
    monkeypatch.setenv("COUNTERCLAIM_BY", "Ben")
    assert load_settings().by == "Ben"
    for words in (("different", "ca", "cb"), ("set", "ca", "quantities.0.best", "12"), ("set", "ca", "type", "shelling"), ("set", "ca", "time", "2024"), ("note", "ca", "a doubtful one"), ("undo", "6")):
        assert run(capsys, "judge", path, *words)[0] == 0
    with Ledger(path) as ledger:
        assert [(j.kind, j.by, j.field, j.value) for j in ledger.judgements()] == [
            ("same", "Ana", None, None), ("set", "Ben", "quantities.0.best", 12), ("set", "Ben", "type", "shelling"), ("set", "Ben", "time", 2024), ("note", "Ben", None, None)]
        first = next(ledger.readings(judged=True))["claims"][0]
        assert first["quantities"][0]["high"] == 12 and first["time"]["value"] == "2024"
    _, out, _ = run(capsys, "ledger", "log", path, "--limit", "1")
    assert "undo 6 (by Ben)" in out and run(capsys, "ledger", "verify", path)[0] == 0


@pytest.mark.parametrize(("words", "told"), [
    (("same", "ca", "ca"), "found one twice"),
    (("same", "ca", "cx"), "no claim cx; expected REPORT/CLAIM"),
    (("set", "ca", "colour", "red"), "it has id, type"),
    (("set", "ca", "time", "Monday"), "expected null, a day, month or year"),
    (("set", "ca", "actors", "[" * 5000), "field 'actors'"),
    (("undo", "1"), "no judgement"),
    (("note", "nothing", "x"), "no claim nothing"),
])
def test_judgements_that_cannot_be_are_refused(capsys: pytest.CaptureFixture[str], path: Path, words: tuple[str, ...], told: str) -> None:
    status, out, err = run(capsys, "judge", path, *words, "--by", "Ana")
    if words[2:4] == ("actors", "[" * 5000):
        assert status == 0  # a name, if an odd one
        return
    assert status == 2 and told in err and out == ""


def test_a_note_may_be_on_an_incident(capsys: pytest.CaptureFixture[str], path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.derived("1").write(4, [("incident", [("i9", None, "kill", None, None, None, None, 1, 0, "{}")])])
    assert run(capsys, "judge", path, "note", "i9", "a wave of three", "--by", "Ana")[0] == 0
    with Ledger(path, readonly=True) as ledger:
        assert [(j.incident, j.claims, j.text) for j in ledger.judgements()] == [("i9", (), "a wave of three")]


def test_missing_files_are_named_and_not_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    none = tmp_path / "none.db"
    for words in (("ledger", "verify", none), ("ledger", "log", none), ("ledger", "migrate", none), ("judge", none, "note", "c", "x", "--by", "A")):
        status, _, err = run(capsys, *words)
        assert status == 2 and "no such ledger" in err
    assert not none.exists()
