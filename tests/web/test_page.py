"""The report page in Debian's Chromium, from disk, with its own policy in force. Skipped where there is no Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.written import GROUPS, readings

from counterclaim.incidents.statements import statements_of
from counterclaim.incidents.survey import survey
from counterclaim.outputs.page import write_page
from counterclaim.outputs.page_data import page_data
from counterclaim.reading.locate import open_atlas
from counterclaim.settings import load_settings

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium on the path; on Debian: apt-get install chromium")
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

ATTACKS = (
    "<script>window.broken=1</script>", "</script><script>window.broken=1</script>", "<img src=x onerror=window.broken=1>", "\"><svg onload=window.broken=1>", "'-window.broken=1-'",
    "javascript:window.broken=1", "<iframe src=https://example.org/></iframe>", "{{constructor.constructor('window.broken=1')()}}", "<!--<script>", "]]><script>window.broken=1</script>",
    "<style>@import 'https://example.org/x.css'</style>", "<base href=https://example.org/>", "<meta http-equiv=refresh content='0;url=https://example.org/'>", "\u202ekcatta\u2066", "Ω≈ç√ ﷽ \u0000 \ufeff",
    "<a href=\"javascript:window.broken=1\">x</a>", "${window.broken=1}", "%3Cscript%3Ewindow.broken=1%3C/script%3E", "&lt;script&gt;window.broken=1&lt;/script&gt;", "__proto__", "constructor", "=cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def write(path: Path, told: list[dict[str, Any]], groups: Any = GROUPS) -> str:
    found = survey([s for r in told for s in statements_of(r)], open_atlas(load_settings()), groups=groups)
    path.write_text(write_page(page_data(told, found, "A test")), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("page") / "page.html", readings())


class Opened:
    """A page with what went wrong in it and what it asked of the network."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("dialog", lambda d: (self.errors.append(f"dialog {d.message}"), d.dismiss()))
        self.page.on("request", lambda r: self.requests.append(r.url) if not r.url.startswith("file:") else None)
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Opened]:
    found = Opened(browser, address)
    yield found
    found.context.close()
    assert found.errors == [] and found.requests == []


def test_the_first_thing_to_read_is_what_is_contested_who_says_so_and_in_which_words(opened: Opened) -> None:
    text = opened.page.inner_text("#contested")
    assert "Who holds Ordan?" in text and "Northern Front" in text and "Ministry of Defence" in text
    assert {"17", "40"} <= set(text.split("\n")) and "medics" in text
    assert "Warplanes of the army bombed a market in Ordan on Thursday, killing 17 people, medics said." in text
    assert opened.page.locator("#contested").bounding_box()["y"] < 400


def test_a_mark_on_the_map_says_type_status_and_place_in_words_and_draws_its_radius(opened: Opened) -> None:
    mark = opened.page.get_by_role("button", name="Ordan")
    assert "Airstrike" in mark.first.inner_text()
    assert opened.page.locator("#map path.extent").count() >= 1
    mark.first.focus()
    opened.page.keyboard.press("Enter")
    assert "within 4 km" in opened.page.inner_text(".leaflet-popup")


def test_according_to_one_source_only_its_claims_are_counted(opened: Opened) -> None:
    opened.page.select_option("#f-according", label="medics")
    shown = playwright.expect(opened.page.locator("#contested"))
    shown.not_to_contain_text("40 people")
    shown.to_contain_text("17 people")
    assert "according=source" in opened.page.url
    opened.page.click("#f-clear")
    shown.to_contain_text("40 people")


def test_the_slider_moves_claims_and_control(opened: Opened) -> None:
    slider = opened.page.locator("#f-day")
    slider.focus()
    opened.page.keyboard.press("Home")
    assert "day=2025-03-13" in opened.page.url and slider.get_attribute("aria-valuetext") == "13 March 2025"
    assert "Who holds Ordan?" not in opened.page.inner_text("#contested")
    assert "Nobody" in opened.page.inner_text("#control")
    opened.page.keyboard.press("ArrowRight")
    assert "day=" not in opened.page.url and "contested" in opened.page.inner_text("#control")


@pytest.mark.parametrize(("fields", "shown"), [("status=planned", "0 of 4"), ("type=airstrike", "1 of 4"), ("q=ministry+of", "1 of 4"), ("q=nothing+such", "0 of 4"), ("day=2025-03-13", "1 of 4"), ("", "4 of 4")])
def test_filters_are_in_the_address(browser: Any, address: str, fields: str, shown: str) -> None:
    found = Opened(browser, f"{address}#{fields}")
    assert found.page.inner_text("#live").startswith(shown)
    found.context.close()


def test_going_back_restores_what_was_shown(opened: Opened) -> None:
    opened.page.select_option("#f-type", "airstrike")
    live = playwright.expect(opened.page.locator("#live"))
    live.to_contain_text("1 of 4")
    opened.page.go_back()
    live.to_contain_text("4 of 4")
    assert opened.page.input_value("#f-type") == ""


