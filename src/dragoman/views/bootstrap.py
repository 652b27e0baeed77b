"""The Poisson bootstrap: counted scores of periods in, intervals of their sums out.

Each happening is taken so many times as a Poisson draw of mean 1 says (Hanley and MacGibbon 2006).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

_MOST_DRAWS = 200_000  # periods times replicates at once: some MB for each score
_STEPS = 65_536
_MANY = 40  # happenings of a period: their sum is normal to within the width of a line


def intervals(
    scores: Sequence[Mapping[float, int]], level: float, replicates: int, seed: int
) -> list[tuple[tuple[float, float], ...]]:
    """Return for each period the intervals of the sums of cooperation, conflict and balance.

    `scores` are a period's happenings by score. The same seed gives the same intervals.
    """
    if not scores:
        return []
    random = np.random.default_rng(seed)
    up = _draws(random, [{s: n for s, n in c.items() if s > 0} for c in scores], replicates)
    down = _draws(random, [{-s: n for s, n in c.items() if s < 0} for c in scores], replicates)
    tail = 100 * (1 - level) / 2
    ends = [
        np.percentile(sums, [tail, 100 - tail], axis=1).T.tolist() for sums in (up, down, up - down)
    ]
    return [tuple((low, high) for low, high in row) for row in zip(*ends, strict=True)]


def _draws(
    random: np.random.Generator, scores: Sequence[Mapping[float, int]], replicates: int
) -> NDArray[np.float64]:
    """Return the sums (periods, replicates) of scores drawn anew.

    So many draws of mean 1 are one draw of that mean. The sum of `_MANY` and more is drawn from the
    normal distribution of its mean and variance.
    """
    sums = np.zeros((len(scores), replicates))
    few = [at for at, counted in enumerate(scores) if 0 < sum(counted.values()) < _MANY]
    many = [at for at, counted in enumerate(scores) if sum(counted.values()) >= _MANY]
    step = max(1, _MOST_DRAWS // replicates)
    for start in range(0, len(few), step):
        some = few[start : start + step]
        cells = [(n, s, times) for n, at in enumerate(some) for s, times in scores[at].items()]
        rows, values, means = (np.array(part) for part in zip(*cells, strict=True))
        drawn = _poisson(random, means.astype(np.int64), replicates) * values[:, None]
        sums[some] = np.add.reduceat(drawn, np.searchsorted(rows, np.arange(len(some))), axis=0)
    if many:
        means = np.array([[sum(s * n for s, n in scores[at].items())] for at in many])
        spread = np.sqrt([[sum(s * s * n for s, n in scores[at].items())] for at in many])
        drawn = random.standard_normal((len(many), replicates)) * spread + means
        sums[many] = np.maximum(drawn, 0)
    return sums


def _poisson(
    random: np.random.Generator, means: NDArray[np.int64], replicates: int
) -> NDArray[np.uint8]:
    """Draw Poisson numbers (means, replicates) of whole means below `_MANY`.

    Each is looked up by a random number of 16 bits, ten times as fast as drawing it is: what comes
    less often than once in 65,536 is never drawn, which moves no end of an interval.
    """
    places = random.integers(0, _STEPS, (len(means), replicates), np.uint16, endpoint=False)
    drawn = np.empty(places.shape, np.uint8)
    for mean in np.unique(means).tolist():
        at = np.flatnonzero(means == mean)
        drawn[at] = _numbers(mean)[places[at]]
    return drawn


@cache
def _numbers(mean: int) -> NDArray[np.uint8]:
    """Return the Poisson numbers of a mean, each as often in `_STEPS` places as it is likely."""
    counts = range(mean + 12 * math.isqrt(mean) + 16)
    logs = [count * math.log(mean) - mean - math.lgamma(count + 1) for count in counts]
    upto = np.cumsum(np.exp(logs))
    places = (np.arange(_STEPS) + 0.5) / _STEPS
    return np.searchsorted(upto, places).astype(np.uint8)
