"""A claim in the field's ontologies: PLOVER type, mode and context, CAMEO, ACLED event and sub-event type, by vocabulary/events.yml.

Each type has its codes; rules refine them by words of the sentence near the trigger, by what kind of actor does it or suffers it, and by factuality. Where an
ontology has nothing for a type, or the actor's kind decides and is unknown, the code is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Sentence
from counterclaim.reading.actors import Entry, load_actors, strip_edges
from counterclaim.records import Claim, Codes, Mention

NEAR = 12
"""Words to either side of the trigger in which a rule's `near` words count."""

_STATE = frozenset(("government", "military", "police"))
_NONSTATE = frozenset(("rebel", "militia", "paramilitary", "political"))
_CIVIL = frozenset(("civilian", "media", "humanitarian", "monitor", "company"))


@lru_cache(maxsize=1)
def _events() -> dict[str, Any]:
    return vocab.load("events")


def side_of(mention: Mention, entry: Entry | None) -> str | None:
    """Say whether a mention is state, nonstate or civilian; None where neither the table nor its head noun tells."""
    kind = entry.kind if entry else None
    if kind is None:
        generic = load_actors().generic
        for word in reversed(strip_edges(mention.text).split()):
            row = next((generic[c] for c in sorted(candidates(word)) if c in generic), None)
            if row:
                kind = row["kind"]
                break
    if kind in _STATE:
        return "state"
    if kind in _NONSTATE:
        return "nonstate"
    return "civilian" if kind in _CIVIL else None


def code_claim(claim: Claim, entries: Mapping[int, Entry | None], sentence: Sentence) -> Codes:
    """Return the codes of a claim; `entries` are the table's entries by the begin of each mention."""
    block = _events()[claim.type]
    codes: dict[str, Any] = {key: (dict(value) if isinstance(value, dict) else value) for key, value in block["codes"].items()}
    actor = next((s for m in claim.actors if (s := side_of(m, entries.get(m.begin)))), None)
    recipient = next((s for m in claim.recipients if (s := side_of(m, entries.get(m.begin)))), None)
    at = next((i for i, (b, e) in enumerate(sentence.words) if e > claim.trigger.begin), 0)
    words: set[str] = set()
    for form in sentence.forms[max(0, at - NEAR) : at + NEAR + 1]:
        words |= candidates(form)
    text = " ".join(form.lower() for form in sentence.forms[max(0, at - NEAR) : at + NEAR + 1])
    for rule in block.get("code_rules") or ():
        if _holds(rule["when"], words, text, actor, recipient, claim.factuality):
            for key in ("plover", "acled"):
                if key in rule and rule[key] is not None and codes.get(key) is not None:
                    codes[key].update(rule[key])
                elif key in rule:
                    codes[key] = rule[key]
            codes["cameo"] = rule.get("cameo", codes.get("cameo"))
            break
    plover, acled = codes.get("plover") or {}, codes.get("acled") or {}
    return Codes(plover_type=plover.get("type"), plover_mode=plover.get("mode"), plover_context=tuple(plover.get("context") or ()), cameo=codes.get("cameo"),
                 acled_event=acled.get("event_type"), acled_sub_event=acled.get("sub_event_type"))


def _holds(when: dict[str, Any], words: set[str], text: str, actor: str | None, recipient: str | None, factuality: str) -> bool:
    for key, wanted in when.items():
        match key:
            case "near":
                if not any((w in words) if " " not in w else (w in text) for w in wanted):
                    return False
            case "actor":
                if (actor or "unknown") != wanted:
                    return False
            case "recipient":
                if (recipient or "unknown") != wanted:
                    return False
            case "factuality":
                if factuality != wanted:
                    return False
    return True
