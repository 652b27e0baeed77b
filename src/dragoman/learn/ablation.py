"""What the word knowledge beside the network is worth: the scorecard with a part of it taken away.

    python -m dragoman.learn.ablation ../shared/data/annotated/*.jsonl

The parts are taken away while reading, from the weights that learned with them; a network trained
without them would lose less.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from numpy.typing import NDArray

from dragoman.forms.document import Document
from dragoman.forms.reading import Act
from dragoman.learn.parts import held_out
from dragoman.learn.scoring.stories import score_stories
from dragoman.reader import features

_COLUMNS = {"shapes": 0, "quotations": 1, "names": 2, "lexicon of acts": 3}


def without(part: str) -> AbstractContextManager[object]:
    """Read without a part: one of the features, or the conventions' rules."""
    if part == "nothing":
        return nullcontext()
    if part == "conventions":
        return patch("dragoman.reader.conventions.apply", _as_read)
    column = _COLUMNS[part]

    def less(text: str, cut: Any, **more: Any) -> NDArray[Any]:
        table = features.feature_ids(text, cut, **more)
        table[:, column] = 0
        return table

    return patch("dragoman.reader.passes.feature_ids", less)


def _as_read(_: Document, acts: Sequence[Act]) -> tuple[Act, ...]:
    return tuple(acts)


def main() -> None:
    """Print the held-out stories' figures with each part taken away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    for part in ("nothing", *_COLUMNS, "conventions"):
        with without(part):
            rows = score_stories(options.gold, lambda g: held_out(str(g["id"])))
        for row in rows:
            sys.stdout.write(f"without {part}\t{row.work}\t{row.measure}\t{row.value:.3f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
