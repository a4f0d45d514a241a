"""The file contract's claims: one JSON line a report."""

from __future__ import annotations

import json

from counterclaim.contract import as_dict
from counterclaim.records import Reading


def write_line(reading: Reading) -> str:
    """Return a reading as one line."""
    return json.dumps(as_dict(reading), ensure_ascii=False) + "\n"
