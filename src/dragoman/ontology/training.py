"""Training: sentences of encoder states with their marks in, a head and its score out.

Seconds on one core. Everything is deterministic: the same file and model give the same head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.ontology import Ontology
from dragoman.ontology.fit import Floats, Layer, fit
from dragoman.ontology.head import Head, Hit, candidates, sureness

FOLDS = 5
# Penalties and the weight of a definition, chosen by cross-validation on the two worked examples
# (docs/ontologies.md): definitions as two sentences each gained 0.03 F1.
_WORD_DECAY, _SENTENCE_DECAY = 30.0, 1.0
_DEFINITIONS = 2
# A hit may be this many words longer than the mark that it touches.
_LONGER = 2


@dataclass(frozen=True, slots=True)
class States:
    """A sentence: its words' states (W, width) and their classes (W,): 0 none, then the types.

    `example` numbers the example that it stands in: an example is never parted between folds.
    """

    words: Floats
    classes: NDArray[np.int64]
    example: int


@dataclass(frozen=True, slots=True)
class Score:
    """Triggers found: a hit has the type of the gold trigger that it touches, and is no longer than
    it by more than two words.

    `exact` is the share of hits with the very same words; `by_type` is type -> (precision, recall,
    F1, gold triggers).
    """

    precision: float
    recall: float
    f1: float
    exact: float
    triggers: int
    by_type: dict[str, tuple[float, float, float, int]]

    def to_dict(self) -> dict[str, Any]:
        """Return the score as JSON has it, rounded."""
        return {
            "precision": round(self.precision, 3),
            "recall": round(self.recall, 3),
            "f1": round(self.f1, 3),
            "exact": round(self.exact, 3),
            "triggers": self.triggers,
            "by_type": {
                name: {"precision": round(p, 3), "recall": round(r, 3), "f1": round(f, 3), "n": n}
                for name, (p, r, f, n) in self.by_type.items()
            },
        }


def train(
    ontology: Ontology, model: str, sentences: Sequence[States], definitions: Floats
) -> tuple[Head, Score]:
    """Train a head and cross-validate it by example.

    `definitions` (types, width) are the mean states of the types' definitions.
    """
    fold = _folds(sentences)
    held: list[list[Hit]] = [[] for _ in sentences]
    for number in range(FOLDS):
        inside = [s for s, f in zip(sentences, fold, strict=True) if f != number]
        words, sentence = _layers(inside, definitions)
        for at, states in enumerate(sentences):
            if fold[at] == number:
                held[at] = candidates(words, sentence, states.words)
    slope, offset = _calibrated(held, sentences)
    sure = [
        [Hit(h.first, h.last, h.type, sureness(h.confidence, slope, offset)) for h in hits]
        for hits in held
    ]
    threshold = _threshold(ontology, sure, sentences)
    reached = score(ontology, _above(sure, threshold), sentences)
    words, sentence = _layers(sentences, definitions)
    told = {"folds": FOLDS, **reached.to_dict()}
    head = Head(ontology, model, words, sentence, slope, offset, threshold, told)
    return head, reached


def score(ontology: Ontology, found: Sequence[Sequence[Hit]], sentences: Sequence[States]) -> Score:
    """Score the triggers found in sentences against their marks."""
    n = len(ontology.types)
    right, told, gold = np.zeros(n), np.zeros(n), np.zeros(n)
    exact = 0
    for hits, states in zip(found, sentences, strict=True):
        marks = gold_hits(states.classes)
        for mark in marks:
            gold[mark.type] += 1
        for hit, meant in _matched(hits, marks):
            told[hit.type] += 1
            if meant is not None:
                right[hit.type] += 1
                exact += (hit.first, hit.last) == (meant.first, meant.last)
    by_type = {
        t.name: (*_rates(right[i], told[i], gold[i]), int(gold[i]))
        for i, t in enumerate(ontology.types)
    }
    precision, recall, f1 = _rates(right.sum(), told.sum(), gold.sum())
    share = float(exact / right.sum()) if right.sum() else 0.0
    return Score(precision, recall, f1, share, int(gold.sum()), by_type)


def gold_hits(classes: NDArray[np.int64]) -> list[Hit]:
    """Return the marked triggers of a sentence: runs of words of one class."""
    out: list[Hit] = []
    for at in np.flatnonzero(classes).tolist():
        number = int(classes[at]) - 1
        if out and out[-1].last == at and out[-1].type == number:
            out[-1] = Hit(out[-1].first, at + 1, number, 1.0)
        else:
            out.append(Hit(at, at + 1, number, 1.0))
    return out


def _matched(hits: Sequence[Hit], marks: Sequence[Hit]) -> list[tuple[Hit, Hit | None]]:
    """Pair each hit with the first free mark of its type that it touches, or None."""
    free = list(marks)
    out: list[tuple[Hit, Hit | None]] = []
    for hit in hits:
        touched = next((m for m in free if m.type == hit.type and _touches(hit, m)), None)
        if touched is not None:
            free.remove(touched)
        out.append((hit, touched))
    return out


def _touches(hit: Hit, mark: Hit) -> bool:
    longer = (hit.last - hit.first) - (mark.last - mark.first)
    return mark.first < hit.last and hit.first < mark.last and longer <= _LONGER


def _rates(right: float, told: float, gold: float) -> tuple[float, float, float]:
    precision = float(right / told) if told else 0.0
    recall = float(right / gold) if gold else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def _folds(sentences: Sequence[States]) -> list[int]:
    """Deal examples to folds by the types that they tell, so that each fold has some of each."""
    kinds: dict[int, tuple[int, ...]] = {}
    for states in sentences:
        here = tuple(sorted(set(states.classes.tolist()) - {0}))
        kinds[states.example] = tuple(sorted({*kinds.get(states.example, ()), *here}))
    dealt = sorted(kinds, key=lambda e: (kinds[e], e))
    place = {example: at % FOLDS for at, example in enumerate(dealt)}
    return [place[states.example] for states in sentences]


def _layers(sentences: Sequence[States], definitions: Floats) -> tuple[Layer, Layer]:
    classes = len(definitions) + 1
    each = np.eye(classes, dtype=np.float32)
    words = fit(
        np.concatenate([s.words for s in sentences]),
        each[np.concatenate([s.classes for s in sentences])],
        decay=_WORD_DECAY,
    )
    means = np.stack([s.words.mean(0) for s in sentences])
    told = np.stack([_told(s.classes, classes) for s in sentences])
    sentence = fit(
        np.concatenate([means, *[definitions] * _DEFINITIONS]).astype(np.float32),
        np.concatenate([told, *[each[1:]] * _DEFINITIONS]).astype(np.float32),
        decay=_SENTENCE_DECAY,
    )
    return words, sentence


def _told(classes: NDArray[np.int64], count: int) -> Floats:
    """Return the distribution over classes that a sentence tells: equal parts, or none."""
    present = np.bincount(classes, minlength=count).astype(np.float32)
    present[0] = 0
    present = np.minimum(present, 1)
    if not present.any():
        present[0] = 1
    out: Floats = present / present.sum()
    return out


def _calibrated(held: Sequence[Sequence[Hit]], sentences: Sequence[States]) -> tuple[float, float]:
    """Fit how likely a candidate is right to its score (Platt 1999, with his soft targets)."""
    scores, right = [], []
    for hits, states in zip(held, sentences, strict=True):
        for hit, mark in _matched(hits, gold_hits(states.classes)):
            bounded = min(max(hit.confidence, 1e-6), 1 - 1e-6)
            scores.append(np.log(bounded / (1 - bounded)))
            right.append(mark is not None)
    hits_right, hits_wrong = sum(right), len(right) - sum(right)
    if not scores:
        return 1.0, 0.0
    x = np.asarray(scores)
    y = np.where(right, (hits_right + 1) / (hits_right + 2), 1 / (hits_wrong + 2))
    # From a flat start Newton's steps converge; a steep one saturates and throws them far off.
    slope, offset = 0.0, float(np.log((hits_right + 1) / (hits_wrong + 1)))
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(slope * x + offset, -30, 30)))
        w = np.maximum(p * (1 - p), 1e-6)
        gradient = np.array([((p - y) * x).sum() + slope, (p - y).sum()])
        curvature = np.array([[(w * x * x).sum(), (w * x).sum()], [(w * x).sum(), w.sum()]])
        move = np.linalg.solve(curvature + np.diag([1.0, 1e-6]), gradient)
        slope, offset = slope - float(move[0]), offset - float(move[1])
    return max(slope, 0.0), offset


def _threshold(
    ontology: Ontology, sure: Sequence[Sequence[Hit]], sentences: Sequence[States]
) -> float:
    """Return the threshold of the best F1; of equals the middle one."""
    grid = np.arange(0.05, 0.95, 0.025)
    reached = [score(ontology, _above(sure, t), sentences).f1 for t in grid]
    best = [t for t, f1 in zip(grid, reached, strict=True) if f1 >= max(reached) - 1e-9]
    return round(float(best[len(best) // 2]), 4)


def _above(sure: Sequence[Sequence[Hit]], threshold: float) -> list[list[Hit]]:
    return [[h for h in hits if h.confidence >= threshold] for hits in sure]
