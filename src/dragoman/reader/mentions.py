"""Tag probabilities in, mentions of names out."""

from __future__ import annotations

import numpy as np

from dragoman.forms.reading import Mention
from dragoman.reader import labels
from dragoman.reader.passes import Encoded


def mentions(e: Encoded) -> list[Mention]:
    """Give the names of a passage: each word's likeliest kind, runs joined."""
    best = e.mention.argmax(1)
    sure = e.mention.max(1)
    out: list[tuple[int, int, int]] = []
    tags = best.tolist()
    for at in np.flatnonzero(best).tolist():
        kind = (tags[at] - 1) // 2
        begins = tags[at] % 2 == 1
        if out and out[-1][1] == at and out[-1][2] == kind and not begins:
            out[-1] = (out[-1][0], at + 1, kind)
        else:
            out.append((at, at + 1, kind))
    return [
        Mention(e.span((a, b)), labels.MENTIONS[kind], float(sure[a:b].mean()))
        for a, b, kind in out
    ]
