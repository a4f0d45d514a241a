import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.ledger.chain import Entry, Verified, sealed
from counterclaim.ledger.rows import COLUMNS, KEYS
from counterclaim.ledger.schema import script
from counterclaim.records import Judgement
from tests.ledger.made import READER, Clock, reading

TABLES = {"entry": ("number", "time", "kind", "row_count", "digest", "previous", "hash"), **COLUMNS}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports (entries 1 to 6) and a judgement (7)."""
    path = tmp_path_factory.mktemp("chain") / "whole.db"
    with Ledger(path, READER, clock=Clock()) as ledger:
        for name in ("a", "b", "c"):
            assert ledger.append(reading(name))
        ledger.judge(Judgement(entry=0, time="", by="Ana", kind="set", claims=(("a", "c-a"),), field="type", value="shelling", text="see the video"))
    return path


def tampered(whole: Path, folder: Path, change: Callable[[sqlite3.Connection], object], noted: str | None = None) -> Verified:
    """Verify a copy in which somebody took the triggers away and changed something."""
    path = folder / "tampered.db"
    shutil.copy(whole, path)
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute("PRAGMA ignore_check_constraints = ON")
    change(db)
    db.commit()
    db.close()
    with Ledger(path, readonly=True) as ledger:
        return ledger.verify(noted)


def test_an_untouched_ledger_verifies_and_names_its_head(whole: Path) -> None:
    with Ledger(whole, readonly=True) as ledger:
        found = ledger.verify()
        assert found.problem is None and found.counts == {"report": 3, "reading": 3, "judgement": 1}
        assert found.head == ledger.head() and found.head is not None and found.head.number == 7
        assert ledger.verify(found.head.hash).since_noted == 0
        assert ledger.changed_triggers() == []


def test_columns_of_the_digests_are_those_of_the_schema() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(script("schema_2.sql"))
    for table, columns in TABLES.items():
        assert tuple(row[1] for row in db.execute(f"PRAGMA table_info({table})")) == columns


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, columns in TABLES.items() for column in columns])
def test_a_changed_cell_is_found_with_its_entry(whole: Path, tmp_path: Path, table: str, column: str) -> None:
    key = TABLES[table][0]
    number = {"report": 3, "entry": 3, "judgement": 7}.get(table, 4)

    def change(db: sqlite3.Connection) -> None:
        kind = dict(row[1:3] for row in db.execute(f"PRAGMA table_info({table})"))[column]
        value: object = {"INTEGER": 77, "REAL": 0.5, "TEXT": "2030-forged"}[kind]
        value = {("mention", "role"): "recipient", ("place", "role"): "x", ("entry", "kind"): "judgement", ("judgement", "kind"): "note"}.get((table, column), value)
        which = "AND role = 'actor'" if table == "mention" else "AND role = 'place'" if table == "place" else ""
        if (table, column) == ("mention", "role"):
            db.execute(f"UPDATE mention SET position = 5, role = 'recipient' WHERE reading = {number} {which}")
        else:
            assert db.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = {number} {which}", (value,)).rowcount == 1

    found = tampered(whole, tmp_path, change)
    assert found.problem is not None
    # an entry under another number leaves its own missing
    assert found.entry == number, found.problem


@pytest.mark.parametrize("table", TABLES)
def test_a_deleted_row_is_found_with_its_entry(whole: Path, tmp_path: Path, table: str) -> None:
    number = {"report": 3, "entry": 3, "judgement": 7}.get(table, 4)
    found = tampered(whole, tmp_path, lambda db: db.execute(f"DELETE FROM {table} WHERE {TABLES[table][0]} = {number}"))
    assert found.problem is not None and found.entry == number


@pytest.mark.parametrize("table", COLUMNS)
@pytest.mark.parametrize("number", [4, 3, 7, 99, -1, "x"])
def test_a_row_slipped_in_is_found(whole: Path, tmp_path: Path, table: str, number: object) -> None:
    if KEYS[table] == 1 and (number == "x" or number == {"report": 3, "reading": 4, "judgement": 7}[table]):
        return  # one row an entry, keyed by a whole number

    def change(db: sqlite3.Connection) -> None:
        values = list(db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone())
        values[0] = number
        if table == "report":
            values[1] = "another"
        if table == "reading":
            values[2] = "another"
        if KEYS[table] > 1:
            values[1] = 5 if table == "abstention" else "c-zzz"
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)

    found = tampered(whole, tmp_path, change)
    assert found.problem is not None and table in found.problem or found.entry == number
    assert found.entry is not None


@pytest.mark.parametrize(("change", "told"), [
    ("UPDATE mention SET name = 'Army' WHERE reading = 4 AND role = 'actor'", "mention c-b, actor, 0: name is 'Army' where the claim's JSON says 'Rebels'"),
    ("UPDATE quantity SET best = 300 WHERE reading = 4", "best is 300.0 where the claim's JSON says 3.0"),
    ("DELETE FROM place WHERE reading = 4 AND role = 'where'", "has 8 rows and was written with 9: place c-b, where, 0: the row is missing"),
    ("UPDATE claim SET json = replace(json, 'Doran', 'Durin') WHERE reading = 4", "claim c-b: sentence is"),
    ("UPDATE claim SET json = '{' WHERE reading = 4", "cannot be read"),
    ("UPDATE report SET text = 'x' WHERE entry = 3", "report b: its fields are not those that its own digest was made of"),
    ("DELETE FROM abstention WHERE reading = 4", "an abstention"),
    ("UPDATE reading SET model = 'm2' WHERE entry = 4", "the reader's version"),
    ("DELETE FROM entry WHERE number = 4", "is missing; the next is 5"),
    ("UPDATE entry SET time = '2024-01-01' WHERE number = 4", "not those that its hash was made of"),
    ("UPDATE quantity SET kind = CAST(x'ff' AS TEXT) WHERE reading = 4", "kind is '\\udcff' where the claim's JSON says 'killed'"),
    ("UPDATE judgement SET author = x'00ff'", "which of its columns"),
])
def test_what_differs_is_told(whole: Path, tmp_path: Path, change: str, told: str) -> None:
    found = tampered(whole, tmp_path, lambda db: db.execute(change))
    assert found.problem is not None and told in found.problem


def cut(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM judgement")
    db.execute("DELETE FROM entry WHERE number = 7")


def test_a_cut_end_is_found_by_the_head_noted(whole: Path, tmp_path: Path) -> None:
    with Ledger(whole, readonly=True) as ledger:
        head = ledger.head()
    assert head is not None
    assert tampered(whole, tmp_path, cut).problem is None
    found = tampered(whole, tmp_path, cut, head.hash)
    assert found.problem is not None and "cut off the end" in found.problem


def test_a_chain_written_anew_is_found_by_a_head_noted_before(whole: Path, tmp_path: Path) -> None:
    with Ledger(whole, readonly=True) as ledger:
        noted = {entry.number: entry for entry, _ in ledger.entries()}

    def change(db: sqlite3.Connection) -> None:
        cut(db)
        row = (7, "note", "Ben", "a", "c-a", None, None, None, None, None, None, "forged")
        forged = sealed(7, noted[7].time, "judgement", {"judgement": [row]}, noted[6].hash)
        db.execute("INSERT INTO judgement VALUES (" + ", ".join("?" * 12) + ")", row)
        db.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", [getattr(forged, name) for name in Entry.__slots__])

    assert tampered(whole, tmp_path, change).problem is None
    assert tampered(whole, tmp_path, change, noted[7].hash).problem is not None
    assert tampered(whole, tmp_path, change, noted[6].hash).since_noted == 1


def test_a_damaged_file_is_named(whole: Path, tmp_path: Path) -> None:
    def change(db: sqlite3.Connection) -> None:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'claim_type'")

    found = tampered(whole, tmp_path, change)
    assert found.problem is not None and ("damaged" in found.problem or "cannot be read" in found.problem)


def test_triggers_taken_away_are_told(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    shutil.copy(whole, path)
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER claim_no_update")
    db.execute("CREATE TRIGGER more AFTER INSERT ON claim BEGIN UPDATE entry SET time = ''; END")
    with Ledger(path) as ledger:
        assert ledger.changed_triggers() == ["claim_no_update", "more"]
        assert ledger.verify().problem is None


def test_time_never_goes_back_in_the_chain(tmp_path: Path) -> None:
    clock = Clock()
    with Ledger(tmp_path / "l.db", READER, clock=clock) as ledger:
        ledger.append(reading("a"))
        clock.time = clock.time.replace(year=2020)
        ledger.append(reading("b"))
        times = [entry.time for entry, _ in ledger.entries()]
        assert times == sorted(times, reverse=True) and times[0].startswith("2024")
        assert ledger.verify().problem is None


def test_equal_content_gives_equal_hashes(tmp_path: Path) -> None:
    heads = []
    for name in ("1.db", "2.db"):
        with Ledger(tmp_path / name, READER, clock=Clock()) as ledger:
            for r in ("a", "b"):
                ledger.append(reading(r))
            heads.append(ledger.head())
    assert heads[0] == heads[1]
    with Ledger(tmp_path / "3.db", replace(READER, model="m2"), clock=Clock()) as ledger:
        for r in ("a", "b"):
            ledger.append(reading(r))
        assert ledger.head() != heads[0]
