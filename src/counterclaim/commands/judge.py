"""`counterclaim judge`: a person's decision on claims, signed, dated and kept in the ledger."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from counterclaim.commands.common import Commands, escaped
from counterclaim.errors import LedgerError
from counterclaim.settings import load_settings

HELP = """Judge claims of a ledger. A judgement is a new entry: it never changes what was read, and the next one on the same, or undo, takes its place.

  counterclaim judge war.db same rt.txt/c81d2... afp.txt/c09aa... --by "A. Reader" --why "one strike, two wires"
  counterclaim judge war.db different c81d2... c09aa...
  counterclaim judge war.db set rt.txt/c81d2... type shelling
  counterclaim judge war.db set rt.txt/c81d2... quantities.0.best 12
  counterclaim judge war.db note rt.txt/c81d2... "the video is of 2016"
  counterclaim judge war.db undo 214

A claim is named REPORT/CLAIM, or by its id alone where only one report has it.
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    judge = commands.add_parser("judge", help="sign a judgement on claims: same, different, set, note, undo", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    judge.add_argument("file", type=Path, metavar="FILE", help="the ledger")
    kinds = judge.add_subparsers(dest="kind", required=True, metavar="KIND")
    signed = argparse.ArgumentParser(add_help=False)
    signed.add_argument("--by", metavar="NAME", help="who judges (default: COUNTERCLAIM_BY)")
    reasoned = argparse.ArgumentParser(add_help=False)
    reasoned.add_argument("--why", metavar="TEXT", help="the reason")
    for kind, told in (("same", "two claims are about one incident"), ("different", "two claims are not about one incident")):
        pair = kinds.add_parser(kind, parents=[signed, reasoned], help=told)
        pair.add_argument("claim", metavar="CLAIM")
        pair.add_argument("other", metavar="CLAIM")
    correct = kinds.add_parser("set", parents=[signed, reasoned], help="a field of a claim should be another")
    correct.add_argument("claim", metavar="CLAIM")
    correct.add_argument("field", metavar="FIELD", help="type, factuality, actors, recipients, places, where, time, quantities, attribution, same_as, or a part such as quantities.0.best")
    correct.add_argument("value", metavar="VALUE", help="JSON, or plain words")
    note = kinds.add_parser("note", parents=[signed], help="something to know of a claim or an incident")
    note.add_argument("claim", metavar="CLAIM|INCIDENT")
    note.add_argument("text", metavar="TEXT")
    undo = kinds.add_parser("undo", parents=[signed, reasoned], help="take a judgement back, by the number of its entry")
    undo.add_argument("entry", type=int, metavar="N")
    judge.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Append one judgement."""
    from counterclaim.ledger import Ledger
    from counterclaim.ledger.store import told
    from counterclaim.records import Judgement

    by = (args.by or "").strip() or load_settings().by
    if not by:
        raise LedgerError("a judgement is signed: give --by NAME, or set COUNTERCLAIM_BY")
    with Ledger(args.file) as ledger:
        given: dict[str, Any] = {}
        if args.kind in ("same", "different"):
            given["claims"] = (ledger.find_claim(args.claim), ledger.find_claim(args.other))
        elif args.kind == "set":
            given.update(claims=(ledger.find_claim(args.claim),), field=args.field, value=value_of(args.value))
        elif args.kind == "note":
            given["incident"] = ledger.find_incident(args.claim)
            if given["incident"] is None:
                given["claims"] = (ledger.find_claim(args.claim),)
        else:
            given["undoes"] = args.entry
        text = args.text if args.kind == "note" else args.why
        judgement = ledger.judge(Judgement(entry=0, time="", by=by, kind=args.kind, text=text, **given))
        head = ledger.head()
    print(f"{escaped(str(args.file))}: entry {judgement.entry}: {escaped(told(judgement))}")
    if head:
        print(f"head: {head.hash}")
    return 0


def value_of(text: str) -> Any:
    """Return a value given as JSON, or as plain words where it is none;"""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
