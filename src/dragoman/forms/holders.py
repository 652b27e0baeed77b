"""Holders: who holds, or was seen to hold, which office when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office, as stories told it or an outside list has it.

    Of the origin `stories`, `start` and `end` are the first and the last day on which stories said
    so; of any other, the days between which the office was held, both inclusive, None where open.
    `code` is the state or body; `id` a stable outside id where one is known.
    """

    name: str
    role: str
    organisation: str | None = None
    code: str | None = None
    sector: str | None = None
    id: str | None = None
    start: date | None = None
    end: date | None = None
    origin: str = "list"


# Gives, for a story's text, the holders whom it may name.
Knows = Callable[[str], Sequence[Holder]]
STORIES = "stories"
