"""Sentences and word lists in, phrases found in them out: what the conventions are written with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from dragoman.forms.document import Span

REACH = 10
"""Words to each side of a trigger, within its sentence, in which a rule looks for its company."""

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_ENDS = frozenset({";", ":", "“", "”", '"'})

Phrases = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's lower-case words; `starts` and `ends` (code points of the document)."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, span: Span) -> tuple[int, int]:
        """Give the half-open range of words that a span covers."""
        inside = [
            n
            for n, (start, end) in enumerate(zip(self.starts, self.ends, strict=True))
            if start < span.end and span.start < end
        ]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def around(self, a: int, b: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the words before [a, b) and after it, as far as the rules look."""
        low, high = max(0, a - REACH), min(len(self.words), b + REACH)
        for n in range(a - 1, low - 1, -1):
            if self.words[n] in _ENDS:
                low = n + 1
                break
        for n in range(b, high):
            if self.words[n] in _ENDS:
                high = n
                break
        return self.words[low:a], self.words[b:high]


def words(text: str, span: Span) -> Sentence:
    """Cut a sentence into words and marks."""
    found = list(_WORD.finditer(text, span.start, span.end))
    return Sentence(
        tuple(m.group().lower().replace("’", "'") for m in found),
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
    )


def shares(phrases: Phrases, words: Sequence[str], a: int, b: int) -> bool:
    """Say whether one of the phrases stands where it shares a word with [a, b)."""
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for phrase in phrases
        for at in range(max(0, a - len(phrase) + 1), b)
    )


def holds(phrases: Phrases, words: Sequence[str]) -> bool:
    """Say whether one of the phrases stands in the words."""
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for phrase in phrases
        for at in range(len(words) - len(phrase) + 1)
    )


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """Give the phrases of a pattern: {a,b} are alternatives, a verb with ~ its regular forms.

    >>> sorted(" ".join(p) for p in expand("free~ {him,her}"))[:3]
    ['free her', 'free him', 'freed her']
    """
    parts = _BRACES.split(pattern)
    choices = [part.split(",") if i % 2 else [part] for i, part in enumerate(parts)]
    for chosen in product(*choices):
        each = [_forms(word) for word in "".join(chosen).lower().split()]
        yield from product(*each)


def _forms(word: str) -> list[str]:
    if not word.endswith("~"):
        return [word]
    stem = word[:-1]
    if stem.endswith("e"):
        return [stem, stem + "s", stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return [stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    plural = "es" if stem.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return [stem, stem + plural, stem + "ed", stem + "ing"]
