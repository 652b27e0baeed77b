"""What a person asks a ledger for: words of the command line in, codes, days, known words out.

A code that nothing can have would find nothing, which reads as "nothing happened".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dragoman.errors import UsageError
from dragoman.views.periods import as_day, as_days


def code(given: str | None, option: str) -> str | None:
    """Take a country's or body's code or name and return its code; None where none is given.

    Raises UsageError for what is neither, and for a bloc that has no code of its own (BRICS).

    >>> code("cuba", "--country"), code("EUR", "--country")
    ('CUB', 'EUR')
    """
    if given is None:
        return None
    from dragoman.codebook import special_codes
    from dragoman.gazetteer import states
    from dragoman.views.sides import side

    try:
        found = side(given).code
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from error
    if found not in states() and found not in special_codes():
        raise UsageError(
            f"{option}: {given!r} has members and no code of its own: ask for one of its members"
        )
    return found


def codes(given: tuple[str, str] | None, option: str) -> tuple[str, str] | None:
    """Take the two codes or names of a pair, as `code` does."""
    if given is None:
        return None
    one, other = code(given[0], option), code(given[1], option)
    assert one is not None and other is not None
    return one, other


def day(given: str | None, option: str) -> str | None:
    """Take an ISO day. Raises UsageError for what is none."""
    return _iso(as_day(given, option))


def days(
    first: str | None, last: str | None, options: tuple[str, str] = ("--first", "--last")
) -> tuple[str | None, str | None]:
    """Take a span's first and last day. Raises UsageError where it ends before it begins."""
    begins, ends = as_days(first, last, options)
    return _iso(begins), _iso(ends)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def word(given: str | None, known: Iterable[str], option: str) -> str | None:
    """Take one of the known words. Raises UsageError for another."""
    choices = sorted(set(known))
    if given is not None and given not in choices:
        raise UsageError(f"{option}: no {given!r}: choose one of {', '.join(choices)}")
    return given
