import csv
import json
from pathlib import Path

import pytest

from counterclaim import vocab
from counterclaim.errors import VocabError
from counterclaim.language.parser import MODEL

TYPES = json.loads((MODEL / "labels.json").read_text())["types"]
PLOVER = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
ACLED = {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments"}


def test_every_type_has_definition_triggers_and_codes() -> None:
    events = vocab.load("events")
    assert sorted(events) == sorted(TYPES)
    for name, block in events.items():
        assert block["label"] and block["definition"], name
        assert block.get("verbs") or block.get("nouns"), name
        assert block["codes"].keys() == {"plover", "cameo", "acled"}, name


def test_codes_are_those_of_the_ontologies() -> None:
    for name, block in vocab.load("events").items():
        for codes in (block["codes"], *(block.get("code_rules") or ())):
            plover, acled = codes.get("plover"), codes.get("acled")
            assert plover is None or plover.get("type") in PLOVER | {None}, name
            assert acled is None or acled.get("event_type") in ACLED, name
            assert codes.get("cameo") is None or str(codes["cameo"]).isdigit(), name


@pytest.mark.parametrize("field", ["verbs", "nouns", "adjectives"])
def test_a_word_is_strong_in_one_type_only(field: str) -> None:
    owner: dict[str, str] = {}
    for name, block in vocab.load("events").items():
        for word in block.get(field) or ():
            assert owner.setdefault(word, name) == name, word


def test_an_alias_belongs_to_one_actor_only() -> None:
    data = vocab.load("actors")
    owner: dict[str, str] = {}
    for section in ("states", "actors"):
        for key, row in data[section].items():
            for name in [row["name"], *row.get("aliases", []), *row.get("formerly", [])]:
                assert owner.setdefault(name, key) == key, name


def test_every_event_type_has_a_case() -> None:
    cases = {row["type"] for row in csv.DictReader((Path(__file__).parent / "cases/events.csv").open(encoding="utf-8"))}
    assert set(TYPES) <= cases


def test_broken_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocab, "_text", lambda name: "- a list")
    vocab.load.cache_clear()
    with pytest.raises(VocabError, match=r"vocabulary/events.yml: expected a mapping"):
        vocab.load("events")
    vocab.load.cache_clear()
