"""Make the README's pictures of the screen from the example reports: docs/read.svg (the claims) and docs/show.svg (what is contested).

    .venv/bin/python tools/pictures.py
"""
from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from counterclaim.contract import as_dict
from counterclaim.incidents.statements import statements_of
from counterclaim.incidents.survey import survey
from counterclaim.intake import read_reports
from counterclaim.outputs import screen
from counterclaim.outputs.incident_screen import show_incident
from counterclaim.reading import read_report
from counterclaim.reading.locate import open_atlas

CLAIMS = 9
"""So many claims of each report fit into a picture."""


def main() -> None:
    readings = [read_report(report) for report in read_reports(["examples"])]
    console = recorder()
    for reading in readings:
        screen.show(replace(reading, claims=reading.claims[:CLAIMS]), console, False)
    save(console, Path("docs/read.svg"), "counterclaim read examples")
    found = survey([s for reading in readings for s in statements_of(as_dict(reading))], open_atlas())
    console = recorder()
    for view in found.views:
        if view.status.grade == "contested":
            show_incident(view, console)
    save(console, Path("docs/show.svg"), "counterclaim show contested .demo/demo.db")


def recorder() -> Console:
    return Console(record=True, width=132, file=io.StringIO(), force_terminal=True, highlight=False)


def save(console: Console, path: Path, title: str) -> None:
    """Write what was printed as a picture that asks no other site for a font."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", console.export_svg(title=title), flags=re.DOTALL)
    path.write_text(svg.replace("Fira Code", "ui-monospace, SFMono-Regular, Menlo, Consolas"), encoding="utf-8")


if __name__ == "__main__":
    main()
