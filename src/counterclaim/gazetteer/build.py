"""Writes an index: rows of gazetteer files to one SQLite file of places and the keys of their names.

A place that another file knows already is joined with it and keeps all ids: by an id that both give, by the code of a country or division, else by a shared name close by. Keys are
numbers (names.key_number), collected and inserted in order once a file is read: in any other order twelve million places would take hours.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from counterclaim import vocab
from counterclaim.errors import GazetteerError
from counterclaim.gazetteer.names import EXACT, FOLDED, SKELETON, SOUND, exact_key, folded_key, key_number, sound_keys
from counterclaim.gazetteer.place import Row, feature_entry

SCHEMA = 2
"""Raised with any change of the tables, or of what the code of names.py makes of a name: older indexes are then built anew."""
APPLICATION = 0x63636778
"""SQLite's application id of an index."""
MAX_NAMES = 2_000
NEAR = {"A.ADM1": 400.0, "A.ADM2": 60.0, "A.ADM3": 30.0, "P": 5.0, "L.RGN": 150.0, "H.SEA": 500.0, "H.GULF": 300.0, "H.STRT": 100.0}
"""Kilometres within which a shared name means one place, by feature; 2 for others and for towns that share a skeleton only. A division's middle is where each file puts it."""

_TABLES = """
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT NOT NULL, names TEXT NOT NULL, lat REAL, lon REAL, derived INTEGER NOT NULL, country TEXT, admin1 TEXT, admin2 TEXT,
                     feature TEXT NOT NULL, population INTEGER NOT NULL, rank INTEGER NOT NULL, geonames INTEGER, wikidata TEXT, pcode TEXT, wof INTEGER, sources TEXT NOT NULL);
CREATE TABLE names (key INTEGER NOT NULL, level INTEGER NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, level, rank, place)) WITHOUT ROWID;
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, licence TEXT NOT NULL, credit TEXT NOT NULL, digest TEXT NOT NULL,
                      rows INTEGER NOT NULL, added INTEGER NOT NULL, joined INTEGER NOT NULL);
CREATE INDEX places_geonames ON places (geonames) WHERE geonames IS NOT NULL;
CREATE INDEX places_wikidata ON places (wikidata) WHERE wikidata IS NOT NULL;
CREATE INDEX places_pcode ON places (pcode) WHERE pcode IS NOT NULL;
CREATE INDEX places_wof ON places (wof) WHERE wof IS NOT NULL;
CREATE INDEX places_division ON places (country, feature, admin1, admin2) WHERE feature >= 'A' AND feature < 'B';
CREATE INDEX places_capital ON places (country) WHERE feature = 'P.PPLC';
"""
_FIELDS = "id, name, names, lat, lon, derived, country, admin1, admin2, feature, population, rank, geonames, wikidata, pcode, wof, sources"
# what airports and telephone books call a town: "ALP", "54"; no report does
_CODE_NAME = re.compile(r"[A-Z]{3,4}|[\W\d_]*")


