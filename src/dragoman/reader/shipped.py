"""The weights that the package carries: which they are, without loading them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dragoman.reader.session import digest


def shipped_digest() -> str:
    """Return the digest of the shipped weights; PartError where a file of them is missing."""
    return digest(Path(str(files("dragoman") / "weights")))
