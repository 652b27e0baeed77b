"""The head that a `--codebook` names: a YAML file or a trained file in, the head out."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dragoman.errors import PartError, UsageError
from dragoman.ontology.head import Head, load_head
from dragoman.ontology.loading import MAX_BYTES

SUFFIX = ".npz"
_YAML = {".yaml", ".yml"}


def head_path(lesson: Path) -> Path:
    """Return where the head of a YAML file is kept unless one says otherwise: beside it."""
    return lesson.with_suffix(SUFFIX)


def open_codebook(path: Path) -> Head:
    """Return the head of a YAML file or of a trained file.

    Raises UsageError where there is no such file, PartError where the YAML file has no head, has
    changed since its head was trained, or the head is damaged.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such codebook: name a YAML file or what learn made of it")
    if path.suffix.lower() not in _YAML:
        return load_head(path)
    kept = head_path(path)
    if not kept.is_file():
        raise PartError(f"{path}: not trained yet: run dragoman learn {path}")
    head = load_head(kept)
    with path.open("rb") as stream:
        digest = "sha256:" + hashlib.sha256(stream.read(MAX_BYTES + 1)).hexdigest()
    if head.ontology.digest != digest:
        raise PartError(
            f"{path}: has changed since {kept.name} was trained: run dragoman learn {path}"
        )
    return head
