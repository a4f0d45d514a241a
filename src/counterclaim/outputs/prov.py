"""Who derived what from whose words, as W3C PROV-O in JSON-LD.

A claim is an entity that a reading of the report generated. Each link of its attribution chain is an entity too, a telling attributed to its source and derived from the one further in; the report is
attributed to its outlet. A person's correction is an entity that revises the claim; an incident is derived from its claims.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from counterclaim import __version__
from counterclaim.outputs.data import Data, Json, Told
from counterclaim.outputs.linked import claim_urn, named_urn, party_urn, report_urn, urn, write_graph
from counterclaim.outputs.values import name_of

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "dcterms": "http://purl.org/dc/terms/", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "cc": "urn:counterclaim:terms:",
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in ("wasAttributedTo", "wasDerivedFrom", "wasQuotedFrom", "wasGeneratedBy", "used", "wasAssociatedWith", "wasRevisionOf")},
    "value": "prov:value", "label": "rdfs:label", "field": "cc:field", "status": "cc:status", "at": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"}, "issued": {"@id": "dcterms:issued", "@type": "xsd:date"}, "source": {"@id": "dcterms:source", "@type": "@id"},
    "stance": "cc:stance", "cue": "cc:cue", "type": "cc:type", "factuality": "cc:factuality", "beginCodePoint": "cc:beginCodePoint", "endCodePoint": "cc:endCodePoint",
}
PROGRAM = urn("program", __version__)


def nodes(data: Data) -> Iterator[dict[str, Any]]:
    """Yield the nodes, each agent once, before what names it."""
    seen: set[str] = set()

    def agent(identity: str, label: str, kind: str | None = None) -> Iterator[dict[str, Any]]:
        if identity not in seen:
            seen.add(identity)
            yield {"@id": identity, "@type": ["prov:Agent", kind] if kind else "prov:Agent", "label": label}

    yield {"@id": PROGRAM, "@type": ["prov:Agent", "prov:SoftwareAgent"], "label": f"counterclaim {__version__}"}
    for reading in data.readings:
        outlet = reading.get("outlet")
        if outlet:
            yield from agent(named_urn(outlet), outlet, "prov:Organization")
        yield {"@id": report_urn(reading), "@type": "prov:Entity", "label": reading.get("title"), "issued": reading.get("published"), "source": reading.get("url"),
               "wasAttributedTo": named_urn(outlet) if outlet else None}
        activity = urn("reading", reading["id"])
        yield {"@id": activity, "@type": "prov:Activity", "used": report_urn(reading), "wasAssociatedWith": PROGRAM}
        for claim in reading["claims"]:
            told = Told(reading, claim)
            tellings = _tellings(told)
            for link, telling in zip(claim["attribution"], tellings, strict=True):
                if link.get("source"):
                    yield from agent(party_urn(link["source"]), name_of(link["source"]))
                yield telling
            identity, evidence = claim_urn(told), claim["evidence"]
            yield {"@id": identity, "@type": "prov:Entity", "label": claim["type"].replace("_", " "), "type": claim["type"], "factuality": claim.get("factuality", "actual"), "value": evidence["text"],
                   "beginCodePoint": evidence["begin"], "endCodePoint": evidence["end"], "wasGeneratedBy": activity, "wasQuotedFrom": report_urn(reading),
                   "wasDerivedFrom": tellings[-1]["@id"] if tellings else None}
            for judged in claim.get("judged") or ():
                yield from agent(urn("person", judged["by"]), judged["by"], "prov:Person")
                yield {"@id": urn("judgement", str(judged["entry"])), "@type": "prov:Entity", "field": judged["field"], "value": json.dumps(judged["value"], ensure_ascii=False), "at": judged["time"],
                       "wasRevisionOf": identity, "wasAttributedTo": urn("person", judged["by"])}
    for incident in data.incidents:
        yield {"@id": urn("incident", incident["id"]), "@type": "prov:Entity", "label": incident["type"].replace("_", " "), "type": incident["type"], "status": incident.get("status"), "wasAttributedTo": PROGRAM,
               "wasDerivedFrom": [urn("claim", c["report"], c["claim"]) for c in incident["claims"]]}


def _tellings(told: Told) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for depth, link in enumerate(told.claim["attribution"]):
        source: Json | None = link.get("source")
        cue = link.get("cue")
        found.append({
            "@id": urn("telling", told.reading["id"], told.claim["id"], str(depth)), "@type": "prov:Entity", "stance": link.get("stance", "asserts"), "cue": cue["text"] if cue else None,
            "wasAttributedTo": party_urn(source) if source else None, "wasDerivedFrom": found[-1]["@id"] if found else None})
    return found


def write(data: Data, out: TextIO) -> None:
    """Write the document."""
    write_graph(CONTEXT, nodes(data), out)
