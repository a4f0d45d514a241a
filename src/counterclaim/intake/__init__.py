"""Files to reports: one module a kind. Everything from outside is checked here, and a broken report costs only itself.

`read_reports` yields reports and, in their place, the `ReportError` of each that could not be read; callers name it and go on.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from counterclaim.errors import ReportError
from counterclaim.intake import lines, page, text
from counterclaim.intake.fields import Given, clean
from counterclaim.records import Report

KINDS: dict[str, Callable[[Path | None, str, Given], Iterable[Report | ReportError]]] = {
    ".txt": text.read_text,
    ".md": text.read_markdown,
    ".html": page.read_page,
    ".htm": page.read_page,
    ".jsonl": lines.read_lines,
}


def find_files(inputs: Iterable[str]) -> Iterator[tuple[Path | None, str]]:
    """Yield the files of the inputs with the id that each gives its report; folders are walked in name order, "-" is standard input."""
    for name in inputs:
        if name == "-":
            yield None, "-"
            continue
        path = Path(name)
        if path.is_dir():
            for child in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in KINDS):
                yield child, child.relative_to(path).as_posix()
        else:
            yield path, path.name


def read_reports(inputs: Iterable[str], given: Given | None = None) -> Iterator[Report | ReportError]:
    """Yield the reports of files, folders and "-", in order, streaming."""
    given = given or Given()
    given = Given(published=given.published, **{key: clean(value) if (value := getattr(given, key)) else None for key in ("outlet", "title", "url")})
    seen: Counter[str] = Counter()
    for path, name in find_files(inputs):
        # files of one name in two folders are two reports
        name = clean(name)
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}#{seen[name]}"
        if path is None:
            yield from _from_stdin(given)
            continue
        if not path.exists():
            yield ReportError(f"{path}: no such file or folder")
            continue
        reader = KINDS.get(path.suffix.lower())
        if reader is None:
            yield ReportError(f"{path}: unknown kind {path.suffix or '(no suffix)'!r}; expected one of {', '.join(KINDS)}")
            continue
        try:
            yield from reader(path, name, given)
        except ReportError as error:
            yield error
        except OSError as error:
            yield ReportError(f"{path}: {error.strerror}")


def _from_stdin(given: Given) -> Iterator[Report | ReportError]:
    """Standard input is JSON Lines where its first character opens an object, and one text otherwise."""
    stream = io.BufferedReader(sys.stdin.buffer)  # type: ignore[type-var]
    try:
        yield from lines.read_stream(stream, "-", given) if stream.peek(64)[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else text.read_text(None, "-", given, stream)
    except ReportError as error:
        yield error
