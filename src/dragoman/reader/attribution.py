"""An answered cue in, an attribution out: which words are its cue, its source, its content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Span
from dragoman.forms.reading import Attribution
from dragoman.reader import cue_edges, trust
from dragoman.reader.decode import Ranges, role_ranges, softmax, trim
from dragoman.reader.passes import Encoded, Question

_RELATIVE = frozenset({"who", "which", "that"})
_SOURCE, _CONTENT = 1, 3
"""The tags with which the two roles of a cue begin (labels.ROLE_TAGS)."""

EDGE = 0.3
"""How likely a word beside a source must be in it to go with it. 0.2 to 0.4 gave PolNeAR's dev part
and the held-out stories the same to 0.004; without it PolNeAR's sources lose 0.005 of F1."""

CLOSING = 0.2
"""The same for the comma that closes an apposition: worth 0.013 on PolNeAR's dev part."""


def attribution(
    question: Question, logits: NDArray[np.float32], roles: NDArray[Any]
) -> Attribution:
    """Make the attribution of a cue.

    `logits` (W, 5) are what the focus says of each word, `roles` (W,) their row of
    `decode.best_roles`.
    """
    return told(question, logits, roles)[0]


def told(
    question: Question, logits: NDArray[np.float32], roles: NDArray[Any]
) -> tuple[Attribution, tuple[float, ...]]:
    """Make the attribution of a cue and give the `trust.NUMBERS` that its confidence is of."""
    e, tagged = question.at, question.words
    seen = sight(e, tagged, logits)
    cue, share = cue_edges.load().best(seen)
    said_by = seen.roles[:, _SOURCE : _SOURCE + 2].sum(1)
    likely = np.where(roles[: len(said_by)] < _CONTENT, said_by, 0.0).tolist()
    found = (whole(e.words, a, b, likely, cue) for a, b in role_ranges(roles, _SOURCE))
    sources = [(a, b) for a, b in found if a < b and (b <= cue[0] or a >= cue[1])]
    source = max(sources, key=lambda r: float(said_by[slice(*r)].mean()), default=None)
    content = joined(beside(role_ranges(roles, _CONTENT), tagged, cue))
    word = seen.words[source[0]] if source else ""
    known = trust.numbers(question.confidence, share, cue == tagged, said_by, source, word)
    return Attribution(
        source=e.span(source) if source else None,
        cue=e.span(cue),
        content=tuple(map(e.span, content)),
        confidence=trust.sure(known),
    ), known


def settled(found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Put attributions in order of their cues; where two cues overlap the surer one stays.

    One without content attributes nothing and is left out.
    """
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda a: -a.confidence):
        if one.content and not any(_one_cue(one, other) for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=_place))


def _place(one: Attribution) -> Span:
    return one.cue or one.content[0]


def _one_cue(one: Attribution, other: Attribution) -> bool:
    return one.cue is not None and other.cue is not None and one.cue.overlaps(other.cue)


def sight(e: Encoded, tagged: tuple[int, int], logits: NDArray[np.float32]) -> cue_edges.Sight:
    """Give what was seen around a tagged cue; `logits` may be padded past the passage's words."""
    count = len(e.words)
    words = tuple(map(cue_edges.fold, e.words))
    return cue_edges.Sight(words, tagged, 1 - e.cue[:, 0], e.cue[:, 1], softmax(logits[:count]))


def beside(content: Ranges, tagged: tuple[int, int], cue: tuple[int, int]) -> Ranges:
    """Give content without the words that went to the cue; words that the cue left at its end are
    content where content followed.
    """
    if cue == tagged:
        return content
    out: Ranges = []
    for start, end in content:
        first = cue[1] if start == tagged[1] and cue[1] < start else start
        out += [(a, b) for a, b in ((first, min(end, cue[0])), (max(first, cue[1]), end)) if a < b]
    return out


def joined(content: Ranges) -> Ranges:
    """Join pieces of content that touch: only what stands between parts a content."""
    out: Ranges = []
    for a, b in content:
        if out and out[-1][1] == a:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def whole(
    words: Sequence[str], a: int, b: int, likely: Sequence[float], cue: tuple[int, int]
) -> tuple[int, int]:
    """Give the source of which the model is sure of the words [a, b) alone.

    It goes on over the words beside it of which the model is half sure (`likely`, a probability a
    word): to the right only as far as a mark or the cue, for a source does not end amid a phrase.
    The comma that closes an apposition needs less: in nine of ten such sources of PolNeAR's train
    part it is the source's, in none of the project's stories.
    """
    while a > 0 and likely[a - 1] >= EDGE and words[a - 1] != "," and not cue[0] <= a - 1 < cue[1]:
        a -= 1
    end = b
    while end < len(words) and likely[end] >= EDGE and words[end] != "," and end != cue[0]:
        end += 1
    if end == len(words) or end == cue[0] or not words[end][0].isalnum():
        b = end
    a, b = speaker(words, a, b)
    closing = a < b < len(words) and words[b] == "," and "," in words[a:b]
    return a, b + (closing and likely[b] >= CLOSING)


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
