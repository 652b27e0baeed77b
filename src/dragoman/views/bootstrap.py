"""The Poisson bootstrap: counted scores of periods in, intervals of their sums out.

Each happening is taken so many times as a Poisson draw of mean 1 says (Hanley and MacGibbon 2006).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_MOST_DRAWS = 200_000  # periods times replicates at once: some MB for each score
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
        np.percentile(sums, [tail, 100 - tail], axis=0).T.tolist() for sums in (up, down, up - down)
    ]
    return [tuple((low, high) for low, high in row) for row in zip(*ends, strict=True)]


def _draws(
    random: np.random.Generator, scores: Sequence[Mapping[float, int]], replicates: int
) -> NDArray[np.float64]:
    """Return the sums (replicates, periods) of scores drawn anew.

    So many draws of mean 1 are one draw of that mean. The sum of `_MANY` and more is drawn from the
    normal distribution of its mean and variance.
    """
    sums = np.zeros((replicates, len(scores)))
    few = [at for at, counted in enumerate(scores) if 0 < sum(counted.values()) < _MANY]
    many = [at for at, counted in enumerate(scores) if sum(counted.values()) >= _MANY]
    step = max(1, _MOST_DRAWS // replicates)
    for start in range(0, len(few), step):
        some = few[start : start + step]
        cells = [(n, at, s, times) for n, at in enumerate(some) for s, times in scores[at].items()]
        columns, _, values, means = (np.array(part) for part in zip(*cells, strict=True))
        drawn = random.poisson(means, (replicates, len(cells))) * values
        first = np.searchsorted(columns, np.arange(len(some)))
        sums[:, some] = np.add.reduceat(drawn, first, axis=1)
    if many:
        means = np.array([sum(s * n for s, n in scores[at].items()) for at in many])
        spread = np.sqrt([sum(s * s * n for s, n in scores[at].items()) for at in many])
        drawn = random.standard_normal((replicates, len(many))) * spread + means
        sums[:, many] = np.maximum(drawn, 0)
    return sums
