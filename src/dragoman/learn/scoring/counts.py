"""Counts of each story in, rows of the scorecard with bootstrap intervals out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 300
"""Draws of the stories, with replacement, for an interval."""

SEED = 7


@dataclass(frozen=True, slots=True)
class Score:
    """One row of the scorecard with its 95 % bootstrap interval over stories.

    `value` is 0 to 1, but for sizes, whose measure names the unit. `n` counts what is marked.
    `seen`: the released weights were trained on these very items, so that the figure says nothing
    of others.
    """

    work: str
    measure: str
    value: float
    low: float
    high: float
    n: int
    seen: bool = False


def f1(counts: Floats) -> float:
    """Give F1 of summed (right, found, gold) counts."""
    right, found, gold = counts
    return float(2 * right / (found + gold)) if found + gold else 0.0


def interval(measure: Callable[[NDArray[np.int64]], float], size: int) -> tuple[float, float]:
    """Give the 95 % interval of a measure of story numbers, over draws of `size` stories."""
    rng = np.random.default_rng(SEED)
    draws = rng.integers(0, size, (RESAMPLES, size))
    values = np.sort([measure(draw) for draw in draws])
    return float(values[int(0.025 * RESAMPLES)]), float(values[int(0.975 * RESAMPLES)])


def scored(
    work: str, measure: str, value: Callable[[NDArray[np.int64]], float], size: int, n: int
) -> Score:
    """Make a row of a measure that takes the numbers of the stories it is of."""
    low, high = interval(value, size)
    return Score(work, measure, value(np.arange(size)), low, high, n)


class Tally:
    """Counts by measure, a row for each story, so that stories can be drawn again."""

    def __init__(self, work: str) -> None:
        self.work = work
        self.rows: dict[str, list[tuple[float, float, float]]] = {}

    def add(self, measure: str, right: float, found: float, gold: float) -> None:
        """Add one story's counts: found right, found, gold; right, all, all for accuracies."""
        self.rows.setdefault(measure, []).append((right, found, gold))

    def scores(self) -> list[Score]:
        """Give the rows of the scorecard."""
        out = []
        for measure, rows in self.rows.items():
            table = np.array(rows)

            def value(draw: NDArray[np.int64], table: Floats = table) -> float:
                return f1(table[draw].sum(0))

            out.append(scored(self.work, measure, value, len(rows), int(table.sum(0)[2])))
        return out

    def macro(self, prefix: str, label: str) -> list[Score]:
        """Average F1 of the classes whose measures begin with `prefix`; one that is neither marked
        nor found is left out, in the whole as in each draw.
        """
        classes = [rows for name, rows in self.rows.items() if name.startswith(prefix)]
        if not classes or not classes[0]:
            return []
        table = np.array(classes)  # classes, stories, 3

        def value(draw: NDArray[np.int64]) -> float:
            sums = table[:, draw].sum(1)
            seen = sums[:, 1:].sum(1) > 0
            return float(np.mean([f1(row) for row in sums[seen]])) if seen.any() else 0.0

        return [scored(self.work, label, value, table.shape[1], len(classes))]


Hit = tuple[float, bool]
"""A record's confidence, and whether it was right."""

BINS = 10


def calibration_error(hits: Sequence[Hit]) -> float:
    """Give the expected calibration error over ten bins of equal count (Naeini et al. 2015)."""
    if not hits:
        return 0.0
    said = np.array([confidence for confidence, _ in hits])
    right = np.array([float(hit) for _, hit in hits])
    bins = np.array_split(np.argsort(said, kind="stable"), BINS)
    gaps = (abs(said[b].mean() - right[b].mean()) * len(b) for b in bins if len(b))
    return float(sum(gaps) / len(said))


def calibration(measure: str, stories: Sequence[Sequence[Hit]]) -> list[Score]:
    """Score the calibration of the confidences of stories' records."""
    if not any(stories):
        return []

    def value(draw: NDArray[np.int64]) -> float:
        return calibration_error([hit for n in draw for hit in stories[n]])

    return [scored("calibration", measure, value, len(stories), sum(map(len, stories)))]
