"""A small ontology as a file, and sentences whose states are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dragoman.forms.ontology import EventType, Ontology
from dragoman.ontology import States


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, name: str = "floods.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def ontology() -> Ontology:
    types = (
        EventType("RISE", "A river rises.", 4, -3.0, ("slow",), ("weather",)),
        EventType("HELP", "Somebody helps.", 2, 7.0),
    )
    return Ontology("floods", "1", "-", types, "sha256:" + "a" * 64)


@pytest.fixture
def sentences() -> list[States]:
    """Sixty sentences of six words; a trigger's state leans to its type's own direction."""
    random = np.random.default_rng(7)
    directions = random.normal(size=(3, 24)).astype(np.float32)
    out = []
    for number in range(60):
        words = random.normal(scale=0.5, size=(6, 24)).astype(np.float32)
        classes = np.zeros(6, dtype=np.int64)
        if number % 3:
            at = int(random.integers(6))
            classes[at] = number % 3
            words[at] += 2 * directions[number % 3]
            words += directions[number % 3] / 2
        out.append(States(words, classes, number))
    return out
