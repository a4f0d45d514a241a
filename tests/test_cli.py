import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from counterclaim.cli import main

EXAMPLES = Path(__file__).parents[1] / "examples"
LAYERS = "tokens,mentions,places,times,attribution,quantities"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    status = main(args)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def spans(value: object) -> list[dict[str, object]]:
    """Every object with offsets in a document."""
    found: list[dict[str, object]] = []
    if isinstance(value, dict):
        if {"begin", "end", "text"} <= value.keys():
            found.append(value)
        for inner in value.values():
            found += spans(inner)
    elif isinstance(value, list):
        for inner in value:
            found += spans(inner)
    return found


def test_claims_have_the_contracts_fields_and_true_spans(tmp_path: Path) -> None:
    out = tmp_path / "claims.jsonl"
    assert main(["read", str(EXAMPLES), "--format", "claims", "--output", str(out)]) == 0
    documents = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(documents) == 3
    for document in documents:
        assert document["claims"] and document["published"].startswith("2025-03-1")
        for span in spans({"claims": document["claims"], "abstentions": document["abstentions"]}):
            assert document["text"][span["begin"] : span["end"]] == span["text"]  # type: ignore[misc]
        for claim in document["claims"]:
            assert {"id", "type", "trigger", "evidence", "actors", "recipients", "places", "time", "quantities", "attribution", "factuality", "same_as", "codes", "framing"} <= claim.keys()
            assert all(link["stance"] in ("asserts", "denies", "doubts") for link in claim["attribution"])
        ids = [claim["id"] for claim in document["claims"]]
        assert len(set(ids)) == len(ids)
        assert all(claim["same_as"] in (None, *ids) for claim in document["claims"])


def test_layers_have_the_contracts_fields_and_true_spans(tmp_path: Path) -> None:
    out = tmp_path / "layers.jsonl"
    assert main(["annotate", str(EXAMPLES / "1-meridian-agency.md"), "--layers", LAYERS, "--output", str(out)]) == 0
    claims = tmp_path / "claims.jsonl"
    main(["read", str(EXAMPLES / "1-meridian-agency.md"), "--format", "claims", "--output", str(claims)])
    text = json.loads(claims.read_text(encoding="utf-8"))["text"]
    document = json.loads(out.read_text(encoding="utf-8"))
    assert set(LAYERS.split(",")) <= document.keys()
    assert all(text[s["begin"] : s["end"]] == s["text"] for s in spans(document))  # type: ignore[misc]
    assert any(w["value"] == "2025-03-12" for w in document["times"])
    assert all(len(sentence) >= 1 and sum(t["head"] == 0 for t in sentence) == 1 for sentence in document["tokens"])


def test_given_tokens_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "sentences": [["Troops", "don't", "leave", "."]]}))
    status, out, _ = run(capsys, "annotate", str(path), "--layers", "tokens")
    assert status == 0
    assert [t["text"] for t in json.loads(out)["tokens"][0]] == ["Troops", "don't", "leave", "."]


def test_one_worker_and_many_give_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    texts = [p.read_text(encoding="utf-8").split("---")[-1] for p in sorted(EXAMPLES.glob("*.md"))]
    source.write_text("".join(json.dumps({"id": str(i), "text": texts[i % 3], "published": "2025-03-14"}) + "\n" for i in range(7)), encoding="utf-8")
    outputs = []
    for workers in ("1", "2"):
        out = tmp_path / f"{workers}.jsonl"
        assert main(["read", str(source), "--format", "claims", "--workers", workers, "--output", str(out)]) == 0
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1] and outputs[0].count(b"\n") == 7


def test_broken_reports_are_named_and_the_status_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "Rebels shelled the town on Friday, the army said."}\n{"id": "2"\n')
    status, out, err = run(capsys, "read", str(path), "--format", "claims")
    assert status == 1 and out.count("\n") == 1 and "a.jsonl:2:" in err


@pytest.mark.parametrize("args", [["read"], ["read", "x.txt", "--published", "Friday"], ["nonsense"], ["read", "x.txt", "--format", "xml"]])
def test_wrong_usage_exits_2(args: list[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(args)
    assert error.value.code == 2


def test_unknown_layer_and_bad_worker_count_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "annotate", str(EXAMPLES), "--layers", "moods")[0] == 2
    assert run(capsys, "read", str(EXAMPLES), "--workers", "0")[0] == 2


def test_unwritable_output_exits_2_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "read", str(EXAMPLES), "--format", "claims", "--output", str(tmp_path / "no" / "where.jsonl"))
    assert status == 2 and "where.jsonl" in err


def test_csv_is_a_claim_a_row_and_runs_no_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("=HYPERLINK(1) rebels shelled the town of Mare’ on Friday, the army said.")
    status, out, _ = run(capsys, "read", str(path), "--format", "csv", "--published", "2024-11-29")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0 and rows[0]["type"] == "shelling" and rows[0]["time"] == "2024-11-29"
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)


def test_table_shows_no_control_codes_of_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The \x1b[31m[bold]army\x07 shelled the town of Mare on Friday, rebels said.")
    for extra in ([], ["--explain"]):
        status, out, _ = run(capsys, "read", str(path), *extra)
        assert status == 0 and "\x1b[31m" not in out and "\x07" not in out


def test_ledger_takes_each_reading_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = tmp_path / "war.db"
    assert "3 of 3 readings added" in run(capsys, "read", str(EXAMPLES), "--ledger", str(ledger))[2]
    assert "0 of 3 readings added" in run(capsys, "read", str(EXAMPLES), "--ledger", str(ledger))[2]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("no-stops", "the army attacked the village and killed people " * 2000),
        ("one-word", "a" * 200_000),
        ("marks", "!?.,;:()[]{}\"'“”‘’—–-" * 5000),
        ("russian", "Войска взяли город, сообщило министерство обороны. " * 50),
        ("arabic", "قالت مصادر محلية إن الجيش سيطر على البلدة يوم الجمعة. " * 50),
        ("emoji", "💥🚀 " * 3000),
        ("newlines", "\n" * 50_000 + "x"),
        ("combining", "a" + "\u0301" * 20_000),
        ("digits", "1,234,567 " * 8000),
    ],
)
def test_hostile_text_is_read_in_time(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    status, _, err = run(capsys, "read", str(path), "--format", "claims")
    assert status in (0, 1) and time.process_time() - started < 60
    if name in ("russian", "arabic"):
        assert "not English" in err


def test_program_starts_as_a_module_and_reads_standard_input() -> None:
    text = "Rebels shelled the town of Mare on Friday, the army said."
    done = subprocess.run([sys.executable, "-m", "counterclaim", "read", "-", "--format", "claims", "--published", "2024-11-29"], input=text.encode(), capture_output=True, check=True)
    assert json.loads(done.stdout)["claims"][0]["type"] == "shelling"


def test_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "read", str(tmp_path), "--format", "claims")
    assert (status, out) == (0, "") and "no reports found" in err


def test_report_text_is_never_read_as_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Rebels of the [/red] Front [link=x] shelled the town of Mare on Friday, [bold]army[/] officials said.")
    for extra in ([], ["--explain"]):
        assert run(capsys, "read", str(path), *extra)[0] == 0


def test_a_failed_run_leaves_the_old_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    assert main(["read", str(EXAMPLES), "--format", "claims", "--output", str(tmp_path)]) == 2
    bad = tmp_path / "bad.db"
    bad.write_text("no ledger, " * 100)
    assert run(capsys, "read", str(EXAMPLES), "--format", "claims", "--output", str(out), "--ledger", str(bad))[0] == 2
    assert out.read_text() == "old"
