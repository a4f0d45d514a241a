"""Records to the rows of the ledger's tables and back: which tables an entry of each kind fills, and with what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from counterclaim.contract import abstention as abstention_dict
from counterclaim.contract import claim as claim_dict
from counterclaim.records import Judgement, Reader, Reading, Report

Row: TypeAlias = tuple[Any, ...]

KEYS = {
    "report": 1, "reading": 1, "claim": 2, "mention": 4, "place": 4, "attribution": 3, "quantity": 3, "abstention": 2, "judgement": 1,
}
"""How many of a table's first columns make a row of it the same row; the first is the entry that it came with."""

COLUMNS = {
    "report": ("entry", "digest", "id", "title", "outlet", "url", "published", "language", "tokens", "text"),
    "reading": ("entry", "report", "program", "model", "vocabulary", "gazetteer"),
    "claim": ("reading", "id", "position", "type", "factuality", "same_as", "trigger_begin", "trigger_end", "trigger", "sentence_begin", "sentence_end", "sentence", "time", "time_value",
              "time_precision", "time_first", "time_last", "plover_type", "plover_mode", "cameo", "acled_event_type", "acled_sub_event_type", "json"),
    "mention": ("reading", "claim", "role", "position", "name", "actor_id", "span_begin", "span_end", "text"),
    "place": ("reading", "claim", "role", "position", "name", "place_id", "span_begin", "span_end", "text", "lat", "lon", "precision", "geo_precision", "radius_km", "country", "admin1",
              "admin1_code", "geonames", "listed", "feature", "relation", "relation_side", "relation_km", "reason", "basis"),
    "attribution": ("reading", "claim", "depth", "source", "source_id", "cue", "stance"),
    "quantity": ("reading", "claim", "position", "kind", "low", "best", "high", "text"),
    "abstention": ("reading", "position", "stage", "reason", "span_begin", "span_end", "text"),
    "judgement": ("entry", "kind", "author", "report", "claim", "other_report", "other_claim", "incident", "field", "value", "undoes", "text"),
}
"""The columns of each table, in the order in which digests take them."""

KINDS = {"report": ("report",), "reading": ("reading", "claim", "mention", "place", "attribution", "quantity", "abstention"), "judgement": ("judgement",)}
"""The tables that an entry of each kind fills."""


def keys_of(table: str) -> tuple[str, ...]:
    """Return the columns that make a row of a table the same row."""
    return COLUMNS[table][: KEYS[table]]


def report_digest(report: Report) -> str:
    """Return the digest of a report's version."""
    parts = [report.id, report.title, report.outlet, report.url, report.published.isoformat() if report.published else None, report.language, report.sentences, report.text]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def report_rows(number: int, report: Report) -> dict[str, list[Row]]:
    """Return the row of a report."""
    tokens = None if report.sentences is None else json.dumps(report.sentences, ensure_ascii=False)
    published = report.published.isoformat() if report.published else None
    return {"report": [(number, report_digest(report), report.id, report.title, report.outlet, report.url, published, report.language, tokens, report.text)]}


def reading_rows(number: int, report: int, reader: Reader, reading: Reading) -> dict[str, list[Row]]:
    """Return the rows of a reading; `report` is the entry of what was read."""
    days = [c.time.interval if c.time else None for c in reading.claims]
    return contract_rows(number, (report, reader.program, reader.model, reader.vocabulary, reader.gazetteer), [claim_dict(c) for c in reading.claims],
                         [(d[0].isoformat(), d[1].isoformat()) if d else (None, None) for d in days], [abstention_dict(a) for a in reading.abstentions])


def contract_rows(number: int, reading: Row, claims: Sequence[Mapping[str, Any]], days: Sequence[tuple[str | None, str | None]], abstentions: Sequence[Mapping[str, Any]]) -> dict[str, list[Row]]:
    """Return the rows of a reading from claims and abstentions as the file contract writes them, each table's in the order of its keys; `days` are the first and last day of each claim's time."""
    rows: dict[str, list[Row]] = {table: [] for table in KINDS["reading"]}
    rows["reading"].append((number, *reading))
    for position, c, interval in sorted(zip(range(len(claims)), claims, days, strict=True), key=lambda item: str(item[1]["id"])):
        for table, values in _claim_rows(position, c, interval):
            rows[table].append((number, *values))
    rows["abstention"] = [(number, i, a["stage"], a["reason"], a["begin"], a["end"], a["text"]) for i, a in enumerate(abstentions)]
    return rows


