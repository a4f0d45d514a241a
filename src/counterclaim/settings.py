"""Where the program keeps its files and fetches gazetteers from, and who signs judgements: the only reader of the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

GEONAMES = "https://download.geonames.org/export/dump/{name}.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Folders, addresses, and whether places are looked up.

    `cache` holds what can be made anew, `data` what the user gave. `gazetteer_address` is where `gazetteer fetch` finds a country's dump, "{name}" standing for its code. `by` is who signs judgements.
    """

    cache: Path
    data: Path
    gazetteer_address: str = GEONAMES
    gazetteer: bool = True
    by: str | None = None


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the environment.

    COUNTERCLAIM_CACHE and COUNTERCLAIM_DATA name the folders, otherwise they are the system's own for caches and data (the XDG ones, or Windows' and macOS');
    COUNTERCLAIM_GAZETTEER_ADDRESS is the address. COUNTERCLAIM_GAZETTEER=off leaves places unresolved;
    COUNTERCLAIM_BY is who signs judgements.
    """

    def folder(own: str, xdg: str, usual: str, mac: str) -> Path:
        if environment.get(own):
            return Path(environment[own]).expanduser()
        # the XDG specification bids us ignore a path that is not absolute
        if Path(environment.get(xdg, "")).is_absolute():
            return Path(environment[xdg]) / "counterclaim"
        if sys.platform == "win32":
            return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "counterclaim" / usual.rpartition("/")[2]
        return Path.home() / (mac if sys.platform == "darwin" else usual) / "counterclaim"

    return Settings(cache=folder("COUNTERCLAIM_CACHE", "XDG_CACHE_HOME", ".cache", "Library/Caches"),
                    data=folder("COUNTERCLAIM_DATA", "XDG_DATA_HOME", ".local/share", "Library/Application Support"),
                    gazetteer_address=environment.get("COUNTERCLAIM_GAZETTEER_ADDRESS") or GEONAMES,
                    gazetteer=environment.get("COUNTERCLAIM_GAZETTEER", "").lower() not in ("off", "no", "0", "false"),
                    by=environment.get("COUNTERCLAIM_BY", "").strip() or None)
