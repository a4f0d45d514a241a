"""Sentences to parses: the model, its batches and what its numbers mean.

One ONNX file holds the encoder and every head (training/model.py); it is run by onnxruntime on one thread a process, on runs of whole
sentences, so that a sentence is read in the light of its neighbours. Batches never cross reports: activations are quantised a batch at a
time, and a report must read the same whatever stands beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterclaim.errors import ModelError
from counterclaim.language.lemmas import lemmatise
from counterclaim.language.lexicon import TriggerLexicon
from counterclaim.language.tokens import Offsets, split_sentences
from counterclaim.language.wordpiece import WordPiece, case_pattern

MODEL = Path(__file__).parent / "model"
RUN_PIECES = 190
"""Word pieces read together: what the model was trained on."""
BATCH_RUNS = 6
BATCH_WORDS = 12_000
"""Sentences of a batch times the words of its longest, at most: what the parse takes of memory grows with it."""
TRIGGER_FLOOR = 0.10
CUE_FLOOR = 0.10

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
WordRange = tuple[int, int]
"""Words [begin, end) of a sentence."""


@dataclass(slots=True)
class Trigger:
    """A word that may name an event, with what the model thinks of every other word of the sentence as its role.

    `types` (E,) probabilities in the order of `labels.types`; `roles` (N, 5), `places`, `times` (N, 3), `quantities` (N, K + 2), `chain` (N, 4).
    """

    word: int
    end: int
    types: Floats
    roles: Floats
    places: Floats
    times: Floats
    quantities: Floats
    chain: Floats
    factuality: Floats


@dataclass(slots=True)
class Cue:
    """A word that may attribute: `chance` of being a cue, `source` (N, 3) BIO of its source, `stance` (3,)."""

    word: int
    end: int
    chance: float
    source: Floats
    stance: Floats


@dataclass(slots=True)
class Sentence:
    """One parsed sentence: words with offsets into the report's text, heads 1-based with 0 for the root."""

    words: list[Offsets]
    forms: list[str]
    upos: list[str]
    heads: list[int]
    deprel: list[str]
    names: list[tuple[int, int, str]]
    triggers: list[Trigger]
    cues: list[Cue]
    _lemmas: list[str] = field(default_factory=list)

    @property
    def begin(self) -> int:
        return self.words[0][0]

    @property
    def end(self) -> int:
        return self.words[-1][1]

    @property
    def lemmas(self) -> list[str]:
        if not self._lemmas:
            self._lemmas = [lemmatise(form, upos) for form, upos in zip(self.forms, self.upos, strict=True)]
        return self._lemmas


def bio_ranges(tags: Sequence[int]) -> list[tuple[int, int, int]]:
    """BIO numbers (0 O, 2k+1 B, 2k+2 I of class k) to (begin, end, k); an I that follows no B of its class opens a range too."""
    ranges: list[tuple[int, int, int]] = []
    begin = kind = -1
    for index, tag in enumerate(tags):
        if tag == 0:
            if begin >= 0:
                ranges.append((begin, index, kind))
            begin = -1
        elif begin < 0 or tag % 2 == 1 or (tag - 1) // 2 != kind:
            if begin >= 0:
                ranges.append((begin, index, kind))
            begin, kind = index, (tag - 1) // 2
    if begin >= 0:
        ranges.append((begin, len(tags), kind))
    return ranges


def repair_tree(heads: list[int], scores: Floats) -> list[int]:
    """Make the heads a tree with one root: best root kept, each cycle broken at the word that loses least by another head.

    `scores` (N, N + 1), column 0 the root. Best heads form a tree for nearly every sentence already, so this is a walk, not Chu-Liu-Edmonds.
    """
    n = len(heads)
    roots = [i for i in range(n) if heads[i] == 0]
    root = max(roots or range(n), key=lambda i: scores[i, 0])
    masked = scores.copy()
    masked[:, 0] = -np.inf
    masked[np.arange(n), np.arange(1, n + 1)] = -np.inf
    heads = [0 if i == root else (int(masked[i].argmax()) if heads[i] == 0 or heads[i] == i + 1 else heads[i]) for i in range(n)]
    for _ in range(n):
        reached = [False] * n
        reached[root] = True
        for i in range(n):
            path, at = [], i
            while not reached[at] and at not in path:
                path.append(at)
                at = heads[at] - 1
            if reached[at]:
                for p in path:
                    reached[p] = True
        loose = [i for i in range(n) if not reached[i]]
        if not loose:
            return heads
        held = np.array(reached)
        columns = np.flatnonzero(held) + 1
        block = masked[np.ix_(np.array(loose), columns)]
        cost = block.max(1) - scores[loose, [heads[i] for i in loose]]
        pick = int(cost.argmax())
        heads[loose[pick]] = int(columns[block[pick].argmax()])
    return heads


