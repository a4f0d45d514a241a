"""What every writer gets: readings and incidents as dicts in the file contract's form, whole or filtered, so that the commands, the ledger, the page and the app all give the same data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from counterclaim.errors import ExportError
from counterclaim.incidents.inputs import is_ledger

Json = Mapping[str, Any]


class Told(NamedTuple):
    """A claim and the reading that it is of."""

    reading: Json
    claim: Json


class Case(NamedTuple):
    """An incident and those of its claims that the data hold, in its order: never none."""

    incident: Json
    told: Sequence[Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """`readings` are lines of the contract's claims, `incidents` lines of its incidents. Writers of claims go through `readings` once, so that an iterator may be given; `cases` needs a second time."""

    readings: Iterable[Json]
    incidents: Sequence[Json] = ()

    def told(self) -> Iterator[Told]:
        """Yield the claims, in order."""
        for reading in self.readings:
            for claim in reading["claims"]:
                yield Told(reading, claim)

    def cases(self) -> Iterator[Case]:
        """Yield the incidents with their claims; an incident none of whose claims is among the readings is left out, as a filter would."""
        wanted = {(c["report"], c["claim"]) for i in self.incidents for c in i["claims"]}
        found: dict[tuple[str, str], Told] = {}
        for reading in self.readings:
            about = {key: reading.get(key) for key in ("id", "title", "outlet", "url", "published")}
            for claim in reading["claims"]:
                if (reading["id"], claim["id"]) in wanted:
                    found[reading["id"], claim["id"]] = Told(about, claim)
        for incident in self.incidents:
            told = [found[key] for c in incident["claims"] if (key := (c["report"], c["claim"])) in found]
            if told:
                yield Case(incident, told)


class Lines(Iterable[Json]):
    """The lines of JSON Lines files and ledgers of claims, read anew each time that they are gone through."""

    def __init__(self, paths: Sequence[Path], needs: Sequence[str], as_of: datetime | None = None) -> None:
        self._paths = paths
        self._needs = needs
        self._as_of = as_of

    def __iter__(self) -> Iterator[Json]:
        for path in self._paths:
            if is_ledger(path):
                from counterclaim.ledger import Ledger

                with Ledger(path, readonly=True) as ledger:
                    yield from ledger.readings(self._as_of, judged=True)
            else:
                yield from self._of_file(path)

    def _of_file(self, path: Path) -> Iterator[Json]:
        try:
            with path.open(encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        yield self._of_line(line, f"{path}:{number}")
        except UnicodeDecodeError as error:
            raise ExportError(f"{path}: not UTF-8 at byte {error.start}; expected JSON Lines, as counterclaim read --format claims writes them") from error
        except OSError as error:
            raise ExportError(f"{path}: {error.strerror}; expected a file of claims (counterclaim read --format claims) or a ledger") from error

    def _of_line(self, line: str, where: str) -> Json:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ExportError(f"{where}: not JSON ({error}); expected one document a line") from error
        if "\\ud" in line or "\\uD" in line:  # half a surrogate pair, which no encoding writes: one "?" each, so that offsets hold
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
        missing = [key for key in self._needs if not isinstance(value, dict) or key not in value]
        if missing:
            raise ExportError(f"{where}: no {', '.join(missing)}; expected an object with {', '.join(self._needs)}, as the file contract has it")
        return value  # type: ignore[no-any-return]


def open_readings(paths: Sequence[Path], as_of: datetime | None = None) -> Lines:
    """Return the readings of files of claims and of ledgers, as these stood at a time; ExportError where a file is missing or, when it is read, a line is not what it should be."""
    return Lines(_files(paths), ("id", "text", "claims"), as_of)


def open_incidents(path: Path) -> tuple[Json, ...]:
    """Return the incidents of a file; ExportError where it is missing or a line is not what it should be."""
    return tuple(Lines(_files([path]), ("id", "claims", "type")))


def _files(paths: Sequence[Path]) -> Sequence[Path]:
    for path in paths:
        if not path.is_file():
            raise ExportError(f"{path}: no such file; expected a file of claims (counterclaim read --format claims) or a ledger")
    return paths
