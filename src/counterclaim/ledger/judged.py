"""Judgements: which are in force, and claims with the corrections applied that people `set`.

A correction never changes the machine's claim: it is applied as the claim is read, and the claim names it under `judged`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from math import isfinite
from typing import Any

from counterclaim import vocab
from counterclaim.errors import LedgerError
from counterclaim.reading.actors import load_actors
from counterclaim.records import Judgement

FACTUALITY = ("actual", "possible", "future", "negated")
STANCES = ("asserts", "denies", "doubts")
PRECISION = {4: "year", 7: "month", 10: "day"}
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Return the judgements that stand, in order: none that was undone, and of several on the same (two claims, or a claim's field) the last. An undo may be undone itself."""
    kept: list[Judgement] = []
    undone: set[int] = set()
    decided: set[Any] = set()
    for judgement in sorted(judgements, key=lambda j: j.entry, reverse=True):
        if judgement.entry in undone:
            continue
        if judgement.kind == "undo":
            assert judgement.undoes is not None
            undone.add(judgement.undoes)
            continue
        on = subject(judgement)
        if on not in decided:
            kept.append(judgement)
        if on is not None:
            decided.add(on)
    return kept[::-1]


def subject(judgement: Judgement) -> Any:
    """Return what a judgement decides: two judgements on the same subject cannot both stand; None for a note."""
    if judgement.kind in ("same", "different"):
        return tuple(sorted(judgement.claims))
    return (judgement.claims, judgement.field) if judgement.kind == "set" else None


def as_judged(claim: Mapping[str, Any], corrections: Sequence[Judgement]) -> dict[str, Any]:
    """Return a claim with corrections applied in order; `judged` says of each what was there, who set it and when, or why it does not fit a newer reading's claim."""
    result = dict(claim)
    judged = []
    for j in corrections:
        assert j.field is not None
        note = {"field": j.field, "value": j.value, "by": j.by, "time": j.time, "entry": j.entry}
        try:
            note["was"] = read_field(result, j.field)
            result = corrected(result, j.field, j.value)
        except LedgerError as error:
            note["not_applied"] = str(error)
        judged.append(note)
    return {**result, "judged": judged} if judged else result


def read_field(claim: Mapping[str, Any], field: str) -> Any:
    """Return what a claim holds at a field such as "type" or "quantities.0.best"; LedgerError where it has no such field."""
    value: Any = claim
    for step in field.split("."):
        try:
            value = value[int(step)] if isinstance(value, list) and step.isdigit() else value[step]
        except (KeyError, IndexError, TypeError):
            options = ", ".join(value) if isinstance(value, dict) else f"0 to {len(value) - 1}" if isinstance(value, list) and value else "nothing"
            raise LedgerError(f"field {field!r}: the claim has no {step!r} there; it has {options}") from None
    return value


def corrected(claim: Mapping[str, Any], field: str, value: Any) -> dict[str, Any]:
    """Return a claim with one field set; LedgerError where it has no such field, it is one that only a reading gives, or the value is none for it.

    Plain words do for a name ("actors", "recipients", "places", "where", "attribution") and for a time; what the text does not hold gets an empty span at the start of the claim's sentence.
    """
    read_field(claim, field)
    root, *path = field.split(".")
    if root not in CHECKS:
        raise LedgerError(f"field {field!r}: {root} is not for people to set; expected {', '.join(CHECKS)}, or a part of one such as quantities.0.best")
    if path and path[-1] in ("begin", "end", "text"):
        raise LedgerError(f"field {field!r}: offsets and their words say what the reader saw; set the whole {'.'.join([root, *path[:-1]])} instead")
    if path and path[-1] == "name" and root in ("places", "where"):
        raise LedgerError(f"field {field!r}: another name is another place, with coordinates of its own; set the whole {'.'.join([root, *path[:-1]])} instead")
    result = deepcopy(dict(claim))
    target: Any = result
    for step in [root, *path][:-1]:
        target = target[int(step) if isinstance(target, list) else step]
    last = [root, *path][-1]
    target[int(last) if isinstance(target, list) else last] = deepcopy(value)
    if root == "quantities" and last == "best" and isinstance(target, dict) and target.get("low") == target.get("high") == read_field(claim, field):
        target.update(low=value, high=value)  # an exact count stays one
    if last == "name":
        target.pop("id", None)  # that of the former name: looked up anew
    begin = claim["evidence"]["begin"]
    try:
        result[root] = CHECKS[root](result[root], {"begin": begin, "end": begin, "text": ""})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LedgerError(f"field {field!r}: {json.dumps(value, ensure_ascii=False):.200} does not do ({error}); expected {EXPECTED[root]}") from None
    return result


Span = Mapping[str, Any]


def _type(value: Any, _: Span) -> Any:
    if value not in vocab.load("events"):
        raise ValueError("no event type")
    return value


def _factuality(value: Any, _: Span) -> Any:
    if value not in FACTUALITY:
        raise ValueError("no factuality")
    return value


