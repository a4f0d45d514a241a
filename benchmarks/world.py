"""A known world of war, told with noise: which claims tell the same incident is known, so that linking millions of claims can be scored and timed.

    python3 benchmarks/world.py --reports 10000 --out world.jsonl     writes claims in the contract's form, each with the number of its incident
    python3 benchmarks/world.py --reports 10000 --time                     links them in this process: seconds, memory, precision and recall of pairs
    python3 benchmarks/world.py --score INCIDENTS.jsonl --claims CLAIMS.jsonl

Eight fronts, each with two sides, towns of very unequal weight, daily shelling of the same towns, and about 80 incidents a day. A world of more reports lasts longer: a ledger grows with time.
A town sees one incident a day, one in ten a second of another kind: what more were told of it on that day would be told as one. The noise, of the claims that tell where and when: the town in 95%, a
kilometre off as gazetteers are, the province in 3%, nothing in 2%; seven in ten of the claims that go on telling of it are known to be there,
and six in ten are tied to the first, which ties as many claims as annotators do (a cautious reader ties fewer); the day in three quarters, left out by a quarter of the day's own news and a tenth of the day before's; 2% give the week, 1% a day
too early or late. A side goes by any of its names, and in a quarter by none; six tolls in ten are right, the others up to a quarter off. No two reporters word it alike: about one word in five is shared.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

START = date(2022, 1, 3)
FRONTS = (
    ("SY", 35.9, 36.6, ("Syrian Arab Army", "Syrian army"), ("Hayat Tahrir al-Sham", "HTS")), ("SD", 13.6, 25.3, ("Sudanese Armed Forces",), ("Rapid Support Forces", "RSF")),
    ("UA", 48.3, 37.6, ("Russian Armed Forces", "Russian army"), ("Ukrainian Armed Forces", "Ukrainian army")), ("PS", 31.4, 34.4, ("Israel Defense Forces", "IDF"), ("Hamas",)),
    ("YE", 15.3, 44.2, ("Yemeni Armed Forces",), ("Houthis", "Ansar Allah")), ("NG", 11.8, 13.2, ("Nigerian Army",), ("Boko Haram",)),
    ("CD", -1.6, 29.2, ("FARDC",), ("M23",)), ("MM", 20.8, 93.0, ("Myanmar military", "Tatmadaw"), ("Arakan Army",)))
KINDS = {"shelling": ("shelled", "shelling", "mortar"), "airstrike": ("struck", "air strike", "warplane"), "clash": ("clashed", "fighting", "rifle"), "bombing": ("exploded", "car bomb", "car bomb"),
         "seize_territory": ("captured", "capture", "armour"), "armed_attack": ("attacked", "raid", "gunmen"), "detain": ("arrested", "arrest", "checkpoint"), "abduct": ("abducted", "kidnapping", "pickup"),
         "withdraw": ("withdrew", "withdrawal", "convoy"), "destroy": ("burned", "burning", "fire")}
APART = {"detain": ("airstrike", "shelling", "withdraw"), "abduct": ("airstrike", "shelling", "withdraw"), "armed_attack": ("withdraw",), "else": ("detain", "abduct")}
"""By the kind of the first incident of a day in a town, those of a second: of such that nobody would take for the same."""
SYLLABLES = "ka ba ra mu sha de lo ni tar hal qu zi ver po mar sin dur el gho bin tek os".split()
DETAILS = ("market school mosque bridge hospital bakery station depot warehouse orchard river ridge convoy clinic camp farm power grain mill church tower canal barracks airfield harbour "
           "junction cemetery stadium refinery pipeline prison crossing outpost dam quarry university").split()
PLAIN = ("broke out", "was told of", "came amid", "followed", "went on during", "began before", "ended after", "was heard across", "drew", "prompted")
FILLER = "overnight early late heavy renewed residents officials sources rescue teams scene area witnesses account hours local several".split()


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    front: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Happening:
    number: int
    kind: str
    town: Town
    day: int
    side: int
    killed: int
    injured: int
    details: tuple[str, ...]


def towns(rng: random.Random, each: int) -> list[list[Town]]:
    used: set[str] = set()
    out = []
    for front, (_, lat, lon, *_) in enumerate(FRONTS):
        row: list[Town] = []
        while len(row) < each:
            name = "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 3, 3)))).capitalize()
            if name not in used:
                used.add(name)
                row.append(Town(name, front, lat + rng.uniform(-1.5, 1.5), lon + rng.uniform(-1.5, 1.5)))
        out.append(row)
    return out


def happenings(rng: random.Random, places: list[list[Town]], days: int) -> Iterator[list[Happening]]:
    """Yield the incidents of each day."""
    number = 0
    for day in range(days):
        today = []
        for row in places:
            wanted = [("shelling", town) for town in row[:8] if rng.random() < 0.6]
            for _ in range(rng.randint(4, 9)):
                wanted.append((rng.choice(tuple(KINDS)), row[min(len(row) - 1, int(rng.paretovariate(0.7)) - 1)]))
            told: dict[Town, str] = {}
            for kind, town in wanted:
                if town not in told:
                    told[town] = kind
            seconds = [(kind, town) for town, first in told.items() if rng.random() < 0.1 for kind in [rng.choice(APART.get(first, APART["else"]))]]
            for kind, town in (*((kind, town) for town, kind in told.items()), *seconds):
                killed = int(rng.paretovariate(0.8)) - 1 if rng.random() < 0.6 else 0
                today.append(Happening(number, kind, town, day, rng.randint(0, 1), min(killed, 300), min(int(killed * rng.uniform(0, 4)), 900), tuple(rng.sample(DETAILS, 4))))
                number += 1
        yield today


def reports(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield reports of about ten claims each, in order of publication; each claim has `incident`, the number of what it tells."""
    rng = random.Random(seed)
    places = towns(rng, 120)
    a_day = 90
    recent: list[list[Happening]] = []
    number = 0
    for day, today in enumerate(happenings(rng, places, count // a_day + 2)):
        recent = [today, *recent[:2]]
        for _ in range(a_day):
            if number == count:
                return
            front = rng.randrange(len(FRONTS))
            known = [h for age, row in enumerate(recent) for h in row if h.town.front == front and rng.random() < (0.9, 0.6, 0.25)[age]]
            told = rng.sample(known, min(len(known), rng.randint(3, 6)))
            if told:
                yield report(rng, number, day, told)
                number += 1


def report(rng: random.Random, number: int, day: int, told: list[Happening]) -> dict[str, Any]:
    text, claims = "", []
    for h in told:
        first = spot = None
        told_at = ""
        verb, noun, means = KINDS[h.kind]
        who = FRONTS[h.town.front][3 + h.side]
        whom = FRONTS[h.town.front][4 - h.side]
        actor = rng.choice(who)
        shown = rng.sample(h.details, 2)
        dead = noised(rng, h.killed)
        hurt = noised(rng, h.injured)
        for k in range(rng.choice((1, 2, 2, 3))):
            main = k == 0
            toll = [("killed", dead)] * bool(dead) + [("injured", hurt)] * bool(hurt) if (main and rng.random() < 0.5) or k == 1 else []
            kind = h.kind if main or k == 2 or not toll else "kill" if dead else "injure"
            trigger = verb if main else noun if kind == h.kind else "killed" if dead else "wounded"
            words = rng.sample(FILLER, 3)
            place = rng.random()
            where = h.town.name if place < 0.95 else "the province" if place < 0.98 else "the area"
            told_at = where if main else told_at
            # the words of no two reporters are the same: what they share is the town, the detail and the stock of the trade
            own = [f"{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}ing" for _ in range(rng.randint(4, 9))]
            shared = [f"the {shown[0]} and the {shown[1]}" if main else f"the {shown[0]}", f"{means}s" if rng.random() < 0.4 else "", f"{dead} dead" if toll and dead else "", f"{hurt} hurt" if toll and hurt else ""]
            body = [word for word in (*own, *words[: rng.randint(0, 2)], *shared) if word]
            rng.shuffle(body)
            sentence = f"{f'{actor} {trigger} {where}' if main else f'The {trigger}'} {rng.choice(PLAIN)} {' '.join(body)}."
            begin = len(text)
            text += sentence + " "
            at = begin + sentence.index(trigger)
            if main and place < 0.95:
                spot = {"lat": round(h.town.lat + rng.gauss(0, 0.01), 4), "lon": round(h.town.lon + rng.gauss(0, 0.01), 4), "radius_km": 5, "precision": 1}
            elif main and place < 0.98:
                spot = {"lat": FRONTS[h.town.front][1], "lon": FRONTS[h.town.front][2], "radius_km": 200, "precision": 4}
            known = bool(spot) and (main or rng.random() < 0.7)
            mention = {"begin": begin, "end": begin + 1, "text": sentence[0]}
            claim = {
                "id": f"c{len(claims)}", "type": kind, "trigger": {"begin": at, "end": at + len(trigger), "text": trigger}, "evidence": {"begin": begin, "end": begin + len(sentence), "text": sentence},
                "actors": [{**mention, "name": actor, "id": None}] if main and rng.random() < 0.75 else [], "recipients": [{**mention, "name": rng.choice(whom), "id": None}] if main and rng.random() < 0.4 else [],
                "places": [{**mention, "name": where, "country": FRONTS[h.town.front][0], **spot}] if spot and main else [],
                "where": {**mention, "name": told_at, "country": FRONTS[h.town.front][0], **spot, "basis": "claim" if main else "same event"} if spot and known else None, "time": time_of(rng, h.day, day) if main else None,
                "quantities": [{**mention, "kind": name, "low": n, "best": n, "high": n} for name, n in toll], "attribution": [], "factuality": "actual",
                "same_as": first if not main and rng.random() < 0.62 else None, "incident": h.number}
            first = first or claim["id"]
            claims.append(claim)
    return {"id": f"w{number}", "title": None, "outlet": f"outlet {number % 40}", "url": None, "published": (START + timedelta(day)).isoformat(), "text": text.strip(), "claims": claims}


def noised(rng: random.Random, n: int) -> int:
    return n if not n or rng.random() < 0.6 else max(1, round(n * rng.uniform(0.75, 1.25)))


def time_of(rng: random.Random, day: int, published: int) -> dict[str, Any] | None:
    """A quarter of the day's news is not dated, a tenth of the news of the day before; what is older is."""
    if rng.random() < {0: 0.25, 1: 0.1}.get(published - day, 0.0):
        return None
    chance = rng.random()
    first = START + timedelta(day + (rng.choice((-1, 1)) if chance > 0.99 else 0))
    monday = first - timedelta(first.weekday())
    return {"begin": 0, "end": 1, "text": "", "value": first.isoformat() if chance < 0.97 or chance > 0.99 else f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"}


def pair_scores(labelled: Iterable[tuple[Any, Any]]) -> tuple[float, float]:
    """Precision and recall of pairs, from the predicted and the true incident of each claim."""
    both = Counter(labelled)
    predicted: Counter[Any] = Counter()
    true: Counter[Any] = Counter()
    for (p, t), n in both.items():
        predicted[p] += n
        true[t] += n

    def pairs(counts: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts)

    right = pairs(both.values())
    return right / max(1, pairs(predicted.values())), right / max(1, pairs(true.values()))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--reports", type=int, default=1000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--out", type=Path)
    ap.add_argument("--time", action="store_true")
    ap.add_argument("--score", type=Path)
    ap.add_argument("--claims", type=Path)
    args = ap.parse_args()
    if args.out:
        with args.out.open("w", encoding="utf-8") as file:
            for row in reports(args.reports, args.seed):
                file.write(json.dumps(row) + "\n")
    if args.score and args.claims:
        incident = {(m["report"], m["claim"]): row["id"] for line in args.score.open(encoding="utf-8") for row in [json.loads(line)] for m in row["claims"]}
        pairs = ((incident[row["id"], c["id"]], c["incident"]) for line in args.claims.open(encoding="utf-8") for row in [json.loads(line)] for c in row["claims"])
        print("precision {:.3f} recall {:.3f}".format(*pair_scores(pairs)))
    if args.time:
        timed(args.reports, args.seed)


def timed(count: int, seed: int) -> None:
    from counterclaim.incidents.link import Linker
    from counterclaim.incidents.statements import statements_of

    truth: dict[tuple[str, str], int] = {}
    statements = []
    rows = list(reports(count + 1, seed))
    for row in rows[:count]:
        statements += statements_of(row)
        truth.update(((row["id"], c["id"]), c["incident"]) for c in row["claims"])
    last = list(statements_of(rows[count]))
    del rows
    begin = time.perf_counter()
    linker = Linker()
    linker.add(statements)
    linked = time.perf_counter()
    incidents = linker.incidents()
    end = time.perf_counter()
    linker.add(last)
    added = time.perf_counter()
    precision, recall = pair_scores((i.id, truth[s.report.id, s.claim]) for i in incidents for s in i.statements)
    size: defaultdict[str, int] = defaultdict(int)
    for i in incidents:
        size["told by many" if len({s.report.id for s in i.statements}) > 1 else "told by one"] += 1
    print(f"{count:,} reports, {len(truth):,} claims, {len(set(truth.values())):,} incidents: linked in {linked - begin:.1f} s, listed in {end - linked:.1f} s, one more report in {added - end:.2f} s; "
          f"precision {precision:.3f}, recall {recall:.3f}; found {dict(size)}; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main()
