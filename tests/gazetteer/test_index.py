import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer import Gazetteer, open_gazetteer
from counterclaim.gazetteer.build import IndexWriter, kilometres, rank_of
from counterclaim.gazetteer.place import Row, feature_entry
from counterclaim.gazetteer.store import Store
from counterclaim.settings import Settings


@pytest.fixture
def gazetteer(settings: Settings) -> Gazetteer:
    return open_gazetteer(settings)


def found(gazetteer: Gazetteer, name: str, **options: object) -> list[tuple[str, str, str]]:
    return [(c.level, c.place.name, c.place.feature) for c in gazetteer.find(name, **options)]  # type: ignore[arg-type]


def test_town_comes_before_the_division_named_for_it_and_both_before_a_lesser_namesake(gazetteer: Gazetteer) -> None:
    places = [c.place for c in gazetteer.find("Aleppo")]
    assert [(p.feature, p.country) for p in places] == [("P.PPL", "SY"), ("A.ADM1", "SY"), ("P.PPL", "US")]


def test_generic_word_puts_what_it_asks_for_first(gazetteer: Gazetteer) -> None:
    first, second, *_ = gazetteer.find("Aleppo province")
    assert (first.level, first.place.feature, first.fits) == ("folded", "A.ADM1", True)
    assert (second.place.feature, second.fits) == ("P.PPL", False)
    assert gazetteer.find("Aleppo")[0].fits is None


def test_exact_names_come_before_folded_ones_and_those_before_sounds_and_skeletons(settings: Settings) -> None:
    path = settings.cache / "levels.sqlite"
    path.parent.mkdir(parents=True)
    rows = [Row(1, "Kharkov", country="UA", feature="P.PPL", population=9), Row(2, "Kharkof", country="UA", feature="P.PPL", population=99_999),
            Row(3, "Hārkiv", country="UA", feature="P.PPL", population=9_999), Row(4, "Khārkiv", country="UA", feature="P.PPL", population=999),
            Row(5, "Kharkiv", country="UA", feature="P.PPL", population=99)]
    with IndexWriter(path) as writer:
        writer.add("levels", "geonames", "1", rows)
    levels = [(c.level, c.place.name) for c in Gazetteer(path).find("Kharkiv")]
    assert levels == [("exact", "Kharkiv"), ("folded", "Khārkiv"), ("sound", "Hārkiv"), ("skeleton", "Kharkov")]
    assert [c.level for c in Gazetteer(path).find("Kharkiv", loosest="folded")] == ["exact", "folded"]


