import io

import pytest
from rich.console import Console

from counterclaim.contract import as_dict
from counterclaim.contract import claim as claim_dict
from counterclaim.outputs import write
from counterclaim.outputs.data import Data
from counterclaim.outputs.screen import chain_text, count, plain, show
from counterclaim.outputs.table_csv import safe
from counterclaim.outputs.values import chain
from counterclaim.records import Attribution, Claim, Codes, Framing, Mention, Quantity, Reading, Report, Span

TEXT = "=cmd rebels killed 3 soldiers, officials said."


def mention(words: str) -> Mention:
    begin = TEXT.index(words)
    return Mention(begin=begin, end=begin + len(words), text=words, name=words)


def span(words: str) -> Span:
    m = mention(words)
    return Span(begin=m.begin, end=m.end, text=m.text)


CHAIN = (Attribution(source=mention("rebels"), cue=span("said")), Attribution(source=None, cue=None, stance="denies"))
CLAIM = Claim(
    id="c1", type="kill", trigger=span("killed"), evidence=Span(begin=0, end=len(TEXT), text=TEXT), actors=(mention("=cmd rebels"),), attribution=CHAIN,
    quantities=(Quantity(begin=19, end=29, text="3 soldiers", kind="killed", low=3, best=3, high=3),), framing=(Framing(begin=5, end=11, text="rebels", target="x", valence=-1, label="l"),),
    codes=Codes(plover_type="ASSAULT", plover_mode=None, plover_context=(), cameo="190", acled_event=None, acled_sub_event=None))
READING = Reading(report=Report(id="r", text=TEXT, title="[red]Title[/blue]"), claims=(CLAIM,), abstentions=())


@pytest.mark.parametrize(
    ("bounds", "shown"),
    [((3, 3, 3), "killed 3"), ((20, 20, None), "killed 20+"), ((None, 20, 20), "killed up to 20"), ((5, None, 8), "killed 5-8"), ((24, None, None), "killed 24+")],
)
def test_counts_show_their_open_ends(bounds: tuple[float | None, ...], shown: str) -> None:
    low, best, high = bounds
    assert count(Quantity(begin=0, end=1, text="x", kind="killed", low=low, best=best, high=high)) == shown


def test_chain_reads_from_the_innermost_source_outwards() -> None:
    assert chain(claim_dict(CLAIM)) == "rebels < (unnamed)"
    assert chain_text(CHAIN, "RT").plain == "rebels → unnamed denies"
    assert chain_text((), "RT").plain == "RT itself"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_cells_that_a_spreadsheet_would_run_are_quoted(cell: str) -> None:
    assert safe(cell) == "'" + cell


def test_csv_row_quotes_hostile_names() -> None:
    out = io.StringIO()
    write(Data(readings=[as_dict(READING)]), "csv", out)
    assert "'=cmd rebels" in out.getvalue()


def test_contract_leaves_null_what_an_ontology_lacks() -> None:
    out = claim_dict(CLAIM)
    assert out["codes"] == {"plover": {"type": "ASSAULT", "mode": None, "context": []}, "cameo": "190", "acled": None}
    assert out["quantities"][0]["best"] == 3 and out["attribution"][1] == {"source": None, "cue": None, "stance": "denies"}


@pytest.mark.parametrize("explained", [False, True])
def test_screen_shows_markup_as_words(explained: bool) -> None:
    console = Console(file=io.StringIO(), width=120)
    show(READING, console, explained)
    assert "[red]Title[/blue]" in console.file.getvalue()  # type: ignore[attr-defined]


def test_control_characters_are_replaced() -> None:
    assert plain("a\x1b[31mb\u202ec\nd") == "a�[31mb�c d"
