"""The package's own knowledge, the files under `data/`, read in one way, with one error.

What a list means, and whether it holds what it must, is for the part that asks. A CSV file begins
with lines of `#` (origin, licence, date, gaps), then the columns' names.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dragoman.errors import PartError

# libyaml reads ten times faster; where it is lacking the result is the same.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def text(name: str) -> str:
    """Return the text of `data/<name>`. Raises PartError where it is missing or no UTF-8."""
    path = files("dragoman").joinpath("data", *name.split("/"))
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise PartError(f"data file {name} is missing or damaged: reinstall dragoman") from error


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file, each with the columns' names."""
    lines = (line for line in text(name).splitlines() if line and not line.startswith("#"))
    return list(csv.DictReader(lines))


@cache
def words(name: str) -> frozenset[str]:
    """Return the column `word` of a CSV file."""
    return frozenset(row["word"] for row in rows(name))


def sheet(name: str) -> Any:
    """Return the content of a YAML file. Raises PartError where it is no YAML."""
    try:
        return yaml.load(text(name), Loader=_LOADER)
    except yaml.YAMLError as error:
        raise PartError(f"data file {name} is damaged: reinstall dragoman") from error


def mapping(name: str) -> dict[str, Any]:
    """Return the content of a YAML file that is a mapping. Raises PartError where it is none."""
    found = sheet(name)
    if not isinstance(found, dict):
        raise PartError(f"data file {name} is damaged, it holds no mapping: reinstall dragoman")
    return found
