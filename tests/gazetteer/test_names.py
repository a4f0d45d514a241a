import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.gazetteer.names import exact_key, folded_key, key_number, name_keys

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "gazetteer_names.csv").open(encoding="utf-8")))


def meeting(a: str, b: str) -> str:
    """The strictest level at which two names meet."""
    one, other = name_keys(a), name_keys(b)
    for level in ("exact", "folded", "sound", "skeleton"):
        if getattr(one, level) and getattr(one, level) == getattr(other, level):
            return level
    return "none"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['written']}={case['listed']}")
def test_names_meet_at_the_level_that_the_case_says(case: dict[str, str]) -> None:
    assert meeting(case["written"], case["listed"]) == case["level"]


@pytest.mark.parametrize(("name", "feature"), [("Aleppo province", "A.ADM1"), ("the city of Aleppo", "P"), ("Yarmouk camp", "S.CMP"), ("Kuweires military airbase", "S.AIRB"), ("محافظة حلب", "A.ADM1")])
def test_generic_word_says_what_feature_is_meant(name: str, feature: str) -> None:
    assert name_keys(name).features[0] == feature


@pytest.mark.parametrize("name", ["Aleppo", "Northern Province", "Camp", "The Province", "Isle of Man", "Republic of the Congo"])
def test_names_of_their_own_lose_nothing_generic(name: str) -> None:
    assert name_keys(name).features == ()


@settings(deadline=None)
@given(st.text(max_size=60))
def test_keys_of_any_text_are_stable(name: str) -> None:
    keys = name_keys(name)
    assert exact_key(keys.exact) == exact_key(exact_key(keys.exact))
    assert -(2**63) <= key_number(keys.folded) < 2**63
    assert keys.folded or not keys.exact


@settings(deadline=None)
@given(st.text(alphabet="abdeghiklmnorstuzy -'‘ḨāīūáéñçÅ", min_size=1, max_size=30).filter(lambda name: any(map(str.isalpha, name))))
def test_case_marks_and_hyphens_do_not_change_a_folded_name(name: str) -> None:
    folded = folded_key(exact_key(name))[0]
    assert folded_key(exact_key(name.upper()))[0] == folded or "ı" in name
    assert folded_key(exact_key(name.replace("-", " ")))[0] == folded
