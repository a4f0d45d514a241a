import hashlib
import json
import os

import numpy as np
import pytest

from counterclaim.language import is_english
from counterclaim.language.lemmas import lemmatise
from counterclaim.language.lexicon import TriggerLexicon
from counterclaim.language.parser import MODEL, load_parser, repair_tree

TEXT = "The Syrian army recaptured the town of Mare’ on Friday, two officials told Reuters. Rebels denied the claim."


def test_shipped_weights_are_those_of_the_card() -> None:
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256((MODEL / "reader.onnx").read_bytes()).hexdigest() in card
    assert (MODEL / "reader.onnx").stat().st_size < 30_000_000


def test_parse_is_a_tree_with_one_root() -> None:
    for sentence in load_parser().parse(TEXT):
        assert sentence.heads.count(0) == 1
        for index in range(len(sentence.heads)):
            seen = set()
            while sentence.heads[index]:
                assert index not in seen
                seen.add(index)
                index = sentence.heads[index] - 1


def test_parse_names_subject_and_object() -> None:
    sentence = load_parser().parse(TEXT)[0]
    roles = {sentence.forms[i]: sentence.deprel[i] for i in range(len(sentence.forms))}
    assert (roles["army"], roles["town"], roles["Friday"].partition(":")[0]) == ("nsubj", "obj", "obl")


def test_a_report_reads_the_same_alone_and_beside_others() -> None:
    parser = load_parser()
    alone = parser.parse(TEXT)
    parser.parse("Something else entirely. " * 40)
    again = parser.parse(TEXT)
    assert all(np.array_equal(a.heads, b.heads) and np.array_equal([t.types for t in a.triggers], [t.types for t in b.triggers]) for a, b in zip(alone, again, strict=True))


def test_cycle_is_broken_and_best_root_kept() -> None:
    scores = np.array([[5.0, -9, 1, 0], [0, 3, -9, 1], [0, 4, 2, -9]], np.float32)
    assert repair_tree([2, 1, 1], scores) == [0, 1, 1]


@pytest.mark.parametrize(("form", "upos", "lemma"), [("fled", "VERB", "flee"), ("shelled", "VERB", "shell"), ("overran", "VERB", "overrun"), ("villages", "NOUN", "village"), ("Aleppo", "PROPN", "Aleppo")])
def test_lemmas(form: str, upos: str, lemma: str) -> None:
    assert lemmatise(form, upos) == lemma


def test_lexicon_marks_strong_weak_and_particle_words() -> None:
    types = json.loads((MODEL / "labels.json").read_text())["types"]
    features = TriggerLexicon(types).features("They drove the rebels out after an airstrike".split())
    assert features[1, types.index("withdraw")] > 0
    assert features[7, types.index("airstrike")] == 1.0
    assert not features[0].any()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The army said that it had taken the town and the villages around it.", True),
        ("Войска взяли город, сообщило министерство обороны в пятницу вечером.", False),
        ("قالت مصادر محلية إن الجيش سيطر على البلدة", False),
        ("Les forces armées ont repris le contrôle de la ville vendredi, selon le ministère de la Défense.", False),
        ("12345 67890", False),
    ],
)
def test_other_languages_are_told_apart(text: str, english: bool) -> None:
    assert is_english(text) is english


def test_one_long_sentence_among_many_short_ones_takes_little_memory() -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sentences = load_parser().parse("the\n" * 950 + "word " * 299)
    assert len(sentences) == 951
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2_000_000  # kilobytes


def test_onnxruntime_sends_no_telemetry() -> None:
    load_parser()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
