"""Incidents that a file in the contract's form says ("Incidents out"): the linker's own, a gold file's, anybody's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from counterclaim.errors import ReportError
from counterclaim.incidents.incident import Incident, publication_order
from counterclaim.incidents.statements import Statement


def grouped(path: Path, statements: Sequence[Statement]) -> list[Incident]:
    """Return the file's incidents with their statements, those of which no claim is known left out; raise ReportError that names the line that is none."""
    known = {(s.report.id, s.claim): s for s in statements}
    out: list[Incident] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(f"{path}: {error}; expected incidents, as counterclaim link --format incidents writes them") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            members = [known[key] for c in row["claims"] if (key := (c["report"], c["claim"])) in known]
            if members:
                out.append(Incident(id=str(row["id"]), statements=tuple(sorted(members, key=publication_order)), part_of=row.get("part_of")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ReportError(f"{path}:{number}: no incident: {error}; expected an object with id and claims (report, claim)") from error
    return out
