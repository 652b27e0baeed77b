"""`dragoman add`: what is held is not read again, and what is made from it is up to date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman import pipeline
from dragoman.cli.app import app
from dragoman.ledger import Ledger

TOLD = (
    "Kenya and Norway signed a ports accord in Mombasa on Friday, ending two years of talks.",
    "President Odd Lund of Norway condemned Sudan on Friday over the closure of its embassy.",
)


def add(*arguments: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["add", *arguments, "--format", "json"])
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """Two stories, with the day of each."""
    path = tmp_path / "archive.jsonl"
    lines = [{"text": text, "published": "2026-03-14", "publisher": "Herald"} for text in TOLD]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("processes", ["1", "2"])
def test_what_is_held_is_not_read_again(
    archive: str, tmp_path: Path, processes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = str(tmp_path / "news.db")
    first = add(archive, "--ledger", where, "--processes", processes)
    assert [line["state"] for line in first] == ["new", "new"]
    if processes == "1":
        monkeypatch.setattr(pipeline, "default_reader", lambda *_: _Blind())
    again = add(archive, "--ledger", where, "--processes", processes)
    assert again == [{**line, "state": "unchanged"} for line in first]


class _Blind(pipeline.Reader):
    """A reader that can tell who it is and cannot read."""

    @property
    def stage(self) -> pipeline.Stage:
        raise AssertionError("a held document was read")


def test_documents_stand_in_stories_when_all_are_added(archive: str, tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    add(archive, "--ledger", where)
    with Ledger.open(where) as ledger:
        assert all(document["story"] for document in ledger.documents())
        acts = [row for row in ledger.records() if row["kind"] == "event"]
        assert acts and all(row["happening"] for row in acts)
        assert ledger.check().faults == []
