"""Makes the README's pictures of the report page from the examples, with a Chromium ($CHROMIUM, or chromium on the path). Run: make screenshots"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from counterclaim.cli import main as counterclaim

ROOT = Path(__file__).parents[1]
PICTURES = (
    # name, width and height, scheme, address
    ("page", 1280, 860, "light", ""),
    ("page-text", 1280, 640, "light", "#claim=1"),
    ("page-phone", 390, 844, "light", ""),
    ("page-phone-dark", 390, 844, "dark", ""),
)


def main() -> int:
    """Write the pictures into docs/."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print("no Chromium found; on Debian: apt-get install chromium, or set CHROMIUM", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        page = Path(folder) / "report.html"
        counterclaim(["read", str(ROOT / "examples"), "--report", str(page)])
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width, height, scheme, address in PICTURES:
            tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=1)
            tab.goto(page.as_uri() + address)
            tab.wait_for_selector("html[data-ready=yes]", state="attached")
            tab.screenshot(path=ROOT / "docs" / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
