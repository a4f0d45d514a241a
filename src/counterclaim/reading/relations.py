"""Words that put an event beside a place and not at it: near, on the outskirts of, 5 km south of, between two, on the road from one to another, in a part of.

Each relation is kept as data, with its effect on point, radius and precision: "5 km south of Mare'" is a point five kilometres south, "northern Aleppo" a third of the way from the middle of
the province to its north, with the precision of a fuzzy area.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from counterclaim import vocab

_VOCABULARY = vocab.load("places")
_SIDES: dict[str, list[float]] = _VOCABULARY["sides"]
_KINDS: dict[str, dict[str, Any]] = _VOCABULARY["relations"]
_ROAD, _AROUND, _BASED = ("|".join(_VOCABULARY[key]) for key in ("road", "around", "based"))
_AREA = "city|town|village|suburb|district|province|governorate|region|camp|base|airbase|airport|capital|area|neighborhood|neighbourhood|border|state|county|settlement|hamlet"
# what may stand between the words of a relation and the name: "near the rebel-held town of"
_GAP = rf"(?: the| its)?(?: [a-z][a-z-]*){{0,3}}?(?: (?:{_AREA})s? of)?(?: the)? ?"
_PATTERNS = [(kind, re.compile(rf"\b(?i:{word}){_GAP}$")) for kind, row in _KINDS.items() if kind not in ("part", "between", "side") for word in row["words"]]
_SIDE = re.compile(rf"\b(?P<side>(?i:{'|'.join(sorted(_SIDES, key=len, reverse=True))})) of{_GAP}$")
_PART = re.compile(rf"\b(?P<side>{'|'.join(sorted(_SIDES, key=len, reverse=True))})(?:[- ](?P<of>part|parts|half|side|sector|outskirts|pocket|corridor|districts?|suburbs?|countryside|areas?|regions?|neighbou?rhoods?) of)?(?: the)?(?: (?:{_AREA})s? of)?(?<!ern city of)(?<!ern town of)(?<!ern village of)(?<!ern province of)(?<!ern region of)(?<!ern district of)(?<!ern governorate of) $", re.IGNORECASE)
_OF_PART = re.compile(r"\b(?:countryside|parts?|swathes?|areas?) of(?: the)? $", re.IGNORECASE)
_AFTER_PART = re.compile(rf"(?:['’]s)? (?:(?P<side>[a-z-]+) )?(?:{_AROUND})\b")
_IN_TOWN = re.compile(r"part|half|side|sector|pocket|corridor|district|suburb|neighbou?rhood", re.IGNORECASE)
_DISTRICTS = re.compile(r" (?:districts?|neighbou?rhoods?|quarters?|city)\b")
_AFTER_ROAD = re.compile(rf"(?:['’]s)? (?:international |main |strategic |coastal |desert )?(?:{_ROAD})\b")
_AFTER_BASED = re.compile(r"[-‐–](?P<word>[a-z]+)")
_BETWEEN = re.compile(rf"\b[Bb]etween{_GAP}$")
_ROAD_BEFORE = re.compile(rf"\b(?:{_ROAD})s? (?:that )?(?:between|from|linking|connecting|leading from){_GAP}$")
_MILE = 1.609344
SIDE_SHIFT, PART_SHIFT = 10.0, 1 / 3
"""How far "south of" is in kilometres where no distance is told, and "the south of" in radii of a division."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How an event lies to the place named: `side` a direction, `km` a distance, `other` the characters of the second name of "between X and Y" and "X-Y road"."""

    kind: str
    side: str | None = None
    km: float | None = None
    other: tuple[int, int] | None = None
    in_town: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point, the radius in km within which the event lies, and its precision in UCDP's and ACLED's scales."""

    lat: float
    lon: float
    radius: float
    precision: int
    geo_precision: int


def find_relation(text: str, begin: int, end: int, first: int, following: tuple[int, int] | None) -> Relation | None:
    """Return the relation that the words around text[begin:end] tell; `first` is where its sentence begins, `following` the next toponym of the sentence."""
    before = text[max(first, begin - 70) : begin]
    after = text[end : end + 40]
    compound = _AFTER_BASED.match(after)
    if compound and following is None or compound and following is not None and following[0] != end + 1:
        return Relation(kind="based" if re.fullmatch(_BASED, compound["word"]) else "compound")
    if following is not None:
        gap = text[end : following[0]]
        road = _AFTER_ROAD.match(text, following[1])
        if gap in ("-", "–", "‐", "—", " - ", " – ", " to ", "-to-") and road or gap in (" to ", " and ", " with ") and _ROAD_BEFORE.search(before):
            return Relation(kind="road", other=following)
        if gap.startswith(" and ") and len(gap) < 30 and _BETWEEN.search(before):
            return Relation(kind="between", other=following)
    for kind, pattern in _PATTERNS:
        found = pattern.search(before)
        if found:
            groups = found.groupdict()
            side = (groups.get("side") or "").strip().lower()
            return Relation(kind=kind, side=side if side in _SIDES else None, km=_kilometres(groups.get("n"), groups.get("unit")))
    found = _SIDE.search(before)
    if found:
        return Relation(kind="side", side=found["side"].lower())
    if _AFTER_ROAD.match(after):
        return Relation(kind="road")
    found = _PART.search(before) or _AFTER_PART.match(after)
    if found:
        side = (found["side"] or "").lower()
        in_town = bool(_IN_TOWN.match(found.groupdict().get("of") or "")) or bool(_DISTRICTS.match(after))
        return Relation(kind="part", side=side if side in _SIDES else None, in_town=in_town)
    return Relation(kind="part") if _OF_PART.search(before) else None


def _kilometres(number: str | None, unit: str | None) -> float | None:
    """A distance told in words, in kilometres; "a few" has none."""
    digits = re.sub(r"[^\d.]", "", (number or "").replace(",", "")).strip(".")
    if not digits or digits.count(".") > 1 or len(digits) > 6:
        return None
    return round(float(digits) * (_MILE if (unit or "").lower().startswith("mi") else 1), 1)


def acled_precision(precision: int, radius: float) -> int:
    """Return ACLED's geo_precision for UCDP's where_prec."""
    if precision in (1, 2):
        return precision
    return 2 if precision == 5 and radius <= 40 else 3


def spot(lat: float, lon: float, radius: float, precision: int, relation: Relation | None, other: tuple[float, float] | None = None) -> Spot:
    """Return where an event lies that is told to be in a relation to a place; `other` is the point of the relation's second place."""
    here = Spot(lat=lat, lon=lon, radius=radius, precision=precision, geo_precision=acled_precision(precision, radius))
    if relation is None or relation.kind in ("based", "compound"):
        return here
    if relation.kind in ("between", "road"):
        if other is None:
            return Spot(lat=lat, lon=lon, radius=radius + 15, precision=5, geo_precision=2) if precision <= 2 else here
        apart = kilometres(lat, lon, *other)
        near = relation.kind == "between" and apart < 50
        return Spot(lat=round((lat + other[0]) / 2, 5), lon=_middle(lon, other[1]), radius=round(apart / 2 + 2, 1), precision=max(min(precision, 5), 2 if near else 5), geo_precision=2 if apart < 80 else 3)
    row = _KINDS[relation.kind]
    north, east = _SIDES.get(relation.side or "", [0.0, 0.0])
    if relation.kind == "part":
        return _part(here, north, east)
    if precision > 3:
        # near a province, a river, a sea: no nearer than that
        return here
    shift = relation.km if relation.km is not None else SIDE_SHIFT if relation.kind == "side" else 0.0
    lat, lon = _moved(lat, lon, shift * north, shift * east)
    wide = row["radius"] + (radius if relation.km is None else 0) + (shift if not relation.side else 0)
    return Spot(lat=lat, lon=lon, radius=round(wide + (0.1 * shift if relation.km else 0), 1), precision=max(precision, row["precision"]), geo_precision=row["geo_precision"])


