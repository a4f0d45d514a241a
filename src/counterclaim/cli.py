"""The command line: which command, and what becomes of its errors."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from counterclaim import __version__
from counterclaim.commands import COMMANDS
from counterclaim.commands.common import escaped
from counterclaim.errors import CounterclaimError


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    top = argparse.ArgumentParser(prog="counterclaim", description="An auditable ledger of who claims what in reports of armed conflict.")
    top.add_argument("--version", action="version", version=f"counterclaim {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 all read, 1 some report was not, no place found or a ledger not as it was written, 2 wrong usage or an error that the user can mend."""
    args = parser().parse_args(argv)
    if getattr(args, "workers", None) is not None and args.workers < 1:
        print(f"counterclaim: --workers is {args.workers}; expected 1 or more", file=sys.stderr)
        return 2
    try:
        status: int = args.run(args)
        return status
    except CounterclaimError as error:
        print(f"counterclaim: {escaped(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output, "head" say, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
