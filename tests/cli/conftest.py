"""What tests of commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.ledger import Ledger
from dragoman.ledger.made_up import made_up


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A ledger with one made-up document."""
    path = str(tmp_path / "news.db")
    with Ledger.open(path) as ledger:
        ledger.add(made_up(1))
    return path
