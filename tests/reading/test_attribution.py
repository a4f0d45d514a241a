import numpy as np
from tests.reading.parses import parse

from counterclaim.language.parser import Cue, Trigger
from counterclaim.reading.attribution import find_chain, labelled, received_from, speaker

REPORTED = parse("""
Rebels NOUN 2 nsubj
left VERB 6 ccomp
, PUNCT 6 punct
the DET 5 det
army NOUN 6 nsubj
said VERB 0 root
""")
BELIEVED = parse("""
Rebels NOUN 3 nsubj:pass
are AUX 3 aux:pass
believed VERB 0 root
to PART 5 mark
leave VERB 3 xcomp
""")
RECEIVED = parse("""
RIA PROPN 2 nsubj
shared VERB 0 root
footage NOUN 2 obj
of ADP 5 case
strikes NOUN 3 nmod
, PUNCT 9 punct
which PRON 11 obj
it PRON 9 nsubj
said VERB 3 acl:relcl
it PRON 11 nsubj
received VERB 9 ccomp
from ADP 15 case
a DET 15 det
military ADJ 15 amod
source NOUN 11 obl
""")


def trigger(sentence_length: int, word: int, chain: dict[int, tuple[int, float]]) -> Trigger:
    """A trigger whose chain gives each word of `chain` a depth and a chance."""
    table = np.zeros((sentence_length, 4), np.float32)
    table[:, 0] = 1.0
    for index, (depth, chance) in chain.items():
        table[index] = 0
        table[index, depth], table[index, 0] = chance, 1 - chance
    empty = np.zeros((sentence_length, 5), np.float32)
    return Trigger(word, word + 1, np.zeros(43, np.float32), empty, empty[:, :3], empty[:, :3], empty, table, np.array([1.0, 0, 0, 0], np.float32))


def cue(word: int, length: int, source: tuple[int, int] | None = None) -> Cue:
    table = np.zeros((length, 3), np.float32)
    if source:
        table[source[0], 1] = 1.0
        table[source[0] + 1 : source[1], 2] = 1.0
    return Cue(word, word + 1, 0.9, table, np.array([1.0, 0, 0], np.float32))


def test_chain_holds_the_cue_with_its_source() -> None:
    REPORTED.cues[:] = [cue(5, 6, (3, 5))]
    (link,) = find_chain(REPORTED, trigger(6, 1, {5: (1, 0.9)}))
    assert link.cue == (5, 6) and link.source == (3, 5)


def test_unsure_cue_is_left_out() -> None:
    REPORTED.cues[:] = [cue(5, 6, (3, 5))]
    assert find_chain(REPORTED, trigger(6, 1, {5: (1, 0.4)})) == []


def test_source_unseen_by_the_model_is_the_subject_of_saying() -> None:
    assert speaker(REPORTED, cue(5, 6)) == (3, 5)


def test_passive_of_believing_names_nobody() -> None:
    assert speaker(BELIEVED, cue(2, 5)) is None


def test_footage_received_from_a_source_gives_both() -> None:
    chain = received_from(RECEIVED, 4)
    assert [link.cue for link in chain] == [(10, 11), (8, 9)]
    assert [link.source for link in chain] == [(12, 15), (7, 8)]


LABELLED = parse(
    """
16:05 NUM 3 nummod
– PUNCT 1 punct
UKMTO PROPN 0 root
: PUNCT 3 punct
vessel NOUN 6 nsubj
attacked VERB 3 parataxis
""",
    [(2, 3, "ORG")],
)
CREDITED = parse(
    """
Drone NOUN 2 nsubj
hits VERB 0 root
car NOUN 2 obj
– PUNCT 5 punct
NNA PROPN 2 dep
""",
    [(4, 5, "ORG")],
)


def test_speaker_before_a_colon_or_after_a_final_dash_is_the_source() -> None:
    assert labelled(LABELLED, 5) == (2, 3)
    assert labelled(CREDITED, 1) == (4, 5)
    assert labelled(REPORTED, 1) is None


def test_subject_of_a_passive_cue_is_no_source() -> None:
    BELIEVED.cues[:] = [cue(2, 5, (0, 1))]
    (link,) = find_chain(BELIEVED, trigger(5, 4, {2: (1, 0.9)}))
    assert link.source is None
