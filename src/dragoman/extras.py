"""Extras: a codebook and actors of the user's own, as files, and how widely to read."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.gazetteer import Gazetteer
    from dragoman.ontology import Head


@dataclass(frozen=True, slots=True)
class Extras:
    """Files that a user brings, and how widely to read.

    `codebook` is an ontology's YAML file that was learned, or what learning made of it; `actors`
    are dictionaries of actors and agents, or sheets. A `wide` reading holds half-sure acts too
    (reader/wide.py).
    """

    codebook: Path | None = None
    actors: tuple[Path, ...] = ()
    wide: bool = False

    def open(self) -> None:
        """Open all files, so that one that cannot be read fails here and not for each document.

        Raises UsageError or PartError that names it.
        """
        self.head()
        if self.actors:
            _grown(self.actors)

    def faults(self) -> tuple[str, ...]:
        """Return the lines of the actors' files that cannot be read, as "file:line: why"."""
        return _grown(self.actors).faults if self.actors else ()

    def head(self) -> Head | None:
        """Return the head of the codebook; UsageError or PartError where there is none to use."""
        return None if self.codebook is None else _head(self.codebook)

    def knowing(self, day: date | None) -> AbstractContextManager[None]:
        """Know the user's actors inside a with-block, as of a day (a story's publication)."""
        if not self.actors:
            return nullcontext()
        from dragoman.gazetteer import knowing

        return knowing(_grown(self.actors).names.as_of(day))

    def made_by(self, maker: Mapping[str, str]) -> dict[str, str]:
        """Return a document's `made_by` with the digest of the actors' files, where there are any.

        Without a change of the files nothing read with them changes. A wide reading says so.
        """
        made = {**maker, "actors": _grown(self.actors).digest} if self.actors else dict(maker)
        return {**made, "reach": "wide"} if self.wide else made


@lru_cache(maxsize=4)
def _head(codebook: Path) -> Head:
    from dragoman.ontology import open_codebook

    return open_codebook(codebook)


@dataclass(frozen=True, slots=True)
class _Grown:
    """The gazetteer that knows a user's files, with their digest and their faulty lines."""

    names: Gazetteer
    digest: str
    faults: tuple[str, ...]


@lru_cache(maxsize=4)
def _grown(actors: tuple[Path, ...]) -> _Grown:
    from dragoman.gazetteer import own_gazetteer, read_dictionaries

    own = read_dictionaries(actors)
    return _Grown(own_gazetteer().with_dictionary(own), own.digest, own.faults)
