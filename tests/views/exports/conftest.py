"""A ledger of a few reports, settled, with corrections, for the tests of exports."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from exported_reports import again, hostile, visit

from dragoman.exporting import Order, write_text
from dragoman.ledger import Ledger
from dragoman.ledger.settling import settle


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """The visit, told twice, and the hostile report; one event edited, one rejected."""
    with Ledger.open(str(tmp_path / "news.db")) as opened:
        for records in (visit(), again(), hostile()):
            opened.add(records)
            settle(opened)
        opened.correct(
            "ev-condemn", "edited", by="Ada", reason="he only demanded it",
            changes={"event": "REQUEST", "mode": ["change"]},
        )  # fmt: skip
        opened.correct("ev-sign", "rejected", by="Ada", reason="nobody promised it")
        settle(opened)
        yield opened


@pytest.fixture
def exported(ledger: Ledger) -> Callable[..., str]:
    """Writes an export of the ledger and returns its text."""

    def write(form: str, **more: Any) -> str:
        stream = io.StringIO(newline="")
        write_text(ledger, Order(form=form, **more), stream)
        return stream.getvalue()

    return write
