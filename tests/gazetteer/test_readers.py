import zipfile
from pathlib import Path

import pytest

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer import files as reading
from counterclaim.gazetteer.place import Row
from counterclaim.gazetteer.readers import find_kind, read_rows
from tests.gazetteer import samples

KINDS = {"SY.txt": "geonames", "admin.txt": "geonames_admin", "wof.jsonl": "whosonfirst", "ocha.csv": "ocha", "ocha.json": "ocha", "ocha.geojson": "ocha"}


def rows_of(path: Path) -> list[Row]:
    return list(read_rows(path, find_kind(path)))


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_told_by_its_content_plain_and_packed(tmp_path: Path, files: dict[str, Path], name: str) -> None:
    assert find_kind(files[name]) == KINDS[name]
    plain = rows_of(files[name])
    packed = tmp_path / "packed"
    packed.write_bytes(samples.gzipped(files[name].read_bytes()))
    assert rows_of(packed) == plain
    packed.write_bytes(samples.zipped({name: files[name].read_bytes(), "readme.txt": b"hello"}))
    assert rows_of(packed) == plain


def test_dump_rows_keep_names_codes_and_ids(files: dict[str, Path]) -> None:
    row = rows_of(files["SY.txt"])[1]
    assert (row.name, row.names, row.lat, row.lon, row.country, row.admin1, row.admin2, row.feature, row.population, row.geonames) == (
        "Māri‘", ("Māri‘", "Mare'", "مارع"), 36.4826, 37.1971, "SY", "09", "0905", "P.PPLA3", 16_000, 30)


def test_whosonfirst_leaves_out_what_it_has_given_up(files: dict[str, Path]) -> None:
    assert [row.wof for row in rows_of(files["wof.jsonl"])] == [900, 901, 903]


def test_whosonfirst_features_as_published_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"id": 5, "type": "Feature", "properties": {"wof:id": 5, "wof:name": "Azaz", "wof:placetype": "locality", "iso:country": "SY", "geom:latitude": 36.5, "geom:longitude": 37.0, '
                    '"name:eng_x_preferred": ["Azaz"], "name:ara_x_preferred": ["أعزاز"], "wof:concordances": {"gn:id": 172349, "wd:id": "Q793512"}, "edtf:deprecated": "uuuu", '
                    '"gn:admin1_code": "9.0"}, "geometry": {"type": "Point", "coordinates": [37.0, 36.5]}}\n')
    row, = rows_of(path)
    assert (row.name, row.names, row.geonames, row.wikidata, row.wof, row.admin1) == ("Azaz", ("Azaz", "أعزاز"), 172349, "Q793512", 5, "09")


def test_ocha_levels_follow_the_deepest_code(files: dict[str, Path]) -> None:
    assert [(row.pcode, row.feature) for row in rows_of(files["ocha.csv"])] == [("C1643", "P.PPL"), ("C1700", "P.PPL"), ("C4100", "P.PPL")]
    row, = rows_of(files["ocha.geojson"])
    assert (row.pcode, row.feature, row.lat, row.lon) == ("SY02", "A.ADM1", 36.5, 37.5)


def test_hxl_tags_under_the_header_are_no_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(samples.OCHA_CSV.replace("Longitude\n", "Longitude\n#adm0,#adm1,,#adm4,#loc,,#lat,#lon\n"))
    assert [row.pcode for row in rows_of(path)] == ["C1643", "C1700", "C4100"]


def edit(text: str, line: int, old: str, new: str) -> str:
    lines = text.split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    return "\n".join(lines)


@pytest.mark.parametrize(("name", "line", "old", "new", "told"), [
    ("SY.txt", 2, "36.4826", "96.4826", "latitude"),
    ("SY.txt", 2, "37.1971", "nan", "longitude"),
    ("SY.txt", 3, "\tSY\t", "\tSyria\t", "country"),
    ("SY.txt", 3, "Saraqib\t", "", "18 columns"),
    ("SY.txt", 3, "31\t", "30\t", "a second time"),
    ("SY.txt", 3, "31\t", "x31\t", "GeoNames id"),
    ("SY.txt", 4, "S\tAIRB", "Z\tAIRB", "feature"),
    ("SY.txt", 2, "Māri‘", "M\x1b[31m", "control character"),
    ("SY.txt", 2, "Māri‘", "", "no name"),
    ("SY.txt", 2, "Māri‘", "M" * 300, "300 characters"),
    ("SY.txt", 2, "16000", "9" * 5000, "population"),
    ("admin.txt", 2, "SY.09.0905", "SY", "expected a code"),
    ("wof.jsonl", 2, '"Q1"', '"1"', "Wikidata"),
    ("wof.jsonl", 2, '{"id"', '{id', "not JSON"),
    ("wof.jsonl", 2, '"lat": 36.483', '"lat": "north"', "lat"),
    ("wof.jsonl", 2, "wof:901", "wof:900", "a second time"),
    ("ocha.csv", 3, "36.400", "", "no coordinates"),
    ("ocha.csv", 3, "36.400", "36.400,9", "9 columns"),
    ("ocha.csv", 4, "C4100", "C1643", "a second time"),
])
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, name: str, line: int, old: str, new: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(edit(samples.FILES[name], line, old, new), encoding="utf-8")
    with pytest.raises(GazetteerError, match=f"{name}:{line}: .*{told}"):
        rows_of(path)


def test_other_names_that_cannot_be_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(edit(samples.DUMP, 2, "Mare'", "Ma\x07re," + "x" * 300))
    assert rows_of(path)[1].names == ("Māri‘", "مارع")


@pytest.mark.parametrize(("data", "told"), [
    (samples.DUMP.encode("latin-1", "replace").replace(b"?", b"\xe9"), "not UTF-8"),
    (samples.DUMP.encode("utf-16"), "."),
    (samples.gzipped(samples.DUMP.encode())[:-30], "cut short"),
    (samples.zipped({"SY.txt": samples.DUMP.encode()})[:-30], "cut short"),
    (samples.zipped({"a.txt": b"1", "b.txt": b"2"}), "one table, found 2"),
    (samples.zipped({"readme.txt": b"1"}), "one table, found 0"),
    (samples.zipped({"[Content_Types].xml": b"", "xl/a.xml": b""}), "Excel"),
    (samples.zipped({"SY.txt": b"1"}, zipfile.ZIP_LZMA), "deflate"),
    (b"", "found nothing"),
    (b"hello world\n", "expected"),
    (b"PK\x05\x06" + bytes(18), "empty"),
])
def test_unreadable_files_say_what_is_wrong(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(GazetteerError, match=told):
        rows_of(path)


def test_bombs_are_refused_whatever_their_headers_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FREE_BYTES", 1 << 20)
    line = samples.dump_row(1, "A", "", 1, 1, "P.PPL", "SY", "09", 1).encode() + b"\n"
    many = b"".join(line.replace(b"1\t", b"%d\t" % i, 1) for i in range(1, 50_000)) + b"2" * (60 << 20)
    for data in (samples.gzipped(many), samples.zipped({"SY.txt": many})):
        path = tmp_path / "bomb"
        path.write_bytes(data)
        with pytest.raises(GazetteerError, match="bomb|a line of more"):
            rows_of(path)


def test_no_path_of_an_archive_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "evil.zip"
    path.write_bytes(samples.zipped({"../../evil.txt": samples.DUMP.encode()}))
    assert len(rows_of(path)) == 5
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "evil.zip"]


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="a folder"):
        find_kind(tmp_path)
    with pytest.raises(GazetteerError, match="no such file"):
        find_kind(tmp_path / "none.txt")
