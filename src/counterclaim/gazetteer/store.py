"""Keeps the index: builds it when it is missing or out of date, adds and removes the user's files.

An index is filed under a digest of all that it is made of: the default gazetteer, the vocabulary and the user's files, whose copies lie in the data folder. So no reader ever sees a
half-made or outdated one, a broken addition leaves the old one as it was, and what is in the cache folder may be thrown away. Files are written beside their place and moved there; one
process at a time writes, under a lock.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer import default
from counterclaim.gazetteer.build import SCHEMA, IndexWriter
from counterclaim.gazetteer.index import Gazetteer, is_whole
from counterclaim.gazetteer.place import Row
from counterclaim.gazetteer.readers import find_kind, read_rows
from counterclaim.settings import Settings

OLD = 30 * 86_400
"""Seconds after which an index that is not of these files may go."""

Notify = Callable[[str], None]
Check = Callable[[Iterator[Row]], Iterator[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFile:
    """A file that the user added: its name, its kind, and the digest under which its copy is kept."""

    name: str
    kind: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a file brought: rows read, places new to the index, places joined with one that was there; no rows where the very file was added before."""

    name: str
    kind: str
    rows: int
    new: int
    joined: int


def _quiet(_: str) -> None:
    pass


class Store:
    """The folders of the index and of the user's files."""

    def __init__(self, settings: Settings, notify: Notify = _quiet) -> None:
        self._cache = settings.cache / "gazetteer"
        self._data = settings.data / "gazetteer"
        self._notify = notify

    def open(self) -> Gazetteer:
        """Open the index; build it where it is missing, damaged or made of other things."""
        for _ in range(10):
            path = self._index(self.files())
            if not _usable(path):
                with self._locked():
                    files = self.files()
                    path = self._index(files)
                    if not _usable(path):
                        self._build(files)
            try:
                return Gazetteer(path)
            except GazetteerError:
                if path.exists():
                    raise
                # another process has put a newer index in its place since we looked
        raise GazetteerError(f"{path}: replaced again and again by other processes; try again")

    def files(self) -> tuple[UserFile, ...]:
        """Return the user's files in the order in which they were added."""
        path = self._data / "files.json"
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            if not all(re.fullmatch(r"[0-9a-f]{64}", row["digest"]) for row in rows):  # it becomes a path
                raise ValueError("a digest that is none")
            return tuple(UserFile(name=str(row["name"]), kind=str(row["kind"]), digest=row["digest"]) for row in rows)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise GazetteerError(f"{path}: {error!r}; expected the list of added gazetteers: remove it and add them again") from error

    def add(self, paths: Sequence[Path], kind: str | None = None, check: Check = iter) -> list[Added]:
        """Add files; one takes the place of another that was added under its name. Where one is wrong, none is added and the index stays as it was.

        `check` is handed the rows of each file and passes them on, or raises.
        """
        with self._locked():
            old = self.files()
            known: list[Added] = []
            incoming: dict[UserFile, Path] = {}
            for path in paths:
                file = UserFile(name=path.name, kind=kind or find_kind(path), digest=_digest(path))
                if any(file.digest == other.digest for other in (*old, *incoming)):
                    known.append(Added(name=file.name, kind=file.kind, rows=0, new=0, joined=0))
                elif any(file.name == other.name for other in incoming):
                    raise GazetteerError(f"{path}: a second file of that name; give each its own")
                else:
                    incoming[file] = path
            names = {file.name for file in incoming}
            files = (*(file for file in old if file.name not in names), *incoming)
            added = self._build(files, incoming, check)
            for file, path in incoming.items():
                self._keep(file, path)
            self._write_list(files)
            return added + known

    def remove(self, name: str) -> None:
        """Remove a file that was added, and what it alone said."""
        with self._locked():
            files = self.files()
            kept = tuple(file for file in files if file.name != name)
            if len(kept) == len(files):
                known = ", ".join(file.name for file in files) or "none"
                raise GazetteerError(f"{name}: no file of that name was added; there are: {known}")
            self._build(kept)
            self._write_list(kept)

    # --- inner parts: all of them under the lock ---

    def _index(self, files: Sequence[UserFile]) -> Path:
        parts = [SCHEMA, default.default_version(), [[file.name, file.kind, file.digest] for file in files]]
        return self._cache / f"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]}.sqlite"

    def _kept(self, file: UserFile) -> Path:
        return self._data / "files" / file.digest

    def _build(self, files: Sequence[UserFile], given: Mapping[UserFile, Path] = MappingProxyType({}), check: Check = iter) -> list[Added]:
        """Build the index of files, from that of as many of the first of them as there is one for. `given` says where those are that are not kept yet."""
        for part in self._cache.glob("building-*.part"):  # of a process that was killed: we hold the lock
            part.unlink(missing_ok=True)
        at = next(count for count in range(len(files), -1, -1) if count == 0 or _usable(self._index(files[:count])))
        if at == 0 and not _usable(self._index(())):
            self._notify("building the index of places, once: about half a minute")
            with self._new(self._index(())) as part, IndexWriter(part) as writer:
                writer.add(default.NAME, default.KIND, default.default_version(), default.default_rows())
        added = []
        if at < len(files):
            with self._new(self._index(files)) as part:
                shutil.copyfile(self._index(files[:at]), part)
                with IndexWriter(part) as writer:
                    for file in files[at:]:
                        path = given.get(file) or self._kept(file)
                        self._notify(f"reading {file.name}")
                        rows, new, joined = writer.add(file.name, file.kind, file.digest, check(read_rows(path, file.kind)) if file in given else read_rows(path, file.kind))
                        if file in given:
                            added.append(Added(name=file.name, kind=file.kind, rows=rows, new=new, joined=joined))
        return added

    @contextmanager
    def _new(self, path: Path) -> Iterator[Path]:
        """Give a path to write a new file at, which becomes `path` once it is whole."""
        self._cache.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix="building-", suffix=".part", dir=self._cache)
        os.close(number)
        part = Path(name)
        part.unlink()
        try:
            yield part
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise GazetteerError(f"{path}: {error.strerror or error}; the index could not be written") from error
        finally:
            part.unlink(missing_ok=True)

    def _keep(self, file: UserFile, path: Path) -> None:
        target = self._kept(file)
        part = target.with_suffix(".part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, part)
            if _digest(part) != file.digest:
                raise GazetteerError(f"{path}: changed while it was read; add it again")
            part.replace(target)
        except OSError as error:
            raise GazetteerError(f"{target}: {error.strerror}; the file could not be kept") from error
        finally:
            part.unlink(missing_ok=True)

    def _write_list(self, files: Sequence[UserFile]) -> None:
        """Put the list of the user's files in force, then throw away what it no longer needs."""
        before = self._index(self.files())
        path = self._data / "files.json"
        part = path.with_suffix(".part")
        self._data.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps([{"name": file.name, "kind": file.kind, "digest": file.digest} for file in files], indent=1, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
        digests = {file.digest for file in files}
        for kept in (self._data / "files").glob("*"):
            if kept.name not in digests:
                kept.unlink(missing_ok=True)
        needed = {self._index(()), self._index(files)}
        for index in self._cache.glob("*.sqlite"):
            # other versions of the program share the folder
            if index not in needed and (index == before or index.stat().st_mtime < time.time() - OLD):
                with suppress(OSError):  # Windows keeps a file that a reader has open
                    index.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Wait for the lock and hold it."""
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            self._data.mkdir(parents=True, exist_ok=True)
            file = (self._data / "lock").open("a+b")
        except OSError as error:
            raise GazetteerError(f"{error.filename}: {error.strerror}; expected folders that can be written: set COUNTERCLAIM_CACHE and COUNTERCLAIM_DATA") from error
        with file:
            _lock(file)
            yield


def _lock(file: Any) -> None:
    """Wait until no other process holds a file's lock, and hold it until the file is closed."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                return
            except OSError:  # after ten tries of a second each
                time.sleep(1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def _usable(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            return is_whole(path, db)
        finally:
            db.close()
    except (sqlite3.Error, OSError):
        return False


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise GazetteerError(f"{path}: {error.strerror}; expected a gazetteer file") from error
