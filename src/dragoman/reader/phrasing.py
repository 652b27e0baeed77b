"""Sentences and word lists in, phrases found in them out: what the conventions are written with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from dragoman.forms.document import Document, Span

REACH = 10
"""Words to each side of a trigger, within its sentence, in which a rule looks for its company."""

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_ENDS = frozenset({";", ":", "“", "”", '"'})

Phrases = frozenset[tuple[str, ...]]


class Sentences:
    """A document's sentences, in order, to be found by place."""

    def __init__(self, document: Document) -> None:
        self.spans = sorted(s for p in document.paragraphs for s in p.sentences)
        self._starts = [s.start for s in self.spans]

    def at(self, place: int) -> int:
        """Give the number of the last sentence that begins at `place` or before it; else -1."""
        return bisect_right(self._starts, place) - 1


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


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a trigger, as runs of up to `LONGEST` words: runs that share a word with
    it, runs before it, runs of it and what follows, and all of them.
    """

    own: Phrases
    before: Phrases
    after: Phrases
    all: Phrases


LONGEST = 4
"""Words of the longest phrase of a rule; a longer one would never be found."""


def setting(sentence: Sentence, a: int, b: int) -> Setting:
    """Give what stands around the trigger [a, b) of a sentence."""
    ahead, behind = sentence.around(a, b)
    trigger = sentence.words[a:b]
    low, high = max(0, a - LONGEST + 1), b + LONGEST - 1
    near = sentence.words[low:high]
    own = frozenset(
        near[at : at + size]
        for at in range(len(near))
        for size in range(1, LONGEST + 1)
        if low + at < b and low + at + size > a
    )
    before, after = runs(ahead), runs((*trigger, *behind))
    return Setting(own, before, after, own | before | after)


def runs(words: Sequence[str]) -> Phrases:
    """Give every run of up to `LONGEST` words."""
    row = tuple(words)
    return frozenset(
        row[at : at + size] for at in range(len(row)) for size in range(1, LONGEST + 1)
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
