"""Sentences with two given parties in, the PLOVER root between them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.reader import labels
from dragoman.reader.decode import softmax
from dragoman.reader.features import ACTOR, RECIPIENT, ROLE_COLUMN, feature_ids
from dragoman.reader.geometry import words_of
from dragoman.reader.passages import pieces
from dragoman.reader.passes import BATCH_PIECES, grouped, run_encoder
from dragoman.reader.session import Session


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with the parties between which `relate` wants the root; spans in its text."""

    text: str
    actor: tuple[tuple[int, int], ...]
    recipient: tuple[tuple[int, int], ...]


def relate(session: Session, pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """Give the probability of each root between the given parties of each sentence."""
    out: list[dict[str, float]] = [{} for _ in pairs]
    cuts = pieces(session.tokenizer, [p.text for p in pairs])
    features = []
    for pair, cut in zip(pairs, cuts, strict=True):
        table = feature_ids(pair.text, cut)
        for spans, role in ((pair.actor, ACTOR), (pair.recipient, RECIPIENT)):
            for a, b in words_of(cut, spans):
                table[(cut.word_of >= a) & (cut.word_of < b), ROLE_COLUMN] = role
        features.append(table)
    order = sorted(range(len(pairs)), key=lambda n: len(cuts[n].ids))
    for batch in grouped(order, [len(c.ids) for c in cuts], BATCH_PIECES):
        hidden = run_encoder(session, [cuts[n] for n in batch], [features[n] for n in batch])[0]
        width = max(len(cuts[n].first) for n in batch)
        words = np.zeros((len(batch), width, hidden.shape[-1]), np.float32)
        mask = np.zeros((len(batch), width), np.int64)
        marks = np.zeros((len(batch), width), np.int64)
        for row, n in enumerate(batch):
            size = len(cuts[n].first)
            words[row, :size] = hidden[row, cuts[n].first]
            mask[row, :size] = 1
            for spans, mark in (
                (pairs[n].recipient, labels.RECIPIENT),
                (pairs[n].actor, labels.ACTOR),
            ):
                for a, b in words_of(cuts[n], spans):
                    marks[row, a:b] = mark
        centre = np.full_like(marks, labels.DISTANCES // 2)
        (logits,) = session.focus(words, mask, marks, centre, ["pair"])
        for row, n in enumerate(batch):
            out[n] = dict(zip(labels.ROOTS, softmax(logits[row]).tolist(), strict=True))
    return out


def likeliest(scores: Mapping[str, float]) -> str:
    """Give the likeliest root of a pair.

    CONCEDE and RETREAT, a yielding announced and a yielding done, compete as one: the sentences
    that teach pairs do not tell them apart, so each has only a part of what speaks for yielding.
    """
    first, second = sorted(("CONCEDE", "RETREAT"), key=lambda root: -scores[root])
    together = {**scores, first: scores[first] + scores[second], second: 0.0}
    return max(together, key=lambda root: together[root])
