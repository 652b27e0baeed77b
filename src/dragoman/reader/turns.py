"""Who speaks by layout alone, without a verb: the turns of a transcript, quotations signed below.

    RAMIREZ: Will the border open?        “We waited for a year.” ― Ana Lund

No tagger of cues sees these: the cue is a mark. In: a document; out: attributions whose cue is the
colon or the dash.
"""

from __future__ import annotations

import re

from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Attribution

CONFIDENCE = 0.9
"""How sure such an attribution is: set by hand."""

_NAME = r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|al|bin|da|de|del|la|van|von)){0,4}"
_SIGNED = re.compile(rf"[”\"]\s{{0,2}}([―—–]|--)\s?({_NAME})[\s.]*$")
_TURN = re.compile(r"[\"“]?((?:[^\W\d_a-z]|['’.-])+(?: (?:[^\W\d_a-z]|['’.-])+){0,4}):\s+(?=\S)")
_TAIL = 90  # code points of a paragraph's end in which a signature stands
_TURNS = 3  # turns that make a transcript, by two speakers at least
_QUOTES = ("“", '"', "”")


def turns(document: Document) -> list[Attribution]:
    """Give the turns of a transcript and the signed quotations of a document."""
    out: list[Attribution] = []
    spoken: list[Attribution] = []
    for paragraph in document.paragraphs:
        span = paragraph.span
        if (signed := _signed(document.text, span)) is not None:
            out.append(signed)
        elif (turn := _turn(document.text, span)) is not None:
            spoken.append(turn)
    speakers = {t.source.of(document.text) for t in spoken if t.source}
    if len(spoken) >= _TURNS and 2 <= len(speakers) < len(spoken):
        out += spoken
    return out


def _signed(text: str, span: Span) -> Attribution | None:
    """Read a paragraph that is a quotation with a dash and a name after it."""
    if not text.startswith(_QUOTES, span.start, span.end):
        return None
    found = _SIGNED.search(text, max(span.start + 1, span.end - _TAIL), span.end)
    if found is None:
        return None
    name = found.group(2).rstrip(".") if found.group(2).count(".") == 1 else found.group(2)
    return Attribution(
        source=Span(found.start(2), found.start(2) + len(name)),
        cue=Span(*found.span(1)),
        content=(Span(span.start, found.start() + 1),),
        confidence=CONFIDENCE,
    )


def _turn(text: str, span: Span) -> Attribution | None:
    """Read a paragraph that opens with a name in capitals and a colon."""
    found = _TURN.match(text, span.start, min(span.end, span.start + _TAIL))
    if found is None or found.end(1) - found.start(1) < 2 or found.end() >= span.end:
        return None
    return Attribution(
        source=Span(*found.span(1)),
        cue=Span(found.end(1), found.end(1) + 1),
        content=(Span(found.end(), span.end),),
        confidence=CONFIDENCE,
    )
