"""The file contract's own forms: a JSON line a report with its claims, and a JSON line an incident."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from counterclaim.outputs.data import Data


def write_lines(values: Iterable[Any], out: TextIO) -> None:
    """Write JSON Lines."""
    for value in values:
        out.write(json.dumps(value, ensure_ascii=False) + "\n")


def write_claims(data: Data, out: TextIO) -> None:
    """Write a line a report."""
    write_lines(data.readings, out)


def write_incidents(data: Data, out: TextIO) -> None:
    """Write a line an incident."""
    write_lines(data.incidents, out)
