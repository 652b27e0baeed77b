"""Searching a ledger by words, records and meaning, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from told import story

from dragoman.errors import UsageError
from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Meaning
from dragoman.ledger import Ledger
from dragoman.ledger import relevance as ranking
from dragoman.ledger.traits import keep_traits
from dragoman.searching import Query, add_meanings, search

WORDS = ("grain", "dam", "embassy")


class Toy:
    """An encoder that knows three words: a dimension each."""

    digest = "sha256:aa"

    def meaning(self, text: str) -> bytes:
        counts = [100 if word in text.lower() else -10 for word in WORDS]
        return np.array([*counts, *[-1] * 13], np.int8).tobytes()

    def meanings(self, document: Document) -> tuple[Meaning, ...]:
        spans = [paragraph.span for paragraph in document.paragraphs]
        whole = Span(spans[0].start, spans[-1].end)
        return tuple(Meaning(s, self.meaning(s.of(document.text))) for s in (whole, *spans))


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    told = [
        (
            "Norway sent grain to Sudan, said Åse Bø-Lund. It came by ship.",
            2,
            "AID",
            "Coast Herald",
        ),
        (
            "Norway warned Sudan of the dam, Åse Bø-Lund told the Coast Herald.",
            9,
            "THREATEN",
            "Dune Post",
        ),
        (
            "Norway closed its embassy in Sudan, Åse Bø-Lund said on Friday.",
            5,
            "SANCTION",
            "Coast Herald",
        ),
    ]
    for words, day, event, publisher in told:
        made = story(
            words, published=date(2026, 4, day), event=event, publisher=publisher, title=""
        )
        ledger.add(replace(made, meanings=Toy().meanings(made.document)))
    keep_traits(ledger)
    return ledger


def texts(ledger: Ledger, **given: object) -> list[str]:
    found = search(ledger, Query(**given), Toy())  # type: ignore[arg-type]
    return [hit["quotes"][0]["text"] for hit in found.hits]


def test_words_are_found_the_newest_first_and_open_to_their_sentence(filled: Ledger) -> None:
    found = search(filled, Query(words="norway", by="newest"))
    assert [hit["score"] for hit in found.hits] == [None] * 3
    assert [hit["published"] for hit in found.hits] == ["2026-04-09", "2026-04-05", "2026-04-02"]
    ship = search(filled, Query(words="ship")).hits[0]["quotes"][0]
    assert (ship["text"], ship["mark"]) == ("It came by ship.", [11, 15])


def ranked(ledger: Ledger, **given: object) -> list[tuple[str | None, float]]:
    found = search(ledger, Query(**given))  # type: ignore[arg-type]
    return [(hit["title"], hit["score"] or 0.0) for hit in found.hits]


def test_words_in_the_title_count_more_than_words_in_the_text(ledger: Ledger) -> None:
    rest = "The ministers met in Oslo and spoke of fish, of roads and of the winter. " * 3
    for title, words, day in [
        ("Fish and roads", f"A strike at the docks, at the docks, the docks. {rest}", 9),
        ("Strike over pay", f"A strike began. {rest}", 2),
        ("Winter", f"A strike is far off. {rest}", 8),
    ]:
        ledger.add(story(words, title=title, published=date(2026, 4, day)))
    keep_traits(ledger)
    told = ranked(ledger, words="strike")
    assert told[0] == ("Strike over pay", 1.0)
    assert all(0 < score < 0.5 for _, score in told[1:])
    assert ranked(ledger, words="dock* strike")[0][0] == "Fish and roads"
    assert ranked(ledger, words="strike -pay -docks") == [("Winter", 1.0)]
    assert ranked(ledger, words='"over pay"') == [("Strike over pay", 1.0)]


def test_a_text_that_tells_of_the_words_again_and_again_is_more_relevant(ledger: Ledger) -> None:
    rest = "Ministers met in Oslo and spoke of fish and roads."
    for day, words in [
        (3, f"Grain, grain and grain again. {rest}"),
        (9, f"Grain was named, they said. {rest}"),
    ]:
        ledger.add(story(words, title="", published=date(2026, 4, day)))
    keep_traits(ledger)
    for words, days in [("grain", [3, 9]), ("oslo", [9, 3])]:
        found = search(ledger, Query(words=words)).hits
        assert [hit["published"] for hit in found] == [f"2026-04-0{day}" for day in days]


def test_beyond_the_most_that_are_ranked_documents_come_by_day(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST_RANKED", 1)
    found = search(filled, Query(words="norway")).hits
    assert [hit["published"] for hit in found] == ["2026-04-09", "2026-04-05", "2026-04-02"]
    assert [hit["score"] for hit in found] == [1.0, None, None]


def test_records_that_are_asked_for_keep_the_order_of_the_words(filled: Ledger) -> None:
    found = search(filled, Query(words="sudan", kinds=["event"], limit=2))
    assert len(found.hits) == 2
    assert found.hits[0]["score"] == 1.0
    assert found.asked["by"] == "relevance"
    assert search(filled, Query(kinds=["event"])).asked["by"] == "newest"


def test_every_quotation_stands_in_its_document(filled: Ledger) -> None:
    for hit in search(filled, Query(words="sudan bo*")).hits:
        document = filled.document(hit["document"])
        assert document is not None
        for quote in hit["quotes"]:
            assert document["text"][quote["start"] : quote["end"]] == quote["text"]


def test_phrases_and_words_that_must_not_stand(filled: Ledger) -> None:
    assert len(texts(filled, words='"coast herald"')) == 1
    assert len(texts(filled, words="norway -dam")) == 2


def test_publisher_days_and_limit(filled: Ledger) -> None:
    assert len(texts(filled, publisher="coast herald")) == 2
    assert len(texts(filled, words="norway", first="2026-04-03", last="2026-04-05")) == 1
    found = search(filled, Query(words="norway", limit=1))
    assert (len(found.hits), found.documents) == (1, 3)


def test_records_narrow_a_search_and_are_quoted(filled: Ledger) -> None:
    found = search(filled, Query(events=["aid"], pair=("SDN", "NOR")))
    assert [hit["quotes"][0]["record"] is not None for hit in found.hits] == [True]
    assert texts(filled, kinds=["visit"]) == []
    assert len(texts(filled, kinds=["agreement"], codes=["NOR", "SDN"])) == 3
    assert texts(filled, kinds=["statement"], codes=["SDN"]) == []


def test_meaning_finds_the_nearest_and_says_how_near(filled: Ledger) -> None:
    found = search(filled, Query(words="the dam on the river", by_meaning=True), Toy())
    assert "dam" in found.hits[0]["quotes"][0]["text"]
    assert (found.hits[0]["likeness"] or 0) > 0.9 > (found.hits[1]["likeness"] or 0)
    assert found.unread == 0


def test_meaning_keeps_to_the_filters(filled: Ledger) -> None:
    found = texts(filled, words="dam", by_meaning=True, publisher="Coast Herald")
    assert len(found) == 2
    assert not any("dam" in text for text in found)


def test_documents_without_a_vector_are_counted_and_can_be_given_one(filled: Ledger) -> None:
    filled.add(story("Kenya and Sudan spoke about the dam, Åse Bø-Lund said. Norway hosted."))
    keep_traits(filled)
    query = Query(words="dam", by_meaning=True)
    assert search(filled, query, Toy()).unread == 1
    assert len(list(add_meanings(filled, Toy()))) == 1
    found = search(filled, query, Toy())
    assert (found.unread, found.documents) == (0, 4)


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(words="-only"),
        Query(words="x", limit=0),
        Query(events=["DANCE"]),
        Query(kinds=["opera"]),
        Query(codes=["ATL"]),
        Query(words="x", first="yesterday"),
        Query(by_meaning=True),
        Query(words="x", by="chance"),
        Query(codes=["NOR"], by="relevance"),
        Query(words="x", by_meaning=True, by="newest"),
    ],
)
def test_a_search_for_nothing_that_is_known_is_refused(filled: Ledger, query: Query) -> None:
    with pytest.raises(UsageError):
        search(filled, query, Toy())