class IndexWriter:
    """Adds files to a new index at `path`, or to a copy of another that lies there; use as a context manager. The file is whole only when the block ends without error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        new = not path.exists()
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -131072; PRAGMA temp_store = FILE;")
        if new:
            self._db.executescript(f"PRAGMA page_size = 4096; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {SCHEMA};{_TABLES}")
        self._db.execute("CREATE TEMP TABLE pending (key INTEGER, level INTEGER, rank INTEGER, place INTEGER)")
        self._pending: list[tuple[int, int, int, int]] = []
        self._source = 0
        self._divisions: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._homeless: list[tuple[int, str, tuple[str, ...]]] = []
        """Places whose file names a division that is not known, by that name, before the file is read to its end."""

    def __enter__(self) -> IndexWriter:
        self._db.execute("BEGIN")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._place_divisions()
                self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise GazetteerError(f"{self._path}: {error}; the index could not be written") from error
        finally:
            self._db.close()

    def add(self, name: str, kind: str, digest: str, rows: Iterable[Row]) -> tuple[int, int, int]:
        """Add the rows of a file; return how many there were, how many places are new and how many were joined with one that was there."""
        try:
            return self._add(name, kind, digest, rows)
        except sqlite3.Error as error:
            raise GazetteerError(f"{self._path}: {error}; the index could not be written") from error

    def _add(self, name: str, kind: str, digest: str, rows: Iterable[Row]) -> tuple[int, int, int]:
        about = vocab.load("gazetteers")["kinds"][kind]
        cursor = self._db.execute("INSERT INTO sources (name, kind, licence, credit, digest, rows, added, joined) VALUES (?, ?, ?, ?, ?, 0, 0, 0)",
                                  (name, kind, about["licence"], about["credit"], digest))
        assert cursor.lastrowid is not None
        self._source = cursor.lastrowid
        first = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM places").fetchone()[0]
        place = first
        # rows with ids of GeoNames have nothing to join by name with but places without: of which kinds are these?
        unknown = " WHERE geonames IS NULL" if kind in ("geonames", "geonames_admin") else ""
        by_name = {_group(feature) for (feature,) in self._db.execute(f"SELECT DISTINCT feature FROM places{unknown}")}
        total = joined = 0
        for row in rows:
            total += 1
            if row.feature[:1] == "P":
                row = row._replace(names=tuple(name for name in row.names if not _CODE_NAME.fullmatch(name)))
            if row.admin1 is None and row.admin1_names and row.country:
                row = row._replace(admin1=self._division(row.country, row.admin1_names))
            found = self._same(row, first, by_name) if first > 1 or row.wof is not None else None
            number = found[0] if found else place
            if found:
                joined += 1
                self._join(found, row, kind)
            else:
                # Who's On First gives a town and its quarter one id of GeoNames: the first to come has it
                if row.wof is not None and row.geonames is not None and self._db.execute("SELECT 1 FROM places WHERE geonames = ?", (row.geonames,)).fetchone():
                    row = row._replace(geonames=None)
                self._insert(place, row)
                place += 1
            if row.admin1 is None and row.admin1_names and row.country:
                self._homeless.append((number, row.country, row.admin1_names))
            if len(self._pending) > 50_000:
                self._hand_on()
        if not total:
            raise GazetteerError(f"{name}: no places in it; expected a row a place")
        self._hand_on()
        self._db.execute("INSERT OR IGNORE INTO names SELECT key, level, rank, place FROM pending ORDER BY key, level, rank, place")
        self._db.execute("DELETE FROM pending")
        self._divisions.clear()
        codes = ((self._division(country, names), number) for number, country, names in self._homeless)
        self._db.executemany("UPDATE places SET admin1 = ? WHERE id = ? AND admin1 IS NULL", [(code, number) for code, number in codes if code is not None])
        self._homeless.clear()
        self._db.execute("UPDATE sources SET rows = ?, added = ?, joined = ? WHERE id = ?", (total, place - first, joined, self._source))
        self._divisions.clear()
        return total, place - first, joined

    def _hand_on(self) -> None:
        self._db.executemany("INSERT INTO pending VALUES (?, ?, ?, ?)", self._pending)
        self._pending.clear()

    def _insert(self, place: int, row: Row) -> None:
        rank = rank_of(row.feature, row.population)
        names = [name for name in row.names if name != row.name]
        self._db.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
            place, row.name, "\n".join(names), row.lat, row.lon, row.derived, row.country, row.admin1, row.admin2, row.feature, row.population, rank,
            row.geonames, row.wikidata, row.pcode, row.wof, str(self._source)))
        self._pending.extend((key, level, rank, place) for key, level in keys_of([row.name, *names]))

    def _join(self, found: tuple[Any, ...], row: Row, kind: str) -> None:
        """Give a place what a row says of it besides. GeoNames' own dumps are newer than the default, so that they decide the feature and the population of its places."""
        (place, name, text, lat, lon, derived, country, admin1, admin2, feature, population, rank, geonames, wikidata, pcode, wof, sources) = found
        names = text.split("\n") if text else []
        known = {name, *names}
        more = [other for other in dict.fromkeys((row.name, *row.names)) if other not in known][: MAX_NAMES - len(names)]
        same = kind == "geonames" and row.geonames == geonames
        if row.lat is not None and row.lon is not None and not row.derived and (derived or lat is None):
            lat, lon, derived = row.lat, row.lon, False
        if same and feature != "P.PPLC":
            feature = row.feature or feature
        population = (row.population or population) if same else (population or row.population)
        new_rank = rank_of(feature, population)
        numbers = sources.split(",")
        self._db.execute(
            "UPDATE places SET names = ?, lat = ?, lon = ?, derived = ?, country = ?, admin1 = ?, admin2 = ?, feature = ?, population = ?, rank = ?, geonames = ?, wikidata = ?, pcode = ?, "
            "wof = ?, sources = ? WHERE id = ?",
            ("\n".join(names + more), lat, lon, derived, country or row.country, admin1 or row.admin1, admin2 or row.admin2, feature, population, new_rank, geonames or row.geonames,
             wikidata or row.wikidata, pcode or row.pcode, wof or row.wof, sources if str(self._source) in numbers else f"{sources},{self._source}", place))
        if new_rank != rank:
            old = keys_of([name, *names])
            self._db.executemany("DELETE FROM names WHERE key = ? AND level = ? AND rank = ? AND place = ?", [(key, level, rank, place) for key, level in old])
            more = [name, *names, *more]
        self._pending.extend((key, level, new_rank, place) for key, level in keys_of(more))

    def _same(self, row: Row, first: int, by_name: Container[str]) -> tuple[Any, ...] | None:
        """Return the place that a row is about, of those that earlier files gave or whose id the row gives."""
        fetch = f"SELECT {_FIELDS} FROM places WHERE "
        if row.geonames is not None and (found := self._db.execute(fetch + "geonames = ?", (row.geonames,)).fetchone()):
            return found if row.wof is None or found[15] in (None, row.wof) else None
        if row.pcode is not None and (found := self._db.execute(fetch + "pcode = ? AND country IS ?", (row.pcode, row.country)).fetchone()):
            return tuple(found)
        if row.wof is not None and (found := self._db.execute(fetch + "wof = ?", (row.wof,)).fetchone()):
            return tuple(found)
        if row.wikidata is not None and (found := self._db.execute(fetch + "wikidata = ?", (row.wikidata,)).fetchone()) and found[9][:1] == row.feature[:1] and not _conflict(found, row):
            return tuple(found)
        if row.feature[:5] == "A.PCL" and row.country is not None:
            found = self._db.execute(fetch + "country = ? AND feature >= 'A.PCL' AND feature < 'A.PCM' AND feature < 'B' AND feature >= 'A'", (row.country,)).fetchone()
            return tuple(found) if found and not _conflict(found, row) else None
        if row.feature == "A.ADM1" and row.admin1 is not None and row.country is not None:
            found = self._db.execute(fetch + "country = ? AND feature = 'A.ADM1' AND admin1 = ? AND feature < 'B' AND feature >= 'A'", (row.country, row.admin1)).fetchone()
            if found and not _conflict(found, row):
                return tuple(found)
        return self._same_name(row, first) if _group(row.feature) in by_name else None

    def _same_name(self, row: Row, first: int) -> tuple[Any, ...] | None:
        """Return the nearest place of the row's kind that shares a name with it, is close enough, and has no other id of the kind that the row has."""
        group = _group(row.feature)
        fetch = (f"SELECT {_FIELDS} FROM places WHERE id IN (SELECT place FROM names WHERE key = ? AND level BETWEEN ? AND ? AND place < ? LIMIT 500) "
                 "AND country IS ? AND substr(feature, 1, ?) = ?")
        best: tuple[float, tuple[Any, ...]] | None = None
        strict, sounds, skeletons = _keys([row.name, *row.names])
        usual = NEAR.get(group, 2.0)
        for keys, low, high, near in ((strict, EXACT, FOLDED, usual), (sounds, SOUND, SOUND, usual), (skeletons, SKELETON, SKELETON, usual if group[0] == "A" else 2.0)):
            for key in keys:
                for found in self._db.execute(fetch, (key_number(key), low, high, first, row.country, len(group), group)):
                    if _conflict(found, row) or (found[9] == "P.PPLX") != (row.feature == "P.PPLX"):
                        continue
                    if None in (found[3], found[4], row.lat, row.lon):
                        # a division without coordinates: the name must do, where what lies above agrees
                        distance = near if group[0] == "A" and (group == "A.ADM1" or found[7] == row.admin1) else math.inf
                    else:
                        distance = kilometres(found[3], found[4], row.lat or 0.0, row.lon or 0.0)
                    if distance <= near and (best is None or (distance, found[0]) < (best[0], best[1][0])):
                        best = distance, found
            if best:
                return best[1]
        return None

    def _division(self, country: str, names: tuple[str, ...]) -> str | None:
        """Return GeoNames' code of the first-level division that a file names; None where no division of the country has such a name."""
        asked = (country, names)
        if asked not in self._divisions:
            code = None
            strict, sounds, skeletons = _keys(names)
            for keys, low, high in ((strict, EXACT, FOLDED), (sounds, SOUND, SOUND), (skeletons, SKELETON, SKELETON)):
                codes = {row[0] for key in keys for row in self._db.execute(
                    "SELECT p.admin1 FROM names n JOIN places p ON p.id = n.place WHERE n.key = ? AND n.level BETWEEN ? AND ? AND p.country = ? AND p.feature = 'A.ADM1'",
                    (key_number(key), low, high, country))}
                if len(codes) == 1:
                    code = codes.pop()
                    break
            self._divisions[asked] = code
        return self._divisions[asked]

    def _place_divisions(self) -> None:
        """Put second-level divisions that no file places in the middle of their towns."""
        if not self._db.execute("SELECT 1 FROM places WHERE feature = 'A.ADM2' AND lat IS NULL AND feature >= 'A' AND feature < 'B' LIMIT 1").fetchone():
            return
        self._db.execute("CREATE TEMP TABLE middles AS SELECT country, admin1, admin2, avg(lat) AS lat, avg(lon) AS lon FROM places WHERE feature >= 'P' AND feature < 'Q' "
                         "AND admin2 IS NOT NULL AND lat IS NOT NULL GROUP BY 1, 2, 3 HAVING max(lon) - min(lon) < 90")
        self._db.execute("CREATE UNIQUE INDEX temp.middle ON middles (country, admin1, admin2)")
        self._db.execute("UPDATE places SET lat = m.lat, lon = m.lon, derived = 1 FROM middles m WHERE places.feature = 'A.ADM2' AND places.lat IS NULL "
                         "AND m.country = places.country AND m.admin1 = places.admin1 AND m.admin2 = places.admin2")


