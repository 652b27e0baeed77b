"""Parties without a country in, the country of the place that the text gives right behind them out.

A party's span leaves its place out ("a refinery", of "a refinery in the Russian city of Samara"),
but where nothing else says whose it is, the place does.
"""

from __future__ import annotations

import re

from dragoman.forms.document import Span
from dragoman.resolve.actor import resolve_phrase

_PLACE = re.compile(
    r"\s(?:in|at|near|inside|outside)\s(?:[a-z]+[ ]){0,4}?"
    r"(?:[A-Z][\w.-]*[ ](?:[a-z]+[ ]){1,2}of[ ])?(?P<name>[A-Z][\w.-]*(?:[ ][A-Z][\w.-]*){0,3})"
)
_REACH = 90
"""Code points behind a party in which its place must end."""


def land_after(text: str, span: Span) -> str | None:
    """Give the code of the country in which the place right behind a party lies."""
    found = _PLACE.match(text, span.end, span.end + _REACH)
    return resolve_phrase(text[span.end : found.end()].strip()).code if found else None
