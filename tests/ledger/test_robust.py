import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from tests.ledger.made import READER, reading

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}


@pytest.mark.skipif(sys.platform == "win32", reason="fork and limits on the size of files")
@pytest.mark.parametrize(("what", "times", "told"), [("kill", "25", "none lost"), ("full", "3", "none lost"), ("torn", "8", "no other outcome")])
def test_nothing_acknowledged_is_lost(what: str, times: str, told: str) -> None:
    run = subprocess.run([sys.executable, str(ROOT / "benchmarks" / "ledger.py"), what, "--times", times, "--seed", "7"], capture_output=True, text=True, env=ENVIRONMENT, timeout=120)
    assert run.returncode == 0 and told in run.stdout, run.stdout + run.stderr


def test_a_file_that_may_not_grow_is_a_clear_error_and_goes_on_when_it_may(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading("r0"))
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count = {pages}")
        held = 1
        with pytest.raises(LedgerError, match=r"l\.db: database or disk is full; no space is left; what was acknowledged is safe"):
            for n in range(1, 200):
                ledger.append(reading(f"r{n}"))
                held = n + 1
        assert ledger.verify().problem is None and sum(1 for _ in ledger.readings()) == held
        ledger._db.execute("PRAGMA max_page_count = 100000")
        assert ledger.append(reading("later")) and ledger.verify().problem is None


def test_several_processes_make_and_fill_one_ledger(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    script = ("import sys; from pathlib import Path; from counterclaim.ledger import Ledger; from tests.ledger.made import READER, reading\n"
              "with Ledger(Path(sys.argv[1]), READER) as ledger:\n    for n in range(20): ledger.append(reading(f'{sys.argv[2]}-{n}'))")
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), str(n)], env={**ENVIRONMENT, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}) for n in range(3)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    with Ledger(path, readonly=True) as ledger:
        assert ledger.verify().problem is None
        assert sorted(r["id"] for r in ledger.readings()) == sorted(f"{p}-{n}" for p in range(3) for n in range(20))


def test_a_ledger_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "medium"
    folder.mkdir()
    path = folder / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        with Ledger(path, readonly=True) as ledger:
            assert ledger.verify().problem is None and len(list(ledger.readings())) == 1
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\0" * 84, b"no database, " * 100])
def test_what_is_no_ledger_is_refused_by_those_who_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "l.db"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"l\.db: "):
        Ledger(path, readonly=True)
    assert path.read_bytes() == content


def test_a_damaged_page_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        for n in range(60):
            ledger.append(reading(f"r{n}"))
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096, 3):
        data[page * 4096 : page * 4096 + 2000] = b"\xff" * 2000
    path.write_bytes(data)
    with Ledger(path, readonly=True) as ledger:
        assert ledger.verify().problem is not None
        with pytest.raises((LedgerError, ValueError)):
            list(ledger.readings())


def test_a_schema_that_is_no_text_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
    data = path.read_bytes()
    path.write_bytes(data.replace(b"CREATE TRIGGER claim_no_update", b"CREATE TR\xffGGER claim_no_update"))
    with pytest.raises(LedgerError, match="the file is damaged"):
        Ledger(path, readonly=True)


def test_any_client_reads_the_tables_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with Ledger(path, READER) as ledger:
        ledger.append(reading())
        db = sqlite3.connect(path)
        assert db.execute("SELECT report.outlet, claim.type, place.lat, quantity.best, attribution.source FROM report JOIN reading ON reading.report = report.entry JOIN claim ON claim.reading = reading.entry "
                          "JOIN place ON (place.reading, place.claim, place.role) = (claim.reading, claim.id, 'where') JOIN quantity USING (reading) JOIN attribution USING (reading)").fetchall() == [
            ("Outlet", "kill", 34.0, 3.0, "officials")]
