"""Marks of the annotation form: a cited span in; the string that names it in its paragraph out.

A mark is the span's words where they are the paragraph's first of that kind, `{"t", "n"}` for the
nth, with `p` where they stand in another paragraph than the mark's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.forms.rows import DocumentRow


class Unmarked(Exception):  # noqa: N818 - it says what became of a record, and is always caught
    """A record that cannot be marked; the message says why, as one reads it in a count."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document's text and its paragraphs, blanks at their ends left out."""

    text: str
    body: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, document: DocumentRow) -> Page:
        """Return the page of a document."""
        body = []
        for start, end in document["body"]:
            words = document["text"][start:end]
            left = len(words) - len(words.lstrip())
            if words.strip():
                body.append((start + left, start + left + len(words.strip())))
        return cls(document["text"], tuple(body))

    def only(self, kept: Sequence[int]) -> Page:
        """Return the page with some of its paragraphs alone."""
        return Page(self.text, tuple(self.body[at] for at in kept))

    def paragraphs(self) -> list[str]:
        """Return the words of the paragraphs."""
        return [self.text[start:end] for start, end in self.body]

    def has(self, words: str) -> bool:
        """Say whether words stand in a paragraph."""
        return any(words in paragraph for paragraph in self.paragraphs())

    def paragraph(self, cited: Mapping[str, Any]) -> int | None:
        """Return the number of the paragraph that holds a span, None where none does."""
        for number, (start, end) in enumerate(self.body):
            if start <= cited["start"] and cited["end"] <= end:
                return number
        return None

    def home(self, cited: Mapping[str, Any]) -> int:
        """Return the paragraph of a span. Raises Unmarked where it stands in none."""
        at = self.paragraph(cited)
        if at is None:
            raise Unmarked("they stand outside the paragraphs")
        return at

    def marks(self, cited: Iterable[Mapping[str, Any]], home: int) -> list[Any]:
        """Return the marks of spans, those of the same words once."""
        found = {(c["start"], c["end"]): c for c in cited}
        return [self.mark(one, home) for one in found.values()]

    def mark(self, cited: Mapping[str, Any], home: int) -> Any:
        """Return the mark of a span, seen from paragraph `home`.

        Raises Unmarked where the span begins or ends inside a word, or stands in no paragraph.
        """
        at = self.home(cited)
        words = self.text[cited["start"] : cited["end"]]
        nth = self._nth(words, cited["start"], *self.body[at])
        mark: dict[str, Any] = {"t": words}
        if nth > 1:
            mark["n"] = nth
        if at != home:
            mark["p"] = at
        return words if len(mark) == 1 else mark

    def _nth(self, words: str, at: int, low: int, high: int) -> int:
        """Return which occurrence of `words` in [low, high) stands at `at`, from 1."""
        if not words.strip():
            raise Unmarked("they cite blanks")
        nth, start = 0, low - 1
        while True:
            start = self.text.find(words, start + 1, high)
            if start < 0:
                raise Unmarked("they cite parts of words")
            if not self._splits(start, low, high) and not self._splits(
                start + len(words), low, high
            ):
                nth += 1
                if start == at:
                    return nth
            elif start == at:
                raise Unmarked("they cite parts of words")

    def _splits(self, offset: int, low: int, high: int) -> bool:
        """Say whether a cut at `offset` would part two letters or digits of a paragraph."""
        return low < offset < high and self.text[offset - 1 : offset + 1].isalnum()
