import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer import open_gazetteer
from counterclaim.gazetteer.store import Store
from counterclaim.settings import GEONAMES, Settings, load_settings
from tests.gazetteer import samples

ROOT = Path(__file__).parents[2]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_file_in_place_of_another_and_the_same_file_twice(settings: Settings, files: dict[str, Path]) -> None:
    store = Store(settings)
    store.add([files["SY.txt"]])
    assert store.add([files["SY.txt"]])[0].rows == 0
    files["SY.txt"].write_text(samples.dump_row(50, "Tadmur", "Palmyra", 34.56, 38.28, "P.PPL", "SY", "11", 50_000) + "\n")
    store.add([files["SY.txt"]])
    with store.open() as gazetteer:
        assert gazetteer.find("Palmyra") and not [c for c in gazetteer.find("Saraqib") if c.place.geonames == 31]
        assert [s["name"] for s in gazetteer.sources()] == ["default", "SY.txt"]


def test_removing_a_file_gives_the_index_that_was_there_without_it(settings: Settings, files: dict[str, Path]) -> None:
    store = Store(settings)
    store.add([files["SY.txt"]])
    before = store.open().path
    content = before.read_bytes()
    store.add([files["ocha.csv"]])
    assert store.open().path != before
    store.remove("ocha.csv")
    assert store.open().path == before and before.read_bytes() == content
    store.remove("SY.txt")
    with store.open() as gazetteer:
        assert not gazetteer.find("Saraqib") and len(gazetteer.sources()) == 1
    assert not list((settings.data / "gazetteer" / "files").iterdir())
    with pytest.raises(GazetteerError, match="no file of that name"):
        store.remove("SY.txt")


def test_the_cache_may_be_thrown_away(settings: Settings, files: dict[str, Path]) -> None:
    store = Store(settings)
    store.add([files["SY.txt"], files["wof.jsonl"]])
    content = store.open().path.read_bytes()
    for path in (settings.cache / "gazetteer").iterdir():
        path.unlink()
    for path in files.values():
        path.unlink()
    assert store.open().path.read_bytes() == content


def test_one_wrong_file_of_several_adds_none(settings: Settings, files: dict[str, Path], tmp_path: Path) -> None:
    store = Store(settings)
    store.add([files["ocha.csv"]])
    store.open()
    before = tree(settings.data) | tree(settings.cache)
    bad = tmp_path / "bad.txt"
    bad.write_text(samples.DUMP + "cut\trow\n")
    with pytest.raises(GazetteerError, match="bad.txt:6: 2 columns"):
        store.add([files["SY.txt"], bad])
    assert tree(settings.data) | tree(settings.cache) == before
    twin = tmp_path / "in" / "bad.txt"
    twin.parent.mkdir()
    twin.write_text(samples.DUMP)
    bad.write_text(samples.DUMP.replace("Saraqib", "Saraqab"))
    with pytest.raises(GazetteerError, match="second file of that name"):
        store.add([twin, bad])


PROCESS = """
import sys
from pathlib import Path
from counterclaim.gazetteer import default, open_gazetteer
from counterclaim.gazetteer.store import Store
from counterclaim.settings import Settings
from tests.gazetteer import samples

default.default_rows, default.default_version = samples.default_rows, lambda: "small"
settings = Settings(cache=Path(sys.argv[1]), data=Path(sys.argv[2]))
for file in sys.argv[3:]:
    Store(settings).add([Path(file)])
with open_gazetteer(settings) as gazetteer:
    print(len(gazetteer.find("Aleppo")))
"""


def test_two_processes_at_once_build_one_whole_index(settings: Settings, files: dict[str, Path]) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), *sys.path])}
    runs = [subprocess.Popen([sys.executable, "-c", PROCESS, str(settings.cache), str(settings.data), *extra], stdout=subprocess.PIPE, env=environment)
            for extra in ([], [], [str(files["SY.txt"])], [str(files["ocha.csv"])])]
    outputs = [run.communicate(timeout=60)[0] for run in runs]
    assert [run.returncode for run in runs] == [0] * 4 and all(int(output) >= 2 for output in outputs)
    with open_gazetteer(settings) as gazetteer:
        assert {s["name"] for s in gazetteer.sources()} == {"default", "SY.txt", "ocha.csv"}
    assert not list((settings.cache / "gazetteer").glob("*.part"))


def test_a_reader_keeps_its_index_while_another_is_made(settings: Settings, files: dict[str, Path]) -> None:
    old = open_gazetteer(settings)
    Store(settings).add([files["SY.txt"]])
    assert not [c for c in old.find("Saraqib") if c.place.geonames] and old.find("Idlib")
    assert open_gazetteer(settings).find("Saraqib")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_folders_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(GazetteerError, match="COUNTERCLAIM_CACHE"):
        open_gazetteer(Settings(cache=tmp_path / "shut" / "c", data=tmp_path / "shut" / "d"))


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GazetteerError, match="COUNTERCLAIM_CACHE"):
        open_gazetteer(Settings(cache=tmp_path / "file" / "c", data=tmp_path / "d"))


