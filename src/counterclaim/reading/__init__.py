"""Parsed reports to attributed claims. `read_report` is the whole layer; each field has a module of its own."""

from __future__ import annotations

import re

from counterclaim import __version__, vocab
from counterclaim.language import is_english, parse_report
from counterclaim.language.parser import load_parser
from counterclaim.reading.claims import ReportReader
from counterclaim.reading.locate import open_atlas
from counterclaim.records import Abstention, Reader, Reading, Report
from counterclaim.settings import Settings


def read_report(report: Report, settings: Settings | None = None) -> Reading:
    """Read every claim of one report; a report in another language than English gets none, and an abstention that says so.

    Places are looked up in the gazetteer of `settings` (by default the environment's), which is built on first use.
    """
    language = re.split(r"[-_]", (report.language or "en").lower())[0]
    if language not in ("en", "eng") or not is_english(report.text):
        return Reading(report=report, claims=(), abstentions=(Abstention(stage="language", reason="not_english", begin=0, end=0, text=""),))
    parser = load_parser()
    return ReportReader(parser, report, parse_report(report), open_atlas(settings)).read()


def reader_version(settings: Settings | None = None) -> Reader:
    """Return what a reading depends on: program version, and digests of model, vocabulary and gazetteer."""
    gazetteer = open_atlas(settings).gazetteer
    return Reader(program=__version__, model=load_parser().digest, vocabulary=vocab.digest(), gazetteer=gazetteer.path.stem if gazetteer else "none")
