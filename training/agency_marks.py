"""Marks on agency sentences of shared/corpora/places/event_location and on the reports of shared/gold/incidents.jsonl, which marks violence alone.

    python3 training/agency_marks.py --shared ../shared MARKED.txt... > training/agency_marks.jsonl

They are kept as offsets: the texts stay in the corpora. MARKED.txt holds such texts in the form of marked_reports.py, with "# el-ID" over each sentence of
event_location and "# ID" over each report of the incidents.
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
SENTENCES, REPORTS = "corpora/places/event_location/train.jsonl.gz", "gold/incidents.jsonl"
LISTS = {"a": "actors", "r": "recipients", "p": "places"}


def texts(shared: Path) -> dict[str, str]:
    with gzip.open(shared / SENTENCES, "rt", encoding="utf-8") as lines:
        known = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with (shared / REPORTS).open(encoding="utf-8") as lines:
        return known | {row["id"]: row["text"] for row in map(json.loads, lines)}


def pack(claim: dict[str, Any], shift: int) -> dict[str, Any]:
    """A claim as offsets, moved by `shift`: spans are [begin, end], what is empty or usual is left out."""

    def span(value: dict[str, Any] | None) -> list[int] | None:
        return [value["begin"] + shift, value["end"] + shift] if value else None

    packed: dict[str, Any] = {"e": claim["type"], "w": span(claim["trigger"])}
    packed |= {key: [span(m) for m in claim[name]] for key, name in LISTS.items() if claim[name]}
    if claim["time"]:
        packed["t"] = span(claim["time"])
    if claim["quantities"]:
        packed["q"] = [[*(span(q) or ()), q["kind"]] for q in claim["quantities"]]
    if claim["attribution"]:
        packed["s"] = [[span(link["source"]), span(link["cue"]), link["stance"]] for link in claim["attribution"]]
    if claim["factuality"] != "actual":
        packed["f"] = claim["factuality"]
    return packed


def unpack(packed: dict[str, Any]) -> dict[str, Any]:
    """The claim in the contract's form, without the words that spans quote."""

    def span(value: list[int] | None) -> dict[str, Any] | None:
        return {"begin": value[0], "end": value[1]} if value else None

    return {
        "type": packed["e"], "trigger": span(packed["w"]), **{name: [span(s) for s in packed.get(key, ())] for key, name in LISTS.items()}, "time": span(packed.get("t")),
        "quantities": [{"begin": b, "end": e, "kind": kind} for b, e, kind in packed.get("q", ())],
        "attribution": [{"source": span(source), "cue": span(cue), "stance": stance} for source, cue, stance in packed.get("s", ())],
        "factuality": packed.get("f", "actual"),
    }


def read_marks(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the marked sentences and reports in the contract's form."""
    known = texts(shared)
    for line in MARKS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield {"id": row["id"], "text": known[row["id"]], "claims": [unpack(claim) for claim in row["claims"]]}


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
            if not report["text"] or shift < 0:
                print(f"{path}: {report['id']}: not the text of the corpus", file=sys.stderr)
                dropped += 1
                continue
            print(json.dumps({"id": key, "claims": [pack(claim, shift) for claim in report["claims"]]}, separators=(",", ":")))
            kept += 1
    print(f"{kept} texts, {dropped} left out", file=sys.stderr)


if __name__ == "__main__":
    main()
