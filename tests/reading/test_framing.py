import pytest
from tests.reading.parses import parse, text_of

from counterclaim.reading.actors import without_count
from counterclaim.reading.framing import find_framing, neutral_name
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


@pytest.mark.parametrize(
    ("name", "neutral"),
    [("heroic Velanian army", "Velanian army"), ("terrorists", "fighters"), ("regime’s forces", "government’s forces"), ("regime soldiers", "government soldiers"), ("enemy positions", "opposing positions"),
     ("Tavria-backed terrorist gangs", "Tavria-backed gangs"), ("Lord's Resistance Army", "Lord's Resistance Army"), ("Islamic Resistance in Iraq", "Islamic Resistance in Iraq")],
)
def test_names_in_the_ledger_are_neutral(name: str, neutral: str) -> None:
    assert neutral_name(name) == neutral


@pytest.mark.parametrize(("name", "bare"), [("more than 100 civilians", "civilians"), ("at least twenty soldiers", "soldiers"), ("dozens of protesters", "protesters"), ("20", "20")])
def test_counts_are_no_part_of_a_name(name: str, bare: str) -> None:
    assert without_count(name) == bare


def test_a_capital_inside_a_name_is_no_label() -> None:
    sentence = parse("Bangsamoro PROPN 4 compound\nIslamic PROPN 4 compound\nFreedom PROPN 4 compound\nFighters PROPN 5 nsubj\nattacked VERB 0 root", [(0, 4, "ORG")])
    text = text_of(sentence)
    whole = Span(begin=0, end=len(text), text=text)
    trigger = Span(begin=text.index("attacked"), end=len(text), text="attacked")
    named = Claim(id="c", type="armed_attack", trigger=trigger, evidence=whole, actors=(Mention(begin=0, end=text.index(" attacked"), text=text[:text.index(" attacked")], name="BIFF"),))
    assert not list(find_framing(text, sentence, named))


def test_a_loaded_word_for_the_dead_is_the_events() -> None:
    sentence = parse("Three NUM 2 nummod\nsoldiers NOUN 4 nsubj:pass\nwere AUX 4 aux:pass\nmartyred VERB 0 root")
    text = text_of(sentence)
    trigger = Span(begin=text.index("martyred"), end=len(text), text="martyred")
    killed = Claim(id="c", type="kill", trigger=trigger, evidence=Span(begin=0, end=len(text), text=text))
    assert [(f.text, f.target, f.valence) for f in find_framing(text, sentence, killed)] == [("martyred", "kill", 1)]
