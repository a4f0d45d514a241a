"""Many reports on all cores, in the order in which they came, with memory that does not grow with their number."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from counterclaim.errors import CounterclaimError, ReportError
from counterclaim.records import Report

T = TypeVar("T")

AHEAD = 4
"""Reports in flight a worker: enough to keep it busy, few enough to keep memory flat."""
FEW, SHORT = 3, 100_000
"""So many reports, of so many characters together, are done in this process: starting workers would cost more than reading them."""


def map_reports(function: Callable[[Report], T], reports: Iterable[Report | ReportError], workers: int | None = None) -> Iterator[T | ReportError]:
    """Yield function(report) for each report in order; errors among the reports pass through in their place."""
    stream = iter(reports)
    count = workers or os.cpu_count() or 1
    held: deque[Report | ReportError] = deque()
    found = size = 0
    if count > 1:
        for item in stream:
            if isinstance(item, ReportError) and not held:
                yield item
                continue
            held.append(item)
            found, size = (found + 1, size + len(item.text)) if isinstance(item, Report) else (found, size)
            if found > FEW or size > SHORT:
                break
    if found <= FEW and size <= SHORT:
        for item in (*held, *stream):
            yield function(item) if isinstance(item, Report) else item
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[T] | ReportError] = deque()

        def take() -> T | ReportError:
            first = waiting.popleft()
            return first if isinstance(first, ReportError) else first.result()

        try:
            for item in itertools.chain(held, stream):
                waiting.append(pool.submit(function, item) if isinstance(item, Report) else item)
                while len(waiting) >= AHEAD * count:
                    yield take()
            while waiting:
                yield take()
        except BrokenProcessPool as error:
            raise CounterclaimError("a worker was stopped from outside, perhaps for want of memory: try again with --workers 1") from error
