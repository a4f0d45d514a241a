"""Rules of attribution on hand-written parses."""

import pytest
from tests.reading.parses import parse

from counterclaim import vocab
from counterclaim.errors import VocabError
from counterclaim.language.parser import Sentence
from counterclaim.reading.cues import LONGEST, find_said
from counterclaim.reading.cuewords import load_cue_words, read_cue_words

Found = list[tuple[str | None, str, list[str]]]


def said(rows: str, names: list[tuple[int, int, str]] | None = None, quoted: list[int] | None = None) -> Found:
    """Return source, cue and contents that the rules find in a parse."""
    sentence = parse(rows, names)
    words = [-1] * len(sentence.words)
    if quoted:
        words[quoted[0] : quoted[1]] = [0] * (quoted[1] - quoted[0])

    def text(span: tuple[int, int]) -> str:
        return " ".join(sentence.forms[slice(*span)])

    return [(text(s.source) if s.source else None, text(s.cue), [text(part) for part in s.content]) for s in find_said(sentence, load_cue_words(), words)]


def test_clause_behind_the_verb_is_the_content_and_the_addressee_is_not() -> None:
    assert said("""
        Officials NOUN 3 nsubj
        have AUX 3 aux
        told VERB 0 root
        Reuters PROPN 3 iobj
        that SCONJ 7 mark
        rebels NOUN 7 nsubj
        left VERB 3 ccomp
        . PUNCT 3 punct""") == [("Officials", "have told", ["that rebels left"])]


def test_inverted_speaker_that_the_parse_took_for_an_object() -> None:
    assert said("""
        Rebels NOUN 2 nsubj
        left VERB 4 ccomp
        , PUNCT 4 punct
        said VERB 0 root
        Smith PROPN 4 obj
        . PUNCT 4 punct""") == [("Smith", "said", ["Rebels left"])]


def test_participle_has_the_speaker_of_the_verb_above_what_is_said() -> None:
    found = said("""
        The DET 2 det
        minister NOUN 3 nsubj
        said VERB 0 root
        the DET 5 det
        town NOUN 7 nsubj
        had AUX 7 aux
        fallen VERB 3 ccomp
        , PUNCT 9 punct
        adding VERB 7 advcl
        that SCONJ 12 mark
        talks NOUN 12 nsubj
        continued VERB 9 ccomp
        . PUNCT 3 punct""")
    assert ("The minister", "adding", ["that talks continued"]) in found


def test_town_that_fell_says_nothing() -> None:
    found = said("""
        Officials NOUN 2 nsubj
        denied VERB 0 root
        that SCONJ 6 mark
        the DET 5 det
        town NOUN 6 nsubj
        fell VERB 2 ccomp
        and CCONJ 8 cc
        stated VERB 6 conj
        that SCONJ 11 mark
        rebels NOUN 11 nsubj
        fled VERB 8 ccomp""")
    assert ("Officials", "stated", ["that rebels fled"]) in found


def test_quoted_as_saying_gives_both_links() -> None:
    assert said("""
        The DET 2 det
        agency NOUN 3 nsubj
        quoted VERB 0 root
        an DET 5 det
        officer NOUN 3 obj
        as SCONJ 7 mark
        saying VERB 3 advcl
        rebels NOUN 9 nsubj
        fled VERB 7 ccomp""")[0] == ("The agency", "quoted", ["an officer as saying rebels fled"])


def test_citing_gives_the_source_of_what_the_other_verb_says() -> None:
    assert said("""
        Reuters PROPN 5 nsubj
        , PUNCT 3 punct
        citing VERB 5 advcl
        officials NOUN 3 obj
        reported VERB 0 root
        that SCONJ 8 mark
        rebels NOUN 8 nsubj
        fled VERB 5 ccomp""") == [("officials", "citing", ["that rebels fled"]), ("Reuters", "reported", ["that rebels fled"])]



def test_passive_names_nobody_without_an_agent() -> None:
    believed = "The DET 2 det\ngeneral NOUN 4 nsubj:pass\nis AUX 4 aux:pass\nbelieved VERB 0 root\nto PART 6 mark\nflee VERB 4 xcomp"
    assert said(believed) == [(None, "is believed", ["The general", "to flee"])]
    agent = "It PRON 3 nsubj:pass\nwas AUX 3 aux:pass\nreported VERB 0 root\nby ADP 5 case\nReuters PROPN 3 obl:agent"
    assert said(agent) == [("Reuters", "was reported by", ["It"])]




def test_entries_of_a_digest_are_kept_apart_by_semicolons() -> None:
    assert said("""
        Two NUM 2 nsubj
        died VERB 0 root
        ; PUNCT 5 punct
        ten NUM 5 nsubj
        fled VERB 2 parataxis
        , PUNCT 8 punct
        police NOUN 8 nsubj
        said VERB 5 parataxis
        . PUNCT 2 punct""") == [("police", "said", ["ten fled"])]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("I PRON 2 nsubj\nthink VERB 0 root\nrain NOUN 4 nsubj\nfell VERB 2 ccomp", "the text's own voice"),
        ("Shells NOUN 2 nsubj\nclaimed VERB 0 root\ntwo NUM 4 nummod\nlives NOUN 2 obj", "a thing says nothing"),
        ("Rebels NOUN 2 nsubj\nclaimed VERB 0 root\ntwo NUM 4 nummod\nlives NOUN 2 obj", "an idiom"),
        ("Rebels NOUN 2 nsubj\nsaw VERB 0 root\nsmoke NOUN 2 obj", "seeing a thing is no statement"),
        ("Kursk PROPN 4 dep\nregion NOUN 1 flat\n: PUNCT 4 punct\ndrones NOUN 0 root\nhit VERB 4 acl\nfarms NOUN 5 obj", "a place before a colon is where it happened"),
        ("Source NOUN 0 root\n: PUNCT 3 punct\nNATO PROPN 1 appos", "a credit of two words"),
        ("Update NOUN 0 root\n: PUNCT 4 punct\nthree NUM 4 nsubj\ndied VERB 1 parataxis\nthere ADV 4 advmod", "a label"),
    ],
)
def test_what_only_looks_like_an_attribution(rows: str, why: str) -> None:
    assert said(rows) == [], why


def test_words_of_a_quote_are_no_speaker() -> None:
    found = said("""
        Full ADJ 2 amod
        panic NOUN 5 nsubj
        , PUNCT 2 punct
        ” PUNCT 2 punct
        said VERB 0 root
        Wimes PROPN 5 nsubj
        . PUNCT 5 punct""", quoted=[0, 4])
    assert [(source, cue) for source, cue, _ in found] == [("Wimes", "said")]


def test_list_of_tokens_without_end_is_no_sentence() -> None:
    words = [(i, i + 1) for i in range(LONGEST + 1)]
    sentence = Sentence(words, ["say"] * len(words), ["VERB"] * len(words), [0, *range(1, len(words))], ["root", *["ccomp"] * (len(words) - 1)], [], [], [])
    assert find_said(sentence, load_cue_words(), [-1] * len(words)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("adverbs", ["b", "a"]), "adverbs: not sorted, or twice the same: 'b'"),
        (("adverbs", ["a", "a"]), "adverbs: not sorted, or twice the same"),
        (("adverbs", [True]), "quote a word"),
        (("adverb", []), "unknown or missing: adverb"),
        (("nouns", {"clause": []}), "nouns: expected"),
    ],
)
def test_cue_words_out_of_order_are_named(change: tuple[str, object], message: str) -> None:
    with pytest.raises(VocabError, match=message):
        read_cue_words(vocab.load("cues") | dict([change]))
