"""Evidence in the story: a paragraph and the marks in it in, escaped HTML out.

Marks overlap freely (a trigger inside a quotation inside a statement), which HTML elements cannot.
So the paragraph is cut at every mark's ends, and each piece says which records it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dragoman.faces.html.escape import h
from dragoman.faces.words import Numbered, cited, parties
from dragoman.forms.document import Span
from dragoman.forms.records import Event, Record, Statement

Role = Literal["trigger", "cue", "core", "content", "party", "evidence"]

# The most telling role of a piece decides its look and which record a click opens.
_RANK: dict[Role, int] = {
    "trigger": 0,
    "cue": 1,
    "core": 2,
    "party": 3,
    "content": 4,
    "evidence": 5,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that a record cites. `key` is the record's anchor, `kind` and `quad` give its hue."""

    span: Span
    role: Role
    key: str
    kind: str
    quad: int


def marks(rows: Iterable[Numbered], prefix: str) -> list[Mark]:
    """Return every mark of the records, each span once a record and role."""
    out: dict[tuple[Span, Role, str], Mark] = {}
    for row in rows:
        key, record = anchor(prefix, row.label), row.record
        quad = record.quad_code if isinstance(record, Event) else 0
        for span, role in _spans(record):
            if span.start < span.end:
                out.setdefault((span, role, key), Mark(span, role, key, record.kind, quad))
    return sorted(out.values(), key=lambda m: (m.span, _RANK[m.role], m.key))


def anchor(prefix: str, label: str) -> str:
    """Return the id of a record's element: letters and digits alone."""
    return f"{prefix}-{label.lower()}"


def marked(text: str, paragraph: Span, found: Sequence[Mark], placed: set[str]) -> str:
    """Return a paragraph's HTML. `placed` gathers the records whose link has its id already.

    `data-r` of a piece names the records that are about these very words, `data-e` those that cite
    them as the words around.
    """
    inside = [m for m in found if m.span.overlaps(paragraph)]
    cuts = {paragraph.start, paragraph.end}
    for mark in inside:
        cuts |= {max(mark.span.start, paragraph.start), min(mark.span.end, paragraph.end)}
    edges = sorted(cuts)
    pieces = []
    for start, end in pairwise(edges):
        active = [m for m in inside if m.span.start <= start and end <= m.span.end]
        pieces.append(_piece(text[start:end], active, placed))
    return "".join(pieces)


def _spans(record: Record) -> Iterable[tuple[Span, Role]]:
    if isinstance(record, Event):
        yield Span(record.trigger.start, record.trigger.end), "trigger"
    elif isinstance(record, Statement):
        if record.cue:
            yield Span(record.cue.start, record.cue.end), "cue"
        for content in record.content:
            yield Span(content.start, content.end), "content"
    else:
        for evidence in cited(record):
            yield Span(evidence.start, evidence.end), "core"
    for entity in parties(record):
        yield entity.span, "party"
    for evidence in record.evidence:
        yield Span(evidence.start, evidence.end), "evidence"


def _piece(words: str, active: Sequence[Mark], placed: set[str]) -> str:
    if not active:
        return h(words)
    ranked = sorted(active, key=lambda m: (_RANK[m.role], m.span.end - m.span.start, m.key))
    first = ranked[0]
    core = list(dict.fromkeys(m.key for m in ranked if m.role != "evidence"))
    around = list(dict.fromkeys(m.key for m in ranked if m.key not in core))
    look = [first.role, *(["said"] if any(m.role == "content" for m in ranked) else [])]
    if first.role == "trigger":
        look.append(f"q{first.quad}")
    kinds = " ".join(dict.fromkeys(m.kind for m in ranked))
    attributes = f'class="m {" ".join(dict.fromkeys(look))}" data-k="{kinds}"'
    attributes += f' data-r="{" ".join(core)}"' if core else ""
    attributes += f' data-e="{" ".join(around)}"' if around else ""
    opened = next((m for m in ranked if m.key not in placed and m.role != "evidence"), None)
    if opened is None and first.role not in ("trigger", "cue"):
        return f"<span {attributes}>{h(words)}</span>"
    target = opened or first
    placed.add(target.key)
    named = f' id="m-{target.key}"' if opened else ""
    return f'<a href="#{target.key}"{named} {attributes}>{h(words)}</a>'
