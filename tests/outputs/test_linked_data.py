"""PROV-O, FollowTheMoney and the HDX humanitarian API's columns."""

import csv
import io
import json

import pytest

from counterclaim.outputs.hdx import event_type
from tests.outputs.samples import text_of


def test_prov_leads_from_an_incident_to_the_words_and_to_who_said_them() -> None:
    nodes = {n["@id"]: n for n in json.loads(text_of("prov"))["@graph"]}
    claim = nodes[nodes["cc:incident:i1"]["wasDerivedFrom"][0]]
    assert nodes[claim["wasQuotedFrom"]]["label"] == "Strike on Doran" and [nodes[a]["label"] for a in claim["wasAttributedTo"]] == ["NLF"]
    assert nodes[nodes[claim["wasGeneratedBy"]]["used"]]["@id"] == claim["wasQuotedFrom"]


def test_rdflib_reads_prov_as_triples() -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed: pip install 'counterclaim[readers]'")
    graph = rdflib.Graph().parse(data=text_of("prov"), format="json-ld")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    assert len(list(graph.subject_objects(prov.wasQuotedFrom))) == 4 and len(list(graph.subject_objects(prov.wasDerivedFrom))) == 4
    assert (rdflib.URIRef("urn:counterclaim:reader"), rdflib.RDF.type, prov.SoftwareAgent) in graph


def test_ftm_events_point_to_parties_and_articles_that_are_there() -> None:
    found = {e["id"]: e for e in map(json.loads, text_of("ftm").splitlines())}
    events = [e for e in found.values() if e["schema"] == "Event"]
    assert len(events) == 4 and all(found[p]["schema"] == "LegalEntity" for e in events for p in e["properties"].get("involved", ())) and all(found[e["properties"]["proof"][0]]["schema"] == "Article" for e in events)


def test_followthemoney_takes_every_value() -> None:
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed: pip install 'counterclaim[readers]'")
    for line in text_of("ftm").splitlines():
        data = json.loads(line)
        proxy = ftm.model.get_proxy(data, cleaned=False)
        assert {name: len(values) for name, values in data["properties"].items()} == {name: len(proxy.get(name)) for name in data["properties"]}


def test_hdx_counts_events_by_month_division_and_kind() -> None:
    (row,) = csv.DictReader(io.StringIO(text_of("hdx")))
    assert {k: row[k] for k in ("location_code", "admin1_name", "event_type", "events", "fatalities", "reference_period_start", "reference_period_end", "admin1_code")} == {
        "location_code": "SYR", "admin1_name": "Hama", "event_type": "political_violence", "events": "1", "fatalities": "12", "reference_period_start": "2024-05-01", "reference_period_end": "2024-05-31", "admin1_code": ""}


def test_hxl_tags_stand_below_the_header_and_are_no_formulas() -> None:
    header, tags, *rows = csv.reader(io.StringIO(text_of("hdx-hxl")))
    assert len(header) == len(tags) and all(tag.startswith("#") for tag in tags) and len(rows) == 1


def test_civilians_as_the_aim_are_a_kind_of_their_own() -> None:
    assert [event_type(*codes) for codes in (("Violence against civilians", "Attack"), ("Protests", "Peaceful protest"), ("Battles", "Armed clash"), ("Strategic developments", "Arrests"))] == [
        "civilian_targeting", "demonstration", "political_violence", "other"]
