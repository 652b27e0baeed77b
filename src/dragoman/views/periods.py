"""Periods: days in, the weeks, months and years that they lie in out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from dragoman.errors import UsageError

By = Literal["week", "month", "year"]
MOST = 5_000  # periods of one view: a century of weeks


@dataclass(frozen=True, slots=True)
class Period:
    """A week (from Monday, ISO 8601), month or year; both days inclusive."""

    label: str
    first: date
    last: date


def periods(first: date, last: date, by: str) -> tuple[Period, ...]:
    """Return the periods from the one that `first` lies in to that of `last`.

    Raises UsageError for another `by`, and for more periods than a person looks at.

    >>> [period.label for period in periods(date(2025, 12, 29), date(2026, 1, 12), "week")]
    ['2026-W01', '2026-W02', '2026-W03']
    """
    if by not in get_args(By):
        raise UsageError(f"no period {by!r}: {', '.join(get_args(By))} are known")
    out = []
    start = _start(first, by)
    while start <= last:
        after = _next(start, by)
        out.append(Period(_label(start, by), start, after - timedelta(days=1)))
        if len(out) > MOST:
            raise UsageError(f"{first} to {last} are more than {MOST} {by}s: give --first, --last")
        start = after
    return tuple(out)


def place(day: str, starts: Sequence[str], end: str) -> int | None:
    """Return which of the periods that begin on `starts` a day lies in; None outside."""
    if not starts or day < starts[0] or day > end:
        return None
    return bisect_right(starts, day) - 1


def as_day(text: str | None, what: str) -> date | None:
    """Take an ISO day. Raises UsageError for what is none; `what` names the option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{what} {text!r} is no day: write it as 2026-03-14") from None


def as_days(
    first: str | None, last: str | None, names: tuple[str, str] = ("--first", "--last")
) -> tuple[date | None, date | None]:
    """Take the first and the last day of a span, either of them open.

    Raises UsageError for what is no day, and for a span that ends before it begins.
    """
    begins, ends = as_day(first, names[0]), as_day(last, names[1])
    if begins is not None and ends is not None and ends < begins:
        raise UsageError(f"{names[1]} {ends} is before {names[0]} {begins}: no day lies between")
    return begins, ends


def _start(day: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day.replace(month=1, day=1)


def _next(start: date, by: str) -> date:
    if by == "week":
        return start + timedelta(days=7)
    if by == "year" or start.month == 12:
        return date(start.year + 1, 1, 1)
    return start.replace(month=start.month + 1)


def _label(start: date, by: str) -> str:
    if by == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    return f"{start:%Y-%m}" if by == "month" else f"{start.year}"
