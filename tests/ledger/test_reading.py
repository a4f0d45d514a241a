import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counterclaim.contract import as_dict
from counterclaim.errors import LedgerError
from counterclaim.incidents.statements import statements_of
from counterclaim.ledger import Ledger
from counterclaim.ledger.schema import script, statements
from tests.ledger.made import READER, TEXT, Clock, reading

NEWER = replace(READER, model="m2")


def test_readings_are_lines_of_the_file_contract_in_order(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", READER) as ledger:
        for name in ("b", "a"):
            ledger.append(reading(name))
        lines = list(ledger.readings())
    for line, name in zip(lines, ("b", "a"), strict=True):
        assert {**as_dict(reading(name)), "ledger": line["ledger"]} == line
        assert [s.claim for s in statements_of(line)] == [f"c-{name}"]
    assert lines[1]["ledger"] == {"report": 3, "reading": 4, "program": "0.1.0", "model": "m1", "vocabulary": "v1", "gazetteer": "none"}


def test_as_of_shows_the_ledger_as_it_stood(tmp_path: Path) -> None:
    path, clock = tmp_path / "l.db", Clock()
    with Ledger(path, READER, clock=clock) as ledger:
        ledger.append(reading("a"))  # entries 1, 2: 01:00, 02:00
        ledger.append(reading("b"))  # 3, 4
    with Ledger(path, NEWER, clock=clock) as ledger:
        ledger.append(reading("a"))  # 5: 05:00

        def seen(as_of: datetime | int | None = None, after: int = 0) -> list[tuple[str, str]]:
            return [(r["id"], r["ledger"]["model"]) for r in ledger.readings(as_of, after=after)]

        assert seen() == [("b", "m1"), ("a", "m2")]
        assert seen(datetime(2024, 3, 5, 4, tzinfo=UTC)) == seen(4) == [("a", "m1"), ("b", "m1")]
        assert seen(datetime(2024, 3, 5, 6, 59, tzinfo=UTC).astimezone(tz=None)) == seen()
        assert seen(datetime(2024, 3, 5, 1, 30, tzinfo=UTC)) == []
        assert seen(after=4) == [("a", "m2")]
        head = ledger.head(3)
        assert head is not None and head.kind == "report" and ledger.head(0) is None


def test_of_two_versions_of_a_report_the_newer_is_read(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", READER) as ledger:
        ledger.append(reading("a"))
        assert ledger.newer_versions == 0
        ledger.append(reading("a", TEXT + " More."))
        assert ledger.newer_versions == 1
        assert [len(r["text"]) for r in ledger.readings()] == [len(TEXT) + 6]
        assert [len(r["text"]) for r in ledger.readings(2)] == [len(TEXT)]
        assert [len(r["text"]) for r in ledger.readings(every_version=True)] == [len(TEXT), len(TEXT) + 6]


def test_a_reader_in_the_middle_sees_one_state_while_others_write(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        for n in range(3):
            ledger.append(reading(f"r{n}"))
        seen = []
        with Ledger(path, readonly=True) as other:
            for n, line in enumerate(other.readings()):
                ledger.append(reading(f"s{n}"))
                seen.append(line["id"])
            assert seen == ["r0", "r1", "r2"]
            assert len(list(other.readings())) == 6
        for n, _ in enumerate(ledger.readings()):  # on the writer itself
            ledger.append(reading(f"t{n}"))
        assert len(list(ledger.readings())) == 12


def test_claims_are_found_by_name(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", READER) as ledger:
        ledger.append(reading("a/b", claim="c1"))
        ledger.append(reading("x", claim="c1"))
        ledger.append(reading("a", claim="b/c1"))
        ledger.append(reading("y", claim="c2"))
        assert ledger.find_claim("x/c1") == ("x", "c1")
        assert ledger.find_claim("c2") == ledger.find_claim("y/c2") == ("y", "c2")
        with pytest.raises(LedgerError, match=r"several reports have one of that id \(a/b, x\)"):
            ledger.find_claim("c1")
        with pytest.raises(LedgerError, match="several"):
            ledger.find_claim("a/b/c1")
        for name in ("x/c2", "", "/", "c9"):
            with pytest.raises(LedgerError, match="no claim"):
                ledger.find_claim(name)


def test_batches_yield_what_is_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading("r1"))
        for number, (r, added) in enumerate(ledger.append_many((reading(f"r{n}") for n in range(5)), batch=2)):
            held = sqlite3.connect(path).execute("SELECT count(*) FROM report").fetchone()[0]
            assert held >= number + 1 and added == (r.report.id != "r1")
        assert ledger.verify().counts == {"report": 5, "reading": 5, "judgement": 0}


def old_ledger(path: Path) -> None:
    """A file of version 1, as that version wrote it."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    for statement in statements(script("schema_1.sql")):
        db.execute(statement)
    db.execute("CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger only appends'); END")
    db.execute("PRAGMA user_version = 1")
    for reader in ("counterclaim 0.1.0, model m1, vocabulary v1, gazetteer g1", "counterclaim 0.0.9, model m0, vocabulary v0", "something else"):
        db.execute("INSERT INTO report VALUES ('d', 'r1', 'T', NULL, NULL, '2024-03-04', NULL, ?) ON CONFLICT DO NOTHING", (TEXT,))
        number = db.execute("INSERT INTO reading (report, reader) VALUES ('d', ?)", (reader,)).lastrowid
        claim = as_dict(reading())["claims"][0]
        del claim["where"]  # which the first of them had not
        db.execute("INSERT INTO claim VALUES (" + ", ".join("?" * 20) + ")", (
            number, claim["id"], 0, "kill", "actual", None, 7, 13, "killed", TEXT, "2024-03-04", "day", "2024-03-04", "2024-03-04", None, None, None, None, None, json.dumps(claim)))
        db.execute("INSERT INTO abstention VALUES (?, 0, 'time', 'no_time', 0, 6, 'Rebels')", (number,))
    db.commit()
    db.close()


def test_an_older_file_is_brought_forward_whole(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    old_ledger(path)
    with pytest.raises(LedgerError, match="schema version 1; `counterclaim ledger migrate`"):
        Ledger(path, readonly=True)
    with Ledger(path, clock=Clock()) as ledger:
        assert ledger.verify().problem is None and ledger.changed_triggers() == []
        assert ledger.verify().counts == {"report": 1, "reading": 3, "judgement": 0}
        db = ledger._db
        assert db.execute("SELECT program, model, vocabulary, gazetteer FROM reading").fetchall() == [
            ("0.1.0", "m1", "v1", "g1"), ("0.0.9", "m0", "v0", "none"), ("something else", "unknown", "unknown", "unknown")]
        assert db.execute("SELECT count(*), sum(best) FROM quantity").fetchone() == (3, 9.0)
        assert db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'old%'").fetchall() == []
        (line,) = ledger.readings()
        assert line["claims"][0]["trigger"]["text"] == "killed" and line["abstentions"][0]["reason"] == "no_time"
    fresh = tmp_path / "fresh.db"
    with Ledger(fresh, READER):
        pass
    schemas = [sqlite3.connect(p).execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() for p in (path, fresh)]
    assert schemas[0] == schemas[1]


def test_a_migration_that_fails_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    old_ledger(path)
    db = sqlite3.connect(path)
    db.execute("INSERT INTO claim SELECT reading, 'c-z', 1, type, factuality, same_as, 0, 1, 't', 's', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}' FROM claim LIMIT 1")
    db.commit()
    with pytest.raises(LedgerError, match="reading 1: a claim is not as version 1 wrote it"):
        Ledger(path)
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert db.execute("SELECT count(*) FROM reading").fetchone() == (3,)


def test_derived_rows_are_kept_replaced_and_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    incident = ("i1", None, "kill", "Doran", "2024-03-04", "2024-03-04", "weak", 1, 0, "{}")
    with Ledger(path, READER) as ledger:
        ledger.append(reading("a"))
        derived = ledger.derived("linker 1")
        assert derived.upto == 0 and derived.tables == ("incident", "incident_claim")
        derived.write(2, [("incident", [incident]), ("incident_claim", [("i1", 0, "a", "c-a")])])
        assert ledger.find_incident("i1") == "i1" and ledger.find_incident("i2") is None
        derived.write(2, [("incident", [(*incident[:6], "fair", *incident[7:])])])
        assert list(derived.rows("SELECT id, status FROM incident")) == [("i1", "fair")]
        assert ledger.verify().problem is None
        with pytest.raises(ValueError, match="no derived table"):
            derived.write(3, [("DELETE FROM claim", [()])])
        with pytest.raises(ValueError, match="no derived table"):
            derived.write(3, [("claim", [()])])
        derived.write(3, [("DELETE FROM incident_claim WHERE incident = ?", [("i1",)])])
        assert list(derived.rows("SELECT * FROM incident_claim")) == [] and derived.upto == 3
    with Ledger(path, readonly=True) as ledger:
        assert ledger.derived("linker 1").upto == 3 and list(ledger.derived("linker 1").rows("SELECT id FROM incident")) == [("i1",)]
        assert ledger.derived("linker 2").upto == 0 and list(ledger.derived("linker 2").rows("SELECT id FROM incident")) == []
    with Ledger(path) as ledger:
        assert ledger.derived("linker 1").upto == 3
        assert ledger.derived("linker 2").upto == 0
        assert list(ledger.derived("linker 2").rows("SELECT * FROM incident")) == []
        ledger.derived("linker 2").clear()
        assert ledger.verify().problem is None


def test_a_ledger_that_was_never_linked_has_no_derived_rows_for_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER):
        pass
    with Ledger(path, readonly=True) as ledger:
        derived = ledger.derived("linker 1")
        assert derived.upto == 0 and list(derived.rows("SELECT id FROM incident")) == [] and ledger.find_incident("i1") is None


def test_a_ledger_to_read_must_exist_and_is_not_made(tmp_path: Path) -> None:
    for readonly in (True, False):
        with pytest.raises(LedgerError, match="no such ledger"):
            Ledger(tmp_path / "none.db", readonly=readonly)
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_waits_in_vain_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterclaim.ledger.store.PATIENCE", 0.1)
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger, Ledger(path, READER) as other:
        ledger._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program has been writing"):
            other.append(reading())
        ledger._db.execute("ROLLBACK")
        assert other.append(reading())


def test_a_clock_in_another_zone_writes_utc(tmp_path: Path) -> None:
    from datetime import timezone

    with Ledger(tmp_path / "l.db", READER, clock=lambda: datetime(2024, 3, 5, 1, tzinfo=timezone(timedelta(hours=3)))) as ledger:
        ledger.append(reading())
        head = ledger.head()
        assert head is not None and head.time == "2024-03-04T22:00:00.000000+00:00"


@pytest.mark.parametrize("odd", ["a\0b", "\x1b[2J", "=HYPERLINK(1)", "'; DROP TABLE claim; --", "\u202e\u0000\U0001f600", "é" * 9999, "</script>", "\ufeff", "1e999", "007"])
def test_odd_words_come_back_as_they_were_and_verify(tmp_path: Path, odd: str) -> None:
    r = reading(odd)
    r = replace(r, report=replace(r.report, title=odd, outlet=odd, url=odd, language=odd), claims=(replace(r.claims[0], id=odd, same_as=odd, decided={odd: odd}),))
    with Ledger(tmp_path / "l.db", READER) as ledger:
        assert ledger.append(r) and not ledger.append(r)
        (line,) = ledger.readings()
        assert {k: v for k, v in line.items() if k != "ledger"} == as_dict(r)
        assert ledger.find_claim(f"{odd}/{odd}") == (odd, odd)
        assert ledger.verify().problem is None
