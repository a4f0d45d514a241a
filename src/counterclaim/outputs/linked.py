"""What the formats of linked data share: names for reports, claims and parties that are the same in every export, and JSON-LD written a node at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO
from urllib.parse import quote

from counterclaim.outputs.data import Json, Told
from counterclaim.outputs.values import name_of
from counterclaim.reading.actors import fold


def urn(kind: str, *parts: str) -> str:
    """Return an identifier, such as urn:counterclaim:claim:report.txt/c12."""
    return f"urn:counterclaim:{kind}:" + "/".join(quote(part, safe="") for part in parts)


def report_urn(reading: Json) -> str:
    return urn("report", reading["id"])


def claim_urn(told: Told) -> str:
    return urn("claim", told.reading["id"], told.claim["id"])


def party_urn(mention: Json) -> str:
    """Return an actor's identifier: its entry in the vocabulary, else its name as it is compared."""
    return urn("party", mention.get("id") or fold(name_of(mention)))


def named_urn(name: str) -> str:
    return urn("party", fold(name))


def write_graph(context: Mapping[str, Any], nodes: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write one JSON-LD document, a node a line; the context is inside, so that no reader asks the network for it. What is None or empty is left out."""
    out.write('{"@context": ' + json.dumps(context, ensure_ascii=False) + ', "@graph": [')
    for number, node in enumerate(nodes):
        out.write((",\n" if number else "\n") + json.dumps({k: v for k, v in node.items() if v not in (None, [], {})}, ensure_ascii=False))
    out.write("\n]}\n")
