"""`counterclaim ledger`: whether a ledger is as it was written, and what was written when."""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.commands.common import Commands, escaped, print_table, time_option

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger

HELP = """A ledger's entries (reports, readings, judgements) form a chain of hashes. Note the hash of its head elsewhere, and verify against it later.

  counterclaim ledger verify war.db
  counterclaim ledger verify war.db --head 3f0a...
  counterclaim ledger log war.db --limit 20 --as-of 2024-11-29
"""


def hash_option(value: str) -> str:
    """Read a hash option's value."""
    if not re.fullmatch(r"[0-9a-f]{64}", value.lower()):
        raise argparse.ArgumentTypeError(f"{value!r} is no hash; expected 64 hexadecimal digits, as `ledger verify` and `ledger log` print them")
    return value.lower()


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    ledger = commands.add_parser("ledger", help="whether a ledger is as it was written, and what was written when", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = ledger.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="find the first entry that was tampered with; exit status 1 where there is one")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--head", type=hash_option, metavar="HASH", help="the hash of a head noted earlier: found out too are a cut end and a chain written anew")
    log = actions.add_parser("log", help="the entries, the newest first")
    log.add_argument("file", type=Path, metavar="FILE")
    log.add_argument("--limit", type=int, metavar="N", help="at most so many (default: 50 in a table, all in JSON)")
    log.add_argument("--as-of", type=time_option, metavar="TIME", help="as the ledger stood then: a day (its end), or a time, UTC unless it says otherwise")
    log.add_argument("--format", choices=("table", "json"), default="table", help="json: an entry a line")
    migrate = actions.add_parser("migrate", help="bring a file of an older version forward, in place (so does whatever writes to it)")
    migrate.add_argument("file", type=Path, metavar="FILE")
    ledger.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify, show or migrate a ledger."""
    from counterclaim.ledger import Ledger

    if args.action == "log" and args.limit is not None and args.limit < 1:
        print(f"counterclaim: --limit is {args.limit}; expected 1 or more", file=sys.stderr)
        return 2
    with Ledger(args.file, readonly=args.action != "migrate") as ledger:
        if args.action == "log":
            return log(ledger, args)
        return verify(ledger, args.file, args.head if args.action == "verify" else None)


def verify(ledger: Ledger, path: Path, noted: str | None) -> int:
    """Print what was verified, or the first entry that does not fit."""
    found = ledger.verify(noted)
    number = sum(found.counts.values())
    what = f"{number:,} entries ({', '.join(f'{count:,} {kind}s' for kind, count in found.counts.items())})"
    if found.problem:
        where = f"entry {found.entry}: " if found.entry else ""
        print(f"counterclaim: {escaped(str(path))}: {where}{escaped(found.problem)}", file=sys.stderr)
        print(f"counterclaim: {what} before it fit" if found.entry else f"counterclaim: {what} fit", file=sys.stderr)
        return 1
    changed = ledger.changed_triggers()
    if changed:
        print(f"counterclaim: {escaped(str(path))}: every entry fits, but the triggers that refuse changes are not as they were: {escaped(', '.join(changed[:3]))}{' ...' if len(changed) > 3 else ''}",
              file=sys.stderr)
    print(f"{escaped(str(path))}: {what} verified")
    if found.head:
        print(f"head: {found.head.hash} (entry {found.head.number}, {found.head.time})")
    if found.head and found.since_noted is not None:
        print(f"the head noted is that of entry {found.head.number - found.since_noted}; entries since: {found.since_noted:,}")
    return 0


def log(ledger: Ledger, args: argparse.Namespace) -> int:
    """Print entries, the newest first."""
    if args.format == "json":
        for entry, told in ledger.entries(args.as_of, args.limit):
            print(json.dumps({**asdict(entry), "what": told}))
        return 0
    rows = [(str(entry.number), entry.time[:19].replace("T", " "), entry.kind, told, entry.hash[:16]) for entry, told in ledger.entries(args.as_of, args.limit or 50)]
    print_table(("entry", "time (UTC)", "kind", "what", "hash"), rows)
    head = ledger.head(args.as_of)
    print(f"head: {head.hash} (entry {head.number}, {head.time})" if head else "no entries")
    return 0
