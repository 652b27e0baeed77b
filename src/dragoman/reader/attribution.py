"""An answered cue in, an attribution out: which words its source keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from dragoman.forms.reading import Attribution
from dragoman.reader.decode import role_ranges, trim
from dragoman.reader.passes import Question

_RELATIVE = frozenset({"who", "which", "that"})
_SOURCE, _CONTENT = 1, 3
"""The tags with which the two roles of a cue begin (labels.ROLE_TAGS)."""


def attribution(question: Question, roles: NDArray[Any]) -> Attribution:
    """Make the attribution of a cue; `roles` is its row of `decode.best_roles`."""
    e = question.at
    sources = (speaker(e.words, a, b) for a, b in role_ranges(roles, _SOURCE))
    return Attribution(
        source=next((e.span((a, b)) for a, b in sources if a < b), None),
        cue=e.span(question.words),
        content=tuple(map(e.span, role_ranges(roles, _CONTENT))),
        confidence=question.confidence,
    )


def speaker(words: Sequence[str], a: int, b: int) -> tuple[int, int]:
    """Take loose words off the edges of a source's words [a, b), as of a party's, but for three.

    A relative pronoun alone is a whole source ("the driver, who said"); so is the "not" of "not
    everyone"; the comma that closes an apposition is the apposition's ("Lund, the minister,").
    """
    if b - a == 1 and words[a].lower() in _RELATIVE:
        return a, b
    first, last = trim(words, a, b)
    if last - first > 1 and words[last - 1].lower() in _RELATIVE:
        first, last = trim(words, first, last - 1)
    if first == last:
        return first, last
    if first == a + 1 and words[a].lower() == "not":
        first = a
    if last < b and words[last] == "," and "," in words[first:last]:
        last += 1
    return first, last
