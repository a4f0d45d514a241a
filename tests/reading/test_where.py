from dataclasses import replace

import numpy as np
from tests.reading.parses import parse, text_of

from counterclaim.gazetteer.place import Place as Entry
from counterclaim.language.parser import Sentence, Trigger
from counterclaim.reading.locate import Located
from counterclaim.reading.placenames import Asked
from counterclaim.reading.ranking import Answer
from counterclaim.reading.relations import Relation, Spot
from counterclaim.reading.toponyms import Toponym
from counterclaim.reading.where import event_places, event_spots, named_before
from counterclaim.records import Claim, Place, Span


def entry(name: str, feature: str, country: str = "SY") -> Entry:
    return Entry(number=1, name=name, other_names="", lat=36.0, lon=37.0, derived=False, country=country, admin1="09", admin1_name="Aleppo", admin2=None, feature=feature, population=1, geonames=1,
                 wikidata=None, pcode=None, wof=None, sources=("default",))


def located(sentence: Sentence, word: int, kind: str = "place", relation: Relation | None = None, feature: str = "P.PPL", beside: int | None = None) -> Located:
    begin, end = sentence.words[word]
    toponym = Toponym(begin=begin, end=end, text=sentence.forms[word], kind=kind, asked=Asked(name=sentence.forms[word]), sentence=0, words=(word, word + 1))
    return Located(toponym=toponym, answer=Answer(place=entry(sentence.forms[word], feature)), relation=relation, beside=beside,
                   spot=Spot(lat=36.0, lon=37.0, radius=2, precision=1, geo_precision=1))


def trigger(sentence: Sentence, word: int, *places: int) -> Trigger:
    scores = np.zeros((len(sentence.forms), 3), np.float32)
    scores[list(places), 1] = 0.95
    empty = np.zeros((len(sentence.forms), 5), np.float32)
    return Trigger(word, word + 1, np.array([0.9], np.float32), empty, scores, empty[:, :3], empty, empty[:, :4], np.array([1.0], np.float32))


KILLED = parse("Gunmen NOUN 2 nsubj\nkilled VERB 0 root\nfive NUM 4 nummod\nmen NOUN 2 obj\nin ADP 6 case\nMare PROPN 2 obl\n, PUNCT 8 punct\nAleppo PROPN 6 appos\n, PUNCT 10 punct\nDamascus PROPN 11 nsubj\n"
               "said VERB 2 parataxis")


def names(sentence: Sentence, event: int, places: list[Located], found: Trigger | None) -> list[str]:
    return [weighed.located.toponym.text for weighed in event_places(sentence, (event, event + 1), places, found)]


def test_the_event_is_where_its_clause_says_and_not_where_it_was_told() -> None:
    places = [located(KILLED, 5, beside=KILLED.words[7][0]), located(KILLED, 7), located(KILLED, 9, kind="metonym")]
    assert names(KILLED, 1, places, None) == ["Mare"]
    assert names(KILLED, 1, places, trigger(KILLED, 1, 5)) == ["Mare"]
    assert names(KILLED, 10, places, None) == []


def test_a_reference_point_is_no_place_of_the_event() -> None:
    sentence = parse("shells NOUN 2 nsubj\nfell VERB 0 root\n5 NUM 4 nummod\nkm NOUN 2 obl\nfrom ADP 6 case\nMare PROPN 4 nmod")
    assert names(sentence, 1, [located(sentence, 5, relation=Relation(kind="distance", km=5))], None) == []


def test_definite_nouns_mean_the_place_of_their_kind_named_last() -> None:
    sentence = parse("Aleppo PROPN 0 root\nMare PROPN 1 dep\nSyria PROPN 1 dep\nIdlib PROPN 1 dep")
    places = [located(sentence, 0, feature="A.ADM1"), located(sentence, 1), located(sentence, 2, feature="A.PCLI"), located(sentence, 3, feature="A.ADM1")]
    end = len(text_of(sentence)) + 1
    found = {words: named_before(places, end, words) for words in ("the town", "The province", "the country", "a city", "the north")}
    assert {words: at.toponym.text if at else None for words, at in found.items()} == {"the town": "Mare", "The province": "Idlib", "the country": "Syria", "a city": None, "the north": None}


def claim(number: int, kind: str = "clash", places: tuple[Place, ...] = (), **more: str) -> Claim:
    span = Span(begin=number, end=number + 1, text="x")
    return Claim(id=str(number), type=kind, trigger=span, evidence=span, places=places, **more)  # type: ignore[arg-type]


def test_claims_say_what_their_place_was_told_by() -> None:
    at = Place(begin=0, end=4, text="Mare", name="Mare", lat=36.0, lon=37.0, precision=1)
    claims = [claim(0, places=(replace(at, lat=None, lon=None), at)), claim(1), claim(2, "negotiate"), claim(3, "negotiate", same_as="0"), claim(4), claim(5, factuality="future")]
    out = event_spots(claims, [0, 1, 1, 1, 9, 1], [], [[]] * 6)
    assert [c.where.basis if c.where else None for c in out] == ["claim", "earlier sentence", None, "same event", None, None]
    assert out[1].where is not None and out[1].where.text == "Mare"
