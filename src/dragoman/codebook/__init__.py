"""The codebook: PLOVER 2.0 as data. In: a code. Out: what it means, its score, class and kin.

Nothing is read before the first call; `ROOTS`, `STATUSES` and `QUADS` are fixed.
"""

from dragoman.codebook.book import (
    QUADS,
    ROOTS,
    STATUSES,
    Mode,
    Plover,
    Root,
    RootEntry,
    book,
    cameo_to_plover,
    contexts,
    cow_code,
    entry,
    modes,
    plover_to_cameo,
    quad_code,
    requires_recipient,
    roots,
    score,
    sectors,
    special_codes,
)
from dragoman.codebook.cameo import CameoEntry, cameo_entry

__all__ = [
    "QUADS",
    "ROOTS",
    "STATUSES",
    "CameoEntry",
    "Mode",
    "Plover",
    "Root",
    "RootEntry",
    "book",
    "cameo_entry",
    "cameo_to_plover",
    "contexts",
    "cow_code",
    "entry",
    "modes",
    "plover_to_cameo",
    "quad_code",
    "requires_recipient",
    "roots",
    "score",
    "sectors",
    "special_codes",
]
