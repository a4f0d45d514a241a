"""`counterclaim gazetteer`: the places that names are looked up in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from counterclaim.commands.common import Commands, escaped, print_table
from counterclaim.settings import load_settings

HELP = """The places that names in reports are looked up in. Countries, first-level divisions and populated places of the world come with the program.

  counterclaim gazetteer fetch SY                  every place of Syria that GeoNames has
  counterclaim gazetteer add SY.zip communities.csv
  counterclaim gazetteer show "Deir Ezzor"
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    gazetteer = commands.add_parser("gazetteer", help="the places that names are looked up in: what is there, more of them", description=HELP,
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = gazetteer.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add gazetteer files: GeoNames dumps and admin codes, Who's On First lines, OCHA tables with P-codes; .gz and .zip of them")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--kind", choices=("geonames", "geonames_admin", "whosonfirst", "ocha"), help="what the files are, where their first line does not say it")
    actions.add_parser("list", help="the files in use, with their licences")
    show = actions.add_parser("show", help="the places that a name may mean, the likeliest first; exit status 1 where there are none")
    show.add_argument("name", metavar="NAME")
    show.add_argument("--country", metavar="CC", help="only places of this country (ISO 3166-1, two letters)")
    show.add_argument("--limit", type=int, default=10, metavar="N", help="at most so many (default: 10)")
    remove = actions.add_parser("remove", help="remove a file that was added, and what it alone said")
    remove.add_argument("name", metavar="NAME", help="its name, as list shows it")
    fetch = actions.add_parser("fetch", help="get a country's dump from GeoNames and add it")
    fetch.add_argument("code", metavar="CC", help="the country's two letters (ISO 3166-1), or allCountries")
    gazetteer.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show, extend or shorten the gazetteer."""
    from counterclaim.gazetteer.store import Store

    settings = load_settings()
    store = Store(settings, lambda text: print(f"counterclaim: {escaped(text)}", file=sys.stderr))
    if args.action in ("add", "fetch"):
        from counterclaim.gazetteer.fetch import fetch

        for added in store.add(args.files, args.kind) if args.action == "add" else [fetch(store, settings, args.code)]:
            told = f"{added.rows:,} rows: {added.new:,} places are new, {added.joined:,} joined with one that was there" if added.rows else "in the gazetteer already"
            print(f"{escaped(added.name)}: {told}")
        return 0
    if args.action == "remove":
        store.remove(args.name)
        return 0
    with store.open() as gazetteer:
        if args.action == "list":
            columns = ("file", "kind", "rows", "new", "joined", "licence", "credit")
            print_table(columns, [(s["name"], s["kind"], f"{s['rows']:,}", f"{s['added']:,}", f"{s['joined']:,}", s["licence"], s["credit"]) for s in gazetteer.sources()])
            return 0
        found = gazetteer.find(args.name, args.limit, args.country.upper() if args.country else None)
        if not found:
            print(f"counterclaim: {escaped(args.name)}: no place of that name; more places: counterclaim gazetteer fetch, or add", file=sys.stderr)
            return 1
        rows = []
        for candidate in found:
            p = candidate.place
            ids = ", ".join(str(i) for i in (f"geonames:{p.geonames}" if p.geonames else None, p.pcode, p.wikidata, f"wof:{p.wof}" if p.wof else None) if i)
            point = "" if p.lat is None or p.lon is None else f"{'~' if p.derived else ''}{p.lat:.4f} {p.lon:.4f}"
            rows.append((candidate.level, p.name, p.admin1_name or "", p.country or "", p.feature, point, f"{p.population:,}" if p.population else "", ids, ", ".join(p.sources)))
        print_table(("match", "name", "division", "in", "feature", "lat lon", "people", "ids", "from"), rows)
    return 0
