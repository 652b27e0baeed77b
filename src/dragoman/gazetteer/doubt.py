"""Doubt: whether the letters of a name are, where they stand, that name at all.

In: a hit and the words around it. Out: yes or no. Offsets are code points of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from dragoman.gazetteer.entry import Doubt, Entry
from dragoman.gazetteer.sheets import data_folder, read_table

# How far back the word before is looked for.
_REACH = 24
# A city with this many heads is believed inside a larger name ("Lagos State University").
_LARGE = 1_000_000
# Capitals as short as this are an acronym before they are a small city ("MENA").
_SHORT = 4


@cache
def doubts() -> Mapping[str, Doubt]:
    """Return the names that are often something else, in lower case, with what."""
    _, rows = read_table(data_folder("bodies") / "doubtful_names.csv")
    return {row[0].lower(): cast(Doubt, row[1]) for row in rows}


@cache
def _acronym_words() -> frozenset[str]:
    return frozenset(n.upper() for n, doubt in doubts().items() if doubt == "word" and len(n) < 6)


@cache
def _place_words() -> Mapping[str, str]:
    _, rows = read_table(data_folder("bodies") / "place_words.csv")
    return {row[0]: row[1] for row in rows}


def word_in_capitals(spelling: str, text: str, start: int, end: int) -> bool:
    """Say whether an acronym is but a word of a headline in capitals ("MAN WHO STOLE")."""
    if spelling not in _acronym_words():
        return False
    around = text[max(0, start - _REACH) : start] + text[end : end + _REACH]
    letters = [c for c in around if c.isalpha()]
    return len(letters) > 7 and all(c.isupper() for c in letters)


def inside_a_sentence(text: str, start: int) -> bool:
    """Say whether the word before shows that a capital here is a name's, not a sentence's."""
    before = text[max(0, start - _REACH) : start]
    words = before.split()
    return bool(words) and words[-1].islower() and words[-1][-1].isalpha() and before[-1] == " "


def is_city_here(entries: tuple[Entry, ...], text: str, start: int, end: int) -> bool:
    """Say whether a name that only cities bear is a city's here, not a person's or a firm's.

    Names of other kinds, and of great cities that are nobody's name, always are.
    """
    if any(entry.role != "city" for entry in entries):
        return True
    heads = max(entry.population or 0 for entry in entries)
    piece = text[start:end]
    doubt = doubts().get(piece.lower())
    if piece.isupper() and len(piece) <= _SHORT and heads < _LARGE:
        return False
    if heads >= _LARGE and doubt is None:
        return True
    if text[start - 1 : start] == "-":
        return False
    before = text[max(0, start - _REACH) : start]
    words = before.split()
    adjacent = bool(words) and before[-1].isspace() and "\n" not in before[-2:]
    last = words[-1] if adjacent else ""
    kind = _place_words().get(last.lower())
    if doubt == "person":
        return kind == "before" and last not in ("and", "or", "by", "with", "for", "as", "than")
    if kind == "particle":
        return False
    if not last[:1].isupper() or not last.isalpha() or kind is not None:
        return True
    # "Meanwhile Kharkiv": a sentence's first word is no first name.
    return len(words) > 1 and words[-2][-1] in ".!?"
