
import pytest
from tests.reading.atlas import small_gazetteer
from tests.reading.parses import parse, text_of

from counterclaim.language.parser import Sentence
from counterclaim.reading.placenames import ask
from counterclaim.reading.toponyms import Known, find_toponyms


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return Known(small_gazetteer(tmp_path_factory.mktemp("known")))


def found(sentence: Sentence, known: Known) -> list[tuple[str, str]]:
    return [(toponym.text, toponym.kind) for toponym in find_toponyms(text_of(sentence), [sentence], known)]


def test_a_name_that_the_model_cuts_is_whole(known: Known) -> None:
    cut = parse("Farms NOUN 0 root\nof ADP 4 case\nLamar PROPN 4 compound\nCounty PROPN 1 nmod", [(2, 3, "LOC")])
    assert found(cut, known) == [("Lamar County", "place")]
    split = parse("The DET 3 det\nUnited PROPN 3 compound\nStates PROPN 4 nsubj\nvoted VERB 0 root", [(1, 2, "ORG"), (2, 3, "LOC")])
    assert found(split, known) == [("United States", "metonym")]


def test_a_part_of_a_longer_place_name_is_no_toponym(known: Known) -> None:
    street = parse("In ADP 3 case\nParis PROPN 3 compound\nStreet PROPN 0 root", [(1, 3, "LOC")])
    assert found(street, known) == [("Paris Street", "place")]


def test_two_places_of_a_road_are_parted(known: Known) -> None:
    road = parse("the DET 5 det\nAleppo PROPN 5 compound\n- PUNCT 2 punct\nIdlib PROPN 2 compound\nroad NOUN 0 root", [(1, 4, "LOC")])
    assert found(road, known) == [("Aleppo", "place"), ("Idlib", "place")]


@pytest.mark.parametrize(("rows", "names", "expected"), [
    ("Damascus PROPN 2 nsubj\ndenied VERB 0 root\nit PRON 2 obj", [(0, 1, "LOC")], [("Damascus", "metonym")]),
    ("the DET 3 det\nDamascus PROPN 3 compound\ngovernment NOUN 0 root", [(1, 2, "LOC")], [("Damascus", "metonym")]),
    ("shells NOUN 2 nsubj\nhit VERB 0 root\nDamascus PROPN 2 obj", [(2, 3, "LOC")], [("Damascus", "place")]),
    ("Syrian ADJ 2 amod\ntroops NOUN 0 root", [(0, 1, "NORP")], [("Syrian", "demonym")]),
    ("Catholic ADJ 2 amod\npriests NOUN 0 root", [(0, 1, "NORP")], []),
    ("the DET 4 det\nIraq PROPN 3 compound\nMuseum PROPN 4 compound\nopened VERB 0 root", [(1, 3, "ORG")], [("Iraq", "metonym")]),
    ("Paris PROPN 2 nsubj\nlaughed VERB 0 root", [(0, 1, "PER")], []),
    ("they PRON 2 nsubj\nlive VERB 0 root\nin ADP 4 case\nSpringfield PROPN 2 obl", [], [("Springfield", "place")]),
    ("the DET 2 det\nCenter PROPN 0 root", [(1, 2, "LOC")], [])], ids=lambda value: value.split()[0] if isinstance(value, str) else "")
def test_kinds_are_told_apart(rows: str, names: list[tuple[int, int, str]], expected: list[tuple[str, str]], known: Known) -> None:
    assert found(parse(rows, names), known) == expected


@pytest.mark.parametrize(("text", "name", "features", "demonym"), [
    ("[N.C.]", "North Carolina", ("A.ADM1",), False), ("Paris, [TX]", "Texas", ("A.ADM1",), False), ("[L.A.]", "L.A.", (), False), ("[Turks]", "Turkey", ("A.PCL",), True),
    ("[Gazans]", "Gaza Strip", (), True), ("[Aleppo]’s", "Aleppo", (), False), ("the town of [Homs]", "Homs", ("P",), False), ("[Idlib] and Hama governorates", "Idlib", ("A.ADM1",), False),
    ("the Texas town, [Texas] town of Paris", "Texas", (), False), ("[St. Louis]", "Saint Louis", (), False)])
def test_words_ask_for_name_and_kind(text: str, name: str, features: tuple[str, ...], demonym: bool) -> None:
    begin, end = text.index("["), text.index("]") - 1
    asked = ask(text.replace("[", "").replace("]", ""), begin, end)
    assert (asked.name, asked.features, asked.demonym) == (name, features, demonym)
