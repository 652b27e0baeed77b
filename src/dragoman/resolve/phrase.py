"""Noun phrases cut into their parts without a parser.

In: a short noun phrase as a reader marked it. Out: its words with offsets, and its segments: the
head, and what prepositions and commas hang on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from dragoman.resolve.lexicon import markers

# One alternative a kind of token; no nested quantifier can match the same characters twice.
_TOKEN = re.compile(r"['’]s?(?!\w)|\w+(?:[.&/'’](?!s\b)\w+)*\.?|[,;:()\[\]–—]")
_POSSESSIVE = frozenset(("'s", "'"))
_PAUSES = frozenset(",;:()[]–—")
MAX_CHARS = 400


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a phrase: `phrase[start:end] == text`; `low` is lower case without full stop.

    "Turkish-backed" is two words. `possessive` marks the sign that makes an owner of the words
    before it.
    """

    text: str
    low: str
    start: int
    end: int

    @property
    def possessive(self) -> bool:
        """Say whether this is a possessive sign."""
        return self.low in _POSSESSIVE


@dataclass(frozen=True, slots=True)
class Segment:
    """The words `first:last` of a phrase; `joint` is the preposition or "," before, "" for none."""

    joint: str
    first: int
    last: int


@cache
def _stops() -> frozenset[str]:
    return markers("clause")


@cache
def _joints() -> frozenset[str]:
    return markers("joint")


def split_words(phrase: str) -> tuple[Word, ...]:
    """Split a phrase into words; possessive signs and commas are words of their own."""
    out = []
    for match in _TOKEN.finditer(phrase, 0, MAX_CHARS):
        text = match.group()
        low = text.lower().replace("’", "'")
        if len(low) > 1 and low.endswith("."):
            low = low[:-1]
        out.append(Word(text, low, match.start(), match.end()))
    return tuple(out)


def cut(words: tuple[Word, ...], whole: Collection[int]) -> tuple[Segment, ...]:
    """Cut a phrase at its prepositions and commas; a relative clause ends it.

    `whole` are the indexes of words that lie inside a name or a title of several words ("of" in
    "Bank of England", "chief of staff"): these do not cut.
    """
    out: list[Segment] = []
    joint, first = "", 0
    shouted = all(w.text.isupper() for w in words if w.text.isalpha())
    last = len(words)
    for i, word in enumerate(words):
        if i in whole:
            continue
        if word.low in _stops() and i > 0:
            last = i
            break
        # "In" and "For" inside names keep their capitals; a joint is written small or all shouts.
        small = word.text == word.low or shouted or i == 0
        if word.low in _PAUSES or (small and word.low in _joints()):
            if i > first:
                out.append(Segment(joint, first, i))
            joint, first = ("," if word.low in _PAUSES else word.low), i + 1
    if last > first:
        out.append(Segment(joint, first, last))
    return tuple(out) or (Segment("", 0, 0),)
