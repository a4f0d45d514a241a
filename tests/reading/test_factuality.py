from dataclasses import replace

import numpy as np
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
