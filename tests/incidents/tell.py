"""Reports of one claim each, made of a few words, for the tests of incidents."""

from __future__ import annotations

from typing import Any

from counterclaim.incidents.statements import Statement, statements_of

VERBS = {"seize_territory": "took", "control": "holds", "withdraw": "left", "siege": "besieges", "surrender": "surrendered", "clash": "fought", "airstrike": "bombed", "back": "backs", "kill": "killed",
         "praise": "praised", "detain": "detained", "offensive": "attacked", "agreement": "agreed"}


def tell(kind: str, actors: list[str], recipients: list[str] | None = None, place: str = "", source: str | None = None, day: str | None = "2024-11-27", factuality: str = "actual",
         stance: str = "asserts", outlet: str = "Meridian News", sentence: str | None = None, time: str | None = None, report: str | None = None, trigger: str | None = None,
         chain: list[tuple[str | None, str]] | None = None, **more: Any) -> Statement:
    """Return the statement "actors verb recipients place"; `place` may say more than the name before a bar: "parts of |Idlib"; `chain` are sources and stances, innermost first."""
    verb = trigger or VERBS[kind]
    lead, _, name = place.rpartition("|")
    text = sentence or " ".join([*actors, verb, *(recipients or []), lead + name]).strip() + "."

    def mention(words: str) -> dict[str, Any]:
        at = text.find(words)
        return {"begin": at, "end": at + len(words), "text": words, "name": words}

    links = chain if chain is not None else [(None if source == "-" else source, stance)] if source else []
    claim = {
        "id": "c1", "type": kind, "trigger": mention(verb), "evidence": {"begin": 0, "end": len(text), "text": text}, "actors": [mention(a) for a in actors],
        "recipients": [mention(r) for r in recipients or []], "places": [{**mention(p), **more.get("site", {})} for p in name.split(" & ") if p], "time": {"value": time} if time else None,
        "quantities": more.get("quantities", []), "factuality": factuality, "framing": more.get("framing", []),
        "attribution": [{"source": {"begin": -1, "end": -1, "text": s, "name": s} if s else None, "stance": how} for s, how in links]}
    [statement] = statements_of({"id": report or f"{outlet}-{day}-{kind}-{'+'.join(actors)}-{source}", "text": text, "outlet": outlet, "published": day, "claims": [claim]})
    return statement
