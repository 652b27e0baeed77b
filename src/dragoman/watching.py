"""Feeds followed into a ledger: feeds in, what became of each of their items out."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from dragoman.errors import EvidenceError, InputError
from dragoman.forms.article import Article
from dragoman.intake.feeds import Fetched, Follower, Listed, Pause, Settings, Taken
from dragoman.ledger import Ledger
from dragoman.ledger.holding.knowing import knows
from dragoman.ledger.settling import settle
from dragoman.ledger.write import Added
from dragoman.pipeline import Given, Reader, Skipped, default_reader

# Documents after which what is made from them is brought up to date, while more keep coming.
SETTLE_EVERY = 200

Outcome = Literal["new", "changed", "reread", "older", "unchanged", "unread", "unfetched"]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an item of a feed.

    `outcome`: a state of `Added` where a document of it is in the ledger; "unread" where its page
    holds no story that can be read, "unfetched" where it could not be had, and the feed carries the
    story neither; `why` says what was wrong.
    """

    feed: str
    link: str | None
    outcome: Outcome
    added: tuple[Added, ...] = ()
    why: str | None = None


def watch(
    ledger: Ledger,
    feeds: Sequence[Listed],
    *,
    settings: Settings | None = None,
    once: bool = False,
    stop: threading.Event | None = None,
    reader: Reader | None = None,
) -> Iterator[Told | Fetched | Pause]:
    """Follow feeds into a ledger; yield what becomes of feeds and items as it does.

    With `once` every feed is asked once. Without, it goes on until `stop` is set: then the document
    at hand is finished and the iteration ends. What a kill cuts off is done the next time. Stories,
    happenings and registers are brought up to date at every Pause.
    """
    follower = Follower(feeds, ledger, settings, stop=stop)
    unsettled = 0
    for came in follower.follow(once=once):
        if isinstance(came, Taken):
            told = _take(ledger, reader or default_reader(), came)
            follower.done(came, told.outcome, why=told.why)
            unsettled += any(added.state != "unchanged" for added in told.added)
            yield told
        else:
            yield came
        if unsettled and (isinstance(came, Pause) or unsettled >= SETTLE_EVERY):
            settle(ledger)
            unsettled = 0


def _take(ledger: Ledger, reader: Reader, taken: Taken) -> Told:
    """Read an item's page into the ledger, else the story that the feed carries of it."""
    link, why = taken.item.link, taken.why
    for articles in (taken.articles, (taken.carried,) if taken.carried else ()):
        if articles:
            added, failure = _read(ledger, reader, articles, taken.publisher)
            if added:
                return Told(taken.feed, link, added[0].state, tuple(added), None)
            why = failure or why
    outcome: Outcome = "unread" if taken.articles or taken.carried else "unfetched"
    return Told(taken.feed, link, outcome, (), why)


def _read(
    ledger: Ledger, reader: Reader, articles: Sequence[Article], publisher: str | None
) -> tuple[list[Added], str | None]:
    """Read articles into the ledger; return what was added, and the last one's failure."""
    held = partial(ledger.held, made_by=reader.made_by)
    added: list[Added] = []
    why = None
    given = Given(publisher=publisher, knows=knows(ledger))
    for outcome in reader.read_new(articles, given, held):
        if isinstance(outcome, InputError):
            why = outcome.reason
        elif isinstance(outcome, Skipped):
            added += ledger.held([outcome.document], reader.made_by).values()
        else:
            try:
                added.append(ledger.add(outcome))
            except EvidenceError as defect:
                why = str(defect)
    return added, why
