"""The registers' word lists: data files in, phrase finders out. Nothing is loaded at import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import ahocorasick

from dragoman.knowledge import mapping, rows
from dragoman.knowledge import words as words_of

_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase found in folded text. `value` and `frame` are what the data file files it under."""

    start: int
    end: int
    value: str
    frame: str


def expand(pattern: str) -> list[str]:
    """Return every phrase that a pattern with {a,b} alternatives stands for.

    >>> expand("back{,s} {it,him}")
    ['back it', 'back him', 'backs it', 'backs him']
    """
    parts = _BRACES.split(pattern)
    choices = [part.split(",") if i % 2 else [part] for i, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*choices)]


class Phrases:
    """Finds whole-word phrases in folded text, one pass over the text for all of them."""

    def __init__(self, entries: list[tuple[str, str, str]]) -> None:
        """Take (pattern, value, frame) rows; a phrase listed twice keeps its first row."""
        self._automaton = ahocorasick.Automaton()
        for pattern, value, frame in entries:
            for phrase in expand(pattern):
                if phrase not in self._automaton:
                    self._automaton.add_word(phrase, (len(phrase), value, frame))
        if entries:
            self._automaton.make_automaton()

    def find(self, folded: str, start: int = 0, end: int | None = None) -> list[Cue]:
        """Return the leftmost longest phrases of `folded[start:end]`, none overlapping."""
        stop = len(folded) if end is None else end
        hits: list[Cue] = []
        for last, (length, value, frame) in self._automaton.iter(folded, start, stop):
            first = last - length + 1
            if (first == 0 or not _inside_word(folded[first - 1])) and (
                last + 1 >= len(folded) or not _inside_word(folded[last + 1])
            ):
                hits.append(Cue(first, last + 1, value, frame))
        hits.sort(key=lambda cue: (cue.start, -cue.end))
        kept: list[Cue] = []
        for cue in hits:
            if not kept or cue.start >= kept[-1].end:
                kept.append(cue)
        return kept


def _inside_word(char: str) -> bool:
    return char.isalnum() or char == "_"


@cache
def _register(name: str) -> dict[str, Any]:
    return mapping(f"registers/{name}.yaml")


@cache
def cues(register: str) -> Phrases:
    """Return the cues of a register whose file lists value -> frame -> patterns."""
    rows = [
        (pattern, value, frame)
        for value, frames in _register(register).items()
        for frame, patterns in frames.items()
        for pattern in patterns
    ]
    return Phrases(rows)


@cache
def framed(register: str) -> Phrases:
    """Return the cues of a register whose file lists frame -> patterns; `state` is left out."""
    rows = [
        (pattern, frame, frame)
        for frame, patterns in _register(register).items()
        if frame != "state"
        for pattern in patterns
    ]
    return Phrases(rows)


@cache
def states(register: str) -> tuple[Phrases, tuple[str, ...]]:
    """Return the phrases that tell a record's state, and the states, the strongest first."""
    listed = _register(register)["state"]
    rows = [(pattern, state, "state") for state, patterns in listed.items() for pattern in patterns]
    return Phrases(rows), tuple(listed)


@cache
def words(name: str) -> frozenset[str]:
    """Return a closed class of clauses.yaml."""
    return frozenset(mapping("registers/clauses.yaml")[name])


@cache
def areas() -> Phrases:
    """Return the words that name areas."""
    return Phrases([(r["word"], r["area"], "area") for r in rows("registers/areas.csv")])


@cache
def outlets() -> Mapping[str, bool]:
    """Return the names of news outlets, folded, each with whether it is a common word too."""
    out: dict[str, bool] = {}
    for row in rows("outlets.csv"):
        out[row["name"].removeprefix("The ").lower()] = row["doubtful"] == "yes"
        for alias in filter(None, row["aliases"].split("|")):
            out.setdefault(alias.removeprefix("The ").lower(), False)
    return out


@cache
def outlet_words() -> frozenset[str]:
    """Return the last words that make a name an outlet's."""
    return words_of("registers/outlet_words.csv")


@cache
def verdicts() -> Phrases:
    """Return the words that judge a thing, each with the stance it shows."""
    return Phrases([(r["word"], r["stance"], "verdict") for r in rows("registers/verdicts.csv")])


@cache
def said_verdicts() -> Phrases:
    """Return the verdicts that are a stance of who says that a thing is so."""
    listed = rows("registers/verdicts.csv")
    return Phrases([(r["word"], r["stance"], "said") for r in listed if r["said"] == "yes"])


def areas_of(folded: str, start: int, end: int) -> tuple[str, ...]:
    """Return the areas named in `folded[start:end]`, in order of first mention."""
    found = areas().find(folded, start, end)
    return tuple(dict.fromkeys(cue.value for cue in found))
