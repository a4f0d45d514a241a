"""The network: one MiniLM encoder, read once, and small heads for parse, names, claims, their roles and their attribution.

Word vectors are the mean of a word's first and last piece, plus an embedding of its case pattern. Heads that tie two words (who did what,
who said what) share one pair layer: an additive and a multiplicative term of both vectors and of their distance, then a convolution over
the sentence, so that a span is labelled as a whole. The parse is a deep biaffine parser (Dozat & Manning 2017).
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HIDDEN, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
DISTANCES = 33
ROLE_LABELS = ["O", "B-actor", "I-actor", "B-recipient", "I-recipient"]


@dataclass
class Sizes:
    upos: int
    deprel: int
    ner: int
    types: int
    kinds: int
    srl: int


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n, _ = x.shape
        q, k, v = (f(x).view(b, n, ATTENTION_HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        if self.training:  # no dropout on the weights: on a CPU it costs a tenth of the step and gains nothing measurable here
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        else:  # spelt out, as it exports to ONNX operators that quantise well
            seen = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(HIDDEN // ATTENTION_HEADS) + bias, -1) @ v
        x = self.norm1(x + self.drop(self.out(seen.transpose(1, 2).reshape(b, n, HIDDEN))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, pieces: int = 30522) -> None:
        super().__init__()
        self.pieces, self.positions = nn.Embedding(pieces, HIDDEN), nn.Embedding(512, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Parameter(torch.tensor([-2.0, -1.0, 0.0, 2.0]))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.drop(self.norm(self.pieces(ids) + self.positions.weight[: ids.shape[1]]))
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        kept = []
        for number, layer in enumerate(self.layers):
            x = layer(x, bias)
            if number >= LAYERS - 4:
                kept.append(x)
        weights = torch.softmax(self.mix, 0)
        return sum(w * k for w, k in zip(weights, kept, strict=True))  # type: ignore[return-value]

    def load_minilm(self, path: Path) -> None:
        """Take the weights of all-MiniLM-L6-v2 (safetensors)."""
        from safetensors.torch import load_file
        w = {k.removeprefix("bert."): v.float() for k, v in load_file(path).items()}
        self.pieces.weight.data = w["embeddings.word_embeddings.weight"]
        self.positions.weight.data = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
        names = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense",
                 "norm1": "attention.output.LayerNorm", "norm2": "output.LayerNorm", "up": "intermediate.dense", "down": "output.dense"}
        pairs = [(self.norm, "embeddings.LayerNorm")] + [(getattr(layer, ours), f"encoder.layer.{i}.{theirs}")
                                                        for i, layer in enumerate(self.layers) for ours, theirs in names.items()]
        for module, name in pairs:
            module.weight.data, module.bias.data = w[name + ".weight"], w[name + ".bias"]


class Pair(nn.Module):
    """Vectors of (anchor word, every word of its sentence): anchors (T, H), words (T, N, H), distance (T, N) to (T, N, size)."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.anchor, self.word = nn.Linear(HIDDEN, size), nn.Linear(HIDDEN, size)
        self.anchor_gate, self.word_gate = nn.Linear(HIDDEN, size), nn.Linear(HIDDEN, size)
        self.distance = nn.Embedding(DISTANCES, size)
        self.spread = nn.Conv1d(size, size, 3, padding=1)
        self.norm = nn.LayerNorm(size)
        self.drop = nn.Dropout(0.2)

    def forward(self, anchors: Tensor, words: Tensor, distance: Tensor) -> Tensor:
        v = self.anchor(anchors)[:, None] + self.word(words) + self.distance(distance) + self.anchor_gate(anchors)[:, None] * self.word_gate(words)
        v = self.drop(F.gelu(self.norm(v)))
        return v + self.drop(F.gelu(self.spread(v.transpose(1, 2)).transpose(1, 2)))


def mlp(inside: int, outside: int, hidden: int = 256) -> nn.Sequential:
    return nn.Sequential(nn.Linear(HIDDEN if inside == 0 else inside, hidden), nn.GELU(), nn.Dropout(0.2), nn.Linear(hidden, outside))


