"""Claims for people: a table with one claim a row, and an explanation of every field. Report text is escaped: no markup, no control codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from counterclaim.outputs.values import count_text
from counterclaim.records import Attribution, Claim, Mention, Quantity, Reading, Span

FACTUALITY_STYLE = {"actual": "", "possible": "yellow", "future": "cyan", "negated": "red"}
SHOWN = 45
"""Characters of a name in the table; the whole stands in the other formats."""


def plain(text: str) -> str:
    """Return text without control characters: a report must not steer the terminal."""
    return "".join(" " if c in "\n\t\r" else c if unicodedata.category(c) not in ("Cc", "Cf") else "�" for c in text)


def short(text: str) -> str:
    text = plain(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def count(quantity: Quantity) -> str:
    """Return a quantity as "killed 20-25", with an open end left open."""
    return count_text({"kind": quantity.kind, "low": quantity.low, "best": quantity.best, "high": quantity.high})


def names(mentions: Sequence[Mention]) -> str:
    return "; ".join(dict.fromkeys(short(m.name) for m in mentions))


def chain_text(links: Sequence[Attribution], outlet: str | None) -> Text:
    """Return a chain as it is told: "army source → Al Mayadeen", denials in red; the outlet's own voice in dim."""
    if not links:
        return Text(f"{plain(outlet) if outlet else 'the report'} itself", style="dim")
    out = Text()
    for number, link in enumerate(links):
        if number:
            out.append(" → ", style="dim")
        out.append(short(link.source.name) if link.source else "unnamed", style="" if link.source else "italic")
        if link.stance != "asserts":
            out.append(f" {link.stance}", style="bold red")
    return out


def claims_table(reading: Reading, width: int) -> Table:
    """Return the table of a report's claims."""
    table = Table(box=box.SIMPLE_HEAD, expand=width < 200, pad_edge=False, show_edge=False)
    for heading, ratio in (("#", 1), ("claim", 6), ("who", 8), ("to whom", 7), ("where", 6), ("when", 5), ("how many", 6), ("according to", 10)):
        table.add_column(heading, ratio=ratio if ratio > 1 else None, overflow="fold", style="dim" if heading == "#" else None)
    for number, c in enumerate(reading.claims, 1):
        kind = Text(c.type.replace("_", " "), style=f"bold {FACTUALITY_STYLE[c.factuality]}".strip())
        if c.factuality != "actual":
            kind.append(f"\n{c.factuality}", style=FACTUALITY_STYLE[c.factuality])
        when = (c.time.value or f"{plain(c.time.text)}?").replace("/", " to ") if c.time else ""
        counts = "\n".join(count(q) for q in c.quantities)
        cells = (names(c.actors), names(c.recipients), names(c.places), when, counts)
        # Text, not str: what a report says is never read as markup
        table.add_row(str(number), kind, *map(Text, cells), chain_text(c.attribution, reading.report.outlet))
    return table


def marked_sentence(c: Claim) -> Text:
    """Return the sentence with the spans of the claim's fields marked."""
    text = Text(plain(c.evidence.text))
    styles: list[tuple[Sequence[Span], str]] = [
        (c.places, "green"), (c.actors, "bold blue"), (c.recipients, "magenta"), (c.quantities, "yellow"), ([c.time] if c.time else [], "cyan"),
        ([a.source for a in c.attribution if a.source], "underline"), ([a.cue for a in c.attribution if a.cue], "italic"), ([c.trigger], "bold red"),
    ]
    for spans, style in styles:
        for s in spans:
            text.stylize(style, s.begin - c.evidence.begin, s.end - c.evidence.begin)
    return text


def explain(number: int, c: Claim, outlet: str | None) -> RenderableType:
    """Return a panel that shows a claim's sentence and what decided each field."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim")
    rows.add_column()
    rows.add_column(style="dim")

    def row(field: str, value: str | Text, why: str = "") -> None:
        if value:
            rows.add_row(field, value if isinstance(value, Text) else Text(value), Text(plain(why)))

    row("type", c.type, c.decided.get("type", ""))
    for field, mentions in (("actors", c.actors), ("recipients", c.recipients), ("places", c.places)):
        for m, why in zip(mentions, c.decided.get(field, "").split(", "), strict=False):
            entry = f", entry {m.id}" if m.id else "" if field == "places" else ", not in the table"
            row(field.removesuffix("s"), plain(m.text + (f" = {m.name}" if m.name != m.text else "")), f"characters {m.begin}-{m.end}{entry}; {why}")
    for p, why in zip(c.places, c.decided.get("located", "").split("\n"), strict=False):
        row("located", plain(p.name), why)
    if c.where and c.where.basis != "claim":
        row("where", plain(c.where.name), f"by {c.where.basis}: characters {c.where.begin}-{c.where.end}, {c.where.lat:.2f} {c.where.lon:.2f}, where_prec {c.where.precision}")
    if c.time:
        row("time", plain(f"{c.time.text} = {c.time.value or 'unresolved'}"), c.decided.get("time", ""))
    for q, why in zip(c.quantities, c.decided.get("quantities", "").split(", model"), strict=False):
        row("quantity", plain(f"{q.text} = {count(q)}"), f"characters {q.begin}-{q.end}; model {why.removeprefix('model').strip()}")
    cues = ", ".join(f"cue {a.cue.text!r}" for a in c.attribution if a.cue)
    row("according to", chain_text(c.attribution, outlet), "; ".join(part for part in (cues, c.decided.get("attribution", "")) if part))
    row("factuality", c.factuality, c.decided.get("factuality", ""))
    if c.codes:
        acled = f", ACLED {c.codes.acled_event} / {c.codes.acled_sub_event or '-'}" if c.codes.acled_event else ""
        row("codes", f"PLOVER {c.codes.plover_type or '-'}{':' + c.codes.plover_mode if c.codes.plover_mode else ''}, CAMEO {c.codes.cameo or '-'}{acled}")
    for f in c.framing:
        row("loaded word", plain(f"{f.text} ({'for' if f.valence > 0 else 'against'} {f.target})"), f"vocabulary framing.{f.label}")
    if c.same_as:
        row("same event as", c.same_as)
    return Panel(Group(marked_sentence(c), Text(), rows), title=f"{number}. {c.type.replace('_', ' ')}", title_align="left", border_style="dim")


def show(reading: Reading, console: Console, explained: bool) -> None:
    """Print a reading."""
    report = reading.report
    heading = Text(plain(report.title or report.id), style="bold")
    facts = [plain(v) for v in (report.outlet, report.published.isoformat() if report.published else "no date") if v]
    console.print(heading, Text(" · ".join([*facts, f"{len(reading.claims)} claims"]), style="dim"), sep="\n")
    if explained:
        for number, c in enumerate(reading.claims, 1):
            console.print(explain(number, c, report.outlet))
        for a in reading.abstentions:
            console.print(Text(f"undecided: {a.stage}, {a.reason.replace('_', ' ')}: {short(a.text)}", style="dim"))
    elif reading.claims:
        console.print(claims_table(reading, console.width))
    else:
        why = next((a.reason.replace("_", " ") for a in reading.abstentions if a.stage == "language"), None)
        console.print(Text(f"no claims{': ' + why if why else ''}", style="dim"))
    console.print()
