"""What the gazetteer knows of a place, and what a row of a gazetteer file says of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from counterclaim import vocab


class Row(NamedTuple):
    """One row of a gazetteer file. `admin1_names` names the division where the file does not give GeoNames' code of it; `derived` says that the coordinates are not the file's."""

    line: int
    name: str
    names: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    feature: str = ""
    population: int = 0
    geonames: int | None = None
    wikidata: str | None = None
    pcode: str | None = None
    wof: int | None = None
    admin1_names: tuple[str, ...] = ()
    derived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer's entry.

    `feature` is GeoNames' class and code ("P.PPL"); `sources` names the files that know it; `derived` says that the coordinates are a mean of its towns'; `other_names` are lines, since
    few readers ask for them and a capital has hundreds.
    """

    number: int
    name: str
    other_names: str
    lat: float | None
    lon: float | None
    derived: bool
    country: str | None
    admin1: str | None
    admin1_name: str | None
    admin2: str | None
    feature: str
    population: int
    geonames: int | None
    wikidata: str | None
    pcode: str | None
    wof: int | None
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The other names of the place, in any script."""
        return tuple(self.other_names.split("\n")) if self.other_names else ()

    @property
    def id(self) -> str:
        """The place's id in records: that of GeoNames, else its P-code, Who's On First or Wikidata id, else its number in this index."""
        for prefix, value in (("geonames", self.geonames), ("pcode", self.pcode), ("wof", self.wof), ("wikidata", self.wikidata)):
            if value is not None:
                return f"{prefix}:{value}"
        return f"place:{self.number}"

    @property
    def precision(self) -> int:
        """UCDP's where_prec of an event told to be at this place."""
        precision: int = feature_entry(self.feature)["precision"]
        return precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a name may mean: at what level the name matched, and whether the place is of the kind that the name's generic word says, None where it says none."""

    place: Place
    level: str
    fits: bool | None


@cache
def feature_entry(feature: str) -> dict[str, Any]:
    """Return the vocabulary's entry of a feature, by the longest beginning that is listed; one of no class is fuzzy and ranks last."""
    table: dict[str, dict[str, Any]] = vocab.load("gazetteers")["features"]
    for end in range(len(feature), 0, -1):
        if feature[:end] in table:
            return table[feature[:end]]
    return {"precision": 5, "rank": 0.0}
