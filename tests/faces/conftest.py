"""Hand-made records for the tests of the faces."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from samples import sample

from dragoman.forms.records import Records


@pytest.fixture
def records() -> Records:
    return sample()
