import json
from datetime import date
from pathlib import Path

import pytest

from counterclaim.errors import ReportError
from counterclaim.intake import read_reports
from counterclaim.intake.fields import MAX_CHARACTERS, Given
from counterclaim.records import Report


def read(path: Path, **given: object) -> list[Report | ReportError]:
    return list(read_reports([str(path)], Given(**given)))  # type: ignore[arg-type]


def error(path: Path) -> str:
    (item,) = read(path)
    assert isinstance(item, ReportError)
    return str(item)


def test_text_file_takes_its_fields_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The army took the town.", encoding="utf-8")
    (report,) = read(path, outlet="RT", published=date(2024, 11, 29))
    assert isinstance(report, Report)
    assert (report.id, report.outlet, report.published) == ("a.txt", "RT", date(2024, 11, 29))


def test_markdown_loses_its_marks_and_keeps_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\noutlet: Meridian\npublished: 2025-03-14\n---\n# Head\n\nThe *army* took\n[the town](http://x).\n", encoding="utf-8")
    (report,) = read(path)
    assert isinstance(report, Report)
    assert report.text == "Head\nThe army took the town."
    assert (report.outlet, report.published, report.title) == ("Meridian", date(2025, 3, 14), "Head")


def test_html_gives_article_text_and_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = "<p>" + "The army took the town of Mare on Friday, officials said. " * 8 + "</p>"
    path.write_text(f"<html><head><title>Town taken</title><meta property='article:published_time' content='2024-11-29'></head><body><nav>Menu</nav><article>{body}</article></body></html>", encoding="utf-8")
    (report,) = read(path)
    assert isinstance(report, Report)
    assert report.published == date(2024, 11, 29)
    assert "took the town" in report.text and "Menu" not in report.text and "<p>" not in report.text


def test_broken_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "1", "text": "The army took the town."})
    lines = [good, "{", "[1]", json.dumps({"id": "2"}), json.dumps({"text": "x"}), json.dumps({"id": "3", "text": "x", "published": "Friday"}), '{"id":"4","text":"\\ud800 x"}', good]
    path.write_text("\n".join(lines), encoding="utf-8")
    items = read(path)
    messages = [str(i) for i in items if isinstance(i, ReportError)]
    assert [isinstance(i, Report) for i in items] == [True, False, False, False, False, False, True, True]
    assert all(f"a.jsonl:{n}:" in m for n, m in zip((2, 3, 4, 5, 6), messages, strict=True))
    assert "expected a date" in messages[4]


def test_given_tokens_are_taken_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "sentences": [["Don't", "go"], ["U.S.-backed"]]}), encoding="utf-8")
    (report,) = read(path)
    assert isinstance(report, Report)
    assert report.sentences == (("Don't", "go"), ("U.S.-backed",)) and report.text == "Don't go U.S.-backed"


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b" \n\t ", "no text"),
        ("a.txt", b"caf\xe9 au lait", "byte 3 is 0xe9, not UTF-8"),
        ("a.txt", b"\x7fELF\0\0", "NUL"),
        ("a.txt", bytes(range(1, 32)) * 5, "control characters"),
        ("a.txt", b"a" * (MAX_CHARACTERS + 1), "characters; a report holds"),
        ("a.txt", b"a" * 10_000_000, "over 4,000,000 bytes"),
        ("a.html", b"<div>" * 5000 + b"x" + b"</div>" * 5000, ""),
        ("a.html", b"", "no text"),
        ("a.pdf", b"%PDF", "unknown kind"),
    ],
)
def test_hostile_file_gets_an_error_that_names_it(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    message = error(path)
    assert message.startswith(str(path)) and said in message


def test_missing_file_is_named(tmp_path: Path) -> None:
    assert "no such file" in error(tmp_path / "gone.txt")


def test_a_line_of_ten_megabytes_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps({"id": "big", "text": "x" * 10_000_000}).encode() + b"\n" + json.dumps({"id": "2", "text": "fine"}).encode())
    first, second = read(path)
    assert isinstance(first, ReportError) and ":1:" in str(first)
    assert isinstance(second, Report) and second.id == "2"


def test_folder_is_walked_in_name_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "ignored.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text", encoding="utf-8")
    assert [r.id for r in read(tmp_path) if isinstance(r, Report)] == ["a.txt", "b.txt", "sub/c.txt"]
