"""What merging has just read and written, kept from batch to batch as the tables have it."""

from __future__ import annotations

from itertools import islice

from dragoman.ledger.happenings.profile import Profile
from dragoman.ledger.progress import Upto

MOST = 8_000  # profiles held: those of some weeks of news
Found = frozenset[tuple[int, int]]
"""By which a happening is found: keys and days."""


class Known:
    """Profiles of written happenings and what they are found by, while nobody else merges."""

    def __init__(self) -> None:
        self._profiles: dict[str, Profile] = {}
        self._found: dict[str, Found] = {}
        self._reached: Upto | None = None

    def begin(self, done: Upto, reached: Upto) -> None:
        """Begin a batch; where another process has merged since the last one, forget all."""
        if done != self._reached:
            self._profiles.clear()
            self._found.clear()
        self._reached = reached
        surplus = len(self._profiles) - MOST
        if surplus > 0:
            for happening in list(islice(self._profiles, surplus)):
                self.forget(happening)

    def profile(self, happening: str) -> Profile | None:
        """Return a profile as the tables have it, None where it is not known."""
        profile = self._profiles.pop(happening, None)
        if profile is not None:  # what was asked for last is forgotten last
            self._profiles[happening] = profile
        return profile

    def found(self, happening: str) -> Found | None:
        """Return by what the tables find a happening, None where that is not known."""
        return self._found.get(happening)

    def keep(self, happening: str, profile: Profile, found: Found | None = None) -> None:
        """Keep what was read or written; without `found`, it was read."""
        self._profiles[happening] = profile
        if found is not None:
            self._found[happening] = found

    def forget(self, happening: str) -> None:
        """Forget a happening."""
        self._profiles.pop(happening, None)
        self._found.pop(happening, None)
