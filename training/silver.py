"""Give the claim reports tags, parses and names of teachers, so that all of these stay right on news of conflict.

    python3 training/train.py --data .data --out .runs/teacher --mix syntax=1,names=0.35 --no-srl --minutes 28
    python3 training/silver.py --data .data --teacher .runs/teacher/weights.pt --second PREVIOUS.pt

Without them the shared encoder learns, from text that has claims and no tags, to write the claims over what the parse needs: the parse of EWT stays as good
while "rockets" in such a report becomes a preposition. The teacher read syntax and names alone and is not so bent; the second is the model so far, the better
parser elsewhere. What both are not sure of teaches nothing.
"""
from __future__ import annotations

import argparse
import gzip
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from model import Reader, Sizes
from torch import Tensor
from train import batches, collate

PIECES = 4000
ALONE, TOGETHER = 0.85, 0.7
"""The teacher's own chance, and the mean of both, from which an answer is taken: 96 in 100 heads of EWT are right then."""


def choose(own: Tensor, mean: Tensor) -> np.ndarray:
    """Chances (N, C) of the teacher and of both to the answers taken (N), -1 where there is none."""
    sure, first = own.max(-1)
    agreed, second = mean.max(-1)
    return torch.where(sure >= ALONE, first, torch.where(agreed >= TOGETHER, second, -1)).numpy()


@torch.no_grad()
def label(teachers: tuple[Reader, Reader], documents: list[list[dict[str, Any]]], special: dict[str, int]) -> tuple[int, int]:
    """Add the teachers' labels to the sentences of documents; return how many words there are, and of how many the head is known."""
    words = known = 0
    for runs in batches(documents, PIECES, None):
        batch = {k: torch.from_numpy(v) for k, v in collate(runs, special).items()}
        vectors = [t.words(batch["ids"], batch["mask"], batch["first"], batch["last"], batch["case"]) for t in teachers]
        parts = {name: [getattr(t, name)(x).softmax(-1) for t, x in zip(teachers, vectors, strict=True)] for name in ("upos", "ner")}
        parts["head"] = [t.arcs(x, batch["words"]).softmax(-1) for t, x in zip(teachers, vectors, strict=True)]
        taken = {name: choose(own, (own + other) / 2) for name, (own, other) in parts.items()}
        own, other = (t.relations(x, torch.from_numpy(taken["head"]).clamp(min=0)).softmax(-1) for t, x in zip(teachers, vectors, strict=True))
        taken["deprel"] = np.where(taken["head"] >= 0, choose(own, (own + other) / 2), -1)
        for row, sentence in enumerate(sentence for run in runs for sentence in run):
            n = len(sentence["first"])
            names = taken["ner"][row, :n, None]
            allowed = (names < 0) | (names == np.arange(parts["ner"][0].shape[-1]))
            sentence |= {"upos": taken["upos"][row, :n].astype(np.int8), "head": taken["head"][row, :n].astype(np.int16), "deprel": taken["deprel"][row, :n].astype(np.int8), "ner": allowed}
            words, known = words + n, known + int((taken["head"][row, :n] >= 0).sum())
    return words, known


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(".data"))
    ap.add_argument("--teacher", type=Path, required=True)
    ap.add_argument("--second", type=Path, required=True)
    args = ap.parse_args()
    path = args.data / "data.pkl.gz"
    with gzip.open(path) as file:
        data = pickle.load(file)
    teachers = Reader(Sizes(**data["sizes"])), Reader(Sizes(**data["sizes"]))
    for teacher, weights in zip(teachers, (args.teacher, args.second), strict=True):
        teacher.load_state_dict({k: v.float() for k, v in torch.load(weights, map_location="cpu", weights_only=True).items()})
        teacher.eval()
    words, known = label(teachers, data["gold_train"] + data["claims_train"], data["special"])
    with gzip.open(path, "wb", compresslevel=6) as file:
        pickle.dump(data, file)
    print(f"{words} words, heads of {known}")


if __name__ == "__main__":
    main()
