"""What is asked for in words that nothing can have is refused, and names do as well as codes."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.ledger import Ledger
from dragoman.ledger.made_up import records


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("asked") / "news.db")
    with Ledger.open(path) as ledger:
        for made in records(6):
            ledger.add(made)
    return path


UNKNOWN = [
    ("happenings", "--code", "ZZZ"),
    ("happenings", "--pair", "CHN", "ZZZ"),
    ("agreements", "--country", "Atlantis"),
    ("promises", "--with", "ZZZ"),
    ("agreements", "--area", "gardening"),
    ("visits", "--country", "BRICS"),
    ("positions", "--country", ""),
    ("who", "Kim", "--country", "ZZZ"),
    ("export", "--format", "csv", "--code", "ZZZ"),
    ("export", "--format", "csv", "--pair", "ZZZ", "CHN"),
    ("export", "--format", "csv", "--status", "asserted ", "--status", "done"),
    ("export",),
    ("index", "CHN", "CUB", "--out", "index.pdf"),
]


@pytest.mark.parametrize("words", UNKNOWN, ids=" ".join)
def test_what_nothing_can_have_is_wrong_usage(where: str, words: tuple[str, ...]) -> None:
    code, out, err = run(*words, "--ledger", where)
    assert (code, out) == (2, "")
    assert err.startswith("dragoman: ")


def test_a_country_may_be_named(where: str) -> None:
    form = ("export", "--format", "plover", "--quiet", "--ledger", where)
    by_code = run(*form, "--code", "CUB")
    assert by_code[1]
    assert run(*form, "--code", "cuba") == by_code
    by_code = run("happenings", "--code", "CUB", "--ledger", where)
    assert by_code[1]
    assert run("happenings", "--code", "Cuba", "--ledger", where) == by_code


@pytest.mark.parametrize(
    "words",
    [
        ("happenings", "--since", "2024-05-01", "--until", "2024-04-01"),
        ("agreements", "--first", "2024-05-01", "--last", "2024-04-01"),
        ("who", "Kim", "--first", "2024-05-01", "--last", "2024-04-01"),
        ("index", "CHN", "--first", "2024-05-01", "--last", "2024-04-01"),
        ("search", "trade", "--first", "2024-05-01", "--last", "2024-04-01"),
        ("export", "--format", "csv", "--first", "2024-05-01", "--last", "2024-04-01"),
    ],
    ids=lambda words: words[0],
)
def test_a_span_that_ends_before_it_begins_is_wrong_usage(
    where: str, words: tuple[str, ...]
) -> None:
    code, out, err = run(*words, "--ledger", where)
    assert (code, out) == (2, "")
    assert "2024-04-01 is before" in err
