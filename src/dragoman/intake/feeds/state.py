"""What is remembered of a feed: how its last fetch went in, when the next is due out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Any

EVERY_S = 900.0
SLOWEST_S = 86_400.0  # a failing feed is asked once a day at least
MOST_WAIT_S = 604_800.0  # a week: what a server's Retry-After can ask for
MOST_DOUBLINGS = 12
# After so many failures in a row where a feed had moved to, its first address is tried again.
MOVED_FAILURES = 3
KEPT_TROUBLES = 10  # failed items that are remembered, the last ones
TRIES = 3  # of an item whose page cannot be had
_SPREAD = 0.1  # of the interval: feeds that began together drift apart
GONE = 410


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as the ledger keeps it, as JSON. Instants are ISO text in UTC.

    `at`: where it moved for good. `status`: of the last answer, None where none came; `why`: what
    was wrong with it, None where nothing was. `failures`: in a row. `gone`: the server said so
    (410), it is not asked again. `wait_until`: how long the host wants to be left alone. `tries`:
    how often items failed that will be tried again. `troubles`: the last items that failed,
    {"item", "link", "why", "at"}.
    """

    publisher: str | None = None
    title: str | None = None
    kind: str | None = None
    at: str | None = None
    etag: str | None = None
    modified: str | None = None
    fetched_at: str | None = None
    answered_at: str | None = None
    due_at: str | None = None
    wait_until: str | None = None
    status: int | None = None
    why: str | None = None
    failures: int = 0
    gone: bool = False
    tries: Mapping[str, int] = field(default_factory=dict)
    troubles: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> FeedState:
        """Take what the ledger kept; fields of other releases are left alone."""
        known = {f.name for f in fields(cls)}
        made = cls(**{name: value for name, value in data.items() if name in known})
        return replace(made, troubles=tuple(made.troubles))

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {**asdict(self), "troubles": list(self.troubles)}


def instant(seconds: float) -> str:
    """Return seconds since 1970 as ISO text in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(at: str | None) -> float:
    """Return the seconds since 1970 of an instant; 0 for none."""
    try:
        return datetime.fromisoformat(at).timestamp() if at else 0.0
    except ValueError:
        return 0.0


def retry_after(told: str | None, now: float) -> float:
    """Return the seconds that a Retry-After header asks to wait, a week at most; 0 for none."""
    if not told:
        return 0.0
    if told.strip().isdigit():
        wait = float(told.strip()[:9])
    else:
        try:
            wait = parsedate_to_datetime(told).timestamp() - now
        except (ValueError, TypeError, IndexError, OverflowError):
            return 0.0
    return min(max(wait, 0.0), MOST_WAIT_S)


def answered(state: FeedState, url: str, now: float, every_s: float, status: int) -> FeedState:
    """Return the state after an answer that is as it should be (200, 304)."""
    return replace(
        state,
        fetched_at=instant(now),
        answered_at=instant(now),
        due_at=instant(now + every_s * (1 + _SPREAD * _share(url))),
        wait_until=None,
        status=status,
        why=None,
        failures=0,
        gone=False,
    )


def failed(
    state: FeedState,
    url: str,
    now: float,
    every_s: float,
    *,
    why: str,
    status: int | None = None,
    wait_s: float = 0.0,
) -> FeedState:
    """Return the state after a failure: the next fetch is twice as far away as the last time."""
    failures = state.failures + 1
    apart = every_s * 2.0 ** min(failures, MOST_DOUBLINGS)
    wait = max(min(apart, max(SLOWEST_S, every_s)) * (1 + _SPREAD * _share(url)), wait_s)
    return replace(
        state,
        fetched_at=instant(now),
        due_at=instant(now + wait),
        wait_until=instant(now + wait_s) if wait_s else None,
        status=status,
        why=why,
        failures=failures,
        gone=status == GONE,
        # What was moved and fails there may have moved back.
        at=None if failures % MOVED_FAILURES == 0 else state.at,
    )


def troubled(state: FeedState, item: str, link: str | None, why: str, now: float) -> FeedState:
    """Return the state with an item's failure noted."""
    note = {"item": item, "link": link, "why": why[:500], "at": instant(now)}
    kept = (*(t for t in state.troubles if t.get("item") != item), note)
    return replace(state, troubles=kept[-KEPT_TROUBLES:])


def tried(state: FeedState, item: str) -> FeedState:
    """Count a try of an item that will be tried again."""
    return replace(state, tries={**state.tries, item: state.tries.get(item, 0) + 1})


def _share(url: str) -> float:
    """Return a number in 0..1 that is the same for a URL always."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=1).digest()[0] / 255
