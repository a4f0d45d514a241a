"""What the ledger takes: how fast it appends, and that it loses nothing acknowledged when it is killed, when the disk is full, when its WAL is torn.

    python3 benchmarks/ledger.py speed [--reports 100000]     seconds to append, verify and read back, beside bare SQLite inserts of the same rows
    python3 benchmarks/ledger.py kill [--times 200]           a writer is killed (SIGKILL) at random moments; after each, the ledger is verified and goes on
    python3 benchmarks/ledger.py full [--times 50]            a writer runs into a limit on the size of its files at random sizes; the same
    python3 benchmarks/ledger.py torn [--times 200]           the WAL of a killed writer is cut, or bytes of it changed, at random; what SQLite keeps is a beginning of the chain

Readings are made by hand, ten claims each, so that the ledger is all that is timed. A seed (--seed) makes the random moments the same ones, as far as the machine is as fast.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from counterclaim.ledger.rows import COLUMNS, reading_rows, report_rows
from counterclaim.records import Abstention, Attribution, Claim, Codes, Mention, Place, Quantity, Reader, Reading, Report, Span, When

READER = Reader(program="0", model="bench", vocabulary="bench")
SENTENCE = "Rebels shelled the town of Doran on Monday, killing 12 people, the army said, while aid workers spoke of far more dead and wounded than had been admitted before. "
CODES = Codes(plover_type="ASSAULT", plover_mode="heavy-weapons", plover_context=("military",), cameo="194", acled_event="Explosions/Remote violence", acled_sub_event="Shelling/artillery")


def made(number: int, claims: int = 10) -> Reading:
    """A reading with so many claims, of about the size that real ones have."""
    text = SENTENCE * claims
    day = date(2024, 1, 1) + timedelta(days=number % 365)

    def claim(i: int) -> Claim:
        start = i * len(SENTENCE)

        def at(words: str) -> dict[str, int | str]:
            begin = start + SENTENCE.index(words)
            return {"begin": begin, "end": begin + len(words), "text": words}

        place = Place(**at("Doran"), name="Doran", id=f"geonames:{number % 9999}", lat=34.0 + number % 100 / 100, lon=72.0, country="PK", precision=1, geo_precision=1, radius_km=3.5)
        return Claim(
            id=f"c{number}-{i}", type="shelling", trigger=Span(**at("shelled")), evidence=Span(begin=start, end=start + len(SENTENCE), text=SENTENCE),
            actors=(Mention(**at("Rebels"), name="Rebels", id="rebels"),), recipients=(Mention(**at("12 people"), name="people"),), places=(place,), where=place,
            time=When(**at("on Monday"), type="DATE", timex=day.isoformat(), interval=(day, day), value=day.isoformat(), precision="day"),
            quantities=(Quantity(**at("12 people"), kind="killed", low=12, best=12, high=12),),
            attribution=(Attribution(source=Mention(**at("the army"), name="army"), cue=Span(**at("said"))),), codes=CODES,
            decided={"type": "model 0.98, vocabulary shelling.verbs.shell", "factuality": "model 1.00", "time": "model 0.96, rule for 'on Monday'", "attribution": "model 1.00"})

    report = Report(id=f"r{number}", text=text, title=f"Report {number}", outlet=f"Outlet {number % 50}", published=day)
    return Reading(report=report, claims=tuple(claim(i) for i in range(claims)), abstentions=(Abstention(stage="when", reason="no_time", begin=0, end=6, text="Rebels"),))


def speed(reports: int, folder: Path) -> None:
    """Print how long each way of appending takes, and verifying and reading back."""
    few = min(reports, 2000)

    def timed(name: str, number: int, work: Callable[[], object]) -> None:
        started = time.perf_counter()
        work()
        seconds = time.perf_counter() - started
        print(f"{name:58} {number:7,} reports {seconds:8.1f} s  {number / seconds:9,.0f} a second", flush=True)

    def one_by_one() -> None:
        with Ledger(folder / "single.db", READER) as ledger:
            for n in range(few):
                ledger.append(made(n))

    def batches() -> None:
        with Ledger(folder / "many.db", READER) as ledger:
            for _ in ledger.append_many(made(n) for n in range(reports)):
                pass

    def bare() -> None:
        """The same rows into the same tables, without chain, triggers or checks."""
        with Ledger(folder / "bare.db", READER) as ledger:
            db = ledger._db
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {name}")
            db.execute("PRAGMA foreign_keys = OFF")
            for first in range(0, reports, 500):
                db.execute("BEGIN")
                for n in range(first, min(first + 500, reports)):
                    reading = made(n)
                    for rows in (report_rows(2 * n + 1, reading.report), reading_rows(2 * n + 2, 2 * n + 1, READER, reading)):
                        for table, values in rows.items():
                            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(COLUMNS[table]))})", values)
                db.execute("COMMIT")

    timed("making the readings alone", few, lambda: [made(n) for n in range(few)])
    timed("append, a transaction each", few, one_by_one)
    timed("bare inserts of the same rows, a transaction for 500", reports, bare)
    timed("append_many, a transaction for 500", reports, batches)
    with Ledger(folder / "many.db", readonly=True) as ledger:
        timed("verify", reports, lambda: expect(ledger.verify().problem, None))
        timed("readings", reports, lambda: expect(sum(1 for _ in ledger.readings()), reports))
    print(f"file {(folder / 'many.db').stat().st_size / 1e6:,.0f} MB; memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"found {found!r}, expected {wanted!r}")


def write_on(path: Path, acknowledge: int, limit: int | None = None, claims: int = 3) -> None:
    """Append reports after those that are there, without end, writing the number of each to a pipe once it is acknowledged."""
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with Ledger(path, READER) as ledger:
        number = ledger._db.execute("SELECT count(*) FROM report").fetchone()[0]
        while True:
            if number % 7 == 6:
                for reading, _ in ledger.append_many((made(n, claims) for n in range(number, number + 3)), batch=3):
                    os.write(acknowledge, f"{reading.report.id}\n".encode())
                number += 3
            else:
                ledger.append(made(number, claims))
                os.write(acknowledge, f"r{number}\n".encode())
                number += 1


def child(path: Path, seconds: float | None, limit: int | None = None) -> tuple[list[str], str]:
    """Run a writer in a process of its own, killed after so many seconds; return what it acknowledged and how it ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            write_on(path, writing, limit)
        except LedgerError as error:
            os.write(writing, f"! {error}\n".encode())
        except BaseException as error:  # a bug: told, never a traceback lost in a child
            os.write(writing, f"! bug {error!r}\n".encode())
        os._exit(3)
    os.close(writing)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = [line.rstrip("\n") for line in pipe]
    os.waitpid(pid, 0)
    wrong = [line for line in lines if line.startswith("!")]
    return [line for line in lines if not line.startswith("!")], wrong[0] if wrong else "killed"


