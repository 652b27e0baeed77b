"""`dragoman add` and `dragoman ledger` as commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.ledger import Ledger
from dragoman.ledger.made_up import records


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A ledger with two made-up documents."""
    path = str(tmp_path / "news.db")
    with Ledger.open(path) as ledger:
        for made in records(2):
            ledger.add(made)
    return path


def test_a_story_is_added_once_and_its_failures_are_named(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(
        "Kenya and Norway signed a ports accord in Mombasa on Friday, ending two years of talks.\n",
        encoding="utf-8",
    )
    where = str(tmp_path / "news.db")
    code, out, _ = run("add", str(story), "--ledger", where, "--format", "json")
    assert code == 0
    assert json.loads(out)["state"] == "new"
    code, out, err = run("add", str(story), str(tmp_path / "none.txt"), "--ledger", where)
    assert (code, out) == (1, "")
    assert "none.txt" in err
    assert "ledger: 1 unchanged" in err
    with Ledger.open(where) as ledger:
        assert ledger.check().faults == []


def test_a_clean_ledger_is_said_to_be_clean(where: str) -> None:
    code, out, _ = run("ledger", "check", "--ledger", where)
    told = json.loads(out)
    assert (code, told["documents"], told["records"], told["clean"]) == (0, 2, 40, True)


def test_a_fault_is_named_and_ends_with_the_exit_code_of_a_damaged_part(where: str) -> None:
    from sqlalchemy import text

    with Ledger.open(where) as ledger, ledger.writing() as connection:
        connection.execute(text("DELETE FROM pairs"))
    code, out, err = run("ledger", "check", "--ledger", where)
    assert (code, json.loads(out)["clean"]) == (3, False)
    assert "is not found by what it says" in err


def test_info_counts_what_is_there(where: str) -> None:
    code, out, _ = run("ledger", "info", "--ledger", where)
    told = json.loads(out)
    assert (code, told["documents"], told["kinds"]) == (0, 2, {"event": 24, "statement": 16})


def test_a_backup_is_a_ledger(where: str, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    assert run("ledger", "backup", copy, "--ledger", where)[0] == 0
    assert run("ledger", "check", "--ledger", copy)[0] == 0
    assert run("ledger", "backup", copy, "--ledger", where)[0] == 2


def test_a_correction_is_shown_as_it_now_stands(where: str) -> None:
    code, out, _ = run(
        "ledger", "correct", "event:0-0", "edited", "--by", "Ada", "--reason", "no",
        "--changes", '{"event": "THREATEN"}', "--ledger", where,
    )  # fmt: skip
    told = json.loads(out)
    assert (code, told["event"], told["corrected"]["by"]) == (0, "THREATEN", "Ada")


@pytest.mark.parametrize("changes", ["{", "[1]"])
def test_changes_that_are_no_object_are_wrong_usage(where: str, changes: str) -> None:
    code, _, err = run(
        "ledger", "correct", "event:0-0", "edited", "--by", "Ada", "--reason", "no",
        "--changes", changes, "--ledger", where,
    )  # fmt: skip
    assert code == 2
    assert "--changes" in err


@pytest.mark.parametrize("command", [["check"], ["info"], ["upgrade"], ["backup", "copy.db"]])
def test_a_ledger_that_is_not_there_is_a_missing_part_and_is_not_made(
    tmp_path: Path, command: list[str]
) -> None:
    where = tmp_path / "none.db"
    assert run("ledger", *command, "--ledger", str(where))[0] == 3
    assert not where.exists() or where.stat().st_size == 0


def test_every_command_of_the_group_shows_an_example() -> None:
    for name in ("check", "info", "upgrade", "backup", "correct"):
        out = run("ledger", name, "--help")[1]
        assert f"dragoman ledger {name}" in out.split("Example:", 1)[1]
