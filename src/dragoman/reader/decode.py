"""Tag scores in, word ranges out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Ranges = list[tuple[int, int]]

# Outside may not be followed by an inside, nor a role's inside by the other role's.
_FORBIDDEN = -1e4
_STEP = np.zeros((5, 5), dtype=np.float32)
for _before, _inside in ((0, 2), (0, 4), (1, 4), (2, 4), (3, 2), (4, 2)):
    _STEP[_before, _inside] = _FORBIDDEN
_STARTS = frozenset({0, 1, 3})


def softmax(x: Floats) -> Floats:
    """Give probabilities over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    out: Floats = e / e.sum(-1, keepdims=True)
    return out


def sigmoid(x: Floats) -> Floats:
    """Give the logistic function of `x`."""
    out: Floats = (1 / (1 + np.exp(-x))).astype(np.float32)
    return out


def mixed_roots(first: Floats, second: Floats) -> Floats:
    """Give each root's share (16,) as the tagger (16,) and the focus (17,) see a trigger.

    The last of the focus' classes, that there is no act, is left out.
    """
    both = np.sqrt((first / max(float(first.sum()), 1e-6) + 1e-4) * (second[:-1] + 1e-4))
    out: Floats = both / both.sum()
    return out


def best_roles(logits: Floats, lengths: Ints) -> Ints:
    """Give the best tags (N, W) of two roles from (N, W, 5); -1 past each length.

    Steps cost nothing or are forbidden: where each word's own best tags make an allowed row, they
    are the best row; only the others need the search.
    """
    w = logits.shape[1]
    live = np.arange(w)[None, :] < lengths[:, None]
    tags: Ints = logits.argmax(-1)
    bad = (_STEP[tags[:, :-1], tags[:, 1:]] < 0) & live[:, 1:]
    rows = np.flatnonzero(bad.any(1) | (tags[:, 0] == 2) | (tags[:, 0] == 4))
    tags[~live] = -1
    if len(rows):
        tags[rows] = viterbi(logits[rows], lengths[rows])
    return tags


def viterbi(logits: Floats, lengths: Ints) -> Ints:
    """Give the best allowed tags (N, W) of two roles over (N, W, 5); -1 past each length.

    In plain numbers: the few rows that come here are too few for an array's call at each word.
    """
    out = np.full(logits.shape[:2], -1, dtype=np.int64)
    for row, length in enumerate(lengths.tolist()):
        out[row, :length] = _best_row(logits[row, :length].tolist())
    return out


def _best_row(scores: list[list[float]]) -> list[int]:
    """Give the best allowed tags of one row: an inside follows its own beginning or inside."""
    first = scores[0]
    state = [s if tag in _STARTS else s + _FORBIDDEN for tag, s in enumerate(first)]
    came: list[tuple[int, int, int]] = []
    for o, b1, i1, b2, i2 in scores[1:]:
        top = max(state)
        any_ = state.index(top)
        one = 1 if state[1] >= state[2] else 2
        two = 3 if state[3] >= state[4] else 4
        came.append((any_, one, two))
        state = [top + o, top + b1, state[one] + i1, top + b2, state[two] + i2]
    tag = state.index(max(state))
    out = [tag]
    for any_, one, two in reversed(came):
        tag = one if tag == 2 else two if tag == 4 else any_
        out.append(tag)
    return out[::-1]


def role_ranges(tags: Ints, first: int) -> Ranges:
    """Give the word ranges of the role whose beginning is tag `first` in one row of tags."""
    out: Ranges = []
    for at in np.flatnonzero((tags == first) | (tags == first + 1)).tolist():
        if tags[at] == first or not out or out[-1][1] != at:
            out.append((at, at + 1))
        else:
            out[-1] = (out[-1][0], at + 1)
    return out


_LOOSE = frozenset({",", ";", ":", "-", "–", "—", "and", "or", "&", "not", "also", "then"})
_LOOSE_END = _LOOSE | {"of", "the", "a", "an", "in", "from", "to", "at", "with", "(", "who", "that"}


def trim(words: Sequence[str], a: int, b: int) -> tuple[int, int]:
    """Take loose punctuation and joining words off the edges of a party's words [a, b).

    A parenthesis that the range opens is closed where the next word closes it.
    """
    while a < b and (words[a].lower() in _LOOSE or words[a] == ")"):
        a += 1
    inside = words[a:b]
    if inside.count("(") > inside.count(")") and b < len(words) and words[b] == ")":
        return a, b + 1
    while a < b and words[b - 1].lower() in _LOOSE_END:
        if b - a > 2 and words[b - 2] == "-":
            break  # "Moon Jae-in"
        b -= 1
    if words[a:b].count(")") > words[a:b].count("(") and words[b - 1] == ")":
        b -= 1
    if not any(any(map(str.isalpha, word)) for word in words[a:b]):
        return a, a
    return a, b


def anchors(inside: Floats, threshold: float, edge: float | None = None) -> Ranges:
    """Give the word ranges with a word inside with at least `threshold`; what touches is one.

    A range goes on over the words beside it that are inside with at least `edge`, if that is lower:
    an anchor is seldom sure to its last word, and a part of it is no anchor.

    `inside` (W,) is the probability that a word is in an anchor. Two cues or triggers side by side
    are rarer than one read in two: never parting them gained 0.037 F1 of cues and 0.006 of acts on
    the development parts.
    """
    out: Ranges = []
    for at in np.flatnonzero(inside >= min(threshold, edge or threshold)).tolist():
        if out and out[-1][1] == at:
            out[-1] = (out[-1][0], at + 1)
        else:
            out.append((at, at + 1))
    return [(a, b) for a, b in out if inside[a:b].max() >= threshold]
