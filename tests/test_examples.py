"""The example stories: read whole, by the model that ships, with what must be found in each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import dragoman

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "expected_examples.yaml").read_text("utf-8")
)
each = pytest.mark.parametrize("name", EXPECTED)


@cache
def read(name: str) -> dragoman.Records:
    return dragoman.read(EXAMPLES / name)


def test_every_example_has_its_expectations() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_file()} == set(EXPECTED)


@each
def test_the_day_and_the_publisher_are_found(name: str) -> None:
    document, expected = read(name).document, EXPECTED[name]
    assert str(document.published) == expected["published"]
    assert expected["publisher"] in (None, document.publisher)
    assert document.title


@each
def test_menus_and_notices_are_outside_the_story_and_cited_by_no_record(name: str) -> None:
    records = read(name)
    text = records.document.text
    body = [p.span for p in records.document.paragraphs]
    story = "\n".join(span.of(text) for span in body)
    assert not [words for words in EXPECTED[name]["body_without"] if words in story]
    for record in records.records:
        for cited in record.evidence:
            span = dragoman.Span(cited.start, cited.end)
            assert any(paragraph.contains(span) for paragraph in body), (record.kind, cited)


@each
def test_every_span_cites_its_words(name: str) -> None:
    records = read(name)
    cited = [e for r in records.records for e in r.evidence]
    assert cited
    assert all(records.document.text[e.start : e.end] == e.text for e in cited)


@each
def test_every_teller_is_a_statement_of_the_document(name: str) -> None:
    records = read(name).records
    statements = {r.id for r in records if isinstance(r, dragoman.Statement)}
    assert {r.according_to for r in records if r.according_to} <= statements


FACTS = [
    pytest.param(
        name,
        fact,
        id=f"{name}-{'-'.join(fact['root'])}-{n}",
        marks=[pytest.mark.xfail(reason="known gap of the model")] if fact.get("gap") else [],
    )
    for name, expected in EXPECTED.items()
    for n, fact in enumerate(expected["events"])
]


@pytest.mark.parametrize(("name", "fact"), FACTS)
def test_a_key_event_is_found(name: str, fact: dict[str, Any]) -> None:
    events = [r for r in read(name).records if isinstance(r, dragoman.Event)]
    told = [(e.event, {a.code for a in e.actor}, {r.code for r in e.recipient}) for e in events]
    assert any(
        root in fact["root"]
        and set(fact.get("by", [])) <= actors
        and set(fact.get("to", [])) <= recipients
        for root, actors, recipients in told
    ), told


@each
def test_those_who_speak_are_named(name: str) -> None:
    statements = [r for r in read(name).records if isinstance(r, dragoman.Statement)]
    speakers = {s.speaker.name for s in statements if s.speaker}
    assert set(EXPECTED[name]["speakers"]) <= speakers, speakers


@each
def test_office_holders_are_found(name: str) -> None:
    offices = [r for r in read(name).records if isinstance(r, dragoman.OfficeRecord)]
    assert set(EXPECTED[name]["offices"]) <= {o.person.name for o in offices}
