"""Date phrases of news text: a range of text and the day of publication in, days out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dragoman.knowledge import mapping

_AHEAD_DAYS = 60  # a day without a year at most so far after publication, unless told as coming


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date as the text says it, offsets of the whole text; `first` to `last` are its days.

    `grain` is day, week, month or year; `why` the rule.
    """

    start: int
    end: int
    first: date
    last: date
    grain: str
    why: str
    relative: bool = False


@dataclass(frozen=True, slots=True)
class _Tables:
    pattern: re.Pattern[str]
    weekdays: dict[str, int]
    months: dict[str, int]
    day_words: dict[str, int]
    numbers: dict[str, int]
    feasts: dict[str, list[int]]
    future: frozenset[str]
    promise: frozenset[str]
    long: frozenset[str]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def _tables() -> _Tables:
    sheet = mapping("story/dates.yaml")
    weekdays = {str(k): int(v) for k, v in sheet["weekdays"].items()}
    months = {str(k): int(v) for k, v in sheet["months"].items()}
    day_words = {str(k): int(v) for k, v in sheet["day_words"].items()}
    numbers = {str(k): int(v) for k, v in sheet["numbers"].items()}
    feasts = {str(k): v for k, v in sheet["feasts"].items()}
    month, weekday = _any(list(months)), _any(list(weekdays))
    number = _any(list(numbers))
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    to = r"\s?(?:-|–|to|and|through|until)\s?"
    pattern = (
        r"(?<![\w-])(?:"
        r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
        rf"|(?P<md>(?P<md_m>{month})\s(?P<md_d>{day})(?:{to}(?P<md_e>{day}))?(?!\d)(?:,?\s(?P<md_y>(?:19|20)\d\d))?)"
        rf"|(?P<dm>(?P<dm_d>{day})(?:{to}(?P<dm_e>{day}))?\s(?:of\s)?(?P<dm_m>{month})(?!\w)(?:,?\s(?P<dm_y>(?:19|20)\d\d))?)"
        rf"|(?P<my>(?P<my_m>{month}),?\s(?P<my_y>(?:19|20)\d\d))"
        rf"|(?P<wd>(?:(?P<wd_q>last|next|this\scoming|this\spast|this|coming|past)\s)?(?P<wd_d>{weekday})(?!\w))"
        rf"|(?P<word>{_any(list(day_words))})"
        rf"|(?P<feast>{_any(list(feasts))})"
        r"|(?P<unit>(?P<u_q>earlier\sthis|later\sthis|late\slast|early\slast|late\sthis|last|next|this|the\sprevious"
        r"|previous|the\scoming|coming|the\spast|past)\s(?P<u_u>week|weekend|month|year))"
        r"|(?P<weekend>(?:over|during|at)\sthe\sweekend)"
        rf"|(?P<ago>(?P<a_n>\d{{1,3}}|{number})\s(?:of\s)?(?P<a_u>day|week|month|year|hour)s?\sago)"
        rf"|(?P<mo>(?P<mo_p>in|since|last|this|next|until|by|during|early|late|mid)[\s-](?P<mo_m>{month})(?![\w’'-])(?!,?\s(?:19|20)\d\d))"
        r"|(?P<yr>(?P<yr_p>in|since|by|during|until|from|of)\s(?P<yr_y>(?:19|20)\d\d)(?![\d\w-]))"
        r")(?!\w)"
    )
    return _Tables(
        re.compile(pattern, re.IGNORECASE),
        weekdays,
        months,
        day_words,
        numbers,
        feasts,
        frozenset(str(w) for w in sheet["future_words"]),
        frozenset(str(w) for w in sheet["promise_words"]),
        frozenset(str(w) for w in sheet["long_words"]),
    )


def is_future_word(word: str) -> bool:
    """Say whether the casefolded word tells of what is to come."""
    return word in _tables().future


def is_promise(word: str) -> bool:
    """Say whether what follows the casefolded word and "to" is still to come."""
    return word in _tables().promise


def is_long(word: str) -> bool:
    """Say whether the casefolded word tells of a time longer than a year."""
    return word in _tables().long


def find_dates(
    text: str, start: int, end: int, published: date | None, coming: Callable[[int], bool]
) -> list[DatePhrase]:
    """Find the date phrases in `text[start:end]`.

    `coming` says of an offset whether what stands there is told as still to come. Without
    `published` only phrases that need no day of reference are found.
    """
    out: list[DatePhrase] = []
    for found in _tables().pattern.finditer(text, start, end):
        phrase = _read(found, text, published, coming)
        if phrase is not None:
            out.append(phrase)
    return out


def _read(
    found: re.Match[str], text: str, published: date | None, coming: Callable[[int], bool]
) -> DatePhrase | None:
    kind = found.lastgroup or ""
    for name in (
        "iso",
        "md",
        "dm",
        "my",
        "wd",
        "word",
        "feast",
        "unit",
        "weekend",
        "ago",
        "mo",
        "yr",
    ):
        if found.group(name):
            kind = name
            break
    span = found.span(kind)
    if not _capital_where_needed(found, kind):
        return None
    try:
        if kind == "iso":
            days: tuple[date, date, str] | None = (
                date.fromisoformat(found["iso"]),
                date.fromisoformat(found["iso"]),
                "day",
            )
        elif kind in ("md", "dm"):
            days = _month_day(found, kind, published, coming(span[0]))
        elif kind == "my":
            days = _month(int(found["my_y"]), _tables().months[found["my_m"].lower()])
        elif kind == "yr":
            year = int(found["yr_y"])
            days = (date(year, 1, 1), date(year, 12, 31), "year")
        elif published is None:
            days = None
        else:
            days = _relative(found, kind, published, coming(span[0]))
    except (ValueError, OverflowError):
        return None  # "February 30": no such day
    if days is None:
        return None
    relative = kind in ("wd", "word", "unit", "weekend", "ago", "mo")
    first, last, grain = days
    return DatePhrase(span[0], span[1], first, last, grain, kind, relative)


