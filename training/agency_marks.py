"""Marks on agency sentences of shared/corpora/places/event_location, kept as offsets alone: the sentences themselves stay in the corpus.

    python3 training/agency_marks.py --shared ../shared MARKED.txt... > training/agency_marks.jsonl

MARKED.txt holds such sentences in the form of marked_reports.py, with "# el-ID" over each.
"""
from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marked_reports import read_marked

MARKS = Path(__file__).parent / "agency_marks.jsonl"
CORPUS = "corpora/places/event_location/train.jsonl.gz"
LISTS = ("actors", "recipients", "places", "quantities")


def texts(shared: Path) -> dict[str, str]:
    with gzip.open(shared / CORPUS, "rt", encoding="utf-8") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}


def stand_off(value: Any, shift: int) -> Any:
    """The same without the words that spans quote, with offsets moved by `shift`."""
    if isinstance(value, dict):
        return {k: v + shift if k in ("begin", "end") else stand_off(v, shift) for k, v in value.items() if k != "text"}
    return [stand_off(v, shift) for v in value] if isinstance(value, list) else value


def read_marks(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the marked sentences as reports in the contract's form."""
    known = texts(shared)
    for line in MARKS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield {"id": "el-" + row["id"], "text": known[row["id"]], "claims": row["claims"]}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True)
    ap.add_argument("marked", type=Path, nargs="+")
    args = ap.parse_args()
    known = texts(args.shared)
    kept = dropped = 0
    for path in args.marked:
        for report in read_marked(path, []):
            key = report["id"].removeprefix("el-")
            whole = known.get(key, "")
            shift = whole.find(report["text"])
            if not report["text"] or shift < 0 or "\n" in report["text"]:
                dropped += 1
                continue
            claims = [{name: value for name, value in claim.items() if name != "evidence"} for claim in report["claims"]]
            print(json.dumps({"id": key, "claims": stand_off(claims, shift)}, separators=(",", ":")))
            kept += 1
    print(f"{kept} sentences, {dropped} left out", file=sys.stderr)


if __name__ == "__main__":
    main()
