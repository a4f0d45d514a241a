"""Train the reader: all corpora jointly, then once more with the weight on claims. Seeded; resumes from its last checkpoint.

    python3 training/prepare.py --shared ../shared --out .data        corpora to one compressed file
    python3 training/train.py --data .data --out .runs/one [--epochs 30] [--device cuda]
"""
from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from model import Reader, Sizes

CHUNK = 192
Batch = dict[str, Any]


def chunks(document: list[dict[str, Any]], limit: int, rng: random.Random | None) -> Iterator[list[dict[str, Any]]]:
    """Runs of sentences that fit in `limit` pieces; while training the limit varies, so that single sentences are seen too."""
    run: list[dict[str, Any]] = []
    size, top = 0, limit
    for sentence in document:
        if run and size + len(sentence["pieces"]) > top:
            yield run
            run, size = [], 0
            top = limit if rng is None or rng.random() < 0.6 else rng.randint(10, limit)
        run.append(sentence)
        size += len(sentence["pieces"])
    if run:
        yield run


def batches(documents: list[list[dict[str, Any]]], pieces: int, rng: random.Random | None) -> Iterator[list[list[dict[str, Any]]]]:
    runs = [run for document in documents for run in chunks(document, CHUNK - 2, rng)]
    if rng:
        rng.shuffle(runs)
        # alike lengths together, in pools, to pad little
        pool = 600
        runs = [run for i in range(0, len(runs), pool) for run in sorted(runs[i : i + pool], key=lambda r: sum(len(s["pieces"]) for s in r))]
    out: list[list[list[dict[str, Any]]]] = []
    batch: list[list[dict[str, Any]]] = []
    longest = 0
    for run in runs:
        size = sum(len(s["pieces"]) for s in run) + 2
        if batch and max(longest, size) * (len(batch) + 1) > pieces:
            out.append(batch)
            batch, longest = [], 0
        batch.append(run)
        longest = max(longest, size)
    if batch:
        out.append(batch)
    if rng:
        rng.shuffle(out)
    yield from out


