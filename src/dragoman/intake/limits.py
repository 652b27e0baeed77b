"""How much intake takes of one item, and how long it waits."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.errors import UsageError


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one item; what exceeds them becomes an InputError that names it.

    `item_bytes`: of a page, text, JSON file or JSONL line, unpacked. `text_chars`: of a story's own
    text (the longest news features have about 120,000). `fetch_s`: of one URL with all its
    redirects; `wait_s`: for a connection and for each piece of an answer.
    """

    item_bytes: int = 8_000_000
    text_chars: int = 1_000_000
    fetch_s: float = 30.0
    wait_s: float = 10.0
    redirects: int = 5
    robots_bytes: int = 500_000

    def __post_init__(self) -> None:
        numbers = (self.item_bytes, self.text_chars, self.fetch_s, self.wait_s, self.robots_bytes)
        if min(numbers) <= 0 or self.redirects < 0:
            raise UsageError("limits must be greater than zero")


DEFAULT = Limits()
