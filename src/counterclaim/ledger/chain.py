"""The hash chain over a ledger's entries, and the walk along it that finds the first entry that was tampered with.

An entry is a report, a reading or a judgement. Its digest is that of the rows that came with it, in all tables; its hash is that of its own columns, the hash of the entry above among them. So a row
that was changed, deleted or slipped in anywhere no longer fits its entry, and an entry that was changed no longer fits the one below. Who rewrites the whole chain from some entry on, or cuts off its
end, is found only by a hash of its head that was noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeAlias

from counterclaim.ledger.rows import COLUMNS, KINDS, difference, keys_of

GENESIS = "0" * 64
Rows: TypeAlias = Mapping[str, Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of the chain. `time` is UTC in ISO form; `digest`, `previous` and `hash` are SHA-256 in hexadecimal."""

    number: int
    time: str
    kind: str
    row_count: int
    digest: str
    previous: str
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a walk along the chain found: entries in order, by kind; the last of them; `entry` and `problem` of the first that does not fit, None where all do."""

    counts: Mapping[str, int]
    head: Entry | None
    problem: str | None = None
    entry: int | None = None
    since_noted: int | None = None


def canonical(value: Any) -> bytes:
    """Return a value as JSON in one way only: keys sorted, no spaces, UTF-8; bytes, which no entry holds, as their hexadecimal digits."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=lambda b: {"bytes": bytes(b).hex()}).encode("utf-8", "surrogatepass")


def sealed(number: int, time: str, kind: str, rows: Rows, previous: str) -> Entry:
    """Return the entry of these rows, below the one whose hash is `previous`."""
    return _hashed(Entry(number=number, time=time, kind=kind, row_count=sum(map(len, rows.values())), digest=digest_of(rows), previous=previous))


def digest_of(rows: Rows) -> str:
    """Return the digest of an entry's rows, by table. Tables without rows and the nulls at a row's end are left out: a later schema may add tables, and columns at the end of those that are there."""
    held: dict[str, list[Sequence[Any]]] = {}
    for table, values in rows.items():
        if values:
            short = held[table] = []
            for row in values:
                end = len(row)
                while end and row[end - 1] is None:
                    end -= 1
                short.append(row[:end])
    return hashlib.sha256(canonical(held)).hexdigest()


def _hashed(entry: Entry) -> Entry:
    return replace(entry, hash=hashlib.sha256(canonical([entry.number, entry.time, entry.kind, entry.row_count, entry.digest, entry.previous])).hexdigest())


def walk(db: sqlite3.Connection, noted: str | None = None) -> Verified:
    """Compare every entry of a ledger with its rows and with the entry above, in one snapshot, streaming; `noted` is a head's hash that the chain must hold."""
    found = _walk(db, noted)
    if found.problem and "decode" in found.problem:
        # text that is no UTF-8 stops SQLite's module before its row: only a second, slower walk that takes any bytes can tell whose it is
        factory, db.text_factory = db.text_factory, lambda raw: raw.decode("utf-8", "surrogateescape")
        found = _walk(db, noted)
        db.text_factory = factory
    return found


def _walk(db: sqlite3.Connection, noted: str | None) -> Verified:
    counts = dict.fromkeys(KINDS, 0)
    head: Entry | None = None
    held: int | None = None
    db.execute("BEGIN")
    try:
        tables = {table: _Groups(db, table) for table in COLUMNS}
        for row in db.execute("SELECT number, time, kind, row_count, digest, previous, hash FROM entry ORDER BY number"):
            entry = Entry(**dict(zip(Entry.__slots__, row, strict=True)))
            problem = _misfit(entry, head, tables)
            if problem:
                return Verified(counts=counts, head=head, entry=head.number + 1 if head else 1, problem=problem)
            head = entry
            counts[entry.kind] += 1
            if entry.hash == noted:
                held = entry.number
        for table, groups in tables.items():
            if groups.number is not None:
                return Verified(counts=counts, head=head, entry=groups.number, problem=f"{table}: rows of entry {groups.number}, and no such entry")
        damage = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if damage != "ok":
            return Verified(counts=counts, head=head, problem=f"every entry fits, but the file is damaged: {damage}")
    except sqlite3.DatabaseError as error:
        return Verified(counts=counts, head=head, entry=head.number + 1 if head else 1, problem=f"cannot be read: {error}")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
    if noted is not None and held is None:
        last = f"the last is {head.number}" if head else "there is none"
        return Verified(counts=counts, head=head, problem=f"no entry has the hash {noted}: entries were cut off the end, or the chain was written anew ({last})")
    return Verified(counts=counts, head=head, since_noted=None if held is None or head is None else head.number - held)


class _Groups:
    """The rows of one table by entry, in order; `number` is the entry of the next ones."""

    def __init__(self, db: sqlite3.Connection, table: str) -> None:
        keys = keys_of(table)
        rows = db.execute(f"SELECT {', '.join(COLUMNS[table])} FROM {table} ORDER BY {', '.join(keys)}")
        self._groups = groupby(rows, key=lambda row: row[0])
        self.number: Any = None
        self._rows: Iterator[Sequence[Any]] = iter(())
        self._advance()

    def _advance(self) -> None:
        self.number, self._rows = next(self._groups, (None, iter(())))

    def take(self, number: int) -> list[Sequence[Any]]:
        """Return the rows of this entry, none where the next ones are of another."""
        if self.number != number:
            return []
        rows = list(self._rows)
        self._advance()
        return rows


def _misfit(entry: Entry, above: Entry | None, tables: Mapping[str, _Groups]) -> str | None:
    """Say how an entry differs from what it must be; None where it fits."""
    expected = above.number + 1 if above else 1
    if entry.number != expected:
        return f"is missing; the next is {entry.number}"
    if entry.kind not in KINDS:
        return f"is of kind {entry.kind!r}; expected {', '.join(KINDS)}"
    if entry.previous != (above.hash if above else GENESIS):
        return "does not follow from the entry above: its `previous` is not that entry's hash"
    if _hashed(entry).hash != entry.hash:
        return "its own columns (time, kind, row_count, digest, previous) are not those that its hash was made of"
    if above and entry.time < above.time:
        return f"its time {entry.time} is before that of the entry above, {above.time}"
    for table, groups in tables.items():
        if groups.number is not None and not isinstance(groups.number, int):
            return f"{table}: rows of entry {groups.number!r}, and no such entry"
        if groups.number is not None and groups.number < entry.number or table not in KINDS[entry.kind] and groups.number == entry.number:
            return f"{table}: rows of entry {groups.number}, which has none there"
    rows = {table: tables[table].take(entry.number) for table in KINDS[entry.kind]}
    if digest_of(rows) == entry.digest:
        return None
    found = sum(map(len, rows.values()))
    number = f"has {found} rows and was written with {entry.row_count}" if found != entry.row_count else "its rows are not those that were written"
    return f"{number}: {difference(entry.kind, rows)}"


def entries(db: sqlite3.Connection, last: int, limit: int | None) -> Iterator[Entry]:
    """Yield entries up to number `last`, the newest first, so many at most."""
    for row in db.execute("SELECT number, time, kind, row_count, digest, previous, hash FROM entry WHERE number <= ? ORDER BY number DESC LIMIT ?", (last, -1 if limit is None else limit)):
        yield Entry(**dict(zip(Entry.__slots__, row, strict=True)))
