"""How sure an attribution is: what the model saw of its cue and its source in, 0 to 1 out.

A cue can be plain and its edge or its source doubtful. So the share of attributions of which cue
and source are right is told by a logistic curve of a few numbers, with the weights of
data/cue_trust.csv, learned from marked statements (`python -m dragoman.learn.tune`).
"""

from __future__ import annotations

from functools import cache
from math import exp, log

import numpy as np

from dragoman.errors import PartError
from dragoman.knowledge import rows
from dragoman.reader.cue_edges import Floats, Range

NUMBERS = (
    "cue", "range", "as tagged", "source", "beside the source", "other sources", "no source",
    "a pronoun", "always",
)  # fmt: skip
"""What is seen: log-odds of the cue, of its range, of the source's least sure word, of the words
beside the source and of all others to be in no source; and whether something is so (1 or 0).
"""

_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who"})
_NEVER = 0.003  # no probability counts as nearer to 0 or 1
_MOST = log((1 - _NEVER) / _NEVER)


def numbers(
    cue: float, share: float, as_tagged: bool, said_by: Floats, source: Range | None, word: str
) -> tuple[float, ...]:
    """Give the `NUMBERS` of an attribution.

    `cue` is the probability of the cue, `share` that of its range among the others, `said_by` (W,)
    that of each word to be in its source; `word` is the source's first, in small letters.
    """
    first = (odds(cue), odds(share), float(as_tagged))
    if source is None:
        return (*first, 0.0, 0.0, odds(1 - float(said_by.max())), 1.0, 0.0, 1.0)
    a, b = source
    around = np.concatenate([[0.0], said_by, [0.0]])  # around[n + 1] is word n
    far = max(float(around[:a].max(initial=0.0)), float(around[b + 2 :].max(initial=0.0)))
    beside = max(float(around[a]), float(around[b + 1]))
    pronoun = b - a == 1 and word in _PRONOUNS
    least = odds(float(said_by[a:b].min()))
    return (*first, least, odds(1 - beside), odds(1 - far), 0.0, float(pronoun), 1.0)


def sure(seen: tuple[float, ...]) -> float:
    """Give the share of attributions with these `NUMBERS` of which cue and source are right."""
    return 1 / (1 + exp(-sum(w * x for w, x in zip(load(), seen, strict=True))))


def odds(p: float) -> float:
    """Give the log-odds of a probability."""
    if p <= _NEVER:
        return -_MOST
    return _MOST if p >= 1 - _NEVER else log(p / (1 - p))


@cache
def load() -> tuple[float, ...]:
    """Load data/cue_trust.csv: a weight a number. Raises PartError where it is damaged."""
    try:
        weights = {row["number"]: float(row["weight"]) for row in rows("cue_trust.csv")}
        return tuple(weights[name] for name in NUMBERS)
    except (KeyError, TypeError, ValueError) as error:
        raise PartError(f"data file cue_trust.csv is damaged ({error!r}); reinstall") from error
