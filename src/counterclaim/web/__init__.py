"""Templates, styles and scripts of the report page and the review app. `vendor/` is filled by `make vendor` from npm and not committed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from counterclaim.errors import ExportError

STYLES = ("page.css",)
SCRIPTS = ("state.js", "dom.js", "incidents.js", "map.js", "control.js", "timeline.js", "texts.js", "actors.js", "words.js", "page.js")
"""In the order in which they run: each adds to one object, `counterclaim`."""
MARGIN = 4.0
"""Degrees around what is shown within which borders are drawn in full."""


@cache
def asset(name: str) -> str:
    """Return one of the page's own files."""
    return files("counterclaim").joinpath("web", name).read_text(encoding="utf-8")


@cache
def vendor(name: str) -> str:
    """Return a third party's file; raise ExportError where set-up has not brought it."""
    try:
        return files("counterclaim").joinpath("web", "vendor", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ExportError(f"web/vendor/{name} is not there; it comes from npm when the program is set up: make vendor") from None


def template(name: str, values: Mapping[str, str]) -> str:
    """Return a template with each {{name}} replaced once, so that no value is read as a template; values are HTML already."""
    return re.sub(r"\{\{(\w+)\}\}", lambda m: values[m[1]], asset(name))


def outlines(points: Sequence[tuple[float, float]], margin: float = MARGIN) -> dict[str, Any]:
    """Return the countries as rings of arcs, those near some points (degrees east and north) in full and the others coarse."""
    base = _outlines()
    near: set[int] = set()
    if points:
        west, east = min(x for x, _ in points) - margin, max(x for x, _ in points) + margin
        south, north = min(y for _, y in points) - margin, max(y for _, y in points) + margin
        near = {n for n, (w, s, e, t) in enumerate(_boxes()) if w <= east and e >= west and s <= north and t >= south}
    return {"source": base["source"], "scale": base["scale"], "arcs": [base["fine" if n in near else "coarse"][n] for n in range(len(base["fine"]))], "countries": base["countries"]}


@cache
def _outlines() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(asset("outlines.json"))
    return found


@cache
def _boxes() -> list[tuple[float, float, float, float]]:
    """West, south, east and north of each arc, in degrees."""
    base = _outlines()
    out = []
    for arc in base["coarse"]:
        xs, ys = _sums(arc[::2]), _sums(arc[1::2])
        out.append((min(xs) / base["scale"], min(ys) / base["scale"], max(xs) / base["scale"], max(ys) / base["scale"]))
    return out


def _sums(steps: Sequence[int]) -> list[int]:
    out, at = [], 0
    for step in steps:
        at += step
        out.append(at)
    return out
