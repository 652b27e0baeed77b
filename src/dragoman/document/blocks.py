"""Blocks: a plain text in, the ranges of its paragraphs, headings, menu lines and links out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.forms.document import Span

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_TERMINAL = ".!?…:\"”’'»)。"
# A text wrapped by hand or mail program has lines of about 60-80 characters that break off.
WRAP_LEAST, WRAP_MOST = 45, 100


def split(text: str) -> list[Span]:
    """Return the blocks of a text in order: paragraphs at blank lines, else lines.

    Lines that were merely wrapped are one block. No block has white space at its ends.
    """
    groups = _groups(text)
    if len(groups) == 1:
        return _apart(text, groups[0])
    found: list[Span] = []
    for group in groups:
        found.extend(_apart(text, group))
    return found


def _groups(text: str) -> list[list[Span]]:
    """Return the lines of a text, those without a blank line between them together."""
    groups: list[list[Span]] = []
    last = -1
    for match in _LINE.finditer(text):
        raw = match.group()
        line = raw.strip()
        if not line:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        span = Span(start, start + len(line))
        between = text[last : match.start()] if groups else ""
        if groups and between.replace("\r\n", "\n").count("\n") + between.count("\u2029") < 2:
            groups[-1].append(span)
        else:
            groups.append([span])
        last = match.end()
    return groups


def _apart(text: str, lines: Sequence[Span]) -> list[Span]:
    """Join lines that were wrapped; leave the others as blocks of their own."""
    if len(lines) == 1 or not _wrapped(text, lines):
        return list(lines)
    longest = max(line.end - line.start for line in lines)
    found: list[Span] = []
    start = lines[0].start
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        closes = text[line.end - 1] in _TERMINAL and line.end - line.start < 0.8 * longest
        if after is None or closes:
            found.append(Span(start, line.end))
            start = after.start if after else line.end
    return found


def _wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Say whether lines break off at a margin rather than end."""
    inner = lines[:-1]
    long = [line for line in inner if WRAP_LEAST <= line.end - line.start <= WRAP_MOST]
    if len(long) < 0.7 * len(inner) or any(s.end - s.start > WRAP_MOST for s in lines):
        return False
    broken = sum(text[line.end - 1] not in _TERMINAL for line in long)
    lower = sum(text[line.start].islower() for line in lines[1:])
    return broken >= 0.5 * len(long) and lower >= 0.25 * (len(lines) - 1)
