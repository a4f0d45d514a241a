"""ACLED's, UCDP's and PLOVER's forms."""

import csv
import json
from pathlib import Path

import pytest

from counterclaim.outputs.acled import COLUMNS as ACLED
from counterclaim.outputs.acled import disorder
from counterclaim.outputs.ucdp import COLUMNS as UCDP
from counterclaim.outputs.ucdp import grid_cell
from tests.outputs.samples import folder_of, text_of


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_acled_has_its_31_columns_and_one_row_an_event(tmp_path: Path) -> None:
    (event,) = table(folder_of("acled", tmp_path) / "events.csv")
    assert len(ACLED) == 31 and tuple(event) == ACLED
    found = {k: event[k] for k in ("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "sub_event_type", "iso", "country", "fatalities", "longitude", "inter2", "source")}
    assert found == {"event_id_cnty": "SYR-i1", "event_date": "2024-05-01", "year": "2024", "time_precision": "1", "disorder_type": "Political violence", "sub_event_type": "Air/drone strike", "iso": "760",
                     "country": "Syria", "fatalities": "12", "longitude": "-36.75", "inter2": "7", "source": "Agency; State TV"}
    assert event["actor1"].startswith("'=") and "according to NLF" in event["notes"]


def test_acled_says_what_was_not_coded_and_what_is_no_event(tmp_path: Path) -> None:
    folder_of("acled", tmp_path)
    missing = {row["column"] for row in table(tmp_path / "not_coded.csv") if row["event_id_cnty"] == "SYR-i1"}
    (event,) = table(tmp_path / "events.csv")
    assert {"region", "admin2", "tags", "timestamp", "source_scale"} <= missing and all(event[name] == "" for name in missing)
    assert {row["incident"]: row["reason"] for row in table(tmp_path / "left_out.csv")} == {"i2": "ACLED has no event type for hold_territory", "i3": "nobody says that it has happened"}


def test_acled_columns_have_the_types_that_its_readers_expect(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: pip install 'counterclaim[readers]'")
    frame = pandas.read_csv(folder_of("acled", tmp_path) / "events.csv", parse_dates=["event_date"])
    assert all(frame[name].dtype.kind == "i" for name in ("year", "time_precision", "inter2", "iso", "fatalities", "geo_precision")) and all(frame[name].dtype.kind == "f" for name in ("latitude", "longitude"))


@pytest.mark.parametrize(("codes", "kind"), [
    (("Riots", "Mob violence"), "Political violence"), (("Riots", "Violent demonstration"), "Demonstrations"), (("Strategic developments", "Agreement"), "Strategic developments"),
    (("Protests", "Excessive force against protesters"), "Political violence; Demonstrations")])
def test_disorder_type_follows_the_event_type(codes: tuple[str, str], kind: str) -> None:
    assert disorder(*codes) == kind


def test_ucdp_has_bounds_of_the_dead_and_the_words_origin(tmp_path: Path) -> None:
    (event,) = table(folder_of("ucdp", tmp_path) / "events.csv")
    assert len(UCDP) == 49 and tuple(event) == UCDP
    assert (event["low"], event["best"], event["high"]) == ("12", "12", "30") and event["source_original"] == "NLF; Army" and event["number_of_sources"] == "2" and event["date_prec"] == "1"
    assert sum(int(event[f"deaths_{who}"]) for who in ("a", "b", "civilians", "unknown")) == int(event["best"])
    assert {row["incident"] for row in table(tmp_path / "left_out.csv")} == {"i2", "i3"}


@pytest.mark.parametrize(("lat", "lon", "cell"), [(-90, -180, 1), (90, 180, 259200), (-89.75, -179.25, 2), (-89.25, -179.75, 721)])
def test_grid_cells_are_counted_from_the_south_west(lat: float, lon: float, cell: int) -> None:
    assert grid_cell(lat, lon) == cell


def test_plover_events_have_what_the_manual_requires() -> None:
    found = [json.loads(line) for line in text_of("plover").splitlines()]
    assert [e["id"] for e in found] == ["a.txt/c1", "b.txt/c3", "b.txt/c4"] and all({"id", "date", "actor", "event"} <= set(e) for e in found)
    assert found[0]["size"] == {"dead": 12} and found[0]["quad_code"] == 4 and found[0]["event_loc"]["country_code"] == "SYR" and found[0]["event_loc"]["resolution"] == 4
    assert found[2]["date"] == "2024-05-03" and "date: the report's" in found[2]["comment"] and "denies: Army" in found[2]["comment"]
