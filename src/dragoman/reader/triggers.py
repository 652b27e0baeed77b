"""Acts in, the same acts with their triggers bared out: "attacked a" is "attacked".

The tagger is surest in a trigger's middle. Of 192 stories that it had not learned, the triggers of
two and more words that it ended with an article, an owner's pronoun or "to" were marked so in one
case of fifty.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.reader import nouns
from dragoman.reader.nouns import Line


def bared(act: Act, line: Line) -> Act:
    """Give an act without the words at its trigger's ends that are of what stands beside it.

    Of a name that the trigger broke off ("held Ahed" before "Tamimi") the party gets its part back.
    """
    a, b = line.at(act.trigger) if line.holds(act.trigger) else (0, 0)
    if b - a < 2:
        return act
    classes = nouns.load()
    broken = _broken(act, line, b)
    first, last = a, b - broken
    while last - first > 1 and line.words[last - 1] in classes.closing:
        last -= 1
    while last - first > 1 and line.words[first] in classes.opening:
        first += 1
    if (first, last) == (a, b):
        return act
    if broken:
        act = _given_back(act, line, b)
    return replace(act, trigger=line.span(first, last))


def _broken(act: Act, line: Line, b: int) -> bool:
    """Say whether the word before `b`, a trigger's last, begins the name of the party at `b`."""
    if b >= len(line.words) or not (line.capital(b - 1) and line.capital(b)):
        return False
    return any(p.start == line.starts[b] for p in (*act.actors, *act.recipients))


def _given_back(act: Act, line: Line, b: int) -> Act:
    """Let the party at word `b` begin one word sooner."""
    start = line.starts[b]

    def whole(side: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(line.starts[b - 1], p.end) if p.start == start else p for p in side)

    return replace(act, actors=whole(act.actors), recipients=whole(act.recipients))
