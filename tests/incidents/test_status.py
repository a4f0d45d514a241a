from __future__ import annotations

from datetime import date

import pytest
from rich.console import Console
from tests.incidents.told import claim, incident, report

from counterclaim.incidents.status import Status
from counterclaim.incidents.track import track
from counterclaim.incidents.view import view
from counterclaim.outputs.incident_screen import show_incident


def graded(*claims: dict[str, object]) -> Status:
    """The status of an incident of which each claim stands in a report of its own, a day after the one before."""
    return view(incident(*(report(f"r{n}", f"2024-05-0{n + 1}", c, outlet=f"Daily {n}") for n, c in enumerate(claims)))).status


HIT = {"by": "Israeli army", "to": "Hamas"}


@pytest.mark.parametrize(("claims", "grade"), [
    ([claim(said="Hamas", **HIT)], "weak"),
    ([claim(said="?", **HIT)], "weak"),
    ([claim(said="Hamas", **HIT), claim(said="Hamas < Reuters", **HIT)], "weak"),
    ([claim(said="Doctors Without Borders"), claim(said="witnesses")], "fair"),
    ([claim(said="Hamas", **HIT), claim(said="Israeli army", **HIT)], "confirmed"),
    ([claim(said="Hamas", **HIT), claim(said="Israeli army!", factuality="negated", **HIT)], "contested"),
    ([claim(said="Hamas", **HIT), claim(said="Hamas!", factuality="negated", **HIT)], "discounted"),
    ([claim(said="Hamas!", factuality="negated", **HIT)], "discounted"),
    ([claim(said="Israeli army", factuality="future", **HIT)], "planned"),
    ([claim("seize_territory", by="HTS", said="HTS"), claim("control", by="Syrian army", said="SANA")], "contested"),
    ([claim("seize_territory", by="HTS", said="HTS"), claim("withdraw", by="Syrian army", said="Syrian army")], "confirmed"),
    ([claim("clash", tolls="killed 3 soldiers", said="Syrian army")], "confirmed"),
    ([claim("clash", by="Syrian army", to="fighters", tolls="killed 3 fighters", said="Syrian army")], "weak"),
    ([claim("armed_attack", by="gunmen", to="Syrian army", said="Syrian army")], "weak"),
    ([claim("kill", tolls="killed 14 of its own men", said="HTS")], "confirmed"),
    ([claim("airstrike", by="Israeli army", to="civilians", tolls="killed 5 civilians", said="Israeli army")], "confirmed"),
])
def test_grades(claims: list[dict[str, object]], grade: str) -> None:
    found = graded(*claims)
    assert found.grade == grade, found.reasons


def test_reasons_are_told_in_words() -> None:
    found = graded(claim("seize_territory", by="HTS", said="HTS"), claim("withdraw", by="Syrian army", said="Syrian army"))
    assert found.reasons[:2] == ("admitted by Syrian army, whom it harms", "two independent origins: Hayat Tahrir al-Sham, Syrian army")


def test_a_toll_that_differs_does_not_unsettle_the_happening() -> None:
    found = graded(claim(said="Doctors Without Borders", tolls="killed 20 people", when="2024-05-01"), claim(said="witnesses", tolls="killed 90 people", when="2024-03-01"))
    assert found.grade == "fair" and "versions contradict on time" in found.reasons


def test_sides_from_outside_decide_whose_word_it_is() -> None:
    class Sides:
        def stance(self, origin: str, party: str, day: date | None) -> str:
            return {("northern front", "ansar"): "own", ("southern front", "ansar"): "other"}.get((origin, party), "neither")

    told = incident(report("a", "2024-05-01", claim("offensive", by="Ansar", said="Northern Front")), report("b", "2024-05-01", claim("offensive", by="Ansar", said="Southern Front")))
    assert view(told).status.grade == "fair"
    assert view(told, Sides()).status.grade == "confirmed"


def test_unlisted_groups_are_known_by_name_and_initials() -> None:
    found = view(incident(report("a", "2024-05-01", claim("offensive", by="Northern Liberation Front", said="NLF's military council"), claim("offensive", said="NLF spokesman"), claim("offensive", said="Velania"),
                                 claim("offensive", said="Velanian army"))))
    assert len({o.side for o in found.origins.values()}) == 2


