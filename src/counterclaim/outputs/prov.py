"""Who derived what from whose words: W3C PROV-O as JSON-LD.

A report is an entity of its outlet, a claim an entity that the reader (a software agent, by an activity a report) quoted from it and that its sources stand behind, innermost source first in `cc:chain`; an incident is an
entity derived from its claims; a person's correction is a revision that the person is responsible for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import quote

from counterclaim import __version__
from counterclaim.outputs.data import Data, Told
from counterclaim.outputs.values import chain, name_of

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#", "cc": "urn:counterclaim:",
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in ("wasDerivedFrom", "wasQuotedFrom", "wasAttributedTo", "wasGeneratedBy", "wasAssociatedWith", "used", "wasRevisionOf")},
    "label": "rdfs:label", "value": "prov:value", "published": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"}, "chain": "cc:chain", "type": "cc:type", "status": "cc:status", "begin": "cc:beginCodePoints",
    "end": "cc:endCodePoints", "field": "cc:field"}
READER = "cc:reader"


def write(data: Data, out: TextIO) -> None:
    """Write one document, a node a line."""
    out.write(json.dumps({"@context": CONTEXT}, ensure_ascii=False)[:-1] + ', "@graph": [')
    for number, node in enumerate(nodes(data)):
        out.write((",\n" if number else "\n") + json.dumps({k: v for k, v in node.items() if v not in (None, [])}, ensure_ascii=False))
    out.write("\n]}\n")


def nodes(data: Data) -> Iterator[dict[str, Any]]:
    """Yield the nodes: the reader, then each report with its claims and their sources, each source once, then the incidents."""
    yield {"@id": READER, "@type": ["prov:Agent", "prov:SoftwareAgent"], "label": f"counterclaim {__version__}"}
    seen: set[str] = set()
    for reading in data.readings:
        outlet = _agent(reading["outlet"]) if reading.get("outlet") else None
        report, activity = _id("report", reading["id"]), _id("reading", reading["id"])
        told = [Told(reading, claim) for claim in reading["claims"]]
        agents = [a for a in [outlet, *(_agent(name_of(a["source"])) for t in told for a in t.claim["attribution"] if a.get("source")), *(_agent(j["by"], "prov:Person") for t in told for j in t.claim.get("judged") or ())] if a]
        for agent in agents:
            if agent["@id"] not in seen:
                seen.add(agent["@id"])
                yield agent
        day = reading.get("published")
        yield {"@id": report, "@type": "prov:Entity", "label": reading.get("title") or reading["id"], "published": f"{day}T00:00:00Z" if day else None, "wasAttributedTo": outlet["@id"] if outlet else None}
        yield {"@id": activity, "@type": "prov:Activity", "used": report, "wasAssociatedWith": READER}
        for t in told:
            yield from _claim(t, report, activity)
    for incident in data.incidents:
        yield {"@id": _id("incident", incident["id"]), "@type": "prov:Entity", "type": incident["type"], "status": incident.get("status"),
               "wasDerivedFrom": [_id("claim", c["report"], c["claim"]) for c in incident["claims"]], "wasAttributedTo": READER}


def _claim(told: Told, report: str, activity: str) -> Iterator[dict[str, Any]]:
    claim = told.claim
    identity = _id("claim", told.reading["id"], claim["id"])
    yield {"@id": identity, "@type": "prov:Entity", "type": claim["type"], "value": claim["evidence"]["text"], "begin": claim["evidence"]["begin"], "end": claim["evidence"]["end"], "wasQuotedFrom": report,
           "wasGeneratedBy": activity, "wasAttributedTo": [_agent(name_of(a["source"]))["@id"] for a in claim["attribution"] if a.get("source")], "chain": chain(claim) or None}
    for judged in claim.get("judged") or ():
        yield {"@id": f"{identity}:{judged['entry']}", "@type": "prov:Entity", "field": judged["field"], "value": json.dumps(judged["value"], ensure_ascii=False), "published": judged["time"], "wasRevisionOf": identity,
               "wasAttributedTo": _agent(judged["by"])["@id"]}


def _agent(name: str, kind: str = "prov:Agent") -> dict[str, Any]:
    return {"@id": _id("agent", name), "@type": kind, "label": name}


def _id(kind: str, *parts: Any) -> str:
    return ":".join(("cc", kind, *(quote(str(p), safe="") for p in parts)))