class Reader(nn.Module):
    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder()
        self.case = nn.Embedding(8, HIDDEN)
        nn.init.normal_(self.case.weight, std=0.02)
        self.norm = nn.LayerNorm(HIDDEN)
        self.drop = nn.Dropout(0.2)
        self.upos, self.ner = nn.Linear(HIDDEN, sizes.upos), mlp(0, sizes.ner)
        self.root = nn.Parameter(torch.zeros(HIDDEN))
        self.arc_dep, self.arc_head = (nn.Sequential(nn.Linear(HIDDEN, 256), nn.GELU(), nn.Dropout(0.3)) for _ in range(2))
        self.arc = nn.Parameter(torch.empty(257, 256))
        self.rel_dep, self.rel_head = (nn.Sequential(nn.Linear(HIDDEN, 96), nn.GELU(), nn.Dropout(0.3)) for _ in range(2))
        self.rel = nn.Parameter(torch.empty(97, sizes.deprel * 97))
        nn.init.xavier_normal_(self.arc), nn.init.normal_(self.rel, std=0.03)
        self.trigger, self.factuality = mlp(0, sizes.types + 2), mlp(0, 4, 128)
        # which types the vocabulary knows for a word, beside what the sentence says
        self.lexicon = nn.Linear(sizes.types, HIDDEN, bias=False)
        nn.init.zeros_(self.lexicon.weight)
        self.cue, self.stance, self.uds = mlp(0, 3, 128), mlp(0, 3, 64), mlp(0, 1, 128)
        # an anchor is a trigger of some type, a cue, or a predicate of PropBank
        self.anchor_kind = nn.Embedding(sizes.types + 2, HIDDEN)
        nn.init.normal_(self.anchor_kind.weight, std=0.02)
        self.pair = Pair(256)
        self.roles, self.places, self.times = nn.Linear(256, 5), nn.Linear(256, 3), nn.Linear(256, 3)
        self.quantities, self.chain = nn.Linear(256, sizes.kinds + 2), nn.Linear(256, 4)
        self.source, self.srl = nn.Linear(256, 3), nn.Linear(256, sizes.srl)

    def words(self, ids: Tensor, mask: Tensor, first: Tensor, last: Tensor, case: Tensor) -> Tensor:
        """ids, mask (B, L); first, last (S, N) flat indices into B*L; case (S, N); to word vectors (S, N, H)."""
        flat = self.encoder(ids, mask).reshape(-1, HIDDEN)
        x = (F.embedding(first, flat) + F.embedding(last, flat)) * 0.5 + self.case(case)
        return self.drop(self.norm(x))

    def triggers(self, x: Tensor, lexicon: Tensor) -> Tensor:
        """Scores (S, N, T + 2) of no trigger, each type, and going on with a trigger; lexicon (S, N, T) from language/lexicon.py."""
        return self.trigger(x + self.lexicon(lexicon))

    def arcs(self, x: Tensor, mask: Tensor) -> Tensor:
        """Scores (S, N, N + 1) of each word's head; column 0 is the root. mask (S, N)."""
        heads = torch.cat([self.root.expand(x.shape[0], 1, HIDDEN), x], 1)
        dep, head = self.arc_dep(x), self.arc_head(heads)
        scores = F.pad(dep, (0, 1), value=1.0) @ self.arc @ head.transpose(1, 2)
        open_ = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
        return scores + ((1.0 - open_.to(scores.dtype)) * -1e4)[:, None]

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """Scores (S, N, R) of the relation of each word to its head; heads (S, N) with 0 the root."""
        s, n, _ = x.shape
        whole = torch.cat([self.root.expand(s, 1, HIDDEN), x], 1)
        head = torch.gather(self.rel_head(whole), 1, heads[:, :, None].expand(s, n, 96))
        left = (F.pad(self.rel_dep(x), (0, 1), value=1.0) @ self.rel).view(s, n, self.sizes.deprel, 97)
        return (left @ F.pad(head, (0, 1), value=1.0)[..., None]).squeeze(-1)

    def pairs(self, x: Tensor, rows: Tensor, columns: Tensor, kinds: Tensor) -> Tensor:
        """Pair vectors (T, N, 256) of the anchors at x[rows, columns], whose kind is a row of `anchor_kind`."""
        anchors = x[rows, columns] + self.anchor_kind(kinds)
        offsets = torch.arange(x.shape[1], device=x.device)[None] - columns[:, None]
        half = DISTANCES // 2
        # one row a word up to 8 away, then coarser
        far = torch.where(offsets.abs() > 8, 8 + (offsets.abs() - 8 + 3) // 4, offsets.abs()).clamp(max=half)
        return self.pair(anchors, x[rows], torch.sign(offsets) * far + half)
