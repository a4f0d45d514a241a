"""`counterclaim show`: one incident, its versions side by side."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from counterclaim.commands.common import Commands, escaped, open_output
from counterclaim.commands.surveyed import incident_options, read_survey

HELP = """One incident: what each side says of it, on what they differ, what is admitted, and in which words.

  counterclaim show contested claims.jsonl      every incident that is contested
  counterclaim show 3f2a war.db                 the incident whose id begins so
"""


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    show = commands.add_parser("show", help="one incident: its versions side by side", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    show.add_argument("incident", metavar="ID", help="an incident's id or how it begins (counterclaim incidents lists them), or contested for all that are")
    show.add_argument("inputs", nargs="+", metavar="INPUT", help="files of claims (counterclaim read --format claims), ledgers, or - for claims on standard input")
    show.add_argument("--format", choices=("page", "json"), default="page", help="page for people (default), json: the incident as the file contract writes it")
    show.add_argument("--output", type=Path, metavar="FILE", help="write here instead of to the screen")
    incident_options(show)
    show.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print incidents."""
    from counterclaim.incidents.survey import by_urgency

    found, counter = read_survey(args)
    order = by_urgency(found.documents)
    chosen = [k for k in order if (found.documents[k]["status"] == "contested" if args.incident == "contested" else found.views[k].id.startswith(args.incident))]
    if args.incident != "contested" and len(chosen) > 1:
        print(f"counterclaim: {escaped(args.incident)}: {len(chosen)} incidents begin so: {', '.join(found.views[k].id for k in chosen[:10])}", file=sys.stderr)
        return 1
    if not chosen:
        print(f"counterclaim: {escaped(args.incident)}: no such incident among {len(order)}; counterclaim incidents lists them", file=sys.stderr)
        return 1
    with ExitStack() as stack:
        if args.format == "json":
            import json

            out = open_output(stack, args.output)
            out.writelines(json.dumps(found.documents[k], ensure_ascii=False) + "\n" for k in chosen)
        else:
            from rich.console import Console

            from counterclaim.outputs.incident_screen import show_incident

            console: Any = Console(file=open_output(stack, args.output) if args.output else None, width=None if sys.stdout.isatty() and not args.output else 150, highlight=False)
            for k in chosen:
                show_incident(found.views[k], console)
    return 1 if counter.broken else 0
