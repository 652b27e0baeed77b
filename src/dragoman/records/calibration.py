"""Calibration: a raw score in, the share of such records that were right out.

`data/calibration.yaml` (or a table given by the caller) maps a record kind to points
`[[raw, right], ...]`, rising in raw; between points the line is straight, beyond them it is flat.
A kind without points keeps its raw score.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

from dragoman.errors import PartError
from dragoman.knowledge import mapping

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Piecewise linear tables by record kind."""

    tables: Mapping[str, Points] = field(default_factory=dict)

    def apply(self, kind: str, raw: float) -> float:
        """Return the calibrated probability of a raw score, both 0..1."""
        raw = min(1.0, max(0.0, raw))
        points = self.tables.get(kind)
        if not points:
            return raw
        at = bisect_right(points, (raw, float("inf")))
        if at == 0:
            return points[0][1]
        if at == len(points):
            return points[-1][1]
        (x0, y0), (x1, y1) = points[at - 1], points[at]
        return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)


def from_tables(tables: Mapping[str, Sequence[Sequence[float]]]) -> Calibration:
    """Check tables and make a calibration of them. Raises PartError on points out of order."""
    checked: dict[str, Points] = {}
    for kind, points in tables.items():
        pairs = tuple((float(raw), float(right)) for raw, right in points)
        if any(not 0.0 <= value <= 1.0 for pair in pairs for value in pair):
            raise PartError(f"calibration of {kind}: points must lie in 0..1; reinstall")
        if any(a[0] >= b[0] or a[1] > b[1] for a, b in pairwise(pairs)):
            raise PartError(f"calibration of {kind}: points must rise; reinstall")
        checked[kind] = pairs
    return Calibration(checked)


@cache
def load() -> Calibration:
    """Return the shipped calibration, the identity where none is shipped."""
    shipped = files("dragoman") / "data" / "calibration.yaml"
    if not shipped.is_file():
        return Calibration()
    try:
        return from_tables(mapping("calibration.yaml"))
    except (TypeError, ValueError) as error:
        raise PartError(f"data file calibration.yaml is damaged ({error}); reinstall") from error
