"""`counterclaim framing`: which words each outlet has for which actor and act."""

from __future__ import annotations

import argparse
import sys

from counterclaim.commands.common import Commands, claim_options, escaped, read_claims, write_rows

HELP = """Which labels each outlet gives to which actor and act, counted, with examples, beside the neutral name. Words in quotation marks are counted apart.

  counterclaim framing claims.jsonl
  counterclaim framing war.db --actor HTS --format csv
  counterclaim framing war.db --outlet RT --loaded
"""
COLUMNS = ("about", "neutral name", "outlet", "label", "leaning", "own words", "in quotes", "of", "share", "words", "example", "sentence", "key", "reports")
_LEANING = {-1: "against", 0: "descriptive", 1: "for"}


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    framing = commands.add_parser("framing", parents=[claim_options()], help="which words each outlet has for which actor and act", description=HELP,
                                  formatter_class=argparse.RawDescriptionHelpFormatter)
    framing.add_argument("--outlet", metavar="NAME", help="only this outlet's labels")
    framing.add_argument("--actor", metavar="NAME", help="only labels of this actor and its acts")
    framing.add_argument("--loaded", action="store_true", help="leave out descriptive words (militant, rebel) whose choice may still differ")
    framing.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the labels."""
    from counterclaim.incidents.framing import usages
    from counterclaim.incidents.statements import party
    from counterclaim.reading.actors import fold

    statements, counter = read_claims(args.inputs)
    found = usages(statements)
    if args.outlet:
        found = [u for u in found if fold(u.outlet) == fold(args.outlet)]
    if args.actor:
        wanted = party(args.actor)
        found = [u for u in found if u.key == wanted.key or (u.about == "act" and wanted.key in u.key.split(" ")[2:])
                 or fold(args.actor) in (fold(u.subject), fold(u.subject.partition(" by ")[2]))]
    if args.loaded:
        found = [u for u in found if u.valence]
    if not found and (args.outlet or args.actor):
        outlets = ", ".join(escaped(o) for o in dict.fromkeys(s.report.outlet or s.report.id for s in statements))
        print(f"counterclaim: no labels of that outlet or actor; outlets in the claims: {outlets or 'none'}", file=sys.stderr)
    rows = [(u.about, u.subject, u.outlet, u.label, _LEANING[u.valence], str(u.own), str(u.quoted), str(u.of), f"{u.share:.2f}", "; ".join(f"{w} ({n})" if n > 1 else w for w, n in u.words),
             u.examples[0].text, u.examples[0].sentence, u.key, "; ".join(dict.fromkeys(e.report for e in u.examples))) for u in found]
    documents = [{"about": u.about, "neutral": u.subject, "key": u.key, "outlet": u.outlet, "label": u.label, "valence": u.valence, "own": u.own, "quoted": u.quoted, "of": u.of, "share": round(u.share, 4),
                  "words": dict(u.words), "examples": [{"report": e.report, "claim": e.claim, "text": e.text, "sentence": e.sentence} for e in u.examples]} for u in found]
    write_rows(args, COLUMNS, rows, documents, table=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    return 1 if counter.broken else 0
