"""Opens a gazetteer file that may be hostile: plain text, gzip or zip, read as a stream of lines within limits.

Nothing is unpacked to disk and no path of an archive is ever used: of a zip the one member that is a table is read in place. What a file unpacks to is counted as it comes, whatever
its headers say.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from counterclaim.errors import GazetteerError

MAX_BYTES = 8 << 30
"""Bytes that a file may unpack to; allCountries is 1.7 GB."""
MAX_LINE = 4 << 20
MAX_EMPTY = 1_000
"""Empty lines in a row: those of a bomb take a hundred times as long to read as to unpack."""
MAX_DOCUMENT = 256 << 20
"""Bytes of a JSON file that is no JSON Lines and must be held whole."""
FREE_BYTES, MAX_RATIO = 16 << 20, 60
"""A file may unpack to MAX_RATIO times its size once past FREE_BYTES; gazetteers pack 4 to 12 times."""
MAX_MEMBERS = 1_000

_TABLES = (".txt", ".tsv", ".csv", ".json", ".jsonl", ".geojson")
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError, struct.error, KeyError, IndexError)


class _Counted(io.RawIOBase):
    """A stream that stops once it has given more than a file of its size may hold."""

    def __init__(self, stream: IO[bytes], path: Path, packed: int) -> None:
        self._stream = stream
        self._path = path
        self._most = min(MAX_BYTES, max(FREE_BYTES, packed * MAX_RATIO))
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._given += len(data)
        if self._given > self._most:
            raise GazetteerError(f"{self._path}: unpacks to more than {self._most:,} bytes, {MAX_RATIO} times its size: refused as a bomb; unpack it yourself if you trust it")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def open_stream(path: Path) -> Iterator[io.BufferedReader]:
    """Open a gazetteer file as a stream of its unpacked bytes."""
    if not path.is_file():
        raise GazetteerError(f"{path}: {'a folder' if path.is_dir() else 'no such file'}; expected a gazetteer file")
    with ExitStack() as stack:
        try:
            stream = _unpacked(stack, path)
        except _BROKEN as error:
            raise GazetteerError(f"{path}: cannot be read: {error or type(error).__name__}; is it cut short?") from error
        yield stream


def _unpacked(stack: ExitStack, path: Path) -> io.BufferedReader:
    packed = path.stat().st_size
    file: BinaryIO = stack.enter_context(path.open("rb"))
    magic = file.read(4)
    file.seek(0)
    unpacked: Any = file
    if magic[:2] == b"\x1f\x8b":
        unpacked = stack.enter_context(gzip.GzipFile(fileobj=file))
    elif magic == b"PK\x03\x04":
        archive = stack.enter_context(zipfile.ZipFile(file))
        unpacked = stack.enter_context(archive.open(_member(archive, path)))
    elif magic[:2] == b"PK":
        raise GazetteerError(f"{path}: an empty or split zip; expected a zip of one table")
    else:
        packed = MAX_BYTES
    return io.BufferedReader(_Counted(unpacked, path, packed), 1 << 18)


def peek(stream: io.BufferedReader, path: Path) -> bytes:
    """Return the first bytes of a stream without taking them."""
    try:
        return stream.peek(4096)[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    except _BROKEN as error:
        raise GazetteerError(f"{path}:1: cannot be read: {error or type(error).__name__}; is the file cut short?") from error


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise GazetteerError(f"{path}: a zip of {len(infos):,} files; expected one table")
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise GazetteerError(f"{path}: an Excel workbook; save its sheet of places as CSV and add that")
    names = [info for info in infos if info.filename.lower().endswith(_TABLES) and info.filename.lower().rpartition("/")[2] != "readme.txt"]
    if len(names) != 1:
        found = ", ".join(info.filename[:60] for info in names[:5]) or "none"
        raise GazetteerError(f"{path}: expected a zip of one table, found {len(names)} ({found}); unpack it and add the right one")
    info = names[0]
    if info.flag_bits & 1:
        raise GazetteerError(f"{path}: encrypted; unpack it yourself and add the table")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise GazetteerError(f"{path}: packed by a method other than deflate; pack it again")
    return info


def read_lines(stream: io.BufferedReader, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a stream, without their ends, with their numbers; empty ones are left out."""
    number = empty = 0
    while True:
        try:
            raw = stream.readline(MAX_LINE + 1)
        except _BROKEN as error:
            raise GazetteerError(f"{path}:{number + 1}: cannot be read: {error or type(error).__name__}; is the file cut short?") from error
        if not raw:
            return
        number += 1
        if len(raw) > MAX_LINE:
            raise GazetteerError(f"{path}:{number}: a line of more than {MAX_LINE:,} bytes; expected a table or JSON Lines")
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise GazetteerError(f"{path}:{number}: not UTF-8 (byte {error.start + 1} of the line is 0x{raw[error.start]:02x}); convert the file to UTF-8") from error
        if line and not line.isspace():
            empty = 0
            yield number, line
        elif (empty := empty + 1) > MAX_EMPTY:
            raise GazetteerError(f"{path}:{number}: more than {MAX_EMPTY:,} empty lines; expected a place a line")


def read_json(text: str, where: str) -> Any:
    """Return what JSON text says; raise GazetteerError where it is none."""
    try:
        return json.loads(text, parse_constant=lambda name: name)
    except json.JSONDecodeError as error:
        raise GazetteerError(f"{where}: not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except ValueError as error:  # a number of thousands of digits
        raise GazetteerError(f"{where}: not JSON that can be read: {error}") from error
    except RecursionError as error:
        raise GazetteerError(f"{where}: JSON nested too deeply") from error


def read_document(stream: io.BufferedReader, path: Path) -> Any:
    """Return the whole of a JSON file."""
    try:
        raw = stream.read(MAX_DOCUMENT + 1)
    except _BROKEN as error:
        raise GazetteerError(f"{path}: cannot be read: {error or type(error).__name__}; is the file cut short?") from error
    if len(raw) > MAX_DOCUMENT:
        raise GazetteerError(f"{path}: over {MAX_DOCUMENT:,} bytes of JSON in one piece; give it as JSON Lines, a place a line")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path}:{raw.count(bytes([10]), 0, error.start) + 1}: not UTF-8; convert the file to UTF-8") from error
    return read_json(text, str(path))
