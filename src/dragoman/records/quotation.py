"""Quotation marks paired paragraph by paragraph: a text and its paragraphs in, quotations out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.forms.document import Span

_MARKS = re.compile("[\"“”„«»‘’']")
_CLOSERS = {"”": "”", '"': '"”', "“": '”"', "„": "“”", "«": "»", "»": "«", "‘": "’'", "'": "'’"}
_SINGLE = "‘'"
_DOUBLE = re.compile('["“”„«»]')
# Paragraphs without a mark that an open quotation may run through.
_LONGEST_CARRY = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """An outermost quotation with its marks; `closed` is False where the paragraph ends first."""

    span: Span
    closed: bool


def by_paragraph(
    text: str, paragraphs: Sequence[Span]
) -> tuple[tuple[Span, tuple[Quotation, ...]], ...]:
    """Pair the marks of every paragraph, carrying a quotation left open into the next ones.

    A paragraph whose first double mark closes starts inside the quotation that an earlier one left
    open; paragraphs without a mark between the two lie wholly inside it.
    """
    rows: list[tuple[Span, tuple[Quotation, ...]]] = []
    waiting: list[int] | None = None
    for paragraph in paragraphs:
        found = quotations(text, paragraph)
        mark = next(_DOUBLE.finditer(text, paragraph.start, paragraph.end), None)
        if waiting is not None and mark is None and len(waiting) < _LONGEST_CARRY:
            waiting.append(len(rows))
        elif waiting is not None:
            if mark is not None and not _opens(text, mark.start(), mark.group(), paragraph):
                for number in waiting:
                    inner = rows[number][0]
                    rows[number] = (inner, (Quotation(inner, closed=False),))
                carried = Quotation(Span(paragraph.start, mark.end()), closed=True)
                found = (carried, *(q for q in found if q.span.start >= mark.end()))
            waiting = None
        if found and not found[-1].closed:
            waiting = []
        rows.append((paragraph, found))
    return tuple(rows)


def quotations(text: str, paragraph: Span) -> tuple[Quotation, ...]:
    """Pair the marks of one paragraph; nested quotations belong to their outermost one.

    A single mark opens only after a non-letter and before a letter, so apostrophes do not; one
    that is never closed is taken for an apostrophe.
    """
    found, unclosed = _pair(text, paragraph, paragraph.start, singles=True)
    if unclosed is not None and text[unclosed] in _SINGLE:
        # No later single mark can close either, so one more pass without them is enough.
        later, unclosed = _pair(text, paragraph, unclosed + 1, singles=False)
        found += later
    if unclosed is not None:
        found.append(Quotation(Span(unclosed, paragraph.end), closed=False))
    return tuple(found)


def _pair(
    text: str, paragraph: Span, start: int, *, singles: bool
) -> tuple[list[Quotation], int | None]:
    found: list[Quotation] = []
    opened: int | None = None
    for match in _MARKS.finditer(text, start, paragraph.end):
        at, mark = match.start(), match.group()
        if opened is None:
            if (singles or mark not in _SINGLE) and _opens(text, at, mark, paragraph):
                opened = at
        elif mark in _CLOSERS[text[opened]] and _closes(text, at, opened, paragraph):
            found.append(Quotation(Span(opened, at + 1), closed=True))
            opened = None
    return found, opened


def _opens(text: str, at: int, mark: str, paragraph: Span) -> bool:
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark == "”":
        # The Swedish manner, and a common slip: the same mark on both sides.
        return after.isalnum() and (at == paragraph.start or text[at - 1].isspace())
    if mark in "»’":
        return False
    if mark in _SINGLE:
        before = text[at - 1] if at > paragraph.start else " "
        return not before.isalnum() and after.isalnum()
    # French sets a space inside its guillemets; any other mark before a space closes.
    return mark == "«" or not after.isspace()


def _closes(text: str, at: int, opened: int, paragraph: Span) -> bool:
    if text[opened] == '"':
        # Some print each sentence of a speech with an opening mark of its own and close the last.
        after = text[at + 1] if at + 1 < paragraph.end else " "
        return not (text[at - 1].isspace() and after.isalnum())
    if text[opened] not in _SINGLE:
        return True
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not after.isalnum() and not text[at - 1].isspace()
