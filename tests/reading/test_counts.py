from tests.reading.parses import event, parse, text_of

from counterclaim.reading.counts import counted_recipients
from counterclaim.reading.quantities import load_kinds, whole_of, widen

LOSSES = parse("""The DET 2 det
enemy NOUN 3 nsubj
lost VERB 0 root
220 NUM 5 nummod
servicemen NOUN 3 obj
and CCONJ 8 cc
two NUM 8 nummod
tanks NOUN 5 conj
. PUNCT 3 punct""")

PART = parse("""Two NUM 6 nsubj
of ADP 5 case
ten NUM 5 nummod
kidnapped VERB 5 amod
employees NOUN 1 nmod
returned VERB 0 root
. PUNCT 6 punct""")

STRIKE = parse("""The DET 2 det
strike NOUN 3 nsubj
killed VERB 0 root
four NUM 5 nummod
militants NOUN 3 obj
. PUNCT 3 punct""")


def test_men_lost_beside_materiel_are_killed_or_injured() -> None:
    model = {"killed": 0.6, "killed_or_injured": 0.4}
    assert load_kinds().decide(LOSSES, (3, 5), "kill", (2, 3), model)[0] == "killed_or_injured"
    assert load_kinds().decide(STRIKE, (3, 5), "airstrike", (1, 2), model)[0] == "killed"


def test_part_and_whole_are_counts_of_different_events() -> None:
    assert whole_of(PART, (0, 5), (5, 6)) == (0, 5)
    assert whole_of(PART, (0, 5), (3, 4)) == (2, 5)


def test_a_part_is_widened_to_its_whole() -> None:
    assert widen(PART, (0, 1)) == (0, 5)


def test_a_number_of_those_killed_counts_where_the_model_saw_none() -> None:
    killed = event(2, "kill")
    found = counted_recipients(STRIKE, killed, [(3, 5)], text_of(STRIKE))
    assert [(count.kind, count.bounds and count.bounds.best) for count in found] == [("killed", 4)]
    assert counted_recipients(STRIKE, event(1, "airstrike"), [(3, 5)], text_of(STRIKE)) == []
