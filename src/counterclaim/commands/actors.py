"""`counterclaim actors`: who fights, backs and stands with whom, according to whom."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from counterclaim.commands.common import Commands, claim_options, date_option, read_claims, write_rows

if TYPE_CHECKING:
    from counterclaim.incidents.cast import Actor, Bond

HELP = """The actors of the claims: the names they go by, what they are part of, whom they fight, back and stand with according to whom, and what they admit against their own interest.

  counterclaim actors claims.jsonl
  counterclaim actors war.db --at 2024-12-01 --inferred --format csv
"""
COLUMNS = ("actor", "id", "kind", "claims", "names seen", "part of", "relation", "other", "other id", "weight", "according to", "accused by", "denied by", "first", "last", "shown by", "inferred", "claim ids")
TABLE = ("actor", "part of", "names seen", "claims", "fights", "stands with", "own side", "against its interest")


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    actors = commands.add_parser("actors", parents=[claim_options()], help="who fights, backs and stands with whom, according to whom", description=HELP,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    actors.add_argument("--at", type=date_option, metavar="DATE", help="only ties claimed within a year of this day")
    actors.add_argument("--inferred", action="store_true", help="also ties that nobody claims and structural balance proposes, marked with ~")
    actors.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the actors."""
    from counterclaim.incidents.cast import cast

    statements, counter = read_claims(args.inputs)
    found = cast(statements, day=args.at, inferred=args.inferred)
    if args.format == "table":
        write_rows(args, TABLE, [_line(a) for a in found], None)
    else:
        write_rows(args, COLUMNS, [row for a in found for row in _rows(a)], [_document(a) for a in found])
    return 1 if counter.broken else 0


def _bond(b: Bond) -> str:
    """One tie in words: "Syria (2 origins: A, B)"; what only an enemy says is marked as an accusation."""
    e = b.edge
    who = ", ".join(e.origins)
    told = "inferred" if e.inferred else f"says {who}" if who else ""
    accused = f"accusation by {', '.join(e.accusers)}" if e.accusers else ""
    denied = f"denied by {', '.join(e.deniers)}" if e.deniers else ""
    role = "" if b.role in ("fights", "allied with") else f"{b.role} "
    return f"{'~' if e.inferred else ''}{role}{b.other.name} ({'; '.join(part for part in (told, accused, denied) if part)})"


def _line(a: Actor) -> tuple[str, ...]:
    formerly = [f"formerly {b.other.name} ({', '.join(b.edge.origins)})" for b in a.bonds if b.role == "formerly"]
    names = [f"{name} ({n})" if n > 1 else name for name, n in a.aliases if name != a.party.name][:6]
    return (a.party.name, ", ".join(a.within), "; ".join((*names, *formerly)), str(a.claims), "; ".join(_bond(b) for b in a.bonds if b.role == "fights"),
            "; ".join(_bond(b) for b in a.bonds if b.role not in ("fights", "formerly")), str(a.own) if a.own else "", "; ".join(x.reason for x in a.admissions))


def _rows(a: Actor) -> list[tuple[str, ...]]:
    head = (a.party.name, a.party.key, a.kind, str(a.claims), "; ".join(f"{name} ({n})" for name, n in a.aliases), "; ".join(a.within))
    rows: list[tuple[str, ...]] = [(*head, b.role, b.other.name, b.other.key, f"{b.edge.weight:g}", "; ".join(b.edge.origins), "; ".join(b.edge.accusers), "; ".join(b.edge.deniers), str(b.edge.first or ""), str(b.edge.last or ""),
             "; ".join(dict.fromkeys(t.words for t in b.edge.ties)), "yes" if b.edge.inferred else "", "; ".join(dict.fromkeys(f"{t.statement.report.id}/{t.statement.claim}" for t in b.edge.ties)))
            for b in a.bonds]
    rows += [(*head, "against its interest", "", "", "", a.party.name, "", "", *[str(x.statement.report.published or "")] * 2, x.reason, "", f"{x.statement.report.id}/{x.statement.claim}") for x in a.admissions]
    return rows or [(*head, *[""] * (len(COLUMNS) - len(head)))]


def _document(a: Actor) -> dict[str, Any]:
    return {
        "name": a.party.name, "key": a.party.key, "known": a.party.known, "kind": a.kind or None, "within": list(a.within), "claims": a.claims, "own_side": a.own, "names": dict(a.aliases),
        "ties": [{"relation": b.role, "name": b.other.name, "key": b.other.key, "sign": b.edge.sign, "weight": b.edge.weight, "origins": list(b.edge.origins), "accusers": list(b.edge.accusers),
                  "deniers": list(b.edge.deniers), "first": b.edge.first.isoformat() if b.edge.first else None, "last": b.edge.last.isoformat() if b.edge.last else None, "inferred": b.edge.inferred,
                  "claims": [{"report": t.statement.report.id, "claim": t.statement.claim, "origin": t.origin.name, "stance": t.stance, "words": t.words, "sentence": t.statement.evidence}
                             for t in b.edge.ties]} for b in a.bonds],
        "against_interest": [{"report": x.statement.report.id, "claim": x.statement.claim, "reason": x.reason, "sentence": x.statement.evidence} for x in a.admissions]}
