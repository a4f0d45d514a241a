"""brat standoff and schema.org."""

import json
import re
from pathlib import Path

from counterclaim.outputs.brat import pieces
from tests.outputs.samples import READINGS, folder_of, text_of


def test_brat_offsets_cut_the_words_out_of_the_text(tmp_path: Path) -> None:
    folder_of("brat", tmp_path)
    for number, reading in enumerate(READINGS, 1):
        text, lines = ((tmp_path / f"{number:05}.{suffix}").read_text(encoding="utf-8") for suffix in ("txt", "ann"))
        assert text == reading["text"]
        bound = [re.fullmatch(r"(T\d+)\t(\w+) (\d+) (\d+)\t(.*)", line) for line in lines.splitlines() if line.startswith("T")]
        assert bound and all(m and text[int(m[3]) : int(m[4])] == m[5] for m in bound)
        known = {m[1] for m in bound if m}
        events = [line for line in lines.splitlines() if line.startswith("E")]
        assert len(events) == len(reading["claims"]) and all(ref in known for line in events for ref in re.findall(r":(T\d+)", line))


def test_brat_says_which_claim_and_what_stance(tmp_path: Path) -> None:
    lines = (folder_of("brat", tmp_path) / "00002.ann").read_text(encoding="utf-8").splitlines()
    assert any(line.endswith("Stance E2 denies") for line in lines) and any(line.endswith("AnnotatorNotes E2\tclaim c4") for line in lines)
    assert "airstrike\tActor*:Party" in (tmp_path / "annotation.conf").read_text(encoding="utf-8")


def test_a_span_over_a_line_break_is_in_parts() -> None:
    assert pieces("the Red\nArmy said", 4, 12) == ("4 7;8 12", "Red Army")


def test_schema_org_claims_name_their_author_and_where_they_appear() -> None:
    found = json.loads(text_of("schema.org"))["@graph"]
    assert [c["@type"] for c in found] == ["Claim"] * 4 and found[0]["author"]["name"] == "NLF" and found[0]["appearance"]["publisher"]["name"] == "Agency"
    assert found[1]["author"]["name"] == "Agency" and found[0]["about"]["location"]["geo"] == {"@type": "GeoCoordinates", "longitude": -36.75, "latitude": 35.2}
