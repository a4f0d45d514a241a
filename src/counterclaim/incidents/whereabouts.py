"""Places that come with a name only, as in files of other programs, are looked up in the gazetteer, a report at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterclaim.incidents.statements import Site, Statement
from counterclaim.reading.geocode import Sought
from counterclaim.reading.locate import Atlas
from counterclaim.reading.placenames import ask

NOT_LOOKED_UP = (None, "no_gazetteer")
"""Reasons of a place that no reader looked up: one that was and stayed unresolved is not guessed at again."""


def located(statements: Sequence[Statement], atlas: Atlas) -> list[Statement]:
    """Return the statements of one report, their named places with the point and radius of what they mean in it; what is not found keeps its name alone."""
    statements = [_beside(s, statements) for s in statements]
    # "the club", "a mosque" are no names
    names = list(dict.fromkeys(site.name for s in statements for site in s.sites if site.lat is None and site.reason in NOT_LOOKED_UP and site.name[:1].isupper()))
    if atlas.geocoder is None or not names:
        return list(statements)
    text = statements[0].report.text
    spans = sorted(((at, at + len(name)), name) for name in names if (at := text.find(name)) >= 0)
    lacking = [name for name in names if name not in text]
    # a name that the report writes otherwise is asked for as it stands, behind the text
    for name in lacking:
        text += "\n" + name
        spans.append(((len(text) - len(name), len(text)), name))
    sought = [Sought(begin=b, end=e, asked=ask(text, b, e)) for (b, e), _ in spans]
    answers = atlas.geocoder.resolve(text, sought)
    found = {name: answer for (_, name), answer in zip(spans, answers, strict=True) if answer.lat is not None}

    def placed(site: Site) -> Site:
        answer = found.get(site.name) if site.lat is None and site.reason in NOT_LOOKED_UP else None
        if answer is None:
            return site
        return replace(site, lat=answer.lat, lon=answer.lon, radius_km=answer.radius, precision=answer.precision, country=answer.place.country if answer.place else None,
                       geonames=answer.place.geonames if answer.place else None)

    return [replace(s, sites=tuple(map(placed, s.sites))) for s in statements]


def _beside(s: Statement, report: Sequence[Statement]) -> Statement:
    """Return a statement without a named place with that of its sentence: "captured the town of Kesh, but the army denied that its troops had withdrawn"."""
    if s.where is not None or any(_named(site) for site in s.sites):
        return s
    found = next((site for other in report if other.evidence == s.evidence for site in other.sites if _named(site)), None)
    return s if found is None else replace(s, where=replace(found, basis="sentence"))


def _named(site: Site) -> bool:
    return site.lat is not None or site.name[:1].isupper() and not site.name.startswith("The ")
