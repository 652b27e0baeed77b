"""Prints of documents: a text in, what is compared of it out (shingles, weighted terms, keys).

A print is all that finding copies and stories needs of a document: it is small, it is stored
beside the document, and the text is not read again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from math import log, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from dragoman.knowledge import rows

# Four words: lightly edited copies of the development stories keep 0.60 or more of their shingles,
# other stories of the same happening at most 0.47 (five words: 0.54 and 0.46).
SHINGLE = 4
SKETCH = 512  # shingles kept: an article of 500 words whole, of a longer one an even sample
BANDS, ROWS = 21, 3  # copies with Jaccard 0.5 meet with probability 0.94, with 0.7 always
SEED = 42
TERMS = 96  # weighted terms kept: 40 to 400 differ by less than 0.01 B-cubed F1
INDEXED = 16  # of them, the heaviest, by which a document is found
TITLE = 3  # a word of the headline counts as so many
MARK = 2.0  # weight of a mark (an act between two countries), in units of a rare word's
LONGEST = 200_000  # characters of a story that are looked at
VERSION = 1
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_QUOTED = re.compile(r'(“[^“”\n]{1,1000}”?|"[^"\n]{1,1000}")')
_ACCENT = re.compile("[\u0300-\u036f]+")
_HASHES = 2**32


@dataclass(frozen=True, slots=True)
class Print:
    """What is compared of a document.

    `shingles` are hashes of its word shingles outside quotations (uint32, sorted; the lowest
    SKETCH of them); `terms` maps hashes of words to weights of a vector of length 1.
    """

    shingles: NDArray[np.uint32]
    terms: dict[int, float]

    def to_bytes(self) -> bytes:
        """Pack it for storing: little-endian, a header of three numbers first."""
        head = np.array([VERSION, len(self.shingles), len(self.terms)], "<u4")
        ids = np.fromiter(self.terms, "<u4", len(self.terms))
        weights = np.fromiter(self.terms.values(), "<f4", len(self.terms))
        parts = (head, self.shingles.astype("<u4"), ids, weights)
        return b"".join(part.tobytes() for part in parts)

    @classmethod
    def from_bytes(cls, body: bytes) -> Print:
        """Unpack it. Raises ValueError where the bytes are not of this version."""
        version, shingles, terms = (int(n) for n in np.frombuffer(body, "<u4", 3))
        if version != VERSION or len(body) != 12 + 4 * shingles + 8 * terms:
            raise ValueError(f"a print of version {version}, {len(body)} bytes")
        numbers = np.frombuffer(body, "<u4", shingles + terms, 12)
        weights = np.frombuffer(body, "<f4", terms, 12 + 4 * (shingles + terms))
        ids = numbers[shingles:].tolist()
        terms_of = dict(zip(ids, weights.tolist(), strict=True))
        return cls(numbers[:shingles].astype(np.uint32), terms_of)


@dataclass(frozen=True, slots=True)
class Made:
    """A print with the keys by which its document is found: as a copy, as of the same story."""

    body: Print
    bands: tuple[int, ...]
    rare: tuple[int, ...]


def make(title: str | None, paragraphs: Iterable[str], marks: Iterable[str] = ()) -> Made:
    """Make the print of a story: its headline, its paragraphs, marks of what its records say.

    Keys are whole numbers below 2**63, those of `bands` never equal to those of `rare`.

    >>> one = make("Talks in Geneva", ["Envoys of Ruritania and Strelsau met in Geneva on Monday."])
    >>> len(one.bands), one.body.shingles.size
    (21, 7)
    """
    # Two reports of one speech are no copies of each other: shingles stand outside quotations.
    parts = [words(part) for part in _QUOTED.split("\n".join(paragraphs)[:LONGEST])]
    tokens = _shingles(parts[::2])
    terms = _terms(words(title or ""), chain.from_iterable(parts), marks)
    hashes = np.array(sorted({crc32(token.encode()) for token in tokens})[:SKETCH], np.uint32)
    heaviest = sorted(terms, key=lambda term: (-terms[term], term))[:INDEXED]
    return Made(Print(hashes, terms), _bands(tokens), tuple(heaviest))


def words(text: str) -> list[str]:
    """Return the words of a text: lower case, without accents and the possessive."""
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFKD", text.replace("’", "'")))
    return [word.removesuffix("'s") for word in _WORD.findall(text.lower())]


def containment(one: Print, other: Print) -> float:
    """Return the share of the shorter text's shingles that the other has, 0 to 1.

    Where a text has more than SKETCH shingles, both are compared on the hashes below the highest
    one that both sketches are complete up to (Broder 1997).
    """
    limit = min(_complete(one.shingles), _complete(other.shingles))
    first = one.shingles[: np.searchsorted(one.shingles, limit)]
    second = other.shingles[: np.searchsorted(other.shingles, limit)]
    least = min(len(first), len(second))
    if not least:
        return 0.0
    return len(np.intersect1d(first, second, assume_unique=True)) / least


def cosine(one: Print, other: Print) -> float:
    """Return the cosine of the two prints' terms, 0 to 1."""
    few, many = sorted((one.terms, other.terms), key=len)
    return sum(weight * many[term] for term, weight in few.items() if term in many)


def _complete(shingles: NDArray[np.uint32]) -> int:
    return int(shingles[-1]) + 1 if len(shingles) >= SKETCH else _HASHES


def _shingles(runs: Iterable[list[str]]) -> list[str]:
    found: dict[str, None] = {}
    for run in runs:
        for start in range(len(run) - SHINGLE + 1):
            found[" ".join(run[start : start + SHINGLE])] = None
    return list(found)


def _bands(tokens: list[str]) -> tuple[int, ...]:
    if not tokens:
        return ()
    hashed = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    hashed.update(tokens)
    digest = np.array(hashed.digest(), "<u4").reshape(BANDS, ROWS)
    return tuple((band + 1 << 32) | crc32(row.tobytes()) for band, row in enumerate(digest))


def _terms(title: list[str], text: Iterable[str], marks: Iterable[str]) -> dict[int, float]:
    counts = Counter(text)
    for word in title:
        counts[word] += TITLE
    rarest, known = _rarities()
    weights = {
        crc32(word.encode()): (1 + log(count)) * known.get(word, rarest)
        for word, count in counts.items()
        if len(word) > 1
    }
    for mark in set(marks):
        weights[crc32(f"mark {mark}".encode())] = MARK * rarest
    kept = sorted(weights.items(), key=lambda term: (-term[1], term[0]))[:TERMS]
    length = sqrt(sum(weight * weight for _, weight in kept)) or 1.0
    return {term: weight / length for term, weight in sorted(kept) if weight > 0}


def rarity(word: str) -> float:
    """Return how much a shared word tells: 0 where every story has it, 8.3 for an unknown one."""
    rarest, known = _rarities()
    return known.get(word, rarest)


@cache
def _rarities() -> tuple[float, dict[str, float]]:
    """Read the inverse document frequencies: an unknown word's, and those of the words known."""
    table = {row["word"]: int(row["documents"]) for row in rows("stories/frequencies.csv")}
    stories = max(table.values()) + 1
    return log(stories / 0.5), {word: log(stories / (n + 0.5)) for word, n in table.items()}