def check(path: Path, acknowledged: list[str], seed: object) -> int:
    """Verify a ledger and that it holds, whole, what was acknowledged; return its reports."""
    with Ledger(path, READER) as ledger:
        found = ledger.verify()
        held = {r["id"]: len(r["claims"]) for r in ledger.readings()}
    lost = [name for name in acknowledged if held.get(name) != 3]
    if found.problem or lost:
        raise SystemExit(f"seed {seed}: {found.problem or f'lost {lost[:5]}'}")
    return len(held)


def rounds(times: int, seed: int, folder: Path) -> Iterator[tuple[int, random.Random, Path]]:
    """Yield a path for each round: one ledger goes on for twenty, then a new one, so that making the file is hit too."""
    for n in range(times):
        yield n, random.Random(f"{seed}-{n}"), folder / f"{n // 20}.db"


def kill(times: int, seed: int, folder: Path) -> None:
    """Kill a writer at random moments, many of them in its first milliseconds, when the file is made or recovered."""
    acknowledged: dict[Path, list[str]] = {}
    for n, chance, path in rounds(times, seed, folder):
        told, how = child(path, chance.choice((0.01, 0.05, 0.2)) * chance.random())
        expect(how, "killed")
        acknowledged.setdefault(path, []).extend(told)
        if path.exists():
            check(path, acknowledged[path], (seed, n))
    total = sum(map(len, acknowledged.values()))
    held = sum(check(path, names, seed) for path, names in acknowledged.items())
    print(f"{times} kills: {total:,} reports acknowledged, {held:,} held, none lost; every ledger verified after every kill and went on")


