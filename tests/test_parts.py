"""Data files that are missing or damaged: a PartError, exit code 3, before any document is read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "dragoman"
STORY = "Chile and Peru held talks in Lima on Monday about fishing rights, officials said.\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package whose files can be broken; the weights are the same files."""
    folder = tmp_path_factory.mktemp("installed")
    ignored = shutil.ignore_patterns("weights", "__pycache__")
    shutil.copytree(PACKAGE, folder / "dragoman", ignore=ignored)
    (folder / "dragoman" / "weights").symlink_to(PACKAGE / "weights")
    return folder


def run(installed: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *arguments], input=given, capture_output=True,
        text=True, env={**os.environ, "PYTHONPATH": str(installed), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


def missing(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_text("")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 - 7])


def garbled(path: Path) -> None:
    path.write_bytes(b"\xff\xfe{[: \x00")


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("acts.csv", missing),
        ("sectors.csv", garbled),
        ("story/references.yaml", cut),
        ("text/boilerplate.yaml", emptied),
        ("codebook/roots.yaml", cut),
    ],
)
def test_a_broken_data_file_ends_with_the_exit_code_of_a_damaged_part(
    installed: Path, name: str, damage: Callable[[Path], None]
) -> None:
    path = installed / "dragoman" / "data" / name
    whole = path.read_bytes()
    try:
        damage(path)
        done = run(installed, "read", "-", "--format", "json", given=STORY * 2)
    finally:
        path.write_bytes(whole)
    assert (done.returncode, done.stdout) == (3, "")
    assert "install" in done.stderr
    assert "Traceback" not in done.stderr


def test_resolve_says_so_too(installed: Path) -> None:
    path = installed / "dragoman" / "data" / "sectors.csv"
    whole = path.read_bytes()
    try:
        path.unlink()
        done = run(installed, "resolve", given='{"text": "Chilean farmers"}\n')
    finally:
        path.write_bytes(whole)
    assert done.returncode == 3
    assert "sectors.csv" in done.stderr


def test_the_whole_copy_reads(installed: Path) -> None:
    assert run(installed, "read", "-", "--format", "json", given=STORY).returncode == 0
