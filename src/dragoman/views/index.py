"""The index of cooperation and conflict: counted happenings in, a point for each period out.

A happening counts once, with the codebook's score, where its latest word is that it happened. What
is planned, denied or told of long ago is counted apart. Scores are divided by the number of
documents that mention both sides: ten reports a month on a pair give more acts than one. The
intervals are those of a Poisson bootstrap (Hanley and MacGibbon 2006): each happening is taken so
many times as a Poisson draw of mean 1 says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import UsageError
from dragoman.forms.rows import ActRow
from dragoman.views.bootstrap import intervals
from dragoman.views.periods import Period, periods, place
from dragoman.views.sides import Side

ANYONE = "*"
COUNTED = "asserted"
REPLICATES = 500
LEVEL = 0.95
MOST_REPLICATES = 100_000
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read: for each document number its day (a proleptic ordinal, 0 for no document),
    whether it counts, and for each code whether it is mentioned.
    """

    days: NDArray[np.int32]
    counts: Flags
    mentions: Mapping[str, Flags]


@dataclass(frozen=True, slots=True)
class Point:
    """A period's value.

    `documents` mention both sides, of `read` documents in all; `coverage` is their share.
    `cooperation` is the sum of the scores above 0 for each document that mentions both,
    `conflict` that of those below 0 without its sign, `balance` the one less the other; None where
    no document mentions both. Each has an interval. `apart` counts what is not counted, by status.
    `few` says that there are fewer than five happenings: too few for the interval to mean much.
    """

    period: str
    first: str
    last: str
    happenings: int
    cooperative: int
    conflictive: int
    documents: int
    read: int
    coverage: float | None
    cooperation: float | None
    conflict: float | None
    balance: float | None
    cooperation_interval: tuple[float, float] | None
    conflict_interval: tuple[float, float] | None
    balance_interval: tuple[float, float] | None
    few: bool
    apart: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Index:
    """The index of a pair, a country or a bloc.

    `outside` counts happenings of days before and after, and of no known day. `listed` has the ids
    of the happenings behind each period, those that are counted apart too, where they came with
    their ids.
    """

    one: Side
    other: Side | None
    by: str
    directed: bool
    level: float
    replicates: int
    seed: int
    outside: int
    points: tuple[Point, ...]
    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the view (docs/views.md)."""
        return {
            "one": _told(self.one),
            "other": None if self.other is None else _told(self.other),
            "by": self.by,
            "directed": self.directed,
            "level": self.level,
            "replicates": self.replicates,
            "seed": self.seed,
            "outside": self.outside,
            "points": [_fields(point) for point in self.points],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an index is of: `other` None is anyone; `first` and `last` bound the periods."""

    one: Side
    other: Side | None = None
    by: str = "month"
    directed: bool = False
    first: date | None = None
    last: date | None = None
    replicates: int = REPLICATES
    seed: int = 1


def index(asked: Asked, acts: Iterable[ActRow], coverage: Coverage) -> Index:
    """Return the index.

    Without `first` and `last` it covers the periods from the first to the last document that
    mentions both sides. Raises UsageError for an unknown period, and for sides that are one.
    """
    if asked.other is not None and set(asked.one.codes) & set(asked.other.codes):
        raise UsageError(f"{asked.one.name} and {asked.other.name} are not two sides")
    if not 1 <= asked.replicates <= MOST_REPLICATES:
        raise UsageError(f"{asked.replicates} replicates: 1 to {MOST_REPLICATES} are possible")
    about = _mentioning(asked, coverage)
    spans = _spans(asked, coverage.days[about])
    starts = [span.first.isoformat() for span in spans]
    end = spans[-1].last.isoformat() if spans else ""
    scores: list[Counter[float]] = [Counter() for _ in spans]
    apart: list[Counter[str]] = [Counter() for _ in spans]
    listed: defaultdict[str, list[str]] = defaultdict(list)
    outside = 0
    for row in _once(asked, acts):
        at = place(row.day, starts, end)
        if at is None:
            outside += row.times
            continue
        if row.happening is not None:
            listed[spans[at].label].append(row.happening)
        if row.status == COUNTED:
            scores[at][row.score] += row.times
        else:
            apart[at][row.status] += row.times
    documents = _count(coverage.days[about], spans)
    read = _count(coverage.days[coverage.counts], spans)
    drawn = intervals(scores, LEVEL, asked.replicates, asked.seed)
    points = tuple(
        _point(*given) for given in zip(spans, scores, apart, documents, read, drawn, strict=True)
    )
    return Index(
        asked.one, asked.other, asked.by, asked.directed, LEVEL, asked.replicates, asked.seed,
        outside, points, {label: tuple(sorted(ids)) for label, ids in listed.items()},
    )  # fmt: skip


