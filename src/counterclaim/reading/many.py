"""Many reports on all cores, in the order in which they came, with memory that does not grow with their number."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from counterclaim.errors import ReportError
from counterclaim.records import Report

T = TypeVar("T")

AHEAD = 4
"""Reports in flight a worker: enough to keep it busy, few enough to keep memory flat."""


def map_reports(function: Callable[[Report], T], reports: Iterable[Report | ReportError], workers: int | None = None) -> Iterator[T | ReportError]:
    """Yield function(report) for each report in order; errors among the reports pass through in their place.

    The first report is done in this process while there may be no second one: starting workers costs more than reading one report.
    """
    stream = iter(reports)
    head: list[Report | ReportError] = []
    for item in stream:
        head.append(item)
        if sum(isinstance(i, Report) for i in head) > 3:
            break
    count = workers or os.cpu_count() or 1
    small = sum(isinstance(i, Report) for i in head) <= 3 and sum(len(i.text) for i in head if isinstance(i, Report)) < 100_000
    if count == 1 or small:
        for item in (*head, *stream):
            yield function(item) if isinstance(item, Report) else item
        return
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        waiting: deque[tuple[bool, object]] = deque()

        def submit(item: Report | ReportError) -> None:
            waiting.append((True, pool.apply_async(function, (item,))) if isinstance(item, Report) else (False, item))

        def take() -> T | ReportError:
            pending, value = waiting.popleft()
            return value.get() if pending else value  # type: ignore[attr-defined, return-value]

        for item in (*head, *stream):
            submit(item)
            while len(waiting) >= AHEAD * count:
                yield take()
        while waiting:
            yield take()
