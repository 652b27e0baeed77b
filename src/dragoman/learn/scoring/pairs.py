"""Sentences with given parties in, the rows of `relate` out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.codebook import quad_code
from dragoman.learn.corpora import lines
from dragoman.learn.parts import pair_seen
from dragoman.learn.scoring.counts import Score, f1, scored
from dragoman.learn.scoring.parties import score_parties
from dragoman.learn.scoring.stories import Keep

YIELD = "YIELD"
"""PLV's one class for CONCEDE and RETREAT."""


def fifteen(root: str) -> str:
    """Fold CONCEDE and RETREAT into PLV's YIELD."""
    return YIELD if root in ("CONCEDE", "RETREAT") else root


def quad(root: str) -> int:
    """Give the quad class; PLV counts YIELD as material cooperation, as RETREAT is."""
    return quad_code("RETREAT" if root == YIELD else root)


def score_pairs(paths: Sequence[Path], keep: Keep) -> list[Score]:
    """Score the root between given spans, and what is found where nothing is given."""
    from dragoman import pipeline

    gold = [g for path in paths for g in lines(path) if keep(g)]
    pairs = [pipeline.pair(g["text"], g["actor"], g["recipient"]) for g in gold]
    found = [fifteen(r.event) for r in pipeline.relate(pairs)]
    marked = [fifteen(g["root"]) for g in gold]
    seen = any(pair_seen(str(g.get("id", ""))) for g in gold)
    rows = [*pair_scores(found, marked), *score_parties(paths[0], gold, fifteen)]
    return [replace(row, seen=seen) for row in rows]


def pair_scores(found: Sequence[str], gold: Sequence[str]) -> list[Score]:
    """Give macro-F1 of roots, of quad classes and of cooperation against conflict."""
    folds: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("root macro-F1", str),
        ("quad macro-F1", lambda r: str(quad(r))),
        ("binary macro-F1", lambda r: str(quad(r) > 2)),
    )
    out = []
    for name, fold in folds:
        a, b = np.array([fold(r) for r in found]), np.array([fold(r) for r in gold])
        kinds = sorted(set(b.tolist()))

        def macro(
            rows: NDArray[np.int64],
            a: NDArray[np.str_] = a,
            b: NDArray[np.str_] = b,
            kinds: list[str] = kinds,
        ) -> float:
            x, y = a[rows], b[rows]
            each = [
                f1(np.array([((x == k) & (y == k)).sum(), (x == k).sum(), (y == k).sum()], float))
                for k in kinds
            ]
            return float(np.mean(each))

        out.append(scored("relate", name, macro, len(a), len(a)))
    return out