def collate(runs: list[list[dict[str, Any]]], special: dict[str, int]) -> Batch:
    """Runs of sentences to arrays: pieces by run, words and labels by sentence; -1 is no label."""
    length = min(512, max(sum(len(s["pieces"]) for s in run) + 2 for run in runs))
    sentences = [s for run in runs for s in run]
    width = max(len(s["first"]) for s in sentences)
    ids, mask = np.full((len(runs), length), special["pad"], np.int64), np.zeros((len(runs), length), np.int64)
    shape = (len(sentences), width)
    first, last, case, words = (np.zeros(shape, np.int64) for _ in range(4))
    labels = {name: np.full(shape, -1, np.int64) for name in ("upos", "head", "deprel", "trigger", "cue")}
    uds = np.full(shape, np.nan, np.float32)
    lexicon: list[Any] = []
    ner: list[Any] = []
    anchors: dict[str, list[Any]] = {"claims": [], "cues": [], "srl": []}
    row = 0
    for r, run in enumerate(runs):
        pieces = [special["start"]]
        for s in run:
            n = len(s["first"])
            base = r * length + len(pieces)
            pieces += s["pieces"].tolist()
            limit = r * length + length - 1
            first[row, :n], last[row, :n], case[row, :n], words[row, :n] = np.minimum(base + s["first"], limit), np.minimum(base + s["last"], limit), s["case"], 1
            for name in ("upos", "head", "deprel", "trigger", "cue"):
                if name in s:
                    labels[name][row, :n] = s[name]
            if "uds" in s:
                for i, value in s["uds"]:
                    uds[row, i] = value
            if "ner" in s:
                ner.append((row, s["ner"]))
            if "lexicon" in s:
                lexicon.append((row, s["lexicon"]))
            for claim in s.get("claims", ()):
                anchors["claims"].append((row, claim))
            for cue in s.get("cues", ()):
                anchors["cues"].append((row, cue))
            for predicate in s.get("srl", ()):
                anchors["srl"].append((row, predicate))
            row += 1
        pieces = pieces[: length - 1] + [special["stop"]]
        ids[r, : len(pieces)], mask[r, : len(pieces)] = pieces, 1
    batch: Batch = {"ids": ids, "mask": mask, "first": first, "last": last, "case": case, "words": words, **labels, "uds": uds}
    if lexicon:
        batch["lexicon"] = np.zeros((*shape, lexicon[0][1].shape[1]), np.float32)
        for index, rows in lexicon:
            batch["lexicon"][index, : len(rows)] = rows
    if ner:
        allowed = np.zeros((*shape, ner[0][1].shape[1]), bool)
        for index, rows in ner:
            allowed[index, : len(rows)] = rows
        batch["ner"] = allowed
    if anchors["claims"]:
        rows = [a for a, _ in anchors["claims"]]
        claims = [c for _, c in anchors["claims"]]
        batch["claim_row"], batch["claim_word"] = np.array(rows), np.array([c["word"] for c in claims])
        batch["claim_type"], batch["claim_fact"] = np.array([c["type"] for c in claims]), np.array([c["factuality"] for c in claims])
        for name in ("roles", "places", "times", "quantities", "chain"):
            batch[name] = np.full((len(claims), width), -1, np.int64)
            for i, c in enumerate(claims):
                batch[name][i, : len(c[name])] = c[name]
    for key, label in (("cues", "source"), ("srl", "srl")):
        if anchors[key]:
            batch[key + "_row"] = np.array([a for a, _ in anchors[key]])
            batch[key + "_word"] = np.array([c["word"] for _, c in anchors[key]])
            batch[label] = np.full((len(anchors[key]), width), -1, np.int64)
            for i, (_, c) in enumerate(anchors[key]):
                batch[label][i, : len(c["labels"])] = c["labels"]
            if key == "cues":
                batch["stance"] = np.array([c["stance"] for _, c in anchors[key]])
    return batch


def losses(model: Reader, batch: Batch, srl: bool = True) -> dict[str, torch.Tensor]:
    x = model.words(batch["ids"], batch["mask"], batch["first"], batch["last"], batch["case"])
    out: dict[str, torch.Tensor] = {}
    types = model.sizes.types

    def entropy(scores: torch.Tensor, gold: torch.Tensor, weight: torch.Tensor | None = None) -> torch.Tensor:
        return F.cross_entropy(scores.float().flatten(0, -2), gold.flatten(), ignore_index=-1, weight=weight)

    if (batch["upos"] >= 0).any():
        out["upos"] = entropy(model.upos(x), batch["upos"])
        out["arc"] = entropy(model.arcs(x, batch["words"]), batch["head"])
        out["rel"] = entropy(model.relations(x, batch["head"].clamp(min=0)), batch["deprel"])
    if "ner" in batch:
        allowed = batch["ner"]
        scores = model.ner(x).float().log_softmax(-1)
        known = allowed.any(-1) & ~allowed.all(-1)
        out["ner"] = -(scores.masked_fill(~allowed, -1e9).logsumexp(-1)[known]).mean() if known.any() else scores.sum() * 0
    if (batch["trigger"] >= 0).any():
        known_words = batch["lexicon"]
        if model.training:
            # some sentences without the vocabulary, some words with a gap in it: the model must not lean on it alone
            keep = (torch.rand(known_words.shape[0], 1, 1) > 0.15) & (torch.rand(*known_words.shape[:2], 1) > 0.1)
            known_words = known_words * keep.to(known_words)
        out["trigger"] = 2.0 * entropy(model.triggers(x, known_words), batch["trigger"])
        out["cue"] = entropy(model.cue(x), batch["cue"])
    known = ~torch.isnan(batch["uds"])
    if known.any():
        out["uds"] = 0.1 * F.smooth_l1_loss(model.uds(x).squeeze(-1).float()[known], batch["uds"][known])
    if "claim_row" in batch:
        rows, columns = batch["claim_row"], batch["claim_word"]
        out["factuality"] = 0.5 * entropy(model.factuality(x[rows, columns]), batch["claim_fact"])
        v = model.pairs(x, rows, columns, batch["claim_type"])
        per_claim = len(rows) or 1
        for name, weight in (("roles", 0.5), ("places", 0.25), ("times", 0.2), ("quantities", 0.25), ("chain", 0.5)):
            scores = getattr(model, name)(v).float()
            out[name] = weight * F.cross_entropy(scores.flatten(0, -2), batch[name].flatten(), ignore_index=-1, reduction="sum") / per_claim
    if "cues_row" in batch:
        rows, columns = batch["cues_row"], batch["cues_word"]
        v = model.pairs(x, rows, columns, torch.full_like(rows, types))
        out["source"] = 0.3 * F.cross_entropy(model.source(v).float().flatten(0, -2), batch["source"].flatten(), ignore_index=-1, reduction="sum") / len(rows)
        out["stance"] = 0.3 * entropy(model.stance(x[rows, columns]), batch["stance"])
    if "srl_row" in batch and srl:
        rows, columns = batch["srl_row"], batch["srl_word"]
        v = model.pairs(x, rows, columns, torch.full_like(rows, types + 1))
        out["srl"] = 0.1 * F.cross_entropy(model.srl(v).float().flatten(0, -2), batch["srl"].flatten(), ignore_index=-1, reduction="sum") / len(rows)
    return out


