"""Due days: the words of a promise in, the last day on which it is kept in time out."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)}|an?)"
_MONTH = "|".join(f"{name[:3]}[a-z]*\\.?" if len(name) > 4 else name for name in _MONTHS)
# "by October 8", "by 8 October 2026", "in April 2027", "by the end of May", "before 2030".
_BY_DATE = re.compile(
    rf"\b(?:by|before|until|on|in|no later than|from)\s+(?:the\s+)?(?:early\s+|mid-?|late\s+|"
    rf"(?P<end>end\s+of\s+(?:the\s+)?)?)(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"(?P<month>{_MONTH})\b(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
_BY_YEAR = re.compile(
    r"\b(?:by|before|until|in|no later than)\s+(?:the\s+)?(?:end\s+of\s+)?(?P<year>(?:19|20)\d\d)\b"
)
_WITHIN = re.compile(
    rf"\b(?:with)?in\s+(?:the\s+)?(?:next\s+|coming\s+)?(?P<count>{_NUMBER})\s+"
    r"(?P<unit>day|week|month|year)s?\b"
)
_COMING = re.compile(
    r"\b(?P<which>this|next|the|coming|later this)\s+(?:coming\s+)?(?P<unit>week|month|year)"
    r"(?:'s\s+end|-end)?\b"
)
_END_OF = re.compile(
    r"\b(?:by|before|until|at)\s+(?:the\s+)?end\s+of\s+(?:the|this)\s+(?P<unit>week|month|year)\b"
)
_WEEKDAY = re.compile(rf"\b(?:by|on|next|this|until|before)\s+(?P<day>{'|'.join(_DAYS)})\b")
_TOMORROW = re.compile(r"\btomorrow\b")
_LONGEST = 2_000  # characters that are read


def due_day(words: str, told: int) -> int | None:
    """Return the ordinal of the last day by which a promise is to be kept, None where none is told.

    `told` is the ordinal of the day of report, from which "next month" counts. A day that lies
    before the report is no due day.

    >>> from datetime import date
    >>> told = date(2026, 3, 14).toordinal()
    >>> date.fromordinal(due_day("reopen its embassy by the end of the year", told)).isoformat()
    '2026-12-31'
    >>> date.fromordinal(due_day("send grain within two weeks", told)).isoformat()
    '2026-03-28'
    """
    text = " ".join(words[:_LONGEST].casefold().replace("’", "'").split())
    on = date.fromordinal(told)
    for read in (_by_date, _end_of, _by_year, _within, _weekday, _coming):
        found = read(text, on)
        if found is not None:
            return found.toordinal() if found >= on else None
    return None


def _by_date(text: str, on: date) -> date | None:
    match = _BY_DATE.search(text)
    if match is None:
        return None
    dated = match["d1"] or match["d2"] or match["year"] or match["end"]
    if match["month"] == "may" and not dated and "in may" not in match.group():
        return None
    month = next(i for i, name in enumerate(_MONTHS, 1) if name[:3] == match["month"][:3])
    day = int(match["d1"] or match["d2"] or 0)
    year = int(match["year"]) if match["year"] else on.year
    last = monthrange(year, month)[1]
    found = date(year, month, min(day, last) or last)
    if match["year"] is None and found < on:
        found = found.replace(year=year + 1, day=min(found.day, monthrange(year + 1, month)[1]))
    return found


def _end_of(text: str, on: date) -> date | None:
    match = _END_OF.search(text)
    return None if match is None else _end(match["unit"], on)


def _by_year(text: str, on: date) -> date | None:
    match = _BY_YEAR.search(text)
    return None if match is None else date(int(match["year"]), 12, 31)


def _within(text: str, on: date) -> date | None:
    match = _WITHIN.search(text)
    if match is None:
        return None
    word = match["count"]
    count = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[match["unit"]]
    return on + timedelta(days=count * days)


def _weekday(text: str, on: date) -> date | None:
    match = _WEEKDAY.search(text)
    if match is None:
        return timedelta(days=1) + on if _TOMORROW.search(text) else None
    ahead = (_DAYS.index(match["day"]) - on.weekday()) % 7
    return on + timedelta(days=ahead)


def _coming(text: str, on: date) -> date | None:
    match = _COMING.search(text)
    if match is None or (match["which"] == "the" and "coming" not in match.group()):
        return None
    unit = match["unit"]
    if "next" not in match["which"] and "coming" not in match.group():
        return _end(unit, on)
    ahead = {"week": 7 - on.weekday(), "month": 32 - on.day, "year": 366}[unit]
    first = on + timedelta(days=ahead)
    return _end(unit, first.replace(month=1, day=1) if unit == "year" else first)


def _end(unit: str, on: date) -> date:
    if unit == "week":
        return on + timedelta(days=6 - on.weekday())
    if unit == "month":
        return on.replace(day=monthrange(on.year, on.month)[1])
    return on.replace(month=12, day=31)
