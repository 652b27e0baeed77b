"""What an export did: rows written, and what of the ledger its format could not hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts of one export, which its writer raises as it goes.

    `dropped` counts what was left out whole, `shortened` what was written with less than the ledger
    has, both by the reason in words; `edited` counts rows with values that a person corrected.
    """

    rows: int = 0
    documents: int = 0
    edited: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    shortened: Counter[str] = field(default_factory=Counter)

    def drop(self, why: str, count: int = 1) -> None:
        """Count what was left out."""
        if count:
            self.dropped[why] += count

    def shorten(self, why: str, count: int = 1) -> None:
        """Count what was written with less than the ledger has."""
        if count:
            self.shortened[why] += count
