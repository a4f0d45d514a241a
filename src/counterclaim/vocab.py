"""Loads the vocabulary: the only reader of YAML. Files are read as they are, once a process."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from counterclaim.errors import VocabError

NAMES = ("actors", "anaphora", "cues", "events", "framing", "gazetteers", "linking", "places", "quantities", "times", "wording")


def _text(name: str) -> str:
    return files("counterclaim").joinpath("vocabulary", f"{name}.yml").read_text(encoding="utf-8")


@cache
def load(name: str) -> dict[str, Any]:
    """Return the mapping in `vocabulary/<name>.yml`; raise VocabError where the file is no mapping."""
    try:
        data = yaml.load(_text(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise VocabError(f"vocabulary/{name}.yml: {error}") from error
    if not isinstance(data, dict):
        raise VocabError(f"vocabulary/{name}.yml: expected a mapping at the top, found {type(data).__name__}")
    return data


def digest_of(name: str) -> str:
    """Return the digest of one vocabulary file."""
    return hashlib.sha256(_text(name).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def digest() -> str:
    """Return the digest of all vocabulary files: a reading names the vocabulary that it was made with."""
    whole = hashlib.sha256()
    for name in NAMES:
        whole.update(_text(name).encode())
    return whole.hexdigest()[:16]
