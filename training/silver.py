"""Give the claim reports tags, parses and names of a teacher that read syntax and names alone, so that both stay right on news of conflict.

    python3 training/train.py --data .data --out .runs/teacher --mix syntax=1,names=0.35 --no-srl --minutes 28
    python3 training/silver.py --data .data --teacher .runs/teacher/weights.pt

Without them the shared encoder learns, from text that has claims and no tags, to write the claims over what the parse needs: the parse of EWT stays as good
while "rockets" in such a report becomes a preposition. Words of which the teacher is unsure teach nothing.
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
from train import CHUNK, chunks, collate

SURE = 0.6
"""The teacher's chance from which its answer is taken."""


@torch.no_grad()
def label(teacher: Reader, documents: list[list[dict[str, Any]]], special: dict[str, int]) -> tuple[int, int]:
    """Add the teacher's labels to the sentences of documents; return how many words there are, and of how many it knew the head."""
    words = known = 0
    for document in documents:
        for run in chunks(document, CHUNK - 2, None):
            batch = {k: torch.from_numpy(v) for k, v in collate([run], special).items()}
            x = teacher.words(batch["ids"], batch["mask"], batch["first"], batch["last"], batch["case"])
            arcs, tags, names = teacher.arcs(x, batch["words"]).softmax(-1), teacher.upos(x).softmax(-1), teacher.ner(x).softmax(-1)
            heads = arcs.argmax(-1)
            relations = teacher.relations(x, heads).softmax(-1)
            for row, sentence in enumerate(run):
                n = len(sentence["first"])
                sure = (arcs[row, :n].amax(-1) >= SURE).numpy()
                sentence["head"] = np.where(sure, heads[row, :n].numpy(), -1).astype(np.int16)
                sentence["deprel"] = np.where(sure & (relations[row, :n].amax(-1) >= SURE).numpy(), relations[row, :n].argmax(-1).numpy(), -1).astype(np.int8)
                sentence["upos"] = np.where((tags[row, :n].amax(-1) >= SURE).numpy(), tags[row, :n].argmax(-1).numpy(), -1).astype(np.int8)
                allowed = np.ones((n, names.shape[-1]), bool)
                for i in np.flatnonzero((names[row, :n].amax(-1) >= SURE).numpy()):
                    allowed[i] = False
                    allowed[i, int(names[row, i].argmax())] = True
                sentence["ner"] = allowed
                words, known = words + n, known + int(sure.sum())
    return words, known


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(".data"))
    ap.add_argument("--teacher", type=Path, required=True)
    args = ap.parse_args()
    path = args.data / "data.pkl.gz"
    with gzip.open(path) as file:
        data = pickle.load(file)
    teacher = Reader(Sizes(**data["sizes"]))
    teacher.load_state_dict({k: v.float() for k, v in torch.load(args.teacher, map_location="cpu", weights_only=True).items()})
    teacher.eval()
    words, known = label(teacher, data["gold_train"] + data["claims_train"], data["special"])
    with gzip.open(path, "wb", compresslevel=6) as file:
        pickle.dump(data, file)
    print(f"{words} words, heads of {known}")


if __name__ == "__main__":
    main()
