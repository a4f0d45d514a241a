"""Read the training reports that we wrote and marked by hand: `marked/*.txt` to claims in the file contract's form.

A marked report is written to be read by people: a header, then each sentence on a line that starts with ">", each of its
claims on a line below that starts with the claim's type:

    # sahel-convoy
    published: 2025-03-04
    outlet: invented agency
    title: Convoy attacked near Tazrit
    > Rebels killed three soldiers near Tazrit on Monday, the army said, according to Radio Nord.
    kill | killed | a: Rebels | r: three soldiers | p: Tazrit | t: Monday | q: three soldiers=killed | s: the army/said; Radio Nord/according to

Every span is quoted as it stands in the sentence ("the town#2" is its second occurrence); the fields are a(ctors), r(ecipients),
p(laces), t(ime), q(uantities: span=kind), s(ources: span/cue, innermost first, "-" for a hearsay cue with no source; a third part
is the stance) and f(actuality), each left out where empty. A "same: K" field names the K-th claim of the report that tells the same event.

    python3 training/marked_reports.py training/marked/*.txt      checks the files and counts what is in them
"""
from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TYPES = set(
    "clash offensive seize_territory withdraw airstrike shelling bombing suicide_bombing chemical_attack armed_attack kill injure execute"
    " sexual_violence abuse abduct detain destroy seize_materiel siege intercept deploy surrender displace ceasefire violate agreement"
    " negotiate mediate aid back sanction accuse demand threaten reject praise concede release protest investigate control presence".split()
)
KINDS = set(
    "killed injured killed_or_injured missing abducted captured detained released displaced personnel participants settlements area_km2"
    " vehicles weapons strikes attacks money other".split()
)
STANCES = {"asserts", "denies", "doubts"}
FACTUALITY = {"actual", "possible", "future", "negated"}


class MarkError(ValueError):
    """One line of a marked report is wrong: says what was found and what was expected."""


def find_span(quote: str, sentence: str, offset: int) -> dict[str, Any]:
    quote, _, nth = quote.strip().partition("#")
    quote = quote.strip()
    if not quote:
        raise MarkError("an empty quote")
    edge_left = r"(?<!\w)" if quote[0].isalnum() else ""
    edge_right = r"(?!\w)" if quote[-1].isalnum() else ""
    hits = [m.start() for m in re.finditer(edge_left + re.escape(quote) + edge_right, sentence)]
    number = int(nth) if nth.strip() else 1
    if len(hits) < number:
        raise MarkError(f'"{quote}" (occurrence {number}) is not in the sentence')
    begin = offset + hits[number - 1]
    return {"begin": begin, "end": begin + len(quote), "text": quote}


def parse_claim(line: str, sentence: str, offset: int) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) < 2:
        raise MarkError("expected: type | trigger | fields")
    kind, trigger, *fields = parts
    if kind not in TYPES:
        raise MarkError(f'"{kind}" is no claim type')
    claim: dict[str, Any] = {
        "type": kind, "trigger": find_span(trigger, sentence, offset),
        "evidence": {"begin": offset, "end": offset + len(sentence), "text": sentence},
        "actors": [], "recipients": [], "places": [], "time": None, "quantities": [], "attribution": [],
        "factuality": "actual", "same_as": None,
    }
    for field in fields:
        if not field:
            continue
        key, _, value = field.partition(":")
        items = [item for item in (piece.strip() for piece in value.split(";")) if item]
        match key.strip():
            case "a" | "r" | "p" as slot:
                name = {"a": "actors", "r": "recipients", "p": "places"}[slot]
                claim[name] = [find_span(item, sentence, offset) for item in items]
            case "t":
                claim["time"] = find_span(items[0], sentence, offset) if items else None
            case "q":
                for item in items:
                    quote, _, counted = item.rpartition("=")
                    if counted.strip() not in KINDS:
                        raise MarkError(f'"{counted.strip()}" is no kind of quantity')
                    claim["quantities"].append({**find_span(quote, sentence, offset), "kind": counted.strip()})
            case "s":
                for item in items:
                    source, cue, *stance = [piece.strip() for piece in item.split("/")]
                    if stance and stance[0] not in STANCES:
                        raise MarkError(f'"{stance[0]}" is no stance')
                    claim["attribution"].append({
                        "source": None if source == "-" else find_span(source, sentence, offset),
                        "cue": None if cue in ("", "-") else find_span(cue, sentence, offset),
                        "stance": stance[0] if stance else "asserts"})
            case "f":
                if items[0] not in FACTUALITY:
                    raise MarkError(f'"{items[0]}" is no factuality')
                claim["factuality"] = items[0]
            case "same":
                claim["same_as"] = f"c{items[0]}"
            case other:
                raise MarkError(f'unknown field "{other}"')
    return claim


def read_marked(path: Path, problems: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the file's reports; a wrong line is appended to `problems` where given, and raises otherwise."""
    report: dict[str, Any] | None = None
    sentence, offset = "", 0
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        try:
            if not line:
                continue
            if line.startswith("# "):
                if report:
                    yield report
                report = {"id": line[2:].strip(), "text": "", "claims": []}
            elif report is None:
                raise MarkError('a report starts with "# id"')
            elif line.startswith(">"):
                sentence = line[1:].strip()
                if report["text"]:
                    report["text"] += "\n"
                offset = len(report["text"])
                report["text"] += sentence
            elif not report["text"] and ":" in line:
                key, _, value = line.partition(":")
                report[key.strip()] = value.strip()
            else:
                claim = parse_claim(line, sentence, offset)
                report["claims"].append({"id": f"c{len(report['claims']) + 1}", **claim})
        except (MarkError, ValueError, IndexError) as error:
            message = f"{path}:{number}: {error}: {line[:160]}"
            if problems is None:
                raise MarkError(message) from error
            problems.append(message)
    if report:
        yield report


def main() -> None:
    problems: list[str] = []
    reports, sentences, types = 0, 0, Counter[str]()
    for path in sys.argv[1:]:
        for report in read_marked(Path(path), problems):
            reports += 1
            sentences += report["text"].count("\n") + 1
            types.update(claim["type"] for claim in report["claims"])
    print(*problems, sep="\n")
    print(f"{reports} reports, {sentences} sentences, {sum(types.values())} claims, {len(problems)} problems")
    print(", ".join(f"{name} {count}" for name, count in types.most_common()))


if __name__ == "__main__":
    main()
