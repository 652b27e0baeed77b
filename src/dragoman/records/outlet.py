"""Whom a speaker told it to: "told the Global Times", "in an interview with CNN"."""

from __future__ import annotations

import re

from dragoman.forms.document import Span
from dragoman.forms.reading import Attribution
from dragoman.records.lexicon import outlet_words, outlets
from dragoman.records.scene import Scene

_TOLD = re.compile(
    r"\b(?:(?:told|tells|telling|informed)"
    r"|interview (?:with|to|on|for|by|published (?:by|in))"
    r"|(?:speaking|spoke|talking|talked|comments?|remarks|statement) (?:to|with))"
    r"\s+(?:the\s+)?(?=[A-Z])"
)
_NAME = re.compile(r"[A-Z][\w&/.\-]*(?: (?:(?:de la|de|la|of|&|and) )?[A-Z][\w&/.\-]*){0,6}")
# As far as "told ..." may stand from its cue and still be the same telling.
_REACH = 120
_LONGEST = 80


def told_to(scene: Scene, attribution: Attribution) -> str | None:
    """Return the outlet that a statement was made to, as the story writes it, or None.

    The phrase must stand in the cue's sentence and outside the content; the name must be credited
    by the document, be in the list of outlets or end in a media word.
    """
    anchor = attribution.cue or attribution.source
    if anchor is None:
        return None
    sentence = scene.sentence_at(anchor.start)
    if sentence is None:
        return None
    low = max(sentence.start, anchor.start - _REACH)
    high = min(sentence.end, anchor.end + _REACH)
    best: tuple[int, str] | None = None
    for match in _TOLD.finditer(scene.text, low, high):
        here = Span(match.start(), match.end())
        if any(content.overlaps(here) for content in attribution.content):
            continue
        name = _outlet(scene, match.end(), sentence.end)
        distance = abs(match.start() - anchor.start)
        if name is not None and (best is None or distance < best[0]):
            best = (distance, name)
    return None if best is None else best[1]


def _outlet(scene: Scene, start: int, end: int) -> str | None:
    match = _NAME.match(scene.text, start, min(end, start + _LONGEST))
    if match is None:
        return None
    credited = {credit.outlet.lower() for credit in scene.document.credits}
    words = re.sub(r"['’]s\b.*", "", match.group()).rstrip(".,;:").split(" ")
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size]).rstrip(".,;:")
        low = name.lower()
        if low in credited or _listed(scene.text, start, name):
            return name
        if size > 1 and words[size - 1] in outlet_words():
            return name
    return None


def _listed(text: str, start: int, name: str) -> bool:
    """Say whether a name is an outlet's; one that is a common word needs "the" or capitals."""
    doubtful = outlets().get(name.lower())
    if doubtful is None:
        return False
    return not doubtful or name.isupper() or text.endswith(("the ", "The "), 0, start)
