"""The ledger: one SQLite file to which reports, readings and judgements are appended, never changed. Any SQLite client opens it as it is."""

from __future__ import annotations

from counterclaim.ledger.store import Ledger

__all__ = ["Ledger"]
