"""Records: claims in; cited, checked rows of every kind out."""

from dragoman.records.build import made_by, make
from dragoman.records.calibration import Calibration
from dragoman.records.check import check

__all__ = ["Calibration", "check", "made_by", "make"]