def test_a_folded_key_finds_names_filed_as_exact(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Edléb")[0] == ("folded", "Idlib", "P.PPL")


def test_country_limits_what_is_found(gazetteer: Gazetteer) -> None:
    assert [c.place.country for c in gazetteer.find("Aleppo", country="US")] == ["US"]
    assert len(gazetteer.find("Aleppo", limit=1)) == 1
    assert gazetteer.find("Aleppo", limit=0) == () == gazetteer.find("x" * 100_000)


def test_countries_divisions_capitals_and_ids(gazetteer: Gazetteer) -> None:
    country, division, capital = gazetteer.country("SY"), gazetteer.admin1("SY", "09"), gazetteer.capital("SY")
    assert country and division and capital
    assert (country.id, country.precision, country.derived) == ("geonames:1", 6, True)
    assert (division.name, division.precision) == ("Aleppo", 4)
    assert (capital.name, capital.precision) == ("Damascus", 1)
    assert gazetteer.by_id("geonames:20") == gazetteer.find("Ḩalab")[0].place
    assert gazetteer.find("Edleb")[0].place.admin1_name == "Idlib"
    assert gazetteer.country("XX") is gazetteer.admin1("SY", "99") is gazetteer.by_id("geonames:x") is gazetteer.by_id("nonsense") is None


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(name=st.text(max_size=80), limit=st.integers(-1, 30))
def test_any_name_is_looked_up(gazetteer: Gazetteer, name: str, limit: int) -> None:
    assert len(gazetteer.find(name, limit)) <= max(limit, 0)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(names=st.lists(st.text(alphabet="abcdefgh rstuvāḩ’-", min_size=1, max_size=20).filter(lambda n: n.strip()), min_size=1, max_size=30, unique=True))
def test_every_name_of_a_place_finds_it_as_exact(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    path = tmp_path_factory.mktemp("index") / "a.sqlite"
    rows = [Row(i, name, (f"other {name}",), 1.0, 1.0, "SY", None, None, "P.PPL", 0, i) for i, name in enumerate(names, 1)]
    with IndexWriter(path) as writer:
        writer.add("a", "geonames", "1", rows)
    with Gazetteer(path) as gazetteer:
        for row in rows:
            for name in (row.name, *row.names):
                assert row.geonames in [c.place.geonames for c in gazetteer.find(name, 100) if c.level == "exact"]


def test_files_join_one_place_with_all_its_ids(settings: Settings, files: dict[str, Path]) -> None:
    store = Store(settings)
    store.add([files["SY.txt"]])
    added, = store.add([files["ocha.csv"]])
    assert (added.new, added.joined) == (1, 2)
    added, = store.add([files["wof.jsonl"]])
    assert (added.new, added.joined) == (1, 2)
    with store.open() as gazetteer:
        place = gazetteer.find("Mare'")[0].place
        assert (place.geonames, place.pcode, place.wof, place.wikidata) == (30, "C1643", 901, "Q1")
        assert place.sources == ("SY.txt", "ocha.csv", "wof.jsonl") and {"Marê", "مارع"} <= set(place.names)
        assert gazetteer.by_id("pcode:C1643") == gazetteer.by_id("wof:901") == gazetteer.by_id("wikidata:Q1") == place
        assert gazetteer.find("Tal Rifaat")[0].place.admin1 == "09"
        # a dump is newer than the default gazetteer: it decides the feature of its places
        assert gazetteer.find("Ḩalab")[0].place.feature == "P.PPLA"


def test_a_quarter_with_its_towns_id_is_a_place_of_its_own(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "wof.jsonl"
    line = '{"id": %d, "name": "Azaz", "lat": 36.5, "lon": 37.0, "placetype": "%s", "country": "SY", "gn_id": 172349}\n'
    path.write_text(line % (1, "locality") + line % (2, "neighbourhood"))
    Store(settings).add([path])
    with open_gazetteer(settings) as gazetteer:
        assert [(c.place.wof, c.place.geonames) for c in gazetteer.find("Azaz")] == [(1, 172349), (2, None)]


def test_order_of_files_does_not_matter_to_ids(settings: Settings, files: dict[str, Path]) -> None:
    store = Store(settings)
    store.add([files["wof.jsonl"], files["ocha.csv"], files["SY.txt"]])
    with store.open() as gazetteer:
        place = gazetteer.find("Mare'")[0].place
        assert (place.geonames, place.pcode, place.wof, place.wikidata) == (30, "C1643", 901, "Q1")


def test_files_place_divisions_that_were_put_among_their_towns(settings: Settings, files: dict[str, Path]) -> None:
    store = Store(settings)
    store.add([files["SY.txt"], files["admin.txt"], files["ocha.geojson"]])
    with store.open() as gazetteer:
        division, district = gazetteer.admin1("SY", "09"), gazetteer.admin2("SY", "09", "0905")
        assert division and (division.lat, division.lon, division.derived, division.pcode, division.geonames) == (36.5, 37.5, False, "SY02", 10)
        assert district and (district.lat, district.derived, district.precision) == (36.4826, True, 3)


def test_each_source_keeps_its_licence_and_counts(settings: Settings, files: dict[str, Path]) -> None:
    store = Store(settings)
    store.add([files["SY.txt"], files["ocha.csv"]])
    with store.open() as gazetteer:
        assert [(s["name"], s["licence"], s["rows"], s["added"], s["joined"]) for s in gazetteer.sources()] == [
            ("default", "CC BY 4.0", 12, 12, 0), ("SY.txt", "CC BY 4.0", 5, 4, 1), ("ocha.csv", "CC BY-IGO", 3, 1, 2)]


def test_ranks_and_precisions_follow_the_features() -> None:
    assert rank_of("A.PCLI", 100) < rank_of("P.PPL", 1_000_000) < rank_of("P.PPL", 100_000) < rank_of("A.ADM1", 0) < rank_of("P.PPL", 1_000) < rank_of("T.MT", 0) + 60
    assert [feature_entry(f)["precision"] for f in ("P.PPLX", "A.ADM2", "A.ADM1", "H.STM", "A.PCLI", "H.SEA", "S.AIRB", "")] == [1, 3, 4, 5, 6, 7, 1, 5]
    assert kilometres(0, 0, 0, 1) == pytest.approx(111.2, abs=0.1)


def test_a_cut_index_is_built_anew_and_another_file_is_refused(settings: Settings) -> None:
    path = open_gazetteer(settings).path
    path.write_bytes(path.read_bytes()[:-5000])
    with open_gazetteer(settings) as gazetteer:
        assert gazetteer.find("Aleppo")
    other = settings.cache / "other.sqlite"
    other.write_text("no index " * 1000)
    with pytest.raises(GazetteerError, match="remove it"):
        Gazetteer(other)


def test_lookups_are_quick_once_warm(gazetteer: Gazetteer) -> None:
    names = ["Aleppo", "Idlib province", "Deir Ezzor", "nowhere"] * 250
    for name in names:
        gazetteer.find(name)
    started = time.process_time()
    for name in names:
        gazetteer.find(name)
    assert (time.process_time() - started) / len(names) < 0.0002
