"""Settling: what was added or corrected in, everything that is made from it brought up to date."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.ledger.happenings.merging import merge_new
from dragoman.ledger.holding.seen import see_new
from dragoman.ledger.placing import place_new
from dragoman.ledger.registers import link_new
from dragoman.ledger.store import Ledger
from dragoman.ledger.traits import keep_traits


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
    keep_traits(ledger)
    see_new(ledger)
    placed = place_new(ledger)
    return Settled(placed, merge_new(ledger), link_new(ledger))
