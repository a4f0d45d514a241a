"""Score the program on the claim gold and each layer on its development corpus; print one table and fail under the recorded floors.

    python3 evaluation/evaluate.py --shared ../shared [--only claims] [--write-floors]

Gold and corpora are not part of the project; what is not there is skipped, and the table says so. Floors are in floors.json: they may only rise.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ecbplus import score_ecbplus

from counterclaim.contract import as_dict
from counterclaim.incidents.link import link
from counterclaim.incidents.statements import statements_of
from counterclaim.incidents.whereabouts import located
from counterclaim.intake.fields import Given
from counterclaim.intake.lines import parse_line
from counterclaim.language.parser import load_parser
from counterclaim.reading import read_report
from counterclaim.reading.geocode import Sought
from counterclaim.reading.layers import annotate
from counterclaim.reading.locate import open_atlas
from counterclaim.reading.placenames import ask
from counterclaim.reading.relations import kilometres
from counterclaim.records import Report

FLOORS = Path(__file__).parent / "floors.json"
SLOTS = ("found and typed", "claim", "actors", "recipients", "places", "attribution", "time", "quantities", "factuality")
Figures = dict[str, float]


def lines(path: Path) -> Iterator[Any]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def load_scorer(path: Path) -> Any:
    """The gold's own scorer, so that nothing of how a claim is matched is written twice."""
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_claims(gold: Path, name: str, errors: int) -> Figures:
    scorer = load_scorer(gold / "score.py")
    documents = list(lines(gold / f"{name}.jsonl"))
    predicted = {}
    for row in documents:
        given = {key: row.get(key) for key in ("id", "text", "title", "outlet", "published")}
        predicted[row["id"]] = as_dict(read_report(parse_line(json.dumps(given).encode(), row["id"], Given())))
    table, wrong = scorer.score(documents, predicted)
    for error in wrong[:errors]:
        print("   ", " | ".join(str(part) for part in error))
    figures = {f"{name}: {slot}": table[slot]["f1"] for slot in SLOTS}
    figures[f"{name}: claims right"] = table["claim"]["right"]
    figures[f"{name}: beyond gold"] = -float(table["found"]["predicted"] - table["found"]["right"])
    return figures


def read_conllu(path: Path) -> dict[str, list[list[str]]]:
    sentences: dict[str, list[list[str]]] = {}
    name = ""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# sent_id"):
                name = line.split("=")[1].strip()
                sentences[name] = []
            elif line[:1].isdigit():
                row = line.rstrip("\n").split("\t")
                if row[0].isdigit():
                    sentences[name].append(row)
    return sentences


def score_parse(root: Path) -> Figures:
    """UPOS, UAS, LAS, lemmas on gold tokens of EWT dev, and exact spans of PER, ORG, LOC on UNER EWT dev, through `annotate`."""
    sentences = read_conllu(root / "ewt/dev.conllu.gz")
    names = {row["id"]: row for row in lines(root / "uner_ewt/dev.ewt_aligned.jsonl.gz")}
    documents: dict[str, list[str]] = {}
    for name in sentences:
        documents.setdefault(name.rsplit("-", 1)[0], []).append(name)
    n = dict.fromkeys(("words", "upos", "uas", "las", "lemma", "gold", "guess", "hit"), 0)
    for document, members in documents.items():
        tokens = tuple(tuple(row[1] for row in sentences[name]) for name in members)
        report = Report(id=document, text=" ".join(" ".join(words) for words in tokens), sentences=tokens)
        out = annotate(report, ("tokens", "mentions"))
        for name, words in zip(members, out["tokens"], strict=True):
            for row, word in zip(sentences[name], words, strict=True):
                right = int(row[6]) == word["head"]
                n["words"] += 1
                n["upos"] += row[3] == word["upos"]
                n["lemma"] += row[2] == word["lemma"]
                n["uas"] += right
                n["las"] += right and row[7] == word["deprel"]
            gold = names.get(name)
            if gold and gold["tokens"] == [row[1] for row in sentences[name]]:
                begin, end = words[0]["begin"], words[-1]["end"]
                want = {(words[b]["begin"], words[e - 1]["end"], kind) for b, e, kind in bio(gold["tags"])}
                have = {(m["begin"], m["end"], m["type"]) for m in out["mentions"] if begin <= m["begin"] < end and m["type"] in ("PER", "ORG", "LOC")}
                n["gold"], n["guess"], n["hit"] = n["gold"] + len(want), n["guess"] + len(have), n["hit"] + len(want & have)
    figures = {f"EWT dev: {key.upper()}": round(n[key] / n["words"], 4) for key in ("upos", "uas", "las", "lemma")}
    return figures | {"UNER EWT dev: names F1": round(2 * n["hit"] / (n["gold"] + n["guess"]), 4)}