def to_device(batch: Batch, device: str) -> Batch:
    return {k: torch.from_numpy(v).to(device, non_blocking=True) for k, v in batch.items()}


@torch.no_grad()
def evaluate(model: Reader, data: dict[str, Any], device: str) -> dict[str, float]:
    """Quick figures on the development parts; `make evaluate` scores the shipped model through the program itself."""
    model.eval()
    figures: dict[str, float] = {}
    for name in ("ewt_dev", "claims_dev", "modern_dev"):
        n: dict[str, float] = {}

        def add(key: str, value: Any, n: dict[str, float] = n) -> None:
            n[key] = n.get(key, 0.0) + float(value)

        for runs in batches(data[name], 6000, None):
            batch = to_device(collate(runs, data["special"]), device)
            x = model.words(batch["ids"], batch["mask"], batch["first"], batch["last"], batch["case"])
            if (batch["upos"] >= 0).any():
                known = batch["upos"] >= 0
                add("words", known.sum())
                add("upos", (model.upos(x).argmax(-1) == batch["upos"])[known].sum())
                heads = model.arcs(x, batch["words"]).argmax(-1)
                right = (heads == batch["head"]) & known
                add("uas", right.sum())
                add("las", (right & (model.relations(x, heads).argmax(-1) == batch["deprel"])).sum())
            if name == "ewt_dev":
                for gold, guess in zip(batch["ner"], model.ner(x).argmax(-1), strict=True):
                    g, p = spans(gold.int().argmax(-1).tolist(), gold.any(-1)), spans(guess.tolist(), gold.any(-1))
                    keep = {2 * i + 1 for i in range(3)}
                    g, p = {s for s in g if s[2] in keep}, {s for s in p if s[2] in keep}
                    add("ner_gold", len(g)), add("ner_guess", len(p)), add("ner_hit", len(g & p))
            else:
                guess = model.triggers(x, batch["lexicon"]).argmax(-1)
                gold = batch["trigger"]
                top = model.sizes.types
                g, p = (gold > 0) & (gold <= top), (guess > 0) & (guess <= top) & (gold >= 0)
                add("t_gold", g.sum()), add("t_guess", p.sum()), add("t_found", (g & p).sum()), add("t_typed", (g & p & (gold == guess)).sum())
                if "claim_row" in batch:
                    rows, columns = batch["claim_row"], batch["claim_word"]
                    add("f_all", len(rows)), add("f_hit", (model.factuality(x[rows, columns]).argmax(-1) == batch["claim_fact"]).sum())
                    v = model.pairs(x, rows, columns, batch["claim_type"])
                    for label in ("roles", "places", "times", "quantities", "chain"):
                        a, b = batch[label], getattr(model, label)(v).argmax(-1)
                        add(label + "_gold", (a > 0).sum()), add(label + "_guess", ((b > 0) & (a >= 0)).sum()), add(label + "_hit", ((a > 0) & (a == b)).sum())
                        if label in ("roles", "chain"):
                            add(label + "_whole", ((a == b) | (a < 0)).all(-1).sum())
                if "cues_row" in batch:
                    v = model.pairs(x, batch["cues_row"], batch["cues_word"], torch.full_like(batch["cues_row"], top))
                    a, b = batch["source"], model.source(v).argmax(-1)
                    add("source_gold", (a > 0).sum()), add("source_guess", ((b > 0) & (a >= 0)).sum()), add("source_hit", ((a > 0) & (a == b)).sum())
                c, d = model.cue(x).argmax(-1), batch["cue"]
                add("cue_gold", (d == 1).sum()), add("cue_guess", ((c == 1) & (d >= 0)).sum()), add("cue_hit", ((d == 1) & (c == 1)).sum())

        def f1(hit: str, gold: str, guess: str, n: dict[str, float] = n) -> float:
            return round(200 * n[hit] / max(1.0, n[gold] + n[guess]), 2)

        short = name.split("_")[0]
        if "words" in n:
            figures |= {f"{short}.{k}": round(100 * n[k] / n["words"], 2) for k in ("upos", "uas", "las")}
        if "ner_gold" in n:
            figures[f"{short}.ner"] = f1("ner_hit", "ner_gold", "ner_guess")
        if "t_gold" in n:
            figures[f"{short}.found"], figures[f"{short}.typed"] = f1("t_found", "t_gold", "t_guess"), f1("t_typed", "t_gold", "t_guess")
            figures[f"{short}.fact"] = round(100 * n["f_hit"] / n["f_all"], 2)
            for label in ("roles", "places", "times", "quantities", "chain", "source", "cue"):
                figures[f"{short}.{label}"] = f1(label + "_hit", label + "_gold", label + "_guess")
            for label in ("roles", "chain"):
                figures[f"{short}.{label}_whole"] = round(100 * n[label + "_whole"] / n["f_all"], 2)
    model.train()
    return figures


