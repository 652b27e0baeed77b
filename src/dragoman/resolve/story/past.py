"""Acts with their days in, the same acts out: historical or asserted as the whole story has it.

The reader tells an act's status by its passage. The story knows more: the day that an act has, and
that "the attack" is the one of which its first sentences gave the year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dragoman.forms.claims import When
from dragoman.forms.reading import Act
from dragoman.resolve.story.calendar import is_long
from dragoman.resolve.story.when import Dater
from dragoman.resolve.story.words import Words

MONTHS = 12
"""What is older than so many months is background (annotation.md: "about a year")."""

_LEAD = 4  # sentences, the title's among them, that say what a story is about
_NEAR = 4  # words before a noun among which its year stands: "the 2012 Benghazi terror attack"
_HEAD = 6  # code points before a date phrase that stands at its sentence's head: "In late "
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_POINTING = frozenset({"the", "that", "this", "these", "those"})


def settle(
    acts: Sequence[Act], dates: Sequence[When | None], dater: Dater, words: Words, today: date
) -> tuple[Act, ...]:
    """Give a story's acts, of which `dates` are the days, the status that the story gives them.

    `today` is the day of publication.
    """
    lately = [
        _lately(act, when, dater, words, today) and not _old(act, words, today)
        for act, when in zip(acts, dates, strict=True)
    ]
    out = [
        replace(act, status="asserted") if late and act.status == "historical" else act
        for act, late in zip(acts, lately, strict=True)
    ]
    fresh = {a.root for a, late, when in zip(acts, lately, dates, strict=True) if late and when}
    about = {root: said for root, said in _about(out, words, today).items() if root not in fresh}
    for n, act in enumerate(out):
        if act.status == "asserted" and not lately[n] and _again(act, about, words):
            out[n] = replace(act, status="historical")
    return tuple(out)


def _lately(act: Act, when: When | None, dater: Dater, words: Words, today: date) -> bool:
    """Say whether an act's own day, or the one at the head of its sentence, is of the last year."""
    if when is not None:
        return when.start <= today and _months(when.end, today) <= MONTHS
    number = words.sentence_at(act.trigger.start)
    head = next(iter(dater.phrases(number)), None) if words.sentences else None
    return (
        head is not None
        and head.start - words.sentences[number].start <= _HEAD
        and head.end <= act.trigger.start
        and head.first <= today
        and _months(head.last, today) <= MONTHS
    )


def _months(day: date, today: date) -> int:
    return (today.year - day.year) * 12 + today.month - day.month


def _old(act: Act, words: Words, today: date) -> bool:
    """Say whether an act's sentence tells of years ago: "2004", "three decades"."""
    span = words.sentences[words.sentence_at(act.trigger.start)]
    return any(
        _year(words.lower[i], today) or is_long(words.lower[i])
        for i in words.between(span.start, span.end)
    )


def _year(word: str, today: date) -> bool:
    """Say whether a word is a year before last."""
    found = _YEAR.match(word)
    return found is not None and int(found.group()) < today.year - 1


def _about(acts: Sequence[Act], words: Words, today: date) -> dict[str, frozenset[str]]:
    """Give, by root, the past acts that the story's first sentences name with their year.

    Each with the words of those sentences: "the Benghazi attack" is one of which they speak.
    """
    out: dict[str, frozenset[str]] = {}
    for act in acts:
        number = words.sentence_at(act.trigger.start)
        at = words.between(act.trigger.start, act.trigger.end)
        if act.status != "historical" or number >= _LEAD or len(at) == 0:
            continue
        before = range(max(0, at.start - _NEAR), at.start)
        if any(_year(words.lower[i], today) and words.sentence_of[i] == number for i in before):
            span = words.sentences[number]
            said = frozenset(words.lower[i] for i in words.between(span.start, span.end))
            out[act.root] = out.get(act.root, frozenset()) | said
    return out


def _again(act: Act, about: dict[str, frozenset[str]], words: Words) -> bool:
    """Say whether an act is told as known: "the attack", "the Benghazi attack"."""
    said = about.get(act.root)
    at = words.between(act.trigger.start, act.trigger.end)
    if said is None or len(at) != 1 or at.start < 2:
        return False
    before = words.lower[at.start - 1]
    if before in _POINTING:
        return True
    return before in said and words.lower[at.start - 2] in _POINTING
