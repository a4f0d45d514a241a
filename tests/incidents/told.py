"""Reports and claims in the file contract's form, written short: what the tests of incidents are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from counterclaim.incidents.statements import Statement, statements_of


@dataclass(frozen=True)
class Told:
    id: str
    statements: tuple[Statement, ...]


def claim(kind: str = "airstrike", at: str = "", *, by: str = "", to: str = "", where: str = "", when: str | None = None, tolls: str = "", said: str = "", factuality: str = "actual") -> dict[str, Any]:
    """A claim of a sentence `at`. `tolls` are "killed 20 soldiers" or "killed 20+ people" (at least), "; " between; `said` is the chain from the innermost outwards, " < " between, "!" for who denies,
    "?" for hearsay."""
    def mention(text: str) -> dict[str, Any]:
        return {"begin": 0, "end": 0, "text": text, "name": text}

    def listed(text: str) -> list[dict[str, Any]]:
        return [mention(t) for t in text.split(", ")] if text else []

    quantities = []
    for toll in tolls.split("; ") if tolls else []:
        what, number, *words = toll.split()
        best = int(number.rstrip("+"))
        more = number.endswith("+")
        quantities.append({"begin": 0, "end": 0, "text": " ".join(["at least"] * more + [number.rstrip("+"), *words]), "kind": what, "low": best, "best": best, "high": None if more else best})
    chain = [{"source": None if s == "?" else mention(s.rstrip("!")), "cue": mention("said"), "stance": "denies" if s.endswith("!") else "asserts"} for s in said.split(" < ")] if said else []
    return {
        "type": kind, "trigger": {"begin": 0, "end": 0, "text": kind}, "evidence": {"begin": 0, "end": 0, "text": at}, "actors": listed(by), "recipients": listed(to), "places": listed(where),
        "time": {**mention(when), "value": when} if when else None, "quantities": quantities, "attribution": chain, "factuality": factuality, "same_as": None}


def report(id: str, published: str | None, *claims: dict[str, Any], outlet: str | None = None, text: str = "") -> tuple[Statement, ...]:
    """A report's statements; `at` of a claim is its sentence in the text, which starts where that stands."""
    body = text or f"Nothing is like the text of report {id}."
    for number, c in enumerate(claims):
        c["id"] = f"c{number}"
        c["trigger"]["begin"] = max(0, body.find(c["evidence"]["text"])) if c["evidence"]["text"] else 0
    return tuple(statements_of({"id": id, "published": published, "outlet": outlet, "text": body, "claims": list(claims)}))


def incident(*reports: tuple[Statement, ...]) -> Told:
    return Told("i", tuple(sorted((s for r in reports for s in r), key=lambda s: (str(s.report.published), s.report.id))))
