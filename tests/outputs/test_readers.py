"""Each export opened by the program that it is for; a test is skipped, and says so, where that is not installed (pip install 'counterclaim[readers]')."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from counterclaim.outputs import FORMATS, write
from tests.outputs.sample import DATA, TEXT


def made(name: str, path: Path) -> Path:
    """Write a format and return its file or folder."""
    form = FORMATS[name]
    target = path / f"out{form.suffix}"
    if form.target == "folder":
        target.mkdir()
        write(DATA, name, target)
    else:
        with target.open("wb") if form.target == "binary" else target.open("w", encoding="utf-8", newline="") as out:
            write(DATA, name, out)
    return target


def test_pandas_reads_the_tables(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    claims = pandas.read_csv(made("csv", tmp_path), parse_dates=["date_start"])
    assert len(claims) == 4 and claims.latitude.dtype == "float64" and claims.date_start[0].day == 29
    events = pandas.read_csv(made("acled", tmp_path) / "events.csv")
    assert len(events.columns) == 31 and events.fatalities.dtype == "int64"
    assert len(pandas.read_csv(made("hdx", tmp_path))) == 2


def test_polars_and_duckdb_read_csv_and_typed_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    assert polars.read_csv(made("csv", tmp_path)).height == 4
    folder = made("parquet", tmp_path)
    claims = polars.read_parquet(folder / "claims.parquet")
    assert claims.schema["date_start"] == polars.Date and claims.schema["trigger_begin_code_points"] == polars.Int64
    assert not [column for column, kind in claims.schema.items() if kind.is_nested()]
    query = f"""SELECT i.incident, c.trigger, a.source FROM '{folder}/incidents.parquet' i JOIN '{folder}/incident_claims.parquet' m USING (incident) JOIN '{folder}/claims.parquet' c
        ON c.report = m.report AND c.claim = m.claim LEFT JOIN '{folder}/attribution.parquet' a ON a.report = c.report AND a.claim = c.claim AND a.depth = 0 ORDER BY 1, 2"""
    assert duckdb.sql(query).fetchall() == [("i1", "killed", "Rebels"), ("i1", "struck", "The army"), ("i2", "fled", None), ("i3", "talks", None)]
    (row,) = duckdb.sql(f"SELECT begin_code_points, end_code_points, text FROM '{folder}/quantities.parquet'").fetchall()
    assert TEXT[row[0]:row[1]] == row[2]
    assert duckdb.sql(f"SELECT count(*) FROM read_csv('{made('incidents-csv', tmp_path)}')").fetchall() == [(3,)]


@pytest.mark.parametrize("name", ["geoparquet", "claims-geoparquet", "geojson", "claims-geojson", "kml", "claims-kml"])
def test_geopandas_reads_the_maps(name: str, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    pytest.importorskip("pyogrio")
    if "parquet" in name:
        pytest.importorskip("pyarrow")
    path = made(name, tmp_path)
    frame = geopandas.read_parquet(path) if "parquet" in name else geopandas.read_file(path)
    assert len(frame) == (4 if name.startswith("claims") else 3)
    assert frame.crs.equals("EPSG:4326", ignore_axis_order=True)
    point = frame.geometry.iloc[0]
    assert (round(point.x, 4), round(point.y, 4)) == (36.8061, 35.8644)


@pytest.mark.parametrize("name", ["kml", "claims-kml"])
def test_kml_is_valid_by_its_schema_and_read_by_fastkml(name: str, tmp_path: Path) -> None:
    fastkml = pytest.importorskip("fastkml")
    pytest.importorskip("lxml")
    from fastkml.validator import validate

    path = made(name, tmp_path)
    assert validate(file_to_validate=path)
    placemarks = fastkml.KML.parse(path).features[0].features
    assert str(placemarks[0].times.begin.dt) == "2024-11-29"


def test_prov_reads_provenance_from_the_claim_back_to_who_said_so(tmp_path: Path) -> None:
    model = pytest.importorskip("prov.model")
    pytest.importorskip("rdflib")
    document = model.ProvDocument.deserialize(content=made("prov", tmp_path).read_text(encoding="utf-8"), format="rdf", rdf_format="json-ld")
    by_kind = {kind: len(list(document.get_records(kind))) for kind in (model.ProvEntity, model.ProvAgent, model.ProvActivity, model.ProvAttribution)}
    # two reports, four claims, three tellings, three incidents; the program, an outlet and two sources
    assert list(by_kind.values()) == [12, 4, 2, 6]


def test_rdflib_reads_claims_of_schema_org(tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(made("schema.org", tmp_path), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    assert len(set(graph.subjects(rdflib.RDF.type, schema.Claim))) == 4
    assert {str(o) for o in graph.objects(None, schema.startDate)} == {"2024-11-29"}


def test_followthemoney_takes_every_entity_and_loses_no_value(tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney")
    lines = [json.loads(line) for line in made("ftm", tmp_path).read_text(encoding="utf-8").splitlines()]
    assert {line["schema"] for line in lines} >= {"Event", "Article", "Documentation", "LegalEntity", "Address"}
    ids = {line["id"] for line in lines}
    for line in lines:
        proxy = ftm.model.get_proxy(line)
        ftm.model.get(proxy.schema.name).validate(proxy.to_dict())
        kept: dict[str, Any] = proxy.to_dict()["properties"]
        for name, values in line["properties"].items():
            # the library cleans characters that steer a terminal away; nothing else may go
            assert len(kept[name]) == len(set(values)), (name, values, kept.get(name))
            if proxy.schema.get(name).type.name == "entity":
                assert set(values) <= ids


def test_cassis_reads_inceptions_files_with_offsets_of_the_text(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    folder = made("inception", tmp_path)
    with (folder / "TypeSystem.xml").open("rb") as file:
        system = cassis.load_typesystem(file)
    with next(folder.glob("00001*.xmi")).open("rb") as file:
        cas = cassis.load_cas_from_xmi(file, typesystem=system)
    claims = list(cas.select("webanno.custom.Claim"))
    assert [c.get_covered_text() for c in claims] == ["killed", "struck", "fled"]
    # the rocket is two units in UTF-16, in which the file counts
    assert f'begin="{TEXT.index("killed") + 1}"' in next(folder.glob("00001*.xmi")).read_text(encoding="utf-8")
    assert [(link.role, link.target.get_covered_text()) for link in claims[0].arguments.elements] == [("actor", "government aircraft"), ("recipient", "people"), ("place", "Saraqib"), ("time", "on Friday"), ("quantity", "20 to 30 people")]


def test_csv_in_memory_is_the_file(tmp_path: Path) -> None:
    out = io.StringIO(newline="")
    write(DATA, "csv", out)
    assert made("csv", tmp_path).read_bytes() == out.getvalue().encode()
