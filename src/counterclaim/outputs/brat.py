"""brat standoff, there and back: a .txt and an .ann file a report, and annotation.conf, which tells brat the types.

A claim is an event of its type over its trigger, with Actor, Recipient, Place, Time and Quantity. A link of its attribution is a Says event over the cue (or the source where there is no cue) with
the source and what it says: the claim, or the telling further in. Values of times are notes, bounds of counts notes such as "20-30", "20+", "-30" and "20-30 best 25". A ClaimId note ties an event to its claim.
Offsets are code points, as brat counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterclaim import vocab
from counterclaim.errors import ExportError
from counterclaim.outputs.data import Data, Json
from counterclaim.outputs.markup import FACTUALITY, KINDS, STANCES, Count, Files, Marked, Says, Span, exported, marked
from counterclaim.outputs.values import number

_ROLES = {"Actor": "actors", "Recipient": "recipients", "Place": "places"}
_BOUNDS = re.compile(r"(\d+(?:\.\d+)?)?([-+])?(\d+(?:\.\d+)?)? ?(?:best (\?|\d+(?:\.\d+)?))?")


def configuration() -> str:
    """Return annotation.conf."""
    arguments = "Actor*:Party, Recipient*:Party, Place*:Place, Time?:Time, Quantity*:Quantity"
    types = "\n".join(f"{name}\t{arguments}" for name in sorted(vocab.load("events")))
    return (f"[entities]\nParty\nPlace\nTime\nQuantity\n\n[relations]\n\n[events]\n{types}\nSays\tSource?:Party, Content:<EVENT>\n\n[attributes]\n"
            f"Factuality\tArg:<EVENT>, Value:{'|'.join(FACTUALITY[1:])}\nStance\tArg:Says, Value:{'|'.join(STANCES[1:])}\nKind\tArg:Quantity, Value:{'|'.join(KINDS)}\n")


def bounds_text(count: Count) -> str:
    """Return bounds as "20", "20-30", "20+" or "-30"; the best figure follows ("20-30 best 25") where it is not what the bounds alone imply, "best ?" where there is none."""
    low, best, high = count.low, count.best, count.high
    if low is None and high is None:
        shown = ""
    elif low == high:
        shown = f"{low}"
    elif high is None:
        shown = f"{low}+"
    else:
        shown = f"{'' if low is None else low}-{high}"
    return shown if shown and best == _implied(low, high) else f"{shown} best {'?' if best is None else best}".strip()


def _implied(low: float | None, high: float | None) -> float | None:
    """The best figure that bounds alone imply."""
    return low if high is None or low == high else high if low is None else None


def bounds_of(text: str) -> tuple[float | None, float | None, float | None] | None:
    """Read bounds back, None where they are none."""
    found = _BOUNDS.fullmatch(text.strip())
    if not found or not text.strip():
        return None
    first, sign, second, best = found.groups()
    low = float(first) if first else None
    high = float(second) if second else low if sign is None else None
    middle = _implied(low, high) if best is None else None if best == "?" else float(best)
    return number(low), number(middle), number(high)


class _Writer:
    """The lines of one .ann file."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self._text = text
        self._spans: dict[tuple[str, Span, Any], str] = {}
        self._numbers = dict.fromkeys("TEA#", 0)

    def next(self, letter: str) -> str:
        self._numbers[letter] += 1
        return f"{letter}{self._numbers[letter]}"

    def span(self, kind: str, span: Span, more: Any = None) -> str:
        """Return the id of a text-bound annotation, one for all claims that share it."""
        key = (kind, span, more)
        if key not in self._spans:
            self._spans[key] = name = self.next("T")
            # brat wants a span that crosses a line's end in pieces
            pieces = [(span[0] + m.start(), span[0] + m.end()) for m in re.finditer(r"[^\n\r]+", self._text[slice(*span)])]
            words = " ".join(self._text[b:e] for b, e in pieces)
            self.lines.append(f"{name}\t{kind} {';'.join(f'{b} {e}' for b, e in pieces)}\t{words}")
        return self._spans[key]

    def note(self, kind: str, on: str, text: str) -> None:
        self.lines.append(f"{self.next('#')}\t{kind} {on}\t{' '.join(text.split())}")

    def attribute(self, name: str, on: str, value: str) -> None:
        self.lines.append(f"{self.next('A')}\t{name} {on} {value}")

    def claim(self, m: Marked) -> None:
        """Write one claim with its chain."""
        roles = [(role, self.span("Place" if role == "Place" else "Party", s)) for role, field in _ROLES.items() for s in getattr(m, field)]
        if m.time:
            known = ("Time", m.time[0], m.time[1]) in self._spans
            roles.append(("Time", self.span("Time", *m.time)))
            if m.time[1] and not known:
                self.note("AnnotatorNotes", roles[-1][1], m.time[1])
        for q in m.quantities:
            known = ("Quantity", q.span, q) in self._spans
            roles.append(("Quantity", self.span("Quantity", q.span, q)))
            if not known:
                self.attribute("Kind", roles[-1][1], q.kind)
                self.note("AnnotatorNotes", roles[-1][1], bounds_text(q))
        seen: dict[str, int] = {}
        arguments = ""
        for role, at in roles:
            seen[role] = seen.get(role, 0) + 1
            arguments += f" {role}{seen[role] if seen[role] > 1 else ''}:{at}"
        event = self._event(m.type, m.trigger, arguments)
        self.note("ClaimId", event, m.id or "")
        if m.factuality != "actual":
            self.attribute("Factuality", event, m.factuality)
        inner = event
        for s in m.says:
            over = s.cue or s.source
            assert over is not None
            inner = self._event("Says", over, (f" Source:{self.span('Party', s.source)}" if s.source else "") + f" Content:{inner}")
            if s.cue is None:
                self.note("NoCue", inner, "the source alone attributes")
            if s.stance != "asserts":
                self.attribute("Stance", inner, s.stance)

    def _event(self, kind: str, trigger: Span, arguments: str) -> str:
        at = self.span(kind, trigger)
        name = self.next("E")
        self.lines.append(f"{name}\t{kind}:{at}{arguments}")
        return name


