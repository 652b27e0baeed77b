"""The ledger: records in; stored, versioned, searchable and correctable rows out."""

from __future__ import annotations

from dragoman.ledger.store import Ledger

__all__ = ["Ledger"]
