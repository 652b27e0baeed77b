"""What following hands out, and what it asks of its caller: a memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dragoman.forms.article import Article
from dragoman.intake.feeds.parse import Item


class Memory(Protocol):
    """What following remembers between runs; `dragoman.ledger.Ledger` is one."""

    def feeds(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is kept of every feed, by its URL."""

    def put_feed(self, url: str, data: Mapping[str, Any]) -> None:
        """Keep what is known of a feed, as JSON."""

    def seen_items(self, feed: str, items: Sequence[str]) -> set[str]:
        """Return those of a feed's items that were dealt with."""

    def see_item(self, feed: str, item: str, outcome: str) -> None:
        """Mark an item of a feed as dealt with."""

    def held_urls(self, urls: Sequence[str]) -> set[str]:
        """Return those URLs of which a document is here."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that was fetched; `Follower.done` must be called with it, whatever became of it.

    `articles` are the page's, none where it was not had (`why`); `carried` is the story that the
    feed itself has. `publisher` is who stands where neither says.
    """

    feed: str
    item: Item
    articles: tuple[Article, ...]
    carried: Article | None
    publisher: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed that was asked: `new` items will follow; `why` says what was wrong, if it was."""

    feed: str
    new: int
    why: str | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is to do until `until` (seconds since 1970; None where nothing will ever be)."""

    until: float | None
