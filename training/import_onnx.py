"""The shipped int8 ONNX file back to training weights, to go on from it: `train.py --start`.

    python3 training/import_onnx.py --model src/counterclaim/language/model/reader.onnx --out .runs/shipped.pt

Weights come back to within a half step of their quantisation; heads that are trained but not shipped (PropBank roles, UDS factuality) start afresh.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    args = ap.parse_args()
    graph = onnx.load(str(args.model)).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def restored(name: str) -> np.ndarray:
        whole = values[name + "_quantized"].astype(np.float32)
        return (whole - values[name + "_zero_point"].astype(np.float32)) * values[name + "_scale"]

    state = {k.removeprefix("model."): v for k, v in values.items() if k.startswith("model.") and v.dtype == np.float32 and not k.endswith("_scale")}
    for name in ("case", "encoder.pieces", "anchor_kind", "pair.distance"):
        state[f"{name}.weight"] = restored(f"model.{name}.weight")
    for name in ("arc", "rel"):
        state[name] = restored(f"model.{name}")
    for node in graph.node:
        if node.op_type != "MatMulInteger" or node.input[1] in ("model.arc_quantized", "model.rel_quantized"):
            continue
        weight = node.input[1].removesuffix("_quantized")
        # "/trigger/trigger.0/MatMul_quant", "/pair/word_1/MatMul_quant", "/stance/stance.0/Gemm_MatMul_quant"
        path = node.name.split("/")[1:-1]
        if path[0] == "pair" and path[1].endswith("_1"):
            continue
        inside = [p for i, p in enumerate(path) if not (i + 1 < len(path) and path[i + 1].startswith(p + "."))]
        state[".".join(inside) + ".weight"] = restored(weight).T
    mix = [float(values[f"/encoder/Squeeze{suffix}_output_0"]) for suffix in ("", "_1", "_2", "_3")]
    state["encoder.mix"] = np.log(np.array(mix, np.float32))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in state.items()}, args.out)
    print(f"{args.out}: {len(state)} tensors")


if __name__ == "__main__":
    main()
