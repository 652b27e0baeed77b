"""The mean of the encoder's vectors over stories, which the reader takes off every vector.

python -m dragoman.learn.center training/stories

It is made anew after the weights are. Vectors that a ledger keeps stay comparable to one another:
they are told apart by the digest of the weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dragoman.forms.document import Span
from dragoman.reader.passages import MAX_CHARS
from dragoman.reader.passes import encode
from dragoman.reader.session import Session

_HEAD = """# origin: mean of the encoder's passage vectors of length 1, over {count} passages;
#   made by python -m dragoman.learn.center training/stories
# licence: CC0-1.0
# date: {date}
# gaps: made for the weights of that date; with others it still centres, less well
place,value
"""


def passages(folder: Path) -> Iterator[list[str]]:
    """Yield the paragraphs of each story of a folder."""
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))["paragraphs"]
        yield [words[:MAX_CHARS] for words in told if words.strip()]


def main() -> int:
    """Measure the mean and write it on stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--date", default="2026-11")
    given = parser.parse_args()
    session = Session()
    total, count = np.zeros(0), 0
    for texts in passages(given.stories):
        for encoded in encode(session, [Span(0, len(text)) for text in texts], texts):
            mean = encoded.hidden.mean(0)
            vector = mean / np.linalg.norm(mean)
            total = vector if not count else total + vector
            count += 1
    sys.stdout.write(_HEAD.format(count=count, date=given.date))
    for place, value in enumerate(total / max(count, 1)):
        sys.stdout.write(f"{place},{value:.5f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
