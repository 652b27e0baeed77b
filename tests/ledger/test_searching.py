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
    found = search(filled, Query(words="norway"))
    assert [hit["published"] for hit in found.hits] == ["2026-04-09", "2026-04-05", "2026-04-02"]
    ship = search(filled, Query(words="ship")).hits[0]["quotes"][0]
    assert (ship["text"], ship["mark"]) == ("It came by ship.", [11, 15])


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
    ],
)
def test_a_search_for_nothing_that_is_known_is_refused(filled: Ledger, query: Query) -> None:
    with pytest.raises(UsageError):
        search(filled, query, Toy())