def _capital_where_needed(found: re.Match[str], kind: str) -> bool:
    """Refuse "may 3" and "march", words of the language where they have no capital."""
    for group in ("md_m", "dm_m", "my_m", "mo_m", "wd_d"):
        if group.startswith(kind) and found.group(group):
            return found.group(group)[0].isupper()
    return True


def _month_day(
    found: re.Match[str], kind: str, published: date | None, coming: bool
) -> tuple[date, date, str] | None:
    month = _tables().months[found[f"{kind}_m"].lower()]
    day = int(re.sub(r"\D", "", found[f"{kind}_d"]))
    last = int(re.sub(r"\D", "", found[f"{kind}_e"] or "") or day)
    if found[f"{kind}_y"]:
        year = int(found[f"{kind}_y"])
    elif published is None:
        return None
    else:
        year = published.year + 1
        ahead = timedelta(days=300 if coming else _AHEAD_DAYS)
        while year > published.year - 2 and date(year, month, day) > published + ahead:
            year -= 1
    first = date(year, month, day)
    return first, date(year, month, last) if last >= day else first, "day"


def _month(year: int, month: int) -> tuple[date, date, str]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"


def _relative(
    found: re.Match[str], kind: str, published: date, coming: bool
) -> tuple[date, date, str] | None:
    tables = _tables()
    if kind == "wd":
        return _weekday(tables.weekdays[found["wd_d"].lower()], found["wd_q"], published, coming)
    if kind == "word":
        day = published + timedelta(days=tables.day_words[found["word"].lower()])
        return day, day, "day"
    if kind == "feast":
        month, number = tables.feasts[found["feast"].lower()]
        year = published.year
        if date(year, month, number) > published + timedelta(days=_AHEAD_DAYS):
            year -= 1
        return date(year, month, number), date(year, month, number), "day"
    if kind == "weekend":
        return _unit("last", "weekend", published)
    if kind == "unit":
        return _unit(found["u_q"].lower(), found["u_u"].lower(), published)
    if kind == "ago":
        said = found["a_n"].lower()
        return _ago(int(said) if said.isdigit() else tables.numbers[said], found["a_u"], published)
    if kind == "mo":
        return _named_month(tables.months[found["mo_m"].lower()], found["mo_p"], published, coming)
    return None


def _weekday(
    weekday: int, said: str | None, published: date, coming: bool
) -> tuple[date, date, str]:
    said = (said or "").lower()
    ahead = (weekday - published.weekday()) % 7
    if said in ("next", "this coming", "coming"):
        day = published + timedelta(days=ahead or 7)
    elif said in ("last", "past", "this past"):
        day = published - timedelta(days=(7 - ahead) % 7 or 7)
    elif coming or ahead == 1:
        # The day after publication is another time zone's today or a plan: nobody tells of the
        # same weekday six days ago by its bare name.
        day = published + timedelta(days=ahead)
    else:
        day = published - timedelta(days=(7 - ahead) % 7)
    return day, day, "day"


def _unit(said: str, unit: str, published: date) -> tuple[date, date, str] | None:
    step = 0
    if said in ("last", "late last", "early last", "the previous", "previous", "the past", "past"):
        step = -1
    elif said in ("next", "the coming", "coming"):
        step = 1
    if unit == "year":
        year = published.year + step
        return date(year, 1, 1), date(year, 12, 31), "year"
    if unit == "month":
        number = published.year * 12 + published.month - 1 + step
        return _month(number // 12, number % 12 + 1)
    monday = published - timedelta(days=published.weekday())
    if unit == "weekend":
        saturday = monday + timedelta(days=5)
        if step < 0 and published <= saturday:
            saturday -= timedelta(days=7)
        elif step > 0 and saturday <= published:
            saturday += timedelta(days=7)
        return saturday, saturday + timedelta(days=1), "week"
    if said in ("the past", "past"):
        return published - timedelta(days=7), published, "week"
    monday += timedelta(days=7 * step)
    return monday, monday + timedelta(days=6), "week"


def _ago(number: int, unit: str, published: date) -> tuple[date, date, str] | None:
    unit = unit.lower()
    if unit == "hour":
        return None
    if unit == "day":
        day = published - timedelta(days=number)
        return day, day, "day"
    if unit == "week":
        day = published - timedelta(days=7 * number)
        return day - timedelta(days=3), day + timedelta(days=3), "week"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - number
        return _month(months // 12, months % 12 + 1)
    year = published.year - number
    return date(year, 1, 1), date(year, 12, 31), "year"


def _named_month(
    month: int, said: str, published: date, coming: bool
) -> tuple[date, date, str] | None:
    said = said.lower()
    year = published.year
    if said == "next" or (coming and month < published.month):
        year += 1 if month <= published.month else 0
    elif said == "last":
        year -= 1 if month >= published.month else 0
    elif month > published.month and not coming and said not in ("this", "by", "until"):
        year -= 1
    return _month(year, month)
