"""Sentences with two given parties in, what the acts that they tell say of the root between them.

`relate` looks at the two marked parties and at the sentence as a whole. `read` finds the words that
tell an act and whom it joins. Each knows what the other does not: the second has seen ten times as
many acts, the first what PLV calls them. `mixed` weighs both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Span
from dragoman.reader import labels
from dragoman.reader.decode import anchors, mixed_roots, softmax
from dragoman.reader.geometry import words_of
from dragoman.reader.passes import (
    BATCH_ANCHOR_WORDS,
    Encoded,
    Question,
    encode,
    grouped,
    run_focus,
)
from dragoman.reader.session import Session

Floats = NDArray[np.float64]
Spans = Sequence[tuple[int, int]]

LIKELY = 0.1
"""A word is asked about from this probability of being a trigger on: `relate` wants the likeliest
root, so an act that `read` would not dare to give still counts."""

APART = 0.1
"""What an act weighs whose parties are others than the given."""

NOTHING = 1e-3
"""The weight of every root before any act is looked at."""

TOLD = 0.25
"""The weight of what acts tell, beside 1 of what the pair head says."""


def told(session: Session, texts: Sequence[str], sides: Sequence[tuple[Spans, Spans]]) -> Floats:
    """Give how likely each root is between two parties by the acts told, (sentences, 16).

    `sides` are the spans of actor and recipient, in code points of their text.
    """
    out = np.full((len(texts), len(labels.ROOTS)), NOTHING)
    asked: list[tuple[int, Question]] = []
    for number, text in enumerate(texts):
        # One sentence a pass: another's words beside it would change its int8 products.
        for e in encode(session, [Span(0, len(text))], [text]):
            inside = 1 - e.trigger[:, 0]
            for words in anchors(inside, LIKELY):
                sure = float(inside[slice(*words)].max())
                asked.append((number, Question(e, words, labels.TRIGGER, sure)))
    for (number, question), root, roles in _answers(session, asked):
        keep = question.confidence * (1 - float(root[-1]))
        actor, recipient = sides[number]
        done_by = _most(question.at, actor, roles[:, 1] + roles[:, 2])
        # Who meets or fights together with the other is marked an actor too.
        done_to = max(
            _most(question.at, recipient, roles[:, 3] + roles[:, 4]),
            _most(question.at, recipient, roles[:, 1] + roles[:, 2]),
        )
        first = question.at.trigger[slice(*question.words), 1:-1].max(0)
        out[number] += keep * (APART + done_by * done_to) * mixed_roots(first, root)
    shares: Floats = out / out.sum(-1, keepdims=True)
    return shares


def mixed(pair: NDArray[np.float32], acts: Floats) -> Floats:
    """Weigh what the pair head says of each root with what acts tell, both (sentences, 16)."""
    score = np.log(pair + 1e-4) + TOLD * np.log(acts + 1e-4)
    share = np.exp(score - score.max(-1, keepdims=True))
    out: Floats = share / share.sum(-1, keepdims=True)
    return out


def _answers(
    session: Session, asked: Sequence[tuple[int, Question]]
) -> Iterator[tuple[tuple[int, Question], NDArray[np.float32], NDArray[np.float32]]]:
    """Focus on every trigger; give its root (17,) and its words' role (W, 5) probabilities."""
    mine = sorted(asked, key=lambda q: len(q[1].at.cut.first))
    sizes = [len(q.at.cut.first) for _, q in mine]
    for batch in grouped(range(len(mine)), sizes, BATCH_ANCHOR_WORDS):
        root, roles = run_focus(session, [mine[n][1] for n in batch], ["root", "parties"])
        for row, n in enumerate(batch):
            yield mine[n], softmax(root[row]), softmax(roles[row, : sizes[n]])


def _most(e: Encoded, spans: Spans, role: NDArray[np.float32]) -> float:
    """Give the largest probability of a role over the words of the spans."""
    return max((float(role[a:b].max()) for a, b in words_of(e.cut, spans)), default=0.0)