def annotation(reading: Json) -> str:
    """Return a report's .ann file."""
    writer = _Writer(reading["text"])
    for claim in reading["claims"]:
        writer.claim(marked(claim))
    return "".join(line + "\n" for line in writer.lines)


def write(data: Data, folder: Path) -> None:
    """Write the files of all reports and the configuration."""
    (folder / "annotation.conf").write_text(configuration(), encoding="utf-8")
    files = Files(folder)
    try:
        for reading in data.readings:
            name = files.name(reading)
            # bytes, since a text file would turn \r\n into \n and every offset after it wrong
            (folder / f"{name}.txt").write_bytes(reading["text"].encode())
            (folder / f"{name}.ann").write_bytes(annotation(reading).encode())
    finally:
        files.close()


def read(folder: Path, handed_out: Path) -> Iterator[tuple[Json, list[Marked]]]:
    """Yield each reading that was handed out and has come back, with its claims' marks; ExportError where a file is no annotation, or is one of another text."""
    for reading in exported(handed_out):
        path = folder / f"{reading['file']}.ann"
        if not path.is_file():
            continue
        text = path.with_suffix(".txt")
        if text.is_file() and text.read_bytes() != reading["text"].encode():
            raise ExportError(f"{text}: another text than was exported; offsets would mean other words")
        yield reading, list(parse(path.read_bytes().decode("utf-8", "replace"), str(path), len(reading["text"])))


def parse(lines: str, where: str, length: int) -> Iterator[Marked]:
    """Yield the claims of an .ann file."""
    spans: dict[str, tuple[str, Span]] = {}
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = {}
    attributes: dict[tuple[str, str], str] = {}
    notes: dict[tuple[str, str], str] = {}
    # split at \n alone: other line ends stand in words
    for at, line in enumerate(lines.split("\n"), 1):
        fields = line.rstrip("\r").split("\t")
        try:
            if line[:1] == "T":
                kind, _, offsets = fields[1].partition(" ")
                numbers = [int(n) for n in re.split("[ ;]", offsets)]
                if not 0 <= numbers[0] < numbers[-1] <= length:
                    raise ValueError("offsets outside of the text")
                spans[fields[0]] = kind, (numbers[0], numbers[-1])
            elif line[:1] == "E":
                parts = [part.split(":", 1) for part in fields[1].split()]
                events[fields[0]] = parts[0][0], parts[0][1], [(re.sub(r"\d+$", "", role), to) for role, to in parts[1:]]
            elif line[:1] in ("A", "M"):
                name, on, *value = fields[1].split()
                attributes[name, on] = value[0]
            elif line[:1] == "#":
                kind, on = fields[1].split()
                notes[kind, on] = fields[2] if len(fields) > 2 else ""
        except (IndexError, ValueError) as error:
            raise ExportError(f"{where}:{at}: no line of brat's standoff ({error})") from error
    try:
        for name, (kind, trigger, arguments) in events.items():
            if kind != "Says":
                yield _claim(name, kind, spans[trigger][1], arguments, spans, events, attributes, notes)
    except KeyError as error:
        raise ExportError(f"{where}: {error.args[0]} is named and not there") from error
    except ValueError as error:
        raise ExportError(f"{where}: {error}") from error


def _claim(name: str, kind: str, trigger: Span, arguments: list[tuple[str, str]], spans: dict[str, tuple[str, Span]], events: dict[str, tuple[str, str, list[tuple[str, str]]]],
           attributes: dict[tuple[str, str], str], notes: dict[tuple[str, str], str]) -> Marked:
    by_role = {field: tuple(spans[to][1] for role, to in arguments if role == wanted) for wanted, field in _ROLES.items()}
    time = next(((spans[to][1], notes.get(("AnnotatorNotes", to)) or None) for role, to in arguments if role == "Time"), None)
    counts = []
    for role, to in arguments:
        if role == "Quantity":
            bounds = bounds_of(notes.get(("AnnotatorNotes", to), ""))
            if bounds is None:
                raise ValueError(f"{to}: no bounds in the note of a Quantity: {notes.get(('AnnotatorNotes', to), '')!r}; expected such as 20, 20-30, 20+ or -30")
            counts.append(Count(spans[to][1], attributes.get(("Kind", to), "other"), *bounds))
    says: list[Says] = []
    inner, seen = name, {name}
    while outer := next((e for e, (k, _, of) in events.items() if k == "Says" and ("Content", inner) in of and e not in seen), None):
        _, cue, of = events[outer]
        source = next((spans[to][1] for role, to in of if role == "Source"), None)
        says.append(Says(source, None if ("NoCue", outer) in notes else spans[cue][1], attributes.get(("Stance", outer), "asserts")))
        seen.add(outer)
        inner = outer
    return Marked(id=notes.get(("ClaimId", name)) or None, type=kind, trigger=trigger, time=time, quantities=tuple(sorted(counts)), says=tuple(says), factuality=attributes.get(("Factuality", name), "actual"),
                  **by_role)
