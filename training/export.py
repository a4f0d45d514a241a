"""Trained weights to the one int8 ONNX file that the package ships, with its card's digest.

    python3 training/export.py --weights .runs/one/weights.pt --data .data --out src/counterclaim/language/model

Weights are quantised per channel (8 bits, signed), activations at run time by onnxruntime. The graph picks the anchors of the pair layer
itself: every word whose chance of being a trigger, or of opening a cue, is over the given floor.
"""
from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from model import Reader, Sizes
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn


class Exported(nn.Module):
    inputs = ("ids", "mask", "first", "last", "case", "words", "lexicon", "floors")
    outputs = ("upos", "arcs", "heads", "deprel", "ner", "trigger", "cue", "trigger_row", "trigger_word", "roles", "places", "times", "quantities", "chain",
               "factuality", "cue_row", "cue_word", "source", "stance", "sentence")

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor, last: Tensor, case: Tensor, words: Tensor, lexicon: Tensor, floors: Tensor) -> tuple[Tensor, ...]:
        m, types = self.model, self.model.sizes.types
        x = m.words(ids, mask, first, last, case)
        open_ = words.to(x.dtype)
        arcs = m.arcs(x, words)
        heads = arcs.argmax(-1)
        deprel = m.relations(x, heads).argmax(-1)
        trigger, cue = m.triggers(x, lexicon).softmax(-1), m.cue(x).softmax(-1)
        named = trigger[..., 1 : types + 1]
        at = torch.nonzero((named.sum(-1) * open_) > floors[0])
        row, word = at[:, 0], at[:, 1]
        v = m.pairs(x, row, word, named[row, word].argmax(-1))
        at = torch.nonzero((cue[..., 1] * open_) > floors[1])
        cue_row, cue_word = at[:, 0], at[:, 1]
        c = m.pairs(x, cue_row, cue_word, torch.full_like(cue_row, types))
        sentence = (x * open_[..., None]).sum(1) / open_.sum(1, keepdim=True).clamp(min=1)
        return (m.upos(x).argmax(-1), arcs, heads, deprel, m.ner(x), trigger, cue, row, word, m.roles(v).softmax(-1), m.places(v).softmax(-1), m.times(v).softmax(-1),
                m.quantities(v).softmax(-1), m.chain(v).softmax(-1), m.factuality(x[row, word]).softmax(-1), cue_row, cue_word, m.source(c).softmax(-1),
                m.stance(x[cue_row, cue_word]).softmax(-1), sentence)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--weights", type=Path, required=True)
    ap.add_argument("--data", type=Path, default=Path(".data"))
    ap.add_argument("--out", type=Path, default=Path("src/counterclaim/language/model"))
    ap.add_argument("--float", type=Path, help="write the unquantised model here too, to compare")
    args = ap.parse_args()
    labels = json.loads((args.data / "labels.json").read_text())
    state = {k: v.float() for k, v in torch.load(args.weights, map_location="cpu", weights_only=True).items()}
    model = Reader(Sizes(upos=len(labels["upos"]), deprel=len(labels["deprel"]), ner=len(labels["ner"]), types=len(labels["types"]), kinds=len(labels["kinds"]),
                         srl=state["srl.weight"].shape[0]))
    model.load_state_dict(state)
    model.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    plain = args.float or args.out / "float.onnx"
    b, n = 2, 7
    example = (torch.ones(b, 20, dtype=torch.long), torch.ones(b, 20, dtype=torch.long), torch.ones(3, n, dtype=torch.long), torch.ones(3, n, dtype=torch.long),
               torch.zeros(3, n, dtype=torch.long), torch.ones(3, n, dtype=torch.long), torch.zeros(3, n, len(labels["types"])), torch.tensor([0.0001, 0.0001]))
    axes = {"ids": {0: "run", 1: "piece"}, "mask": {0: "run", 1: "piece"}} | {k: {0: "sentence", 1: "word"} for k in ("first", "last", "case", "words", "lexicon")}
    axes |= {k: {0: "sentence", 1: "word"} for k in ("upos", "heads", "deprel", "ner", "trigger", "cue")} | {"arcs": {0: "sentence", 1: "word", 2: "head"}, "sentence": {0: "sentence"}}
    axes |= {k: {0: "claim", 1: "word"} for k in ("roles", "places", "times", "quantities", "chain")} | {"source": {0: "cues", 1: "word"}}
    axes |= {k: {0: "claim"} for k in ("trigger_row", "trigger_word", "factuality")} | {k: {0: "cues"} for k in ("cue_row", "cue_word", "stance")}
    torch.onnx.export(Exported(model), example, plain, input_names=list(Exported.inputs), output_names=list(Exported.outputs), dynamic_axes=axes, opset_version=17, dynamo=False)
    final = args.out / "reader.onnx"
    prepared = args.out / "prepared.onnx"
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(final), per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather", "Gemm"], extra_options={"MatMulConstBOnly": True})
    prepared.unlink()
    if not args.float:
        plain.unlink()
    onnx.checker.check_model(str(final))
    (args.out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")
    print(f"{final}: {final.stat().st_size / 1e6:.1f} MB, sha256 {hashlib.sha256(final.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
