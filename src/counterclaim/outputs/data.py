"""What every writer gets: readings and incidents as dicts in the file contract's form, whole or filtered, so that the commands, the ledger, the page and the app all give the same data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from counterclaim.errors import ExportError, ReportError
from counterclaim.incidents.inputs import open_readings

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


    def within(self) -> Data:
        """Return the data with the claims of its incidents alone: those of a filtered view."""
        wanted = {(c["report"], c["claim"]) for i in self.incidents for c in i["claims"]}
        return Data(readings=Within(self.readings, frozenset(wanted)), incidents=self.incidents)


class Within(Iterable[Json]):
    """Readings with some of their claims, without those that have none of them."""

    def __init__(self, readings: Iterable[Json], wanted: frozenset[tuple[str, str]]) -> None:
        self._readings = readings
        self._wanted = wanted

    def __iter__(self) -> Iterator[Json]:
        for reading in self._readings:
            claims = [c for c in reading["claims"] if (reading["id"], c["id"]) in self._wanted]
            if claims:
                yield {**reading, "claims": claims}


class Lines(Iterable[Json]):
    """The readings of files of claims and ledgers, read anew each time that they are gone through; `broken` is told once of each line that is none, and the others go on."""

    def __init__(self, paths: Sequence[str | Path], broken: Callable[[ReportError], None], as_of: datetime | None = None) -> None:
        self._paths = paths
        self._broken = broken
        self._as_of = as_of
        self._told: set[str] = set()

    def __iter__(self) -> Iterator[Json]:
        for told in open_readings(self._paths, self._as_of):
            found = told if isinstance(told, ReportError) else whole(told[0])
            if not isinstance(found, ReportError):
                yield found
            elif str(found) not in self._told:
                self._told.add(str(found))
                self._broken(found)


def whole(reading: Json) -> Json | ReportError:
    """Return a reading that can be encoded and whose spans are true, else the error that says which is not. Half a surrogate pair, which no encoding writes, becomes one "?", so that offsets hold."""
    try:
        json.dumps(reading, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        reading = json.loads(json.dumps(reading, ensure_ascii=False).encode("utf-8", "replace"))
    where = f"report {reading['id']}"
    try:
        wrong = next((w for c in reading["claims"] for w in _spans(c, reading["text"], f"claim {c['id']}")), None)
    except (KeyError, TypeError) as error:
        return ReportError(f"{where}: a span without {error}; expected begin, end and text")
    return ReportError(f"{where}: {wrong}") if wrong else reading


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each line's place and value; ExportError where the file cannot be read or a line is no JSON."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    try:
                        yield f"{path}:{number}", json.loads(raw)
                    except (ValueError, RecursionError) as error:
                        raise ExportError(f"{path}:{number}: not JSON ({error}); expected one document a line") from error
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror}; expected a file that counterclaim wrote") from error


def _spans(value: Any, text: str, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        if "begin" in value or "end" in value:
            begin, end = value["begin"], value["end"]
            if not isinstance(begin, int) or not isinstance(end, int) or not 0 <= begin <= end <= len(text) or (end > begin and text[begin:end] != value["text"]):
                yield f"{where}: the text does not say {value['text']!r:.60} at {begin} to {end}"
        for key, inner in value.items():
            yield from _spans(inner, text, f"{where}, {key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner, text, where)


def read_incidents(path: Path) -> list[Json]:
    """Return the incidents of a file in the contract's form; ExportError where a line is none."""
    found: list[Json] = []
    for where, value in json_lines(path):
        try:
            for claim in value["claims"]:
                (claim["report"], claim["claim"])
            (value["id"], value["type"])
        except (KeyError, TypeError) as error:
            raise ExportError(f"{where}: no incident ({error}); expected id, type and claims, as counterclaim link --format incidents writes them") from error
        found.append(value)
    return found