def _same_as(value: Any, _: Span) -> Any:
    if value is not None and not isinstance(value, str):
        raise ValueError("no claim id")
    return value


def _mention(value: Any, span: Span) -> dict[str, Any]:
    """A mention from plain words or an object; its id is looked up in vocabulary/actors.yml where none is given."""
    given = {"name": value} if isinstance(value, str) else dict(value)
    if not isinstance(given["name"], str) or not given["name"].strip():
        raise ValueError("a name is words")
    entry = load_actors().find(given["name"]) if "id" not in given else None
    return {**span, "id": entry.id if entry else None, **given}


def _mentions(value: Any, span: Span) -> list[dict[str, Any]]:
    return [_mention(item, span) for item in ([value] if isinstance(value, str) else _list(value))]


def _place(value: Any, span: Span) -> dict[str, Any]:
    unknown = dict.fromkeys(("id", "lat", "lon", "country", "admin1", "precision", "geonames", "admin1_code", "geo_precision", "radius_km", "listed", "feature", "relation", "reason"))
    given = {"name": value} if isinstance(value, str) else dict(value)
    place = {**span, **unknown, **given}
    if not isinstance(place["name"], str) or not place["name"].strip():
        raise ValueError("a name is words")
    for name, most in (("lat", 90), ("lon", 180)):
        if place[name] is not None and not -most <= _number(place[name]) <= most:
            raise ValueError(f"{name} is {place[name]}")
    if (place["lat"] is None) != (place["lon"] is None):
        raise ValueError("lat and lon go together")
    if place["precision"] not in (None, 1, 2, 3, 4, 5, 6, 7):
        raise ValueError(f"precision is {place['precision']}")
    return place


def _places(value: Any, span: Span) -> list[dict[str, Any]]:
    return [_place(item, span) for item in ([value] if isinstance(value, str) else _list(value))]


def _where(value: Any, span: Span) -> dict[str, Any] | None:
    return None if value is None else {"basis": "judgement", **_place(value, span)}


def _time(value: Any, span: Span) -> dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):  # a year, which looks like a number
        value = str(value)
    time = {**span, "value": value} if isinstance(value, str) else {**span, **value}
    ends = time["value"].split("/")
    for end in ends:
        if not _DAY.fullmatch(end):
            raise ValueError(f"{end!r} is no day, month or year")
        date.fromisoformat(end + "-01-01"[len(end) - 4 :] if len(end) < 10 else end)
    if len(ends) > 2 or ends != sorted(ends):
        raise ValueError("an interval is its first and its last day")
    time["precision"] = "interval" if len(ends) == 2 else PRECISION[len(ends[0])]
    return time


def _quantities(value: Any, span: Span) -> list[dict[str, Any]]:
    result = []
    for item in _list(value):
        quantity = {**span, "low": item.get("best"), "best": None, "high": item.get("best"), **item}
        if not isinstance(quantity["kind"], str):
            raise ValueError("a kind is a word")
        bounds = [_number(quantity[name]) for name in ("low", "best", "high") if quantity[name] is not None]
        if bounds != sorted(bounds) or any(b < 0 for b in bounds):
            raise ValueError("low, best and high go upwards")
        result.append(quantity)
    return result


def _attribution(value: Any, span: Span) -> list[dict[str, Any]]:
    result = []
    for item in [{"source": value}] if isinstance(value, str) else _list(value):
        link = {"cue": None, "stance": "asserts", **item}
        link["source"] = None if link["source"] is None else _mention(link["source"], span)
        if link["stance"] not in STANCES:
            raise ValueError(f"stance is {link['stance']!r}")
        result.append(link)
    return result


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return value


CHECKS: Mapping[str, Callable[[Any, Span], Any]] = {
    "type": _type, "factuality": _factuality, "same_as": _same_as, "actors": _mentions, "recipients": _mentions, "places": _places, "where": _where, "time": _time, "quantities": _quantities,
    "attribution": _attribution,
}
"""The fields that people may set, each with what makes its value whole or refuses it."""

EXPECTED = {
    "type": "an event type of vocabulary/events.yml", "factuality": ", ".join(FACTUALITY), "same_as": "a claim's id or null", "actors": 'a name, or JSON such as ["A", {"name": "B", "id": null}]',
    "recipients": 'a name, or JSON such as ["A", {"name": "B", "id": null}]', "places": 'a name, or JSON such as [{"name": "Aleppo", "lat": 36.2, "lon": 37.2, "precision": 1}]',
    "where": 'a name, null, or JSON such as {"name": "Aleppo", "lat": 36.2, "lon": 37.2, "precision": 1}', "time": "null, a day, month or year such as 2024-11-27, or two with a slash between",
    "quantities": 'JSON such as [{"kind": "killed", "low": 3, "best": 4, "high": 5}]; low and high may be null', "attribution": 'a source\'s name, or JSON such as [{"source": "A", "stance": "denies"}]',
}
