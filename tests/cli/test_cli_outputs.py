"""Where commands write: full disks, devices, links, and names that mean something else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.ledger import Ledger
from dragoman.ledger.made_up import made_up

FULL = Path("/dev/full")


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.skipif(not FULL.is_char_device(), reason="no /dev/full here")
def test_a_full_disk_is_told_in_one_line() -> None:
    with FULL.open("w") as full:
        command = [sys.executable, "-m", "dragoman", "export", "--explain"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 3
    assert done.stderr == "dragoman: the output: No space left on device\n"


def test_a_file_that_cannot_be_written_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def taken_away(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    (tmp_path / "a.txt").write_text("Kenya condemned Norway on Friday over the closed border.")
    monkeypatch.setattr(Path, "write_text", taken_away)
    code, _, err = run("read", str(tmp_path / "a.txt"), "--out", f"{tmp_path}/pages/")
    assert code == 3
    assert err.startswith(f"dragoman: {tmp_path}/pages/")
    assert err.endswith(": Permission denied\n")


def test_an_export_goes_into_a_named_pipe_and_leaves_it_there(where: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as taker:
        code, _, _ = run("export", "--format", "csv", "--ledger", where, "--out", str(pipe))
        assert taker.stdout is not None
        assert taker.stdout.read().count(b"\r\n") == 21
    assert (code, pipe.is_fifo()) == (0, True)


def test_an_export_to_a_link_writes_what_the_link_names(where: str, tmp_path: Path) -> None:
    link, file = tmp_path / "latest.csv", tmp_path / "today.csv"
    file.write_text("old")
    link.symlink_to(file)
    assert run("export", "--format", "csv", "--ledger", where, "--out", str(link))[0] == 0
    assert link.is_symlink()
    assert file.read_bytes().count(b"\r\n") == 21


def test_an_export_into_a_folder_that_cannot_be_is_wrong_usage(where: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in ("file/tables", "file/tables/"):
        arguments = ("--ledger", where, "--out", str(tmp_path / "file") + out.removeprefix("file"))
        code, _, err = run("export", "--format", "parquet", *arguments)
        assert code == 2
        assert err.endswith("cannot be made: Not a directory\n")


def test_reading_with_a_ledger_that_is_not_there_makes_none(tmp_path: Path) -> None:
    story, out = tmp_path / "a.txt", tmp_path / "kept.json"
    story.write_text("Kenya condemned Norway on Friday over the closed border.")
    out.write_text("kept")
    missing = tmp_path / "mistyped.db"
    code, _, err = run("read", str(story), "--ledger", str(missing), "--out", str(out))
    assert (code, err) == (3, f"dragoman: {missing}: no ledger is there\n")
    assert not missing.exists()
    assert out.read_text() == "kept"


def test_marks_of_a_url_in_a_ledgers_name_are_part_of_the_name(tmp_path: Path) -> None:
    path = tmp_path / "what?now%20.db"
    with Ledger.open(str(path)) as ledger:
        ledger.add(made_up(1))
    assert path.is_file()
    assert not (tmp_path / "what").exists()


def test_an_empty_name_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Kenya condemned Norway on Friday over the closed border.")
    monkeypatch.chdir(tmp_path)
    code, out, err = run("read", "")
    assert (code, out) == (1, "")
    assert "has an empty name" in err


def test_a_gold_file_that_is_none_is_told(tmp_path: Path) -> None:
    for name, words in (("a.txt", "Kenya"), ("b.jsonl", "[1]\n"), ("c.jsonl.gz", "Kenya")):
        (tmp_path / name).write_text(words)
        code, _, err = run("score", str(tmp_path / name))
        assert code == 1
        assert err.startswith(f"dragoman: {tmp_path / name}")
