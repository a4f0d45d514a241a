"""`counterclaim incidents`: what happened, how many say so, and how far it is established."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from counterclaim.commands.common import Commands, claim_options, open_output, write_rows
from counterclaim.commands.surveyed import asked_of, filter_options, incident_options, read_documents

HELP = """The incidents that the claims tell: one row each, the contested first, then those told by most reports.

  counterclaim incidents claims.jsonl
  counterclaim incidents war.db --place Hama --since 2024-12-01 --status contested
  counterclaim incidents war.db --format incidents --output incidents.jsonl

Status: contested (origins contradict or deny), confirmed (independent origins of different sides, or admitted by the side it harms), fair (independent origins of one side or none), weak (one origin),
planned (nobody says that it has happened), discounted (denied or withdrawn by who said so).
"""
COLUMNS = ("incident", "status", "type", "place", "time", "actors", "recipients", "reports", "origins", "differs on", "killed low", "killed best", "killed high", "latitude", "longitude", "precision", "country",
           "part of", "claims", "why")


def add(commands: Commands) -> None:
    """Add the command to the command line's grammar."""
    incidents = commands.add_parser("incidents", parents=[claim_options(("table", "json", "csv", "incidents"))], help="what happened, according to how many, and how far established", description=HELP,
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
    filter_options(incidents)
    incident_options(incidents)
    incidents.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List incidents."""
    from counterclaim.incidents.survey import by_urgency

    found, counter = read_documents(args)
    asked = asked_of(args)
    documents = [document for document in found if asked.holds(document)]
    if args.format == "incidents":
        with ExitStack() as stack:
            out = open_output(stack, args.output)
            out.writelines(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
    else:
        documents = [documents[k] for k in by_urgency(documents)]
        write_rows(args, COLUMNS, [_row(document) for document in documents], documents, table=(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 17))
    return 1 if counter.broken else 0


def _row(d: Mapping[str, Any]) -> tuple[str, ...]:
    place, killed = d["place"] or {}, d["killed"] or {}
    differs = dict.fromkeys(r["attribute"] for r in d["relations"] if r["kind"] in ("contradiction", "denial"))
    return (
        d["id"], d["status"], d["type"].replace("_", " "), place.get("name") or "", (d["time"] or "").replace("/", " to "), "; ".join(d["actors"]), "; ".join(d["recipients"]),
        str(len({c["report"] for c in d["claims"]})), str(len(d["origins"])), ", ".join(differs), *(_number(killed.get(key)) for key in ("low", "best", "high")),
        *(_number(place.get(key)) for key in ("lat", "lon", "precision")), place.get("country") or "", d["part_of"] or "", "; ".join(f"{c['report']}/{c['claim']}" for c in d["claims"]), " | ".join(d["reasons"]))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) and abs(value) < 1000 else str(value)
