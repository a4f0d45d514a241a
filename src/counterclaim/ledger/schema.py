"""The tables of a ledger file: making them, bringing an older file's forward, refusing what is no ledger or a newer one.

Files are numbered `schema_N.sql`, N in the file's `user_version`; `derived_1.sql` holds what may be deleted and made again.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from counterclaim.errors import LedgerError
from counterclaim.ledger.rows import COLUMNS, contract_rows

SCHEMA = 2
Enter = Callable[[str, Callable[[int], Mapping[str, Sequence[Sequence[Any]]]]], int]

_READER = re.compile(r"counterclaim (?P<program>.+?), model (?P<model>.+?), vocabulary (?P<vocabulary>[^,]+)(?:, gazetteer (?P<gazetteer>.+))?")
_OLD_TABLES = ("report", "reading", "claim", "mention", "attribution", "quantity", "abstention")
_OLD_INDEXES = ("claim_type", "mention_name", "attribution_source")


def script(name: str) -> str:
    """Return a schema file's text."""
    return files("counterclaim.ledger").joinpath(name).read_text(encoding="utf-8")


def statements(text: str) -> Iterator[str]:
    """Yield the statements of a script one by one: sqlite3's own executescript would commit first."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def triggers() -> Iterator[tuple[str, str]]:
    """Yield name and statement of the triggers that refuse changes, and rows of an entry that is there: they would come late, or by REPLACE, which deletes without asking a DELETE trigger."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger only appends'); END"
    for table in ("entry", *COLUMNS):
        for action in ("UPDATE", "DELETE"):
            yield f"{table}_no_{action.lower()}", f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {refuse}"
        key = COLUMNS[table][0] if table in COLUMNS else "number"
        yield f"{table}_sealed", f"CREATE TRIGGER {table}_sealed BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM entry WHERE number = NEW.{key}) {refuse}"
    # the other keys that a REPLACE would delete by
    yield "report_no_replace", f"CREATE TRIGGER report_no_replace BEFORE INSERT ON report WHEN EXISTS (SELECT 1 FROM report WHERE digest = NEW.digest) {refuse}"
    read = " AND ".join(f"{key} = NEW.{key}" for key in COLUMNS["reading"][1:])
    yield "reading_no_replace", f"CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading WHEN EXISTS (SELECT 1 FROM reading WHERE {read}) {refuse}"


def changed_triggers(db: sqlite3.Connection) -> list[str]:
    """Return the names of the triggers that the file lacks or has otherwise, and of others on its tables: somebody took them away or put them there, whatever was done then."""
    ours = dict(triggers())
    there = dict(db.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({', '.join('?' * (len(COLUMNS) + 1))})", ("entry", *COLUMNS)))
    return [name for name, statement in ours.items() if there.get(name) != statement] + sorted(there.keys() - ours.keys())


def version_of(db: sqlite3.Connection, path: Path) -> int:
    """Return a file's schema version, 0 where it is empty; LedgerError where it is no ledger or a newer one."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA or version < 0:
        raise LedgerError(f"{path}: schema version {version}; this program knows versions up to {SCHEMA}: use the program that made it, or a newer one")
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if (version == 0 and tables) or (version > 0 and not {"report", "reading", "claim"} <= tables):
        raise LedgerError(f"{path}: a SQLite file that is no ledger; give another path")
    return version


def create(db: sqlite3.Connection) -> None:
    """Make the tables, inside the caller's transaction."""
    for statement in statements(script("schema_2.sql")):
        db.execute(statement)
    for _, statement in triggers():
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {SCHEMA}")


def migrate(db: sqlite3.Connection, enter: Enter) -> None:
    """Bring a file of version 1 forward, inside the caller's transaction: its readings become entries in their old order, at the time of this migration, since they had none.

    `enter` appends an entry: its kind, and its rows by its number.
    """
    for table in _OLD_TABLES:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)).fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
    for index in _OLD_INDEXES:
        db.execute(f"DROP INDEX IF EXISTS {index}")
    for table in _OLD_TABLES:
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    create(db)
    reports: dict[str, int] = {}
    for number, digest, reader in db.execute("SELECT number, report, reader FROM old_reading ORDER BY number").fetchall():
        if digest not in reports:
            # tokens given were not kept; the digest stands for them
            row = db.execute("SELECT digest, id, title, outlet, url, published, language, NULL, text FROM old_report WHERE digest = ?", (digest,)).fetchone()
            reports[digest] = enter("report", lambda entry, row=row: {"report": [(entry, *row)]})  # type: ignore[misc]
        claims = db.execute("SELECT json, time_first, time_last FROM old_claim WHERE reading = ? ORDER BY position", (number,)).fetchall()
        declined = db.execute("SELECT stage, reason, span_begin, span_end, text FROM old_abstention WHERE reading = ? ORDER BY position", (number,)).fetchall()
        abstentions = [dict(zip(("stage", "reason", "begin", "end", "text"), row, strict=True)) for row in declined]
        parts = _READER.fullmatch(reader)
        by = tuple(value or "none" for value in parts.groups()) if parts else (reader, "unknown", "unknown", "unknown")
        reading = (reports[digest], *by)
        try:
            enter("reading", lambda entry, reading=reading, claims=claims, abstentions=abstentions: contract_rows(  # type: ignore[misc]
                entry, reading, [json.loads(c[0]) for c in claims], [c[1:] for c in claims], abstentions))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise LedgerError(f"reading {number}: a claim is not as version 1 wrote it ({type(error).__name__}: {error}); the file stays as it was") from error
    for table in reversed(_OLD_TABLES):
        db.execute(f"DROP TABLE old_{table}")
