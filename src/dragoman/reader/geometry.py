"""Where words stand to one another: spans to word ranges, signed distances to an anchor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dragoman.reader.passages import Pieces


def words_of(cut: Pieces, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the half-open word ranges that the spans cover; spans past the cut are left out."""
    out = []
    for start, end in spans:
        a = int(np.searchsorted(cut.ends, start, side="right"))
        b = int(np.searchsorted(cut.starts, end, side="left"))
        if a < b:
            out.append((a, b))
    return out


def distance_buckets(words: int, a: int, b: int) -> NDArray[np.int64]:
    """Give each word's bucket of signed distance to the range [a, b): 16 inside it, 0 to 32.

    Exact to 8 words, then two buckets each doubling up to 128.
    """
    size = max(_USUAL, words)
    all_ = _buckets(size)
    out = np.full(words, 16, np.int64)
    out[:a] = all_[size - a : size]
    out[b:] = all_[size + 1 : size + 1 + words - b]
    return out


_USUAL = 512


@cache
def _buckets(size: int) -> NDArray[np.int64]:
    """Give the bucket of every signed distance from -`size` to `size`."""
    signed = np.arange(-size, size + 1)
    size_of = np.abs(signed)
    far = 8 + np.ceil(2 * np.log2(np.maximum(size_of, 8) / 8)).astype(np.int64)
    bucket = np.minimum(np.where(size_of <= 8, size_of, far), 16)
    buckets: NDArray[np.int64] = np.sign(signed) * bucket + 16
    return buckets
