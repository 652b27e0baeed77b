"""What passages are about: their encoder states in, one vector each out, as bytes.

A vector is the mean of a passage's word states, less the mean of all news (states of one encoder
all lean one way), scaled so that its largest part fills a signed byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Span
from dragoman.forms.reading import Meaning
from dragoman.knowledge import rows
from dragoman.reader.passes import Encoded

MOST_PASSAGES = 32
"""Passages of a document whose meanings are kept: with 384 bytes each, 12 KB of a long document."""


@cache
def _center() -> NDArray[np.float32]:
    return np.array([float(row["value"]) for row in rows("meaning/center.csv")], np.float32)


def meanings(encoded: Sequence[Encoded]) -> tuple[Meaning, ...]:
    """Return the meaning of all passages together, then each passage's, in the text's order."""
    if not encoded:
        return ()
    ordered = sorted(encoded, key=lambda e: e.passage)
    means = [e.hidden.mean(0) for e in ordered]
    lengths = np.array([len(e.words) for e in ordered], np.float32)
    whole = np.average(means, axis=0, weights=lengths).astype(np.float32)
    everything = Span(ordered[0].passage.start, ordered[-1].passage.end)
    parts = zip(ordered[:MOST_PASSAGES], means, strict=False)
    return (
        Meaning(everything, _bytes(whole)),
        *(Meaning(e.passage, _bytes(mean)) for e, mean in parts),
    )


def _bytes(mean: NDArray[np.float32]) -> bytes:
    """Return a mean of states (384,) float32 as signed bytes."""
    moved = mean / max(float(np.linalg.norm(mean)), 1e-9) - _center()
    scaled = np.rint(moved * (127 / max(float(np.abs(moved).max()), 1e-9)))
    return bytes(scaled.astype(np.int8))
