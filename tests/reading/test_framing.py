from tests.reading.parses import parse, text_of

from counterclaim.reading.framing import find_framing
from counterclaim.records import Claim, Mention, Span

SENTENCE = parse("""
The DET 3 det
terrorist ADJ 3 amod
group NOUN 4 nsubj
liberated VERB 0 root
the DET 6 det
town NOUN 4 obj
""")
TEXT = text_of(SENTENCE)


def claim(kind: str = "seize_territory") -> Claim:
    whole = Span(begin=0, end=len(TEXT), text=TEXT)
    trigger = Span(begin=TEXT.index("liberated"), end=TEXT.index("liberated") + 9, text="liberated")
    return Claim(id="c", type=kind, trigger=trigger, evidence=whole, actors=(Mention(begin=0, end=19, text=TEXT[:19], name="the group"),))


def test_labels_of_actor_and_act_are_kept_with_target_and_valence() -> None:
    found = [(f.text, f.target, f.valence) for f in find_framing(TEXT, SENTENCE, claim())]
    assert found == [("terrorist", "the group", -1), ("liberated", "seize_territory", 1)]


def test_words_outside_the_claims_mentions_are_not_its_framing() -> None:
    bare = Claim(id="c", type="kill", trigger=Span(begin=20, end=29, text="liberated"), evidence=claim().evidence)
    assert [f.text for f in find_framing(TEXT, SENTENCE, bare)] == ["liberated"]
