"""The report page: one HTML file with all that it shows, which asks nothing of any network and opens from disk.

What a report says is data here, whatever markup it looks like: it stands in a script tag that no browser runs, with the characters escaped that could end it, and the page's scripts write it as text.
The page's own policy (Content-Security-Policy) lets nothing run or load but the scripts and styles whose digests it names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from counterclaim.web import SCRIPTS, STYLES, asset, outlines, template, vendor

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def write_page(data: Mapping[str, Any], borders: Mapping[str, Any] | None = None) -> str:
    """Return the page of a document (page_data.py). `borders` is GeoJSON drawn beneath the marks, first-level borders for one.

    Raise ExportError where the map's script is not there.
    """
    title = data["title"] or "What is claimed, and by whom"
    styles = "\n".join((_no_images(vendor("leaflet.css")), *(asset(name) for name in STYLES)))
    scripts = "\n".join((re.sub(r"(?m)^//# sourceMappingURL.*$", "", vendor("leaflet.js")), *(asset(name) for name in SCRIPTS)))
    points = [(p["lon"], p["lat"]) for p in (*(i["place"] for i in data["incidents"] if i["place"]), *data["control"]["places"].values()) if p["lat"] is not None]
    policy = f"default-src 'none'; script-src '{digest(scripts)}'; style-src '{digest(styles)}'; img-src data:; base-uri 'none'; form-action 'none'"
    return template("page.html", {
        "policy": policy, "title": escaped(title), "styles": styles, "scripts": scripts, "data": as_json(data), "outlines": as_json(outlines(points)), "borders": as_json(borders)})


def as_json(value: Any) -> str:
    """Return JSON in which no character can end the script tag that it stands in."""
    return _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def digest(text: str) -> str:
    """Return the digest by which a policy names a script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def escaped(text: str) -> str:
    """Return a text as HTML."""
    return re.sub("[<>&\"'\ud800-\udfff]", lambda m: f"&#{ord(m[0])};" if m[0] < "\ud800" else "\ufffd", text)


def _no_images(styles: str) -> str:
    # Leaflet's own marker and button pictures are not used, and a page that opens from disk has no place to load them from
    return re.sub(r"url\([^)]*\)", "none", styles)
