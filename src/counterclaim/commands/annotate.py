"""`counterclaim annotate`: reports to layers."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack

from counterclaim.commands.common import Commands, Counter, open_index, open_output, report_options, settings_of, show_progress


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    annotate = commands.add_parser("annotate", parents=[report_options()], help="reports to layers: tokens, mentions, places, event_places, times, attribution, quantities")
    annotate.add_argument("--layers", default="tokens", help="comma-separated: tokens, mentions, places, event_places, times, attribution, quantities (default: tokens)")
    annotate.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Annotate reports with layers."""
    import json
    from functools import partial

    from counterclaim.intake import read_reports
    from counterclaim.intake.fields import Given
    from counterclaim.reading.layers import LAYERS, annotate
    from counterclaim.reading.many import map_reports

    layers = tuple(name.strip() for name in args.layers.split(",") if name.strip())
    unknown = [name for name in layers if name not in LAYERS]
    if unknown or not layers:
        print(f"counterclaim: unknown layer {', '.join(unknown) or '(none)'}; expected some of {', '.join(LAYERS)}", file=sys.stderr)
        return 2
    counter = Counter()
    settings = settings_of(args)
    if {"places", "event_places"} & set(layers):
        open_index(settings)
    given = Given(published=args.published, outlet=args.outlet, title=args.title, url=args.url)
    with ExitStack() as stack:
        out = open_output(stack, args.output)
        for row in show_progress(counter.keep(map_reports(partial(annotate, layers=layers, settings=settings), read_reports(args.inputs, given), args.workers)), stack):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 1 if counter.broken else 0
