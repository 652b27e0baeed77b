"""The examples in the docstrings of codebook and gazetteer run."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name", ["codebook.book", "gazetteer.bodies", "gazetteer.cameo", "gazetteer.index"]
)
def test_every_example_of_a_docstring_runs(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"dragoman.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
