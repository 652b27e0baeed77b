"""Faces: records in, text in one of five shapes out (cards, json, html, plover, csv).

A face writes a stream: `head()` once, `document(records)` for each document, `foot()` once. Joined,
the pieces are one well-formed file.
"""

from __future__ import annotations

from typing import Literal, Protocol, get_args

from dragoman.errors import UsageError
from dragoman.forms.records import Records

FaceName = Literal["cards", "json", "html", "plover", "csv"]
NAMES: tuple[FaceName, ...] = get_args(FaceName)
SUFFIXES: dict[str, FaceName] = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".jsonl": "json",
    ".txt": "cards",
}


class Face(Protocol):
    """A shape in which records are written."""

    def head(self) -> str:
        """Return what stands before the first document."""
        ...

    def document(self, records: Records) -> str:
        """Return one document's records."""
        ...

    def foot(self) -> str:
        """Return what stands after the last document."""
        ...


def face(name: str, *, width: int = 80, ansi: bool = False, colour: bool = True) -> Face:
    """Return the face of that name; UsageError where there is none.

    `width` (columns), `ansi` (the taker is a terminal) and `colour` matter to cards alone.
    """
    # Imported here because each face leans on something that the others do not need.
    if name == "json":
        from dragoman.faces.json import Lines

        return Lines()
    if name == "cards":
        from dragoman.faces.cards import Cards

        return Cards(width=width, ansi=ansi, colour=colour)
    if name == "html":
        from dragoman.faces.html import Page

        return Page()
    if name == "plover":
        from dragoman.faces.plover import Plover

        return Plover()
    if name == "csv":
        from dragoman.faces.csv import Rows

        return Rows()
    raise UsageError(f"no format {name!r}: choose one of {', '.join(NAMES)}")