def _claim_rows(position: int, c: Mapping[str, Any], interval: tuple[str | None, str | None]) -> Iterator[tuple[str, Row]]:
    """Yield table and row, without the reading's number."""
    time, trigger, evidence = c["time"] or {}, c["trigger"], c["evidence"]
    plover, acled = c["codes"]["plover"] or {}, c["codes"]["acled"] or {}
    yield "claim", (
        c["id"], position, c["type"], c["factuality"], c["same_as"], trigger["begin"], trigger["end"], trigger["text"], evidence["begin"], evidence["end"], evidence["text"],
        time.get("text"), time.get("value"), time.get("precision"), *interval, plover.get("type"), plover.get("mode"), c["codes"]["cameo"], acled.get("event_type"), acled.get("sub_event_type"),
        json.dumps(c, ensure_ascii=False))
    for role, mentions in (("actor", c["actors"]), ("recipient", c["recipients"])):
        for i, m in enumerate(mentions):
            yield "mention", (c["id"], role, i, m["name"], m["id"], m["begin"], m["end"], m["text"])
    for role, places in (("place", c["places"]), ("where", [c["where"]] if c.get("where") else [])):
        for i, p in enumerate(places):
            yield "place", (c["id"], role, i, *_place(p))
    for i, a in enumerate(c["attribution"]):
        source, cue = a["source"] or {}, a["cue"] or {}
        yield "attribution", (c["id"], i, source.get("name"), source.get("id"), cue.get("text"), a["stance"])
    for i, q in enumerate(c["quantities"]):
        yield "quantity", (c["id"], i, q["kind"], _real(q["low"]), _real(q["best"]), _real(q["high"]), q["text"])


def _place(p: Mapping[str, Any]) -> Row:
    relation = p.get("relation") or {}
    return (p["name"], p["id"], p["begin"], p["end"], p["text"], _real(p.get("lat")), _real(p.get("lon")), p.get("precision"), p.get("geo_precision"), _real(p.get("radius_km")), p.get("country"),
            p.get("admin1"), p.get("admin1_code"), p.get("geonames"), p.get("listed"), p.get("feature"), relation.get("kind"), relation.get("side"), _real(relation.get("km")), p.get("reason"),
            p.get("basis"))


def _real(value: float | None) -> float | None:
    """A number as a REAL column gives it back, on which digests depend."""
    return None if value is None else float(value)


def judgement_rows(judgement: Judgement) -> dict[str, list[Row]]:
    """Return the row of a judgement."""
    (report, claim), (other_report, other_claim) = (*judgement.claims, (None, None), (None, None))[:2]
    value = json.dumps(judgement.value, ensure_ascii=False) if judgement.kind == "set" else None
    return {"judgement": [(judgement.entry, judgement.kind, judgement.by, report, claim, other_report, other_claim, judgement.incident, judgement.field, value, judgement.undoes, judgement.text)]}


def judgement_of(row: Sequence[Any], time: str) -> Judgement:
    """Return the judgement of a row of its table."""
    entry, kind, by, report, claim, other_report, other_claim, incident, field, value, undoes, text = row
    claims = tuple((r, c) for r, c in ((report, claim), (other_report, other_claim)) if c is not None)
    return Judgement(entry=entry, time=time, by=by, kind=kind, claims=claims, incident=incident, field=field, value=None if value is None else json.loads(value), undoes=undoes, text=text)


def difference(kind: str, rows: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    """Say where the rows of an entry contradict each other, which shows what of them was changed: a report holds its own digest, a claim its whole self as JSON."""
    try:
        if kind == "report" and rows["report"]:
            return _report_difference(dict(zip(COLUMNS["report"], rows["report"][0], strict=True)))
        if kind == "reading" and rows["reading"]:
            return _reading_difference(rows)
    except (TypeError, ValueError, KeyError, AttributeError) as error:  # rows that were tampered with hold anything
        return f"they cannot be read ({type(error).__name__}: {error})"
    return f"the row in {kind} is missing" if not rows[kind] else "which of its columns was changed, they do not show"


def _report_difference(report: Mapping[str, Any]) -> str:
    parts = [report[name] for name in ("id", "title", "outlet", "url", "published", "language")] + [json.loads(report["tokens"]) if report["tokens"] else None, report["text"]]
    same = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest() == report["digest"]
    return f"report {report['id']}: its fields agree with its own digest, which was changed with them" if same else f"report {report['id']}: its fields are not those that its own digest was made of"


def _reading_difference(rows: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    number, *reading = rows["reading"][0]
    found = sorted((dict(zip(COLUMNS["claim"], row, strict=True)) for row in rows["claim"]), key=lambda c: c["position"])
    expected = contract_rows(number, tuple(reading), [json.loads(c["json"]) for c in found], [(c["time_first"], c["time_last"]) for c in found], [])
    for table in KINDS["reading"][1:-1]:
        here, there = (_by_key(table, side[table]) for side in (rows, expected))
        for key in sorted({**here, **there}, key=str):
            name = f"{table} {', '.join(map(str, key[1:]))}"
            if key not in here:
                return f"{name}: the row is missing"
            if key not in there:
                return f"{name}: a row that its claim does not have"
            for column, value, told in zip(COLUMNS[table], here[key], there[key], strict=True):
                if value != told:
                    return f"{name}: {column} is {value!r:.80} where the claim's JSON says {told!r:.80}"
    return "its claims agree in themselves: a whole claim, an abstention or the reader's version was changed, added or removed"


def _by_key(table: str, rows: Iterable[Sequence[Any]]) -> dict[tuple[Any, ...], Sequence[Any]]:
    return {tuple(row[: KEYS[table]]): row for row in rows}
