"""Checking, copying, upgrading; killed and concurrent writers."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from dragoman.errors import PartError, UsageError
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from dragoman.ledger.made_up import made_up, records
from dragoman.ledger.schema import metadata
from ledger.told import MADE_BY, story


def _run(ledger: Ledger, statement: str) -> None:
    with ledger.writing() as connection:
        connection.execute(text(statement))


def test_a_whole_ledger_is_clean(ledger: Ledger) -> None:
    for made in records(3):
        ledger.add(made)
    ledger.add(story(url="https://a.example"))
    ledger.add(story("Norway spoke of Sudan. Åse Bø-Lund!", url="https://a.example"))
    ledger.add(story(url="https://a.example", made_by={**MADE_BY, "model": "sha256:bb"}))
    checked = ledger.check()
    assert checked.faults == []
    assert (checked.documents, checked.readings, checked.records) == (5, 6, 69)
    assert checked.spans > checked.records


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE documents SET text = 'x' || text", "does not say"),
        ("UPDATE records SET live = NOT live", "marked live wrongly"),
        ("UPDATE records SET day = '1999-01-01' WHERE kind = 'event'", "not found by what it says"),
        ("DELETE FROM pairs", "not found by what it says"),
        ("DELETE FROM parties WHERE role = 'speaker'", "not found by what it says"),
        ("UPDATE readings SET superseded_at = learned_at", "not one reading"),
        ("UPDATE documents SET live = NOT live", "of its versions are the last one"),
        ("UPDATE documents SET copy_of = 'sha256:none'", "which is not here"),
        ("UPDATE documents SET body = '[[0,9999]]'", "outside the text"),
        ("UPDATE records SET verdict = 'rejected'", "not that of its last correction"),
    ],
)
def test_what_is_damaged_is_found(ledger: Ledger, damage: str, says: str) -> None:
    ledger.add(story(url="https://a.example"))
    _run(ledger, damage)
    checked = ledger.check()
    assert any(says in fault for fault in checked.faults), checked.faults


def test_a_backup_is_the_ledger_as_one_moment_saw_it_while_a_writer_runs(
    ledger: Ledger, tmp_path: Path
) -> None:
    for made in records(5):
        ledger.add(made)
    ledger.correct("event:0-0", "rejected", by="Ada", reason="x")
    stop = threading.Event()

    def write() -> None:
        number = 5
        while not stop.is_set():
            ledger.add(made_up(number))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        count = ledger.backup(str(tmp_path / "copy.db"))
    finally:
        stop.set()
        writer.join()
    assert count >= 5
    with Ledger.open(str(tmp_path / "copy.db"), create=False) as copy:
        checked = copy.check()
        assert checked.faults == []
        assert (checked.documents, checked.records) == (count, 20 * count)
        assert copy.corrections()[0]["by"] == "Ada"
        assert copy.search_words("met envoys")
        assert copy.add(made_up(1_000_000)).state == "new"
    assert [path.name for path in tmp_path.glob("*.part*")] == []


def test_a_backup_overwrites_nothing(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(UsageError, match="overwrites nothing"):
        ledger.backup(str(tmp_path / "copy.db"))
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_the_migrations_make_just_the_tables_of_the_schema(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        options: dict[str, Any] = {
            "version_table": "ledger_version",
            "include_name": lambda name, kind, _: kind != "table" or not name.startswith("words"),
        }
        differ = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert differ == []


def test_a_ledger_of_a_newer_release_is_refused(place: Callable[[], str]) -> None:
    where = place()
    with Ledger.open(where) as ledger:
        _run(ledger, "UPDATE ledger_version SET version_num = '9999'")
    with pytest.raises(PartError, match="written by a newer release"):
        Ledger.open(where, upgrade=True)


@pytest.fixture
def newer_release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A release with one migration more than this one."""
    import shutil

    from dragoman.ledger import migrations, upgrade

    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, folder)
    (folder / "versions" / "later_9998.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '9998'\n"
        f"down_revision = '{upgrade.newest()}'\n\n\ndef upgrade():\n"
        "    op.add_column('stories', sa.Column('colour', sa.Text()))\n"
    )
    config = upgrade._config()
    config.set_main_option("script_location", str(folder))
    monkeypatch.setattr(upgrade, "_config", lambda: config)
    upgrade.newest.cache_clear()
    yield
    upgrade.newest.cache_clear()


def test_an_older_ledger_is_upgraded_when_asked_for_and_keeps_its_rows(
    place: Callable[[], str], request: pytest.FixtureRequest
) -> None:
    where = place()
    with Ledger.open(where) as ledger:
        ledger.add(story())
    request.getfixturevalue("newer_release")
    with pytest.raises(PartError, match="of an older version"):
        Ledger.open(where)
    with Ledger.open(where, upgrade=True) as ledger:
        assert ledger.info().version == "9998"
        assert ledger.count() == 3
        _run(ledger, "UPDATE stories SET colour = 'red'")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE birds (name TEXT)")
    other.close()
    with pytest.raises(PartError, match="holds other tables"):
        Ledger.open(str(path))


def test_two_writers_at_once_lose_and_double_nothing(place: Callable[[], str]) -> None:
    where = place()

    def write(_: int) -> list[str]:
        with Ledger.open(where) as ledger:
            return [ledger.add(made).state for made in records(12)]

    with ThreadPoolExecutor(2) as pool:
        states = [state for done in pool.map(write, range(2)) for state in done]
    assert sorted(states) == ["new"] * 12 + ["unchanged"] * 12
    with Ledger.open(where) as ledger:
        checked = ledger.check()
        assert (checked.faults, checked.documents, checked.records) == ([], 12, 240)


def test_two_versions_of_an_article_at_once_leave_one_last_version(
    place: Callable[[], str],
) -> None:
    where = place()
    Ledger.open(where).close()

    def write(which: int) -> None:
        with Ledger.open(where) as ledger:
            ledger.add(story(f"Norway told Sudan {which}. Åse Bø-Lund!", url="https://a.example"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with Ledger.open(where) as ledger:
        assert sorted(d["version"] for d in ledger.documents()) == [1, 2, 3, 4]
        assert len({r["document"] for r in ledger.records()}) == 1
        assert ledger.check().faults == []


def test_a_reader_sees_one_moment_while_a_writer_goes_on(ledger: Ledger) -> None:
    for made in records(3):
        ledger.add(made)
    seen = ledger.records(Wanted(kinds=["event"]))
    next(seen)
    ledger.add(made_up(3))
    assert 1 + len(list(seen)) == 36
