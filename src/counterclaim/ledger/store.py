"""One SQLite file to which reports, readings and judgements are appended, each an entry of the hash chain, and from which they are read as of any time.

A report is acknowledged when `append` has returned: then it is on the disk (WAL, synchronous=FULL), whatever becomes of the process or the machine. A report is kept once by its digest; what another version
of the program reads in it stands beside the older reading. WAL lets any number of readers work meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from counterclaim.errors import LedgerError
from counterclaim.ledger import chain, schema
from counterclaim.ledger.chain import Entry, Rows, Verified
from counterclaim.ledger.derived import Derived
from counterclaim.ledger.judged import as_judged, corrected, in_force, subject
from counterclaim.ledger.rows import COLUMNS, judgement_of, judgement_rows, reading_rows, report_digest, report_rows
from counterclaim.records import Judgement, Reader, Reading

PATIENCE = 30.0
"""Seconds to wait for another program that is writing."""

_ADVICE = {
    "SQLITE_BUSY": f"another program has been writing for {PATIENCE:.0f} s; try again when it is done",
    "SQLITE_FULL": "no space is left; what was acknowledged is safe: free some space and run again",
    "SQLITE_IOERR": "the disk refused (is it full, or the file over a limit?); what was acknowledged is safe: mend that and run again",
    "SQLITE_CORRUPT": "the file is damaged: `counterclaim ledger verify` says from where on",
    "SQLITE_NOTADB": "expected a ledger or a path where one can be made",
    "SQLITE_CANTOPEN": "it or its folder cannot be opened or written; give a path where a ledger is or can be made",
    "SQLITE_READONLY": "the file or its folder cannot be written",
    "SQLITE_CONSTRAINT": "the ledger only appends, and holds each row once",
}


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """An open ledger; use as a context manager.

    With a `reader`, which signs the readings appended, the file is made where there is none; without, it must exist. `readonly` opens it as other programs may have it open, and writes nothing.
    """

    def __init__(self, path: Path, reader: Reader | None = None, *, readonly: bool = False, clock: Callable[[], datetime] = now) -> None:
        self._path = path
        self._reader = reader
        self._clock = clock
        self.readonly = readonly
        self.newer_versions = 0
        """How many reports appended since it was opened have the id of one that is there with other content."""
        if reader is None and not path.is_file():
            raise LedgerError(f"{path}: no such ledger; `counterclaim read --ledger` makes one")
        with self._errors():
            self._db = self._connect(readonly)
        try:
            with self._errors():
                self._prepare(readonly)
        except BaseException:
            self._db.close()
            raise

    def _connect(self, readonly: bool) -> sqlite3.Connection:
        if not readonly:
            db = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
            db.execute("PRAGMA trusted_schema = OFF")  # a ledger may come from anybody
            return db
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        db = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            wal = self._path.with_name(self._path.name + "-wal")
            if (error.sqlite_errorname or "").partition("_")[2].startswith(("CANTOPEN", "READONLY")) and not wal.exists():
                # a WAL file needs a companion beside it; on a medium that nobody can write there is no writer to wait for either
                db.close()
                return sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
            raise
        return db

    def _prepare(self, readonly: bool) -> None:
        version = schema.version_of(self._db, self._path)
        if readonly:
            if version != schema.SCHEMA:
                raise LedgerError(f"{self._path}: schema version {version}; `counterclaim ledger migrate` brings it to {schema.SCHEMA} first")
            return
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        if version == schema.SCHEMA:
            self._db.execute("PRAGMA foreign_keys = ON")
            return
        with self._transaction():
            version = schema.version_of(self._db, self._path)  # another process may have been first
            if version == 0:
                schema.create(self._db)
            elif version == 1:
                schema.migrate(self._db, lambda kind, rows: self._enter(kind, rows).number)
        self._db.execute("PRAGMA foreign_keys = ON")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = "_".join((getattr(error, "sqlite_errorname", None) or "").split("_")[:2])
            advice = _ADVICE.get(name)
            raise LedgerError(f"{self._path}: {error}" + (f"; {advice}" if advice else "")) from error
        except UnicodeDecodeError as error:  # SQLite's own messages hold what it found, whatever that is
            raise LedgerError(f"{self._path}: {error.object!r:.200}; {_ADVICE['SQLITE_CORRUPT']}") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # after some errors, a full disk say, SQLite has rolled back by itself
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _enter(self, kind: str, rows_of: Callable[[int], Rows]) -> Entry:
        """Append an entry with its rows, inside a transaction."""
        above = next(chain.entries(self._db, self._last(), 1), None)
        number = above.number + 1 if above else 1
        # a clock that was set back does not turn the chain's time back
        time = max(self._clock().astimezone(UTC).isoformat(timespec="microseconds"), above.time if above else "")
        rows = rows_of(number)
        entry = chain.sealed(number, time, kind, rows, above.hash if above else chain.GENESIS)
        for table, values in rows.items():
            if values:
                self._db.executemany(_INSERT[table], values)
        self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", (entry.number, entry.time, entry.kind, entry.row_count, entry.digest, entry.previous, entry.hash))
        return entry

    def _last(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(number), 0) FROM entry").fetchone()[0])

    # appending

    def append(self, reading: Reading) -> bool:
        """Append a reading in one transaction; return False where the ledger holds it already. When this returns, the report is acknowledged: it is on the disk."""
        with self._transaction():
            return self._append(reading)

    def append_many(self, readings: Iterable[Reading], batch: int = 500) -> Iterator[tuple[Reading, bool]]:
        """Append readings in transactions of `batch` each, which is faster; yield each with whether it was new, once its batch is on the disk: what was not yielded is not acknowledged."""
        iterator = iter(readings)
        while group := list(islice(iterator, batch)):
            with self._transaction():
                added = [self._append(reading) for reading in group]
            yield from zip(group, added, strict=True)

    def _append(self, reading: Reading) -> bool:
        assert self._reader is not None, "a ledger opened without a reader takes no readings"
        reader, report = self._reader, reading.report
        found = self._db.execute("SELECT entry FROM report WHERE digest = ?", (report_digest(report),)).fetchone()
        if found:
            by = (found[0], reader.program, reader.model, reader.vocabulary, reader.gazetteer)
            if self._db.execute("SELECT 1 FROM reading WHERE report = ? AND program = ? AND model = ? AND vocabulary = ? AND gazetteer = ?", by).fetchone():
                return False
            number = int(found[0])
        else:
            self.newer_versions += self._db.execute("SELECT EXISTS (SELECT 1 FROM report WHERE id = ?)", (report.id,)).fetchone()[0]
            number = self._enter("report", lambda entry: report_rows(entry, report)).number
        self._enter("reading", lambda entry: reading_rows(entry, number, reader, reading))
        return True

    def judge(self, judgement: Judgement) -> Judgement:
        """Append a judgement (its entry and time are given here) and return it as it stands; LedgerError where it names what the ledger does not hold, says nothing new or does not fit the claim."""
        with self._transaction():
            judgements = self._judgements(self._last())
            standing = in_force(judgements)
            self._check(judgement, judgements, standing)
            entry = self._enter("judgement", lambda number: judgement_rows(replace(judgement, entry=number)))
        return replace(judgement, entry=entry.number, time=entry.time)

    def _check(self, judgement: Judgement, judgements: Sequence[Judgement], standing: Sequence[Judgement]) -> None:
        if not judgement.by.strip():
            raise LedgerError("a judgement is signed: say who judges")
        if judgement.kind in ("same", "different") and len(set(judgement.claims)) != 2:
            raise LedgerError(f"{judgement.kind}: two claims are compared; found one twice")
        for report, claim in judgement.claims:
            if not self._holds(report, claim):
                raise LedgerError(f"{self._path}: no claim {claim} of a report {report}")
        if judgement.kind == "undo":
            other = next((j for j in judgements if j.entry == judgement.undoes), None)
            if other is None:
                raise LedgerError(f"{self._path}: entry {judgement.undoes} is no judgement; `counterclaim ledger log` lists them")
            if other not in (*standing, *_undos(judgements)):
                raise LedgerError(f"{self._path}: entry {judgement.undoes} does not stand any more: it was undone, or a later judgement took its place")
        before = next((j for j in standing if subject(j) is not None and subject(j) == subject(judgement)), None)
        if before and (before.kind, before.value) == (judgement.kind, judgement.value):
            raise LedgerError(f"{self._path}: judged so already, by {before.by} in entry {before.entry}")
        if judgement.kind == "set":
            assert judgement.field is not None
            claim_now = as_judged(self._claim(*judgement.claims[0]), [j for j in standing if j.kind == "set" and j.claims == judgement.claims])
            corrected(claim_now, judgement.field, judgement.value)

    def find_claim(self, name: str) -> tuple[str, str]:
        """Return report and claim id of a claim named REPORT/CLAIM, or by its id alone where that is one report's; LedgerError where there is none, or several."""
        with self._errors():
            cuts = [i for i, c in enumerate(name) if c == "/"]
            found = [(name[:i], name[i + 1 :]) for i in cuts if self._holds(name[:i], name[i + 1 :])]
            found = found or [(report, name) for (report,) in self._db.execute(
                "SELECT DISTINCT report.id FROM claim JOIN reading ON reading.entry = claim.reading JOIN report ON report.entry = reading.report WHERE claim.id = ? ORDER BY 1", (name,))]
        if len(found) == 1:
            return found[0]
        if found:
            raise LedgerError(f"claim {name}: several reports have one of that id ({', '.join(report for report, _ in found[:5])}); name it REPORT/CLAIM")
        raise LedgerError(f"{self._path}: no claim {name}; expected REPORT/CLAIM, or a claim's id (`counterclaim read --format claims` writes both)")

    def find_incident(self, name: str) -> str | None:
        """Return the id of an incident among the derived rows, None where there is none of that id."""
        with self._errors():
            if not self._db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'incident'").fetchone():
                return None
            row = self._db.execute("SELECT id FROM incident WHERE id = ?", (name,)).fetchone()
        return row[0] if row else None

    def _holds(self, report: str, claim: str) -> bool:
        return self._db.execute(f"SELECT 1 {_CLAIM} LIMIT 1", (claim, report)).fetchone() is not None

    def _claim(self, report: str, claim: str) -> dict[str, Any]:
        """The claim of the newest reading that has it."""
        row = self._db.execute(f"SELECT claim.json {_CLAIM} ORDER BY claim.reading DESC LIMIT 1", (claim, report)).fetchone()
        return json.loads(row[0])  # type: ignore[no-any-return]

    # reading

    def readings(self, as_of: datetime | int | None = None, *, after: int = 0, judged: bool = False, every_version: bool = False) -> Iterator[dict[str, Any]]:
        """Yield readings as the file contract writes them, one at a time, in the order of their entries, from one snapshot of the ledger.

        Of each report the newest reading is yielded, and of several versions under one id the newest version, or with `every_version` all of them; `ledger` says which entries they are and which program read
        them. `as_of` is a time or an entry's number: later entries are as if they were not there; `after` an entry's number: readings up to it are left out. With `judged`, claims are corrected by the `set`
        judgements in force then, and say so under `judged`.
        """
        with self._errors(), self._snapshot() as db:
            last = self._number(db, as_of)
            corrections: dict[tuple[str, str], list[Judgement]] = {}
            for judgement in in_force(self._judgements(last, db)) if judged else ():
                if judgement.kind == "set":
                    corrections.setdefault(judgement.claims[0], []).append(judgement)
            for row in db.execute(_READINGS + ("" if every_version else _NEWEST_VERSION) + " ORDER BY r.entry", {"last": last, "after": after}):
                reading, report, program, model, vocabulary, gazetteer, identity, title, outlet, url, published, text = row
                claims = [json.loads(c) for (c,) in db.execute("SELECT json FROM claim WHERE reading = ? ORDER BY position", (reading,))]
                if corrections:
                    claims = [as_judged(c, corrections[identity, c["id"]]) if (identity, c["id"]) in corrections else c for c in claims]
                declined = db.execute("SELECT stage, reason, span_begin, span_end, text FROM abstention WHERE reading = ? ORDER BY position", (reading,))
                yield {
                    "id": identity, "title": title, "outlet": outlet, "url": url, "published": published, "text": text, "claims": claims,
                    "abstentions": [dict(zip(("stage", "reason", "begin", "end", "text"), a, strict=True)) for a in declined],
                    "ledger": {"report": report, "reading": reading, "program": program, "model": model, "vocabulary": vocabulary, "gazetteer": gazetteer},
                }

    def judgements(self, as_of: datetime | int | None = None, *, every: bool = False) -> list[Judgement]:
        """Return the judgements in force at a time or after an entry, in order: none undone, and of several on one subject the last; with `every` all that were made, undos among them."""
        with self._errors(), self._snapshot() as db:
            found = self._judgements(self._number(db, as_of), db)
        return found if every else in_force(found)

    def _judgements(self, last: int, db: sqlite3.Connection | None = None) -> list[Judgement]:
        columns = ", ".join(f"judgement.{name}" for name in COLUMNS["judgement"])
        rows = (db or self._db).execute(f"SELECT {columns}, entry.time FROM judgement JOIN entry ON entry.number = judgement.entry WHERE entry.number <= ? ORDER BY entry.number", (last,))
        return [judgement_of(row[:-1], row[-1]) for row in rows]

    def entries(self, as_of: datetime | int | None = None, limit: int | None = None) -> Iterator[tuple[Entry, str]]:
        """Yield entries with what each holds in a few words, the newest first, so many at most."""
        with self._errors(), self._snapshot() as db:
            for entry in chain.entries(db, self._number(db, as_of), limit):
                yield entry, _told(db, entry)

    def head(self, as_of: datetime | int | None = None) -> Entry | None:
        """Return the last entry, None where there is none."""
        with self._errors(), self._snapshot() as db:
            return next(chain.entries(db, self._number(db, as_of), 1), None)

    def verify(self, noted: str | None = None) -> Verified:
        """Walk along the chain and compare every entry with its rows; `noted` is the hash of a head noted earlier, which must be among them."""
        with self._errors():
            return chain.walk(self._db, noted)

    def changed_triggers(self) -> list[str]:
        """Return the names of the triggers against changes that the file has not got or has otherwise, and of others on its tables."""
        with self._errors():
            return schema.changed_triggers(self._db)

    def derived(self, version: str) -> Derived:
        """Return the tables of what is computed from the entries, empty where `version` (of the program and settings that fill them) is another than before."""
        with self._errors():
            return Derived(self._db, self._transaction, version, self.readonly)

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own, so that a reader in the middle of its rows and a writer on this ledger do not meet."""
        with closing(self._connect(readonly=True)) as db:
            db.execute("BEGIN")
            yield db

    @staticmethod
    def _number(db: sqlite3.Connection, as_of: datetime | int | None) -> int:
        if isinstance(as_of, int):
            return as_of
        query, values = ("SELECT max(number) FROM entry", ()) if as_of is None else ("SELECT max(number) FROM entry WHERE time <= ?", (as_of.astimezone(UTC).isoformat(timespec="microseconds"),))
        return int(db.execute(query, values).fetchone()[0] or 0)


_INSERT = {table: f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})" for table, columns in COLUMNS.items()}

_CLAIM = "FROM claim JOIN reading ON reading.entry = claim.reading JOIN report ON report.entry = reading.report WHERE claim.id = ? AND report.id = ?"

_READINGS = """SELECT r.entry, r.report, r.program, r.model, r.vocabulary, r.gazetteer, p.id, p.title, p.outlet, p.url, p.published, p.text
    FROM reading r JOIN report p ON p.entry = r.report
    WHERE r.entry <= :last AND r.entry > :after AND NOT EXISTS (SELECT 1 FROM reading x WHERE x.report = r.report AND x.entry > r.entry AND x.entry <= :last)"""
_NEWEST_VERSION = " AND NOT EXISTS (SELECT 1 FROM report q WHERE q.id = p.id AND q.entry > p.entry AND q.entry <= :last)"


def _undos(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Undos that were not undone."""
    undone: set[int | None] = set()
    kept = []
    for judgement in reversed(list(judgements)):
        if judgement.kind == "undo" and judgement.entry not in undone:
            kept.append(judgement)
            undone.add(judgement.undoes)
    return kept