def bio(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    begin = None
    for index, tag in enumerate([*tags, "O"]):
        if begin is not None and not tag.startswith("I-"):
            yield begin, index, tags[begin][2:]
            begin = None
        if tag.startswith("B-"):
            begin = index


def score_attribution(root: Path) -> Figures:
    """Exact spans of sources, cues and contents, and characters of contents, on PolNeAR dev, through `annotate` on its text.

    PolNeAR marks the outermost attribution only; the layer gives the nested ones too, which count as wrong here.
    """
    n = {part: [0, 0, 0] for part in ("source", "cue", "content", "content characters")}

    def count(part: str, want: set[Any], have: set[Any]) -> None:
        n[part] = [n[part][0] + len(want), n[part][1] + len(have), n[part][2] + len(want & have)]

    for row in lines(root / "polnear/dev.jsonl.gz"):
        out = annotate(Report(id=str(row["id"]), text=row["text"]), ("attribution",))["attribution"]
        for part in ("source", "cue"):
            count(part, {(s["begin"], s["end"]) for a in row["attributions"] for s in (a.get(part) or [])[:1]}, {(a[part]["begin"], a[part]["end"]) for a in out if a[part]})
        want, have = ({(s["begin"], s["end"]) for a in attributions for s in a["content"]} for attributions in (row["attributions"], out))
        count("content", want, have)
        count("content characters", {i for span in want for i in range(*span)}, {i for span in have for i in range(*span)})
    return {f"PolNeAR dev: {part} F1": round(2 * hit / max(1, gold + guess), 4) for part, (gold, guess, hit) in n.items()}


def score_times(root: Path) -> Figures:
    """Strict spans and values of TIMEX3 on TimeBank, AQUAINT and the given part of WikiWars."""
    figures: Figures = {}
    for corpus in ("timebank", "aquaint", "wikiwars"):
        gold = guess = strict = value = 0
        for row in lines(next((root / corpus).glob("*.jsonl.gz"))):
            published = str(row.get("dct") or "")[:10]
            given = {"id": str(row["id"]), "text": row["text"], **({"published": published} if len(published) == 10 else {})}
            out = annotate(parse_line(json.dumps(given).encode(), corpus, Given()), ("times",))["times"]
            want = {(t["begin"], t["end"]): t.get("value") for t in row["timexes"]}
            have = {(t["begin"], t["end"]): t.get("value") for t in out}
            gold, guess = gold + len(want), guess + len(have)
            strict += len(want.keys() & have.keys())
            value += sum(want[span] == have[span] for span in want.keys() & have.keys())
        figures[f"{corpus}: strict F1"], figures[f"{corpus}: value F1"] = (round(2 * hit / max(1, gold + guess), 4) for hit in (strict, value))
    return figures


NEAR = 161.0
"""Kilometres (100 miles) within which a toponym counts as placed: the measure of both corpora's papers."""


def score_places(root: Path) -> Figures:
    """Toponyms (strict spans), how many of all are placed within 161 km, and the same on given spans, on GeoWebNews and every third document of LGL, through `annotate`."""
    figures: Figures = {}
    for corpus, name, step in (("geowebnews", "GeoWebNews", 1), ("lgl", "LGL", 3)):
        n = dict.fromkeys(("gold", "guess", "hit", "placed", "points", "answered", "right"), 0)
        for row in list(lines(next((root / corpus).glob("*.jsonl.gz"))))[::step]:
            given = {"id": str(row["id"]), "text": row["text"], **({"published": row["date"][:10]} if row.get("date") else {})}
            report = parse_line(json.dumps(given).encode(), corpus, Given())
            want = {(t["begin"], t["end"]): t for t in row["toponyms"] if t.get("is_toponym") is not False}
            have = {(p["begin"], p["end"]): p for p in annotate(report, ("places",))["places"]}
            n["gold"], n["guess"], n["hit"] = n["gold"] + len(want), n["guess"] + len(have), n["hit"] + len(want.keys() & have.keys())
            n["placed"] += sum(is_near(have[span]["lat"], have[span]["lon"], want[span]) for span in want.keys() & have.keys())
            spans = sorted(want)
            answers = open_atlas().geocoder.resolve(row["text"], [Sought(begin=b, end=e, asked=ask(row["text"], b, e)) for b, e in spans])
            pointed = [(answer, want[span]) for answer, span in zip(answers, spans, strict=True) if want[span]["lat"] is not None]
            n["points"] += len(pointed)
            n["answered"] += sum(answer.lat is not None for answer, _ in pointed)
            n["right"] += sum(is_near(answer.lat, answer.lon, gold) for answer, gold in pointed)
        figures |= {
            f"{name}: toponyms F1": round(2 * n["hit"] / (n["gold"] + n["guess"]), 4), f"{name}: placed of all": round(n["placed"] / n["gold"], 4),
            f"{name}: given answered": round(n["answered"] / n["points"], 4), f"{name}: given right": round(n["right"] / n["answered"], 4)}
    return figures | score_event_places(root / "event_location")


def is_near(lat: float | None, lon: float | None, gold: dict[str, Any]) -> bool:
    return lat is not None and lon is not None and gold["lat"] is not None and kilometres(lat, lon, gold["lat"], gold["lon"]) <= NEAR


def score_event_places(folder: Path) -> Figures:
    """Of the verbs that have a place, those whose first place is it; of those that have none, those that get none; on every eighth row, through `annotate`."""
    right = {True: 0, False: 0}
    whole = {True: 0, False: 0}
    for row in list(lines(folder / "train.jsonl.gz"))[::8]:
        verb = next(s for s in row["spans"] if s["label"] == "VERB")
        gold = [s for s in row["spans"] if s["label"] == "LOCATION"]
        events = annotate(Report(id=row["id"], text=row["text"]), ("event_places",))["event_places"]
        found = next((e["places"] for e in events if e["begin"] < verb["end"] and verb["begin"] < e["end"]), [])
        whole[bool(gold)] += 1
        right[bool(gold)] += any(p["begin"] < g["end"] and g["begin"] < p["end"] for p in found[:1] for g in gold) if gold else not found
    return {"event_location: right place": round(right[True] / whole[True], 4), "event_location: rightly none": round(right[False] / whole[False], 4)}


def score_incidents(gold: Path) -> Figures:
    """Pairs and B-cubed of incidents: on the gold's claims, and on the claims that the program reads, each scored as the gold claim that its trigger overlaps; learned on the same stories."""
    scorer = load_scorer(gold / "score_incidents.py")
    documents = list(lines(gold / "incidents.jsonl"))
    atlas = open_atlas()
    truth = {(row["id"], c["id"]): c["incident"] for row in documents for c in row["claims"]}
    read, known = [], {}
    for row in documents:
        out = as_dict(read_report(parse_line(json.dumps({key: row.get(key) for key in ("id", "text", "title", "outlet", "published")}).encode(), row["id"], Given())))
        read.append(out)
        taken: set[str] = set()
        for claim in out["claims"]:
            t = claim["trigger"]
            found = next((g["id"] for g in row["claims"] if g["id"] not in taken and t["begin"] < g["trigger"]["end"] and g["trigger"]["begin"] < t["end"]), None)
            if found:
                taken.add(found)
                known[row["id"], claim["id"]] = (row["id"], found)
    figures: Figures = {}
    for name, rows, as_gold in (("gold", documents, {key: key for key in truth}), ("read", read, known)):
        incidents = link([s for row in rows for s in located(list(statements_of(row)), atlas)])
        predicted = {as_gold[key]: i.id for i in incidents for s in i.statements if (key := (s.report.id, s.claim)) in as_gold}
        g, p = scorer.clusters_of({key: truth[key] for key in predicted}), scorer.clusters_of(predicted)
        right, found, told = scorer.pairs(g) & scorer.pairs(p), scorer.pairs(p), scorer.pairs(g)
        bp = sum(len(p[predicted[key]] & g[truth[key]]) / len(p[predicted[key]]) for key in predicted) / len(predicted)
        br = sum(len(p[predicted[key]] & g[truth[key]]) / len(g[truth[key]]) for key in predicted) / len(predicted)
        figures |= {f"incidents, {name}: pairs F1": scorer.prf(len(right), len(found), len(told))[2], f"incidents, {name}: B-cubed F1": 2 * bp * br / (bp + br)}
    return figures


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--only", help="claims, or part of a layer's name")
    ap.add_argument("--errors", type=int, default=0, help="print the first N errors of each claim set")
    ap.add_argument("--write-floors", action="store_true", help="record the present figures, less a margin, as floors")
    args = ap.parse_args()
    gold, corpora = args.shared / "gold", args.shared / "corpora"
    jobs: list[tuple[str, Path, Any]] = [(f"claims {name}", gold / f"{name}.jsonl", lambda name=name: score_claims(gold, name, args.errors)) for name in ("claims", "modern", "seed")]
    jobs.append(("parse", corpora / "syntax/ewt", lambda: score_parse(corpora / "syntax")))
    jobs.append(("attribution", corpora / "events/polnear", lambda: score_attribution(corpora / "events")))
    jobs.append(("places", corpora / "places", lambda: score_places(corpora / "places")))
    jobs.append(("times", corpora / "times", lambda: score_times(corpora / "times")))
    jobs.append(("incidents", gold / "incidents.jsonl", lambda: score_incidents(gold)))
    jobs.append(("ecbplus", corpora / "events/ecbplus", lambda: score_ecbplus(corpora / "events/ecbplus")))
    figures: Figures = {}
    for label, needs, job in jobs:
        if args.only and args.only not in label:
            continue
        if not needs.exists():
            print(f"skipped {label}: {needs} is not here")
            continue
        figures |= job()
    if not figures:
        print("nothing to score: give the folder that holds gold/ and corpora/ with --shared")
        return 0
    floors: Figures = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    failed = 0
    for name, figure in figures.items():
        floor = floors.get(name)
        under = floor is not None and figure < floor
        failed += under
        print(f"{name:32} {figure:8.4g}  {'' if floor is None else f'floor {floor:.4g}'}{'  UNDER' if under else ''}")
    if args.write_floors:
        kept = {name: max(floors.get(name, -1e9), round(figure - 0.005, 3) if abs(figure) <= 1 else figure - 2) for name, figure in figures.items()}
        FLOORS.write_text(json.dumps(floors | kept, indent=1) + "\n")
    print(f"model {load_parser().digest}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
