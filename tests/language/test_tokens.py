import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.language.tokens import MAX_SENTENCE_WORDS, find_words, split_sentences


def words(text: str) -> list[str]:
    return [text[b:e] for b, e in find_words(text)]


def sentences(text: str) -> list[str]:
    return [text[s[0][0] : s[-1][1]] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the town of Mare' in Ma'arrat al-Nu'man", ["the", "town", "of", "Mare'", "in", "Ma'arrat", "al", "-", "Nu'man"]),
        ("US-backed", ["US", "-", "backed"]),
        ("Syria’s army didn’t go", ["Syria", "’s", "army", "did", "n’t", "go"]),
        ("U.S. forces", ["U.S.", "forces"]),
        ("“Go!”", ["“", "Go", "!", "”"]),
        ("1,200 men at 10:30", ["1,200", "men", "at", "10:30"]),
        ("Su-34 jets and S-300s", ["Su-34", "jets", "and", "S-300s"]),
        ("anti-war", ["anti-war"]),
    ],
)
def test_words_follow_the_treebanks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Smith met Gen. Jones. They left.", 2),
        ("He lives in the U.S. The army left.", 2),
        ("ALEPPO, Syria — The army left. It rained.", 2),
        ("“Go!” he said. They went.", 2),
        ("A headline without a stop\nThe army left.", 2),
        ("It cost 3.5 million. Fine.", 2),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_text_without_stops_is_cut() -> None:
    assert max(len(s) for s in split_sentences("word, " * 5000)) <= 2 * MAX_SENTENCE_WORDS


@given(st.text(max_size=300))
def test_offsets_rise_and_lie_inside(text: str) -> None:
    last = 0
    for sentence in split_sentences(text):
        for begin, end in sentence:
            assert last <= begin < end <= len(text)
            last = end
