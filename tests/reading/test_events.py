from dataclasses import replace

from tests.reading.parses import event, parse

from counterclaim.reading.events import Memory, in_one_clause, merge_results, without_echoes

KILLED_IN_STRIKE = parse("""
Six NUM 2 nummod
soldiers NOUN 4 nsubj:pass
were AUX 4 aux:pass
killed VERB 0 root
in ADP 7 case
an DET 7 det
airstrike NOUN 4 obl
""")
SHELLED_KILLING = parse("""
Rebels NOUN 2 nsubj
shelled VERB 0 root
the DET 4 det
town NOUN 2 obj
, PUNCT 6 punct
killing VERB 2 advcl
two NUM 6 obj
""")
AMBUSHED_AND_KILLED = parse("""
Rebels NOUN 2 nsubj
ambushed VERB 0 root
a DET 4 det
bus NOUN 2 obj
and CCONJ 6 cc
killed VERB 2 conj
12 NUM 6 obj
""")
THE_ATTACK = parse("""
The DET 2 det
attack NOUN 3 nsubj
failed VERB 0 root
""")
BOMB_ATTACK = parse("""
The DET 3 det
bomb NOUN 3 compound
attack NOUN 4 nsubj
failed VERB 0 root
""")


def test_killing_in_a_strike_is_one_claim_of_the_strike() -> None:
    (only,) = merge_results(KILLED_IN_STRIKE, [event(3, "kill"), event(6, "airstrike")])
    assert only.type == "airstrike" and [r.type for r in only.results] == ["kill"]


def test_killing_as_result_clause_is_folded() -> None:
    assert in_one_clause(SHELLED_KILLING, 5, 1)


def test_killing_beside_its_means_is_folded_whatever_the_parse() -> None:
    assert in_one_clause(AMBUSHED_AND_KILLED, 5, 1)


def test_coordinated_killing_behind_a_mark_stays_a_claim_of_its_own() -> None:
    marked = replace(AMBUSHED_AND_KILLED, forms=[";" if form == "and" else form for form in AMBUSHED_AND_KILLED.forms])
    assert not in_one_clause(marked, 5, 1)


def test_a_bomb_and_what_it_tore_through_are_one_event() -> None:
    sentence = parse("""
A DET 2 det
bomb NOUN 3 nsubj
tore VERB 0 root
through ADP 6 case
the DET 6 det
bus NOUN 3 obl
""")
    assert len(without_echoes(sentence, [event(1, "bombing"), event(2, "bombing", 0.7)])) == 1


def test_killing_with_no_means_stays() -> None:
    (only,) = merge_results(KILLED_IN_STRIKE, [event(3, "kill")])
    assert only.type == "kill"


def test_light_verb_gives_way_to_its_noun() -> None:
    sentence = parse("""
Jets NOUN 2 nsubj
conducted VERB 0 root
airstrikes NOUN 2 obj
""")
    (only,) = without_echoes(sentence, [event(1, "airstrike"), event(2, "airstrike")])
    assert only.span == (2, 3)


def test_the_attack_takes_the_type_of_what_it_points_back_at() -> None:
    memory = Memory()
    memory.recall(KILLED_IN_STRIKE, 0, [event(6, "airstrike")])
    later = event(1, "armed_attack")
    memory.recall(THE_ATTACK, 2, [later])
    assert later.type == "airstrike" and "points back" in later.decided


def test_a_noun_that_says_what_it_was_keeps_its_type() -> None:
    memory = Memory()
    memory.recall(KILLED_IN_STRIKE, 0, [event(6, "airstrike")])
    later = event(2, "bombing")
    memory.recall(BOMB_ATTACK, 1, [later])
    assert later.type == "bombing"


def test_memory_reaches_only_so_far() -> None:
    memory = Memory()
    memory.recall(KILLED_IN_STRIKE, 0, [event(6, "airstrike")])
    later = event(1, "armed_attack")
    memory.recall(THE_ATTACK, Memory.REACH + 1, [later])
    assert later.type == "armed_attack"
