"""Folding: a text without case, accents and punctuation, of exactly the same length."""

from __future__ import annotations

import unicodedata
from functools import cache


class _Folds(dict[int, int]):
    """Character -> folded character, filled as characters are met."""

    def __missing__(self, point: int) -> int:
        folded = self[point] = _fold_point(point)
        return folded


# Letters that Unicode does not decompose but that news text writes with and without.
_LETTERS = {"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d"}


def _fold_point(point: int) -> int:
    char = chr(point)
    if char in _LETTERS:
        return ord(_LETTERS[char])
    base = unicodedata.normalize("NFD", char)[0]
    lowered = base.lower()
    if len(lowered) != 1:
        return point
    return ord(lowered) if lowered.isalnum() else 32


@cache
def _folds() -> _Folds:
    folds = _Folds()
    for point in range(128):
        folds[point] = _fold_point(point)
    return folds


def fold(text: str) -> str:
    """Return `text` lower-cased, without accents, every other sign a space; the same length."""
    return text.translate(_folds())


def key(name: str) -> str:
    """Return what two spellings of one name share: folded, single inner spaces kept as they fall.

    Spaces at the ends are gone: "U.S." and "u.s" have one key, "US" another.
    """
    return fold(name).strip()
