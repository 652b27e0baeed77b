"""Names of files, folders and patterns in, the files to be read out, in a fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import FormatError, InputError

JSON_LINES = (".jsonl", ".ndjson", ".jl")
JSON = (".json", ".jsonld")
MARKUP = (".html", ".htm", ".xhtml", ".shtml", ".mhtml")
TEXT = (".txt", ".text", ".md", "")
READ = (*JSON_LINES, *JSON, *MARKUP, ".txt", ".text", ".md")


def suffix(name: str) -> str:
    """Return the ending that tells a file's form, lower case, without `.gz`."""
    lower = name.lower().removesuffix(".gz")
    return Path(lower).suffix


def find(name: str) -> Iterator[Path | InputError]:
    """Yield the files that a name stands for: itself, a folder's, or those that a pattern matches.

    In a folder, files of forms that are not read are left out, and hidden ones; where nothing is
    left, that is an InputError. Symbolic links to folders are not followed.
    """
    path = Path(name)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield path
        elif any(c in name for c in "*?["):
            yield from _pattern(name)
        else:
            yield InputError(name, "is no file, folder or URL")
    except (OSError, ValueError) as failure:
        yield InputError(name[:200], f"cannot be opened ({failure})")


def _folder(path: Path) -> Iterator[Path | InputError]:
    found = False
    for root, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            here = Path(root) / name
            if not name.startswith(".") and suffix(name) in READ and here.is_file():
                found = True
                yield here
    if not found:
        yield InputError(str(path), f"is a folder without any {', '.join(READ)} file")


def _pattern(name: str) -> Iterator[Path | InputError]:
    found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - patterns may be absolute
    if not found:
        yield InputError(name, "matches no file")
    for one in found:
        path = Path(one)
        if path.is_file():
            yield path
        elif path.is_dir() and len(found) == 1:
            yield from _folder(path)


def refuse_special(path: Path) -> None:
    """Raise FormatError for what is no file to read from, such as a device."""
    if path.is_block_device() or path.is_char_device() or path.is_socket():
        raise FormatError(str(path), "is a device, not a file")
