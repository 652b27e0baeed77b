"""`learn`, and what a user brings to the other commands: `--codebook`, `--actors`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from intake.feed_site import Site, rss, serving

ONTOLOGIES = Path(__file__).resolve().parents[2] / "examples" / "ontologies"
ACTORS = "HARBOUR_WATCH_BRIGADE_ [KENREB]\nTIDE_WARDEN [~COP]\n"
STORY = (
    "Hackers broke into the mail server of the Estonian foreign ministry and read letters for four "
    "months.\n\nOn Friday Kenya condemned the Harbour Watch Brigade for the attack.\n"
)


def run(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments), input=given)
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "cyber.yaml"
    path.write_bytes((ONTOLOGIES / "cyber.yaml").read_bytes())
    return path


@pytest.fixture(scope="module")
def learned(lesson: Path) -> Path:
    code, out, err = run("learn", str(lesson), "--format", "json")
    assert code == 0, err
    assert json.loads(out)["scores"]["cross-validated"]["f1"] > 0.5
    return lesson


@pytest.fixture
def actors(tmp_path: Path) -> Path:
    path = tmp_path / "mine.actors"
    path.write_text(ACTORS, encoding="utf-8")
    return path


def read(*arguments: str) -> tuple[int, dict[str, Any], str]:
    code, out, err = run("read", "-", "--format", "json", "--quiet", *arguments, given=STORY)
    return code, json.loads(out), err


def test_check_says_what_is_in_a_file_and_trains_nothing(lesson: Path, tmp_path: Path) -> None:
    code, out, _ = run("learn", str(lesson), "--check", "--out", str(tmp_path / "x.npz"))
    assert code == 0
    assert "5 types" in out
    assert not (tmp_path / "x.npz").exists()


def test_a_faulty_file_ends_with_2_and_names_the_item(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("name: bad\ntypes: {A: {definition: x}}\nexamples: ['[[y|A]]']\n", "utf-8")
    code, _, err = run("learn", str(path))
    assert code == 2
    assert "types.A: give quad_code" in err


def test_a_codebook_that_was_not_learned_ends_with_3(tmp_path: Path) -> None:
    path = tmp_path / "cyber.yaml"
    path.write_bytes((ONTOLOGIES / "cyber.yaml").read_bytes())
    code, _, err = run("read", "-", "--codebook", str(path), given=STORY)
    assert code == 3
    assert "run dragoman learn" in err


def test_reading_with_a_codebook_gives_its_events(learned: Path) -> None:
    _, made, _ = read("--codebook", str(learned))
    told = [r for r in made["records"] if r["kind"] == "event"]
    assert told
    assert {r["event"] for r in told} <= {"INTRUDE", "DISRUPT", "ATTRIBUTE", "COUNTER", "WARN"}
    assert made["made_by"]["codebook"].startswith("cyber-1@")


def test_a_ledger_does_not_mix_codebooks(learned: Path, tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    code, _, err = run("add", str(story), "--ledger", where, "--codebook", str(learned))
    assert code == 0, err
    code, _, err = run("add", str(story), "--ledger", where)
    assert code == 2
    assert "cyber-1@" in err


@pytest.fixture
def site() -> Iterator[Site]:
    paragraphs = "".join(f"<p>{told}</p>" for told in STORY.split("\n\n"))
    with serving() as made:
        made.put("/a", f"<html><body><article><h1>Mail</h1>{paragraphs}</article></body></html>")
        made.put("/feed", rss("a"))
        yield made


def watch(where: str, site: Site, *arguments: str) -> tuple[int, str, str]:
    local = ("--once", "--allow-loopback", "--delay", "0", "--format", "json")
    return run("watch", f"{site.at}/feed", "--ledger", where, *local, *arguments)


def test_what_a_feed_brings_is_read_with_the_users_codebook(
    learned: Path, site: Site, tmp_path: Path
) -> None:
    where = str(tmp_path / "news.db")
    code, _, err = watch(where, site, "--codebook", str(learned))
    assert code == 0, err
    with Ledger.open(where) as ledger:
        told = list(ledger.records(Wanted(kinds=["event"])))
        assert told
        assert all(row["codebook"].startswith("cyber-1@") for row in told)
    code, _, err = watch(where, site)
    assert code == 2
    assert "cyber-1@" in err


def test_a_codebook_that_was_not_learned_follows_no_feed(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "cyber.yaml"
    path.write_bytes((ONTOLOGIES / "cyber.yaml").read_bytes())
    code, out, err = watch(str(tmp_path / "news.db"), site, "--codebook", str(path))
    assert (code, out) == (3, "")
    assert "run dragoman learn" in err


def test_what_a_feed_brings_is_read_with_the_users_actors(
    actors: Path, site: Site, tmp_path: Path
) -> None:
    actors.write_text(ACTORS + "NORA_VALE_ [KENGOV 2001]\n", encoding="utf-8")
    where = str(tmp_path / "news.db")
    code, _, err = watch(where, site, "--actors", str(actors))
    assert code == 1
    assert "mine.actors:3: dates are written" in err
    with Ledger.open(where) as ledger:
        assert "actors:mine.actors:1" in json.dumps(list(ledger.records()))


@pytest.mark.parametrize("processes", ["1", "2"])
def test_actors_of_a_file_are_known_in_reading(actors: Path, processes: str) -> None:
    code, made, _ = read("--actors", str(actors), "--processes", processes)
    assert code == 0
    parties = [p for r in made["records"] if r["kind"] == "event" for p in r["recipient"]]
    brigade = next(p for p in parties if "Brigade" in p["name"])
    assert (brigade["code"], brigade["sector"]) == ("KEN", "REB")
    assert "actors:mine.actors:1" in brigade["why"]
    assert made["made_by"]["actors"].startswith("sha256:")


def test_a_broken_line_is_named_and_the_rest_is_done_with_1(actors: Path) -> None:
    actors.write_text(ACTORS + "NORA_VALE_ [KENGOV 2001]\n", encoding="utf-8")
    code, made, err = read("--actors", str(actors))
    assert code == 1
    assert "mine.actors:3: dates are written" in err
    assert "Harbour Watch Brigade" in json.dumps(made["records"])


def test_resolve_takes_actors_too(actors: Path) -> None:
    line = json.dumps({"text": "the Harbour Watch Brigade"})
    code, out, _ = run("resolve", "-", "--actors", str(actors), given=line + "\n")
    assert code == 0
    assert json.loads(out)["why"] == "actors:mine.actors:1"


def test_a_missing_file_of_actors_ends_with_2(tmp_path: Path) -> None:
    code, _, err = run("read", "-", "--actors", str(tmp_path / "none"), given=STORY)
    assert code == 2
    assert "cannot be opened" in err
