"""Tab-separated values: cells in, one line out that table readers and spreadsheets read alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from dragoman.forms.cells import Cell, safe


def tab_line(values: Iterable[Cell]) -> str:
    """Return cells as one line; white space inside a cell, tabs and line ends too, is one blank."""
    out = io.StringIO()
    cells = [safe(" ".join(v.split())) if isinstance(v, str) else v for v in values]
    csv.writer(out, delimiter="\t", lineterminator="\n").writerow(cells)
    return out.getvalue()
