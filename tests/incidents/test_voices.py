from __future__ import annotations

import random
import time

import pytest
from tests.incidents.told import claim, incident, report

from counterclaim.incidents.copies import copies
from counterclaim.incidents.statements import Statement, party
from counterclaim.incidents.view import view
from counterclaim.incidents.voices import agency_of, circles, independent, origins, voices
from counterclaim.records import Report

WIRE = (
    "DAMBAR, Ostrea (Reuters) - Gunmen stormed a police post near the river town of Dambar before dawn on Monday and drove off with its weapons. "
    "Two guards who had hidden in a cellar were found by neighbours after sunrise, and the road to the coast stayed closed until noon. "
    "Shopkeepers in the bazaar kept their shutters down while soldiers went from house to house with dogs. "
    "The governor, who took office in March, called a meeting of elders for the evening and asked people to stay at home. "
    "It was the fourth raid of its kind in the valley since the harvest, and the first in which nobody was taken away.")
OWN = (
    "Our reporter spent the afternoon at the burnt post, where clerks were sorting papers in the yard and a bulldozer had begun to clear the gate. "
    "A teacher whose school stands opposite described how children had to be led out through the back garden. "
    "The ministry in the capital has promised new radios for every post in the district by the end of the year.")
SENTENCE = "Gunmen stormed a police post near the river town of Dambar before dawn on Monday and drove off with its weapons."


def reworded(text: str, seed: int, share: float = 0.04) -> str:
    rng = random.Random(seed)
    return " ".join("elsewhere" if rng.random() < share else word for word in text.split())


def behind(*reports: tuple[Statement, ...]) -> set[str]:
    statements = incident(*reports).statements
    return {o.key for o in independent(origins(statements, voices([s.report for s in statements])).values()).values()}


@pytest.mark.parametrize("how", ["copied", "copied with words changed", "quoted in own words", "quoted through each other"])
def test_one_origin_in_ten_outlets_is_one_origin(how: str) -> None:
    reports = []
    for n in range(10):
        sentence = f"Version {n}: the post fell to gunmen, Reuters reported."
        if how.startswith("copied"):
            text = WIRE if how == "copied" else reworded(WIRE, n)
            reports.append(report(f"r{n}", f"2024-05-{1 + n:02d}", claim("armed_attack"), outlet=f"Daily {n}", text=text))
        elif how == "quoted in own words":
            reports.append(report(f"r{n}", "2024-05-01", claim("armed_attack", sentence, said="Reuters"), outlet=f"Daily {n}", text=sentence))
        else:
            said = "Reuters" + (f" < Daily {n - 1}" if n else "")
            reports.append(report(f"r{n}", "2024-05-01", claim("armed_attack", sentence, said=said), outlet=f"Daily {n}", text=sentence))
    assert behind(*reports) == {"reuters"}


def test_two_origins_in_ten_outlets_are_two() -> None:
    reports = [report(f"r{n}", "2024-05-01", claim("armed_attack", said="Reuters" if n % 2 else "Doctors Without Borders"), outlet=f"Daily {n}") for n in range(10)]
    assert len(behind(*reports)) == 2


def test_a_text_that_nobody_copied_is_its_outlets_own() -> None:
    assert behind(report("a", "2024-05-01", claim(), outlet="The Lamp", text=WIRE.replace("(Reuters) ", "")), report("b", "2024-05-01", claim(), outlet="The Mirror", text=OWN)) == {"lamp", "mirror"}


def test_two_mouths_of_one_side_are_one_origin() -> None:
    assert len(behind(report("a", "2024-05-01", claim(said="SANA")), report("b", "2024-05-01", claim(said="Syrian army")))) == 1


def test_witnesses_are_as_many_as_the_voices_that_found_them_and_police_are_one_body() -> None:
    assert len(behind(report("a", "2024-05-01", claim(said="witnesses")), report("b", "2024-05-01", claim(said="witnesses")))) == 2
    assert len(behind(report("a", "2024-05-01", claim(said="witnesses"), text=WIRE), report("b", "2024-05-02", claim(said="witnesses"), text=WIRE))) == 1
    assert len(behind(report("a", "2024-05-01", claim(said="police")), report("b", "2024-05-01", claim(said="police")))) == 1


def test_the_innermost_source_is_the_origin_unless_somebody_denies_what_it_said() -> None:
    assert behind(report("a", "2024-05-01", claim(said="Hamas < Anadolu"))) == {"hamas"}
    assert behind(report("a", "2024-05-01", claim(said="Hamas < Israeli army!"))) == {"israel-armed-forces"}


