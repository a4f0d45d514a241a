"""Rows computed from a ledger's entries: incidents, and whatever linking keeps from one report to the next. They may be deleted at any time and are made again; no trigger guards them, no entry covers them.

`derived_1.sql` holds the tables: what needs another one adds it there.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from counterclaim.ledger.schema import script, statements

NAME = "derived_1.sql"
_STATE = "CREATE TABLE IF NOT EXISTS derived (version TEXT NOT NULL, upto INTEGER NOT NULL, tables TEXT NOT NULL) -- what made the tables named, from the entries up to this one"


class Derived:
    """The derived tables of a ledger; made anew, empty, where another version filled them. On a ledger that is only read those of another version are as if they were not there."""

    def __init__(self, db: sqlite3.Connection, transaction: Callable[[], AbstractContextManager[None]], version: str, readonly: bool = False) -> None:
        self._db = db
        self._transaction = transaction
        text = script(NAME)
        self._version = hashlib.sha256(json.dumps([text, version]).encode()).hexdigest()
        self.tables = tuple(re.findall(r"^CREATE TABLE (\w+)", text, re.MULTILINE))
        if not readonly and self._state() is None:
            with transaction():
                db.execute(_STATE)
                if self._state() is None:  # another process may have been first
                    self._make_anew()

    def _state(self) -> int | None:
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'derived'").fetchone():
            return None
        row = self._db.execute("SELECT upto FROM derived WHERE version = ?", (self._version,)).fetchone()
        return None if row is None else int(row[0])

    def _make_anew(self) -> None:
        for (names,) in self._db.execute("SELECT tables FROM derived").fetchall():
            for name in reversed(json.loads(names)):
                self._db.execute(f'DROP TABLE IF EXISTS "{name}"')
        self._db.execute("DELETE FROM derived")
        for statement in statements(script(NAME)):
            self._db.execute(statement)
        self._db.execute("INSERT INTO derived VALUES (?, 0, ?)", (self._version, json.dumps(self.tables)))

    @property
    def upto(self) -> int:
        """The number of the last entry that the rows take into account; 0 where there are none."""
        return self._state() or 0

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a SELECT, none where the tables are not this version's."""
        if self._state() is not None:
            yield from self._db.execute(query, parameters)

    def write(self, upto: int, changes: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> None:
        """Apply changes in order and in one transaction, which then take into account the entries up to this one.

        A change is a table's name with rows to put (each replaces the row of the same key), or a DELETE statement with its parameters, row by row.
        """
        with self._transaction():
            for change, rows in changes:
                if change in self.tables:
                    width = len(self._db.execute(f"PRAGMA table_info({change})").fetchall())
                    self._db.executemany(f"INSERT OR REPLACE INTO {change} VALUES ({', '.join('?' * width)})", rows)
                elif change.lstrip().upper().startswith("DELETE FROM ") and change.split()[2] in self.tables:
                    self._db.executemany(change, rows)
                else:
                    raise ValueError(f"{change!r}: no derived table ({', '.join(self.tables)}) and no DELETE from one")
            self._db.execute("UPDATE derived SET upto = ?", (upto,))

    def clear(self) -> None:
        """Delete all rows: they are to be made again."""
        with self._transaction():
            self._make_anew()
