"""Feeds: RSS, Atom and JSON Feed followed; the articles that they lead to, each once."""

from dragoman.intake.feeds.follow import Follower
from dragoman.intake.feeds.forms import Fetched, Memory, Pause, Taken
from dragoman.intake.feeds.lists import Listed, find
from dragoman.intake.feeds.sending import Settings
from dragoman.intake.feeds.state import FeedState

__all__ = [
    "FeedState",
    "Fetched",
    "Follower",
    "Listed",
    "Memory",
    "Pause",
    "Settings",
    "Taken",
    "find",
]
