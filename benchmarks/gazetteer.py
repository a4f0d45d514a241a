"""The gazetteer measured: building, size, opening, memory, lookups; and, where the shared corpora are, what each level of a name adds and costs on Syrian names.

    python3 benchmarks/gazetteer.py [--shared ../shared]

The first part uses the default gazetteer in a folder of its own. The second looks up OCHA's English names of Syrian communities, whose GeoNames ids a crosswalk knows, among GeoNames'
names, and the place spans of reports about Syria, without and with the shared files.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from counterclaim.gazetteer import Gazetteer
from counterclaim.gazetteer.names import LEVELS
from counterclaim.gazetteer.store import Store
from counterclaim.settings import Settings

SYRIA = re.compile(r"Syria|Aleppo|Idlib|Homs|Hama\b|Damascus|Deir|Raqqa|Daraa|Latakia")
OPEN = """
import sys, time
from pathlib import Path
begin = time.perf_counter()
from counterclaim.gazetteer import open_gazetteer
from counterclaim.settings import Settings
imported = time.perf_counter()
gazetteer = open_gazetteer(Settings(cache=Path(sys.argv[1]), data=Path(sys.argv[2])))
opened = time.perf_counter()
gazetteer.find("Aleppo")
found = time.perf_counter()
def memory(): return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) // 1024
first = memory()
names = [n for (n,) in gazetteer._db.execute("SELECT name FROM places WHERE id % 10 = 0")]
begin_many = time.perf_counter()
for name in names: gazetteer.find(name)
many = time.perf_counter() - begin_many
print(f"import {imported - begin:.3f} s, open {opened - imported:.3f} s, first name {found - opened:.3f} s, {first} MB; "
      f"{len(names):,} other names {many / len(names) * 1e6:.0f} us each, then {memory()} MB")
"""


def spans(shared: Path) -> list[str]:
    with gzip.open(shared / "corpora/places/event_location/train.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [span["text"].strip() for row in rows if SYRIA.search(row["text"]) for span in row["spans"] if span["label"] == "LOCATION"]


def communities(shared: Path) -> list[tuple[str, int]]:
    """OCHA names with GeoNames ids that were linked by name, and by nearness alone where the names differ more."""
    with gzip.open(shared / "gazetteer/ocha_sy/places_crosswalk.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(row["name_en"], row["geonamesid"]) for row in rows if row["link"] == "name<5km"]


def show_levels(title: str, gazetteer: Gazetteer, names: Iterable[str], country: str | None) -> None:
    best: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    total = cold = warm = 0.0
    for name in names:
        total += 1
        begin = time.perf_counter()
        found = gazetteer.find(name, 20, country)
        middle = time.perf_counter()
        gazetteer.find(name, 20, country)
        cold, warm = cold + middle - begin, warm + time.perf_counter() - middle
        best[found[0].level if found else "none"] += 1
        beside.update(candidate.level for candidate in found)
    print(f"{title}: strictest level that finds something, % " + ", ".join(f"{level} {best[level] / total:.1%}" for level in (*LEVELS, "none"))
          + "; candidates a name " + ", ".join(f"{level} {beside[level] / total:.2f}" for level in LEVELS) + f"; cold {cold / total * 1e6:.0f} us, warm {warm / total * 1e6:.1f} us")


def show_crosswalk(gazetteer: Gazetteer, pairs: list[tuple[str, int]]) -> None:
    right: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    for name, number in pairs:
        found = gazetteer.find(name, 500, "SY")
        beside.update(candidate.level for candidate in found)
        level = next((candidate.level for candidate in found if candidate.place.geonames == number), "none")
        right[level] += 1
        alone[level] += sum(candidate.level == level for candidate in found) == 1
    for level in (*LEVELS, "none"):
        print(f"  {level}: right place {right[level] / len(pairs):.1%}, alone at its level {alone[level] / len(pairs):.1%}, candidates a name {beside[level] / len(pairs):.2f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(cache=folder / "cache", data=folder / "data")
        store = Store(settings)
        begin = time.perf_counter()
        default = store.open()
        print(f"built in {time.perf_counter() - begin:.1f} s, {default.path.stat().st_size / 1e6:.0f} MB")
        subprocess.run([sys.executable, "-c", OPEN, str(settings.cache), str(settings.data)], check=True)
        if not args.shared:
            return
        gazetteers, texts = args.shared / "gazetteer", spans(args.shared)
        print(f"{len(texts)} place spans, {len(set(texts))} different")
        show_levels("default, world", default, texts, None)
        show_levels("default, Syria", default, texts, "SY")
        for kind, files in (("GeoNames", ["geonames/SY.txt.gz"]), ("OCHA and Who's On First", ["ocha_sy/governorates.geojson.gz", "ocha_sy/populated_places.json.gz", "whosonfirst/SY.jsonl.gz"])):
            begin = time.perf_counter()
            added = store.add([gazetteers / file for file in files])
            print(f"with {kind}: " + ", ".join(f"{a.name} {a.rows} rows, {a.new} new, {a.joined} joined" for a in added) + f", {time.perf_counter() - begin:.1f} s")
            with store.open() as gazetteer:
                show_levels("  world", gazetteer, texts, None)
                show_levels("  Syria", gazetteer, texts, "SY")
                if kind == "GeoNames":
                    print("OCHA's names of Syrian communities among these, by level:")
                    show_crosswalk(gazetteer, communities(args.shared))


if __name__ == "__main__":
    main()
