"""`counterclaim control`: who holds which place, according to whom."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from counterclaim.commands.common import Commands, claim_options, date_option, escaped, read_claims, write_rows

if TYPE_CHECKING:
    from counterclaim.incidents.control import State

HELP = """Who holds, took or lost each place, according to whom, on a day: held, contested where origins differ, unresolved where the claims do not decide.

  counterclaim control claims.jsonl --at 2024-11-30
  counterclaim control war.db --at 2024-12-03 --according-to "Syrian army" --place Hama

How a state is worked out: docs/control.md
"""
COLUMNS = ("place", "country", "state", "holder", "by", "since", "last", "days old", "besieged", "why", "notes", "via", "except", "according to", "claims", "key", "latitude", "longitude")


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    control = commands.add_parser("control", parents=[claim_options()], help="who holds which place, according to whom", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    control.add_argument("--at", type=date_option, metavar="DATE", help="the day asked about (default: that of the latest claim)")
    control.add_argument("--according-to", default="all", metavar="ACTOR", help="only what this actor, its parts and mouths say, by name; all: everybody (default)")
    control.add_argument("--place", metavar="NAME", help="only places of this name")
    control.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the state of each place."""
    from counterclaim.incidents.control import Control, resolve
    from counterclaim.reading.actors import fold

    statements, counter = read_claims(args.inputs)
    control = Control(statements)
    day = args.at or max((m.day for m in control.moves), default=None)
    key = None if args.according_to == "all" else resolve(control, args.according_to)
    if key is None and args.according_to != "all":
        names = ", ".join(escaped(o.name) for o in control.origins()[:20])
        print(f"counterclaim: --according-to {escaped(args.according_to)}: nobody of that name says who holds what; who does: {names or 'nobody'}", file=sys.stderr)
        return 1
    states = control.states(day, key) if day else []
    if args.place:
        wanted = fold(args.place)
        states = [s for s in states if wanted in fold(s.site.name)]
    if control.undated:
        print(f"counterclaim: {control.undated} claims without any date are left out; give --published to read", file=sys.stderr)
    write_rows(args, COLUMNS, [_row(s) for s in states], {"at": day.isoformat() if day else None, "according_to": args.according_to, "places": [_document(s) for s in states]},
               table=(0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12))
    return 1 if counter.broken else 0


def _row(s: State) -> tuple[str, ...]:
    return (
        s.site.name, s.site.country or "", s.state, "; ".join(h.party.name for h in s.holders), "; ".join(f"{h.basis}: {', '.join(h.origins)}" for h in s.holders), str(s.since or ""), str(s.last or ""),
        f"{s.days_old}{' (stale)' if s.stale else ''}" if s.last else "", s.besieged or "", s.reason, "; ".join(s.notes), s.via or "", "; ".join(s.exceptions),
        "; ".join(dict.fromkeys(m.origin.name for m in s.moves)), "; ".join(dict.fromkeys(f"{m.statement.report.id}/{m.statement.claim}" for m in s.moves)), s.key,
        "" if s.site.lat is None else str(s.site.lat), "" if s.site.lon is None else str(s.site.lon))


def _document(s: State) -> dict[str, Any]:
    from counterclaim.incidents.control import told

    return {
        "place": s.site.name, "key": s.key, "geonames": s.site.geonames, "country": s.site.country, "lat": s.site.lat, "lon": s.site.lon, "state": s.state, "reason": s.reason,
        "holders": [{"name": h.party.name, "key": h.party.key, "basis": h.basis, "origins": list(h.origins)} for h in s.holders],
        "since": s.since.isoformat() if s.since else None, "last": s.last.isoformat() if s.last else None, "days_old": s.days_old if s.last else None, "stale": s.stale, "via": s.via, "besieged": s.besieged,
        "exceptions": list(s.exceptions), "notes": list(s.notes),
        "claims": [{"report": m.statement.report.id, "claim": m.statement.claim, "day": m.day.isoformat(), "says": told(m), "whole": m.whole, "sure": m.sure, "origin": m.origin.name or None,
                    "sentence": m.statement.evidence} for m in s.moves]}
