"""`counterclaim export`: claims and incidents to the formats of other tools."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from counterclaim.commands.common import Commands, escaped, open_folder, open_output
from counterclaim.commands.surveyed import incident_options, read_documents
from counterclaim.outputs import FORMATS

HELP = """Write claims, and incidents where they are given, for other tools.

  counterclaim export claims.jsonl --to csv --output claims.csv
  counterclaim export war.db --to acled --output acled/
  counterclaim incidents war.db --status contested --format incidents --output contested.jsonl
  counterclaim export war.db --incidents contested.jsonl --to geojson --output contested.geojson
  counterclaim export war.db --to brat --output corrections/

Formats:
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    told = "".join(f"  {name:14} {form.label}{', a folder' if form.target == 'folder' else ''}\n" for name, form in FORMATS.items())
    export = commands.add_parser("export", help="claims and incidents to the formats of other tools", description=HELP + told, formatter_class=argparse.RawDescriptionHelpFormatter)
    export.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="files of claims (counterclaim read --format claims), or ledgers")
    export.add_argument("--incidents", type=Path, metavar="FILE", help="incidents of these claims, as counterclaim incidents --format incidents writes them, all or filtered; without it they are found anew")
    export.add_argument("--to", required=True, choices=tuple(FORMATS), metavar="FORMAT", help="one of those below")
    export.add_argument("--output", type=Path, metavar="FILE|FOLDER", help="write here; a format that is one file of text goes to the screen without it")
    incident_options(export)
    export.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write one format."""
    from counterclaim.outputs import write
    from counterclaim.outputs.data import Data, open_incidents, open_readings

    form = FORMATS[args.to]
    if args.output is None and form.target != "text":
        print(f"counterclaim: {args.to} is {'a folder' if form.target == 'folder' else 'no text'}: give --output {'FOLDER' if form.target == 'folder' else 'FILE'}", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        readings = open_readings(args.inputs, args.as_of)
        incidents = open_incidents(args.incidents) if args.incidents else ()
        broken = 0
        if form.incidents and not incidents:
            args.inputs = [str(path) for path in args.inputs]
            found, counter = read_documents(args)
            incidents, broken = tuple(found), counter.broken
        data = Data(readings=readings, incidents=incidents)
        target = open_folder(stack, args.output) if form.target == "folder" else open_output(stack, args.output, binary=form.target == "binary")
        write(data, args.to, target)
    if args.output is not None:
        print(f"{escaped(str(args.output))}: {args.to}", file=sys.stderr)
    return 1 if broken else 0
