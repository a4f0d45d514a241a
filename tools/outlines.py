"""Makes src/counterclaim/web/outlines.json, the report page's base map, from the npm package world-atlas (Natural Earth, 1:10 million, public domain). Run: npm install --no-save world-atlas@2.0.2, then python tools/outlines.py node_modules/world-atlas/countries-10m.json

Borders are kept as arcs that neighbours share, so that what is simplified stays closed. A point is kept where it lies farther than TOLERANCE from the line without it (Douglas and Peucker, 1973).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TOLERANCE = 0.02
COARSE = 0.2
SCALE = 100
SMALLEST = 0.004
"""Degrees of tolerance, near what a page shows and elsewhere; steps a degree; square degrees of the smallest island that is kept, a country's largest excepted."""
TARGET = Path(__file__).parents[1] / "src/counterclaim/web/outlines.json"

Points = list[tuple[float, float]]


def decoded(topology: dict) -> list[Points]:
    """Return the arcs of a TopoJSON topology in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def simplified(points: Points, tolerance: float) -> Points:
    """Return a line without the points that a straight line stands for; its ends stay."""
    keep = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    if points[0] == points[-1]:  # a ring has no line between its ends: cut it at its farthest point
        far = max(range(len(points)), key=lambda i: abs(points[i][0] - points[0][0]) + abs(points[i][1] - points[0][1]))
        keep.add(far)
        todo = [(0, far), (far, len(points) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        (ax, ay), (bx, by) = points[a], points[b]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

        def away(i: int, ax: float = ax, ay: float = ay, bx: float = bx, by: float = by, length: float = length) -> float:
            x, y = points[i]
            return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length else ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        i = max(range(a + 1, b), key=away)
        if away(i) > tolerance:
            keep.add(i)
            todo += [(a, i), (i, b)]
    return [points[i] for i in sorted(keep)]


def area(ring: Points) -> float:
    """Return the area within a ring in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))) / 2


def stepped(points: Points) -> list[int]:
    """Return a line as whole steps: its first point, then the way from each point to the next."""
    flat: list[int] = []
    x = y = 0
    for px, py in points:
        qx, qy = round(px * SCALE), round(py * SCALE)
        if not flat or (qx, qy) != (x, y):
            flat += [qx - x, qy - y]
        x, y = qx, qy
    return flat


def main(source: Path) -> None:
    """Write the outlines."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = decoded(topology)
    used: dict[int, int] = {}
    countries = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry.get("arcs") or []
        polygons = [polygons] if geometry["type"] == "Polygon" else polygons
        rings = [polygon[0] for polygon in polygons]
        sizes = [area([p for i in ring for p in (arcs[i] if i >= 0 else arcs[~i][::-1])]) for ring in rings]
        kept = [ring for ring, size in zip(rings, sizes, strict=True) if size >= SMALLEST or size == max(sizes)]
        countries.append({"name": geometry["properties"]["name"], "rings": [[used.setdefault(i, len(used)) if i >= 0 else ~used.setdefault(~i, len(used)) for i in ring] for ring in kept]})
    fine, coarse = ([stepped(simplified(arcs[i], tolerance)) for i in used] for tolerance in (TOLERANCE, COARSE))
    countries.sort(key=lambda c: c["name"])
    text = json.dumps({"source": "Natural Earth 1:10m countries (public domain), by way of world-atlas; simplified by tools/outlines.py", "scale": SCALE, "fine": fine, "coarse": coarse, "countries": countries},
                      ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(text):,} characters, {sum(map(len, fine)) // 2:,} points, {sum(map(len, coarse)) // 2:,} of them in coarse lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
