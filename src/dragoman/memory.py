"""How often a process of ours looks for lost circles of objects: seldom, for reading leaves few."""

from __future__ import annotations

import gc

_MADE, _YOUNG, _OLDER = 50_000, 20, 50


def collect_seldom() -> None:
    """Look for lost circles only after so many new objects, for the whole process.

    At Python's own 700 loading takes a seventh longer and reading a fiftieth. This is for processes
    that are ours, the command line and its workers, not for those that import us.
    """
    gc.set_threshold(_MADE, _YOUNG, _OLDER)


def keep_loaded() -> None:
    """Leave all that is loaded so far out of every later look."""
    gc.freeze()
