"""`dragoman index`, `pair`, `search` as commands."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.forms.document import Span
from dragoman.forms.reading import Meaning
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


def test_documents_without_a_vector_of_the_model_are_said_with_what_to_run(where: str) -> None:
    code, out, err = run("ledger", "info", "--ledger", where)
    assert (code, json.loads(out)["without_vectors"]) == (0, 20)
    assert "20 documents have no vector of this model" in err
    assert f"run `dragoman vectors --ledger {where}`" in err
    code, out, err = run("search", "grain", "--meaning", "--ledger", where)
    assert (code, out) == (3, "")
    assert f"run `dragoman vectors --ledger {where}`" in err


def test_add_says_it_and_vectors_mends_it(tmp_path: Path) -> None:
    where, story = str(tmp_path / "news.db"), tmp_path / "story.txt"
    story.write_text("Kenya and Norway signed a ports accord in Mombasa on Friday.\n", "utf-8")
    with Ledger.open(where) as ledger:
        [made] = records(1)
        ledger.add(replace(made, meanings=(Meaning(Span(0, 9), bytes(384)),)))
    code, _, err = run("add", str(story), "--ledger", where)
    assert code == 0
    assert "1 document has no vector of this model" in err
    told = json.loads(run("ledger", "info", "--ledger", where)[1])
    assert (told["vectors"], len(told["vector_models"]), told["without_vectors"]) == (2, 2, 1)
    code, out, err = run("search", "ports", "--meaning", "--ledger", where)
    assert (code, json.loads(out)["unread"], "dragoman vectors" in err) == (0, 1, True)
    assert run("vectors", "--ledger", where)[0] == 0
    code, out, err = run("search", "ports", "--meaning", "--ledger", where)
    assert (code, json.loads(out)["unread"], err) == (0, 0, "")


def test_a_search_by_words_shows_scores_and_takes_another_order(where: str) -> None:
    code, out, _ = run("search", "met", "--ledger", where)
    scores = [hit["score"] for hit in json.loads(out)["hits"]]
    assert (code, scores[0]) == (0, 1.0)
    assert scores == sorted(scores, reverse=True)
    code, out, _ = run("search", "met", "--by", "newest", "--ledger", where)
    days = [hit["published"] for hit in json.loads(out)["hits"]]
    assert (code, days) == (0, sorted(days, reverse=True))
    assert run("search", "met", "--by", "chance", "--ledger", where)[0] == 2
