from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_stories import Told

from dragoman.forms.claims import Entity, Office
from dragoman.forms.document import Span
from dragoman.forms.records import OfficeRecord
from dragoman.records import made_by, make

WORDS = st.sampled_from(
    [
        "Ruritania",
        "Elbonia",
        "he",
        "we",
        "who",
        "and",
        ",",
        ".",
        ";",
        "“",
        "”",
        '"',
        "'",
        "opposes",
        "support",
        "backing",
        "vowed",
        "to",
        "will",
        "not",
        "signed",
        "a",
        "treaty",
        "with",
        "visit",
        "by",
        "arrived",
        "in",
        "said",
        "that",
        "promise",
        "deal",
        "between",
        "if",
        "called",
        "baseless",
        "must",
        "the",
        "its",
        "of",
        "condemned",
        "rejected",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40), st.booleans())
def test_no_string_of_cues_and_parties_breaks_the_evidence(words: list[str], quoted: bool) -> None:
    told = Told(" ".join(words))
    for name in ("Ruritania", "Elbonia", "he"):
        for nth in range(1, words.count(name) + 1):
            at = [i for i, word in enumerate(words) if word == name][nth - 1]
            start = sum(len(word) + 1 for word in words[:at])
            span = Span(start, start + len(name))
            told.entities[span] = (Entity(name, span.start, span.end, name, "person"),)
    if quoted and told.entities:
        told.said(next(iter(told.entities)), None, told.text)
    # make checks every record itself and raises where one could not be defended.
    records = make(told.claims())
    assert {r.kind for r in records.records} <= {
        "statement", "agreement", "commitment", "position", "visit"
    }  # fmt: skip


@pytest.mark.parametrize("phrase", ["deal with ", "visit to ", "opposed by ", ", who ", "will "])
def test_text_that_is_no_prose_costs_no_more_than_its_length(phrase: str) -> None:
    told = Told(f"Ruritania {phrase}" * 4_000)
    for match in range(4_000):
        start = match * len(f"Ruritania {phrase}")
        span = Span(start, start + 9)
        told.entities[span] = (Entity("Ruritania", span.start, span.end, "R", "person"),)
    claims = told.claims()
    start_s = perf_counter()
    make(claims)
    assert perf_counter() - start_s < 3.0


def test_an_office_keeps_its_whole_phrase_as_evidence() -> None:
    told = Told("Ann Lee, the queen of Elbonia, spoke.")
    span = told.span("Ann Lee")
    lee = Entity("Ann Lee", span.start, span.end, "Ann Lee", "person", code="ELB")
    evidence = told.span("Ann Lee, the queen of Elbonia")
    told.offices.append(Office(lee, "queen", None, "ELB", "GOV", evidence, 0.8))
    (office,) = make(told.claims()).records
    assert isinstance(office, OfficeRecord)
    assert (office.role, office.code, office.confidence) == ("queen", "ELB", 0.8)
    assert office.evidence[0].text == "Ann Lee, the queen of Elbonia"


def test_records_say_what_made_them() -> None:
    told = Told("It rained.", model="sha256:abc")
    assert make(told.claims()).made_by == made_by("sha256:abc")
    assert made_by("sha256:abc")["codebook"] == "plover-2.0"


def test_to_dict_has_the_fields_of_the_contract() -> None:
    told = Told("Ruritania struck Elbonia.")
    told.act("struck", "ASSAULT", [told.who("Ruritania")], [told.who("Elbonia")])
    (event,) = make(told.claims()).records
    assert list(event.to_dict())[:5] == ["kind", "id", "evidence", "confidence", "according_to"]
    assert event.to_dict()["trigger"] == {"start": 10, "end": 16, "text": "struck"}
