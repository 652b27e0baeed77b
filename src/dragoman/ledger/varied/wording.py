"""Wording: a text in; the places of it that can be told otherwise, and the text told so, out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dragoman.ledger.varied.countries import names

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(
    rf"\b(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?!\d)(?P<c1>,? )?(?P<y1>(?<= )(?:19|20)\d\d\b)?"
    rf"|\b(?P<d2>\d{{1,2}}) (?P<m2>{_MONTH})\b(?:(?P<c2>,? )(?P<y2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m3>{_MONTH}) (?P<y3>(?:19|20)\d\d)\b"
    rf"|\b(?P<w>{'|'.join(_WEEKDAYS)})\b"
    rf"|(?<![\w-])(?P<y4>(?:19|20)\d\d)(?![\w-])"
)
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?![\w,-])|(?<![\w.,-])\d{2,9}(?![\w,-])")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_RECENT = 8  # years before and after the text: those are moved along, earlier ones are history

Kind = Literal["country", "person", "date", "number"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of text that can be told otherwise; `which` of a country's forms it is."""

    start: int
    end: int
    kind: Kind
    words: str
    key: str = ""
    which: int = 0
    day: date | None = None


Tell = Callable[[Slot], str]
"""Gives the words that stand in a slot."""
Bases = tuple[NDArray[np.int64], NDArray[np.int64]]


class Wording:
    """A text cut at its slots. `persons` are the words of persons' names, `published` its day."""

    def __init__(self, text: str, persons: Iterable[str], published: date) -> None:
        self.text = text
        self.slots = _slots(text, persons, published)
        edges = [0, *(edge for slot in self.slots for edge in (slot.start, slot.end)), len(text)]
        self._between = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def told(self, tell: Tell) -> str:
        """Return the text with other words in its slots."""
        return self._joined([tell(slot) for slot in self.slots])

    def moved(self, tell: Tell) -> tuple[str, list[int], list[int]]:
        """Return the text told otherwise, and where each offset of it stands as a start, an end.

        An offset inside a slot goes to the slot's edge.
        """
        given = [tell(slot) for slot in self.slots]
        grown = [len(w) - (s.end - s.start) for w, s in zip(given, self.slots, strict=True)]
        shift = np.array([0, *accumulate(grown)], np.int64)
        (base, upto), (last, after) = self._edges
        starts, ends = (base + shift[upto]).tolist(), (last + shift[after]).tolist()
        return self._joined(given), starts, ends

    @cached_property
    def _edges(self) -> tuple[Bases, Bases]:
        return _bases(len(self.text), self.slots)

    def _joined(self, given: Sequence[str]) -> str:
        pieces = [self._between[0]]
        for words, rest in zip(given, self._between[1:], strict=True):
            pieces += (words, rest)
        return "".join(pieces)


def _bases(length: int, slots: Sequence[Slot]) -> tuple[Bases, Bases]:
    """Return, for every offset as a start and as an end, where it goes and after how many slots."""
    base, last = np.arange(length + 1), np.arange(length + 1)
    upto = np.searchsorted([slot.end for slot in slots], base, side="right")
    after = upto.copy()
    for place, slot in enumerate(slots):
        base[slot.start + 1 : slot.end] = slot.start
        last[slot.start + 1 : slot.end] = slot.end
        after[slot.start + 1 : slot.end] = place + 1
    return (base, upto), (last, after)


def _slots(text: str, persons: Iterable[str], published: date) -> list[Slot]:
    taken = bytearray(len(text))
    out: list[Slot] = []
    for found in (
        _countries(text),
        _days(text, published),
        _persons(text, persons),
        _numbers(text),
    ):
        for slot in found:
            if not any(taken[slot.start : slot.end]):
                taken[slot.start : slot.end] = b"\1" * (slot.end - slot.start)
                out.append(slot)
    return sorted(out, key=lambda slot: slot.start)


def _countries(text: str) -> Iterator[Slot]:
    known = names()
    for m in known.pattern.finditer(text):
        code, which = known.meant[m.group()]
        yield Slot(m.start(), m.end(), "country", m.group(), code, which)


def _persons(text: str, words: Iterable[str]) -> Iterator[Slot]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    if longest_first:
        pattern = rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
        for m in re.finditer(pattern, text):
            yield Slot(m.start(), m.end(), "person", m.group(), m.group())


def _numbers(text: str) -> Iterator[Slot]:
    for m in _NUMBER.finditer(text):
        if not _YEAR.fullmatch(m.group()):
            yield Slot(m.start(), m.end(), "number", m.group())


def _days(text: str, published: date) -> Iterator[Slot]:
    for m in _DAY.finditer(text):
        given = m.groupdict()
        if given["w"]:
            yield Slot(m.start(), m.end(), "date", m.group(), "weekday")
            continue
        year = next((int(given[y]) for y in ("y1", "y2", "y3", "y4") if given[y]), None)
        month = next((_MONTHS.index(given[n]) + 1 for n in ("m1", "m2", "m3") if given[n]), 7)
        day = int(given["d1"] or given["d2"] or 1)
        if year is not None and abs(year - published.year) > _RECENT:
            continue
        try:
            told = date(year or published.year, month, day)
        except ValueError:
            continue
        form = "year" if given["y4"] else "month" if given["m3"] else "day"
        end = m.end() - len(given["c1"] or "") if given["m1"] and not given["y1"] else m.end()
        yield Slot(m.start(), end, "date", text[m.start() : end], form, day=told)


def shifted(slot: Slot, days: int) -> str:
    """Return the words of a date so many days later, in the form that it has."""
    if slot.key == "weekday":
        return _WEEKDAYS[(_WEEKDAYS.index(slot.words) + days) % 7]
    assert slot.day is not None
    if slot.key == "year":
        return str(slot.day.year + round(days / 365.25))
    then = slot.day + timedelta(days)
    words = {_MONTHS[slot.day.month - 1]: _MONTHS[then.month - 1]}
    numbers: Mapping[str, str] = {
        str(slot.day.day): str(then.day),
        str(slot.day.year): str(then.year),
    }
    if slot.key == "month":
        numbers = {str(slot.day.year): str(then.year)}
    return re.sub(
        r"\w+", lambda m: words.get(m[0]) or numbers.get(m[0].lstrip("0")) or m[0], slot.words
    )


def scaled(words: str, factor: float) -> str:
    """Return a number in digits so many times as large, written in the same way."""
    number = max(10, round(int(words.replace(",", "")) * factor))
    return f"{number:,}" if "," in words else str(number)
