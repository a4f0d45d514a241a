"""brat standoff: a text and an annotation file a report, with the configuration that brat asks for.

Offsets are Unicode code points, as brat's are. A trigger, party, place, time, quantity, source or cue is a text-bound annotation; a claim is an event on its trigger; its factuality and the stance of its sources are
attributes, its id in the ledger is a note. brat has no spans of several lines: one that holds a line break is written in parts, as brat does.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from counterclaim.outputs.data import Data, Json

ROLES = {"actors": ("Actor", "Party"), "recipients": ("Recipient", "Party"), "places": ("Place", "Place"), "quantities": ("Quantity", "Quantity")}
_FACTUALITY = ("actual", "possible", "future", "negated")
_STANCES = ("asserts", "denies", "doubts")


def write(data: Data, folder: Path) -> None:
    """Write the files, numbered in order: a report's id is no safe file name, and stands in the annotation file."""
    types: set[str] = set()
    for number, reading in enumerate(data.readings, 1):
        stem = folder / f"{number:05}"
        types.update(c["type"] for c in reading["claims"])
        stem.with_suffix(".txt").write_text(reading["text"], encoding="utf-8", newline="")
        stem.with_suffix(".ann").write_text("".join(line + "\n" for line in annotation(reading)), encoding="utf-8", newline="")
    (folder / "annotation.conf").write_text(configuration(types), encoding="utf-8", newline="")


def annotation(reading: Json) -> list[str]:
    """Return the lines of a report's annotation file."""
    spans: dict[tuple[str, int, int], str] = {}
    lines: list[str] = []
    later: list[str] = []

    def bound(kind: str, span: Json) -> str:
        key = kind, span["begin"], span["end"]
        if key not in spans:
            spans[key] = f"T{len(spans) + 1}"
            parts, text = pieces(reading["text"], *key[1:])
            lines.append(f"{spans[key]}\t{kind} {parts}\t{text}")
        return spans[key]

    attributes = notes = 0
    if reading["claims"]:
        notes = 1
        later.append(f"#1\tAnnotatorNotes T1\treport {_line(reading['id'])}")
    for number, claim in enumerate(reading["claims"], 1):
        arguments = [f"{claim['type']}:{bound(claim['type'], claim['trigger'])}"]
        for field, (role, kind) in ROLES.items():
            told = [m for m in claim[field] if m["begin"] < m["end"]]
            arguments += [f"{role}{k if k > 1 else ''}:{bound(kind, m)}" for k, m in enumerate(told, 1)]
        if claim.get("time") and claim["time"]["begin"] < claim["time"]["end"]:
            arguments.append(f"Time:{bound('Time', claim['time'])}")
        for k, link in enumerate(claim["attribution"], 1):
            for role in ("source", "cue"):
                if link.get(role) and link[role]["begin"] < link[role]["end"]:
                    arguments.append(f"{role.title()}{k if k > 1 else ''}:{bound(role.title(), link[role])}")
        later.append(f"E{number}\t{' '.join(arguments)}")
        stances = [a.get("stance", "asserts") for a in claim["attribution"][:1]]
        for name, value in (("Factuality", claim.get("factuality", "actual")), *(("Stance", s) for s in stances)):
            attributes += 1
            later.append(f"A{attributes}\t{name} E{number} {value}")
        notes += 1
        later.append(f"#{notes}\tAnnotatorNotes E{number}\tclaim {_line(claim['id'])}")
    return lines + later


def pieces(text: str, begin: int, end: int) -> tuple[str, str]:
    """Return a span's offsets, in parts around its line breaks, and its words on one line."""
    found: list[tuple[int, int]] = []
    at = begin
    for line in text[begin:end].split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
        at += len(line) + 1
    return ";".join(f"{b} {e}" for b, e in found), " ".join(text[b:e] for b, e in found)


def configuration(types: Iterable[str]) -> str:
    """Return brat's annotation.conf."""
    roles = ", ".join(f"{role}*:{kind}" for role, kind in (*ROLES.values(), ("Source", "Source"), ("Cue", "Cue"))) + ", Time?:Time"
    events = "".join(f"{name}\t{roles}\n" for name in sorted(types))
    attributes = "".join(f"{name}\tArg:<EVENT>, Value:{'|'.join(values)}\n" for name, values in (("Factuality", _FACTUALITY), ("Stance", _STANCES)))
    return f"[entities]\nParty\nPlace\nTime\nQuantity\nSource\nCue\n\n[relations]\n\n[events]\n{events}\n[attributes]\n{attributes}"


def _line(value: Any) -> str:
    return " ".join(str(value).split())
