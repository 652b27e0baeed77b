"""`dragoman index`, `pair`, `search` as commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.ledger import Ledger
from dragoman.ledger.made_up import records
from dragoman.ledger.settling import settle


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger with twenty made-up documents."""
    path = str(tmp_path_factory.mktemp("views") / "news.db")
    with Ledger.open(path) as ledger:
        for made in records(20):
            ledger.add(made)
        settle(ledger)
    return path


def test_an_index_is_json_when_piped_and_lists_what_is_behind_it(where: str) -> None:
    code, out, _ = run("index", "CHN", "CUB", "--by", "year", "--list", "--ledger", where)
    told = json.loads(out)
    assert code == 0
    assert (told["one"]["code"], told["other"]["code"], told["by"]) == ("CHN", "CUB", "year")
    assert any(point["list"] for point in told["points"])
    for point in told["points"]:
        counted = [line for line in point["list"] if line["state"] == "asserted"]
        assert len(counted) == point["happenings"]
        assert all(line["quotes"] for line in counted)


def test_an_index_is_a_table_when_asked(where: str) -> None:
    code, out, _ = run("index", "CHN", "--by", "year", "--format", "table", "--ledger", where)
    assert code == 0
    assert out.startswith("China and everyone else, by year\n")


@pytest.mark.parametrize(
    ("ending", "begins"), [("svg", b"<svg "), ("png", b"\x89PNG"), ("parquet", b"PAR1")]
)
def test_a_files_ending_names_the_format(
    where: str, tmp_path: Path, ending: str, begins: bytes
) -> None:
    to = tmp_path / f"index.{ending}"
    code, out, err = run("index", "CHN", "CUB", "--out", str(to), "--ledger", where)
    assert (code, out, err) == (0, "", "")
    assert to.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("json", '{"pair": '),
        ("html", "<!doctype html>"),
        ("markdown", "# China and"),
        ("cards", "━"),
    ],
)
def test_a_pair_has_four_formats(where: str, form: str, begins: str) -> None:
    code, out, _ = run("pair", "CHN", "CUB", "--format", form, "--ledger", where)
    assert code == 0
    assert out.startswith(begins)


def test_a_search_opens_to_sentences(where: str) -> None:
    code, out, _ = run("search", "met envoys", "--code", "CUB", "--limit", "2", "--ledger", where)
    found = json.loads(out)
    assert code == 0
    assert len(found["hits"]) == 2
    assert all("met" in quote["text"] for hit in found["hits"] for quote in hit["quotes"])


@pytest.mark.parametrize(
    "given",
    [
        ("index", "CHN", "CUB", "USA"),
        ("index", "Atlantis"),
        ("index", "CHN", "--by", "day"),
        ("index", "CHN", "--first", "soon"),
        ("index", "CHN", "--format", "png"),
        ("index", "CHN", "--format", "gif"),
        ("pair", "CHN", "CHN"),
        ("pair", "CHN", "CUB", "--since", "soon"),
        ("search",),
        ("search", "x", "--event", "DANCE"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_so(where: str, given: tuple[str, ...]) -> None:
    code, out, err = run(*given, "--ledger", where)
    assert (code, out) == (2, "")
    assert err.startswith("dragoman: ")


def test_a_ledger_that_is_not_there_ends_with_3(tmp_path: Path) -> None:
    assert run("pair", "CHN", "CUB", "--ledger", str(tmp_path / "no.db"))[0] == 3
