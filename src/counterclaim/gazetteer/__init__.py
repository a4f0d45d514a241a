"""Names to places: an index that works as it comes and grows with the user's gazetteer files."""

from __future__ import annotations

from counterclaim.gazetteer.index import Gazetteer
from counterclaim.gazetteer.place import Candidate, Place
from counterclaim.gazetteer.store import Notify, Store
from counterclaim.settings import Settings

__all__ = ["Candidate", "Gazetteer", "Place", "open_gazetteer"]


def open_gazetteer(settings: Settings, notify: Notify | None = None) -> Gazetteer:
    """Open the gazetteer; the first time its index is built, of which `notify` is told."""
    return (Store(settings, notify) if notify else Store(settings)).open()
