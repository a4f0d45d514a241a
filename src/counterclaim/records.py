"""The records that flow through the program, as the file contract names them.

Offsets are half-open, in Unicode code points of `Report.text`; `text[begin:end]` equals the `text` beside them. Records are frozen: change
one with `dataclasses.replace`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters [begin, end) of a report, and what they say."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One retrieved version of a document. `sentences` holds tokens that the user gave, taken as they are."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    sentences: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Span):
    """A span that names an actor or a source; `id` is its entry in the vocabulary, None where it has none."""

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Mention):
    """A place mention; coordinates in degrees, `precision` is UCDP's where_prec 1 to 7, `geo_precision` ACLED's 1 to 3, None where unresolved, for which `reason` is the code.

    The event lies within `radius_km` of the point. `relation` is how the words put it to the place that is named (near, outskirts, side, distance, between, road, part), with a `side`
    and a distance where they say one; the point is where that puts it. `listed` and `feature` are the gazetteer's own name and GeoNames' feature of the place named.
    """

    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int | None = None
    geonames: int | None = None
    kind: str = "place"
    admin1_code: str | None = None
    geo_precision: int | None = None
    radius_km: float | None = None
    listed: str | None = None
    feature: str | None = None
    relation: str | None = None
    side: str | None = None
    distance_km: float | None = None
    reason: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Span):
    """A time expression: its TIMEX3 type and value, the days it covers, and its value in the form of the guidelines.

    `type` is DATE, TIME, DURATION or SET; `timex` the TIMEX3 value ("2024-W48", "P3D", "XXXX-WXX-5"); `interval` the first and last day;
    `value` a day, month, year or interval ("2024-11-27", "2024-11", "2020", "2024-11-27/2024-11-29"), None where no report date or
    no rule decides; `precision` is day, week, month, season, quarter, year, decade, century or interval.
    """

    type: str
    timex: str | None = None
    interval: tuple[date, date] | None = None
    value: str | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Span):
    """A count or measure with its kind; None where the words give no bound. Areas are in square kilometres."""

    kind: str
    low: float | None = None
    best: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One link of a chain: who says so, by which words, and whether they assert, deny or doubt it."""

    source: Mention | None
    cue: Span | None
    stance: str = "asserts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing(Span):
    """A loaded word of the outlet or its source: about whom or what, and which way (-1 or 1)."""

    target: str | None
    valence: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The claim in the field's ontologies; None where an ontology has nothing for it."""

    plover_type: str | None
    plover_mode: str | None
    plover_context: tuple[str, ...]
    cameo: str | None
    acled_event: str | None
    acled_sub_event: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """A stage that declined to decide, with a reason code, instead of a guess."""

    stage: str
    reason: str
    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One attributed assertion of one event, each field tied to the characters it came from.

    `attribution` runs from the innermost source outwards. `decided` says of each field what decided it: a vocabulary entry, a rule or the model
    with its probability. `where` is the place of the event: the most specific of `places`, or what `basis` says (sentence, same event, earlier sentence, dateline).
    """

    id: str
    type: str
    trigger: Span
    evidence: Span
    actors: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()
    where: Place | None = None
    time: When | None = None
    quantities: tuple[Quantity, ...] = ()
    attribution: tuple[Attribution, ...] = ()
    factuality: str = "actual"
    same_as: str | None = None
    codes: Codes | None = None
    framing: tuple[Framing, ...] = ()
    decided: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one version of the program read in one report."""

    report: Report
    claims: tuple[Claim, ...]
    abstentions: tuple[Abstention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a reading depends on besides the report: the program's version, and digests of its model, vocabulary and gazetteer ("none" where places are not looked up)."""

    program: str
    model: str
    vocabulary: str
    gazetteer: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision, signed and dated. `kind` is same or different (two claims), set (a claim's field to a value), note (on a claim or an incident), or undo (of another judgement).

    `claims` are named by report and claim id. `entry` is its number in the ledger, `time` that entry's (UTC, ISO); `undoes` the number of the judgement that is undone; `text` the note, or the reason.
    """

    entry: int
    time: str
    by: str
    kind: str
    claims: tuple[tuple[str, str], ...] = ()
    incident: str | None = None
    field: str | None = None
    value: Any = None
    undoes: int | None = None
    text: str | None = None
