"""A finished document in, its text as it is written out: what a worker process does last.

Workers import this and no more of the command line: its libraries take a tenth of a second to load.
"""

from __future__ import annotations

import os
import shutil
from typing import TypedDict

from dragoman import faces
from dragoman.forms.records import Records


class Look(TypedDict):
    """How cards look where they are written."""

    width: int
    ansi: bool
    colour: bool


def as_is(records: Records) -> Records:
    """Hand the records themselves on: to a ledger, a folder, or a face that takes them whole."""
    return records


def written(form: str, terminal: bool, records: Records) -> str | Records:
    """Write a document in a form."""
    return faces.face(form, **look(terminal)).document(records)


def look(terminal: bool) -> Look:
    """Return how cards look here: the terminal's width, and colour unless NO_COLOR is set."""
    if not terminal:
        return {"width": 80, "ansi": False, "colour": False}
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = min(shutil.get_terminal_size().columns, 100)
    return {"width": width, "ansi": os.environ.get("TERM") != "dumb", "colour": colour}