def _group(feature: str) -> str:
    """What two places must share of their features to be one: divisions their level, towns their class, others all."""
    return feature[:6] if feature[:1] == "A" else feature[:1] if feature[:1] == "P" else feature


def _conflict(found: tuple[Any, ...], row: Row) -> bool:
    """Whether a place has another id than the row's of one kind."""
    ids = ((found[12], row.geonames), (found[13], row.wikidata), (found[14], row.pcode), (found[15], row.wof))
    return any(old is not None and new is not None and old != new for old, new in ids)


def _keys(names: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """The exact and folded keys of names, their sounds, and their skeletons."""
    exact = dict.fromkeys(map(exact_key, names))
    folded = dict.fromkeys(folded_key(key)[0] for key in exact)
    sounds = dict.fromkeys(map(sound_keys, folded))
    return list(exact | folded), [sound for sound, _ in sounds if sound], list(dict.fromkeys(skeleton for _, skeleton in sounds if skeleton))


def keys_of(names: Iterable[str]) -> list[tuple[int, int]]:
    """Return the keys under which the index files a place of these names, with their levels. A folded key that is an exact one too is filed once, as exact."""
    exact = {exact_key(name) for name in names}
    folded = {folded_key(key)[0] for key in exact}
    sounds = {sound_keys(key) for key in folded}
    keys = [(key_number(key), EXACT) for key in exact]
    keys += [(key_number(key), FOLDED) for key in folded - exact]
    keys += [(key_number(key), SOUND) for key in {sound for sound, _ in sounds} if key]
    keys += [(key_number(key), SKELETON) for key in {skeleton for _, skeleton in sounds} if key]
    return keys


def rank_of(feature: str, population: int) -> int:
    """Return the place of a place among others of its name, from 0 for the most prominent: a tenth of the logarithm of a town's population a step."""
    prominence: float = feature_entry(feature)["rank"]
    if feature[:1] in ("P", ""):
        prominence += math.log10(population + 1)
    elif feature[:1] == "A":
        prominence += math.log10(population + 1) / 20
    return max(0, round((15 - prominence) * 10))


def kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return the distance of two points on the globe."""
    a, b = math.radians(lat), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))
