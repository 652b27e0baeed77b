"""Where a cue begins and ends: the model's scores and the words at its edges in, its range out.

The tagger knows a cue by its verb and is unsure of what stands beside it: "said in", "has called
the". Every range near the tagged one is scored by the words at both of its edges and by what the
model saw there, and the best is taken. The weights are data/cue_edges.csv; what counts is learned
from marked cues (`python -m dragoman.learn.cue_edges`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import PartError
from dragoman.knowledge import rows

Floats = NDArray[np.float32]
Range = tuple[int, int]

LEFT, RIGHT = 3, 5
"""Words by which a cue may be longer than the tagged one, on each side."""

LONGEST = 10
"""Words of the longest cue, unless the tagged one is longer."""

NUMBERS = (
    "inside", "first", "last", "before", "after", "begins", "length", "content in it",
    "source in it", "content after", "source after", "content before", "source before", "one word",
    "least inside", "as tagged", "begins within",
)  # fmt: skip
"""What the model's scores say of a range: the columns of `numbers`, in this order."""

_FAR = -4.6  # the log-odds of a word that does not exist
_NONE = "#"  # the word before the first and after the last


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen around a tagged cue: the passage's words, folded, and for each of them the
    probability to be in a cue and to begin one (W,), and those of the roles (W, 5).
    """

    words: Sequence[str]
    tagged: Range
    inside: Floats
    begins: Floats
    roles: Floats

    @property
    def head(self) -> str:
        """The tagged word that is the surest to be in a cue."""
        a, b = self.tagged
        return self.words[a + int(self.inside[a:b].argmax())]


@dataclass(frozen=True, slots=True)
class Edges:
    """Weights of words at edges, by key, and of `NUMBERS`."""

    weights: Mapping[str, float]
    numeric: Floats
    _longest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        whole = (key.count(" ") for key in self.weights if key.startswith("w "))
        object.__setattr__(self, "_longest", max(whole, default=0))

    def best(self, sight: Sight) -> tuple[Range, float]:
        """Give the range of words that is the likeliest to be the cue, and its share: how likely
        it is among all that were tried.
        """
        ranges = near(len(sight.words), sight.tagged)
        scores = self.text(sight.words, sight.head, ranges) + numbers(sight, ranges) @ self.numeric
        at = int(scores.argmax())
        return ranges[at], 1 / float(np.exp(scores - scores[at]).sum())

    def text(self, words: Sequence[str], head: str, ranges: Sequence[Range]) -> Floats:
        """Score ranges by their words alone."""
        get = self.weights.get
        left = {a: sum([get(k, 0.0) for k in left_keys(words, a, head)]) for a in _each(ranges, 0)}
        right = {
            b: sum([get(k, 0.0) for k in right_keys(words, b, head)]) for b in _each(ranges, 1)
        }
        longest = self._longest
        whole = (get(whole_key(words, a, b), 0.0) if b - a <= longest else 0.0 for a, b in ranges)
        sides = (left[a] + right[b] for a, b in ranges)
        return np.array([x + y for x, y in zip(sides, whole, strict=True)], np.float32)


def _each(ranges: Sequence[Range], side: int) -> set[int]:
    return {one[side] for one in ranges}


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Give the form under which a word is known here."""
    return word.lower().replace("’", "'")


def near(count: int, tagged: Range) -> list[Range]:
    """Give the ranges of a passage of `count` words that share a word with the tagged one."""
    start, end = tagged
    most = max(LONGEST, end - start)
    return [
        (a, b)
        for a in range(max(0, start - LEFT), end)
        for b in range(max(a, start) + 1, min(count, end + RIGHT) + 1)
        if b - a <= most
    ]


def left_keys(words: Sequence[str], a: int, head: str) -> tuple[str, ...]:
    """Give the keys of an edge before word `a`."""
    out, into = _word(words, a - 1), _word(words, a)
    return f"li {into}", f"lo {out}", f"lp {out} {into}", f"lh {out} {head}"


def right_keys(words: Sequence[str], b: int, head: str) -> tuple[str, ...]:
    """Give the keys of an edge before word `b`."""
    last, out = _word(words, b - 1), _word(words, b)
    second = _word(words, b - 2)
    return f"ri {last}", f"ro {out}", f"rp {last} {out}", f"rh {head} {out}", f"r2 {second} {last}"


def whole_key(words: Sequence[str], a: int, b: int) -> str:
    """Give the key of all words of a range."""
    return "w " + " ".join(words[a:b])


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else _NONE


def numbers(sight: Sight, ranges: Sequence[Range]) -> Floats:
    """Give what the model's scores say of ranges (ranges, `NUMBERS`)."""
    clipped = np.clip(sight.inside, 0.01, 0.99)
    odds = np.log(clipped / (1 - clipped))
    source, content = sight.roles[:, 1:3].sum(1), sight.roles[:, 3:5].sum(1)
    a, b = np.array(ranges).T
    row = odds.tolist()  # many short runs: ten times as fast as by array
    count = len(row)
    each = np.concatenate([odds, source, content, sight.begins]).reshape(4, count)
    totals = np.zeros((4, count + 1))
    totals[:, 1:] = each.cumsum(1)
    within = totals[:, b] - totals[:, a]
    around = np.zeros((3, count + 2))  # around[:, n + 1] is word n
    around[:, 1:-1] = each[:3]
    around[0, 0] = around[0, -1] = _FAR
    edge = around[0]
    before, after = around[:, a], around[:, b + 1]
    begins, length = sight.begins[a], b - a
    out = np.empty((len(ranges), len(NUMBERS)), np.float32)
    for number, column in enumerate((
        within[0], edge[a + 1], edge[b], before[0], after[0], begins, length, within[2],
        within[1], after[2], after[1], before[2], before[1], length == 1,
        [min(row[x:y]) for x, y in ranges], (a == sight.tagged[0]) & (b == sight.tagged[1]),
        within[3] - begins,
    )):  # fmt: skip
        out[:, number] = column
    return out


@cache
def load() -> Edges:
    """Load data/cue_edges.csv. Raises PartError where it is damaged."""
    try:
        weights = {row["key"]: float(row["weight"]) for row in rows("cue_edges.csv")}
        numeric = np.array([weights.pop(f"n {name}") for name in NUMBERS], np.float32)
    except (KeyError, TypeError, ValueError) as error:
        raise PartError(f"data file cue_edges.csv is damaged ({error!r}); reinstall") from error
    return Edges(weights, numeric)
