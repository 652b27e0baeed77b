"""`dragoman export` as a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.ledger import Ledger


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["export", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_rows_go_to_stdout_and_counts_to_stderr(where: str) -> None:
    code, out, err = run("--format", "plover", "--ledger", where)
    assert (code, len(out.splitlines())) == (0, 12)
    assert all(json.loads(line)["has_event"] for line in out.splitlines())
    assert "plover: 12 rows" in err
    assert "left out: 8 statement records" in err
    assert run("--format", "plover", "--ledger", where, "--quiet")[2] == ""


def test_a_file_stands_under_its_name_when_it_is_whole(where: str, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    code, shown, _ = run("--format", "csv", "--ledger", where, "--out", str(out))
    assert (code, shown) == (0, "")
    assert out.read_bytes().count(b"\r\n") == 21
    assert not list(tmp_path.glob("*.part"))


def test_options_narrow_the_records(where: str) -> None:
    with Ledger.open(where) as ledger:
        event = next(row for row in ledger.records() if row["kind"] == "event")
    pair = (event["actor"][0]["code"], event["recipient"][0]["code"])
    arguments = ("--format", "plover", "--ledger", where, "--quiet")
    _, out, _ = run(*arguments, "--pair", str(pair[1]), str(pair[0]))
    assert event["id"] in {json.loads(line)["id"] for line in out.splitlines()}
    assert run(*arguments, "--first", "2100-01-01")[1] == ""
    assert run(*arguments, "--least-confidence", "1")[1] == ""


def test_parquet_makes_its_folder(where: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "tables"
    assert run("--format", "parquet", "--ledger", where, "--out", str(out))[0] == 0
    assert {path.name for path in out.iterdir()} == {
        "records.parquet",
        "parties.parquet",
        "documents.parquet",
        "happenings.parquet",
    }


def test_what_a_format_drops_is_explained_without_a_ledger() -> None:
    code, out, _ = run("--explain", "--format", "icews")
    assert code == 0
    assert "drops" in out
    code, out, _ = run("--explain", "--json")
    assert {json.loads(line)["name"] for line in out.splitlines()} >= {"ftm", "gexf"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "xml"), "no format 'xml'"),
        ((), "name a format with --format"),
        (("--format", "csv", "--kind", "rumour"), "no kind rumour"),
        (("--format", "csv", "--event", "SMILE"), "no event SMILE"),
        (("--format", "parquet"), "name one with --out"),
        (("--format", "csv", "--first", "tomorrow"), "tomorrow"),
        (("--format", "csv", "--out", "/no/such/folder/x.csv"), "cannot be written"),
    ],
)
def test_wrong_words_are_wrong_usage(where: str, arguments: tuple[str, ...], words: str) -> None:
    code, _, err = run(*arguments, "--ledger", where)
    assert code == 2
    assert words in err


def test_a_ledger_that_is_not_there_is_a_missing_part(tmp_path: Path) -> None:
    code, _, err = run("--format", "csv", "--ledger", str(tmp_path / "none.db"))
    assert code == 3
    assert "none.db" in err
