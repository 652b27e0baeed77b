"""Marked statements in, the weights of an attribution's confidence out (data/cue_trust.csv).

Few stories are marked by the project's own rules and many articles by PolNeAR's, so one curve is
learned on both: what its weights are on the project's stories beyond PolNeAR's is held small
(Evgeniou and Pontil 2004), and the sums are written. `dragoman.learn.tune` calls it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Document
from dragoman.forms.reading import Attribution
from dragoman.learn.scoring.match import same_source
from dragoman.learn.thresholds import encoded
from dragoman.reader import Reader, labels, trust
from dragoman.reader.attribution import settled, told

Floats = NDArray[np.float64]
Row = dict[str, Any]

_HELD = 0.1  # inverse strength of the penalty; 0.03 to 1 differ by less than 0.01 in log loss
_FREE = 3.0  # the share that is right on the project's stories may differ freely


def seen(
    reader: Reader, document: Document, gold: Sequence[Row]
) -> list[tuple[tuple[float, ...], bool]]:
    """Give the `trust.NUMBERS` of a document's attributions and whether each is marked."""
    made = [
        told(question, answer["attribution"], answer["roles"])
        for kind, question, answer in reader._answers(encoded(reader, [document])[0])
        if kind == labels.CUE
    ]
    kept = set(map(id, settled(a for a, _ in made)))
    return [(known, is_marked(a, gold)) for a, known in made if id(a) in kept]


def is_marked(one: Attribution, gold: Sequence[Row]) -> bool:
    """Say whether a marked attribution has exactly this cue and this source."""
    cue = (one.cue.start, one.cue.end) if one.cue else None
    return same_source(cue, [(one.source.start, one.source.end)] if one.source else [], gold)


def learned(known: Floats, right: NDArray[np.bool_], own: NDArray[np.bool_]) -> Floats:
    """Give the weight of each of `trust.NUMBERS` on the project's own stories.

    `known` (n, NUMBERS) are those of attributions, `right` (n,) which were right, `own` (n,) which
    are of the project's stories.
    """
    from sklearn.linear_model import LogisticRegression

    x = known[:, :-1]  # the last is always 1
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z, mine = (x - mean) / spread, own[:, None].astype(float)
    curve = LogisticRegression(C=_HELD, max_iter=500)
    curve.fit(np.hstack([z, z * mine, _FREE * mine]), right)
    both = curve.coef_[0]
    weights = (both[: len(mean)] + both[len(mean) : -1]) / spread
    base = curve.intercept_[0] + _FREE * both[-1] - weights @ mean
    out: Floats = np.append(weights, base)
    return out


def write(weights: Floats) -> None:
    """Write data/cue_trust.csv, for the reader to use from now on."""
    text = (
        "# origin: python -m dragoman.learn.tune, on the held-out annotated stories and PolNeAR's\n"
        "#   dev part; a weight for each of reader/trust.py's NUMBERS\n"
        "# licence: Apache-2.0\n# date: written with the model\n"
        "# gaps: English; attributions of layout alone (turns.py) are not among them\n"
        "number,weight\n"
    )
    for name, weight in zip(trust.NUMBERS, weights.tolist(), strict=True):
        text += f"{name},{weight:.4f}\n"
    path = Path(str(files("dragoman"))) / "data" / "cue_trust.csv"
    path.write_text(text, encoding="utf-8")
    trust.load.cache_clear()