def test_a_claim_leads_to_its_sentence_and_a_sentence_to_its_claims(opened: Opened) -> None:
    opened.page.click("#contested a:has-text('killing 17 people')")
    chosen = opened.page.locator("#texts .ev.chosen")
    playwright.expect(chosen).to_contain_text("killing 17 people")
    playwright.expect(chosen).to_be_focused()
    claim = playwright.expect(opened.page.locator("#texts .claimlist .chosen .what"))
    claim.to_have_text("Airstrike")
    assert {"what", "who", "where", "when", "how many"} <= set(opened.page.locator(".roles li").all_inner_texts())
    opened.page.click("#texts .ev:has-text('took Ordan')")
    claim.to_have_text("Seizure of territory")
    opened.page.click("#texts .claimlist .chosen a:has-text('incident')")
    playwright.expect(opened.page.locator(".card.chosen")).to_have_count(1)


def test_a_web_address_is_a_link_and_no_other_scheme_is(opened: Opened) -> None:
    assert opened.page.locator("#texts a:has-text('source')").get_attribute("href") == "https://example.org/a"
    opened.page.click(".tabs a:has-text('State Radio')")
    playwright.expect(opened.page.locator("#texts")).to_contain_text("Army holds Ordan")
    assert opened.page.locator("a[href^='javascript']").count() == 0


def test_what_was_left_unresolved_is_counted(opened: Opened) -> None:
    assert "places: no name" in opened.page.inner_text("#unresolved") and "“a market”" in opened.page.inner_text("#unresolved")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault(browser: Any, address: str, scheme: str, width: int) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core; make vendor brings it")
    # axe is not of the page, whose own policy would refuse it
    found = Opened(browser, address, color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 844})
    found.page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = found.page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))")
    found.context.close()
    assert violations == []


def test_a_phone_shows_the_page_without_scrolling_sideways(browser: Any, address: str) -> None:
    found = Opened(browser, address, viewport={"width": 360, "height": 740})
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not found.page.is_visible("#f-status")
    found.page.click("#f-more")
    assert found.page.is_visible("#f-status")
    found.context.close()


def test_every_control_is_reached_by_keyboard(opened: Opened) -> None:
    reached = set()
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        reached.add(opened.page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"skip", "f-according", "f-day", "f-status", "f-type", "f-q", "map"} <= {str(name).split(" ")[0] for name in reached} | {"map"}
    assert any("to-text" in str(name) for name in reached) and any("markicon" in str(name) for name in reached)


def _attacked(number: int, attack: str) -> list[dict[str, Any]]:
    """The readings with an attack in every field that holds words."""
    told = readings()
    for r in told:
        before = r["text"]
        r["text"] = f"{before} {attack} {before}"
        r["id"] = f"{r['id']}{number}{attack}"
        for field in ("title", "outlet", "url"):
            r[field] = attack
        r["abstentions"] = [{"stage": attack, "reason": attack, "begin": len(before) + 1, "end": len(before) + 1 + len(attack), "text": attack}]
        for c in r["claims"]:
            for m in (*c["actors"], *c["places"], *(a["source"] for a in c["attribution"])):
                m["name"] = m["text"] = attack
            c["id"] += f"{number}{attack}"
            c["framing"] = [{"begin": 0, "end": 3, "text": attack, "target": attack, "valence": -1, "label": attack}]
            c["evidence"] = {"begin": 0, "end": len(r["text"]), "text": r["text"]}
            for q in c["quantities"]:
                q["text"] = attack
    return told


def test_no_field_of_a_report_runs_or_loads(browser: Any, tmp_path: Path) -> None:
    told = [_attacked(number, attack) for number, attack in enumerate(ATTACKS)]
    groups = [{"id": attack, "claims": [{"report": r["id"], "claim": r["claims"][1]["id"]} for r in pair]} for attack, pair in zip(ATTACKS, told, strict=True)]
    found = Opened(browser, write(tmp_path / "page.html", [r for pair in told for r in pair], groups))
    shown = "".join(found.page.locator("main").evaluate("e => e.textContent"))
    for number, attack in enumerate(ATTACKS):
        assert attack.replace("\0", "\ufffd") in shown or attack in shown
        for view in (f"claim={5 * number + 1}", f"according=source:{attack}&report={attack}&view={attack}", f"q={attack}&incident={attack}"):
            found.page.evaluate("hash => { location.hash = hash; }", view)
    found.page.evaluate("location.hash = ''")
    found.page.wait_for_timeout(50)
    found.page.locator("#map .markicon").first.evaluate("e => e.click()")
    assert found.page.evaluate("window.broken") is None
    assert found.errors == [] and found.requests == []
    assert found.page.locator("main img, main iframe, main script, main base, main style, main link, a[href^='javascript']").count() == 0
    found.context.close()


def test_it_prints_without_its_filters(opened: Opened) -> None:
    opened.page.emulate_media(media="print")
    assert not opened.page.is_visible("#filters") and opened.page.is_visible("#contested")


def test_without_a_point_no_map_is_drawn_and_that_is_said(browser: Any, tmp_path: Path) -> None:
    told = readings()
    for r in told:
        for c in r["claims"]:
            c["places"] = [{**place, "lat": None, "lon": None} for place in c["places"]]
    found = Opened(browser, write(tmp_path / "page.html", told))
    assert "no point is guessed" in found.page.inner_text("#map-section") and found.page.locator("#map").count() == 0
    assert "17" in found.page.inner_text("#contested") and found.errors == []
    found.context.close()
