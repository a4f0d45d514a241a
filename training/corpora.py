"""Training corpora to one form: documents of sentences, each a dict of words and whatever labels the corpus has.

A sentence holds `tokens` and, where its corpus has them: `upos`, `head` (1-based, 0 the root), `deprel`; `ner` (BIO) with `ner_open`, the
classes that an "O" of this corpus may hide; `srl` [[predicate, [[begin, end, role]]]]; `uds` [[word, value]]; `claims`, see `mark_claims`.
All corpora are those that shared/corpora/README.md clears for shipped weights; where each is to be had is in training/README.md.
"""
from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from marked_reports import KINDS, TYPES, read_marked

from counterclaim.language.tokens import split_sentences

Sentence = dict[str, Any]
Document = list[Sentence]

NAMES = ["PER", "ORG", "LOC", "NORP", "EVENT", "WEAPON"]
EVENT_TYPES = sorted(TYPES)
QUANTITY_KINDS = sorted(KINDS)
FACTUALITY = ["actual", "possible", "future", "negated"]
STANCES = ["asserts", "denies", "doubts"]
ROLES = ["ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "ARGM-TMP", "ARGM-LOC", "ARGM-MNR", "ARGM-NEG", "ARGM-MOD", "ARGM-ADV", "ARGM-PRP", "ARGM-DIS", "ARGM-DIR", "ARGM-CAU"]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_conllu(path: Path) -> dict[str, Sentence]:
    sentences: dict[str, Sentence] = {}
    name, rows = "", []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# sent_id"):
                name = line.split("=")[1].strip()
            elif line.startswith("#"):
                continue
            elif not line.strip():
                sentences[name] = {"tokens": [r[1] for r in rows], "upos": [r[3] for r in rows], "head": [int(r[6]) for r in rows], "deprel": [r[7] for r in rows],
                                   "lemma": [r[2] for r in rows]}
                rows = []
            else:
                row = line.rstrip("\n").split("\t")
                if row[0].isdigit():
                    rows.append(row)
    return sentences


def map_names(tags: list[str], open_classes: list[str], mixed: dict[str, list[str]]) -> dict[str, Any]:
    """Keep the tags of our classes; a class of the corpus that mixes several of ours becomes "?" with those it may be."""
    out = []
    for tag in tags:
        prefix, _, name = tag.partition("-")
        if name in NAMES:
            out.append(tag)
        elif name in mixed:
            out.append("?" + ",".join(mixed[name]))
        else:
            out.append("O")
    return {"ner": out, "ner_open": open_classes}


def by_document(sentences: Iterator[tuple[str, Sentence]] | list[tuple[str, Sentence]]) -> list[Document]:
    documents: dict[str, Document] = {}
    for name, sentence in sentences:
        documents.setdefault(name, []).append(sentence)
    return list(documents.values())


def demonym_tags(sentence: Sentence, demonyms: set[str]) -> None:
    """Mark "Syrian", "Turks" as NORP where a corpus left nationalities out: no corpus at hand marks them whole."""
    for index, word in enumerate(sentence["tokens"]):
        if word in demonyms and sentence["ner"][index] == "O":
            sentence["ner"][index] = "B-NORP"


def ewt(root: Path, split: str, demonyms: set[str]) -> list[Document]:
    sentences = read_conllu(root / f"syntax/ewt/{split}.conllu.gz")
    for line in read_lines(root / f"syntax/uner_ewt/{split}.ewt_aligned.jsonl.gz"):
        sentence = sentences.get(line["id"])
        if sentence and sentence["tokens"] == line["tokens"]:
            sentence.update(map_names(line["tags"], ["EVENT", "WEAPON"], {}))
            demonym_tags(sentence, demonyms)
    for line in read_lines(root / f"syntax/propbank_ewt/{split}.jsonl.gz"):
        sentence = sentences.get(line["id"])
        if sentence and sentence["tokens"] == line["tokens"]:
            sentence["srl"] = [[p["i"], [a for a in p["args"] if a[2] in ROLES]] for p in line["preds"] if len(p["args"]) > 1]
    for line in read_lines(root / f"syntax/uds_factuality/{split}.jsonl.gz"):
        sentence = sentences.get(line["id"])
        if sentence and sentence["tokens"] == line["tokens"]:
            sentence["uds"] = [[p["i"], p["value"]] for p in line["preds"]]
    for name, sentence in sentences.items():
        if name.startswith("reviews") and split == "train":
            sentence["claims"] = []
    return by_document([(name.rsplit("-", 1)[0], s) for name, s in sentences.items()])


def gum(root: Path, split: str, demonyms: set[str]) -> list[Document]:
    out = []
    for line in read_lines(root / f"syntax/gum/{split}.jsonl.gz"):
        sentence = {k: line[k] for k in ("tokens", "upos", "head", "deprel")}
        sentence.update(map_names(line["tags"], ["NORP", "EVENT", "WEAPON"], {"MISC": ["NORP", "EVENT", "WEAPON"], "PROD": ["WEAPON"]}))
        demonym_tags(sentence, demonyms)
        if line["genre"] in ("academic", "vlog", "textbook") and split == "train":
            sentence["claims"] = []
        out.append((line["doc"], sentence))
    return by_document(out)


def names_only(root: Path, split: str, demonyms: set[str]) -> list[Document]:
    out: list[tuple[str, Sentence]] = []
    for folder, open_classes, mixed in (
        ("wikigold", [], {"MISC": ["NORP", "EVENT", "WEAPON"]}),
        ("wnut17", ["NORP", "EVENT", "WEAPON"], {"PROD": ["WEAPON"]}),
        ("crossner_politics", ["NORP", "WEAPON"], {"MISC": ["NORP", "WEAPON"]}),
        ("redocred", ["EVENT", "NORP", "WEAPON"], {"MISC": ["NORP", "EVENT", "WEAPON"]}),
        ("btc", ["NORP", "EVENT", "WEAPON"], {}),
    ):
        for number, line in enumerate(read_lines(root / f"syntax/{folder}/{split}.jsonl.gz")):
            if folder == "redocred":  # nationalities are mostly LOC there
                line["tags"] = ["O" if t.endswith("-LOC") and w in demonyms else t for t, w in zip(line["tags"], line["tokens"], strict=True)]
            sentence = {"tokens": line["tokens"], **map_names(line["tags"], open_classes, mixed)}
            demonym_tags(sentence, demonyms)
            out.append((folder + str(line.get("doc", number)), sentence))
    return by_document(out)


def re3d(root: Path, split: str) -> list[Document]:
    """Its entities are not exhaustive, so only those marked teach: every other word may be anything."""
    kinds = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Weapon": "WEAPON", "MilitaryPlatform": "WEAPON"}
    out = []
    for line in read_lines(root / f"events/re3d/{split}.jsonl.gz"):
        if not line["train_ok"]:
            continue
        document = []
        for words in split_sentences(line["text"]):
            tokens = [line["text"][b:e] for b, e in words]
            tags = ["?" + ",".join(NAMES)] * len(tokens)
            for entity in sorted(line["entities"], key=lambda e: e["begin"] - e["end"]):
                if entity["type"] not in ("Weapon", "MilitaryPlatform", "Nationality"):
                    continue
                inside = [i for i, (b, e) in enumerate(words) if b < entity["end"] and e > entity["begin"]]
                for place, index in enumerate(inside):
                    tags[index] = ("I-" if place else "B-") + kinds[entity["type"]]
            document.append({"tokens": tokens, "ner": tags, "ner_open": NAMES})
        out.append(document)
    return out


def propbank_masc(root: Path, split: str) -> list[Document]:
    return by_document([(line["doc"], {"tokens": line["tokens"], "srl": [[p["i"], [a for a in p["args"] if a[2] in ROLES]] for p in line["preds"] if len(p["args"]) > 1]})
                        for line in read_lines(root / f"syntax/propbank_masc/{split}.jsonl.gz")])


def meantime(root: Path, split: str) -> list[Document]:
    out = []
    for line in read_lines(root / f"events/factuality_meantime/{split}.jsonl.gz"):
        starts, position = {}, 0
        tokens = line["text"].split(" ")
        for index, token in enumerate(tokens):
            starts[position] = index
            position += len(token) + 1
        out.append([{"tokens": tokens, "uds": [[starts[p["begin"]], p["factuality"]] for p in line["predicates"] if p["begin"] in starts]}])
    return out


def no_claims(root: Path) -> list[Document]:
    """ECB+ topics of sport, business and show business: battles, strikes and attacks that are no claims."""
    out = []
    for line in read_lines(root / "events/ecbplus/train.jsonl.gz"):
        if line["topic"] in {1, 4, 6, 7, 9, 10, 25, 27, 28, 29, 30, 31}:
            out.append([{"tokens": s.split(" "), "claims": []} for s in line["text"].split("\n") if s.strip()][:12])
    return out


def _indices(words: list[tuple[int, int]], span: dict[str, Any] | None) -> list[int]:
    if not span:
        return []
    return [i for i, (b, e) in enumerate(words) if b < span["end"] and e > span["begin"]]


def mark_claims(report: dict[str, Any]) -> Document:
    """One report in the contract's form to sentences whose `claims` are word ranges [begin, end)."""
    text = report["text"]
    document: Document = []
    for words in split_sentences(text):
        begin, end = words[0][0], words[-1][1]

        def spanned(span: dict[str, Any] | None, words: list[tuple[int, int]] = words) -> list[int] | None:
            inside = _indices(words, span)
            return [inside[0], inside[-1] + 1] if inside else None

        claims = []
        for claim in report["claims"]:
            if not (begin <= claim["trigger"]["begin"] < end):
                continue
            chain = []
            for link in claim["attribution"]:
                cue, source = spanned(link["cue"]), spanned(link["source"])
                chain.append({"cue": cue or source, "source": source, "stance": STANCES.index(link["stance"])})
            claims.append({
                "type": EVENT_TYPES.index(claim["type"]), "trigger": spanned(claim["trigger"]),
                "actors": [s for m in claim["actors"] if (s := spanned(m))], "recipients": [s for m in claim["recipients"] if (s := spanned(m))],
                "places": [s for m in claim["places"] if (s := spanned(m))], "time": spanned(claim["time"]),
                "quantities": [[*s, QUANTITY_KINDS.index(q["kind"])] for q in claim["quantities"] if (s := spanned(q))],
                "chain": [link for link in chain if link["cue"]], "factuality": FACTUALITY.index(claim["factuality"])})
        document.append({"tokens": [text[b:e] for b, e in words], "claims": claims})
    return document


def without_offsets_check(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def claim_reports(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Yield the reports of gold files and of marked ones."""
    for path in paths:
        yield from read_marked(path) if path.suffix == ".txt" else read_lines(path)


def claim_documents(reports: Iterable[dict[str, Any]], forbidden: set[str]) -> list[Document]:
    """Reports with claims, less those that share a sentence with a development set."""
    return [mark_claims(report) for report in reports if not any(without_offsets_check(line) in forbidden for line in report["text"].split("\n") if len(line) > 40)]
