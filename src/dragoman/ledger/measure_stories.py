"""How well copies and stories are found: a JSONL file of stories in, figures beside baselines out.

    python -m dragoman.ledger.measure_stories ../shared/data/stories/dev.jsonl

Each line has `id`, `published`, `publisher`, `title`, `text` and `story`, the answer. Documents go
in by day of publication. Thresholds are chosen on a random half of the stories and reported on the
other half, over SEEDS; the numbers that the package ships are measured on all.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path
from statistics import mean, pstdev

from dragoman.knowledge import rows
from dragoman.ledger.prints import Made, cosine, make
from dragoman.ledger.shelf import Memory, Told
from dragoman.ledger.stories import TUNING, Tuning, place

SEEDS = range(10)
THRESHOLDS = [n / 100 for n in range(6, 32, 2)]
JACCARD = [0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5]
Labels = Mapping[str, str]
Clustering = Callable[["Sequence[Case]", float], Labels]


@dataclass(frozen=True, slots=True)
class Case:
    """A document of the file, its print made, with its answer."""

    told: Told
    made: Made
    story: str


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"F1 {self.f1:.3f} (precision {self.precision:.3f}, recall {self.recall:.3f})"


def load(path: Path) -> list[Case]:
    """Read the cases, in the order of publication."""
    cases = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            made = make(row["title"], row["text"].split("\n"))
            day = date.fromisoformat(row["published"][:10]).toordinal()
            told = Told(row["id"], day, row.get("url"), row["publisher"], (), made.body)
            cases.append(Case(told, made, row["story"]))
    return sorted(cases, key=lambda case: (case.told.day, case.told.id))


def b_cubed(found: Labels, true: Labels) -> Score:
    """Score a clustering by B-cubed (Bagga and Baldwin 1998)."""
    ours, theirs = _groups(found), _groups(true)
    precision, recall = [], []
    for document, label in found.items():
        both = len(ours[label] & theirs[true[document]])
        precision.append(both / len(ours[label]))
        recall.append(both / len(theirs[true[document]]))
    return Score(mean(precision), mean(recall))


def pairwise(found: set[frozenset[str]], true: set[frozenset[str]]) -> Score:
    """Score pairs."""
    both = len(found & true)
    return Score(both / len(found) if found else 1.0, both / len(true) if true else 1.0)


def by_stories(cases: Sequence[Case], threshold: float, tuning: Tuning = TUNING) -> Labels:
    """Cluster as the ledger does."""
    return {d: told.story or "" for d, told in _placed(cases, threshold, tuning).items()}


def by_tfidf(cases: Sequence[Case], threshold: float) -> Labels:
    """Cluster by the plain baseline: the story of the likest earlier document, words alone."""
    labels: dict[str, str] = {}
    for number, case in enumerate(cases):
        earlier = ((cosine(case.made.body, other.made.body), other) for other in cases[:number])
        likeness, nearest = max(earlier, key=lambda pair: pair[0], default=(0.0, case))
        own = case.told.id
        labels[own] = labels[nearest.told.id] if likeness >= threshold else own
    return labels


def by_minhash(cases: Sequence[Case], threshold: float) -> Labels:
    """Cluster by shared shingles alone: stories are what is linked by a Jaccard similarity."""
    labels: dict[str, str] = {case.told.id: case.told.id for case in cases}
    for one, other in combinations(cases, 2):
        first, second = (set(c.made.body.shingles.tolist()) for c in (one, other))
        union = len(first | second)
        if union and len(first & second) / union >= threshold:
            old, new = labels[other.told.id], labels[one.told.id]
            labels = {d: new if label == old else label for d, label in labels.items()}
    return labels


def copies(cases: Sequence[Case]) -> tuple[Score, int]:
    """Score the copies of two publishers against the labels by hand; also return how many."""
    placed = _placed(cases, TUNING.threshold, TUNING)
    publisher = {case.told.id: case.told.publisher for case in cases}

    def pairs(groups: Iterable[Iterable[str]]) -> set[frozenset[str]]:
        every = (pair for group in groups for pair in combinations(sorted(group), 2))
        return {frozenset(pair) for pair in every if publisher[pair[0]] != publisher[pair[1]]}

    found = _groups({d: told.copy_of or d for d, told in placed.items()})
    told = rows("stories/copies.csv")
    labels = {row["document"]: row["group"] for row in told if row["document"] in publisher}
    true = pairs(_groups(labels).values())
    return pairwise(pairs(found.values()), true), len(true)


def halves(cases: Sequence[Case], seed: int) -> tuple[list[Case], list[Case]]:
    """Split the cases at random by story."""
    stories = sorted({case.story for case in cases})
    random.Random(seed).shuffle(stories)
    first = set(stories[::2])
    return [c for c in cases if c.story in first], [c for c in cases if c.story not in first]


def held_out(cases: Sequence[Case], cluster: Clustering, grid: Sequence[float]) -> list[float]:
    """Return the F1 on one half with the threshold that is best on the other, for each seed."""
    scores = []
    for seed in SEEDS:
        one, other = halves(cases, seed)
        for tune, test in ((one, other), (other, one)):
            best = max(grid, key=partial(_f1, cluster, tune))
            scores.append(_f1(cluster, test, best))
    return scores


def main(arguments: Sequence[str]) -> int:
    """Print the figures of a file."""
    cases = load(Path(arguments[0]))
    true = {case.told.id: case.story for case in cases}
    write = sys.stdout.write
    write(f"{len(cases)} documents, {len(set(true.values()))} stories\n")
    score, pairs = copies(cases)
    write(f"copies, {pairs} pairs: pairwise {score}\n")
    shipped = by_stories(cases, TUNING.threshold)
    write(f"stories, as shipped, all documents: B-cubed {b_cubed(shipped, true)}\n")
    fittings: list[tuple[str, Clustering, list[float]]] = [
        ("stories", by_stories, THRESHOLDS),
        ("TF-IDF baseline", by_tfidf, THRESHOLDS),
        ("MinHash baseline", by_minhash, JACCARD),
    ]
    for name, cluster, grid in fittings:
        scores = held_out(cases, cluster, grid)
        write(
            f"{name}, threshold from the other half, {len(scores)} halves: "
            f"B-cubed F1 {mean(scores):.3f} ± {pstdev(scores):.3f}, lowest {min(scores):.3f}\n"
        )
    return 0


def _placed(cases: Sequence[Case], threshold: float, tuning: Tuning) -> dict[str, Told]:
    shelf = Memory()
    for case in cases:
        place(case.told, case.made, shelf, replace(tuning, threshold=threshold))
    return shelf.documents


def _groups(labels: Labels) -> dict[str, set[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for document, label in labels.items():
        groups[label].add(document)
    return groups


def _f1(cluster: Clustering, cases: Sequence[Case], threshold: float) -> float:
    true = {case.told.id: case.story for case in cases}
    return b_cubed(cluster(cases, threshold), true).f1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
