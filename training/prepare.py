"""Corpora to one file of arrays for `train.py`: words cut into pieces, labels as numbers. Writes labels.json beside it.

    python3 training/prepare.py --shared ../shared --encoder FOLDER_OF_ALL_MINILM_L6_V2 --out .data
"""
from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import corpora
import numpy as np
from agency_marks import read_marks
from corpora import EVENT_TYPES, FACTUALITY, NAMES, QUANTITY_KINDS, ROLES, STANCES, Document, read_lines
from safetensors.torch import load_file, save_file

from counterclaim import vocab
from counterclaim.language.lexicon import TriggerLexicon
from counterclaim.language.wordpiece import WordPiece, case_pattern

NER = ["O"] + [f"{p}-{n}" for n in NAMES for p in "BI"]
SRL = ["O"] + [f"{p}-{r}" for r in ROLES for p in "BI"]


def tags(length: int, spans: list[Any], labels: list[tuple[int, int]]) -> np.ndarray:
    """BIO numbers of the spans [begin, end); each with its (B, I) numbers; what comes first wins."""
    out = np.zeros(length, np.int16)
    for (begin, end), (b, i) in zip(spans, labels, strict=True):
        if not out[begin:end].any():
            out[begin:end] = i
            out[begin] = b
    return out


def encode(document: Document, pieces: WordPiece, lexicon: TriggerLexicon, upos: dict[str, int], deprel: dict[str, int]) -> list[dict[str, Any]]:
    out = []
    for sentence in document:
        tokens = sentence["tokens"][:250]
        n = len(tokens)
        if not n or len(sentence["tokens"]) > 250:
            continue
        cut = [pieces.pieces(t) for t in tokens]
        ends = np.cumsum([len(c) for c in cut])
        coded: dict[str, Any] = {"pieces": np.array([p for c in cut for p in c], np.int32), "first": ends - [len(c) for c in cut], "last": ends - 1,
                                 "case": np.array([case_pattern(t) for t in tokens], np.int8)}
        if "upos" in sentence:
            coded["upos"] = np.array([upos[u] for u in sentence["upos"]], np.int8)
            coded["head"] = np.array(sentence["head"], np.int16)
            coded["deprel"] = np.array([deprel.get(r, deprel.get(r.split(":")[0], 0)) for r in sentence["deprel"]], np.int8)
        if "ner" in sentence:
            allowed = np.zeros((n, len(NER)), bool)
            hidden = [NER.index(f"{p}-{name}") for name in sentence["ner_open"] for p in "BI"]
            for i, tag in enumerate(sentence["ner"]):
                if tag.startswith("?"):
                    allowed[i, 0] = True
                    allowed[i, [NER.index(f"{p}-{name}") for name in tag[1:].split(",") for p in "BI"]] = True
                else:
                    allowed[i, NER.index(tag)] = True
                    if tag == "O":
                        allowed[i, hidden] = True
            coded["ner"] = allowed
        if "srl" in sentence:
            coded["srl"] = [{"word": word, "labels": tags(n, [a[:2] for a in args], [(2 * ROLES.index(a[2]) + 1, 2 * ROLES.index(a[2]) + 2) for a in args])}
                            for word, args in sentence["srl"] if word < n]
        if "uds" in sentence:
            coded["uds"] = sentence["uds"]
        if "claims" in sentence:
            inside = len(EVENT_TYPES) + 1
            coded["trigger"] = np.zeros(n, np.int8)
            coded["lexicon"] = lexicon.features(tokens).astype(np.float16)
            coded["claims"], cues = [], {}
            for claim in sentence["claims"]:
                begin, end = claim["trigger"]
                if coded["trigger"][begin] == 0:
                    coded["trigger"][begin:end] = inside
                    coded["trigger"][begin] = claim["type"] + 1
                chain = np.zeros(n, np.int8)
                for place, link in enumerate(claim["chain"][:3]):
                    word = link["cue"][0]
                    chain[word] = place + 1
                    if word not in cues or cues[word]["source"] is None:
                        cues[word] = link
                roles = [(s, (1, 2)) for s in claim["actors"]] + [(s, (3, 4)) for s in claim["recipients"]]
                quantities = [(q[:2], (q[2] + 1, len(QUANTITY_KINDS) + 1)) for q in claim["quantities"]]
                coded["claims"].append({
                    "word": begin, "type": claim["type"], "factuality": claim["factuality"],
                    "roles": tags(n, [s for s, _ in roles], [label for _, label in roles]),
                    "places": tags(n, claim["places"], [(1, 2)] * len(claim["places"])),
                    "times": tags(n, [claim["time"]] if claim["time"] else [], [(1, 2)] if claim["time"] else []),
                    "quantities": tags(n, [s for s, _ in quantities], [label for _, label in quantities]), "chain": chain})
            coded["cue"] = tags(n, [link["cue"] for link in cues.values()], [(1, 2)] * len(cues))
            coded["cues"] = [{"word": word, "stance": link["stance"], "labels": tags(n, [link["source"]] if link["source"] else [], [(1, 2)] if link["source"] else [])}
                             for word, link in cues.items()]
        out.append(coded)
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True)
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--out", type=Path, default=Path(".data"))
    ap.add_argument("--marked", type=Path, nargs="*", default=sorted((Path(__file__).parent / "marked").glob("*.txt")))
    args = ap.parse_args()
    args.out.mkdir(exist_ok=True)
    root, gold = args.shared / "corpora", args.shared / "gold"
    demonyms = {name for state in vocab.load("actors")["states"].values() for name in state.get("demonyms", ()) if " " not in name}
    pieces = WordPiece.load(args.encoder / "vocab.txt")
    lexicon = TriggerLexicon(EVENT_TYPES)
    held = {corpora.without_offsets_check(line) for name in ("claims", "modern", "seed") for report in read_lines(gold / f"{name}.jsonl") for line in report["text"].split("\n")}
    syntax = corpora.ewt(root, "train", demonyms) + corpora.gum(root, "train", demonyms)
    upos = {name: i for i, name in enumerate(sorted({u for d in syntax for s in d for u in s["upos"]}))}
    counts = Counter(r for d in syntax for s in d for r in s["deprel"])
    deprel = {name: i for i, name in enumerate(sorted(r for r, c in counts.items() if c >= 20))}
    sets = {
        "syntax_train": syntax,
        "names_train": corpora.names_only(root, "train", demonyms) + corpora.re3d(root, "train"),
        "srl_train": corpora.propbank_masc(root, "train") + corpora.meantime(root, "train"),
        "gold_train": corpora.claim_documents(corpora.claim_reports([gold / "train.jsonl", gold / "train_modern.jsonl"]), held),
        "claims_train": corpora.claim_documents(chain(corpora.claim_reports(args.marked), read_marks(args.shared)), held) + corpora.no_claims(root)[:120],
        "ewt_dev": corpora.ewt(root, "dev", demonyms),
        "claims_dev": corpora.claim_documents(corpora.claim_reports([gold / "claims.jsonl"]), set()),
        "modern_dev": corpora.claim_documents(corpora.claim_reports([gold / "modern.jsonl"]), set()),
    }
    data: dict[str, Any] = {name: [encode(d, pieces, lexicon, upos, deprel) for d in documents] for name, documents in sets.items()}
    data["special"] = {"pad": pieces.pad, "start": pieces.start, "stop": pieces.stop}
    data["sizes"] = {"upos": len(upos), "deprel": len(deprel), "ner": len(NER), "types": len(EVENT_TYPES), "kinds": len(QUANTITY_KINDS), "srl": len(SRL)}
    with gzip.open(args.out / "data.pkl.gz", "wb", compresslevel=6) as file:
        pickle.dump(data, file)
    (args.out / "labels.json").write_text(json.dumps({"upos": list(upos), "deprel": list(deprel), "ner": NER, "types": EVENT_TYPES, "kinds": QUANTITY_KINDS,
                                                      "factuality": FACTUALITY, "stances": STANCES}, indent=1) + "\n")
    if not (args.out / "encoder.safetensors").exists():
        save_file({k: v.half() for k, v in load_file(args.encoder / "model.safetensors").items() if v.is_floating_point()}, args.out / "encoder.safetensors")
    for name, documents in sets.items():
        print(f"{name}: {len(documents)} documents, {sum(len(s['tokens']) for d in documents for s in d)} words, {sum(len(s.get('claims', ())) for d in documents for s in d)} claims")


if __name__ == "__main__":
    main()
