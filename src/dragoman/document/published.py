"""The day of publication: a raw date string in, a checked date with its reason out.

What is missing, not to be understood, in the future or absurd is None: unknown is never guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = date(1900, 1, 1)  # no news text that we take is older; years like 1 or 1753 are errors
EPOCH = date(1970, 1, 1)  # what a missing number becomes in many exports
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\s{{0,3}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(\d{{4}})\b", re.I
)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]{{1,3}}(?:of\s)?{_MONTH},?[\s-]{{1,3}}(\d{{4}})\b", re.I
)
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_NUMBERS = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
_DATELINE = re.compile(r"[^\n]{2,90}?(?=\s?(?:--|[—–])\s|\s-\s|\s?\)\s?[-—–])")
_PLACE = re.compile(r"[A-Z][^\d,]{1,50},\s")
_NO_YEAR = re.compile(
    rf"\b(?:{_MONTH}\s{{0,3}}(\d{{1,2}})|(\d{{1,2}})\s{{1,3}}{_MONTH})\b(?![,\s]{{1,3}}\d{{4}})",
    re.I,
)
_YEAR_IN_PATH = re.compile(r"/((?:19|20)\d\d)(?=[/-])")
_LONGEST = 200  # characters of a date string that are looked at


def check(raw: str | None, *, today: date) -> tuple[date | None, str]:
    """Return the day that `raw` names, with why: "given", or why there is none.

    Reasons: "not-given", "unreadable", "ambiguous" (03/04/2020), "future" (after `today`), "absurd"
    (before 1900, or the computer epoch).
    """
    if raw is None or not raw.strip():
        return None, "not-given"
    day, why = read(raw.strip()[:_LONGEST], today=today)
    if day is None:
        return None, why
    return judge(day, today=today)


def judge(day: date, *, today: date) -> tuple[date | None, str]:
    """Keep a day that news can have been published on; else None and why."""
    if day > today:
        return None, "future"
    if day < EARLIEST or day == EPOCH:
        return None, "absurd"
    return day, "given"


def read(raw: str, *, today: date) -> tuple[date | None, str]:
    """Read a date in the forms that exports and pages use; None and why where it is none."""
    for form in (_iso, _stamp, _mail):
        moment = form(raw)
        if moment is not None:
            return _day(moment, today), "given"
    return in_words(raw)


def in_words(raw: str) -> tuple[date | None, str]:
    """Find a written date in a short text: "Nov. 26, 2022", "26 November 2022", "2022/11/26"."""
    for pattern, order in (
        (_YEAR_FIRST, "ymd"), (_COMPACT, "ymd"), (_MONTH_FIRST, "mdy"), (_DAY_FIRST, "dmy"),
    ):  # fmt: skip
        if match := pattern.search(raw):
            part = dict(zip(order, match.groups(), strict=True))
            month = _MONTHS.get(part["m"][:3].lower()) or int(part["m"])
            return _make(int(part["y"]), month, int(part["d"]))
    if match := _NUMBERS.search(raw):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first == second or second > 12:
            return _make(year, first, second)
        if first > 12:
            return _make(year, second, first)
        return None, "ambiguous"
    return None, "unreadable"


def dateline(opening: str, url: str | None, *, today: date) -> tuple[date | None, str]:
    """Read the day in a story's dateline: "HAVANA, Nov. 25, 2022 (Agency) - ...".

    `opening` is the story's first paragraph. A dateline mostly leaves the year out: the address of
    the page settles it where its path names one ("dateline-year-of-address"); else the day
    stays unknown, "dateline-without-year". No dateline: "not-given".
    """
    head = _DATELINE.match(opening[:_LONGEST])
    place = head and _PLACE.match(head.group())
    if head is None or place is None:
        return None, "not-given"
    said = head.group()[place.end() :]
    day, _ = in_words(said)
    if day is not None:
        kept, why = judge(day, today=today)
        return kept, "dateline" if kept else why
    match = _NO_YEAR.search(said)
    if match is None:
        return None, "not-given"
    years = set(_YEAR_IN_PATH.findall(url or ""))
    if len(years) != 1:
        return None, "dateline-without-year"
    month = _MONTHS[(match[1] or match[4])[:3].lower()]
    day, why = _make(int(years.pop()), month, int(match[2] or match[3]))
    if day is None:
        return None, why
    kept, why = judge(day, today=today)
    return kept, "dateline-year-of-address" if kept else why


def _make(year: int, month: int, day: int) -> tuple[date | None, str]:
    try:
        return date(year, month, day), "given"
    except ValueError:
        return None, "unreadable"


def _day(moment: datetime, today: date) -> date:
    """Return the day as it was where it was published, or in UTC where that is not yet over."""
    if moment.tzinfo is not None and moment.date() > today and moment.year < 9999:
        return moment.astimezone(UTC).date()
    return moment.date()


def _iso(raw: str) -> datetime | None:
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        return None


def _stamp(raw: str) -> datetime | None:
    """Read seconds or milliseconds since 1970 (ten to thirteen digits, or fewer for old days)."""
    if not re.fullmatch(r"\d{9,13}(?:\.\d{1,9})?", raw):
        return None
    seconds = float(raw)
    if seconds >= 1e11:
        seconds /= 1000
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _mail(raw: str) -> datetime | None:
    if not re.match(r"[A-Za-z]{3},? \d", raw):
        return None
    try:
        return parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError):
        return None
