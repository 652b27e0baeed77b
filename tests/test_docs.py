"""The documentation's Python examples run, its links lead somewhere, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman import faces
from dragoman.cli.app import app
from dragoman.faces.csv import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_EXAMPLES = [page for page in PAGES if "```python" in page.read_text("utf-8")]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.name)
def test_a_pages_examples_run_one_after_the_other(page: Path) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S))
    names: dict[str, object] = {}
    exec(compile(code, str(page), "exec"), names)
    # A page whose blocks were not found, or hold nothing, would run too.
    assert set(names) > {"__builtins__"}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    broken = [k for k in links if "://" not in k and not (page.parent / k).exists()]
    assert not broken


def test_every_command_shows_an_example_in_its_help() -> None:
    for command in app.registered_commands:
        name = command.name or command.callback.__name__  # type: ignore[union-attr]
        shown = CliRunner().invoke(app, [name, "--help"]).output
        assert f"dragoman {name}" in shown.split("Example:", 1)[1]


def test_every_format_is_documented() -> None:
    page = (ROOT / "docs" / "faces.md").read_text("utf-8")
    assert all(f"## {name}" in page for name in faces.NAMES)


def test_every_csv_column_is_documented() -> None:
    page = (ROOT / "docs" / "faces.md").read_text("utf-8")
    table = page.split("## csv", 1)[1]
    stems = {c for c in COLUMNS if not c.startswith(("actor", "recipient"))}
    assert all(f"`{name}`" in table for name in stems)
    assert "`actor...`" in table
    assert "`recipient...`" in table
