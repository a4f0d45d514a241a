"""Learns the weights of linking and writes them into vocabulary/linking.yml.

    python3 training/linking.py --shared ../shared --read READ.jsonl... [--judge] [--write]

READ are claims that `counterclaim read` made of the texts of incidents.jsonl, train.jsonl and train_modern.jsonl, so that the weights suit both a gold file and our own reading. A weight is a
log-odds, found by logistic regression whose ridge pulls towards linking_prior.yml, not towards nothing. --judge scores stories that were left out of learning.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from counterclaim.incidents import compare as comparing
from counterclaim.incidents.compare import LEVELS, NEIGHBOURS, compare
from counterclaim.incidents.episodes import compare_within, episodes, pairs_within
from counterclaim.incidents.link import link
from counterclaim.incidents.profiles import Rows, joined, profile_of
from counterclaim.incidents.statements import Statement, statements_of
from counterclaim.incidents.whereabouts import located
from counterclaim.reading.locate import open_atlas

HERE = Path(__file__).parent
VOCABULARY = HERE.parent / "src/counterclaim/vocabulary/linking.yml"
NEUTRAL = {"unstated", "neither", "other", "full", "none_given"}
"""Levels that are no news: their weights stay where linking_prior.yml puts them."""
Labels = dict[tuple[str, str], str]
Weights = dict[str, dict[str, Any]]


def statements(rows: Iterable[dict[str, Any]]) -> dict[str, list[Statement]]:
    atlas = open_atlas()
    return {row["id"]: located(list(statements_of(row)), atlas) for row in rows if row["claims"]}


def match(gold: dict[str, Any], read: dict[str, Any]) -> dict[str, str]:
    """The gold claim of each read claim whose trigger overlaps one."""
    out: dict[str, str] = {}
    for claim in read["claims"]:
        t = claim["trigger"]
        found = next((g["id"] for g in gold["claims"] if g["id"] not in out.values() and t["begin"] < g["trigger"]["end"] and g["trigger"]["begin"] < t["end"]), None)
        if found:
            out[claim["id"]] = found
    return out


class Sample:
    """Levels of pairs, as one-hot columns, with what they are and how much they count."""

    def __init__(self, table: str) -> None:
        self.levels = LEVELS if table == "across" else LEVELS | NEIGHBOURS
        self.x: list[Any] = []
        self.y: list[Any] = []
        self.w: list[Any] = []
        self.story: list[Any] = []

    def add(self, levels: dict[str, Any], same: Any, weight: float, story: Any) -> None:
        columns = [np.ones((len(same), 1))]
        columns += [np.eye(len(names))[levels[name].astype(int)] for name, names in self.levels.items()]
        self.x.append(np.concatenate(columns, axis=1))
        self.y.append(np.asarray(same, float))
        self.w.append(np.full(len(same), weight))
        self.story.append(np.asarray(story))

    def fit(self, prior: dict[str, Any], left_out: set[str], ridge: float) -> dict[str, Any]:
        x, y, w, story = (np.concatenate(part) for part in (self.x, self.y, self.w, self.story))
        keep = ~np.isin(story, sorted(left_out)) if left_out else np.ones(len(y), bool)
        x, y, w = x[keep], y[keep], w[keep]
        start = np.array([prior["prior"], *(prior[name][level] for name, names in self.levels.items() for level in names)], float)
        # what is not stated weighs nothing: else the weights of such levels only take turns with the prior
        hold = np.array([ridge, *(ridge * (100 if level in NEUTRAL or (name, level) == ("factuality", "same") else 1) for name, names in self.levels.items() for level in names)])
        beta = start.copy()
        for _ in range(30):
            p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
            gradient = x.T @ (w * (p - y)) + hold * (beta - start)
            hessian = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(hold)
            step = np.linalg.solve(hessian, gradient)
            beta -= step
            if np.abs(step).max() < 1e-6:
                break
        out: dict[str, Any] = {"prior": round(float(beta[0]), 2)}
        k = 1
        for name, names in self.levels.items():
            out[name] = {level: round(float(beta[k + n]), 2) for n, level in enumerate(names)}
            k += len(names)
        return out


def add_within(sample: Sample, reports: dict[str, list[Statement]], label: Labels, weight: float, story: dict[str, str], kin_only: bool = False) -> None:
    for name, claims in reports.items():
        known = sorted((s for s in claims if (name, s.claim) in label), key=lambda s: s.begin)
        if len(known) < 2:
            continue
        i, j = pairs_within([len(known)])
        levels = compare_within(known, Rows([profile_of(s) for s in known]), i, j)
        same = np.array([label[name, known[a].claim] == label[name, known[b].claim] for a, b in zip(i, j, strict=True)])
        keep = levels["type"] <= 2 if kin_only else levels["type"] < 4
        sample.add({k: v[keep] for k, v in levels.items()}, same[keep], weight, [story.get(name, "train")] * int(keep.sum()))


def add_across(sample: Sample, reports: dict[str, list[Statement]], label: Labels, weight: float, story: dict[str, str], by_label: bool) -> None:
    """Pairs of episodes: as labelled, and as `episodes` makes them, with the label that most of their claims have."""
    told = []
    if by_label:
        for name, claims in sorted(reports.items()):
            groups: dict[str, list[Statement]] = defaultdict(list)
            for s in claims:
                if (name, s.claim) in label:
                    groups[label[name, s.claim]].append(s)
            told += [(name, key, joined([profile_of(s) for s in members])) for key, members in groups.items()]
    else:
        for claims, profile in episodes([sorted(reports[name], key=lambda s: s.begin) for name in sorted(reports)]):
            keys = Counter(label[s.report.id, s.claim] for s in claims if (s.report.id, s.claim) in label)
            if keys:
                told.append((claims[0].report.id, keys.most_common(1)[0][0], profile))
    i, j = np.triu_indices(len(told), 1)
    report = np.unique([t[0] for t in told], return_inverse=True)[1]
    keep = report[i] != report[j]
    i, j = i[keep], j[keep]
    levels = compare(Rows([t[2] for t in told]), i, j)
    # what is told of other places and years decides nothing
    keep = (levels["type"] < 4) & (levels["place"] != 10) & (levels["time"] != 7)
    i, j = i[keep], j[keep]
    same = [told[a][1] == told[b][1] for a, b in zip(i, j, strict=True)]
    where = [story[told[a][0]] if story[told[a][0]] == story[told[b][0]] else "mixed" for a, b in zip(i, j, strict=True)]
    sample.add({k: v[keep] for k, v in levels.items()}, same, weight, where)


def stories_of(label: Labels) -> dict[str, str]:
    """The story of each report: reports with an incident in common are of one."""
    of = {report: report for report, _ in label}
    by: dict[str, set[str]] = defaultdict(set)
    for (report, _), key in label.items():
        by[key].add(report)
    for _ in of:
        for members in by.values():
            least = min(of[r] for r in members)
            for r in members:
                of[r] = least
    return of


def use(weights: Weights) -> None:
    comparing._VOCABULARY["weights"] = weights
    comparing.weights.cache_clear()


class Tally:
    def __init__(self) -> None:
        self.right = self.found = self.gold = 0
        self.bp = self.br = 0.0
        self.n = 0

    def add(self, gold: Labels, predicted: dict[tuple[str, str], str]) -> None:
        g, p = defaultdict(set), defaultdict(set)
        for key, value in gold.items():
            g[value].add(key)
            p[predicted[key]].add(key)
        gp, pp = ({frozenset(x) for m in c.values() for x in combinations(sorted(m), 2)} for c in (g, p))
        self.right, self.found, self.gold = self.right + len(gp & pp), self.found + len(pp), self.gold + len(gp)
        self.bp += sum(len(p[predicted[k]] & g[gold[k]]) / len(p[predicted[k]]) for k in gold)
        self.br += sum(len(p[predicted[k]] & g[gold[k]]) / len(g[gold[k]]) for k in gold)
        self.n += len(gold)

    def __str__(self) -> str:
        p, r = self.right / max(1, self.found), self.right / max(1, self.gold)
        b, c = self.bp / self.n, self.br / self.n
        return f"pairs P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}   B-cubed P {b:.3f} R {c:.3f} F1 {2 * b * c / (b + c):.3f}"


def scored(reports: dict[str, list[Statement]], label: Labels, tally: Tally) -> None:
    incidents = link([s for claims in reports.values() for s in claims])
    predicted = {(s.report.id, s.claim): i.id for i in incidents for s in i.statements}
    tally.add({key: value for key, value in label.items() if key in predicted}, predicted)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path("../shared"))
    ap.add_argument("--read", type=Path, nargs="+", default=[])
    ap.add_argument("--judge", action="store_true")
    ap.add_argument("--write", action="store_true")
    ap.add_argument("--ridge", type=float, nargs=2, default=(3.0, 3.0), help="of within and across")
    ap.add_argument("--shift", type=float, nargs=2, default=(1.3, 1.7), help="added to the weight of no tie given, within, and to the prior, across: where the mean of a cluster's pairs is best cut, by the stories left out")
    args = ap.parse_args()
    prior: Weights = yaml.safe_load((HERE / "linking_prior.yml").read_text(encoding="utf-8"))["weights"]
    gold_rows = {row["id"]: row for name in ("incidents", "train", "train_modern") for row in map(json.loads, (args.shared / f"gold/{name}.jsonl").open(encoding="utf-8"))}
    incident_rows = {key: row for key, row in gold_rows.items() if any("incident" in c for c in row["claims"])}
    label: Labels = {(key, c["id"]): c["incident"] for key, row in incident_rows.items() for c in row["claims"]}
    story = stories_of(label)
    gold = statements(incident_rows.values())
    untied = {key: [replace(s, same_as=None) for s in claims] for key, claims in gold.items()}
    own: dict[str, list[Statement]] = {}
    own_label: Labels = {}
    train: dict[str, list[Statement]] = {}
    train_label: Labels = {}
    for row in (json.loads(line) for path in args.read for line in path.open(encoding="utf-8")):
        if not row["claims"]:
            continue
        read, target = (own, own_label) if row["id"] in incident_rows else (train, train_label)
        read |= statements([row])
        first = {c["id"]: c.get("same_as") or c["id"] for c in gold_rows[row["id"]]["claims"]}
        for claim, known in match(gold_rows[row["id"]], row).items():
            target[row["id"], claim] = label.get((row["id"], known)) or f"{row['id']} {first[first[known]]}"
    use(prior)
    within, across = Sample("within"), Sample("across")
    add_within(within, gold, label, 1.0, story)
    add_within(within, untied, label, 0.3, story)
    add_within(within, own, own_label, 1.0, story)
    add_within(within, train, train_label, 0.1, story, kin_only=True)
    add_across(across, gold, label, 1.0, story, by_label=True)
    if own:
        add_across(across, own, own_label, 0.5, story, by_label=True)

    def learned(left_out: set[str]) -> Weights:
        out = {"across": across.fit(prior["across"], left_out, args.ridge[1]), "within": within.fit(prior["within"], left_out, args.ridge[0])}
        out["within"]["tie"]["none_given"] = round(out["within"]["tie"]["none_given"] + args.shift[0], 2)
        out["across"]["prior"] = round(out["across"]["prior"] + args.shift[1], 2)
        return out

    if args.judge:
        names = sorted(set(story.values()))
        tallies = {name: Tally() for name in ("gold", "gold, no same_as", "read")}
        for fold in range(8):
            left_out = set(names[fold::8])
            use(learned(left_out))
            for name, reports, labels in (("gold", gold, label), ("gold, no same_as", untied, label), ("read", own, own_label)):
                chosen = {key: claims for key, claims in reports.items() if story[key] in left_out}
                scored(chosen, {k: v for k, v in labels.items() if k[0] in chosen}, tallies[name])
        for name, tally in tallies.items():
            print(f"left out   {name:18}", tally)
    use(learned(set()))
    for name, reports, labels in (("gold", gold, label), ("gold, no same_as", untied, label), ("read", own, own_label)):
        tally = Tally()
        scored(reports, labels, tally)
        print(f"learned on {name:18}", tally)
    if args.write:
        text = VOCABULARY.read_text(encoding="utf-8")
        head = text[: text.index("\nweights:")]
        lines = ["", "weights:"]
        for table, weights in learned(set()).items():
            lines.append(f"  {table}:")
            lines += [f"    {name}: {row}" if not isinstance(row, dict) else f"    {name}: {{{', '.join(f'{level}: {value}' for level, value in row.items())}}}" for name, row in weights.items()]
        VOCABULARY.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
