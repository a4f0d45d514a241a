"""Looks names up in an index: exact names first, then folded ones, sounds and skeletons; among those of a level the more prominent place first.

The file is never written once it is there, so it is opened as immutable: no locks, any number of processes. Reports name the same places again and again: what was found is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer.build import APPLICATION, SCHEMA
from counterclaim.gazetteer.names import EXACT, FOLDED, LEVELS, MAX_NAME, SKELETON, SOUND, key_number, name_keys
from counterclaim.gazetteer.place import Candidate, Place

CACHED_NAMES, CACHED_PLACES = 1 << 13, 1 << 13
WIDE = 200
"""Places looked at where a generic word asks for a feature, which may be far down the list of a common name."""

_PLACE = "p.id, p.name, p.names, p.lat, p.lon, p.derived, p.country, p.admin1, p.admin2, p.feature, p.population, p.geonames, p.wikidata, p.pcode, p.wof, p.sources"
_FIND = "SELECT place, rank FROM names WHERE key = ? AND level = ? ORDER BY rank, place LIMIT ?"
_FIND_IN = "SELECT n.place, n.rank FROM names n CROSS JOIN places p ON p.id = n.place WHERE n.key = ? AND n.level = ? AND p.country = ? ORDER BY n.rank, n.place LIMIT ?"
_DIVISION = "feature >= 'A' AND feature < 'B'"


class Gazetteer:
    """An open index; use as a context manager, in one thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
            self._db.execute("PRAGMA cache_size = -8192")
            if not is_whole(path, self._db):
                raise GazetteerError(f"{path}: no index of this version, or cut short; remove it and it is built anew")
            self._sources: dict[str, str] = {str(number): name for number, name in self._db.execute("SELECT id, name FROM sources")}
        except sqlite3.Error as error:
            raise GazetteerError(f"{path}: {error}; remove it and it is built anew") from error
        self._groups: dict[str, tuple[str, ...]] = {}
        self._divisions: dict[tuple[str, str], str] | None = None
        self._find = lru_cache(maxsize=CACHED_NAMES)(self._look_up)
        self._known: dict[int, Place] = {}

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def _rows(self, query: str, *values: Any) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise GazetteerError(f"{self.path}: {error}; remove it and it is built anew") from error

    def find(self, name: str, limit: int = 20, country: str | None = None, loosest: str = "skeleton") -> tuple[Candidate, ...]:
        """Return the places that a name may mean, those of `country` (ISO 3166-1 alpha-2) alone where it is given, the likeliest first; none by a level looser than `loosest`.

        A name in full comes before a folded one, that before a sound and that before a skeleton; within a level what the name's generic word asks for, then the more prominent place. The
        candidates of a level are all there before the next begins, so a limit cuts the loosest.
        """
        return self._find(name, limit, country, LEVELS.index(loosest))

    def _look_up(self, name: str, limit: int, country: str | None, loosest: int) -> tuple[Candidate, ...]:
        if len(name) > 2 * MAX_NAME or limit < 1:
            return ()
        keys = name_keys(name)
        asked = keys.features
        seen: set[int] = set()
        out: list[Candidate] = []
        # a folded key that is the exact key of some name is filed as exact only
        for level, filed in ((EXACT, ((keys.exact, EXACT),)), (FOLDED, ((keys.folded, EXACT), (keys.folded, FOLDED))), (SOUND, ((keys.sound, SOUND),)), (SKELETON, ((keys.skeleton, SKELETON),))):
            ranked: list[tuple[int, int]] = []
            most = WIDE + limit if asked else limit - len(out) + len(seen)
            for key, under in filed:
                if not key or (level == FOLDED and under == EXACT and key == keys.exact):
                    continue
                for number, rank in self._rows(_FIND, key_number(key), under, most) if country is None else self._rows(_FIND_IN, key_number(key), under, country, most):
                    if number not in seen:
                        seen.add(number)
                        ranked.append((rank, number))
            ranked.sort()
            found = self._load([number for _, number in (ranked if asked else ranked[: limit - len(out)])])
            fitting = [(place, place.feature.startswith(asked) if asked else None) for place in found]
            if asked:
                fitting.sort(key=lambda pair: (not pair[1], next((i for i, feature in enumerate(asked) if pair[0].feature.startswith(feature)), len(asked))))
            out += [Candidate(place=place, level=LEVELS[level], fits=fits) for place, fits in fitting]
            if len(out) >= limit or level == loosest:
                break
        return tuple(out[:limit])

    def _load(self, numbers: list[int]) -> list[Place]:
        """Return the places of these numbers, in their order."""
        if len(self._known) > CACHED_PLACES:
            self._known.clear()
        for number in numbers:
            if number not in self._known:
                # one at a time: a statement of any number of ids would be parsed anew each time, which takes longer
                self._known[number] = next(self._places("p.id = ?", number))
        return [self._known[number] for number in numbers]

    def _places(self, where: str, *values: Any) -> Iterator[Place]:
        for (number, name, names, lat, lon, derived, country, admin1, admin2, feature, population, geonames, wikidata, pcode, wof, sources) in self._rows(
                f"SELECT {_PLACE} FROM places p WHERE {where}", *values):
            yield Place(
                number=number, name=name, other_names=names, lat=lat, lon=lon, derived=bool(derived), country=country, admin1=admin1,
                admin1_name=self._division_name(country, admin1), admin2=admin2, feature=feature, population=population, geonames=geonames, wikidata=wikidata, pcode=pcode, wof=wof,
                sources=self._files(sources))

    def _files(self, sources: str) -> tuple[str, ...]:
        """The names of files by their numbers, one tuple for all places that the same files know."""
        if sources not in self._groups:
            self._groups[sources] = tuple(self._sources[source] for source in sources.split(","))
        return self._groups[sources]

    def _division_name(self, country: str | None, admin1: str | None) -> str | None:
        if country is None or admin1 is None:
            return None
        if self._divisions is None:
            self._divisions = {(c, code): name for c, code, name in self._rows(
                f"SELECT country, admin1, name FROM places WHERE {_DIVISION} AND feature = 'A.ADM1' AND country IS NOT NULL AND admin1 IS NOT NULL ORDER BY id DESC")}
        return self._divisions.get((country, admin1))

    def country(self, code: str) -> Place | None:
        """Return a country by its ISO 3166-1 alpha-2 code."""
        return next(self._places(f"p.country = ? AND {_DIVISION} AND p.feature >= 'A.PCL' AND p.feature < 'A.PCM' ORDER BY p.rank, p.id LIMIT 1", code), None)

    def admin1(self, country: str, code: str) -> Place | None:
        """Return a first-level division by its country's code and GeoNames' code of it ("SY", "09")."""
        return next(self._places(f"p.country = ? AND {_DIVISION} AND p.feature = 'A.ADM1' AND p.admin1 = ? ORDER BY p.id LIMIT 1", country, code), None)

    def admin2(self, country: str, admin1: str, code: str) -> Place | None:
        """Return a second-level division by the codes above it and its own; the default gazetteer has none."""
        return next(self._places(f"p.country = ? AND {_DIVISION} AND p.feature = 'A.ADM2' AND p.admin1 = ? AND p.admin2 = ? ORDER BY p.id LIMIT 1", country, admin1, code), None)

    def capital(self, country: str) -> Place | None:
        """Return the capital of a country."""
        return next(self._places("p.country = ? AND p.feature = 'P.PPLC' ORDER BY p.rank, p.id LIMIT 1", country), None)

    def by_id(self, identity: str) -> Place | None:
        """Return a place by its id ("geonames:170063", "pcode:SY02", "wikidata:Q41183", "wof:421202165")."""
        kind, _, value = identity.partition(":")
        if kind in ("geonames", "wof"):
            return next(self._places(f"p.{kind} = ? ORDER BY p.id LIMIT 1", int(value)), None) if value.isdecimal() and len(value) < 16 else None
        if kind in ("wikidata", "pcode"):
            return next(self._places(f"p.{kind} = ? ORDER BY p.id LIMIT 1", value), None)
        return None

    def sources(self) -> list[dict[str, Any]]:
        """Return the files that the index was made of, the default first, with licence and counts."""
        fields = ("name", "kind", "licence", "credit", "digest", "rows", "added", "joined")
        return [dict(zip(fields, row, strict=True)) for row in self._rows(f"SELECT {', '.join(fields)} FROM sources ORDER BY id")]


def is_whole(path: Path, db: sqlite3.Connection) -> bool:
    """Whether a file is an index of this version and as long as it says that it is."""
    pragma = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version", "page_count", "page_size")}
    return bool(pragma["application_id"] == APPLICATION and pragma["user_version"] == SCHEMA and pragma["page_count"] * pragma["page_size"] == path.stat().st_size)
