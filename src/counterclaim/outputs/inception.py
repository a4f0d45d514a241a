"""INCEpTION, there and back: a UIMA CAS XMI file a report, and TypeSystem.xml, which INCEpTION imports as layers before the documents (format "UIMA CAS XMI (XML 1.1)").

A claim is a Claim over its trigger, with its arguments as links (role actor, recipient, place, time, quantity) to Mention spans; a link of its attribution is a Telling over the cue (or the source
where there is no cue), with links source and content: the claim, or the telling further in. UIMA counts UTF-16 units; dkpro-cassis converts from code points and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cassis import Cas, TypeSystem, load_cas_from_xmi, load_typesystem

from counterclaim.errors import ExportError
from counterclaim.outputs.data import Data, Json
from counterclaim.outputs.markup import Count, Files, Marked, Says, Span, exported, marked
from counterclaim.outputs.values import number

TYPES = "TypeSystem.xml"
CLAIM, TELLING, MENTION = "webanno.custom.Claim", "webanno.custom.Telling", "webanno.custom.Mention"
_ROLES = {"actor": "actors", "recipient": "recipients", "place": "places"}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def types() -> TypeSystem:
    """Return the layers; INCEpTION knows links by a list of structures of a role and a target."""
    system = TypeSystem()
    string, real, annotation = "uima.cas.String", "uima.cas.Double", "uima.tcas.Annotation"
    mention = system.create_type(MENTION, annotation, description="Who, where, when, how many")
    for name in ("name", "value", "kind"):
        system.create_feature(mention, name, string)
    for name in ("low", "best", "high"):
        system.create_feature(mention, name, real)
    for layer, features, told in ((CLAIM, ("eventType", "factuality", "claimId"), "An event as claimed"), (TELLING, ("stance", "hasCue"), "Who says so")):
        made = system.create_type(layer, annotation, description=told)
        for name in features:
            system.create_feature(made, name, string)
        link = system.create_type(f"{layer}ArgumentsLink", "uima.cas.TOP")
        system.create_feature(link, "role", string)
        system.create_feature(link, "target", annotation)
        system.create_feature(made, "arguments", "uima.cas.FSArray", elementType=link)
    return system


def xmi(reading: Json, system: TypeSystem) -> str:
    """Return a report as XMI; a character that XML has no place for is replaced, one for one."""
    cas = Cas(typesystem=system)
    cas.sofa_string = _ILLEGAL.sub("\ufffd", reading["text"])
    cas.sofa_mime = "text/plain"
    made: dict[Any, Any] = {}
    for claim in reading["claims"]:
        _add(cas, system, marked(claim), made)
    return str(cas.to_xmi(pretty_print=True))


def _add(cas: Cas, system: TypeSystem, m: Marked, made: dict[Any, Any]) -> None:
    def add(layer: str, span: Span, **features: Any) -> Any:
        found = system.get_type(layer)(begin=span[0], end=span[1], **features)
        cas.add(found)
        return found

    def mention(span: Span, **features: Any) -> Any:
        """One mark for all claims that share it."""
        key = (span, *features.items())
        if key not in made:
            made[key] = add(MENTION, span, **features)
        return made[key]

    def links(layer: str, arguments: list[tuple[str, Any]]) -> Any:
        link = system.get_type(f"{layer}ArgumentsLink")
        return system.get_type("uima.cas.FSArray")(elements=[link(role=role, target=target) for role, target in arguments])

    arguments = [(role, mention(span)) for role, field in _ROLES.items() for span in getattr(m, field)]
    if m.time:
        arguments.append(("time", mention(m.time[0], value=m.time[1], kind="time")))
    for q in m.quantities:
        arguments.append(("quantity", mention(q.span, kind=q.kind, **{v: float(b) for v in ("low", "best", "high") if (b := getattr(q, v)) is not None})))
    inner = add(CLAIM, m.trigger, eventType=m.type, factuality=m.factuality, claimId=m.id, arguments=links(CLAIM, arguments))
    for s in m.says:
        at = s.cue or s.source
        assert at is not None
        content = [("content", inner), *([("source", mention(s.source))] if s.source else [])]
        inner = add(TELLING, at, stance=s.stance, hasCue="true" if s.cue else "false", arguments=links(TELLING, content))


def write(data: Data, folder: Path) -> None:
    """Write the files of all reports and the layers."""
    system = types()
    (folder / TYPES).write_text(str(system.to_xml()), encoding="utf-8")
    files = Files(folder)
    try:
        for reading in data.readings:
            (folder / f"{files.name(reading)}.xmi").write_text(xmi(reading, system), encoding="utf-8", newline="")
    finally:
        files.close()


def read(folder: Path, handed_out: Path) -> Iterator[tuple[Json, list[Marked]]]:
    """Yield each reading that was handed out and has come back, with its claims' marks; ExportError where a file is no annotation, or is one of another text."""
    own = folder / TYPES
    system_path = own if own.is_file() else handed_out / TYPES
    try:
        with system_path.open("rb") as file:
            system = load_typesystem(file)
    except Exception as error:  # what the parser of XML raises, of which there is much
        raise ExportError(f"{system_path}: no type system ({error})") from error
    for reading in exported(handed_out):
        path = folder / f"{reading['file']}.xmi"
        if not path.is_file():
            continue
        try:
            with path.open("rb") as file:
                cas = load_cas_from_xmi(file, typesystem=system, lenient=True)
            text = cas.sofa_string
            found = list(_claims(cas))
        except Exception as error:
            raise ExportError(f"{path}: no CAS ({error}); expected UIMA CAS XMI, as INCEpTION exports it") from error
        if text != _ILLEGAL.sub("\ufffd", reading["text"]):
            raise ExportError(f"{path}: another text than was exported; offsets would mean other words")
        yield reading, found


def _arguments(annotation: Any) -> list[tuple[str, Any]]:
    links = annotation.arguments
    return [(link.role, link.target) for link in (links.elements if links is not None else ()) if link.target is not None]


def _span(annotation: Any) -> Span:
    return annotation.begin, annotation.end


def _claims(cas: Cas) -> Iterator[Marked]:
    tellings = list(cas.select(TELLING))
    for claim in cas.select(CLAIM):
        arguments = _arguments(claim)
        roles = {field: tuple(_span(to) for role, to in arguments if role == wanted) for wanted, field in _ROLES.items()}
        says: list[Says] = []
        inner, seen = claim, [claim]
        while outer := next((t for t in tellings if not any(t is s for s in seen) and any(role == "content" and to is inner for role, to in _arguments(t))), None):
            source = next((_span(to) for role, to in _arguments(outer) if role == "source"), None)
            says.append(Says(source, None if outer.hasCue == "false" else _span(outer), outer.stance or "asserts"))
            seen.append(outer)
            inner = outer
        counts = [Count(_span(to), to.kind or "other", *(number(getattr(to, v)) for v in ("low", "best", "high"))) for role, to in arguments if role == "quantity"]
        yield Marked(id=claim.claimId or None, type=claim.eventType or "", trigger=_span(claim), time=next(((_span(to), to.value or None) for role, to in arguments if role == "time"), None),
                     quantities=tuple(sorted(counts)), says=tuple(says), factuality=claim.factuality or "actual", **roles)