def test_hearsay_is_nobodys_word() -> None:
    assert behind(report("a", "2024-05-01", claim(said="?"))) == set()


def test_half_a_wire_text_between_ones_own_words_is_the_agencys_and_the_rest_is_not() -> None:
    half = OWN + " " + WIRE.partition(") - ")[2].partition(" Shopkeepers")[0]
    mixed = report("b", "2024-05-02", claim("armed_attack", SENTENCE), claim("destroy", "A teacher whose school stands opposite"), outlet="The Lamp", text=half)
    wire = report("a", "2024-05-01", claim("armed_attack", SENTENCE), outlet="Reuters", text=WIRE)
    statements = incident(wire, mixed).statements
    found = origins(statements, voices([s.report for s in statements]))
    assert found["b", "c0"].key == "reuters" and found["b", "c1"].key == "lamp"


def test_the_earliest_text_is_the_voice_and_of_one_day_the_agency_before_its_customers() -> None:
    sources = [Report(id="a", text=WIRE.replace("(Reuters) ", ""), outlet="The Lamp"), Report(id="b", text=WIRE, outlet="Reuters")]
    assert {v.report for v in voices(sources).values()} == {"b"}


@pytest.mark.parametrize(("text", "outlet", "agency"), [
    ("KYIV (AFP) - Nothing new.", "The Lamp", "agence-france-presse"), ("DAMBAR, Ostrea (Meridian) — Nothing new.", "Meridian News Agency", "meridian"),
    ("By Reuters\n\nNothing new.", "The Lamp", "reuters"), ("Nothing new.\n\nSource: Anadolu", "The Lamp", "anadolu-agency"), ("Nothing new.", "Anadolu", "anadolu-agency"),
    ("Damascus (Syria) - Nothing new.", "The Lamp", None), ("Nothing new.", "The Lamp", None), ("Nothing new.", None, None),
])
def test_the_agency_behind_a_text(text: str, outlet: str | None, agency: str | None) -> None:
    found = agency_of(Report(id="r", text=text, outlet=outlet))
    assert (found.key if found else None) == agency


def test_a_circular_citation_is_found_shown_and_one_origin() -> None:
    reports = [report(f"r{n}", "2024-05-01", claim("armed_attack", said=f"Daily {(n + 1) % 3}"), outlet=f"Daily {n}") for n in range(3)]
    told = incident(*reports)
    assert [[p.name for p in circle] for circle in circles(told.statements)] == [["Daily 0", "Daily 1", "Daily 2"]]
    assert len(behind(*reports)) == 1
    seen = view(told)
    assert "circular: Daily 0 cites Daily 1 cites Daily 2 cites Daily 0" in seen.status.reasons and seen.status.grade == "weak"


def test_a_circle_in_one_chain_is_found_and_a_line_is_none() -> None:
    assert circles(report("r", "2024-05-01", claim(said="Daily A < Daily B"), outlet="Daily A") + report("s", "2024-05-01", outlet="Daily B"))
    assert not circles(report("r", "2024-05-01", claim(said="Reuters < Anadolu"), outlet="Daily A"))


def test_the_order_of_reports_does_not_matter() -> None:
    sources = [Report(id=str(n), text=reworded(WIRE if n % 2 else OWN, n), outlet=f"Daily {n}") for n in range(8)]
    assert voices(sources) == voices(sources[::-1])


def test_thousands_of_texts_are_compared_in_seconds() -> None:
    rng = random.Random(1)
    words = [f"word{n}" for n in range(5000)]
    texts = [" ".join(rng.choices(words, k=300)) for _ in range(3000)]
    texts += [texts[n] for n in range(1000)]
    begin = time.process_time()
    found = copies(texts)
    assert [c.whole for c in found[3000:]] == list(range(1000)) and not any(c.passages for c in found[:3000])
    assert time.process_time() - begin < 15


def test_short_and_empty_texts_have_no_copies() -> None:
    assert [c.passages for c in copies(["", "two words", "two words", "\x00", "ж" * 9])] == [()] * 5


def test_unknown_parties_stand_by_their_words() -> None:
    assert party("Reuters").known and not party("Daily 0").known


def test_a_listed_group_that_ends_a_paragraph_is_no_agency() -> None:
    assert agency_of(Report(id="r", text="Fighting went on. It was formerly called\n\n(Jabhat al-Nusra)", outlet="SANA")) != party("Jabhat al-Nusra")
    assert agency_of(Report(id="r", text="ALEPPO (Reuters) - Fighting went on.", outlet="A daily")) == party("Reuters")
