"""The lexicon of acts: which PLOVER root a verb form or act noun can tell, a feature a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from dragoman.knowledge import rows

SEVERAL = 17
"""The class of a word that can tell acts of several roots."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lower-case words and runs of words with their class: 1..16 a root, `SEVERAL` for more.

    `longest` is the number of words of the longest entry.
    """

    entries: Mapping[tuple[str, ...], int]
    longest: int
    _begin: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_begin", frozenset(entry[0] for entry in self.entries if entry))

    def classes(self, words: Sequence[str]) -> list[int]:
        """Give the class of each word, 0 for none; the longest entry that begins at a word wins."""
        lower = [w.lower() for w in words]
        out = [0] * len(lower)
        at = 0
        while at < len(lower):
            if lower[at] not in self._begin:
                at += 1
                continue
            for size in range(min(self.longest, len(lower) - at), 0, -1):
                found = self.entries.get(tuple(lower[at : at + size]))
                if found is not None:
                    out[at : at + size] = [found] * size
                    at += size
                    break
            else:
                at += 1
        return out


@cache
def lexicon() -> Lexicon:
    """Load the lexicon of acts from data/acts.csv (form, root): one row a form and root."""
    from dragoman.codebook import roots

    order: dict[str, int] = {root: number for number, root in enumerate(roots(), start=1)}
    entries: dict[tuple[str, ...], int] = {}
    for row in rows("acts.csv"):
        words = tuple(row["form"].split())
        number = order[row["root"]]
        entries[words] = number if entries.get(words, number) == number else SEVERAL
    return Lexicon(entries, max(map(len, entries), default=1))
