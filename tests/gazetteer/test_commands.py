from pathlib import Path

import pytest

from counterclaim.cli import main
from counterclaim.settings import Settings


@pytest.fixture(autouse=True)
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERCLAIM_CACHE", str(settings.cache))
    monkeypatch.setenv("COUNTERCLAIM_DATA", str(settings.data))
    monkeypatch.setenv("COUNTERCLAIM_GAZETTEER_ADDRESS", settings.gazetteer_address)


def run(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    status = main(["gazetteer", *map(str, args)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_add_list_show_remove(capsys: pytest.CaptureFixture[str], files: dict[str, Path]) -> None:
    status, out, _ = run(capsys, "add", files["SY.txt"], files["ocha.csv"])
    assert status == 0 and "SY.txt: 5 rows: 4 places are new, 1 joined" in out
    assert "in the gazetteer already" in run(capsys, "add", files["SY.txt"])[1]
    status, out, _ = run(capsys, "list")
    assert status == 0 and all(word in out for word in ("default", "SY.txt", "ocha.csv", "CC BY-IGO"))
    status, out, _ = run(capsys, "show", "Mare'")
    assert status == 0 and all(word in out for word in ("exact", "Māri‘", "geonames:30", "C1643", "Aleppo", "36.4826"))
    assert run(capsys, "remove", "SY.txt")[0] == 0
    assert "SY.txt" not in run(capsys, "list")[1]


def test_no_such_place_exits_1_and_wrong_files_and_names_exit_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, err = run(capsys, "show", "Atlantis")
    assert (status, out) == (1, "") and "no place of that name" in err
    bad = tmp_path / "bad.txt"
    bad.write_text("hello\n")
    status, _, err = run(capsys, "add", bad)
    assert status == 2 and "bad.txt:1: found" in err
    assert run(capsys, "add", tmp_path / "none.txt")[0] == 2
    assert run(capsys, "remove", "bad.txt")[0] == 2
    assert run(capsys, "fetch", "SY")[0] == 2
    with pytest.raises(SystemExit) as error:
        main(["gazetteer"])
    assert error.value.code == 2


def test_names_are_never_read_as_markup_or_control_codes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "[red]x[link=y].jsonl"
    path.write_text('{"pcode": "C1", "name": "[bold]Town[/red]", "lat": 1, "lon": 1, "admin1_pcode": "SY02"}\n')
    assert run(capsys, "add", path)[0] == 0
    status, out, _ = run(capsys, "show", "[bold]town[/red]")
    assert status == 0 and "[bold]Town[/red]" in out and "[red]x" in out
    status, _, err = run(capsys, "show", "\x1b[31mx")
    assert status == 1 and "\x1b" not in err
