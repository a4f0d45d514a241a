"""Readings made by hand for the tests of the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from counterclaim.records import Abstention, Attribution, Claim, Codes, Mention, Place, Quantity, Reader, Reading, Report, Span, When

READER = Reader(program="0.1.0", model="m1", vocabulary="v1")
TEXT = "Rebels killed 3 soldiers in Doran on Monday, officials said."
DAY = date(2024, 3, 4)


def reading(identity: str = "r1", text: str = TEXT, claim: str | None = None) -> Reading:
    """A reading of one claim that fills every table."""

    def at(words: str) -> dict[str, Any]:
        return {"begin": text.index(words), "end": text.index(words) + len(words), "text": words}

    place = Place(**at("Doran"), name="Doran", lat=34, lon=72.5, country="PK", precision=1, radius_km=3)
    found = Claim(
        id=claim or f"c-{identity}", type="kill", trigger=Span(**at("killed")), evidence=Span(begin=0, end=len(text), text=text),
        actors=(Mention(**at("Rebels"), name="Rebels"),), recipients=(Mention(**at("3 soldiers"), name="soldiers"),), places=(place,), where=place,
        time=When(**at("on Monday"), type="DATE", timex="2024-03-04", interval=(DAY, DAY), value="2024-03-04", precision="day"),
        quantities=(Quantity(**at("3 soldiers"), kind="killed", low=3, best=3, high=3),),
        attribution=(Attribution(source=Mention(**at("officials"), name="officials"), cue=Span(**at("said"))),),
        codes=Codes(plover_type="ASSAULT", plover_mode="firearms", plover_context=(), cameo="190", acled_event="Battles", acled_sub_event="Armed clash"))
    return Reading(report=Report(id=identity, text=text, title="A title", outlet="Outlet", published=DAY), claims=(found,),
                   abstentions=(Abstention(stage="time", reason="no_time", begin=0, end=6, text="Rebels"),))


class Clock:
    """A clock that goes on by an hour each time it is asked."""

    def __init__(self, start: datetime = datetime(2024, 3, 5, tzinfo=UTC)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(hours=1)
        return self.time
