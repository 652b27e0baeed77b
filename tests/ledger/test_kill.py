"""Writers killed at random moments: the short form of `python -m dragoman.ledger.measure_kill`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from dragoman.ledger.made_up_stories import story
from dragoman.ledger.measure_kill import kill


def test_a_killed_writer_leaves_nothing_half_and_a_rerun_completes(
    place: Callable[[], str],
) -> None:
    told = kill(place, "readings", times=5, documents=25, longest_s=0.3)
    assert (told.times, told.faults) == (5, [])


@pytest.mark.parametrize("writer", ["add", "watch"])
def test_a_killed_command_loses_and_doubles_nothing(writer: str, tmp_path: Path) -> None:
    numbers = count()
    told = kill(
        lambda: str(tmp_path / f"{next(numbers)}.db"), writer, times=1, documents=4, longest_s=0.6
    )
    assert (told.times, told.faults) == (1, [])


def test_the_same_number_is_the_same_story_and_no_other() -> None:
    assert story(5) == story(5)
    assert len({story(number)["text"] for number in range(40)}) == 40
