"""A wide reading: half-sure acts too, and each act's root weighed by a second opinion.

A plain reading keeps the acts that are more likely there than not. Who counts what passes between
parties (dictionary coders give two to three events a sentence) may want every act that could be
one, with its confidence. Then it also pays to ask what `relate` says of an act's two sides: it
reads the sentence again with them marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Document
from dragoman.forms.reading import Act
from dragoman.reader import labels
from dragoman.reader.phrasing import Sentences
from dragoman.reader.relate import Pair, relate
from dragoman.reader.session import Session

THRESHOLDS: Mapping[str, float] = {
    "trigger": 0.3, "trigger_edge": 0.3, "act": 0.15, "outside_parties": 1.6
}  # fmt: skip
"""What a wide reading asks of an act and its parties; the others stay as they were chosen."""

SECOND = 0.5
"""The weight of the second opinion."""

_YIELDS = [labels.ROOTS.index("CONCEDE"), labels.ROOTS.index("RETREAT")]


def weighed(session: Session, document: Document, acts: Sequence[Act]) -> list[Act]:
    """Weigh the root of each act that has both sides in its sentence."""
    sentences = Sentences(document)
    asked: list[int] = []
    pairs: list[Pair] = []
    for number, act in enumerate(acts):
        pair = _pair(document.text, sentences, act)
        if pair is not None:
            asked.append(number)
            pairs.append(pair)
    out = list(acts)
    for number, scores in zip(asked, relate(session, pairs), strict=True):
        out[number] = _with(acts[number], np.array([scores[root] for root in labels.ROOTS]))
    return out


def _pair(text: str, sentences: Sentences, act: Act) -> Pair | None:
    """Give the act's sentence with its two sides; of parties that act together the first is one."""
    number = sentences.at(act.trigger.start)
    if number < 0 or sentences.spans[number].end <= act.trigger.start:
        return None
    sentence = sentences.spans[number]
    sides = [[p for p in side if sentence.contains(p)] for side in (act.actors, act.recipients)]
    if not act.recipients:
        sides = [sides[0][:1], sides[0][1:]]
    if not all(sides):
        return None
    actor, recipient = (
        tuple((p.start - sentence.start, p.end - sentence.start) for p in side) for side in sides
    )
    return Pair(sentence.of(text), actor, recipient)


def _with(act: Act, told: NDArray[np.float64]) -> Act:
    """Give the act with the root that both opinions together make the likeliest."""
    own = np.array(act.roots)
    own = own / own.sum()
    # The sentences that taught the second do not tell the two kinds of yielding apart.
    told = told.copy()
    both = own[_YIELDS].sum()
    if both > 0:
        told[_YIELDS] = told[_YIELDS].sum() * own[_YIELDS] / both
    roots = (1 - SECOND) * own + SECOND * told
    number = int(roots.argmax())
    root = labels.ROOTS[number]
    is_act = act.confidence / act.roots[labels.ROOTS.index(act.root)]
    return replace(
        act,
        root=root,
        modes=act.modes if root == act.root else (),
        confidence=is_act * float(roots[number]),
        roots=tuple(roots.tolist()),
    )
