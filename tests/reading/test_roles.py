import numpy as np
from tests.reading.parses import event, parse

from counterclaim.reading.quantities import load_kinds, widen
from counterclaim.reading.roles import Clauses, controlled_subject, label_ranges, lent_subject, nested, real_doers, trim, whole_phrase

AGENCY = parse("""
the DET 4 det
Turkish ADJ 4 amod
news NOUN 4 compound
agency NOUN 6 nsubj
Anadolu PROPN 4 appos
reported VERB 0 root
""")
SERVING = parse("""
Soldiers NOUN 6 nsubj
serving VERB 1 acl
with ADP 5 case
the DET 5 det
coalition NOUN 2 obl
attacked VERB 0 root
rebels NOUN 6 obj
""")
ITS_TROOPS = parse("""
Russia PROPN 2 nsubj
withdrew VERB 0 root
its PRON 4 nmod:poss
troops NOUN 2 obj
Thursday PROPN 2 obl:unmarked
""")
TWO_EVENTS = parse("""
Rebels NOUN 2 nsubj
shelled VERB 0 root
the DET 4 det
town NOUN 2 obj
and CCONJ 6 cc
left VERB 2 conj
on ADP 8 case
Friday PROPN 6 obl
""")


def test_labels_become_ranges_and_break_where_a_new_one_begins() -> None:
    scores = np.array([[1, 0, 0], [0, 1, 0], [0, 0.2, 0.8], [0, 0.9, 0.1], [1, 0, 0]], np.float32)
    assert label_ranges(scores, 1) == [(1, 3, 0), (3, 4, 0)]


def test_edges_lose_marks_and_joining_words() -> None:
    sentence = parse(", PUNCT 3 punct\nthe DET 3 det\narmy NOUN 0 root\nin ADP 3 case")
    assert trim(sentence, 0, 4) == (1, 3)


def test_a_cut_mention_grows_to_its_noun_and_name() -> None:
    assert whole_phrase(AGENCY, 0, 2) == (0, 5)
    assert whole_phrase(AGENCY, 3, 4) == (0, 5)


def test_a_mention_inside_anothers_phrase_is_nested() -> None:
    assert nested(SERVING, (3, 5), (0, 1))
    assert real_doers(SERVING, event(5, "armed_attack"), [(0, 1), (3, 5)]) == [(0, 1)]


def test_own_troops_that_are_withdrawn_are_no_second_doer() -> None:
    assert real_doers(ITS_TROOPS, event(1, "withdraw"), [(0, 1), (2, 4)]) == [(0, 1)]


def test_a_missile_is_no_doer() -> None:
    sentence = parse("An DET 2 det\nmissile NOUN 3 nsubj\nhit VERB 0 root\nthe DET 5 det\nport NOUN 3 obj")
    assert real_doers(sentence, event(2, "shelling"), [(0, 2)]) == []


def test_a_date_hangs_on_the_event_beside_it() -> None:
    shelled, left = event(1, "shelling"), event(5, "withdraw")
    clauses = Clauses(TWO_EVENTS, [shelled, left])
    assert clauses.hold((7, 8), left) == "own" and clauses.hold((7, 8), shelled) == "other"
    assert clauses.sure("times", (7, 8), left, 0.7) and not clauses.sure("times", (7, 8), shelled, 0.7)


COUNTS = parse("""
The DET 2 det
strike NOUN 3 nsubj
killed VERB 0 root
40 NUM 5 nummod
people NOUN 3 obj
, PUNCT 10 punct
wounded VERB 3 conj
up ADP 10 advmod
to ADP 8 fixed
60 NUM 7 obj
and CCONJ 12 cc
destroyed VERB 3 conj
five NUM 14 nummod
houses NOUN 12 obj
""")
MODEL = {"killed": 0.5, "injured": 0.2, "other": 0.3}


def test_kind_of_a_count_is_told_by_noun_and_fate() -> None:
    kinds = load_kinds()
    assert kinds.decide(COUNTS, (3, 5), "airstrike", (1, 2), MODEL)[0] == "killed"
    assert kinds.decide(COUNTS, (9, 10), "airstrike", (1, 2), MODEL)[0] == "injured"
    assert kinds.decide(COUNTS, (12, 14), "airstrike", (1, 2), MODEL)[0] == "other"


def test_part_of_another_count_is_known() -> None:
    sentence = parse("20 NUM 2 nummod\npeople NOUN 0 root\n, PUNCT 5 punct\nincluding VERB 7 case\nfour NUM 7 nummod\nyoung ADJ 7 amod\nchildren NOUN 2 nmod")
    assert load_kinds().is_part(sentence, (4, 7)) and not load_kinds().is_part(sentence, (0, 2))


def test_a_range_of_two_numbers_is_one_count() -> None:
    sentence = parse("between ADP 5 case\n40 NUM 5 nummod\nand CCONJ 4 cc\n55 NUM 2 conj\npeople NOUN 0 root")
    assert widen(sentence, (1, 2)) == (0, 5) and widen(sentence, (3, 4)) == (0, 5)


def test_subject_of_a_light_verb_is_the_doer_of_its_noun() -> None:
    sentence = parse("The DET 2 det\nUS PROPN 3 nsubj\nmaintains VERB 0 root\na DET 5 det\nbase NOUN 3 obj")
    assert lent_subject(sentence, event(4, "presence")) == (0, 2)
    other = parse("The DET 2 det\nUS PROPN 3 nsubj\ncriticised VERB 0 root\nthe DET 5 det\nbase NOUN 3 obj")
    assert lent_subject(other, event(4, "presence")) is None


def test_a_verb_without_a_subject_borrows_the_object_or_subject_above() -> None:
    sentence = parse("""
The DET 2 det
army NOUN 3 nsubj
forced VERB 0 root
rebels NOUN 3 obj
to PART 6 mark
retreat VERB 3 xcomp
after SCONJ 8 mark
shelling VERB 3 advcl
them PRON 8 obj
""")
    assert controlled_subject(sentence, event(5, "withdraw")) == (3, 4)
    assert controlled_subject(sentence, event(7, "shelling")) == (0, 2)
    assert controlled_subject(sentence, event(2, "withdraw")) is None
