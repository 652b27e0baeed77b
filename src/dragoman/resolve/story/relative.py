"""What a relative pronoun stands for: the phrase that ends where it begins."""

from __future__ import annotations

from dragoman.forms.document import Span
from dragoman.resolve.story.scene import Scene

RELATIVE = frozenset({"who", "which", "that"})
_OPENS = frozenset({"the", "a", "an", "some", "many", "several", "most", "few", "other", "another"})
_REACH = 6  # words of the longest phrase that is found by its article alone


def antecedent(scene: Scene, span: Span) -> Span | None:
    """Return the longest party, source, mention or name that ends right before the pronoun `span`.

    Where the reader saw none, what its article opens ("the driver, who"); None where neither is.
    """
    text = scene.words.text
    end = len(text[: span.start].rstrip(" ,–—-"))
    if "\n" in text[end : span.start]:
        return None
    reading = scene.reading
    known = [m.span for m in reading.mentions if m.kind not in ("date", "office", "place")]
    known += [p for act in reading.acts for p in (*act.actors, *act.recipients)]
    known += [a.source for a in reading.attributions if a.source is not None]
    near = [s for s in known if s.end in (end, end + 1) and s.end <= span.start]
    near += [use.span for use in scene.uses if use.end == end]
    return min(near, default=None) or _opened(scene, end)


def _opened(scene: Scene, end: int) -> Span | None:
    """Return the few words up to `end` that begin with an article."""
    words = scene.words
    if not end or not words.sentences:
        return None
    inside = words.between(words.sentences[words.sentence_at(end - 1)].start, end)
    for at in reversed(inside[-_REACH:]):
        if words.lower[at] in _OPENS:
            return Span(words.starts[at], end)
        if not words.forms[at][0].isalnum():
            return None
    return None
