"""Parquet and GeoParquet by their readers; without pyarrow, the message that says what to install."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from counterclaim.errors import ExportError
from counterclaim.outputs import write
from tests.outputs.samples import DATA, folder_of


def test_without_pyarrow_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "counterclaim.outputs.parquet", raising=False)
    with pytest.raises(ExportError, match=r"pip install 'counterclaim\[parquet\]'"):
        write(DATA, "parquet", tmp_path)


def test_tables_are_flat_and_typed(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'counterclaim[parquet]'")
    from pyarrow import parquet as pq

    files = {p.stem: pq.read_table(p) for p in sorted(folder_of("parquet", tmp_path).glob("*.parquet"))}
    assert {name: len(t) for name, t in files.items()} == {"attribution": 3, "claims": 4, "incident_claims": 4, "incidents": 3, "mentions": 10, "quantities": 2}
    assert not any(pa.types.is_nested(f.type) for t in files.values() for f in t.schema)
    assert files["incidents"].column("killed_high").to_pylist() == [30.0, None, None] and files["claims"].column("date_start")[0].as_py() == date(2024, 5, 1)


def test_duckdb_and_polars_join_the_tables(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'counterclaim[parquet]'")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: pip install 'counterclaim[readers]'")
    polars = pytest.importorskip("polars", reason="polars is not installed: pip install 'counterclaim[readers]'")
    folder_of("parquet", tmp_path)
    found = duckdb.sql(f"select incident, q.best from '{tmp_path}/incident_claims.parquet' join '{tmp_path}/quantities.parquet' q using (report, claim) order by best").fetchall()
    assert found == [("i1", 12.0), ("i1", 30.0)] and polars.read_parquet(tmp_path / "claims.parquet")["longitude"].to_list() == [-36.75, None, -36.75, None]


def test_geopandas_reads_the_points() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'counterclaim[parquet]'")
    geopandas = pytest.importorskip("geopandas", reason="geopandas is not installed: pip install 'counterclaim[readers]'")
    for name, count in (("geoparquet", 3), ("claims-geoparquet", 4)):
        out = io.BytesIO()
        write(DATA, name, out)
        frame = geopandas.read_parquet(io.BytesIO(out.getvalue()))
        assert len(frame) == count and frame.crs.to_epsg() in (4326, None) and (frame.geometry[0].x, frame.geometry[0].y) == (-36.75, 35.2) and frame.geometry[1] is None
