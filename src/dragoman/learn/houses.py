"""Fit the choice between the two houses' rules of attribution (reader/house.py).

PolNeAR's training articles stand for the broad house; annotated, written, machine-written
and mixed stories for the strict one.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.learn import corpora
from dragoman.learn.parts import held_out
from dragoman.learn.stories import load_stories
from dragoman.reader.house import broad, house_words

LEAST_STORIES = 15
"""A word that fewer stories have says nothing."""


def fit(shared: Path, training: Path) -> dict[str, float]:
    """Give the weights of the words, the constant under the empty word."""
    from sklearn.linear_model import LogisticRegression

    stories = [(words, 1) for words in _broad(shared, "train")]
    stories += [(words, 0) for words in _strict(shared, training)]
    counts = Counter(w for words, _ in stories for w in words)
    names = sorted(w for w, n in counts.items() if n >= LEAST_STORIES)
    at = {w: n for n, w in enumerate(names)}
    # A first fit chooses the words, the second weighs them among themselves.
    for _ in range(2):
        table = np.zeros((len(stories), len(at)), np.float32)
        for row, (words, _) in enumerate(stories):
            known = [at[w] for w in words if w in at]
            table[row, known] = 1 / max(1.0, len(known)) ** 0.5
        model = LogisticRegression(C=2.0, l1_ratio=1.0, solver="liblinear", random_state=0)
        model.fit(table, [kind for _, kind in stories])
        weights = dict(zip(at, model.coef_[0].tolist(), strict=True))
        chosen = sorted(w for w, value in weights.items() if abs(value) > 1e-6)
        at = {w: n for n, w in enumerate(chosen)}
    return {"": round(float(model.intercept_[0]), 3)} | {w: round(weights[w], 3) for w in chosen}


def measure(shared: Path, weights: dict[str, float]) -> dict[str, float]:
    """Give the share of PolNeAR's dev articles read broadly, and of held-out stories read so."""
    polnear = [broad(r["text"], weights) for r in _rows(shared, "polnear/dev.jsonl")]
    held = [broad(r["text"], weights) for r in _annotated(shared) if held_out(r["id"])]
    return {"polnear dev": sum(polnear) / len(polnear), "held out": sum(held) / len(held)}


def _rows(shared: Path, name: str) -> list[dict[str, Any]]:
    return list(corpora.lines(shared / "data" / name))


def _annotated(shared: Path) -> list[dict[str, Any]]:
    return [r for name in ("voa", "press") for r in _rows(shared, f"annotated/{name}.jsonl")]


def _broad(shared: Path, part: str) -> list[set[str]]:
    return [house_words(r["text"]) for r in _rows(shared, f"polnear/{part}.jsonl")]


def _strict(shared: Path, training: Path) -> Sequence[set[str]]:
    written = load_stories(training)
    made = _rows(shared, "synthetic_plover/train.jsonl.gz")
    random.Random(1).shuffle(made)
    rows = [r for r in _annotated(shared) if not held_out(r["id"])]
    # Marked stories count twice; those of stories/dev are news of any subject.
    rows = [*rows, *written] * 2 + made[:1000] + _rows(shared, "stories/dev.jsonl")
    return [house_words(f"{r.get('title') or ''} {r['text']}") for r in rows]
