"""Common issues: the positions of two sides in, the issues on which both hold one out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.gazetteer import gazetteer
from dragoman.gazetteer.entry import Found
from dragoman.knowledge import words
from dragoman.views.shapes import Common, Line

_WORD = re.compile(r"[^\W\d_]{3,}")
_SHARED = 0.6  # of the shorter issue's words: "the nuclear deal" and "the 2015 nuclear deal"
_SHARED_OF_LONG = 0.3
_MOST = 20
_LONGEST = 500  # characters of an issue in which names are looked for


@cache
def _plain_words() -> frozenset[str]:
    return words("text/function_words.csv")


def common(one: Sequence[Line], other: Sequence[Line]) -> list[Common]:
    """Return the issues that both sides hold a position on, those that share most words first."""
    found: list[tuple[int, Common]] = []
    taken: set[str] = set()
    issues = {line["id"]: _issue(line["what"]) for line in (*one, *other)}
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(other):
        for word in issues[line["id"]].words or ("",):
            sharing[word].append(place)
    for mine in one:
        issue = issues[mine["id"]]
        near = sorted({place for word in issue.words or ("",) for place in sharing[word]})
        theirs = [
            line
            for line in (other[place] for place in near)
            if line["id"] not in taken
            and line["id"] != mine["id"]
            and _alike(issue, issues[line["id"]])
        ]
        if mine["id"] in taken or not theirs:
            continue
        taken |= {mine["id"], *(line["id"] for line in theirs)}
        agree = all(line["state"] == mine["state"] for line in theirs)
        shared: Common = {"issue": mine["what"], "agree": agree, "one": [mine], "other": theirs}
        found.append((len(issue.words & issues[theirs[0]["id"]].words), shared))
    found.sort(key=lambda pair: -pair[0])
    return [shared for _, shared in found[:_MOST]]


def found_in(text: str) -> tuple[Found, ...]:
    """Return the names in an issue's words, found once for all who ask."""
    return _found_in(text, gazetteer().identity)


@lru_cache(maxsize=16_384)
def _found_in(text: str, identity: object) -> tuple[Found, ...]:
    return tuple(gazetteer().find(text))


@dataclass(frozen=True, slots=True)
class _Issue:
    """What an issue's words are, without the countries and bodies that it names."""

    words: frozenset[str]
    codes: frozenset[str]


def _issue(text: str) -> _Issue:
    names = found_in(text[:_LONGEST])
    codes = frozenset(e.code for found in names for e in found.entries[:1] if e.code)
    rest, at = [], 0
    for found in names:
        rest.append(text[at : found.start])
        at = found.end
    words = _WORD.findall(" ".join([*rest, text[at:]]))
    return _Issue(frozenset(w.lower().rstrip("s") for w in words) - _plain_words(), codes)


def _alike(one: _Issue, other: _Issue) -> bool:
    if one.codes and other.codes and not one.codes & other.codes:
        return False
    if not one.words and not other.words:
        return one.codes == other.codes
    shared = len(one.words & other.words)
    short, long = sorted((len(one.words), len(other.words)))
    return shared > 0 and shared >= _SHARED * short and shared >= _SHARED_OF_LONG * long
