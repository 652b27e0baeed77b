"""Corrections as training examples: stories that training reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exported_reports import VISIT, again, visit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import FormatError
from dragoman.exporting import Order, write_folder
from dragoman.learn.stories import load_stories, load_story
from dragoman.ledger import Ledger
from dragoman.views.exports.marks import Page, Unmarked

Exported = Callable[..., str]


def story(text: str) -> dict[str, Any]:
    (line,) = text.splitlines()
    made: dict[str, Any] = json.loads(line)
    return made


def test_a_corrected_document_is_a_story_that_training_takes(exported: Exported) -> None:
    loaded = load_story(story(exported("stories")))
    assert loaded["title"] == "Lund ends Kenya visit"
    cut = loaded["text"]
    words = {cut[slice(*e["trigger"][0])]: e["root"] for e in loaded["events"]}
    assert words == {
        "visited": "CONSULT",
        "condemned": "REQUEST",
        "shelled": "ASSAULT",
        "agreed to build": "AGREE",
        "may send": "AID",
    }


def test_marks_name_the_very_spans_of_the_records(exported: Exported) -> None:
    loaded = load_story(story(exported("stories")))
    # The story's text is the document's behind a title of its own.
    shift = loaded["body"][0][0]
    events = {e.trigger.text: e for e in visit().records if e.kind == "event"}  # type: ignore[attr-defined]
    for mark in loaded["events"]:
        event = events[loaded["text"][slice(*mark["trigger"][0])]]
        for spans, parties in (
            (mark["actors"], event.actor),
            (mark["recipients"], event.recipient),
        ):  # type: ignore[attr-defined]
            assert [[a - shift, b - shift] for a, b in spans] == [[p.start, p.end] for p in parties]


def test_a_mark_says_what_a_person_said_of_it(exported: Exported) -> None:
    marks = {e["trigger"]: e["checked"] for e in story(exported("stories"))["events"]}
    assert marks["condemned"] == "edited"
    assert marks["visited"] is None


def test_what_a_person_rejected_is_no_mark(exported: Exported) -> None:
    triggers = [e["trigger"] for e in story(exported("stories"))["events"]]
    assert "may sign" not in triggers


def test_registers_and_people_come_along(exported: Exported) -> None:
    made = story(exported("stories"))
    assert made["people"] == [
        {
            "name": "Amina Wanjiru", "role": "Foreign Minister", "organisation": None,
            "country": "KEN", "sector": "GOV", "checked": None,
        }
    ]  # fmt: skip
    assert made["commitments"][0]["what"] == "open a consulate here by June"
    assert made["positions"][0]["stance"] == "oppose"
    assert made["visits"][0]["who"] == ["Odd Lund"]
    assert made["agreements"][0]["parties"] == ["Kenya", "Norway"]


def test_judged_keeps_only_paragraphs_in_which_a_person_judged_every_record(
    ledger: Ledger, exported: Exported
) -> None:
    assert exported("stories", judged=True) == ""
    paragraph = [r["id"] for r in ledger.records() if r["evidence"][0]["text"] in VISIT[1]]
    for name in {"ev-shell", "ev-port", "st-shell", "ag-1"} & set(paragraph):
        ledger.correct(name, "accepted", by="Ada", reason="just so")
    made = story(exported("stories", judged=True))
    assert made["paragraphs"] == [VISIT[1]]
    assert [e["checked"] for e in made["events"]] == ["accepted", "edited", "accepted"] or {
        e["trigger"]: e["checked"] for e in made["events"]
    } == {"condemned": "edited", "shelled": "accepted", "agreed to build": "accepted"}
    load_story(made)


def test_a_folder_gets_a_file_a_story(ledger: Ledger, tmp_path: Path) -> None:
    ledger.correct("ev-visit-2", "accepted", by="Ada", reason="just so")
    write_folder(ledger, Order(form="stories"), tmp_path)
    assert {s["title"] for s in load_stories(tmp_path)} == {
        "Lund ends Kenya visit",
        "Lund in Kenya",
    }
    assert all(":" not in path.name for path in tmp_path.glob("*.json"))


def test_a_ledger_without_corrections_has_no_stories(tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "one.db")) as fresh:
        fresh.add(again())
        out = tmp_path / "out"
        out.mkdir()
        tally = write_folder(fresh, Order(form="stories"), out)
    assert (tally.rows, list(out.iterdir())) == (0, [])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(st.text("ab .-'\n", min_size=1, max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_a_mark_leads_back_to_its_span_or_is_not_made(words: str, start: int, long: int) -> None:
    end = min(len(words), start + long)
    if start >= end or words != words.strip():
        return
    page = Page(words, ((0, len(words)),))
    try:
        mark = page.mark({"start": start, "end": end}, 0)
    except Unmarked:
        return
    made = {
        "id": "x", "title": "T", "published": "2026-03-14", "publisher": "P", "license": "L",
        "paragraphs": [words],
        "events": [
            {"p": 0, "root": "AID", "mode": None, "status": "asserted", "trigger": mark}
        ],
    }  # fmt: skip
    try:
        loaded = load_story(made)
    except FormatError as error:
        pytest.fail(f"{mark!r}: {error}")
    low = loaded["body"][0][0]
    assert loaded["events"][0]["trigger"] == [[low + start, low + end]]
