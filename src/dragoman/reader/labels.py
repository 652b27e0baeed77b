"""The classes of every head, in the order of the network's outputs; roots and statuses are the
codebook's, in its order.
"""

from __future__ import annotations

from typing import get_args

from dragoman.codebook import ROOTS, STATUSES
from dragoman.forms.reading import MentionKind

__all__ = ["MENTIONS", "ROOTS", "STATUSES"]

MENTIONS: tuple[MentionKind, ...] = get_args(MentionKind)

TRIGGER_TAGS = 1 + len(ROOTS) + 1
"""Outside, beginning of a trigger of each root, inside."""

CUE_TAGS = 3
"""Outside, beginning, inside."""

MENTION_TAGS = 1 + 2 * len(MENTIONS)
"""Outside, then beginning and inside of each kind."""

ROLE_TAGS = 5
"""Outside, beginning and inside of the first role, of the second: actor and recipient of a
trigger, source and content of a cue."""

NO_ANCHOR, TRIGGER, CUE, ACTOR, RECIPIENT = range(5)
"""What a word is to the question that the focus layers answer."""

DISTANCES = 33
"""Buckets of signed distance, in words, from the anchor: exact to 8, then doubling to 128."""
