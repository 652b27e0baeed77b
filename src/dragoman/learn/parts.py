"""Which part of the shared data is trained on and which kept to measure: by checksum, for good."""

from __future__ import annotations

import zlib

HELD_OUT = 5
"""One story in this many is never trained on: the development part of `dragoman score`."""


def story_fold(story: str) -> int:
    """Give the part (0-4) of an annotated story: by a checksum of its id, for good."""
    return zlib.crc32(story.encode()) % HELD_OUT


def held_out(story: str) -> bool:
    """Say whether a story belongs to the development part: to fold 0."""
    return story_fold(story) == 0


def plv_fold(item: str) -> int:
    """Give the cross-validation fold (0-4) of a PLV sentence."""
    return zlib.crc32(item.encode()) % 5


def pair_seen(item: str) -> bool:
    """Say whether the released weights were trained on a sentence: on all of PLV's train.

    What it reaches on others is measured by `dragoman.learn.crossval`.
    """
    return item.startswith("plv-train")
