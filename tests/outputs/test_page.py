from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from counterclaim.cli import main
from counterclaim.errors import ExportError
from counterclaim.outputs import page
from counterclaim.outputs.page_data import page_data
from counterclaim.web import outlines
from tests.web.written import AGENCY, GROUPS, readings

EXTREME = "</script><script>alert(1)</script><!-- ]]> &lt; \u2028 \ud800 😀"


def _files(tmp_path: Path, told: list[dict[str, Any]] | None = None) -> tuple[str, str]:
    claims, groups = tmp_path / "claims.jsonl", tmp_path / "incidents.jsonl"
    claims.write_text("".join(json.dumps(r) + "\n" for r in told or readings()), encoding="utf-8")
    groups.write_text("".join(json.dumps(g) + "\n" for g in GROUPS), encoding="utf-8")
    return str(claims), str(groups)


def _written(tmp_path: Path, *more: str, told: list[dict[str, Any]] | None = None) -> tuple[str, dict[str, Any]]:
    claims, groups = _files(tmp_path, told)
    out = tmp_path / "page.html"
    assert main(["report", claims, "--incidents", groups, "-o", str(out), *more]) == 0
    text = out.read_text(encoding="utf-8")
    found = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return text, json.loads(found[1])


def test_a_page_holds_reports_claims_incidents_and_their_versions(tmp_path: Path) -> None:
    _, data = _written(tmp_path)
    assert [r["id"] for r in data["reports"]] == ["a", "b"] and len(data["claims"]) == 5
    strike = next(i for i in data["incidents"] if i["id"] == "strike")
    killed = next(a for a in strike["attributes"] if a["attribute"] == "killed")
    assert [v["value"] for v in killed["versions"]] == ["17", "40"]
    assert strike["place"]["radius"] == 4.0
    assert data["reports"][0]["abstentions"] == [{"stage": "places", "reason": "no_name", "at": [AGENCY.index("a market"), AGENCY.index("a market") + 8]}]


def test_a_page_asks_nothing_of_any_network(tmp_path: Path) -> None:
    text, _ = _written(tmp_path)
    head = text[: text.index("<style>")]
    assert "default-src 'none'" in head and "unsafe" not in head
    assert not re.search(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=", text)
    assert "url(" not in text[text.index("<style>"): text.index("</style>")] and "sourceMappingURL" not in text


def test_the_policy_names_the_digests_of_its_own_scripts_and_styles(tmp_path: Path) -> None:
    text, _ = _written(tmp_path)
    for tag in ("script", "style"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inside) == 1 and f"{tag}-src '{page.digest(inside[0])}'" in text


def test_the_same_claims_make_the_same_page(tmp_path: Path) -> None:
    assert _written(tmp_path)[0] == _written(tmp_path)[0]


def test_no_text_ends_the_script_tag_that_it_stands_in() -> None:
    written = page.as_json({"text": EXTREME})
    assert not re.search("[<>&\u2028\ud800]", written)
    assert json.loads(written)["text"] == EXTREME


def test_a_title_is_text(tmp_path: Path) -> None:
    text, data = _written(tmp_path, "--title", "<b>&\"'")
    assert "<title>&#60;b&#62;&#38;&#34;&#39;</title>" in text and data["title"] == "<b>&\"'"


def test_offsets_count_as_browsers_do(tmp_path: Path) -> None:
    told = readings()
    for r in told[:1]:
        r["text"] = "😀 " + r["text"]
        for c in r["claims"]:
            for at in (c["trigger"], c["evidence"], *c["actors"], *c["places"], *c["quantities"], *([c["time"]] if c["time"] else []), *(x for a in c["attribution"] for x in (a["source"], a["cue"]))):
                at["begin"], at["end"] = at["begin"] + 2, at["end"] + 2
    _, data = _written(tmp_path, told=told)
    first = next(c for c in data["claims"] if c["id"] == "a1")
    wide = data["reports"][0]["text"].encode("utf-16-le")
    begin, end = first["evidence"]
    assert wide[2 * begin: 2 * end].decode("utf-16-le") == first["sentence"]


def test_control_is_told_by_everybody_and_by_each_who_speaks_of_it(tmp_path: Path) -> None:
    _, data = _written(tmp_path)
    by = data["control"]["by"]
    assert [s[-1]["state"] for s in by[""].values()] == ["contested"]
    assert any(s[-1]["holders"][0]["name"] == "army" for key, places in by.items() if key for s in places.values() if s[-1]["holders"])


def test_mouths_of_one_side_are_asked_together(tmp_path: Path) -> None:
    told = readings()
    told[0]["claims"][0]["attribution"][0]["source"]["name"] = "Northern Front spokesman"
    _, data = _written(tmp_path, told=told)
    side = next(s for s in data["sides"] if s["name"] == "Northern Front")
    assert {data["origins"][n]["name"] for n in side["origins"]} == {"Northern Front spokesman", "Northern Front"}


def test_a_missing_map_script_is_said_with_what_to_do() -> None:
    from counterclaim.web import vendor

    with pytest.raises(ExportError, match="make vendor"):
        vendor("nothing.js")


def test_borders_must_be_geojson(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims, _ = _files(tmp_path)
    wrong = tmp_path / "b.json"
    wrong.write_text("[1]", encoding="utf-8")
    assert main(["report", claims, "-o", str(tmp_path / "p.html"), "--borders", str(wrong)]) == 2
    assert "no GeoJSON" in capsys.readouterr().err and not (tmp_path / "p.html").exists()


def test_broken_incidents_are_named_with_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims, _ = _files(tmp_path)
    wrong = tmp_path / "i.jsonl"
    wrong.write_text('{"id": "x", "claims": [{"report": "a", "claim": "a1"}]}\n{"id": "y"}\n', encoding="utf-8")
    assert main(["report", claims, "-o", str(tmp_path / "p.html"), "--incidents", str(wrong)]) == 2
    assert "i.jsonl:2" in capsys.readouterr().err


def test_two_hundred_claims_stay_below_three_megabytes(tmp_path: Path) -> None:
    told = []
    for n in range(40):
        for r in readings():
            told.append({**r, "id": f"{r['id']}{n}", "claims": [{**c, "id": f"{c['id']}{n}"} for c in r["claims"]]})
    text, data = _written(tmp_path, told=told)
    assert len(data["claims"]) == 200 and len(text.encode()) < 3_000_000


def test_outlines_are_full_near_what_is_shown_and_coarse_elsewhere() -> None:
    nowhere, near = (sum(map(len, outlines(points)["arcs"])) for points in ([], [(38.0, 35.0)]))
    assert nowhere < near < 4 * nowhere


def test_page_data_of_nothing_is_empty() -> None:
    from counterclaim.incidents.survey import Survey

    assert page_data([], Survey((), ()))["claims"] == []
