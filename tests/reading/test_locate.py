import csv
import re
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.reading.atlas import small_gazetteer, small_rows
from tests.reading.parses import parse

from counterclaim.gazetteer import default
from counterclaim.language.parser import Sentence
from counterclaim.reading import locate as module
from counterclaim.reading.candidates import Lookup
from counterclaim.reading.locate import Atlas, Located, as_place, explain_place, locate, open_atlas, outlet_state, overlapping
from counterclaim.reading.placenames import Asked
from counterclaim.reading.relations import Relation, find_relation, kilometres, spot
from counterclaim.records import Place, Report
from counterclaim.settings import Settings, load_settings

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases/places.csv").open(encoding="utf-8")))
NAME = re.compile(r"[A-Z][\w']*(?:\.(?=$))?")


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return Atlas(small_gazetteer(tmp_path_factory.mktemp("atlas")))


def plain_parse(text: str) -> list[Sentence]:
    """A sentence in which each capitalised word that is not the first is a name of a place, or of a people where it is one."""
    found = list(re.finditer(r"\w+(?:'(?!s))?|[^\w\s]", text))
    people = {"Turkish", "Syrian", "Russian"}
    names = [(i, i + 1, "NORP" if m.group() in people else "LOC") for i, m in enumerate(found) if m.group()[0].isupper() and (i or m.group() in people)]
    sentence = parse("\n".join(f"{m.group()} {'PROPN' if m.group()[0].isupper() else 'PUNCT' if not m.group()[0].isalnum() else 'NOUN'} {0 if i == 0 else 1} {'root' if i == 0 else 'dep'}"
                               for i, m in enumerate(found)), names)
    sentence.words[:] = [m.span() for m in found]
    return [sentence]


def read(text: str, atlas: Atlas, **fields: str) -> list[Located]:
    return locate(Report(id="1", text=text, **fields), plain_parse(text), atlas)  # type: ignore[arg-type]


def place_of(text: str, words: str, atlas: Atlas) -> Place:
    begin = text.index(words)
    found = overlapping(read(text, atlas), begin, begin + len(words))
    assert found is not None
    return as_place(found, begin, begin + len(words), words, words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['toponym']}: {case['text']}")
def test_toponym_is_placed(case: dict[str, str], atlas: Atlas) -> None:
    place = place_of(case["text"], case["toponym"], atlas)
    if not case["listed"]:
        assert place.lat is None and place.reason
        return
    assert (place.listed, place.country, place.feature, place.precision, place.relation or "") == (case["listed"], case["country"], case["feature"], int(case["precision"]), case["relation"])
    assert place.lat is not None and place.lon is not None
    assert kilometres(place.lat, place.lon, float(case["lat"]), float(case["lon"])) < 3


def test_a_name_keeps_its_sense_unless_the_words_part_it(atlas: Atlas) -> None:
    text = "A mill burned in Paris, Texas. The mayor of Paris wept."
    assert {found.answer.place.country for found in read(text, atlas) if found.toponym.text == "Paris" and found.answer.place} == {"US"}
    text = "He flew from Paris, France, to Paris, Texas."
    assert [found.answer.place.country for found in read(text, atlas) if found.toponym.text == "Paris" and found.answer.place] == ["FR", "US"]


def test_other_places_of_the_report_decide(atlas: Atlas) -> None:
    alone, beside = "Troops entered Aleppo.", "Troops left Saraqib, Idlib and Aleppo."
    for text in (alone, beside):
        assert place_of(text, "Aleppo", atlas).country == "SY"
    text = "The fair of Illinois is in Springfield."
    assert place_of(text, "Springfield", atlas).admin1 == "Illinois"


def test_a_site_is_sought_by_the_usual_name_of_a_place_only(atlas: Atlas) -> None:
    assert atlas.gazetteer is not None
    lookup = Lookup(atlas.gazetteer)
    assert [c.place.name for c in lookup.find_inner(Asked(name="Damascus Opera"), set())] == ["Damascus"]
    assert lookup.find_inner(Asked(name="Alpha Opera"), {"alpha"}) == []


def test_a_county_without_a_point_is_put_in_its_state(atlas: Atlas) -> None:
    place = place_of("A mill burned in Lamar, County of Texas.", "Texas", atlas)
    assert place.precision == 4
    county = place_of("Farms of Lamar County, Texas, burned.", "Lamar County", atlas)
    assert (county.listed, county.admin1, county.precision, county.lat) == ("Lamar County", "Texas", 4, 31.0)


def test_unresolved_places_say_why_and_how_nearly(atlas: Atlas) -> None:
    text = "A mill burned in Springfield on Monday."
    (found,) = [found for found in read(text, atlas) if found.toponym.text == "Springfield"]
    assert found.answer.reason == "ambiguous"
    assert explain_place(found, as_place(found, 17, 28, "Springfield", "Springfield")).startswith("unresolved: ambiguous; of its candidates the likeliest")


def test_explanation_names_place_reasons_and_relation(atlas: Atlas) -> None:
    text = "Gunmen fired 10 km north of Aleppo in Syria."
    found = overlapping(read(text, atlas), 28, 34)
    told = explain_place(found, as_place(found, 28, 34, "Aleppo", "Aleppo")) if found else ""
    assert told.startswith("Aleppo, Aleppo, SY (36.29 37.16, within ") and "by distance north 10 km" in told and "how prominent it is" in told


