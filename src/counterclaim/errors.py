"""The exceptions of the program.

CounterclaimError
├── VocabError      a vocabulary file is wrong
├── ReportError     one input is unreadable; batches name it, go on and exit 1
├── GazetteerError  a gazetteer file is wrong, or the index cannot be built or read
├── LedgerError     wrong schema version, locked, or would rewrite history
├── ModelError      the model is missing or disagrees with labels.json
└── ExportError     unknown format or unwritable target

Each message says where, what was found, what was expected and what to do.
"""

from __future__ import annotations


class CounterclaimError(Exception):
    """Base of all errors that a user can mend; anything else is a bug and keeps its traceback."""


class VocabError(CounterclaimError):
    """A vocabulary file is wrong."""


class ReportError(CounterclaimError):
    """One input is unreadable."""


class GazetteerError(CounterclaimError):
    """A gazetteer file is wrong, or the index cannot be built or read."""


class LedgerError(CounterclaimError):
    """The ledger has another schema, is locked, or an operation would rewrite history."""


class ModelError(CounterclaimError):
    """The model is missing or disagrees with its labels."""


class ExportError(CounterclaimError):
    """The output format is unknown or its target cannot be written."""
