"""What was found and what is marked in, which of one is which of the other out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Range = tuple[int, int]
"""[start, end) of a text, code points."""

_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_OWNS = re.compile(r"['’]s?$")


def overlap(a: Range, b: Range) -> float:
    """Give shared characters over covered characters."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, shared / (max(a[1], b[1]) - min(a[0], b[0])))


def pair_up(
    found: Sequence[Any], gold: Sequence[Any], fits: Callable[[Any, Any], float]
) -> list[tuple[int, int]]:
    """Match found to gold one to one, the best fit first; a fit of 0 is none."""
    table = [(fits(f, g), i, j) for i, f in enumerate(found) for j, g in enumerate(gold)]
    out: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for fit, i, j in sorted(table, key=lambda row: (-row[0], row[1], row[2])):
        if fit <= 0:
            break
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((i, j))
    return sorted(out)


Told = tuple[Range, str]
"""An act: its trigger and its root."""


def match_acts(found: Sequence[Told], gold: Sequence[Told]) -> list[tuple[int, int]]:
    """Match acts by overlap of their triggers; a match of one root goes before any other."""

    def fit(f: Told, g: Told) -> float:
        return overlap(f[0], g[0]) * (10 if f[1] == g[1] else 1)

    return pair_up(found, gold, fit)


def gold_acts(marks: Iterable[Mapping[str, Any]]) -> list[Told]:
    """Give the triggers and roots of marked events."""
    return [((g["trigger"][0][0], g["trigger"][0][1]), g["root"]) for g in marks]


def spans_of(items: Iterable[dict[str, Any] | None]) -> set[Range]:
    """Give the spans of entities or evidence."""
    return {(i["start"], i["end"]) for i in items if i}


def bare(text: str, span: Range) -> Range:
    """Leave article and final 's out of a party's span: the rule, which not every mark obeys."""
    start, end = span
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
    owns = _OWNS.search(text[start:end])
    return (start, start + owns.start()) if owns and owns.start() else (start, end)


def same_source(
    cue: Range | None, source: Sequence[Range], gold: Iterable[Mapping[str, Any]]
) -> bool:
    """Say whether a marked attribution has exactly this cue and this source."""
    return any(
        g["cue"] and tuple(g["cue"][0]) == cue and [tuple(s) for s in g["source"]] == list(source)
        for g in gold
    )
