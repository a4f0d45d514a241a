import pytest
from tests.reading.parses import parse, text_of

from counterclaim.reading.actors import Cast, fold, load_actors, strip_edges

HTS = parse(
    """
The DET 6 det
Hayat PROPN 6 compound
Tahrir PROPN 6 compound
al PROPN 6 compound
Sham PROPN 6 compound
group NOUN 8 nsubj
( PUNCT 6 punct
attacked VERB 0 root
""",
    [(1, 5, "ORG")],
)


@pytest.mark.parametrize(
    ("name", "entry"),
    [("HTS", "hayat-tahrir-al-sham"), ("Hayat Tahrir-al-Sham", "hayat-tahrir-al-sham"), ("the United States", "united-states"), ("U.S.", "united-states"), ("US", "united-states"),
     ("Damascus", "syria"), ("Moscow", "russia"), ("Syrian", "syria"), ("Hezbollah", "hezbollah")],
)
def test_table_knows_aliases_capitals_and_demonyms(name: str, entry: str) -> None:
    found = load_actors().find(name)
    assert found is not None and found.id == entry


@pytest.mark.parametrize("name", ["us", "it", "the Front for Nothing", "Springfield militia"])
def test_table_does_not_know_pronouns_and_strangers(name: str) -> None:
    assert load_actors().find(name) is None


def test_fold_joins_spellings() -> None:
    assert fold("Hayat Tahrir al-Sham") == fold("the Hayat Tahrir al Sham") == fold("Hayat Tahrir al‐Sham’s")


def test_strip_edges_takes_articles_and_quotes() -> None:
    assert strip_edges("“the army’s") == "army"


def test_report_teaches_its_abbreviations() -> None:
    text = "The Velanian Liberation Army (VLA) attacked. The VLA left."
    cast = Cast(load_actors(), [], text)
    later = parse("The DET 2 det\nVLA PROPN 3 nsubj\nleft VERB 0 root", [(1, 2, "ORG")], begin=text.index("The VLA"))
    assert cast.resolve(later, 1, (0, 2), True)[0] == "Velanian Liberation Army"


def test_pronoun_means_the_last_subject() -> None:
    first = parse("The DET 2 det\nrebels NOUN 3 nsubj\nleft VERB 0 root")
    text = text_of(first) + " They returned"
    second = parse("They PRON 2 nsubj\nreturned VERB 0 root", begin=len(text_of(first)) + 1)
    cast = Cast(load_actors(), [first, second], text)
    cast.resolve(first, 0, (0, 2), True)
    assert cast.resolve(second, 1, (0, 1), True)[0] == "rebels"


def test_pronoun_with_nobody_before_it_keeps_its_own_words() -> None:
    sentence = parse("They PRON 2 nsubj\nreturned VERB 0 root")
    assert Cast(load_actors(), [sentence], text_of(sentence)).resolve(sentence, 0, (0, 1), True)[:2] == ("They", None)


def test_they_means_the_many_before_the_one() -> None:
    first = parse("The DET 2 det\nrebels NOUN 3 nsubj\nleft VERB 6 ccomp\n, PUNCT 6 punct\nReuters PROPN 6 nsubj\nreported VERB 0 root", [(4, 5, "ORG")])
    text = text_of(first) + " They returned"
    second = parse("They PRON 2 nsubj\nreturned VERB 0 root", begin=len(text_of(first)) + 1)
    cast = Cast(load_actors(), [first, second], text)
    cast.resolve(first, 0, (0, 2), True)
    cast.resolve(first, 0, (4, 5), True)
    assert cast.resolve(second, 1, (0, 1), True)[0] == "rebels"


def test_us_in_capitals_is_a_state_and_no_pronoun() -> None:
    sentence = parse("US PROPN 2 nsubj\nleft VERB 0 root", [(0, 1, "LOC")])
    cast = Cast(load_actors(), [sentence], text_of(sentence), outlet="RT")
    assert cast.resolve(sentence, 0, (0, 1), True)[0] == "United States"
    assert not cast.is_outlet("US", "United States", None)


def test_outlet_is_never_its_own_source() -> None:
    cast = Cast(load_actors(), [], "", outlet="RT")
    assert cast.is_outlet("RT", "RT", None) and cast.is_outlet("We", "We", None) and cast.is_outlet("our correspondent", "our correspondent", None)
    assert not cast.is_outlet("Reuters", "Reuters", None)


def test_forces_in_a_state_are_not_the_states() -> None:
    sentence = parse("Jihadist ADJ 2 amod\nforces NOUN 5 nsubj\nin ADP 4 case\nSyria PROPN 2 nmod\nattacked VERB 0 root", [(3, 4, "LOC")])
    assert Cast(load_actors(), [sentence], text_of(sentence)).resolve(sentence, 0, (0, 4), True)[1] is None
    own = parse("Syrian ADJ 2 amod\nforces NOUN 3 nsubj\nattacked VERB 0 root", [(0, 1, "NORP")])
    entry = Cast(load_actors(), [own], text_of(own)).resolve(own, 0, (0, 2), True)[1]
    assert entry is not None and entry.id == "syria-armed-forces"
