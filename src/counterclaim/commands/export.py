"""`counterclaim export`: claims and incidents to the formats of other tools."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from counterclaim.commands.common import Commands, escaped, open_folder, open_output
from counterclaim.commands.surveyed import asked_of, filter_options, incident_options, read_documents
from counterclaim.errors import ExportError, ReportError
from counterclaim.outputs import FORMATS

HELP = """Write claims and incidents for other tools. With a filter, of claims those of the incidents that it holds: what `counterclaim incidents` shows with the same filter.

  counterclaim export claims.jsonl --to csv --output claims.csv
  counterclaim export claims.jsonl --to acled --output acled/
  counterclaim export war.db --place Hama --since 2024-12-01 --to kml --output hama.kml

Formats:
"""

_LEAST = {"place": None, "time": None, "status": None, "actors": (), "recipients": ()}
"""What a filter asks of an incident and a file of another program need not have."""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    told = "".join(f"  {name:18} {form.label}{' (a folder)' if form.target == 'folder' else ''}\n" for name, form in FORMATS.items())
    export = commands.add_parser("export", help="claims and incidents to the formats of other tools", description=HELP + told, formatter_class=argparse.RawDescriptionHelpFormatter)
    export.add_argument("inputs", nargs="+", metavar="INPUT", help="files of claims (counterclaim read --format claims), or ledgers")
    export.add_argument("--to", required=True, choices=tuple(FORMATS), metavar="FORMAT", help="one of those above")
    export.add_argument("--output", type=Path, metavar="FILE|FOLDER", help="write here; a format that is one file of text goes to the screen without it")
    export.add_argument("--incidents", type=Path, metavar="FILE", help="the incidents of these claims, where they are linked already (counterclaim link --format incidents)")
    filter_options(export)
    incident_options(export)
    export.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write one format."""
    from counterclaim.incidents.survey import Asked
    from counterclaim.outputs import write
    from counterclaim.outputs.data import Data, Json, Lines, read_incidents

    form = FORMATS[args.to]
    if args.output is None and form.target != "text":
        print(f"counterclaim: {args.to} is {'a folder' if form.target == 'folder' else 'no text'}: give --output {'FOLDER' if form.target == 'folder' else 'FILE'}", file=sys.stderr)
        return 2
    for path in [*args.inputs, *([args.incidents] if args.incidents else [])]:
        if not Path(path).is_file():
            raise ExportError(f"{path}: no such file; expected a file of claims (counterclaim read --format claims) or a ledger")
    broken: list[ReportError] = []

    def tell(error: ReportError) -> None:
        broken.append(error)
        print(f"counterclaim: {escaped(str(error))}", file=sys.stderr)

    asked, incidents = asked_of(args), list[Json]()
    filtered = asked != Asked()
    if args.incidents:
        incidents = read_incidents(args.incidents)
    elif form.incidents or filtered:
        incidents = list(read_documents(args)[0])
    data = Data(readings=Lines(args.inputs, tell, args.as_of), incidents=[i for i in incidents if not filtered or asked.holds({**_LEAST, **i})])
    with ExitStack() as stack:
        target = open_folder(stack, args.output) if form.target == "folder" else open_output(stack, args.output, binary=form.target == "binary")
        write(data.within() if filtered else data, args.to, target)
    return 1 if broken else 0