def full(times: int, seed: int, folder: Path) -> None:
    """Let a writer run into a limit on the size of its files."""
    total, messages = 0, set()
    for n in range(times):
        chance, path = random.Random(f"{seed}-{n}"), folder / f"{n}.db"
        names: list[str] = []
        for size in sorted(chance.randint(4_000, 6_000_000) for _ in range(3)):
            told, how = child(path, None, limit=size)
            if "bug" in how or how == "killed":
                raise SystemExit(f"seed {seed}-{n}: {how}")
            messages.add(how.partition(": ")[2])
            names += told
        total += len(names)
        told, _ = child(path, 0.05)  # the next run, with space
        check(path, names + told, (seed, n))
    print(f"{3 * times} full disks: {total:,} reports acknowledged, none lost; every ledger verified and went on. Told: {' / '.join(sorted(messages))}")


def torn(times: int, seed: int, folder: Path) -> None:
    """Cut or change the WAL that a killed writer leaves: what is read then is a beginning of the chain, or the damage is named; with the head noted, a lost end is always named."""
    kept = lost = named = 0
    for n in range(times):
        chance, path = random.Random(f"{seed}-{n}"), folder / "torn.db"
        for file in folder.glob("torn.db*"):
            file.unlink()
        told: list[str] = []
        while not told:
            told += child(path, 0.05 + 0.4 * chance.random())[0]
        wal = path.with_name(path.name + "-wal")
        with_head = folder / "whole.db"
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{with_head}{end}")
        with_head.with_name(with_head.name + "-shm").unlink(missing_ok=True)
        with Ledger(with_head, READER) as ledger:
            head = ledger.head()
            length = ledger._db.execute("SELECT count(*) FROM report").fetchone()[0]
        path.with_name(path.name + "-shm").unlink(missing_ok=True)  # as after a crash of the machine
        data = bytearray(wal.read_bytes())
        if chance.random() < 0.5:
            data = data[: chance.randrange(len(data) + 1)]
        else:
            for _ in range(chance.choice((1, 100))):
                data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        wal.write_bytes(data)
        try:
            with Ledger(path, READER) as ledger:
                found = ledger.verify()
                against = ledger.verify(head.hash if head else None)
                held = [] if found.problem else [r["id"] for r in ledger.readings()]
                if found.problem is None:
                    expect(held, [f"r{i}" for i in range(len(held))])
                    expect(against.problem is None, len(held) == length)
                    ledger.append(made(len(held), 3))
                    expect(ledger.verify().problem, None)
            if found.problem:
                named += 1
            elif len(held) < length:
                lost += 1
            else:
                kept += 1
        except LedgerError:
            named += 1
    print(f"{times} torn WALs: {kept} lost nothing, {lost} kept a beginning of the chain (each found by the head noted), {named} named as damaged; no other outcome")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "kill", "full", "torn"))
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--times", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to write (default: a temporary folder)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        if args.what == "speed":
            speed(args.reports, Path(name))
        else:
            tests = {"kill": (kill, 200), "full": (full, 50), "torn": (torn, 200)}
            test, times = tests[args.what]
            test(args.times or times, args.seed, Path(name))


if __name__ == "__main__":
    try:
        main()
    except sqlite3.Error as error:  # none may come through: the ledger tells its own errors
        sys.exit(f"sqlite3 error came through: {error!r}")