def spans(asked: Asked, coverage: Coverage) -> tuple[Period, ...]:
    """Return the periods that an index covers."""
    return _spans(asked, coverage.days[_mentioning(asked, coverage)])


def _fields(point: Point) -> dict[str, Any]:
    return {name: getattr(point, name) for name in _NAMES}


_NAMES = tuple(field.name for field in fields(Point))


def _told(side: Side) -> dict[str, Any]:
    members = [code for code in side.codes if code != side.code] if side.is_bloc else []
    return {"code": side.code, "name": side.name, "members": members}


def _mentioning(asked: Asked, coverage: Coverage) -> Flags:
    """Return which documents mention both sides (or the one)."""
    flags = coverage.counts & _mentions(asked.one, coverage)
    return flags if asked.other is None else flags & _mentions(asked.other, coverage)


def _mentions(side: Side, coverage: Coverage) -> Flags:
    found = np.zeros(len(coverage.days), np.bool_)
    for code, start, end in side.terms:
        here = coverage.mentions.get(code)
        if here is not None:
            since = coverage.days >= (0 if start is None else start.toordinal())
            until = coverage.days <= (date.max if end is None else end).toordinal()
            found |= here & since & until
    return found


def _spans(asked: Asked, days: NDArray[np.int32]) -> tuple[Period, ...]:
    known = days[days > 0]
    if not len(known) and None in (asked.first, asked.last):
        return ()
    first = asked.first or date.fromordinal(int(known.min()))
    last = asked.last or date.fromordinal(int(known.max()))
    return periods(first, last, asked.by) if first <= last else ()


def _once(asked: Asked, acts: Iterable[ActRow]) -> Iterator[ActRow]:
    """Yield each happening once, where its sides' codes belonged to them on its day."""
    if asked.other is None and asked.one.is_bloc:
        yield from _of_bloc(asked.one, acts)
        return
    seen: set[str] = set()
    one, other = asked.one, asked.other
    dated = other is not None and (one.is_bloc or other.is_bloc)
    for row in acts:
        if row.happening is not None:
            if row.happening in seen:
                continue
            if dated and other is not None and not between(row, one, other):
                continue
            seen.add(row.happening)
        yield row


def between(row: ActRow, one: Side, other: Side) -> bool:
    """Say whether the codes of a row belonged to the two sides on its day."""
    there = one.holds(row.source, row.day) and other.holds(row.target, row.day)
    return there or (one.holds(row.target, row.day) and other.holds(row.source, row.day))


def _of_bloc(bloc: Side, acts: Iterable[ActRow]) -> Iterator[ActRow]:
    """Yield a bloc's happenings with outsiders: what members do to one another is its own.

    Those that come counted are handed on.
    """
    given: defaultdict[str, list[ActRow]] = defaultdict(list)
    for row in acts:
        if row.happening is None:
            yield row
        else:
            given[row.happening].append(row)
    for rows in given.values():
        mine = [row for row in rows if bloc.holds(row.source, row.day)]
        pairs = [row for row in mine if row.target != ANYONE]
        # Without a pair in which it acts, the member is acted on, by somebody who never was one.
        if mine and (not pairs or any(not bloc.holds(row.target, row.day) for row in pairs)):
            yield mine[0]


def _count(days: NDArray[np.int32], spans: Sequence[Period]) -> list[int]:
    if not spans:
        return []
    first, end = spans[0].first.toordinal(), spans[-1].last.toordinal() + 1
    inside = days[(days >= first) & (days < end)] - first
    upto = np.zeros(end - first + 1, np.int64)
    np.cumsum(np.bincount(inside, minlength=end - first), out=upto[1:])
    edges = [*(span.first.toordinal() - first for span in spans), end - first]
    return [int(number) for number in np.diff(upto[edges])]


def _point(
    span: Period,
    scores: Counter[float],
    apart: Counter[str],
    documents: int,
    read: int,
    intervals: tuple[tuple[float, float], ...],
) -> Point:
    def each(total: float) -> float | None:
        return round(total / documents, 4) if documents else None

    cooperation = sum(score * times for score, times in scores.items() if score > 0)
    conflict = -sum(score * times for score, times in scores.items() if score < 0)
    low_high = [
        (round(a / documents, 4), round(b / documents, 4)) if documents else None
        for a, b in intervals
    ]
    happenings = sum(scores.values())
    return Point(
        period=span.label,
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        happenings=happenings,
        cooperative=sum(times for score, times in scores.items() if score > 0),
        conflictive=sum(times for score, times in scores.items() if score < 0),
        documents=documents,
        read=read,
        coverage=round(documents / read, 4) if read else None,
        cooperation=each(cooperation),
        conflict=each(conflict),
        balance=each(cooperation - conflict),
        cooperation_interval=low_high[0],
        conflict_interval=low_high[1],
        balance_interval=low_high[2],
        few=happenings < 5,
        apart=dict(sorted(apart.items())),
    )
