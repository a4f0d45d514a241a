"""Speed and memory of `read`, as ratios measured in one run: to the bare encoder on the same words, and of all cores to one.

    python3 benchmarks/bench.py [--words 60000]

The text is that of the example reports, repeated under new ids. The bare encoder is the same ONNX file asked for its tags alone, with nothing after them.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from counterclaim.intake import read_reports
from counterclaim.language import parse_report
from counterclaim.language.parser import load_parser
from counterclaim.reading import read_report
from counterclaim.reading.many import map_reports
from counterclaim.records import Report
from counterclaim.settings import load_settings

EXAMPLES = Path(__file__).parents[1] / "examples"


def timed(function: Callable[[], Any]) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def bare_encoder(reports: list[Report]) -> float:
    """Seconds in the encoder alone on the batches that the parser makes of the reports."""
    import onnxruntime as ort

    parser = load_parser()
    feeds: list[dict[str, Any]] = []
    session = parser._session

    class Recorder:
        def run(self, outputs: Any, feed: dict[str, Any]) -> Any:
            feeds.append(feed)
            return session.run(outputs, feed)

    parser._session = Recorder()
    for report in reports:
        parse_report(report)
    parser._session = session
    options = ort.RunOptions()
    options.only_execute_path_to_fetches = True
    return timed(lambda: [session.run(["upos"], feed, options) for feed in feeds])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--words", type=int, default=60_000)
    args = ap.parse_args()
    examples = [r for r in read_reports([str(EXAMPLES)]) if isinstance(r, Report)]
    words = [sum(len(s.words) for s in parse_report(r)) for r in examples]
    times = max(1, args.words // sum(words))
    reports = [replace(r, id=f"{r.id}-{i}") for i in range(times) for r in examples]
    total = sum(words) * times
    read_report(examples[0])
    encoder = bare_encoder(reports)
    parse = timed(lambda: [parse_report(r) for r in reports])
    read = timed(lambda: [read_report(r) for r in reports])
    without = replace(load_settings(), gazetteer=False)
    read_report(examples[0], without)
    bare = timed(lambda: [read_report(r, without) for r in reports])
    many = timed(lambda: list(map_reports(read_report, reports)))
    print(f"{'words':34}{total:>10,}")
    print(f"{'read, one core':34}{total / read:>10,.0f} words/s")
    print(f"{'read, all cores':34}{total / many:>10,.0f} words/s   {read / many:.2f} times one core")
    print(f"{'read without a gazetteer':34}{total / bare:>10,.0f} words/s   {bare / read:.2f} of the time with one")
    print(f"{'parse, one core':34}{total / parse:>10,.0f} words/s")
    print(f"{'bare encoder, one core':34}{total / encoder:>10,.0f} words/s")
    print(f"{'parse to bare encoder':34}{parse / encoder:>10.2f} times its time")
    print(f"{'read to bare encoder':34}{read / encoder:>10.2f} times its time")
    print(f"{'peak memory of this process':34}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10,.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "counterclaim", "read", str(EXAMPLES / "1-meridian-agency.md"), "--format", "claims", "--output", str(Path(folder) / "out.jsonl")]
        starts = [timed(lambda: subprocess.run(command, check=True)) for _ in range(5)]
    print(f"{'cold start to the first claims':34}{statistics.median(starts):>10.2f} s")


if __name__ == "__main__":
    main()
