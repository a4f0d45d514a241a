"""Learn the suffix rules of `language/lemmas.py` from the training parts of EWT and GUM and from lemmas_conflict.tsv, and score them on the development parts.

    python3 training/lemmas.py --shared ../shared --out src/counterclaim/language/model/lemmas.json
"""
from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from corpora import read_conllu

LONGEST = 8
CASED = ("PROPN", "X", "SYM")


def edit(word: str, lemma: str) -> tuple[int, str]:
    shared = 0
    while shared < min(len(word), len(lemma)) and word[shared] == lemma[shared]:
        shared += 1
    return len(word) - shared, lemma[shared:]


def learn(pairs: Counter[tuple[str, str, str]]) -> dict[str, dict[str, tuple[int, str]]]:
    best: dict[tuple[str, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for (upos, form, lemma), count in pairs.items():
        word = form if upos in CASED or (form.isupper() and len(form) > 1) else form.lower()
        best[upos, word][edit(word, lemma)] += count
    rules: dict[str, dict[str, tuple[int, str]]] = {}
    for upos in {u for u, _ in best}:
        endings: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
        words = {w: c.most_common(1)[0][0] for (u, w), c in best.items() if u == upos}
        for word, change in words.items():
            marked = "^" + word
            for size in range(min(LONGEST, len(marked)) + 1):
                endings[marked[len(marked) - size :] if size else ""][change] += 1
            endings[marked][change] += 1
        kept: dict[str, tuple[int, str]] = {}
        # shorter endings first, so that a longer one is kept only where it says something else
        for ending in sorted(endings, key=lambda e: (len(e), e)):
            change, count = min(endings[ending].items(), key=lambda item: (-item[1], item[0]))
            parent = next((kept[ending[i:]] for i in range(1, len(ending) + 1) if ending[i:] in kept), (0, ""))
            if change != parent and (ending.startswith("^") or (count >= 2 and count > 0.6 * sum(endings[ending].values()))):
                kept[ending] = change
        rules[upos] = {e: c for e, c in kept.items() if e}
    return rules


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    args = ap.parse_args()
    root = args.shared / "corpora/syntax"
    pairs = Counter((u, f, lemma) for c in ("ewt", "gum") for s in read_conllu(root / f"{c}/train.conllu.gz").values()
                    for f, u, lemma in zip(s["tokens"], s["upos"], s["lemma"], strict=True) if lemma != "_")
    learned = learn(pairs)
    for line in (Path(__file__).parent / "lemmas_conflict.tsv").read_text().splitlines():
        if not line.startswith("#"):
            upos, form, lemma = line.split("\t")
            learned[upos]["^" + form] = edit(form, lemma)
    rules = {u: dict(sorted(r.items())) for u, r in sorted(learned.items()) if r}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("{\n" + ",\n".join(f"{json.dumps(u)}: {json.dumps(r, ensure_ascii=False, separators=(',', ':'))}" for u, r in rules.items()) + "\n}\n")
    sys.path.insert(0, "src")
    from counterclaim.language.lemmas import lemmatise
    for corpus in ("ewt", "gum"):
        gold = [(f, u, lemma) for s in read_conllu(root / f"{corpus}/dev.conllu.gz").values() for f, u, lemma in zip(s["tokens"], s["upos"], s["lemma"], strict=True)]
        print(corpus, round(sum(lemmatise(f, u) == lemma for f, u, lemma in gold) / len(gold), 4), sum(map(len, rules.values())), "rules")


if __name__ == "__main__":
    main()
