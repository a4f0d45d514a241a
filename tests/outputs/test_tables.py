"""CSV, GeoJSON and KML, each by a reader of its own."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from counterclaim.outputs.data import Data
from tests.outputs.samples import DATA, INCIDENTS, READINGS, text_of

KML = "{http://www.opengis.net/kml/2.2}"


def test_each_claim_and_each_incident_is_a_row() -> None:
    claims, incidents = (list(csv.DictReader(io.StringIO(text_of(name)))) for name in ("csv", "incidents-csv"))
    assert [row["claim"] for row in claims] == ["c1", "c2", "c3", "c4"] and [row["incident"] for row in incidents] == ["i1", "i2", "i3"]
    assert (incidents[0]["killed_low"], incidents[0]["killed_best"], incidents[0]["killed_high"], incidents[0]["contested"]) == ("12", "12", "30", "killed")
    assert (incidents[0]["latitude"], incidents[0]["longitude"], incidents[0]["date_start"]) == ("35.2", "-36.75", "2024-05-01")


def test_a_formula_in_a_name_is_text_and_a_minus_in_a_number_is_a_minus() -> None:
    row = next(csv.DictReader(io.StringIO(text_of("csv"))))
    assert row["actors"] == "'=HYPERLINK() jets" and row["longitude"] == "-36.75"


def test_offsets_stand_beside_their_words_and_name_their_unit() -> None:
    texts = {r["id"]: r["text"] for r in READINGS}
    for row in csv.DictReader(io.StringIO(text_of("csv"))):
        assert texts[row["report"]][int(row["trigger_begin_code_points"]) : int(row["trigger_end_code_points"])] == row["trigger"]


def test_filtered_data_give_filtered_rows_and_an_incident_none_of_whose_claims_is_left_goes() -> None:
    data = Data(readings=READINGS[:1], incidents=INCIDENTS)
    assert [row["incident"] for row in csv.DictReader(io.StringIO(text_of("incidents-csv", data)))] == ["i1", "i2"]


def test_pandas_reads_numbers_and_days(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: pip install 'counterclaim[readers]'")
    found = pandas.read_csv(io.StringIO(text_of("incidents-csv")), parse_dates=["date_start"])
    assert found["killed_best"].tolist()[0] == 12 and found["date_start"][0].date() == date(2024, 5, 1) and found["longitude"].dtype == float


def test_polars_and_duckdb_read_the_same_rows(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed: pip install 'counterclaim[readers]'")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: pip install 'counterclaim[readers]'")
    path = tmp_path / "claims.csv"
    path.write_text(text_of("csv"), encoding="utf-8", newline="")
    frame = polars.read_csv(path, try_parse_dates=True)
    rows = duckdb.sql(f"select claim, date_start, longitude from read_csv('{path}') order by claim").fetchall()
    assert rows == frame.sort("claim").select("claim", "date_start", "longitude").rows() and rows[0] == ("c1", date(2024, 5, 1), -36.75)


def test_geojson_has_a_point_where_the_place_is_known_and_null_where_not() -> None:
    found = json.loads(text_of("geojson"))
    assert [f["geometry"] and f["geometry"]["coordinates"] for f in found["features"]] == [[-36.75, 35.2], None, None]
    assert found["features"][0]["id"] == "i1" and len(json.loads(text_of("claims-geojson"))["features"]) == 4


def test_no_features_are_a_collection_too() -> None:
    assert json.loads(text_of("geojson", Data(readings=()))) == {"type": "FeatureCollection", "features": []}


def test_geopandas_reads_the_geojson(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed: pip install 'counterclaim[readers]'")
    path = tmp_path / "incidents.geojson"
    path.write_text(text_of("geojson"), encoding="utf-8")
    frame = geopandas.read_file(path)
    assert frame.crs.to_epsg() == 4326 and len(frame) == 3 and (frame.geometry[0].x, frame.geometry[0].y) == (-36.75, 35.2)


def test_kml_holds_placemarks_with_their_days_and_no_markup_of_a_report() -> None:
    root = ET.fromstring(text_of("claims-kml"))
    marks = list(root.iter(KML + "Placemark"))
    assert len(marks) == 4 and marks[0].findtext(f"{KML}TimeSpan/{KML}begin") == "2024-05-01" and marks[0].findtext(f"{KML}Point/{KML}coordinates") == "-36.75,35.2"
    assert "<b>" not in (marks[1].findtext(KML + "description") or "") and "&lt;b&gt;Sar" in (marks[1].findtext(KML + "description") or "")
    # the schema's order of a placemark's parts
    order = ["name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point"]
    for mark in marks:
        assert (found := [order.index(child.tag.removeprefix(KML)) for child in mark]) == sorted(found)


def test_fastkml_reads_the_kml() -> None:
    fastkml = pytest.importorskip("fastkml", reason="fastkml is not installed: pip install 'counterclaim[readers]'")
    document = fastkml.KML.parse(io.BytesIO(text_of("kml").encode())).features[0]
    assert [f.geometry is not None for f in document.features] == [True, False, False] and len(list(DATA.cases())) == 3
