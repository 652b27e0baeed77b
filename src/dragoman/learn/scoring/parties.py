"""Sentences of which the parties and the root are known in, how many `read` finds unaided out.

The rule of a hit: an event record of the sentence has the gold root (CONCEDE and RETREAT count as
one); one of its actors shares a character with a gold actor span, and one of its recipients with a
gold recipient span. A record without recipients is reciprocal (a meeting, a clash, a joint vow):
its actors serve for both sides, but not one party for both. Records beyond `MOST` a sentence are
let go, the least confident of all first. It is `read --wide` that may give so many; what the plain
reading finds stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.learn.scoring.counts import Score, scored
from dragoman.learn.scoring.match import Range, overlap
from dragoman.learn.scoring.stories import read_rows, records_of

MOST = 2.5
"""Events a sentence that may be given, on average."""

WORK, PLAIN = "parties and root, nothing given", "parties and root, plain reading"

Row = dict[str, Any]


def score_parties(path: Path, gold: Sequence[Row], fold: Callable[[str], str]) -> list[Score]:
    """Read each sentence as a document of its own; score the recall of both parties and root.

    Two rows of the wide reading, recall and events a sentence, then two of the plain one.
    """
    if not gold:
        return []
    return [
        *_scores(WORK, path, gold, fold, wide=True),
        *_scores(PLAIN, path, gold, fold, wide=False),
    ]


def _scores(
    work: str, path: Path, gold: Sequence[Row], fold: Callable[[str], str], *, wide: bool
) -> list[Score]:
    texts = [{"text": g["text"]} for g in gold]
    read = read_rows(path, texts, refused=True, wide=wide)
    found = _most([records_of(got, "event") for _, got in read], int(MOST * len(gold)))
    hits = np.array(
        [
            float(any(hit(record, g, fold) for record in records))
            for records, g in zip(found, gold, strict=True)
        ]
    )
    counts = np.array([float(len(records)) for records in found])

    def mean(values: NDArray[np.float64]) -> Callable[[NDArray[np.int64]], float]:
        return lambda draw: float(values[draw].mean())

    return [
        scored(work, "recall", mean(hits), len(gold), len(gold)),
        scored(work, "events a sentence", mean(counts), len(gold), len(gold)),
    ]


def hit(record: Row, gold: Row, fold: Callable[[str], str]) -> bool:
    """Say whether a record has the gold root and both gold parties."""
    if fold(record["event"]) != fold(gold["root"]):
        return False
    actors, recipients = _touching(record["actor"], gold["actor"]), record["recipient"]
    if recipients:
        return bool(actors) and bool(_touching(recipients, gold["recipient"]))
    others = _touching(record["actor"], gold["recipient"])
    return any(a != b for a, b in product(actors, others))


def _touching(entities: Sequence[Row], spans: Sequence[Sequence[int]]) -> list[Range]:
    """Give the spans of the entities that share a character with one of the gold spans."""
    return [
        (e["start"], e["end"])
        for e in entities
        if any(overlap((e["start"], e["end"]), (s[0], s[1])) for s in spans)
    ]


def _most(found: Sequence[Sequence[Row]], most: int) -> list[list[Row]]:
    """Keep the `most` most confident records of all sentences."""
    ranked = sorted(
        ((r["confidence"], -n, -i) for n, rows in enumerate(found) for i, r in enumerate(rows)),
        reverse=True,
    )
    kept = {(-n, -i) for _, n, i in ranked[:most]}
    return [[r for i, r in enumerate(rows) if (n, i) in kept] for n, rows in enumerate(found)]
