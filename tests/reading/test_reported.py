"""Attributions of whole texts: quotes over sentences, and plain sentences through the whole program with the shipped model."""

import csv
import time
from pathlib import Path
from typing import Any

import pytest
from tests.reading.parses import parse

from counterclaim.language.parser import Sentence
from counterclaim.reading.layers import annotate
from counterclaim.reading.reported import Reported, find_reported
from counterclaim.records import Report

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases/attribution.csv").open(encoding="utf-8")))
GOING = "“ PUNCT 3 punct\nWe PRON 3 nsubj\ngo VERB 0 root\nnow ADV 3 advmod\nhome ADV 3 advmod"
SPOKE = "“ PUNCT 3 punct\nWe PRON 3 nsubj\nleft VERB 7 ccomp\n, PUNCT 3 punct\n” PUNCT 3 punct\nhe PRON 7 nsubj\nsaid VERB 0 root\n. PUNCT 7 punct"


def text_with(*parts: str) -> tuple[str, list[Sentence]]:
    """Return a text of parses joined by blanks, "/" for a paragraph's end, with its sentences."""
    text, sentences = "", []
    for rows in parts:
        if rows == "/":
            text = text.rstrip() + "\n\n"
            continue
        sentences.append(parse(rows, begin=len(text)))
        text += " ".join(sentences[-1].forms) + " "
    return text.rstrip(), sentences


def told(text: str, found: list[Reported]) -> list[tuple[str | None, str, list[str]]]:
    return [(text[slice(*r.source)] if r.source else None, text[slice(*r.cue)], [text[slice(*part)] for part in r.content]) for r in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_plain_sentences(case: dict[str, str]) -> None:
    out: list[dict[str, Any]] = annotate(Report(id="case", text=case["text"]), ("attribution",))["attribution"]
    found = [((a["source"] or {}).get("text", ""), a["cue"]["text"], " | ".join(part["text"] for part in a["content"])) for a in out]
    assert (case["source"], case["cue"], case["content"]) in found


def test_quote_is_kept_whole_across_sentence_ends() -> None:
    first, second = GOING + "\n. PUNCT 3 punct", SPOKE.replace("“ PUNCT 3 punct\n", "").replace(" 3 ", " 2 ").replace(" 7 ", " 6 ")
    text, sentences = text_with(first, second)
    assert told(text, find_reported(text, sentences)) == [("he", "said", ["“ We go now home . We left , ”"])]


def test_free_quote_goes_to_who_spoke_before_it_also_in_the_next_paragraph() -> None:
    going = GOING + "\n. PUNCT 3 punct\n” PUNCT 3 punct"
    whole = "“ We go now home . ”"
    for parts in ((SPOKE, going), (SPOKE, "/", going)):
        text, sentences = text_with(*parts)
        assert told(text, find_reported(text, sentences)) == [("he", "said", ["“ We left , ”", whole])]


def test_free_quote_after_other_words_is_nobodys() -> None:
    text, sentences = text_with(SPOKE, "/", "Rain NOUN 2 nsubj\nfell VERB 0 root\nhere ADV 2 advmod\n. PUNCT 2 punct", "/", GOING + "\n. PUNCT 3 punct\n” PUNCT 3 punct")
    assert told(text, find_reported(text, sentences)) == [("he", "said", ["“ We left , ”"])]


def test_announced_quote_and_announced_paragraph() -> None:
    announced = "The DET 2 det\nmayor NOUN 3 nsubj\nsaid VERB 0 root\n: PUNCT 3 punct"
    text, sentences = text_with(announced, "/", GOING + "\n. PUNCT 3 punct\n” PUNCT 3 punct")
    assert told(text, find_reported(text, sentences)) == [("The mayor", "said", ["“ We go now home . ”"])]
    text, sentences = text_with(announced, "/", "Rain NOUN 2 nsubj\nfell VERB 0 root\n. PUNCT 2 punct")
    assert told(text, find_reported(text, sentences)) == [("The mayor", "said", ["Rain fell ."])]


def test_what_is_said_inside_a_quote_ends_with_it() -> None:
    text = "“The army says we lost. We did not,” the mayor said."
    out = annotate(Report(id="nested", text=text), ("attribution",))["attribution"]
    assert [a["cue"]["text"] for a in out] == ["says", "said"]
    assert all(part["end"] <= text.index("”") for part in out[0]["content"])


def test_name_behind_a_quote_and_a_dash() -> None:
    text, sentences = text_with(GOING + "\n. PUNCT 3 punct\n” PUNCT 3 punct", "― PUNCT 2 punct\nAna PROPN 0 root\nRuiz PROPN 2 flat")
    assert told(text, find_reported(text, sentences)) == [("Ana Ruiz", "―", ["“ We go now home . ”"])]


def test_time_is_linear_in_a_text_of_quotes() -> None:
    took = []
    for times in (300, 1200):
        text, sentences = text_with(*[part for _ in range(times) for part in (SPOKE, GOING + "\n. PUNCT 3 punct\n” PUNCT 3 punct")])
        started = time.process_time()
        find_reported(text, sentences)
        took.append(time.process_time() - started)
    assert took[1] < 12 * took[0] + 0.2
