from __future__ import annotations

from typing import Any

from tests.incidents.tell import tell

from counterclaim.incidents.framing import Usage, usages


def _found(*told: Any) -> dict[tuple[str, str, str], Usage]:
    return {(u.outlet, u.subject, u.label): u for u in usages(told)}


def test_a_label_stands_beside_the_neutral_name_with_its_share() -> None:
    got = _found(tell("clash", ["terrorists of Ajnad Front", "Kesh Army"], outlet="State TV"), tell("clash", ["Ajnad Front", "Kesh Army"], outlet="Radio"))
    usage = got["State TV", "fighters of Ajnad Front", "terrorist"]
    assert (usage.own, usage.quoted, usage.of, usage.valence, usage.words) == (1, 0, 1, -1, (("terrorists", 1),))
    assert not [key for key in got if key[0] == "Radio" and got[key].valence]


def test_words_in_quotation_marks_are_counted_apart() -> None:
    got = _found(tell("clash", ["terrorists", "Kesh Army"], sentence="The army fought “terrorists”, and Kesh Army said so.", trigger="fought", outlet="Radio"))
    usage = got["Radio", "fighters", "terrorist"]
    assert (usage.own, usage.quoted, usage.share) == (0, 1, 0.0)


def test_a_mention_shared_by_two_claims_counts_once() -> None:
    sentence = "The heroic Kesh Army attacked and took Saraqib."
    told = [tell(kind, ["heroic Kesh Army"], sentence=sentence, trigger=trigger, report="one") for kind, trigger in (("offensive", "attacked"), ("seize_territory", "took"))]
    assert [u.own for u in usages(told) if u.label == "hero"] == [1]


def test_an_act_is_labelled_by_who_did_it() -> None:
    label = {"begin": 12, "end": 21, "text": "liberated", "target": "seize_territory", "valence": 1, "label": "liberated"}
    got = _found(tell("seize_territory", ["Ajnad Front"], place="Saraqib", trigger="liberated", framing=[label], outlet="Radio"), tell("seize_territory", ["Ajnad Front"], place="Nayrab", outlet="Radio", report="two"))
    usage = got["Radio", "seize territory by Ajnad Front", "liberated"]
    assert (usage.own, usage.of, usage.share) == (1, 2, 0.5)


def test_a_descriptive_word_beside_a_name_is_told_and_leans_nowhere() -> None:
    got = _found(tell("clash", ["rebels of Ajnad Front", "Kesh Army"], outlet="Radio"))
    assert [u.valence for u in got.values() if u.label == "rebel"] in ([0], [])


def test_a_name_that_looks_like_a_label_is_none() -> None:
    assert not [u for u in usages([tell("clash", ["Lord's Resistance Army", "Kesh Army"])]) if u.valence]


def test_rows_are_the_same_whatever_the_order_within_an_outlet() -> None:
    told = [tell("clash", ["terrorists", "Kesh Army"], outlet="TV", day=f"2024-11-2{i}") for i in range(3)]
    assert [(u.label, u.own) for u in usages(told)] == [(u.label, u.own) for u in usages(told[::-1])]
