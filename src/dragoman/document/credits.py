"""Outlets that a story credits: its paragraphs in, each outlet at the place where it is named.

A name alone is no credit: a cue must stand before or after it ("told the Global Times",
"according to Prensa Latina", "Reuters reported", "(Xinhua)"), or it is the story's dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick

from dragoman.forms.document import Credit, Span
from dragoman.knowledge import rows, sheet

REACH = 90  # characters before a name in which its cue may stand
DATELINE = 70  # characters of a paragraph's beginning in which a dateline stands
_DASH = re.compile(r"\s?(?:--|—|–|-)\s")
_CLOSES = re.compile(r"[)\]]|(?:/|, | and |; |\. )[^()\[\]]{0,40}[)\]]")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of `credits.yaml`, compiled; `before` is to be searched, `after` to be matched."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    new: re.Pattern[str]


@cache
def _cues() -> Cues:
    raw = sheet("text/credits.yaml")

    def any_of(name: str) -> str:
        longest_first = sorted(raw[name], key=lambda words: (-len(words), words))
        return "(?:" + "|".join(words.replace(" ", r"\s") for words in longest_first) + ")"

    return Cues(
        before=re.compile(rf"\b{any_of('before')}\s(?:{any_of('of')}[\s-])" + "{0,6}$"),
        after=re.compile(
            rf"(?:['’]s)?(?:\s{any_of('kind')})?(?:,?\s(?:which|who))?"
            rf"(?:\s(?:has|had|also|first|earlier|later|previously|separately)){{0,2}}"
            rf"\s{any_of('after')}\b"
        ),
        new=re.compile(
            rf"\b{any_of('new')}\s(?:the\s)?((?:[A-Z][\w&.'’-]*\s){{1,4}}{any_of('media')})"
            r"(?![\w’'-]|\s[A-Z])"
        ),
    )


@cache
def _names() -> Any:
    """Build the index of outlets' names: surface -> (length, name, whether doubtful)."""
    index = ahocorasick.Automaton()
    for row in rows("outlets.csv"):
        for surface in (row["name"], *filter(None, row["aliases"].split("|"))):
            bare = surface.removeprefix("The ")
            doubtful = row["doubtful"] == "yes" and surface == row["name"]
            index.add_word(bare, (len(bare), row["name"], doubtful))
    index.make_automaton()
    return index


def find(text: str, spans: Iterable[Span]) -> tuple[Credit, ...]:
    """Return the credits in the given ranges of a text, in order, none overlapping another."""
    found: list[Credit] = []
    for span in spans:
        taken = [
            Credit(name, Span(start, end))
            for start, end, name, doubtful in _mentions(text, span)
            if _is_credit(text, span, start, end, doubtful)
        ]
        for new in _unknown(text, span):
            if not any(credit.span.overlaps(new) for credit in taken):
                taken.append(Credit(new.of(text), new))
        found.extend(sorted(taken, key=lambda credit: credit.span))
    return tuple(found)


def _unknown(text: str, span: Span) -> Iterator[Span]:
    """Yield names that read as an outlet's after a plain cue: "told the Lagos Weekly Star"."""
    for match in _cues().new.finditer(text, span.start, span.end):
        yield Span(match.start(1), match.end(1))


def _mentions(text: str, span: Span) -> list[tuple[int, int, str, bool]]:
    """Return the outlets' names in a range, the longest where several begin or overlap."""
    hits: list[tuple[int, int, str, bool]] = []
    for last, (length, name, doubtful) in _names().iter(text, span.start, span.end):
        end = last + 1
        start = end - length
        if start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-@#"):
            continue
        if end < len(text) and (text[end].isalnum() or text[end] == "@"):
            continue
        while hits and hits[-1][0] >= start:
            hits.pop()
        if not hits or hits[-1][1] <= start:
            hits.append((start, end, name, doubtful))
    return hits


def _is_credit(text: str, span: Span, start: int, end: int, doubtful: bool) -> bool:
    """Say whether a cue stands before or after an outlet's name, or it opens a dateline."""
    if end - start == span.end - span.start:
        return True
    before = text[max(span.start, start - REACH) : start]
    after = text[end : min(span.end, end + 80)]
    if before.rstrip()[-1:] in "([" and before.strip():
        return _CLOSES.match(after) is not None and not doubtful
    if start - span.start < DATELINE and _DASH.match(after) and not before.strip(" ,/"):
        return True
    if doubtful and not before.endswith(("the ", "The ")):
        # "Time reported", "told Nature": too many of them are common words.
        return False
    return _cues().before.search(before) is not None or _cues().after.match(after) is not None
