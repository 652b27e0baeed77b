"""Passages through the network: padded batches in, words and tag probabilities out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Span
from dragoman.reader.decode import role_ranges, softmax, trim
from dragoman.reader.features import SIZES, feature_ids
from dragoman.reader.geometry import distance_buckets
from dragoman.reader.passages import Pieces, pieces, words_in
from dragoman.reader.session import Session

BATCH_PIECES = 512
"""Padded word pieces of one pass of the encoder. Larger passes fall out of the core's own cache:
2,048 read a third fewer words a second."""

BATCH_ANCHOR_WORDS = 512
"""Padded words of one pass of the focus; for the same reason."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage after the encoder: its words' hidden states (W, 384) and tag probabilities."""

    passage: Span
    cut: Pieces
    words: tuple[str, ...]
    hidden: NDArray[np.float32]
    trigger: NDArray[np.float32]
    cue: NDArray[np.float32]
    mention: NDArray[np.float32]

    def span(self, words: tuple[int, int]) -> Span:
        """Give the document's span of a range of words."""
        base = self.passage.start
        return Span(base + int(self.cut.starts[words[0]]), base + int(self.cut.ends[words[1] - 1]))


@dataclass(frozen=True, slots=True)
class Question:
    """An anchor to focus on: where, which kind, how likely it is one."""

    at: Encoded
    words: tuple[int, int]
    kind: int
    confidence: float


def parties(e: Encoded, tags: NDArray[Any], first: int) -> tuple[Span, ...]:
    """Give the parties of one role of an act, loose words and article left out (annotation.md).

    `tags` are a row of `decode.best_roles`, `first` the tag with which the role begins.
    """
    return tuple(
        e.span((a + (b - a > 1 and e.words[a].lower() in _ARTICLES), b))
        for a, b in _trimmed(e, tags, first)
    )


_ARTICLES = frozenset({"the", "a", "an"})


def _trimmed(e: Encoded, tags: NDArray[Any], first: int) -> list[tuple[int, int]]:
    ranges = (trim(e.words, a, b) for a, b in role_ranges(tags, first))
    return [(a, b) for a, b in ranges if a < b]


PASS_COST = 10
"""What a pass costs beyond its pieces, in pieces: the calls of its hundred and fifty kernels."""


def grouped(order: Sequence[int], sizes: Sequence[int], limit: int) -> list[list[int]]:
    """Group numbers whose sizes rise into the passes that cost least, padding counted.

    A pass costs its count times its largest size, and `PASS_COST`; it stays within `limit` unless
    one number alone is larger.
    """
    best = [0] + [0] * len(order)
    begin = [0] * (len(order) + 1)
    for end in range(1, len(order) + 1):
        largest = sizes[order[end - 1]]
        most = max(1, limit // max(1, largest))
        cost, start = min(
            (best[start] + (end - start) * largest + PASS_COST, start)
            for start in range(max(0, end - most), end)
        )
        best[end], begin[end] = cost, start
    out: list[list[int]] = []
    end = len(order)
    while end:
        out.append(list(order[begin[end] : end]))
        end = begin[end]
    return out[::-1]


def run_encoder(
    session: Session, cuts: Sequence[Pieces], features: Sequence[NDArray[np.int64]]
) -> list[NDArray[np.float32]]:
    """Run the encoder over one padded batch."""
    size = (len(cuts), max(len(c.ids) for c in cuts))
    ids, mask = np.zeros(size, np.int64), np.zeros(size, np.int64)
    table = np.zeros((*size, len(SIZES)), np.int64)
    for row, (cut, feature) in enumerate(zip(cuts, features, strict=True)):
        n = len(cut.ids)
        ids[row, :n], mask[row, :n], table[row, :n] = cut.ids, 1, feature
    return session.encode(ids, mask, table)


def encode(session: Session, cut: Sequence[Span], texts: Sequence[str]) -> list[Encoded]:
    """Encode all passages; those of no words are left out."""
    cuts = pieces(session.tokenizer, texts)
    order = sorted(
        (n for n in range(len(cut)) if len(cuts[n].first)), key=lambda n: len(cuts[n].ids)
    )
    out: list[Encoded] = []
    for batch in grouped(order, [len(c.ids) for c in cuts], BATCH_PIECES):
        words = [words_in(texts[n], cuts[n]) for n in batch]
        features = [
            feature_ids(texts[n], cuts[n], words=of) for n, of in zip(batch, words, strict=True)
        ]
        hidden, *tags = run_encoder(session, [cuts[n] for n in batch], features)
        probabilities = [softmax(t) for t in tags]
        for row, n in enumerate(batch):
            first = cuts[n].first
            told = (p[row, first] for p in probabilities)
            out.append(Encoded(cut[n], cuts[n], words[row], hidden[row, first], *told))
    return out


def run_focus(
    session: Session, questions: Sequence[Question], wanted: list[str]
) -> list[NDArray[np.float32]]:
    """Run the focus over one padded batch of anchors."""
    width = max(len(q.at.cut.first) for q in questions)
    n = len(questions)
    hidden = np.zeros((n, width, questions[0].at.hidden.shape[-1]), np.float32)
    mask, anchor = np.zeros((n, width), np.int64), np.zeros((n, width), np.int64)
    distance = np.zeros((n, width), np.int64)
    for row, question in enumerate(questions):
        size = len(question.at.cut.first)
        hidden[row, :size], mask[row, :size] = question.at.hidden, 1
        anchor[row, slice(*question.words)] = question.kind
        distance[row] = distance_buckets(width, *question.words)
    return session.focus(hidden, mask, anchor, distance, wanted)
