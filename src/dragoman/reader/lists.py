"""Acts in, the same acts with the rest of a list that the model broke off, and without places out.

"Attacks on security forces, settlers and workers": whoever is joined to a party is one too. "In
Somalia" beside a party is where the act was done.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.reader import nouns
from dragoman.reader.nouns import Line, heads, known, verb

LONGEST_LIST = 4
"""Parties that are joined to one found, at most."""

_AMONG = ("including", "among them")

NEXT_AND = 8
"""Words behind a comma's party within which a list's "and" must come."""


def complete(act: Act, line: Line, trigger: tuple[int, int]) -> Act:
    """Add what is joined to the parties of an act whose trigger is the words [a, b)."""
    used = set(act.actors + act.recipients)
    sides = []
    for parties in (act.actors, act.recipients):
        side = set(parties)
        for party in parties:
            if line.holds(party):
                found = _joined(line, line.at(party)[1], trigger, used)
                side.update(found)
                used.update(found)
        sides.append(tuple(sorted(side)))
    if (sides[0], sides[1]) == (act.actors, act.recipients):
        return act
    return replace(act, actors=sides[0], recipients=sides[1])


def placeless(act: Act, line: Line, trigger: tuple[int, int]) -> Act:
    """Take the recipients behind the trigger that are a place, where another is left.

    Of the roots `elsewhere` ("held in Sanaa") also where none is: of nine such none was marked.
    """
    places = [p for p in act.recipients if p.start >= act.trigger.end and _placed(p, line, trigger)]
    left = tuple(p for p in act.recipients if p not in places)
    if not left and act.root.lower() in nouns.load().elsewhere:
        named = [p for p in places if line.words[line.before(p)] in nouns.load().places]
        left = tuple(p for p in places if p not in named or not line.capital(line.at(p)[0]))
        return replace(act, recipients=left)
    return replace(act, recipients=left) if places and left else act


def asides(act: Act, line: Line, trigger: tuple[int, int]) -> Act:
    """Take the recipients that another clause, another sentence or a closer count names.

    "Said as Peru ...", "were killed, most of them ...", "70 people, including ten women".
    """
    here = [p for p in act.recipients if line.holds(p)]
    out: list[Span] = []
    for party in sorted(act.recipients):
        if party not in here:
            aside = len(act.recipients) > 1
        else:
            before = [p for p in out if p in here]
            aside = _aside(line, party, trigger, before)
        if not aside:
            out.append(party)
    return act if len(out) == len(act.recipients) else replace(act, recipients=tuple(out))


def _aside(line: Line, party: Span, trigger: tuple[int, int], before: list[Span]) -> bool:
    classes = nouns.load()
    n = line.before(party)
    if n >= trigger[1]:
        if line.words[n] in classes.aside:
            return True
        # "Hurt in the attack, the driver died": whom the beginning tells of stands behind.
        led = line.words[0].endswith(("ed", "ing"))
        beside = any(p.start >= line.starts[trigger[1]] for p in before)
        if line.words[n] == "," and not (led or beside):
            return True
    while n > 0 and (
        line.words[n] in (",", "and")
        or line.words[n][0].isdigit()
        or line.words[n] in classes.numbers
        or heads(line.words[n])
    ):
        n -= 1
    return bool(before) and " ".join(line.words[max(0, n - 1) : n + 1]).endswith(_AMONG)


def _placed(party: Span, line: Line, trigger: tuple[int, int]) -> bool:
    at = line.before(party) if line.holds(party) else -1
    return at >= trigger[1] and line.words[at] in nouns.load().placing


def _joined(line: Line, n: int, trigger: tuple[int, int], used: set[Span]) -> list[Span]:
    """Give the parties that go on a list at word `n`."""
    out: list[Span] = []
    while len(out) < LONGEST_LIST and line.word(n) in (",", "and", "&"):
        last = line.words[n] != "," or line.word(n + 1) == "and"
        start = line.past_article(n + 2 if line.words[n] == "," and last else n + 1)
        end = named(line, start, trigger)
        # "... and killed 30 guards" goes on the sentence, not the list.
        if any(verb(line.words[k]) and not line.capital(k) for k in range(start, end - 1)):
            break
        if end == start or not (last or "and" in line.words[end : end + NEXT_AND]):
            break
        span = line.span(start, end)
        clause = last and _clause(line, start, end, trigger)
        if clause or any(span.overlaps(u) for u in used):
            break
        out.append(span)
        if last:
            break
        n = end
    return out


def named(line: Line, start: int, trigger: tuple[int, int]) -> int:
    """Give the end of the name or the noun phrase of a party that begins at a word; else it.

    What stands before a trigger ends there.
    """
    end = line.run(start)
    if start <= trigger[0]:
        end = min(end, trigger[0])
    for k in range(start + 1, end + 1):
        goes_on = k < end and heads(line.words[k])
        if not line.capital(k - 1):
            if heads(line.words[k - 1]) and not goes_on:
                return k
        elif k == end or not line.capital(k):
            run = range(start, k)
            name = known(" ".join(line.shown[start:k])) or (
                len(run) > 1 and all(map(line.capital, run))
            )
            if name and not goes_on:
                return k
    return start


def _clause(line: Line, start: int, end: int, trigger: tuple[int, int]) -> bool:
    """Say whether what follows "and" is the subject of a clause of its own, no party."""
    word, classes = line.word(end), nouns.load()
    if start >= trigger[1]:
        ends = not word or not word[0].isalpha() or word.endswith("ly") or word in classes.times
        return word in classes.helping or not (ends or word in classes.stops)
    acts = word in classes.helping or verb(word)
    return not (acts or end == trigger[0] or word == "," or word in classes.stops)