@pytest.mark.parametrize("text", ["[{}]", "{", "[5]", '[{"name": "a", "kind": "ocha", "digest": "../../etc/passwd"}]'])
def test_a_broken_list_of_files_is_named(settings: Settings, text: str) -> None:
    (settings.data / "gazetteer").mkdir(parents=True)
    (settings.data / "gazetteer" / "files.json").write_text(text)
    with pytest.raises(GazetteerError, match="files.json"):
        open_gazetteer(settings)


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    own = load_settings({"COUNTERCLAIM_CACHE": str(tmp_path / "c"), "COUNTERCLAIM_DATA": str(tmp_path / "d"), "COUNTERCLAIM_GAZETTEER_ADDRESS": "http://x/{name}"})
    assert (own.cache, own.data, own.gazetteer_address) == (tmp_path / "c", tmp_path / "d", "http://x/{name}")
    xdg = load_settings({"XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": "relative"})
    assert xdg.cache == tmp_path / "counterclaim" and xdg.data.is_absolute() and "relative" not in str(xdg.data) and xdg.gazetteer_address == GEONAMES


# --- a thousand broken files ---


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _flip(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randrange(1, 6)):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def _columns(data: bytes, dice: random.Random) -> bytes:
    mark = dice.choice([b"\t", b",", b'"', b":", b"}"])
    parts = data.split(mark)
    del parts[dice.randrange(len(parts))]
    return mark.join(parts)


def _encoding(data: bytes, dice: random.Random) -> bytes:
    return data.decode().encode(dice.choice(["utf-16", "utf-16-le", "utf-32", "cp1256", "latin-1", "utf-7"]), "replace")


def _twice(data: bytes, dice: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join([*lines, dice.choice(lines)])


def _far(data: bytes, dice: random.Random) -> bytes:
    numbers = [b"36.", b"37.", b"35."]
    return data.replace(dice.choice(numbers), dice.choice([b"1e9", b"-200.", b"nan", b"", b"inf", b"36,", b"9" * 400 + b"."]), dice.randrange(1, 4))


def _controls(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.choice([b"\x00", b"\x1b[2J", b"\r", b"\x7f", "\u202e".encode(), b"\n", b"\xed\xa0\x80", b"\x0c"]) + data[at:]


def _long(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.choice([b"x", b"[", b"{", b"9", b",", b"\t", b'"']) * dice.choice([300, 20_000, 200_000]) + data[at:]


def _paths(data: bytes, dice: random.Random) -> bytes:
    name = dice.choice(["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a/../../evil.csv", "\x00.txt", "..\\..\\evil.json", "x" * 5000 + ".txt"])
    return samples.zipped({name.replace("\x00", "_"): data, **({"more.txt": data} if dice.random() < 0.3 else {})})


def _bomb(data: bytes, dice: random.Random) -> bytes:
    big = data + dice.choice([b"\0", b"\n", b" ", b"x"]) * (17 << 20)
    return samples.gzipped(big) if dice.random() < 0.5 else samples.zipped({"SY.txt": big})


def _broken_zip(data: bytes, dice: random.Random) -> bytes:
    return dice.choice([_cut, _flip])(samples.zipped({"SY.txt": data}), dice)


def _broken_gzip(data: bytes, dice: random.Random) -> bytes:
    return dice.choice([_cut, _flip])(samples.gzipped(data), dice)


def _noise(data: bytes, dice: random.Random) -> bytes:
    return dice.choice([b"", b"PK\x03\x04", b"\x1f\x8b", b"[", b"{"]) + dice.randbytes(dice.randrange(2000))


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [_cut, _flip, _columns, _encoding, _twice, _far, _controls, _long, _paths, _broken_zip, _broken_gzip, _noise]


def test_a_thousand_broken_files_each_end_in_a_clear_error_or_are_whole(settings: Settings, tmp_path: Path) -> None:
    dice = random.Random(20241129)
    store = Store(settings)
    kept = tmp_path / "kept.csv"
    kept.write_text(samples.OCHA_CSV)
    store.add([kept])
    good, files = store.open().path, store.files()
    content = good.read_bytes()
    started = time.monotonic()
    wrong = 0
    names = list(samples.FILES)
    for number in range(1000):
        damage = _bomb if number % 100 == 7 else DAMAGES[number % len(DAMAGES)]
        name = names[dice.randrange(len(names))]
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(damage(samples.FILES[name].encode(), dice))
        try:
            store.add([path])
        except GazetteerError as error:
            wrong += 1
            message = str(error)
            assert str(path) in message or path.name in message, message
            assert store.files() == files and good.read_bytes() == content, message
        else:  # some damage leaves a file that is whole, a cut at a line's end say
            store.remove(path.name)
        path.unlink()
    assert 500 < wrong < 1000 and time.monotonic() - started < 60
    assert not list(tmp_path.rglob("*evil*")) and not list(tmp_path.rglob("*.part"))
    with store.open() as gazetteer:
        assert gazetteer.find("Mare'")[0].place.pcode == "C1643"
