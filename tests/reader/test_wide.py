"""A wide reading: what the plain one is too unsure of comes too, with evidence and confidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.extras import Extras
from dragoman.forms.records import Event, Records
from dragoman.pipeline import Reader
from dragoman.records.check import check

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STORIES = ("border-clash.txt", "state-visit.txt", "summit.txt")


@pytest.fixture(scope="module")
def read() -> list[tuple[Records, Records]]:
    """Each story read plainly and widely."""
    plain, wide = Reader(), Reader(Extras(wide=True))
    return [(plain.read(EXAMPLES / name), wide.read(EXAMPLES / name)) for name in STORIES]


def events(made: Records) -> list[Event]:
    return [r for r in made.records if isinstance(r, Event)]


def test_it_holds_more_events_and_cites_each(read: list[tuple[Records, Records]]) -> None:
    for plain, wide in read:
        check(wide)
        assert len(events(wide)) > len(events(plain))
        triggers = [e.trigger for e in events(wide)]
        for event in events(plain):
            assert any(
                t.start < event.trigger.end and event.trigger.start < t.end for t in triggers
            )


def test_its_confidence_sets_half_sure_events_apart(read: list[tuple[Records, Records]]) -> None:
    """Who asks for confidence is left with about what the plain reading gives."""
    for plain, wide in read:
        assert all(0 < e.confidence < 1 for e in events(wide))
        assert min(e.confidence for e in events(wide)) < min(e.confidence for e in events(plain))


def test_the_maker_of_a_wide_reading_says_so() -> None:
    text = "Kenya accused Uganda of shelling Busia on Friday. The two states recalled envoys."
    done = {
        wide: CliRunner().invoke(app, ["read", *wide, "-", "--format", "json"], input=text)
        for wide in ((), ("--wide",))
    }
    made = {wide: json.loads(result.stdout)["made_by"] for wide, result in done.items()}
    assert made["--wide",] == {**made[()], "reach": "wide"}
