"""Lines of a dictionary of actors: what they hold once comments and underscores are gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

LONGEST_LINE = 2_000
"""Characters; a longer line is a fault."""

_DATED = re.compile(r"^(\S+)\s+(?:([<>])\s*(\d{6}|\d{8})|(\d{6}|\d{8})\s*-\s*(\d{6}|\d{8}))$")
_COMMENT = re.compile(r"<!--.*?-->|[;#].*")
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "de", "la", "del", "da", "van", "al"))
# A two-digit year up to this is of this century, as PETRARCH reads it.
_THIS_CENTURY = 30


class LineError(Exception):
    """Why a line cannot be read; the dictionary's reading turns it into a fault."""


def uncommented(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines with something in them, comments left out."""
    inside = False
    for number, line in enumerate(lines, start=1):
        if inside:
            _, closed, line = line.partition("-->")
            inside = not closed
            if inside:
                continue
        if len(line) > LONGEST_LINE:
            yield number, line  # refused by its length: no pattern ever sees it
            continue
        line = _COMMENT.sub("", line)
        if "<!--" in line:
            line, inside = line.partition("<!--")[0], True
        if line.strip() and not line.lstrip().startswith("<!"):
            yield number, line


def read_term(code: str) -> tuple[str, date | None, date | None]:
    """Read "AFGGOV 20011222-20140929": the code and the days that bound it."""
    if " " not in code and "\t" not in code:
        return code, None, None
    found = _DATED.match(code)
    if found is None:
        raise LineError(f"dates are written <20010120, >20010120 or 19900101-19991231: {code!r}")
    name, sign, day, first, last = found.groups()
    if sign == "<":
        return name, None, _day(day)
    if sign == ">":
        return name, _day(day), None
    start, end = _day(first), _day(last)
    if end < start:
        raise LineError(f"ends before it begins: {code!r}")
    return name, start, end


def _day(digits: str) -> date:
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= _THIS_CENTURY else "19") + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise LineError(f"{digits} is no day") from None


def words_of(name: str) -> str:
    """Return a name with its underscores as single spaces."""
    return " ".join(name.replace("_", " ").split())


def read_name(raw: str) -> str:
    """Return an actor's name as the dictionary writes it; LineError for none."""
    words = words_of(raw)
    if not any(c.isalnum() for c in words):
        raise LineError("a name is missing")
    return words


def in_print(name: str) -> str:
    """Write a name as the press does: "MINISTRY OF DEFENSE" is "Ministry of Defense".

    A word of up to four letters that stands alone is an acronym and stays in capitals.
    """
    if not name.isupper() or (" " not in name and len(name) <= 4):
        return name
    words = name.split(" ")
    return " ".join(
        w.lower() if at and w.lower() in _SMALL else "-".join(p.capitalize() for p in w.split("-"))
        for at, w in enumerate(words)
    )


def regular_plural(noun: str) -> str:
    """Return the plural that PETRARCH makes where a dictionary gives none."""
    bare = noun.rstrip(" _")
    if bare.upper().endswith("Y"):
        return bare[:-1] + "IES"
    return bare + ("ES" if bare.upper().endswith("SS") else "S")
