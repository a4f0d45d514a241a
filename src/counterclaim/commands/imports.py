"""`counterclaim import`: annotation that people corrected, back as judgements."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from counterclaim.commands.common import Commands, escaped, open_output
from counterclaim.errors import ExportError, LedgerError
from counterclaim.settings import load_settings

HELP = """Read annotation back that `counterclaim export --to brat` or `--to inception` handed out and people corrected. What they changed becomes judgements: in a ledger, or as JSON Lines.

  counterclaim export war.db --to brat --output corrections/
  counterclaim import corrections/ --by "A. Reader" --ledger war.db
  counterclaim import from-inception/ --exported corrections/ --by "A. Reader" --output judgements.jsonl

A changed field is a `set`; a deleted claim and a moved trigger are notes; an added claim is counted and left out, since claims come from reading alone.
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    back = commands.add_parser("import", help="corrected annotation (brat, INCEpTION) back as judgements", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    back.add_argument("folder", type=Path, metavar="FOLDER", help="the .ann or .xmi files, under the names that export gave them")
    back.add_argument("--exported", type=Path, metavar="FOLDER", help="the folder that export wrote, where the corrected files lie in another")
    back.add_argument("--by", metavar="NAME", help="who judges (default: COUNTERCLAIM_BY)")
    back.add_argument("--ledger", type=Path, metavar="FILE", help="append the judgements to this ledger")
    back.add_argument("--output", type=Path, metavar="FILE", help="write the judgements here, as JSON Lines; to the screen where no ledger is given either")
    back.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read annotation back."""
    from counterclaim.outputs.markup import compare

    by = (args.by or "").strip() or load_settings().by
    if not by:
        raise LedgerError("a judgement is signed: give --by NAME, or set COUNTERCLAIM_BY")
    found: list[dict[str, Any]] = []
    reports = added = 0
    for reading, marks in _reader(args.folder)(args.folder, args.exported or args.folder):
        judged, new = compare(reading, marks, by)
        found += judged
        reports += 1
        added += new
    refused = _append(found, args.ledger) if args.ledger else 0
    if args.output or not args.ledger:
        with ExitStack() as stack:
            out = open_output(stack, args.output)
            out.writelines(json.dumps(judgement, ensure_ascii=False) + "\n" for judgement in found)
    left = f", {added} added claims left out" if added else ""
    print(f"{escaped(str(args.folder))}: {len(found) - refused} judgements of {reports} reports{left}", file=sys.stderr)
    return 1 if refused or not reports else 0


def _reader(folder: Path) -> Any:
    if any(folder.glob("*.ann")):
        from counterclaim.outputs import brat

        return brat.read
    if any(folder.glob("*.xmi")):
        try:
            from counterclaim.outputs import inception
        except ModuleNotFoundError as error:
            raise ExportError(f"INCEpTION's files need the package {error.name}; install it with: pip install 'counterclaim[inception]'") from error
        return inception.read
    raise ExportError(f"{folder}: no .ann or .xmi files; expected the folder of an export to brat or inception, or INCEpTION's export of it, unpacked")


def _append(found: list[dict[str, Any]], path: Path) -> int:
    """Append judgements to a ledger; return how many it refused, each named on standard error."""
    from counterclaim.ledger import Ledger
    from counterclaim.records import Judgement

    refused = 0
    with Ledger(path) as ledger:
        for j in found:
            try:
                ledger.judge(Judgement(entry=0, time="", by=j["by"], kind=j["kind"], claims=((j["report"], j["claim"]),), field=j.get("field"), value=j.get("value"), text=j.get("text")))
            except LedgerError as error:
                refused += 1
                print(f"counterclaim: {escaped(j['report'])}/{escaped(j['claim'])}: {escaped(str(error))}", file=sys.stderr)
    return refused
