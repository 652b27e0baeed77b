"""A ledger of a few reports, settled, with corrections, for the tests of exports."""

from __future__ import annotations

import io
import shutil
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


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The visit, told twice, and the hostile report; one event edited, one rejected."""
    path = tmp_path_factory.mktemp("exports") / "news.db"
    with Ledger.open(str(path)) as opened:
        for records in (visit(), again(), hostile()):
            opened.add(records)
        opened.correct(
            "ev-condemn", "edited", by="Ada", reason="he only demanded it",
            changes={"event": "REQUEST", "mode": ["change"]},
        )  # fmt: skip
        opened.correct("ev-sign", "rejected", by="Ada", reason="nobody promised it")
        settle(opened)
    return path


@pytest.fixture
def ledger(filled: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of the filled ledger for one test."""
    where = tmp_path / "news.db"
    shutil.copy(filled, where)
    with Ledger.open(str(where)) as opened:
        yield opened


@pytest.fixture
def exported(ledger: Ledger) -> Callable[..., str]:
    """Writes an export of the ledger and returns its text."""

    def write(form: str, **more: Any) -> str:
        stream = io.StringIO(newline="")
        write_text(ledger, Order(form=form, **more), stream)
        return stream.getvalue()

    return write
