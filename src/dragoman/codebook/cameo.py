"""CAMEO's own words for its codes: a code in; its label and its Goldstein score out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.errors import UsageError
from dragoman.knowledge import rows


@dataclass(frozen=True, slots=True)
class CameoEntry:
    """A CAMEO code: what it says, and its score from -10 (conflict) to 10 (cooperation)."""

    code: str
    label: str
    scale: float


@cache
def _entries() -> Mapping[str, CameoEntry]:
    return {
        row["cameo"]: CameoEntry(row["cameo"], row["label"], float(row["scale"]))
        for row in rows("codebook/cameo_labels.csv")
    }


def cameo_entry(code: str) -> CameoEntry:
    """Return what CAMEO says of a code of three or four digits, 030 to 2042.

    Raises UsageError for a code that is not there.

    >>> cameo_entry("042")
    CameoEntry(code='042', label='Make a visit', scale=1.9)
    """
    found = _entries().get(code)
    if found is None:
        raise UsageError(f"{code!r} is no CAMEO code from 030 to 2042")
    return found
