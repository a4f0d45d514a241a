"""Make the README's picture of the screen from the example reports: docs/show.svg, what is contested.

    .venv/bin/python tools/picture.py
"""
from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

from counterclaim.contract import as_dict
from counterclaim.incidents.statements import statements_of
from counterclaim.incidents.survey import survey
from counterclaim.intake import read_reports
from counterclaim.outputs.incident_screen import show_incident
from counterclaim.reading import read_report
from counterclaim.reading.locate import open_atlas


def main() -> None:
    readings = [read_report(report) for report in read_reports(["examples"])]
    found = survey([s for reading in readings for s in statements_of(as_dict(reading))], open_atlas())
    console = Console(record=True, width=132, file=io.StringIO(), force_terminal=True, highlight=False)
    for view in found.views:
        if view.status.grade == "contested":
            show_incident(view, console)
    # no other site is asked for a font
    svg = re.sub(r"@font-face \{.*?\}\s*", "", console.export_svg(title="counterclaim show contested .demo/demo.db"), flags=re.DOTALL)
    Path("docs/show.svg").write_text(svg.replace("Fira Code", "ui-monospace, SFMono-Regular, Menlo, Consolas"), encoding="utf-8")


if __name__ == "__main__":
    main()
