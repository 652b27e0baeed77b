"""Which person of a story is most at hand for "he" or "she"."""

from __future__ import annotations

from bisect import bisect_left

from dragoman.forms.document import Span
from dragoman.resolve.story.cast import Cast

# Points of salience; set by hand on the annotated stories' pronouns, see docs/resolve-story.md.
_SENTENCE = 2.0  # lost for every sentence between
_PARAGRAPH = 1.0  # lost for every paragraph between
_SUBJECT = 2.0  # the first person of a sentence
_SPEAKER = 3.5  # the last speaker
_QUOTED = 4.0  # lost by a name inside somebody's words, for a pronoun outside them
_POSSESSIVE = 1.0
_REACH_SENTENCES = 9


def salient(
    cast: Cast, span: Span, gender: str, source: bool, spoken: tuple[int, int] | None
) -> int | None:
    """Return the person most at hand before `span` who may be of that gender (m or f).

    `source` says that the span is a statement's source; `spoken` is the last speaker, with the
    offset where they spoke.
    """
    scene = cast.scene
    quoted = scene.quoted(span.start)
    words = scene.words
    here = words.sentence_at(span.start)
    paragraph = words.sentence_paragraph[here] if words.sentence_paragraph else 0
    scores: dict[int, float] = {}
    i = bisect_left(scene.use_starts, span.start)
    first_in_sentence: dict[int, int] = {}
    low = i
    while low > 0 and here - words.sentence_of[scene.uses[low - 1].first] <= _REACH_SENTENCES:
        low -= 1
    for use in scene.uses[low:i]:
        if not cast.fits(use.person, gender) or scene.persons[use.person].gender == "n":
            continue
        sentence = words.sentence_of[use.first]
        score = -_SENTENCE * (here - sentence)
        score -= _PARAGRAPH * (paragraph - words.paragraph_of[use.first])
        inside = scene.quoted(use.start)
        if inside and not quoted:
            score -= _QUOTED
        elif sentence not in first_in_sentence:
            first_in_sentence[sentence] = use.person
            score += _SUBJECT
        if use.last < len(words) and words.forms[use.last] in ("'s", "’s"):
            score -= _POSSESSIVE
        scores[use.person] = max(scores.get(use.person, -99.0), score)
    if spoken is not None:
        index, offset = spoken
        sentence = words.sentence_at(offset)
        score = _SPEAKER - _SENTENCE * (here - sentence)
        score -= _PARAGRAPH * (paragraph - words.sentence_paragraph[sentence])
        if source:
            score += 1.0
        scores[index] = max(scores.get(index, -99.0), score)
    if not scores:
        return None
    return max(scores, key=lambda p: (scores[p], -p))
