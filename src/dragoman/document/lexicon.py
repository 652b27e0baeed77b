"""The document stage's own data files, read once: in a file's name, out its rows."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dragoman.errors import PartError

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(name: str) -> str:
    """Return a data file's text; PartError where the installation lacks it."""
    try:
        return (files("dragoman") / "data" / name).read_text(encoding="utf-8")
    except OSError as failure:
        raise PartError(f"data file {name} is missing: reinstall dragoman") from failure


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file below its `#` header, each with the columns' names."""
    lines = (line for line in _read(name).splitlines() if line and not line.startswith("#"))
    return list(csv.DictReader(lines))


@cache
def words(name: str) -> frozenset[str]:
    """Return the column `word` of a CSV file."""
    return frozenset(row["word"] for row in rows(name))


def tree(name: str) -> Any:
    """Return a YAML file's content."""
    try:
        return yaml.load(_read(name), Loader=Loader)
    except yaml.YAMLError as failure:
        raise PartError(f"data file {name} is damaged: reinstall dragoman") from failure