def spans(tags: list[int], known: torch.Tensor) -> set[tuple[int, int, int]]:
    """BIO tags (0 O, 2k+1 B, 2k+2 I) to (begin, end, B tag)."""
    out, start, kind = set(), -1, 0
    for i, tag in enumerate([*(t if k else 0 for t, k in zip(tags, known.tolist(), strict=True)), 0]):
        if start >= 0 and tag != kind + 1:
            out.add((start, i, kind))
            start = -1
        if tag % 2 or (tag and start < 0):
            start, kind = i, tag if tag % 2 else tag - 1
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=Path(".data"))
    ap.add_argument("--out", type=Path, default=Path(".runs/one"))
    ap.add_argument("--epochs", type=float, default=30)
    ap.add_argument("--pieces", type=int, default=8000)
    ap.add_argument("--encoder-rate", type=float, default=1.5e-4)
    ap.add_argument("--head-rate", type=float, default=1e-3)
    ap.add_argument("--mix", default="syntax=1,names=1,srl=1,gold=3,claims=2", help="how often an epoch reads each set; a share below 1 draws that share of its documents anew each epoch")
    ap.add_argument("--start", type=Path, help="weights to go on from")
    ap.add_argument("--last-rate", type=float, default=0.02, help="the share of the learning rates that remains at the end")
    ap.add_argument("--no-srl", action="store_true", help="leave PropBank's roles out: a third of a step's time")
    ap.add_argument("--warm-up", type=int, default=300)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    ap.add_argument("--minutes", type=float, default=1e9)
    ap.add_argument("--evaluate-every", type=float, default=3)
    args = ap.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_float32_matmul_precision("high")
    rng = random.Random(args.seed)
    with gzip.open(args.data / "data.pkl.gz") as file:
        data = pickle.load(file)
    model = Reader(Sizes(**data["sizes"]))
    if args.start:
        model.load_state_dict({k: v.float() for k, v in torch.load(args.start, map_location="cpu", weights_only=True).items()}, strict=False)
    else:
        model.encoder.load_minilm(args.data / "encoder.safetensors")
    model.to(args.device).train()
    encoder = [p for n, p in model.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": args.encoder_rate}, {"params": heads, "lr": args.head_rate}], weight_decay=0.01, betas=(0.9, 0.98))
    mix = {name: float(times) for name, times in (part.split("=") for part in args.mix.split(","))}

    def draw(rng: random.Random) -> list[Any]:
        """The documents of one epoch."""
        out: list[Any] = []
        for name, times in mix.items():
            documents = data[f"{name}_train"]
            out += int(times) * documents + rng.sample(documents, int((times % 1) * len(documents)))
        return out

    epoch = sum(1 for _ in batches(draw(random.Random(0)), args.pieces, random.Random(0)))
    steps = int(args.epochs * epoch)
    print("steps", steps, "in an epoch", epoch, flush=True)
    started = time.time()

    def rate(s: int) -> float:
        """Warm up, then fall in a line to the last rate, by steps or by the minutes given, whichever end comes first."""
        done = max(s / steps, (time.time() - started) / 60 / args.minutes)
        return min(1.0, (s + 1) / args.warm_up) * max(args.last_rate, 1 - done)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    average = {k: v.detach().clone().float() for k, v in model.state_dict().items()}
    step = 0
    checkpoint = args.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, map_location=args.device, weights_only=False)
        model.load_state_dict(saved["model"]), optimiser.load_state_dict(saved["optimiser"]), schedule.load_state_dict(saved["schedule"])
        average, step = saved["average"], saved["step"]
        rng.seed(args.seed + step)
        print("resumed at step", step, flush=True)

    def stream() -> Iterator[Batch]:
        while True:
            for runs in batches(draw(rng), args.pieces, rng):
                yield collate(runs, data["special"])

    supply = stream()
    totals: dict[str, list[float]] = {}
    while step < steps:
        batch = to_device(next(supply), args.device)
        with torch.autocast(args.device, torch.bfloat16):
            parts = losses(model, batch, not args.no_srl)
        sum(parts.values()).backward()  # type: ignore[union-attr]
        if step % 20 == 0:
            for k, v in parts.items():
                totals.setdefault(k, []).append(float(v.detach()))
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        if step % 5 == 0:
            keep = min(0.98, 1 - 5 / (step + 5))
            with torch.no_grad():
                for k, v in model.state_dict().items():
                    average[k].lerp_(v.float(), 1 - keep)
        if time.time() - started > 60 * args.minutes:
            steps = step
        if step % max(1, int(args.evaluate_every * epoch)) == 0 or step == steps:
            live = {k: v.clone() for k, v in model.state_dict().items()}
            model.load_state_dict(average)
            figures = evaluate(model, data, args.device)
            torch.save({k: v.half() for k, v in average.items()}, args.out / "weights.pt")
            model.load_state_dict(live)
            torch.save({"model": live, "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(), "average": average, "step": step}, checkpoint)
            print(json.dumps({"epoch": step / epoch, "minutes": round((time.time() - started) / 60, 1), **figures,
                              "loss": {k: round(float(np.mean(v)), 3) for k, v in totals.items()}}), flush=True)
            totals = {}
    checkpoint.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
