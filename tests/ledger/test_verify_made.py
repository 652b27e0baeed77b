"""What merging made is checked: it refers to nothing that is not here, and says what was read."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, text

from dragoman.ledger import Ledger, schema
from dragoman.ledger.made_up import made_up
from dragoman.ledger.settling import settle


@pytest.fixture
def settled(ledger: Ledger) -> Ledger:
    """A ledger of two documents, merged."""
    list(ledger.add_many([made_up(n, events=3, said=1) for n in range(2)]))
    settle(ledger)
    return ledger


def test_what_merging_made_is_clean_and_counted(settled: Ledger) -> None:
    assert settled.check().faults == []
    assert settled.info().happenings > 0


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE records SET happening = 'happening:none' WHERE kind = 'event'", "happening:none"),
        ("DELETE FROM stories", "rows of documents are of it, and it is not here"),
        ("DELETE FROM happenings", "rows of records are of it, and it is not here"),
        ("UPDATE happenings SET data = replace(data, '\"met\"', '\"hit\"')", "does not say 'hit'"),
        ("UPDATE happenings SET data = replace(data, 'event:0-0', 'event:x')", "which is not here"),
    ],
)
def test_what_is_damaged_in_it_is_found(settled: Ledger, damage: str, says: str) -> None:
    with settled.writing() as connection:
        connection.exec_driver_sql(damage)
    faults = settled.check().faults
    assert any(says in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\x04\x00\x01", "vectors are damaged"),
        (b"\x01\x00" + (0).to_bytes(4, "little") + (1 << 20).to_bytes(4, "little") + b"\x01",
         "outside the text"),
    ],
)  # fmt: skip
def test_damaged_vectors_are_found(ledger: Ledger, body: bytes, says: str) -> None:
    ledger.add(made_up(0, events=1, said=0))
    with ledger.writing() as connection:
        number = connection.scalar(text("SELECT min(number) FROM documents"))
        row = {"document": number, "model": "m", "body": body}
        connection.execute(insert(schema.vectors), row)
    assert any(says in fault for fault in ledger.check().faults)