def _told(db: sqlite3.Connection, entry: Entry) -> str:
    """What an entry holds, in a few words."""
    if entry.kind == "report":
        row = db.execute("SELECT id, outlet, published FROM report WHERE entry = ?", (entry.number,)).fetchone()
        return ", ".join(part for part in row if part) if row else ""
    if entry.kind == "reading":
        row = db.execute("SELECT p.id, (SELECT count(*) FROM claim WHERE reading = r.entry), r.program FROM reading r JOIN report p ON p.entry = r.report WHERE r.entry = ?", (entry.number,)).fetchone()
        return f"{row[0]}: {row[1]} claims, by counterclaim {row[2]}" if row else ""
    row = db.execute(f"SELECT {', '.join(COLUMNS['judgement'])} FROM judgement WHERE entry = ?", (entry.number,)).fetchone()
    return told(judgement_of(row, entry.time)) if row else ""


def told(judgement: Judgement) -> str:
    """Return a judgement in one line."""
    on = [f"{report}/{claim}" for report, claim in judgement.claims] + ([judgement.incident] if judgement.incident else [])
    parts = [judgement.kind, *on]
    if judgement.kind == "set":
        parts += [f"{judgement.field} = {json.dumps(judgement.value, ensure_ascii=False)}"]
    if judgement.kind == "undo":
        parts += [str(judgement.undoes)]
    return " ".join(parts) + (f": {judgement.text}" if judgement.text else "") + f" (by {judgement.by})"
