"""`dragoman read` as a process: streams, exit codes, forms."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

STORY = (
    "Kenya and Norway signed a ports accord in Mombasa on Friday, ending two years of talks.\n\n"
    "Norwegian President Odd Lund condemned Sudan for closing the border. "
    '"We will open a consulate," Lund told reporters after the ceremony. '
    "Sudanese Foreign Minister Amal Idris rejected the accusation."
)


def dragoman(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dragoman", *map(str, arguments)]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def jsonl(path: Path, count: int) -> Path:
    rows = [
        {"title": f"Story {n}", "maintext": STORY, "date_publish": "2026-03-14 10:00:00"}
        for n in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_story_read_into_a_pipe_is_one_line_of_json(story: Path) -> None:
    done = dragoman("read", story, "--published", "2026-03-14", "--publisher", "Coast Herald")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    document = json.loads(done.stdout)["document"]
    assert (document["published"], document["publisher"]) == ("2026-03-14", "Coast Herald")


def test_standard_input_is_read_with_and_without_a_dash(story: Path) -> None:
    assert dragoman("read", given=STORY).stdout == dragoman("read", "-", given=STORY).stdout != ""


def test_each_failed_input_is_named_and_the_rest_are_written(story: Path, tmp_path: Path) -> None:
    absent, broken = tmp_path / "absent.txt", tmp_path / "broken.jsonl"
    good = json.dumps({"title": "Accord", "maintext": STORY})
    broken.write_text(f"{{not json\n{good}\n", encoding="utf-8")
    done = dragoman("read", absent, story, broken)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert "absent.txt" in done.stderr
    assert "broken.jsonl:1" in done.stderr
    assert "2 documents read, 2 failed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "--format", "word", "x.txt"],
        ["read", "--published", "yesterday", "x.txt"],
        ["read", "--processes", "0", "x.txt"],
        ["read", "--nonsense"],
        ["read", "--out", "/nonexistent/folder/x.json", "x.txt"],
        ["nonsense"],
    ],
)
def test_wrong_usage_ends_with_two_and_no_data(arguments: list[str]) -> None:
    done = dragoman(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["cards", "json", "html", "plover", "csv"])
def test_every_form_is_written(story: Path, form: str) -> None:
    done = dragoman("read", story, "--format", form)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_files_suffix_chooses_the_form(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    assert dragoman("read", story, "--out", out).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_folder_gets_a_file_for_each_document(tmp_path: Path) -> None:
    many = jsonl(tmp_path / "many.jsonl", 3)
    done = dragoman("read", many, "--format", "html", "--out", f"{tmp_path}/pages/")
    assert done.returncode == 0, done.stderr
    names = sorted(p.name for p in (tmp_path / "pages").iterdir())
    assert names == ["story-0.html", "story-1.html", "story-2.html"]


def test_several_processes_write_the_same_in_the_same_order(tmp_path: Path) -> None:
    many = jsonl(tmp_path / "many.jsonl", 30)
    one, two = dragoman("read", many), dragoman("read", many, "--processes", "2")
    assert one.returncode == two.returncode == 0, two.stderr
    assert one.stdout == two.stdout
    titles = [json.loads(line)["document"]["title"] for line in one.stdout.splitlines()]
    assert titles == [f"Story {n}" for n in range(30)]


def test_a_taker_that_stops_early_is_no_error(tmp_path: Path) -> None:
    many = jsonl(tmp_path / "many.jsonl", 40)
    command = [sys.executable, "-m", "dragoman", "read", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(timeout=60) == 0


def test_an_interrupt_ends_cleanly(tmp_path: Path) -> None:
    many = jsonl(tmp_path / "many.jsonl", 400)
    command = [sys.executable, "-m", "dragoman", "read", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert b"interrupted" in said
        assert b"Traceback" not in said


def test_a_stream_gives_its_first_line_before_it_ends() -> None:
    row = json.dumps({"title": "Accord", "maintext": STORY * 6}) + "\n"
    command = [sys.executable, "-m", "dragoman", "read", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(row.encode() * 8)
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"document"')
        process.stdin.close()
        process.stdout.read()
        assert process.wait(timeout=60) == 0


def test_output_is_utf8_whatever_the_locale(story: Path) -> None:
    story.write_text(STORY + " “Şimdi”, said Erdoğan.", encoding="utf-8")
    command = [sys.executable, "-m", "dragoman", "read", str(story)]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, env=environment, check=True, timeout=60)
    assert "“Şimdi”" in json.loads(done.stdout.decode("utf-8"))["document"]["text"]
