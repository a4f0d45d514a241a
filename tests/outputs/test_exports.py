"""Each export by what it must hold, with the standard library; test_readers.py opens them with the programs that they are for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from counterclaim.cli import main
from counterclaim.outputs import FORMATS, write
from counterclaim.outputs.coding import pcode
from counterclaim.outputs.data import Data
from counterclaim.outputs.table_csv import safe
from counterclaim.outputs.ucdp import date_precision, priogrid
from counterclaim.outputs.values import Bounds, toll
from tests.outputs.sample import DATA, FIRST, PLAIN, READING, STRIKE, TEXT

ACLED = ("event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 "
         "admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities tags timestamp").split()


def text_of(name: str, data: Data = DATA) -> str:
    out = io.StringIO(newline="")
    write(data, name, out)
    return out.getvalue()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def folder(name: str, path: Path) -> dict[str, list[dict[str, str]]]:
    write(DATA, name, path)
    return {file.name: table(file.read_text(encoding="utf-8")) for file in path.glob("*.csv")}


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if f.target == "text"])
def test_the_same_data_give_the_same_bytes_and_none_of_a_terminals_escapes(name: str) -> None:
    first = text_of(name)
    assert first == text_of(name) and first
    if FORMATS[name].suffix != ".csv":
        assert "\x1b" not in first


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_data_are_no_error(name: str, tmp_path: Path) -> None:
    if FORMATS[name].extra:
        pytest.importorskip({"parquet": "pyarrow", "inception": "cassis"}[FORMATS[name].extra or ""])
    target: Any = {"text": io.StringIO(), "binary": io.BytesIO(), "folder": tmp_path}[FORMATS[name].target]
    write(Data(readings=[]), name, target)


@pytest.mark.parametrize("name", ["csv", "incidents-csv", "hdx"])
def test_no_cell_of_a_spreadsheet_is_a_formula(name: str) -> None:
    numbers = ("latitude", "longitude")
    for row in table(text_of(name)):
        assert not [cell for column, cell in row.items() if column not in numbers and cell.lstrip()[:1] in tuple("=+-@")], row


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\n=1", "  =1", "＝1"])
def test_what_a_spreadsheet_would_run_is_quoted(cell: str) -> None:
    assert safe(cell) == "'" + cell


def test_a_claim_is_a_row_with_its_offsets_in_code_points() -> None:
    rows = table(text_of("csv"))
    assert [r["claim"] for r in rows] == ["c1", "c2", "c3", "c1"]
    first = rows[0]
    assert TEXT[int(first["trigger_begin_code_points"]):int(first["trigger_end_code_points"])] == first["trigger"] == "killed"
    assert (first["date_start"], first["latitude"], first["killed_low"], first["killed_best"], first["killed_high"]) == ("2024-11-29", "35.8644", "20", "", "30")
    assert (first["origin"], rows[1]["stance"], rows[3]["attribution"], rows[3]["where"]) == ("Rebels", "denies", "(unnamed)", "")


def test_an_incident_is_a_row_with_what_it_differs_on() -> None:
    rows = table(text_of("incidents-csv"))
    assert [(r["incident"], r["status"], r["claims"], r["denials"], r["contested"]) for r in rows] == [("i1", "contested", "2", "1", "outcome"), ("i2", "weak", "1", "0", ""), ("i3", "planned", "1", "0", "")]
    assert (rows[0]["killed_best"], rows[0]["origin_names"], rows[0]["admin1"], rows[0]["last_published"]) == ("25", "Rebels; The army", "Idlib", "2024-11-30")


def test_geojson_has_a_null_geometry_where_no_point_is_known() -> None:
    found = json.loads(text_of("geojson"))["features"]
    assert found[0]["geometry"] == {"type": "Point", "coordinates": [36.8061, 35.8644]} and found[0]["properties"]["radius_km"] == 3
    assert found[1]["geometry"] is None
    assert len(json.loads(text_of("claims-geojson"))["features"]) == 4


@pytest.mark.parametrize("name", ["kml", "claims-kml"])
def test_kml_is_xml_in_the_order_of_its_schema_whatever_the_words(name: str) -> None:
    ns = "{http://www.opengis.net/kml/2.2}"
    placemarks = ElementTree.fromstring(text_of(name)).findall(f"{ns}Document/{ns}Placemark")
    assert placemarks[0].findtext(f"{ns}TimeSpan/{ns}begin") == "2024-11-29"
    assert placemarks[0].findtext(f"{ns}Point/{ns}coordinates") == "36.8061,35.8644"
    order = ["name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point"]
    for p in placemarks:
        tags = [child.tag.removeprefix(ns) for child in p]
        assert tags == [t for t in order if t in tags]
        # what a program shows as HTML holds no element of a report's
        assert "<script" not in (p.findtext(f"{ns}description") or "") and "<b>" not in (p.findtext(f"{ns}description") or "")


def test_acled_has_its_31_columns_and_says_what_was_not_coded(tmp_path: Path) -> None:
    files = folder("acled", tmp_path)
    (event,) = files["events.csv"]
    assert list(event) == ACLED and len(ACLED) == 31
    assert (event["event_id_cnty"], event["event_date"], event["time_precision"], event["iso"], event["region"], event["geo_precision"]) == ("SYR-i1", "2024-11-29", "1", "760", "Middle East", "1")
    assert (event["disorder_type"], event["sub_event_type"], event["civilian_targeting"], event["fatalities"]) == ("Political violence", "Air/drone strike", "Civilian targeting", "25")
    assert (event["inter1"], event["actor2"], event["inter2"], event["interaction"]) == ("1", "people", "7", "17")
    notes = {(n["event_id_cnty"], n["column"]): n["note"] for n in files["not_coded.csv"]}
    assert "low 20, best 25, high 30" in notes["SYR-i1", "fatalities"]
    assert {row["incident"]: row["reason"] for row in files["left_out.csv"]} == {"i2": "ACLED codes no displace", "i3": "ACLED codes no negotiate"}


def test_ucdp_has_low_best_high_and_the_sum_of_its_deaths(tmp_path: Path) -> None:
    files = folder("ucdp", tmp_path)
    (event,) = files["events.csv"]
    assert len(event) == 49
    assert (event["low"], event["best"], event["high"], event["type_of_violence"], event["side_b"]) == ("20", "25", "30", "3", "Civilians")
    assert sum(int(event[c]) for c in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")) == int(event["best"])
    assert (event["where_prec"], event["date_prec"], event["region"], event["number_of_sources"]) == ("1", "1", "Middle East", "2")
    assert {row["incident"]: row["reason"] for row in files["left_out.csv"]}.keys() == {"i2", "i3"}


@pytest.mark.parametrize(("lat", "lon", "cell"), [(-90, -180, 1), (-89.6, -179.4, 2), (90, 180, 259200), (35.8644, 36.8061, 181154)])
def test_cells_of_prio_grid_count_from_the_south_west(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell


def test_precision_of_dates_is_ucdps() -> None:
    assert [date_precision(days) for days in (0, 1, 5, 6, 7, 30, 31)] == [1, 2, 2, 3, 4, 4, 5]


def test_a_toll_without_the_incidents_own_is_that_of_most_origins() -> None:
    def told(name: str, best: int) -> dict[str, Any]:
        return {**FIRST, "id": name, "attribution": [{"source": {"begin": 0, "end": 1, "text": "x", "name": name}, "cue": None, "stance": "asserts"}], "quantities": [{**FIRST["quantities"][0], "low": best, "best": best, "high": best}]}
    claims = [told("a", 7), told("b", 7), told("c", 20), {**told("d", 90), "factuality": "future"}]
    data = Data(readings=[{**READING, "claims": claims}], incidents=[{"id": "i", "type": "airstrike", "claims": [{"report": READING["id"], "claim": c["id"]} for c in claims]}])
    assert toll(next(data.cases()), "killed") == Bounds(7, 7, 20)


def test_hdx_counts_by_month_division_and_kind_with_tags_on_request() -> None:
    rows = table(text_of("hdx"))
    assert [(r["location_code"], r["event_type"], r["events"], r["fatalities"], r["reference_period_start"], r["reference_period_end"]) for r in rows] == [
        ("SYR", "civilian_targeting", "1", "25", "2024-11-01", "2024-11-30"), ("SYR", "political_violence", "1", "25", "2024-11-01", "2024-11-30")]
    tagged = table(text_of("hdx-hxl"))
    assert tagged[0]["fatalities"] == "#affected+killed" and tagged[1:] == rows


@pytest.mark.parametrize(("place", "level", "code"), [
    ({"id": "pcode:SY07", "feature": "A.ADM1"}, 1, "SY07"), ({"id": "pcode:SY0702", "feature": "A.ADM2"}, 2, "SY0702"), ({"id": "geonames:1", "feature": "P.PPL", "admin1_code": "12", "country": "SY"}, 1, None),
    ({"id": "pcode:C1", "feature": "P.PPL", "admin1_code": "SY07", "country": "SY"}, 1, "SY07"), ({}, 1, None)])
def test_p_codes_are_those_of_divisions(place: dict[str, Any], level: int, code: str | None) -> None:
    assert pcode(place, level) == code


def test_plover_events_keep_the_chain_and_mark_what_did_not_happen() -> None:
    (event,) = [json.loads(line) for line in text_of("plover").splitlines()]
    assert (event["event"], event["mode"], event["quad_code"], event["date"], event["event_loc"]["resolution"]) == (["ASSAULT"], ["aerial"], 4, "2024-11-29", 5)
    assert event["comment"]["attribution"] == "Rebels" and event["text_info"]["dead"] == [{"low": 20, "best": None, "high": 30}]
    text = event["event_text"][0]
    assert TEXT[text["start"]:text["end"]] == text["text_story"]


def test_linked_data_name_the_same_report_alike_and_ask_no_network() -> None:
    prov, schema = (json.loads(text_of(name)) for name in ("prov", "schema.org"))
    report = "urn:counterclaim:report:%3Dreport%2F1%20%C3%BC.txt"
    assert report in {n["@id"] for n in prov["@graph"]} and {n["appearance"]["@id"] for n in schema["@graph"]} >= {report}
    denial = next(n for n in schema["@graph"] if n["@id"].endswith("/c2"))
    assert denial["keywords"] == ["factuality: negated", "stance: denies"] and denial["author"]["name"] == "The army"
    assert all(isinstance(d["@context"], dict) for d in (prov, schema))


def _file(tmp_path: Path, *lines: Any) -> str:
    path = tmp_path / "claims.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def test_a_filtered_export_holds_what_the_filtered_view_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path, READING, PLAIN)
    asked = [path, "--no-gazetteer", "--type", "airstrike"]
    assert main(["incidents", *asked, "--format", "incidents"]) == 0
    view = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert view
    assert main(["export", *asked, "--to", "incidents"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == view
    assert main(["export", *asked, "--to", "csv"]) == 0
    rows = table(capsys.readouterr().out)
    assert {(r["report"].removeprefix("'"), r["claim"]) for r in rows} == {(c["report"], c["claim"]) for i in view for c in i["claims"]}


def test_a_broken_line_is_named_and_the_others_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lies = {**PLAIN, "claims": [{**PLAIN["claims"][0], "trigger": {"begin": 0, "end": 5, "text": "talks"}}]}  # type: ignore[index]
    half = json.dumps({**PLAIN, "id": "3"}).replace('"title": null', '"title": "\\ud800"')
    assert main(["export", _file(tmp_path, "{", PLAIN, lies, {"id": "r"}, half), "--to", "csv"]) == 1
    captured = capsys.readouterr()
    assert [r["title"] for r in table(captured.out)] == ["", "?"]
    assert [line.split(": ")[1].rpartition("/")[2] for line in captured.err.splitlines()] == ["claims.jsonl:1", "report 2", "claims.jsonl:4"]


@pytest.mark.parametrize(("arguments", "told"), [
    (["nothing.jsonl", "--to", "csv"], "no such file"), (["{claims}", "--to", "acled"], "give --output FOLDER"), (["{claims}", "--to", "acled", "--output", "{folder}"], "new or empty"),
    (["{claims}", "--to", "incidents", "--incidents", "{claims}"], "no incident")])
def test_what_cannot_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    path = _file(tmp_path, {**PLAIN, "claims": [1]} if told == "no incident" else PLAIN)
    assert main(["export", *(a.replace("{claims}", path).replace("{folder}", str(tmp_path)) for a in arguments)]) == 2
    assert told in capsys.readouterr().err


def test_a_package_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    monkeypatch.delitem(__import__("sys").modules, "counterclaim.outputs.parquet", raising=False)
    assert main(["export", _file(tmp_path, PLAIN), "--to", "claims-geoparquet", "--output", str(tmp_path / "x")]) == 2
    assert "pip install 'counterclaim[parquet]'" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_an_incident_without_claims_in_the_data_is_left_out() -> None:
    assert [c.incident["id"] for c in Data(readings=[PLAIN], incidents=[STRIKE, DATA.incidents[2]]).cases()] == ["i3"]


def test_every_format_is_in_the_documentation() -> None:
    told = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert not [name for name in FORMATS if f"`{name}`" not in told]
