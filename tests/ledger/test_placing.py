"""Placing a ledger's documents, on both databases."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.forms.records import Records
from dragoman.ledger import Ledger
from dragoman.ledger.placing import place_new, told_stories
from ledger.reports import DROUGHT, OTHER_WORDS, TALKS
from ledger.told import story


def report(paragraphs: tuple[str, ...], publisher: str, day: int) -> Records:
    words = "\n".join(paragraphs)
    return story(words, publisher=publisher, published=date(2026, 3, day), title=None)


def fill(ledger: Ledger) -> list[str]:
    """Add two texts of the talks, a copy of the first, and another story; return their ids."""
    given = [
        report(TALKS, "Coast Herald", 14),
        report(OTHER_WORDS, "Harbour Post", 15),
        report(TALKS[:3], "Inland Mail", 14),
        report(DROUGHT, "Coast Herald", 14),
    ]
    for records in given:
        ledger.add(records)
    return [records.document.id for records in given]


def test_every_document_stands_in_exactly_one_story_and_copies_name_their_original(
    ledger: Ledger,
) -> None:
    talks, other, copy, drought = fill(ledger)
    assert place_new(ledger) == 4
    stories = [[d["id"] for d in told["documents"]] for told in told_stories(ledger)]
    assert sorted(sorted(told) for told in stories) == sorted(
        [sorted([talks, other, copy]), [drought]]
    )
    copied = {d["id"]: d["copy_of"] for told in told_stories(ledger) for d in told["documents"]}
    assert copied == {talks: None, other: None, copy: talks, drought: None}


def test_placing_again_moves_nothing(ledger: Ledger) -> None:
    fill(ledger)
    place_new(ledger)
    before = list(told_stories(ledger))
    assert place_new(ledger) == 0
    assert list(told_stories(ledger)) == before


def test_documents_that_come_in_later_join_the_stories_that_are_there(ledger: Ledger) -> None:
    ledger.add(report(TALKS, "Coast Herald", 14))
    place_new(ledger)
    ledger.add(report(OTHER_WORDS, "Harbour Post", 15))
    assert place_new(ledger) == 1
    assert [len(told["documents"]) for told in told_stories(ledger)] == [2]


def test_a_story_counts_a_copy_as_a_document_and_not_as_a_source(ledger: Ledger) -> None:
    fill(ledger)
    place_new(ledger)
    rows = sorted(ledger.stories(), key=lambda row: row["documents"])
    assert [(r["documents"], r["sources"], r["first"], r["last"]) for r in rows] == [
        (1, 1, "2026-03-14", "2026-03-14"),
        (3, 2, "2026-03-14", "2026-03-15"),
    ]


def test_a_document_without_a_date_or_words_has_a_story_too(ledger: Ledger) -> None:
    ledger.add(story("?", published=None, title=None))
    assert place_new(ledger) == 1
    assert [len(told["documents"]) for told in told_stories(ledger)] == [1]


def test_the_command_writes_a_line_of_json_a_story(tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    with Ledger.open(where) as ledger:
        fill(ledger)
    done = CliRunner().invoke(app, ["stories", "--ledger", where, "--format", "json"])
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(len(told["documents"]) for told in lines) == [1, 3]
    assert set(lines[0]) == {"id", "documents"}
    assert set(lines[0]["documents"][0]) == {
        "id", "url", "title", "publisher", "published", "copy_of",
    }  # fmt: skip


@pytest.mark.parametrize(("words", "code"), [(["--format", "xml"], 2), ([], 3)])
def test_a_wrong_format_is_wrong_usage_and_an_absent_ledger_a_missing_part(
    tmp_path: Path, words: list[str], code: int
) -> None:
    done = CliRunner().invoke(app, ["stories", "--ledger", str(tmp_path / "none.db"), *words])
    assert done.exit_code == code
