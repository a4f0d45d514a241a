import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from counterclaim.records import Attribution, Claim, Mention, Quantity, Reader, Reading, Report, Span

READER = Reader(program="0.1.0", model="m1", vocabulary="v1")
TEXT = "Rebels killed 3 soldiers, officials said."


def reading(text: str = TEXT) -> Reading:
    def span(words: str) -> Span:
        return Span(begin=text.index(words), end=text.index(words) + len(words), text=words)

    def mention(words: str) -> Mention:
        s = span(words)
        return Mention(begin=s.begin, end=s.end, text=words, name=words)

    s = span("3 soldiers")
    claim = Claim(id="c1", type="kill", trigger=span("killed"), evidence=span(text), actors=(mention("Rebels"),), recipients=(mention("3 soldiers"),),
                  quantities=(Quantity(begin=s.begin, end=s.end, text=s.text, kind="killed", low=3, best=3, high=3),), attribution=(Attribution(source=mention("officials"), cue=span("said")),))
    return Reading(report=Report(id="r1", text=text), claims=(claim,), abstentions=())


def test_same_reading_twice_adds_nothing_and_a_new_reader_adds_one(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        assert ledger.append(reading())
        assert not ledger.append(reading())
    with Ledger(path, replace(READER, model="m2")) as ledger:
        assert ledger.append(reading())
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM report").fetchone() == (1,)
    assert db.execute("SELECT count(*) FROM reading").fetchone() == (2,)
    assert db.execute("SELECT source, stance FROM attribution").fetchall() == [("officials", "asserts")] * 2
    assert db.execute("SELECT kind, best FROM quantity").fetchall() == [("killed", 3.0)] * 2
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("statement", ["UPDATE claim SET type = 'x'", "DELETE FROM report", "UPDATE attribution SET stance = 'denies'"])
def test_rows_cannot_be_changed(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
    with pytest.raises(sqlite3.IntegrityError, match="only appends"):
        sqlite3.connect(path).execute(statement)


def test_a_changed_report_is_another_version(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        assert ledger.append(reading())
        assert ledger.append(reading(TEXT + " More."))


def test_other_files_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("no database, " * 100)
    with pytest.raises(LedgerError, match="expected a ledger"):
        Ledger(text, READER)
    other = tmp_path / "o.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)")
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(other, READER)
    newer = tmp_path / "n.db"
    sqlite3.connect(newer).execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="schema version 99"):
        Ledger(newer, READER)


def test_rows_cannot_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
    db = sqlite3.connect(path)
    digest = db.execute("SELECT digest FROM report").fetchone()[0]
    with pytest.raises(sqlite3.IntegrityError, match="only appends"):
        db.execute("REPLACE INTO report VALUES (1, ?, 'r1', NULL, NULL, NULL, NULL, NULL, NULL, 'forged')", (digest,))
    with pytest.raises(sqlite3.IntegrityError, match="only appends"):
        db.execute("REPLACE INTO report VALUES (9, ?, 'r1', NULL, NULL, NULL, NULL, NULL, NULL, 'forged')", (digest,))


def test_a_report_in_another_language_is_another_version(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db", READER) as ledger:
        french = Reading(report=Report(id="r1", text=TEXT, language="fr"), claims=(), abstentions=())
        assert ledger.append(french) and ledger.append(reading())


def test_rows_of_an_entry_that_is_there_come_too_late(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
    db = sqlite3.connect(path)
    for verb in ("INSERT", "REPLACE"):
        for position in (0, 7):
            with pytest.raises(sqlite3.IntegrityError, match="only appends"):
                db.execute(f"{verb} INTO quantity VALUES (2, 'c1', ?, 'killed', 9, 9, 9, '9')", (position,))
        with pytest.raises(sqlite3.IntegrityError, match="only appends"):
            db.execute(f"{verb} INTO entry SELECT * FROM entry WHERE number = 1")