def test_ucdps_figures_leave_out_replaced_tolls_and_add_up_parts() -> None:
    seen = view(incident(report("a", "2024-05-01", claim(tolls="killed 20 people", said="police")), report("b", "2024-05-02", claim(tolls="killed 35 people", said="police"))))
    assert seen.toll() is not None and seen.toll()[:3] == (35, 35, 35)  # type: ignore[index]
    parts = view(incident(report("a", "2024-05-01", claim(tolls="killed 3 soldiers; killed 8 civilians", said="police"))))
    assert parts.toll()[:3] == (11, 11, 11)  # type: ignore[index]
    assert view(incident(report("a", "2024-05-01", claim()))).toll() is None


def test_ucdps_best_is_what_most_independent_origins_give() -> None:
    sides = [claim("clash", by="Syrian army, HTS", tolls=f"killed {n} people", said=who) for n, who in ((60, "HTS"), (31, "medics"), (31, "Reuters"), (12, "Syrian army"))]
    toll = view(incident(*(report(f"r{n}", "2024-05-01", c) for n, c in enumerate(sides)))).toll()
    assert toll is not None and (toll.low, toll.best, toll.high) == (12, 31, 60) and toll.why.startswith("31: medics, Reuters")


def test_the_record_of_an_origin() -> None:
    seen = [view(incident(*(report(f"r{n}", f"2024-05-0{n + 1}", c, outlet=f"Daily {n}") for n, c in enumerate(claims)))) for claims in (
        [claim(tolls="killed 20 people", said="Hamas", **HIT), claim(tolls="killed 3 people", said="Israeli army", **HIT)],
        [claim(tolls="killed 9 people", said="Hamas", **HIT), claim(tolls="killed 2 people", said="Hamas", **HIT)])]
    records = {r.key: r for r in track((v, v.origins, list(v.relations)) for v in seen)}
    hamas, army = records["hamas"], records["israel-armed-forces"]
    assert (hamas.incidents, hamas.claims, hamas.first, hamas.lead) == (2, 3, 2, 1) and (army.incidents, army.first, army.lead) == (1, 0, -1)
    assert hamas.contradicted == army.contradicted == 1 and hamas.withdrawn == 1 and army.withdrawn == 0
    assert hamas.corroborated == army.corroborated > 0


def test_a_report_that_is_told_again_is_no_second_claim() -> None:
    seen = view(incident(*(report(f"r{n}", "2024-05-01", claim(said="Hamas", **HIT), outlet=f"Daily {n}") for n in range(10))))
    [record] = track([(seen, seen.origins, list(seen.relations))])
    assert record.claims == 1 and record.corroborated == 0


def test_the_page_shows_versions_and_lets_no_report_steer_the_terminal() -> None:
    hostile = "[bold]\x1b[2JAnsar\u202e=1+1"
    seen = view(incident(
        report("a", "2024-05-01", claim("clash", f"{hostile} spoke.", by=hostile, tolls="killed 20+ soldiers", said="Syrian army", where="Idlib"), outlet=hostile),
        report("b", "2024-05-02", claim("clash", tolls="killed 35 soldiers", by="Syrian army", said="HTS"), outlet="The Mirror")))
    console = Console(width=140, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    show_incident(seen, console)
    page = console.export_text()
    assert "contradicts “at least 20 soldiers”" in page and "Admitted by the side that it harms" in page and "1 May 2024" in page and "[bold]" in page
    assert "\x1b" not in page and "\u202e" not in page


@pytest.mark.parametrize(("said", "toll", "admitted"), [
    ("Syrian army", "killed 3 soldiers", True),
    ("Russian Defence Ministry", "killed 3000 Ukrainian soldiers", False),
    ("Rapid Support Forces", "killed 60 soldiers", False),
])
def test_dead_of_the_other_side_are_no_admission(said: str, toll: str, admitted: bool) -> None:
    status = graded(claim("kill", "They were killed.", said=said, tolls=toll))
    assert bool(status.admissions) == admitted
