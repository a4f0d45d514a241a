"""Gets a country's dump from GeoNames, or from where the settings say, and hands it to the store once it is whole."""

from __future__ import annotations

import re
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from pathlib import Path

from counterclaim import __version__
from counterclaim.errors import GazetteerError
from counterclaim.gazetteer.place import Row
from counterclaim.gazetteer.store import Added, Store
from counterclaim.settings import Settings

MAX_DOWNLOAD = 2 << 30
SECONDS, SECONDS_IN_ALL = 30.0, 3600.0
"""How long the server may be silent, and how long the whole may take."""
PIECE = 1 << 18


def fetch(store: Store, settings: Settings, code: str) -> Added:
    """Get the dump of a country (ISO 3166-1 alpha-2) or "allCountries", check it and add it in place of an earlier one."""
    name = code.upper() if len(code) == 2 else code
    if not re.fullmatch(r"[A-Z]{2}|allCountries", name, re.ASCII):
        raise GazetteerError(f"{code}: expected a country's two letters (ISO 3166-1, such as SY) or allCountries")
    address = settings.gazetteer_address.replace("{name}", name)
    if not address.startswith(("https://", "http://")):
        raise GazetteerError(f"{address}: expected an http or https address in COUNTERCLAIM_GAZETTEER_ADDRESS")
    try:
        with tempfile.TemporaryDirectory(prefix="counterclaim-") as folder:
            path = Path(folder) / f"{name}.zip"
            download(address, path)
            with path.open("rb") as file:
                if file.read(4) != b"PK\x03\x04":
                    raise GazetteerError(f"{address}: no zip; expected the dump of {name} as GeoNames packs it")
            return store.add([path], "geonames", iter if name == "allCountries" else lambda rows: _mostly_of(rows, name, address))[0]
    except OSError as error:
        raise GazetteerError(f"{address}: {error}; the download could not be kept") from error


def download(address: str, path: Path) -> None:
    """Write what an address gives to a file; raise GazetteerError where it is not all there, or too much."""
    request = urllib.request.Request(address, headers={"User-Agent": f"counterclaim/{__version__}"})
    end = time.monotonic() + SECONDS_IN_ALL
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response, path.open("wb") as file:
            told = response.headers.get("Content-Length")
            got = 0
            while piece := response.read(PIECE):
                got += len(piece)
                if got > MAX_DOWNLOAD:
                    raise GazetteerError(f"{address}: more than {MAX_DOWNLOAD:,} bytes; expected a country's dump")
                if time.monotonic() > end:
                    raise GazetteerError(f"{address}: not done in {SECONDS_IN_ALL:.0f} s; get the file by other means and add it")
                file.write(piece)
    except urllib.error.HTTPError as error:
        raise GazetteerError(f"{address}: the server answers {error.code} {error.reason}; is the code right?") from error
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError, ValueError) as error:
        raise GazetteerError(f"{address}: {getattr(error, 'reason', None) or error or type(error).__name__}; the dump could not be fetched") from error
    if told is not None and told.isdecimal() and got != int(told):
        raise GazetteerError(f"{address}: {got:,} bytes came of {int(told):,}; try again")


def _mostly_of(rows: Iterable[Row], country: str, address: str) -> Iterator[Row]:
    """Pass rows on; raise at their end where most are not of the country that was asked for."""
    total = own = 0
    for row in rows:
        total += 1
        own += row.country == country
        yield row
    if own * 2 < total:
        raise GazetteerError(f"{address}: {own:,} of {total:,} places lie in {country}; expected its dump")
