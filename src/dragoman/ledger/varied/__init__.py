"""Varied stories: readings of real texts in; any number of other finished readings out.

Countries, persons, numbers and days of a text are changed, and every span of its records moves
along, so that a ledger of any size can be made from some hundred texts that were read once.
"""

from dragoman.ledger.varied.seeds import Seed, seeds_of
from dragoman.ledger.varied.stories import Varied

__all__ = ["Seed", "Varied", "seeds_of"]
