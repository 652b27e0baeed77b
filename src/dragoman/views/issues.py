"""Common issues: the positions of two sides in, the issues on which both hold one out."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from dragoman.views.shapes import Common, Line

_WORD = re.compile(r"[^\W\d_]{3,}")
_SHARED = 0.6  # of the shorter issue's words: "the nuclear deal" and "the 2015 nuclear deal"
_MOST = 20


@cache
def _plain_words() -> frozenset[str]:
    text = (files("dragoman") / "data" / "text" / "function_words.csv").read_text("utf-8")
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(row[0] for row in rows if row)


def common(one: Sequence[Line], other: Sequence[Line]) -> list[Common]:
    """Return the issues that both sides hold a position on, the longest shared words first."""
    found: list[tuple[int, Common]] = []
    taken: set[str] = set()
    for mine in one:
        words = _words(mine["what"])
        theirs = [
            line
            for line in other
            if line["id"] not in taken
            and line["id"] != mine["id"]
            and _alike(words, _words(line["what"]))
        ]
        if mine["id"] in taken or not theirs:
            continue
        taken |= {mine["id"], *(line["id"] for line in theirs)}
        shared = words & _words(theirs[0]["what"])
        agree = all(line["state"] == mine["state"] for line in theirs)
        issue: Common = {"issue": mine["what"], "agree": agree, "one": [mine], "other": theirs}
        found.append((len(shared), issue))
    found.sort(key=lambda pair: -pair[0])
    return [issue for _, issue in found[:_MOST]]


def _words(text: str) -> frozenset[str]:
    return frozenset(w.lower().rstrip("s") for w in _WORD.findall(text)) - _plain_words()


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return (
        shared > 0
        and shared >= _SHARED * min(len(one), len(other))
        and shared >= 0.3 * max(len(one), len(other))
    )
