"""Settling: what was added or corrected in, everything that is made from it brought up to date."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dragoman.ledger.happenings.merging import merge_new
from dragoman.ledger.holding.seen import see_new
from dragoman.ledger.placing import place_new
from dragoman.ledger.registers import link_new
from dragoman.ledger.store import Ledger
from dragoman.ledger.traits import keep_traits

_ALLOCATED = 100_000  # objects more than before at which cyclic garbage is looked for


@dataclass(frozen=True, slots=True)
class Settled:
    """How many documents were placed in stories, merged in happenings, looked at for registers."""

    placed: int
    merged: int
    linked: int


def settle(ledger: Ledger) -> Settled:
    """Place, merge and link what came in since the last time; nothing is done twice.

    Stories first, for an act is likelier one with another that the same story tells. A process that
    is killed leaves whole batches behind; the next call goes on from there.
    """
    with _rare_collections():
        keep_traits(ledger)
        see_new(ledger)
        placed = place_new(ledger)
        return Settled(placed, merge_new(ledger), link_new(ledger))


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for cyclic garbage less often: rows and profiles come by the million and hold no cycles.

    By the usual thresholds a quarter of settling was that search.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _ALLOCATED) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
