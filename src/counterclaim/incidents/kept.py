"""Incidents kept in a ledger beside its entries, for any SQLite client to look at: computed from the entries, and computed again when there are more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from counterclaim import __version__, vocab
from counterclaim.incidents.statements import days_of
from counterclaim.ledger import Ledger
from counterclaim.settings import Settings


class Kept:
    """The incidents of a ledger as it stood when it was opened here; on one that is read only nothing is kept."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        head = ledger.head()
        self._last = head.number if head else 0
        self._readonly = ledger.readonly
        self._derived = ledger.derived(f"{__version__} {vocab.digest()} {settings.gazetteer}")

    def documents(self) -> list[Mapping[str, Any]] | None:
        """Return the incidents kept, in order of their first statement; None where they are not those of the last entry."""
        if self._derived.upto != self._last or not self._last:
            return None
        return [json.loads(text) for (text,) in self._derived.rows("SELECT json FROM incident ORDER BY position")]

    def keep(self, documents: Sequence[Mapping[str, Any]]) -> None:
        """Put these incidents in place of those kept."""
        if self._readonly or not self._last:
            return
        self._derived.write(self._last, (
            ("DELETE FROM incident_claim", [()]), ("DELETE FROM incident", [()]),
            ("incident", [_row(position, d) for position, d in enumerate(documents)]),
            ("incident_claim", [(d["id"], position, c["report"], c["claim"]) for d in documents for position, c in enumerate(d["claims"])])))


def _row(position: int, d: Mapping[str, Any]) -> tuple[Any, ...]:
    days, place = days_of(d["time"]), d["place"] or {}
    return (d["id"], d["part_of"], d["type"], place.get("name"), *((day.isoformat() for day in days) if days else (None, None)), d["status"], len(d["claims"]), position, json.dumps(d, ensure_ascii=False))
