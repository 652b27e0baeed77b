"""Requests made by a pool of threads: jobs in, answers out as they come, politely to every host."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from dragoman.errors import DragomanError, InputError
from dragoman.intake.feeds import fetching
from dragoman.intake.feeds.fetching import FeedAnswer, ItemAnswer
from dragoman.intake.feeds.hosts import Hosts
from dragoman.intake.feeds.parse import Item
from dragoman.intake.limits import DEFAULT, Limits
from dragoman.intake.web import Fetcher

TICK_S = 0.5  # how long a stop can go unnoticed
# A host that asks to be left alone for longer loses its turn: its items come with the next fetch.
PATIENCE_S = 60.0
LONGEST_CRAWL_DELAY_S = 600.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How feeds are followed: `every_s` between two fetches, `delay_s` between a host's requests.

    `threads` requests are made at once, each to another host.
    """

    every_s: float = 900.0
    delay_s: float = 1.0
    threads: int = 8
    limits: Limits = DEFAULT
    allow_loopback: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A request to make: a feed's (`item` is None), with its validators, or an item's page."""

    link: str
    feed: str
    item: Item | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """A job with its answer, and those given up because its host wants to be left alone."""

    job: Job
    answer: FeedAnswer | ItemAnswer
    postponed: tuple[Job, ...] = ()


class Sender:
    """Makes requests, one a host at a time; hosts rest after each as they and `settings` ask.

    The pages of what waits to be taken are in memory: no job is sent while there are many.
    """

    def __init__(
        self, settings: Settings, stopped: Callable[[], bool], clock: Callable[[], float]
    ) -> None:
        self._settings, self._clock = settings, clock
        self._fetcher = Fetcher(
            settings.limits, allow_loopback=settings.allow_loopback, stopped=stopped
        )
        self._pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="feeds")
        self._hosts: Hosts[Job] = Hosts()
        self._out = 0
        self._came: queue.SimpleQueue[tuple[Job, Future[FeedAnswer | ItemAnswer]]]
        self._came = queue.SimpleQueue()

    def add(self, job: Job) -> None:
        """Let a job wait for its turn; a feed goes before its host's items."""
        self._hosts.add(_host(job.link), job, first=job.item is None)

    def take(self, needless: Callable[[Job], bool]) -> Came | None:
        """Send what may be sent, then wait a moment for an answer; None where none came.

        A job that turns out to be `needless` when its turn comes is dropped.
        """
        self._send(needless)
        next_at = self._hosts.next_at()
        wait = TICK_S if next_at is None else min(TICK_S, next_at - self._clock())
        try:
            job, future = self._came.get(timeout=max(0.01, wait))
        except queue.Empty:
            return None
        self._out -= 1
        answer, host, now = _answer(job, future), _host(job.link), self._clock()
        crawl = min(self._fetcher.crawl_delay(job.link), LONGEST_CRAWL_DELAY_S)
        self._hosts.rest(host, now + max(self._settings.delay_s, crawl, answer.wait_s))
        dropped = self._hosts.drop(host) if answer.wait_s > PATIENCE_S else []
        return Came(job, answer, tuple(dropped))

    def close(self) -> None:
        """Give up what waits and what is under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._fetcher.close()

    def _send(self, needless: Callable[[Job], bool]) -> None:
        threads = self._settings.threads
        while self._out < threads and self._came.qsize() <= threads:
            job = self._hosts.take(self._clock())
            if job is None:
                return
            if needless(job):
                self._hosts.rest(_host(job.link), 0.0)
                continue
            self._out += 1
            future = self._pool.submit(self._work, job)
            future.add_done_callback(lambda done, job=job: self._came.put((job, done)))  # type: ignore[misc]

    def _work(self, job: Job) -> FeedAnswer | ItemAnswer:
        now = self._clock()
        if job.item is not None:
            return fetching.fetch_item(self._fetcher, job.link, self._settings.limits, now)
        return fetching.fetch_feed(self._fetcher, job.link, job.etag, job.modified, now)


def _answer(job: Job, future: Future[FeedAnswer | ItemAnswer]) -> FeedAnswer | ItemAnswer:
    """Return a job's answer; an unexpected exception is a failure of the one that met it."""
    defect = future.exception()
    if defect is None:
        return future.result()
    if isinstance(defect, DragomanError) and not isinstance(defect, InputError):
        raise defect
    why = f"reading it failed: {type(defect).__name__}: {defect}"
    return FeedAnswer(why=why) if job.item is None else ItemAnswer(why=why)


def _host(link: str) -> str:
    """Return the host (and port) that a link leads to; one that is none is refused later."""
    try:
        return urlsplit(link).netloc.lower()
    except ValueError:
        return ""