def test_without_a_gazetteer_places_keep_kind_and_relation() -> None:
    text = "Turkish jets flew near Aleppo."
    found = read(text, Atlas(None))
    assert [(f.toponym.text, f.toponym.kind, f.answer.reason) for f in found] == [("Turkish", "demonym", "no_gazetteer"), ("Aleppo", "place", "no_gazetteer")]
    assert found[1].relation == Relation(kind="near")


def test_settings_say_whether_places_are_looked_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert load_settings({"COUNTERCLAIM_GAZETTEER": "off"}).gazetteer is False and load_settings({}).gazetteer is True
    monkeypatch.setattr(default, "default_rows", small_rows)
    monkeypatch.setattr(default, "default_version", lambda: "none")
    monkeypatch.setattr(module, "_OPEN", module._Open())
    settings = Settings(cache=tmp_path / "cache", data=tmp_path / "data")
    assert open_atlas(replace(settings, gazetteer=False)).gazetteer is None and not (tmp_path / "cache").exists()
    atlas = open_atlas(settings)
    assert atlas.gazetteer is not None and atlas is open_atlas(settings) and "building the index" in capsys.readouterr().err
    others: list[Atlas] = []
    thread = threading.Thread(target=lambda: others.append(open_atlas(settings)))
    thread.start()
    thread.join()
    assert others[0] is not atlas  # each thread reads by a connection of its own


def test_outlets_country_is_that_of_its_entry_or_address() -> None:
    assert outlet_state(Report(id="1", text="", outlet="Anadolu")) == "TR"
    assert outlet_state(Report(id="1", text="", url="https://www.example.co.uk/a")) == "GB" and outlet_state(Report(id="1", text="", url="https://example.com/a")) is None


@pytest.mark.parametrize(("text", "kind", "side", "km"), [
    ("a few kilometres from [X]", "distance", None, None), ("75 kilometers (45 miles) southeast of [X]", "distance", "southeast", 75.0), ("5 km outside [X]", "distance", None, 5.0),
    ("close to the town of [X]", "near", None, None), ("at the gates of [X]", "outskirts", None, None), ("in the western countryside of [X]", "part", "western", None),
    ("in the [X] countryside", "part", None, None), ("along the [X] highway", "road", None, None), ("the [X]-based group", "based", None, None), ("[X]-backed rebels", "compound", None, None),
    ("in the eastern city of [X]", None, None, None), ("troops of [X]", None, None, None), ("said Near Ahmed of [X]", None, None, None)])
def test_relation_is_read_from_the_words(text: str, kind: str | None, side: str | None, km: float | None) -> None:
    begin, end = text.index("["), text.index("]") - 1
    found = find_relation(text.replace("[", "").replace("]", ""), begin, end, 0, None)
    assert (found.kind if found else None, found.side if found else None, found.km if found else None) == (kind, side, km)


@hypothesis_settings(deadline=None)
@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(0.1, 500), st.sampled_from([1, 2, 3, 4, 5, 6, 7]), st.sampled_from(["near", "outskirts", "side", "distance", "between", "road", "part"]),
       st.sampled_from([None, "north", "southwest"]), st.one_of(st.none(), st.floats(0, 900)), st.one_of(st.none(), st.tuples(st.floats(-89, 89), st.floats(-180, 180))))
def test_spots_are_on_the_globe_and_no_more_precise_than_the_place(lat: float, lon: float, radius: float, precision: int, kind: str, side: str | None, km: float | None,
                                                                   other: tuple[float, float] | None) -> None:
    found = spot(lat, lon, radius, precision, Relation(kind=kind, side=side, km=km), other)
    assert -90 <= found.lat <= 90 and -180 <= found.lon <= 180 and found.radius >= 0
    assert 1 <= found.precision <= 7 and found.geo_precision in (1, 2, 3) and (found.precision >= min(precision, 5))


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["Aleppo", "Paris", "Texas", "near", "in", ",", "Turkish", "Springfield", "between", "and", "-", "10 km north of", "Zzyzx", "city of", "(", ".", "’s"]), max_size=14))
def test_any_words_give_spans_of_the_text_and_the_same_answer_twice(atlas: Atlas, words: list[str]) -> None:
    text = " ".join(["It", *words])
    first, second = read(text, atlas), read(text, atlas)
    assert first == second
    ends = 0
    for found in first:
        assert text[found.toponym.begin : found.toponym.end] == found.toponym.text and found.toponym.begin >= ends
        ends = found.toponym.end
        assert (found.spot is None) == (found.answer.reason is not None)


def test_a_long_list_takes_time_in_proportion(atlas: Atlas) -> None:
    text = "It " + ", ".join(["Aleppo", "Paris", "Springfield", "Idlib", "Nowhereton"] * 400)
    started = time.process_time()
    found = read(text, atlas)
    assert len(found) == 2000 and time.process_time() - started < 10
    assert len({f.answer.reason for f in found if f.toponym.text == "Nowhereton"} - {None}) == 1


def test_a_report_is_read_without_places_where_no_index_can_be_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    told = threading.Thread(target=lambda: found.append(open_atlas(Settings(cache=tmp_path / "file/cache", data=tmp_path / "file/data"))))
    found: list[Atlas] = []
    told.start()
    told.join()
    assert found[0].gazetteer is None and "places stay unresolved" in capsys.readouterr().err
