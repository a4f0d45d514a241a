"""Readings to formats: one module each."""

from __future__ import annotations

from collections.abc import Callable

from counterclaim.outputs import claims, table_csv
from counterclaim.records import Reading

FORMATS: dict[str, tuple[str, Callable[[Reading], str]]] = {
    # format: what stands once at the top, and what each reading adds
    "claims": ("", claims.write_line),
    "csv": (table_csv.HEADER, table_csv.write_rows),
}
