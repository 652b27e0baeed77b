"""The gazetteer: who and what the names in the news are, from the package's own data files.

In: text, or a name. Out: entries with PLOVER codes, and where they stand. Nothing is loaded
before the first call.
"""

from dragoman.gazetteer.agents import Agent, Agents
from dragoman.gazetteer.bodies import bodies, members, terms
from dragoman.gazetteer.cues import Cue, cues
from dragoman.gazetteer.current import gazetteer, knowing, remembered
from dragoman.gazetteer.dictionary import Dictionary, read_dictionaries
from dragoman.gazetteer.entry import KINDS, ROLES, Doubt, Entry, Found, Kind, Role
from dragoman.gazetteer.index import Gazetteer, own_gazetteer, states
from dragoman.gazetteer.sheets import read_actors

__all__ = [
    "KINDS",
    "ROLES",
    "Agent",
    "Agents",
    "Cue",
    "Dictionary",
    "Doubt",
    "Entry",
    "Found",
    "Gazetteer",
    "Kind",
    "Role",
    "bodies",
    "cues",
    "gazetteer",
    "knowing",
    "members",
    "own_gazetteer",
    "read_actors",
    "read_dictionaries",
    "remembered",
    "states",
    "terms",
]