def _part(here: Spot, north: float, east: float) -> Spot:
    """A part of a place: of a town no less precise than near it, of a division a fuzzy area, of a country one whose middle nobody knows."""
    if here.precision <= 2:
        return Spot(lat=here.lat, lon=here.lon, radius=here.radius, precision=here.precision, geo_precision=here.geo_precision)
    if here.precision > 4:
        return Spot(lat=here.lat, lon=here.lon, radius=here.radius, precision=5 if here.precision == 6 else here.precision, geo_precision=3)
    lat, lon = _moved(here.lat, here.lon, here.radius * PART_SHIFT * north, here.radius * PART_SHIFT * east)
    return Spot(lat=lat, lon=lon, radius=round(here.radius * (2 / 3 if north or east else 1), 1), precision=5, geo_precision=2)


def _moved(lat: float, lon: float, north: float, east: float) -> tuple[float, float]:
    length = math.hypot(north, east)
    if not length:
        return lat, lon
    out = lat + north / 111.2
    return round(max(-90.0, min(90.0, out)), 5), round((lon + east / (111.2 * max(0.05, math.cos(math.radians(lat)))) + 180) % 360 - 180, 5)


def _middle(lon: float, other: float) -> float:
    """Half way between two longitudes, the short way round."""
    apart = (other - lon + 180) % 360 - 180
    return round((lon + apart / 2 + 180) % 360 - 180, 5)


def kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return the distance between two points."""
    a, b = math.radians(lat), math.radians(lat2)
    part = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(part)))
