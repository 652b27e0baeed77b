"""Tolls: a sentence in, how many people it says were killed and hurt out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from dragoman.knowledge import mapping

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|\d+|[^\W\d_]+(?:['’-][^\W\d_]+)*|[.;:!?]")
_FAR = 7  # words between a number and what happened to so many
_MOST = 10_000_000  # a larger number counts no people
_LONGEST = 4_000  # characters of a sentence that are looked at


@dataclass(frozen=True, slots=True)
class Toll:
    """How many were killed and hurt; None where the sentence gives no number."""

    dead: int | None = None
    wounded: int | None = None


@cache
def _words() -> dict[str, Any]:
    return mapping("happenings/tolls.yaml")


@cache
def _sets() -> tuple[frozenset[str], dict[str, tuple[frozenset[str], frozenset[str]]]]:
    words = _words()
    between = frozenset(words["people"]) | frozenset(words["fillers"])
    what = {}
    for kind in ("dead", "wounded"):
        after, before = words[kind]["after_number"], words[kind]["before_number"]
        # Of a phrase its last word stands beside the number, or its first.
        what[kind] = (
            frozenset(phrase.split()[-1] for phrase in after),
            frozenset(phrase.split()[-1] for phrase in before),
        )
    return between, what


@cache
def _befalling() -> frozenset[str]:
    """Return all words that say what befell people."""
    return frozenset().union(*(words for kinds in _sets()[1].values() for words in kinds))


@lru_cache(maxsize=1_024)  # asked when an act is compared and when it is told
def toll(sentence: str, at: int = 0) -> Toll:
    """Read the numbers of dead and wounded that stand by their words in a sentence.

    Where it gives several, those nearest to the character `at` count.

    >>> toll("At least 84 people were killed and 202 others injured in Nice.")
    Toll(dead=84, wounded=202)
    >>> toll("The blast killed nine soldiers, wounding two.")
    Toll(dead=9, wounded=2)
    """
    found: dict[str, tuple[int, int]] = {}
    for kind, start, number in _numbers(sentence[:_LONGEST]):
        apart = abs(start - at)
        if kind not in found or apart < found[kind][0]:
            found[kind] = (apart, number)
    return Toll(*(found[kind][1] if kind in found else None for kind in ("dead", "wounded")))


@lru_cache(maxsize=256)  # the acts of one sentence ask for it one after another
def _numbers(sentence: str) -> tuple[tuple[str, int, int], ...]:
    """Return the numbers that count people: what befell them, where the number stands, it."""
    cut = list(_TOKEN.finditer(sentence))
    tokens = [token[0].lower() for token in cut]
    if _befalling().isdisjoint(tokens):
        return ()
    out = []
    for place, token in enumerate(tokens):
        number = _number(token)
        if number is None or _counts_no_people(tokens, place):
            continue
        kind = _after(tokens, place) or _before(tokens, place)
        if kind is not None:
            out.append((kind, cut[place].start(), number))
    return tuple(out)


def _number(token: str) -> int | None:
    if token[0].isdigit():
        digits = token.replace(",", "")
        return int(digits) if len(digits) < 9 and int(digits) <= _MOST else None
    return _number_words().get(token)


@cache
def _number_words() -> dict[str, int]:
    told: dict[str, int] = _words()["numbers"]
    return told


def _counts_no_people(tokens: list[str], place: int) -> bool:
    """Say whether a number is a year or counts something else than people."""
    token = tokens[place]
    year = token.isdigit() and len(token) == 4 and 1900 <= int(token) < 2100
    before = tokens[place - 1] if place else ""
    return year and before in ("in", "since", "of", "from", "by")


def _after(tokens: list[str], place: int) -> str | None:
    """Find what befell them behind the number: `84 people were killed`."""
    between, what = _sets()
    for token in tokens[place + 1 : place + 1 + _FAR]:
        for kind, (after, _) in what.items():
            if token in after:
                return kind
        if token not in between:
            return None
    return None


def _before(tokens: list[str], place: int) -> str | None:
    """Find it before the number: `killed at least 84`."""
    between, what = _sets()
    for token in reversed(tokens[max(0, place - _FAR) : place]):
        for kind, (_, before) in what.items():
            if token in before:
                # "left 84" says nothing by itself: 84 what?
                loose = token in ("left", "leaves", "leaving")
                return None if loose else kind
        if token not in between:
            return None
    return None
