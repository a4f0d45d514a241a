from dataclasses import replace

import numpy as np
import pytest
from tests.reading.parses import event, parse

from counterclaim.reading.factuality import find_factuality

NAMES = ["actual", "possible", "future", "negated"]
EXPECTED = parse("""
An DET 3 det
expected ADJ 3 amod
offensive NOUN 4 nsubj
looms VERB 0 root
""")


def test_adjective_says_that_an_event_is_yet_to_come() -> None:
    assert find_factuality(EXPECTED, event(2, "offensive"), NAMES) == ("future", "adjective 'expected'")


def test_what_the_model_takes_for_negated_stays_negated() -> None:
    denied = event(2, "offensive")
    denied.trigger = replace(denied.trigger, factuality=np.array([0, 0, 0, 1.0], np.float32))
    assert find_factuality(EXPECTED, denied, NAMES)[0] == "negated"


@pytest.mark.parametrize(("words", "word", "type_", "factuality"), [
    ("the DET 2 det\neve NOUN 0 root\nof ADP 5 case\na DET 5 det\nrally NOUN 2 nmod", 4, "protest", "future"),
    ("rebels NOUN 2 nsubj\nannounced VERB 0 root\nan DET 4 det\noffensive NOUN 2 obj", 3, "offensive", "future"),
    ("police NOUN 2 nsubj\nannounced VERB 0 root\nthe DET 4 det\narrest NOUN 2 obj", 3, "detain", "actual"),
    ("a DET 2 det\ntruce NOUN 0 root\noffered VERB 2 acl\nby ADP 5 case\nrebels NOUN 3 obl", 1, "ceasefire", "future"),
    ("suspected VERB 0 root\nof SCONJ 3 mark\nkilling VERB 1 advcl\nofficers NOUN 3 obj", 2, "kill", "possible"),
    ("suspected VERB 0 root\nof ADP 4 case\nthe DET 4 det\nkillings NOUN 1 obl", 3, "kill", "actual"),
])
def test_words_above_and_after_an_event_say_whether_it_happened(words: str, word: int, type_: str, factuality: str) -> None:
    assert find_factuality(parse(words), event(word, type_), NAMES)[0] == factuality
