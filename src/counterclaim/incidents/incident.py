"""Incidents: the statements judged to describe one happening, of one report or of many."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from counterclaim.incidents.statements import Site, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Statements in order of publication, at least one. `part_of` is the id of the incident that this one belongs to without being the same: a day's battle within an offensive."""

    id: str
    statements: tuple[Statement, ...]
    part_of: str | None = None

    @property
    def type(self) -> str:
        """The type that most statements have, the first told of them where several do."""
        counts = Counter(s.type for s in self.statements)
        return max(counts, key=lambda name: counts[name])

    @property
    def place(self) -> Site | None:
        """The place stated most narrowly; of equals the first told."""
        sites = [site for s in self.statements if (site := s.where or next(iter(s.sites), None)) is not None]
        return min(sites, key=lambda site: (site.lat is None, site.radius_km if site.radius_km is not None else 1e9), default=None)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of the time stated most narrowly; of equals the first told."""
        return min((s.days for s in self.statements if s.days), key=lambda days: days[1].toordinal() - days[0].toordinal(), default=None)


def incident_of(statements: Sequence[Statement]) -> Incident:
    """Return the incident of statements given in any order; its id is a digest of its first claim."""
    ordered = tuple(sorted(statements, key=publication_order))
    return Incident(id=incident_id(ordered[0]), statements=ordered)


def incident_id(first: Statement) -> str:
    """Return the id of the incident whose first claim is given: stable while that claim stays its first."""
    return hashlib.sha256(json.dumps([first.report.id, first.claim], ensure_ascii=False).encode()).hexdigest()[:16]


def publication_order(statement: Statement) -> tuple[date, str, int, str]:
    """Return what statements are ordered by; those of undated reports come last."""
    return statement.report.published or date.max, statement.report.id, statement.begin, statement.claim
