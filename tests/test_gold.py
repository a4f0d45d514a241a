"""The first article that the program must read right, where the gold set lies beside the project."""

import importlib.util
import json
from pathlib import Path

import pytest

from counterclaim.contract import as_dict
from counterclaim.intake.fields import Given
from counterclaim.intake.lines import parse_line
from counterclaim.reading import read_report

GOLD = Path(__file__).parents[2] / "shared/gold"


@pytest.mark.skipif(not GOLD.exists(), reason="the gold set is not beside the project")
def test_seed_article_is_read_right() -> None:
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = json.loads((GOLD / "seed.jsonl").read_text(encoding="utf-8"))
    given = {key: gold[key] for key in ("id", "text", "published", "outlet")}
    predicted = as_dict(read_report(parse_line(json.dumps(given).encode(), "seed", Given())))
    table, _ = scorer.score([gold], {gold["id"]: predicted})
    assert table["found"]["right"] >= 23 and table["claim"]["right"] >= 18
    assert table["found"]["predicted"] - table["found"]["right"] <= 4
