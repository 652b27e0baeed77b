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
Said = tuple[str, str]
"""A position: its id, and the words of its issue."""


@cache
def _plain_words() -> frozenset[str]:
    return words("text/function_words.csv")


def common(one: Sequence[Line], other: Sequence[Line]) -> list[Common]:
    """Return the issues that both sides hold a position on, those that share most words first."""
    lines = {line["id"]: line for line in (*one, *other)}
    found: list[Common] = []
    for first, others in shared(
        *([(li["id"], li["what"]) for li in some] for some in (one, other))
    ):
        mine, theirs = lines[first], [lines[its] for its in others]
        agree = all(line["state"] == mine["state"] for line in theirs)
        found.append({"issue": mine["what"], "agree": agree, "one": [mine], "other": theirs})
    return found


def shared(one: Sequence[Said], other: Sequence[Said]) -> list[tuple[str, list[str]]]:
    """Return the ids of positions of one side with those of the other on the same issue.

    The issues that share most words come first; each position stands once.
    """
    found: list[tuple[int, tuple[str, list[str]]]] = []
    taken: set[str] = set()
    issues = {its: _issue(what) for its, what in (*one, *other)}
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for its, _ in other:
        for word in issues[its].words or ("",):
            sharing[word].append(its)
    places = {its: place for place, (its, _) in enumerate(other)}
    for mine, _ in one:
        issue = issues[mine]
        near = {its for word in issue.words or ("",) for its in sharing.get(word, ())}
        theirs = [
            its
            for its in sorted(near - taken - {mine}, key=places.__getitem__)
            if _alike(issue, issues[its])
        ]
        if mine in taken or not theirs:
            continue
        taken |= {mine, *theirs}
        found.append((len(issue.words & issues[theirs[0]].words), (mine, theirs)))
    found.sort(key=lambda pair: -pair[0])
    return [ids for _, ids in found[:_MOST]]


def first_code(issue: str, own: Sequence[str]) -> str | None:
    """Return the first code that an issue names, the holder's own left out."""
    return next((code for code in _codes_in(issue, gazetteer().identity) if code not in own), None)


@lru_cache(maxsize=16_384)
def _codes_in(text: str, identity: object) -> tuple[str, ...]:
    firsts = (entry for found in _found_in(text, identity) for entry in found.entries[:1])
    return tuple(entry.code for entry in firsts if entry.code)


@lru_cache(maxsize=16_384)
def _found_in(text: str, identity: object) -> tuple[Found, ...]:
    return tuple(gazetteer().find(text))


@dataclass(frozen=True, slots=True)
class _Issue:
    """What an issue's words are, without the countries and bodies that it names."""

    words: frozenset[str]
    codes: frozenset[str]


def _issue(text: str) -> _Issue:
    return _cut(text, gazetteer().identity)


@lru_cache(maxsize=16_384)
def _cut(text: str, identity: object) -> _Issue:
    names = _found_in(text[:_LONGEST], identity)
    codes = frozenset(_codes_in(text[:_LONGEST], identity))
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
