"""Running a parser of somebody else's on hostile input: in a process of its own, which is stopped when it takes too long."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

SECONDS = 8.0
"""Time that an input may take to be taken apart; importing the parser is most of it."""


def _answer(function: Callable[[Any], Any], value: Any, answer: Connection) -> None:
    try:
        answer.send((function(value), None))
    except Exception as error:  # whatever hostile input made the parser raise, the input is unreadable
        answer.send((None, type(error).__name__))
    finally:
        answer.close()


def run_guarded(function: Callable[[Any], Any], value: Any) -> tuple[Any, str | None]:
    """Return function(value) and None, or None and what went wrong: an error's name, or that no answer came in time."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(function, value, there), daemon=True)
    process.start()
    there.close()
    try:
        result: tuple[Any, str | None] = here.recv() if here.poll(SECONDS) else (None, f"no answer in {SECONDS:.0f} s")
    except EOFError:
        result = (None, "the parser stopped")
    finally:
        process.kill()
        process.join()
        here.close()
    return result
