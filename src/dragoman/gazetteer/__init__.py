"""The gazetteer: who and what the names in the news are, from the package's own data files.

In: text, or a name. Out: entries with PLOVER codes, and where they stand. Nothing is loaded
before the first call.
"""

from dragoman.gazetteer.bodies import bodies, members, terms
from dragoman.gazetteer.cues import Cue, cues
from dragoman.gazetteer.entry import KINDS, ROLES, Doubt, Entry, Found, Kind, Role
from dragoman.gazetteer.index import Gazetteer, gazetteer, states
from dragoman.gazetteer.sheets import read_actors

__all__ = [
    "KINDS",
    "ROLES",
    "Cue",
    "Doubt",
    "Entry",
    "Found",
    "Gazetteer",
    "Kind",
    "Role",
    "bodies",
    "cues",
    "gazetteer",
    "members",
    "read_actors",
    "states",
    "terms",
]
