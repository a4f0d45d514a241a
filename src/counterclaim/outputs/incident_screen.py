"""An incident for people: what is said side by side, what stands against what, what is admitted, and how it came out day by day. Report text is never markup."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from counterclaim.incidents.relations import Relation, Version
from counterclaim.incidents.statements import Statement
from counterclaim.incidents.view import View
from counterclaim.incidents.voices import Origin, independent
from counterclaim.outputs.screen import plain, short

GRADE_STYLE = {"confirmed": "bold green", "fair": "green", "weak": "yellow", "contested": "bold red", "discounted": "dim", "planned": "cyan"}
KIND_STYLE = {"contradiction": "bold red", "denial": "bold red", "update": "cyan", "refinement": "dim", "agreement": "green"}
WORDS = {"contradiction": "contradicts", "denial": "denies", "update": "updates", "refinement": "refines"}
HEADINGS = {"outcome": "what came of it", "actor": "who did it", "recipient": "to whom", "place": "where", "time": "when", "means": "how"}
SENTENCE = 220
"""Characters of a sentence in the timeline."""


def show_incident(v: View, console: Console) -> None:
    """Print an incident's page: heading, why it has its grade, versions side by side, admissions, UCDP's figures, timeline."""
    console.print(*_parts(v), sep="\n")


def _parts(v: View) -> Iterable[RenderableType]:
    yield heading(v)
    for reason in v.status.reasons:
        yield Text(f"  · {plain(reason)}", style="dim" if reason != v.status.reasons[0] else "")
    yield Text()
    yield versions_table(v)
    admitted = [Text(f"  · {short(a.origin.name)}, {day(a.statement.report.published)}: ", style="green").append(quote(a.statement), style="default") for a in v.status.admissions]
    if admitted:
        yield Group(Text("Admitted by the side that it harms", style="bold green"), *admitted, Text())
    dead = v.toll()
    if dead is not None:
        yield Text(f"Killed, by UCDP's rule: low {dead.low:,}, best {dead.best:,} ({plain(dead.why)}), high {dead.high:,}\n")
    yield timeline(v)


def heading(v: View) -> Text:
    place = v.place
    out = Text(v.type.replace("_", " ").capitalize(), style="bold")
    for part in (place.name if place else None, (v.time or "").replace("/", " to ")):
        if part:
            out.append(f" · {plain(part)}")
    out.append("   ").append(v.status.grade.upper(), style=GRADE_STYLE[v.status.grade])
    reports = len({s.report.id for s in v.statements})
    origins = len(independent(v.origins.values()))
    return out.append(f"\n{v.id} · {number(reports, 'report')}, {number(origins, 'independent origin')}", style="dim")


def number(n: int, of: str) -> str:
    return f"{n} {of}{'s' * (n != 1)}"


def day(d: date | None) -> str:
    return f"{d.day} {d:%b %Y}" if d else "no date"


def versions_table(v: View) -> Table:
    """Return the versions side by side: each with who gives it, when it was told, and what it stands against."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, ratio in (("", 3), ("version", 6), ("according to", 10), ("told", 4), ("", 6)):
        table.add_column(name, ratio=ratio, overflow="fold", style="dim" if not name and ratio == 3 else None)
    for attribute, found in v.versions.items():
        for n, version in enumerate(found):
            table.add_row(
                Text(HEADINGS.get(attribute, attribute.replace("_", " ")) if n == 0 else ""), Text(plain(version.value)), according_to(version), told(version),
                standing(version, found[:n], v.relations), end_section=n == len(found) - 1)
    return table


def according_to(version: Version) -> Text:
    """Return whose word a version is, with the outlets that carry it: "army, hospital (SANA); Meridian"."""
    outlets: dict[str, dict[str, None]] = {}
    origins = {a.origin.key: a.origin for a in version.accounts}
    for account in version.accounts:
        outlets.setdefault(account.origin.key, {})[account.statement.report.outlet or account.statement.report.id] = None
    carried: dict[tuple[str, ...], list[Origin]] = {}
    for key, origin in origins.items():
        carried.setdefault(tuple(outlet for outlet in outlets[key] if outlet != origin.name), []).append(origin)
    out = Text()
    for n, (by, told_by) in enumerate(carried.items()):
        out.append("; " if n else "")
        for m, origin in enumerate(told_by):
            out.append(", " if m else "").append(short(origin.name), style="" if origin.counts else "italic")
        if by:
            out.append(f" ({', '.join(map(short, by[:3]))}{f' and {len(by) - 3} more' if len(by) > 3 else ''})", style="dim")
    return out


def told(version: Version) -> Text:
    first, last = version.first, version.last
    return Text("" if first is None or last is None else day(first) if first == last else f"{day(first)} to {day(last)}")


def standing(version: Version, earlier: tuple[Version, ...], relations: Iterable[Relation]) -> Text:
    """Return what a version stands against among those above it in the table."""
    out = Text()
    for r in relations:
        at = next((i for i, w in enumerate(r.versions) if w.attribute == version.attribute and w.accounts == version.accounts), None)
        if at is None or r.kind not in WORDS:
            continue
        # of a row of updates the one before is the one replaced
        others = [w for w in (r.versions[at - 1:at] if r.kind == "update" else r.versions[:at]) if any(w.accounts == e.accounts for e in earlier)]
        for w in others:
            out.append("\n" if out else "").append(WORDS[r.kind], style=KIND_STYLE[r.kind]).append(f" “{short(w.value)}”", style="dim")
    if not out and len({o.side for o in version.origins if o.counts}) > 1:
        out.append(f"{len({o.side for o in version.origins if o.counts})} independent origins", style="green")
    return out


def quote(s: Statement) -> str:
    text = plain(" ".join(s.evidence.split()))
    return text if len(text) <= SENTENCE else text[: SENTENCE - 1] + "…"


def timeline(v: View) -> RenderableType:
    """Return what was published day by day, each sentence once for all claims and copies that it stands for."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(ratio=2)
    rows.add_column(ratio=7)
    seen: set[str] = set()
    last = None
    for s in v.statements:
        sentence = quote(s)
        if sentence in seen:
            continue
        seen.add(sentence)
        when = day(s.report.published)
        origin = v.origin(s)
        who = Text(short(s.report.outlet or s.report.id), style="bold")
        if origin.name != s.report.outlet:
            who.append(f"\n{short(origin.name)}", style="dim")
        rows.add_row(when if when != last else "", who, Text(sentence))
        last = when
    return Group(Text("As it was told", style="bold"), rows)
