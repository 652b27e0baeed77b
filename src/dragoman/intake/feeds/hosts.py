"""Requests that wait by their hosts: jobs in, those whose turn it is out, one a host at a time."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_HOSTS = 20_000  # whose rest is remembered; the one that has rested longest goes first


class Hosts(Generic[T]):
    """Jobs in a queue for each host; a host has one job out at a time and rests after it.

    Hosts take turns. Times are seconds of one clock that the caller reads.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[T]] = {}
        self._out: set[str] = set()
        self._free_at: dict[str, float] = {}

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, host: str, job: T, *, first: bool = False) -> None:
        """Put a job in its host's queue, or before all others of it."""
        queue = self._waiting.setdefault(host, deque())
        if first:
            queue.appendleft(job)
        else:
            queue.append(job)

    def take(self, now: float) -> T | None:
        """Return the next job that may be done now, None where there is none.

        Its host has no other one until `rest` is called.
        """
        for host, queue in self._waiting.items():
            if host in self._out or self._free_at.get(host, 0.0) > now:
                continue
            job = queue.popleft()
            self._out.add(host)
            del self._waiting[host]
            if queue:
                self._waiting[host] = queue  # behind the others: hosts take turns
            return job
        return None

    def rest(self, host: str, until: float) -> None:
        """Take note that a host's job is done and that it is not to be asked before `until`."""
        self._out.discard(host)
        self._free_at[host] = max(until, self._free_at.get(host, 0.0))
        if len(self._free_at) > MOST_HOSTS:
            del self._free_at[min(self._free_at, key=self._free_at.__getitem__)]

    def drop(self, host: str) -> list[T]:
        """Give up the jobs that wait for a host and return them."""
        return list(self._waiting.pop(host, ()))

    def next_at(self) -> float | None:
        """Return when the next waiting job may be done, as far as it is known; None without any."""
        times = [self._free_at.get(h, 0.0) for h in self._waiting if h not in self._out]
        return min(times, default=None)
