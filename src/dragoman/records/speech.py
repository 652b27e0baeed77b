"""Who is speaking at a place: statements in; speaker, nesting and pronouns' owners out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.records import Statement
from dragoman.records.lexicon import words
from dragoman.records.scene import Scene
from dragoman.records.statement import Nesting, nest

# Words that may stand between a pronoun and its verb.
_BETWEEN = re.compile(
    r"(?:\s+(?:[a-z]+ly|also|still|again|have|has|had|are|is|were|was|been|do|does|did|not|will"
    r"|would|don't|doesn't|never|long|always|both|all|continue to|continues to))*\s*"
)
_LAST_PRONOUN = re.compile(r"\b(i|we|he|she|it|they)\b")


@dataclass(frozen=True, slots=True)
class Speech:
    """The statements of a document, by place."""

    nesting: Nesting
    by_id: Mapping[str, Statement]

    def at(self, span: Span) -> Statement | None:
        """Return the innermost statement whose content holds `span`."""
        name = self.nesting.inside(span)
        return None if name is None else self.by_id[name]


def listen(statements: Sequence[Statement]) -> Speech:
    """Index the statements of a document."""
    return Speech(nest(statements), {s.id: s for s in statements})


def pronoun_holder(
    scene: Scene, speech: Speech, cue: Span, sentence: Span
) -> tuple[Entity, ...] | None:
    """Return who the pronoun right before a cue is: () if unknown, None if no pronoun is there.

    "I" and "we" are the speaker of the statement they stand in; "he", "she", "it" and "they" are
    so only in the speaker's own reported words ("Abe said he opposed").
    """
    low = max(sentence.start, cue.start - 60)
    found = None
    for match in _LAST_PRONOUN.finditer(scene.folded, low, cue.start):
        found = match
    if found is None or not _BETWEEN.fullmatch(scene.folded[found.end() : cue.start]):
        return None
    own = scene.entities_of((Span(found.start(), found.end()),))
    if own:
        return own
    statement = speech.at(cue)
    if statement is None or statement.speaker is None:
        return ()
    word = found.group()
    if word in words("pronoun_first"):
        return (statement.speaker,)
    person = statement.speaker.kind == "person"
    if statement.manner == "direct" or person != (word in {"he", "she"}):
        return ()
    return (statement.speaker,)
