from pathlib import Path

import pytest

from counterclaim.gazetteer import default
from counterclaim.settings import Settings
from tests.gazetteer import samples


@pytest.fixture(autouse=True)
def small_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen places in place of a quarter of a million."""
    monkeypatch.setattr(default, "default_rows", samples.default_rows)
    monkeypatch.setattr(default, "default_version", lambda: "small")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache=tmp_path / "cache", data=tmp_path / "data", gazetteer_address="http://127.0.0.1:9/{name}.zip")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A file of each kind."""
    out = {}
    for name, text in samples.FILES.items():
        out[name] = tmp_path / name
        out[name].write_text(text, encoding="utf-8")
    return out
