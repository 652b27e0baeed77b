"""Quality floors: the shipped reader on the held-out stories and the development parts.

Each floor lies a little under the figure in docs/measured.md; it is raised with the model. Every
figure comes from the scorecard that a user runs (`dragoman score`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.learn import score

FLOORS = {
    "events": {
        "trigger+root F1": 0.63,
        "actor F1 on found events": 0.75,
        "recipient F1 on found events": 0.62,
        "status accuracy": 0.92,
        "whole-story types macro-F1": 0.70,
    },
    "statements": {"source F1": 0.74, "cue F1": 0.80, "content F1": 0.78},
    "attribution": {"source F1": 0.77, "cue F1": 0.70, "content F1": 0.64},
    "actors": {"country": 0.93, "sector": 0.90, "both": 0.88},
}


@pytest.fixture(scope="module")
def scores(shared: Path) -> dict[tuple[str, str], float]:
    data = shared / "data"
    rows = score.main(
        [
            data / "annotated" / "voa.jsonl",
            data / "annotated" / "press.jsonl",
            data / "polnear" / "dev.jsonl",
            data / "actors" / "dev.jsonl",
        ],
        part="dev",
    )
    return {(row.work, row.measure): row.value for row in rows}


@pytest.mark.parametrize(
    ("work", "measure", "floor"),
    [(work, name, value) for work, rows in FLOORS.items() for name, value in rows.items()],
)
def test_the_reader_does_not_fall_under_its_floor(
    scores: dict[tuple[str, str], float], work: str, measure: str, floor: float
) -> None:
    assert scores[work, measure] >= floor


def test_sides_are_not_swapped(scores: dict[tuple[str, str], float]) -> None:
    assert scores["events", "sides swapped"] <= 0.02
