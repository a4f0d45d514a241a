from tests.reading.parses import parse

from counterclaim.reading.places import names_a_place, place_name, split_owner


def test_places_are_told_from_reference_points_and_plain_words() -> None:
    south = parse("south ADV 0 root\nof ADP 3 case\nSrinagar PROPN 1 nmod")
    assert not names_a_place(south, 2, 3)
    capital = parse("the DET 2 det\ncapital NOUN 0 root\n, PUNCT 4 punct\nColombo PROPN 2 appos", [(3, 4, "LOC")])
    assert not names_a_place(capital, 0, 2) and names_a_place(capital, 3, 4)
    owned = parse("Pakistan PROPN 5 nmod:poss\n's PART 1 case\nSouth PROPN 4 compound\nWaziristan PROPN 5 compound\nregion NOUN 0 root")
    assert split_owner(owned, 0, 5) == [(2, 5), (0, 1)]


def test_place_names_lose_article_and_compass_word() -> None:
    assert place_name("northern Aleppo") == "Aleppo" and place_name("South Darfur") == "South Darfur" and place_name("the Gaza Strip") == "Gaza Strip"
