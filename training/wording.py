"""How rare words are in reports: counts the reports of the training gold and of ECB+ that hold each stem and writes vocabulary/wording.yml.

    python3 training/wording.py --shared ../shared

Linking weighs shared words by rarity. The table is fixed, not counted anew on each ledger, so that linking one more report weighs all others as before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter
from pathlib import Path

OUT = Path(__file__).parent.parent / "src/counterclaim/vocabulary/wording.yml"
HEAD = """# How rare the stems of words are in reports: bits, by the share of reports of the training gold and of ECB+ that hold them; written by training/wording.py.
# What is not listed is rarer than {rare} bits and weighs that.

rare: {rare}
rarity:
"""
RARE = 6.0
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*\d|\d")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    args = ap.parse_args()
    from counterclaim.incidents.profiles import stem

    texts = [json.loads(line)["text"] for name in ("train", "train_modern") for line in (args.shared / f"gold/{name}.jsonl").open(encoding="utf-8")]
    with gzip.open(args.shared / "corpora/events/ecbplus/train.jsonl.gz", "rt", encoding="utf-8") as file:
        texts += [json.loads(line)["text"] for line in file]
    counts = Counter(found for text in texts for found in {stem(word) for word in WORD.findall(text)})
    bands: dict[float, list[str]] = {}
    for word, n in counts.items():
        bits = -math.log2(n / len(texts))
        if bits < RARE and not word[0].isdigit():
            bands.setdefault(max(0.1, math.floor(bits)), []).append(word)
    lines = [HEAD.format(rare=RARE)]
    for bits in sorted(bands):
        words = " ".join(sorted(bands[bits]))
        lines.append(f'  {bits}: "{words}"\n')
    OUT.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
