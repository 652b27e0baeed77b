"""What the encoder is told of each word beside its letters: its shape, the quotation it stands in,
the names it belongs to, the acts it can tell.

Each feature is a small whole number with an embedding of its own, added to the word piece's. The
uncased vocabulary loses capitals; an attribution's edges follow quotation marks; names and act
words carry what 111 stories cannot teach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dragoman.gazetteer import Entry, Found, gazetteer
from dragoman.reader.lexicon import Lexicon, lexicon
from dragoman.reader.passages import Pieces, words_in

SHAPES, QUOTES, NAMES, ACTS, ROLES = 8, 3, 12, 20, 3
SIZES = (SHAPES, QUOTES, NAMES, ACTS, ROLES)
"""Values of each feature, in the order of the last axis of `feature_ids`."""

OUTSIDE, INSIDE, MARK = 0, 1, 2
NO_ROLE, ACTOR, RECIPIENT = 0, 1, 2
ROLE_COLUMN = 4

_OPEN = "“«„"
_CLOSE = "”»"
_NAME_KINDS = {
    "state": 1, "people": 3, "place": 4, "organisation": 6, "group": 7, "person": 8,
}  # fmt: skip
_NAME_ROLES = {"demonym": 2, "capital": 5, "seat": 5, "city": 4}


@lru_cache(maxsize=65_536)
def shape(word: str) -> int:
    """Give the shape: 1 lower, 2 Capitalised, 3 UPPER, 4 digits, 5 mark, 6 mixed, 7 one capital."""
    if word.islower():
        return 1
    if word.isdigit():
        return 4
    if not any(map(str.isalnum, word)):
        return 5
    if word.isupper():
        return 7 if len(word) == 1 else 3
    if word[0].isupper() and word[1:].islower():
        return 2
    return 6


def quotes(words: Sequence[str]) -> list[int]:
    """Say of each word of a passage whether it stands inside quotation marks or is one."""
    out: list[int] = []
    inside = False
    for word in words:
        mark = word[0]
        if mark in _OPEN:
            inside = True
            out.append(MARK)
        elif mark in _CLOSE:
            inside = False
            out.append(MARK)
        elif mark == '"':
            inside = not inside
            out.append(MARK)
        else:
            out.append(INSIDE if inside else OUTSIDE)
    return out


def name_class(entries: Sequence[Entry]) -> int:
    """Give the class of a found name; the first entry is the likeliest."""
    entry = entries[0]
    if entry.kind in ("state", "place") and entry.role in _NAME_ROLES:
        return _NAME_ROLES[entry.role]
    return _NAME_KINDS.get(entry.kind, 9)


def feature_ids(
    text: str,
    cut: Pieces,
    *,
    find: Callable[[str], Sequence[Found]] | None = None,
    acts: Lexicon | None = None,
    words: Sequence[str] | None = None,
) -> NDArray[np.int64]:
    """Return the features (pieces, features) of a passage; the two end marks have all zeros.

    `words` are the passage's (`words_in`), where the caller has them.
    """
    find = find or gazetteer().find
    acts = acts or lexicon()
    starts = cut.starts
    words = words_in(text, cut) if words is None else words
    table = np.zeros((len(words) + 1, len(SIZES)), dtype=np.int64)
    if words:
        table[:-1, 0] = list(map(shape, words))
        table[:-1, 1] = quotes(words)
        for found in find(text):
            a = int(np.searchsorted(starts, found.start))
            b = int(np.searchsorted(starts, found.end))
            table[a:b, 2] = name_class(found.entries)
        table[:-1, 3] = acts.classes(words)
    # word_of is -1 at the end marks: they take the table's last row, zeros.
    features: NDArray[np.int64] = table[cut.word_of]
    return features
