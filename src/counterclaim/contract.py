"""Records as the file contract writes them: dicts whose JSON is the contract's."""

from __future__ import annotations

from typing import Any

from counterclaim.records import Abstention, Claim, Mention, Place, Reading, Span


def span(value: Span | Abstention) -> dict[str, Any]:
    return {"begin": value.begin, "end": value.end, "text": value.text}


def mention(value: Mention) -> dict[str, Any]:
    return {**span(value), "name": value.name, "id": value.id}


def place(value: Place) -> dict[str, Any]:
    """Return a place in the contract's form; `relation` is null where the words put the event at the place itself, `reason` where it is resolved."""
    relation = {"kind": value.relation, "side": value.side, "km": number(value.distance_km)} if value.relation else None
    return {
        **mention(value), "lat": value.lat, "lon": value.lon, "country": value.country, "admin1": value.admin1, "precision": value.precision, "geonames": value.geonames,
        "admin1_code": value.admin1_code, "geo_precision": value.geo_precision, "radius_km": number(value.radius_km), "listed": value.listed, "feature": value.feature,
        "relation": relation, "reason": value.reason}


def number(value: float | None) -> float | int | None:
    """Whole numbers without a point, as the gold writes them."""
    return int(value) if value is not None and value == int(value) else value


def claim(value: Claim) -> dict[str, Any]:
    """Return one claim in the contract's form."""
    codes = value.codes
    return {
        "id": value.id, "type": value.type, "trigger": span(value.trigger), "evidence": span(value.evidence),
        "actors": [mention(m) for m in value.actors], "recipients": [mention(m) for m in value.recipients], "places": [place(p) for p in value.places],
        "where": {**place(value.where), "basis": value.where.basis} if value.where else None,
        "time": {**span(value.time), "value": value.time.value, "precision": value.time.precision} if value.time else None,
        "quantities": [{**span(q), "kind": q.kind, "low": number(q.low), "best": number(q.best), "high": number(q.high)} for q in value.quantities],
        "attribution": [{"source": mention(a.source) if a.source else None, "cue": span(a.cue) if a.cue else None, "stance": a.stance} for a in value.attribution],
        "factuality": value.factuality, "same_as": value.same_as,
        "codes": {
            "plover": {"type": codes.plover_type, "mode": codes.plover_mode, "context": list(codes.plover_context)} if codes and codes.plover_type else None,
            "cameo": codes.cameo if codes else None,
            "acled": {"event_type": codes.acled_event, "sub_event_type": codes.acled_sub_event} if codes and codes.acled_event else None,
        },
        "framing": [{**span(f), "target": f.target, "valence": f.valence, "label": f.label} for f in value.framing],
        "decided": value.decided,
    }


def abstention(value: Abstention) -> dict[str, Any]:
    return {"stage": value.stage, "reason": value.reason, **span(value)}


def as_dict(reading: Reading) -> dict[str, Any]:
    """Return a reading in the contract's form."""
    report = reading.report
    return {
        "id": report.id, "title": report.title, "outlet": report.outlet, "url": report.url, "published": report.published.isoformat() if report.published else None,
        "text": report.text, "claims": [claim(c) for c in reading.claims], "abstentions": [abstention(a) for a in reading.abstentions],
    }

