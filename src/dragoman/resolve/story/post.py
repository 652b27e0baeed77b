"""A post as the story words it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.forms.document import Span


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's role in the story's words.

    `person` is an index of persons; `phrase` the post without the name; `evidence` the whole
    phrase with the name. `organisation` is None where none is told. `head` is the role noun, `why`
    the pattern: before, shared, portfolio, after, who-heads, of-body.
    """

    person: int
    role: str
    organisation: str | None
    phrase: str
    evidence: Span
    head: str
    why: str
