"""Following feeds: a list of them in, each item's article out once, and pauses in between.

The caller's thread decides all and alone asks the memory; a pool of threads makes the requests. An
item counts as seen when the caller says that it is done with it, and a feed's ETag is kept when all
its items are done: what a kill cuts off is fetched again.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dragoman.intake.feeds import fetching, state
from dragoman.intake.feeds.fetching import FeedAnswer, ItemAnswer
from dragoman.intake.feeds.forms import Fetched, Memory, Pause, Taken
from dragoman.intake.feeds.lists import Listed
from dragoman.intake.feeds.parse import Item
from dragoman.intake.feeds.sending import Job, Sender, Settings
from dragoman.intake.feeds.state import FeedState

KEPT_LINKS = 50_000  # links of this run that another feed need not fetch again
_NEVER = float("inf")


@dataclass(slots=True)
class _Round:
    """A fetched feed whose `open` items are being dealt with; `again` where one will be tried."""

    state: FeedState
    answer: FeedAnswer
    open: set[str] = field(default_factory=set)
    again: bool = False
    not_before: float = 0.0


class Follower:
    """Follows feeds; `follow` gives their items, `done` marks each."""

    def __init__(
        self,
        feeds: Sequence[Listed],
        memory: Memory,
        settings: Settings | None = None,
        *,
        stop: threading.Event | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._memory, self._settings, self._clock = memory, settings or Settings(), clock
        self._stop = stop or threading.Event()
        known = memory.feeds()
        self._states: dict[str, FeedState] = {}
        for feed in feeds:
            kept = FeedState.of(known.get(feed.url, {}))
            self._states[feed.url] = replace(kept, publisher=feed.publisher or kept.publisher)
            if feed.url not in known:
                memory.put_feed(feed.url, self._states[feed.url].to_dict())
        self._due: dict[str, float] = {}
        self._asked: set[str] = set()
        self._rounds: dict[str, _Round] = {}
        self._ready: deque[Taken] = deque()
        self._had: dict[str, None] = {}
        self._once = False

    @property
    def states(self) -> Mapping[str, FeedState]:
        """How each feed stands, by its URL."""
        return self._states

    def follow(self, *, once: bool = False) -> Iterator[Taken | Fetched | Pause]:
        """Yield feeds as they are asked, items as their pages come, a Pause when nothing is to do.

        With `once` every feed is asked once (but those that are gone or wait after a failure), and
        the iteration ends with a Pause. It ends without one when `stop` is set: requests that are
        under way are given up, items that were not yielded come the next time.
        """
        self._once = once
        self._due = {url: self._first_due(url) for url in self._states}
        sender = Sender(self._settings, self._stop.is_set, self._clock)
        paused = False
        try:
            while not self._stop.is_set():
                self._ask_due(sender)
                if not self._asked and not self._rounds:
                    next_at = min(self._due.values(), default=_NEVER)
                    if not paused:
                        yield Pause(None if next_at == _NEVER else next_at)
                    if next_at == _NEVER:
                        return
                    paused = True
                if self._ready:
                    yield self._ready.popleft()
                    continue
                came = sender.take(self._is_needless)
                if came is None:
                    continue
                paused = False
                for job in came.postponed:
                    self._postpone(job, came.answer.wait_s)
                if isinstance(came.answer, FeedAnswer):
                    yield self._fed(sender, came.job, came.answer)
                elif (taken := self._page(came.job, came.answer)) is not None:
                    yield taken
        finally:
            sender.close()

    def done(self, taken: Taken, outcome: str, *, why: str | None = None) -> None:
        """Mark an item as dealt with; `why` says what was wrong with it, if anything was."""
        if taken.item.link and why is None:
            self._had[taken.item.link] = None
            if len(self._had) > KEPT_LINKS:
                del self._had[next(iter(self._had))]
        self._see(taken.feed, taken.item, outcome, why)

    def _first_due(self, url: str) -> float:
        kept = self._states[url]
        if kept.gone:
            return _NEVER
        due = state.seconds(kept.due_at)
        if self._once:
            waits = due if kept.failures else state.seconds(kept.wait_until)
            return 0.0 if waits <= self._clock() else _NEVER
        return due

    def _ask_due(self, sender: Sender) -> None:
        now = self._clock()
        for url in [url for url, at in self._due.items() if at <= now]:
            kept = self._states[url]
            self._due[url] = _NEVER
            self._asked.add(url)
            sender.add(Job(kept.at or url, url, None, kept.etag, kept.modified))

    def _is_needless(self, job: Job) -> bool:
        """Say whether an item's page was read meanwhile, out of another feed; then it is done."""
        if job.item is None or job.link not in self._had:
            return False
        self._see(job.feed, job.item, "held", None)
        return True

    def _fed(self, sender: Sender, job: Job, answer: FeedAnswer) -> Fetched:
        """Take a feed's answer: its new items are sent for, what it came to is kept."""
        url, now = job.feed, self._clock()
        self._asked.discard(url)
        kept, every_s = self._states[url], self._settings.every_s
        if answer.why is not None or answer.status is None:
            why = answer.why or "no answer came"
            kept = state.failed(
                kept, url, now, every_s, why=why, status=answer.status, wait_s=answer.wait_s
            )
            self._keep(url, kept)
            return Fetched(url, 0, why)
        kept = state.answered(kept, url, now, every_s, answer.status)
        kept = replace(kept, at=answer.moved or kept.at)
        if answer.parsed is None:
            self._keep(url, kept)
            return Fetched(url, 0, None)
        kept = replace(kept, title=answer.parsed.title or kept.title, kind=answer.parsed.kind)
        new = self._unseen(url, answer.parsed.items)
        self._rounds[url] = _Round(kept, answer, {item.key for item in new})
        for item in new:
            if item.link:
                sender.add(Job(item.link, url, item))
            else:
                self._ready.append(self._taken(url, item))
        self._close(url)
        return Fetched(url, len(new), None)

    def _unseen(self, url: str, items: Sequence[Item]) -> list[Item]:
        """Return the items that are new; of which a document is here already are marked so."""
        seen = self._memory.seen_items(url, [item.key for item in items])
        held = self._memory.held_urls([i.link for i in items if i.link and i.key not in seen])
        for item in items:
            if item.key not in seen and item.link in held:
                self._memory.see_item(url, item.key, "held")
        return [i for i in items if i.key not in seen and i.link not in held]

    def _page(self, job: Job, answer: ItemAnswer) -> Taken | None:
        """Take an item's page; None where it was not had and will be tried another time."""
        assert job.item is not None
        item, turn = job.item, self._rounds[job.feed]
        carried = fetching.carried(item, self._settings.limits)
        again = answer.again and turn.state.tries.get(item.key, 0) + 1 < state.TRIES
        if again and not answer.articles and carried is None:
            turn.state = state.tried(turn.state, item.key)
            turn.state = state.troubled(
                turn.state, item.key, item.link, answer.why or "", self._clock()
            )
            self._later(job.feed, item, answer.wait_s)
            return None
        return self._taken(job.feed, item, answer)

    def _taken(self, url: str, item: Item, answer: ItemAnswer | None = None) -> Taken:
        """Make what is handed out; an item without a page is taken as the feed carries it."""
        kept = self._rounds[url].state
        pages = () if answer is None else answer.articles
        return Taken(
            url,
            item,
            tuple(fetching.fill(page, item) for page in pages),
            fetching.carried(item, self._settings.limits),
            item.publisher or kept.publisher or kept.title,
            "has no page of its own" if answer is None else answer.why,
        )

    def _postpone(self, job: Job, wait_s: float) -> None:
        """Give a job up that its host does not want now."""
        if job.item is not None:
            self._later(job.feed, job.item, wait_s)
            return
        self._asked.discard(job.feed)
        until = state.instant(self._clock() + wait_s)
        kept = replace(self._states[job.feed], due_at=until, wait_until=until)
        self._keep(job.feed, kept)

    def _later(self, url: str, item: Item, wait_s: float) -> None:
        turn = self._rounds[url]
        turn.open.discard(item.key)
        turn.again = True
        if wait_s:
            turn.not_before = max(turn.not_before, self._clock() + wait_s)
        self._close(url)

    def _see(self, url: str, item: Item, outcome: str, why: str | None) -> None:
        self._memory.see_item(url, item.key, outcome)
        turn = self._rounds.get(url)
        if turn is None:
            return
        turn.open.discard(item.key)
        if why is not None:
            turn.state = state.troubled(turn.state, item.key, item.link, why, self._clock())
        self._close(url)

    def _close(self, url: str) -> None:
        """Keep a feed's state where all its items are dealt with.

        Its validators are kept with it, unless an item is to be tried again: it comes only with the
        whole feed.
        """
        turn = self._rounds[url]
        if turn.open:
            return
        del self._rounds[url]
        kept = turn.state
        if turn.again:
            due = state.instant(max(state.seconds(kept.due_at), turn.not_before))
            wait = state.instant(turn.not_before) if turn.not_before else None
            kept = replace(kept, etag=None, modified=None, due_at=due, wait_until=wait)
        else:
            kept = replace(kept, etag=turn.answer.etag, modified=turn.answer.modified, tries={})
        self._keep(url, kept)

    def _keep(self, url: str, kept: FeedState) -> None:
        self._states[url] = kept
        self._memory.put_feed(url, kept.to_dict())
        over = self._once or kept.gone
        self._due[url] = _NEVER if over else state.seconds(kept.due_at)
