"""Appending readings to the SQLite store: each report in one transaction, the same reading twice adds nothing.

A report is kept once by its digest; what another version of the program reads in it stands beside the older reading. WAL lets readers work meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from types import TracebackType

from counterclaim.contract import claim as claim_dict
from counterclaim.errors import LedgerError
from counterclaim.records import Claim, Mention, Reading, Report

SCHEMA = 1
TABLES = {
    "report": ("digest",), "reading": ("report", "reader"), "claim": ("reading", "id"), "mention": ("reading", "claim", "role", "position"), "attribution": ("reading", "claim", "depth"),
    "quantity": ("reading", "claim", "position"), "abstention": ("reading", "position"),
}
"""The tables with what makes a row of them the same row."""


class Ledger:
    """An open ledger; use as a context manager."""

    def __init__(self, path: Path, reader: str) -> None:
        self._path = path
        self._reader = reader
        try:
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._create()
            elif version != SCHEMA:
                raise LedgerError(f"{path}: schema version {version}; this program writes version {SCHEMA}: use the program that made it, or a newer one")
        except sqlite3.Error as error:
            raise LedgerError(f"{path}: {error}; expected a ledger or a path where one can be made") from error

    def _create(self) -> None:
        if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise LedgerError(f"{self._path}: a SQLite file that is no ledger; give another path")
        script = files("counterclaim.ledger").joinpath("schema_1.sql").read_text(encoding="utf-8")
        for table, keys in TABLES.items():
            refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger only appends'); END;\n"
            for action in ("UPDATE", "DELETE"):
                script += f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {refuse}"
            # REPLACE deletes without asking a DELETE trigger
            same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
            script += f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        self._db.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = {SCHEMA};\nCOMMIT;")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def append(self, reading: Reading) -> bool:
        """Append a reading; return False where the ledger holds it already."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                added = self._append(reading)
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise LedgerError(f"{self._path}: {error}") from error
        return added

    def _append(self, reading: Reading) -> bool:
        digest = report_digest(reading.report)
        if self._db.execute("SELECT 1 FROM reading WHERE report = ? AND reader = ?", (digest, self._reader)).fetchone():
            return False
        r = reading.report
        if not self._db.execute("SELECT 1 FROM report WHERE digest = ?", (digest,)).fetchone():
            self._db.execute("INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                             (digest, r.id, r.title, r.outlet, r.url, r.published.isoformat() if r.published else None, r.language, r.text))
        number = self._db.execute("INSERT INTO reading (report, reader) VALUES (?, ?)", (digest, self._reader)).lastrowid
        assert number is not None
        for position, c in enumerate(reading.claims):
            self._append_claim(number, position, c)
        self._db.executemany("INSERT INTO abstention VALUES (?, ?, ?, ?, ?, ?, ?)",
                             [(number, i, a.stage, a.reason, a.begin, a.end, a.text) for i, a in enumerate(reading.abstentions)])
        return True

    def _append_claim(self, number: int, position: int, c: Claim) -> None:
        time, codes = c.time, c.codes
        days = [d.isoformat() for d in time.interval] if time and time.interval else [None, None]
        self._db.execute("INSERT INTO claim VALUES (" + ", ".join("?" * 20) + ")", (
            number, c.id, position, c.type, c.factuality, c.same_as, c.trigger.begin, c.trigger.end, c.trigger.text, c.evidence.text,
            time.value if time else None, time.precision if time else None, *days,
            *((codes.plover_type, codes.plover_mode, codes.cameo, codes.acled_event, codes.acled_sub_event) if codes else (None,) * 5),
            json.dumps(claim_dict(c), ensure_ascii=False)))
        rows: Sequence[tuple[str, Sequence[Mention]]] = (("actor", c.actors), ("recipient", c.recipients), ("place", c.places))
        for role, mentions in rows:
            self._db.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                 [(number, c.id, role, i, m.name, m.id, m.begin, m.end, m.text) for i, m in enumerate(mentions)])
        self._db.executemany("INSERT INTO attribution VALUES (?, ?, ?, ?, ?, ?, ?)",
                             [(number, c.id, i, a.source.name if a.source else None, a.source.id if a.source else None, a.cue.text if a.cue else None, a.stance)
                              for i, a in enumerate(c.attribution)])
        self._db.executemany("INSERT INTO quantity VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                             [(number, c.id, i, q.kind, q.low, q.best, q.high, q.text) for i, q in enumerate(c.quantities)])


def report_digest(report: Report) -> str:
    """Return the digest of a report's version."""
    parts = [report.id, report.title, report.outlet, report.url, report.published.isoformat() if report.published else None, report.language, report.sentences, report.text]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