class Parser:
    """The language model, loaded once a process."""

    def __init__(self, folder: Path = MODEL) -> None:
        # onnxruntime reports its use to its makers unless told otherwise before it is imported: what is read here is nobody else's business
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime as ort

        path = folder / "reader.onnx"
        if not path.exists():
            raise ModelError(f"{path}: the model is missing; reinstall counterclaim, or run training/export.py")
        ort.disable_telemetry_events()
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._outputs = [output.name for output in self._session.get_outputs()]
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.digest: str = hashlib.sha256(b"".join((folder / name).read_bytes() for name in ("reader.onnx", "labels.json", "lemmas.json", "vocab.txt"))).hexdigest()[:16]
        self.types: list[str] = labels["types"]
        self.kinds: list[str] = labels["kinds"]
        self.factuality: list[str] = labels["factuality"]
        self.stances: list[str] = labels["stances"]
        self._upos: list[str] = labels["upos"]
        self._deprel: list[str] = labels["deprel"]
        self._ner: list[str] = [tag.partition("-")[2] for tag in labels["ner"][1::2]]
        self._pieces = WordPiece.load(folder / "vocab.txt")
        self.lexicon = TriggerLexicon(self.types)

    def parse(self, text: str) -> list[Sentence]:
        """Split, tokenise and parse a text."""
        return self.parse_words(list(split_sentences(text)), text)

    def parse_words(self, sentences: list[list[Offsets]], text: str) -> list[Sentence]:
        """Parse sentences whose words are already known."""
        out: list[Sentence] = []
        batch: list[list[list[Offsets]]] = []
        run: list[list[Offsets]] = []
        size = 0
        rows = widest = 0  # of the batch, its last run included
        for words in sentences:
            length = sum(len(self._pieces.pieces(text[b:e])) for b, e in words)
            if run and (size + length > RUN_PIECES or (rows + 1) * max(widest, len(words)) > BATCH_WORDS):
                batch.append(run)
                run, size = [], 0
                if len(batch) == BATCH_RUNS or (rows + 1) * max(widest, len(words)) > BATCH_WORDS:
                    out += self._read(batch, text)
                    batch, rows, widest = [], 0, 0
            run.append(words)
            size += length
            rows, widest = rows + 1, max(widest, len(words))
        if run:
            batch.append(run)
        if batch:
            out += self._read(batch, text)
        return out

    def _read(self, runs: list[list[list[Offsets]]], text: str) -> list[Sentence]:
        sentences = [words for run in runs for words in run]
        forms = [[text[b:e] for b, e in words] for words in sentences]
        width = max(map(len, sentences))
        first, last, case, open_ = (np.zeros((len(sentences), width), np.int64) for _ in range(4))
        rows: list[list[int]] = []
        row = 0
        for run in runs:
            pieces = [self._pieces.start]
            for words in run:
                begins, ends = [], []
                for form in forms[row]:
                    begins.append(len(pieces))
                    pieces += self._pieces.pieces(form)
                    ends.append(len(pieces) - 1)
                n = len(words)
                first[row, :n], last[row, :n], open_[row, :n] = begins, ends, 1
                case[row, :n] = [case_pattern(form) for form in forms[row]]
                row += 1
            rows.append(pieces[:511] + [self._pieces.stop])
        length = max(map(len, rows))
        ids = np.full((len(rows), length), self._pieces.pad, np.int64)
        mask = np.zeros((len(rows), length), np.int64)
        row = 0
        for number, (pieces, run) in enumerate(zip(rows, runs, strict=True)):
            ids[number, : len(pieces)], mask[number, : len(pieces)] = pieces, 1
            here = slice(row, row + len(run))
            for table in (first, last):
                table[here] = np.minimum(table[here], length - 1) + number * length
            row += len(run)
        lexicon = np.zeros((len(sentences), width, len(self.types)), np.float32)
        for number, row_forms in enumerate(forms):
            lexicon[number, : len(row_forms)] = self.lexicon.features(row_forms)
        feed = {"ids": ids, "mask": mask, "first": first, "last": last, "case": case, "words": open_, "lexicon": lexicon, "floors": np.array([TRIGGER_FLOOR, CUE_FLOOR], np.float32)}
        result = dict(zip(self._outputs, self._session.run(None, feed), strict=True))
        return self._sentences(sentences, forms, result)

    def _sentences(self, sentences: list[list[Offsets]], forms: list[list[str]], result: dict[str, Any]) -> list[Sentence]:
        out: list[Sentence] = []
        ner = result["ner"].argmax(-1).tolist()
        upos, deprel, best = result["upos"].tolist(), result["deprel"].tolist(), result["heads"].tolist()
        inside = (result["trigger"].argmax(-1) == len(self.types) + 1).tolist()
        cue_inside = (result["cue"].argmax(-1) == 2).tolist()
        for row, words in enumerate(sentences):
            n = len(words)
            heads = best[row][:n]
            if not _is_tree(heads):
                heads = repair_tree(heads, result["arcs"][row, :n, : n + 1])
            relations = [self._deprel[r] for r in deprel[row][:n]]
            relations = ["root" if head == 0 else ("dep" if relation == "root" else relation) for head, relation in zip(heads, relations, strict=True)]
            names = [(b, e, self._ner[k]) for b, e, k in bio_ranges(ner[row][:n])]
            out.append(Sentence(words, forms[row], [self._upos[u] for u in upos[row][:n]], heads, relations, names, [], []))
        for index, (row, word) in enumerate(zip(result["trigger_row"].tolist(), result["trigger_word"].tolist(), strict=True)):
            n = len(sentences[row])
            end = word + 1
            while end < n and inside[row][end]:
                end += 1
            roles, places, times, quantities, chain = (result[k][index, :n] for k in ("roles", "places", "times", "quantities", "chain"))
            out[row].triggers.append(Trigger(word, end, result["trigger"][row, word, 1:-1], roles, places, times, quantities, chain, result["factuality"][index]))
        for index, (row, word) in enumerate(zip(result["cue_row"].tolist(), result["cue_word"].tolist(), strict=True)):
            n = len(sentences[row])
            end = word + 1
            while end < n and cue_inside[row][end]:
                end += 1
            out[row].cues.append(Cue(word, end, float(result["cue"][row, word, 1]), result["source"][index, :n], result["stance"][index]))
        return out


def _is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    state = [0] * len(heads)
    for i in range(len(heads)):
        path = []
        at = i
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            if heads[at] == 0:
                break
            at = heads[at] - 1
            if state[at] == 1:
                return False
        for p in path:
            state[p] = 2
    return True


@lru_cache(maxsize=1)
def load_parser() -> Parser:
    """The shipped model, opened on first use."""
    return Parser()
