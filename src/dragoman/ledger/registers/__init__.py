"""Registers: agreements, promises, visits and positions brought together, with their chains.

In: the records that a ledger took since the last time. Out: entries (one thing, told by several
records), the links by which a later record bears on an earlier one, and each entry's state.
"""

from __future__ import annotations

from dragoman.ledger.registers.ask import Sought, entries, entry
from dragoman.ledger.registers.merge import link_new

__all__ = ["Sought", "entries", "entry", "link_new"]
