"""Training stories: the annotation form is converted exactly; every committed story is sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import FormatError
from dragoman.learn.stories import load_stories, load_story

STORIES = Path(__file__).parents[2] / "training" / "stories"


def story(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": "t1",
        "title": "Envoys meet",
        "published": "2025-03-14",
        "publisher": "Dragoman",
        "license": "Apache-2.0 (written for Dragoman)",
        "paragraphs": [
            "Chad freed two Sudanese envoys on Friday, Sudan said.",
            '"Chad did well," Sudan said. Sudan thanked Chad.',
        ],
        "events": [
            {
                "p": 0,
                "root": "RETREAT",
                "mode": "release",
                "status": "asserted",
                "trigger": "freed",
                "actors": ["Chad"],
                "recipients": ["two Sudanese envoys"],
                "date": "2025-03-14",
                "context": ["diplomatic"],
            }
        ],
    }
    return base | changes


def event(**changes: Any) -> dict[str, Any]:
    return story()["events"][0] | changes


def words(loaded: dict[str, Any], spans: list[list[int]]) -> list[str]:
    return [loaded["text"][start:end] for start, end in spans]


def test_paragraphs_are_joined_under_the_title_and_their_ranges_are_exact() -> None:
    loaded = load_story(story())
    assert loaded["text"].startswith("Envoys meet\n\nChad freed")
    assert words(loaded, loaded["body"]) == story()["paragraphs"]


def test_a_string_names_its_first_whole_word_occurrence() -> None:
    loaded = load_story(story(events=[event(trigger="freed", actors=["Sudan"])]))
    (start, _), *_ = loaded["events"][0]["actors"]
    assert loaded["text"][start:].startswith("Sudan said")


def test_a_numbered_mark_names_a_later_occurrence_in_another_paragraph() -> None:
    loaded = load_story(story(events=[event(actors=[{"t": "Sudan", "n": 2, "p": 1}])]))
    (start, _), *_ = loaded["events"][0]["actors"]
    assert loaded["text"][start:].startswith("Sudan thanked")


def test_dots_name_everything_between_the_first_and_the_last_words() -> None:
    loaded = load_story(story(events=[event(recipients=["two ... Friday"])]))
    assert words(loaded, loaded["events"][0]["recipients"]) == ["two Sudanese envoys on Friday"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"trigger": "released"}, "not in paragraph 0"),
        ({"trigger": "free"}, "whole words"),
        ({"root": "FREE"}, "unknown root"),
        ({"mode": "visit"}, "no mode"),
        ({"status": "past"}, "unknown status"),
        ({"context": ["sport"]}, "unknown context"),
        ({"date": "Friday"}, "ISO date"),
        ({"trigger": []}, "one trigger"),
        ({"p": 9}, "no paragraph"),
    ],
)
def test_a_wrong_event_is_refused_with_its_reason(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        load_story(story(events=[event(**wrong)]))


def test_a_cue_inside_the_content_is_refused() -> None:
    row = {
        "p": 0,
        "kind": "indirect",
        "source": "Sudan",
        "cue": "freed",
        "content": ["Chad ... Friday"],
    }
    with pytest.raises(FormatError, match="inside the content"):
        load_story(story(statements=[row]))


def test_two_stories_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(story()), encoding="utf-8")
    with pytest.raises(FormatError, match="id"):
        load_stories(tmp_path)


@pytest.mark.parametrize("path", sorted(STORIES.glob("*.json")), ids=lambda path: path.stem)
def test_every_committed_story_is_sound(path: Path) -> None:
    loaded = load_story(path)
    assert loaded["license"].startswith("Apache-2.0")
    assert loaded["statements"] or loaded["events"]
