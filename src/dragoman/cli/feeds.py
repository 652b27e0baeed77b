"""`dragoman watch` and `dragoman feeds`: feeds followed into a ledger, and how they stand."""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli import codebooks, ledger
from dragoman.cli.screen import fail
from dragoman.errors import UsageError
from dragoman.faces.words import clean
from dragoman.views.words import count

if TYPE_CHECKING:
    from dragoman.intake.feeds import Listed
    from dragoman.ledger import Ledger
    from dragoman.watching import Told

FORMS = ("json", "text")
LEAST_EVERY_S = 60
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class WatchOrder:
    """What `dragoman watch` was asked for."""

    feeds: list[str]
    where: str
    every: str
    delay_s: float
    once: bool
    form: str | None
    quiet: bool
    allow_loopback: bool
    codebook: Path | None = None
    actors: tuple[Path, ...] = ()


def watch(order: WatchOrder) -> int:
    """Follow feeds into a ledger until a signal ends it, or once; return the exit code."""
    if order.form not in (None, "json"):
        raise UsageError(f"no format {order.form!r}: json is the one that tells of each item")
    every_s = seconds(order.every)
    brought, broken = codebooks.extras(order.codebook, order.actors)
    from dragoman.intake.feeds import Fetched, Pause, Settings, find
    from dragoman.ledger import Ledger
    from dragoman.watching import watch as follow

    settings = Settings(every_s, order.delay_s, allow_loopback=order.allow_loopback)
    stop = threading.Event()
    failed = 0
    counts: Counter[str] = Counter()
    listed = find(order.feeds)
    with Ledger.open(order.where) as opened, stopping(stop):
        feeds = listed or _followed(opened)
        reader = ledger.reader_for(opened, brought, order.where)
        for came in follow(
            opened, feeds, settings=settings, once=order.once, stop=stop, reader=reader
        ):
            if isinstance(came, Fetched):
                failed += came.why is not None
                _say_fetched(order, came.feed, came.new, came.why)
            elif isinstance(came, Pause):
                _say_pause(order, counts, came.until)
                counts.clear()
            else:
                counts[came.outcome] += 1
                _say(order, came)
    if stop.is_set() and not order.quiet:
        sys.stderr.write("stopped\n")
    return 1 if broken or (order.once and failed) else 0


def seconds(told: str) -> float:
    """Return the seconds of a span such as 90s, 15m, 2h or 1d; UsageError where it is none.

    >>> seconds("15m")
    900.0
    """
    match = re.fullmatch(r"(\d{1,6})([smhd])", told.strip())
    if match is None:
        raise UsageError(f"--every: {told!r} is no span of time: write it as 90s, 15m, 2h or 1d")
    span = float(int(match[1]) * _UNITS[match[2]])
    if span < LEAST_EVERY_S:
        raise UsageError(f"--every: {told} is too often: ask a feed once a minute at most")
    return span


@contextmanager
def stopping(stop: threading.Event) -> Iterator[None]:
    """Let the first SIGINT or SIGTERM set `stop`; the second one ends the process as it would."""
    before: dict[signal.Signals, Any] = {}

    def heed(*_: object) -> None:
        stop.set()
        for number, handler in before.items():
            signal.signal(number, handler)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, heed)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def status(where: str, form: str | None) -> int:
    """Write how every followed feed stands; return the exit code."""
    from dragoman.ledger import Ledger

    form = form or ("text" if sys.stdout.isatty() else "json")
    if form not in FORMS:
        raise UsageError(f"no format {form!r}: feeds come as {' or '.join(FORMS)}")
    with Ledger.open(where, create=False) as opened:
        kept, outcomes = opened.feeds(), opened.feed_outcomes()
    for url, data in kept.items():
        items = outcomes.get(url, {})
        row = {"url": url, **_state(data), "seen": sum(items.values()), "items": items}
        lines = [json.dumps(row, ensure_ascii=False)] if form == "json" else _lines(row)
        for line in lines:
            sys.stdout.write(f"{line}\n")
    return 0


def _state(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a feed: without the validators, which are the server's business."""
    from dragoman.intake.feeds import FeedState

    told = FeedState.of(data).to_dict()
    return {name: value for name, value in told.items() if name not in ("etag", "modified")}


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    name = row["publisher"] or row["title"]
    yield clean(f"{name}  {row['url']}" if name else row["url"])
    if row["gone"]:
        yield clean(f"  gone: the server answers 410; last asked {_at(row['fetched_at'])}")
    else:
        status = row["status"] if row["status"] is not None else "no answer"
        last = (
            f"last asked {_at(row['fetched_at'])}: {status}" if row["fetched_at"] else "not asked"
        )
        yield clean(f"  {last}; next {_at(row['due_at']) or 'at once'}")
    if row["at"]:
        yield clean(f"  moved to {row['at']}")
    if row["failures"]:
        yield clean(f"  failed {count(row['failures'], 'time')} in a row: {row['why']}")
    told = ", ".join(f"{number} {outcome}" for outcome, number in row["items"].items())
    yield clean(f"  {count(row['seen'], 'item')} seen" + (f": {told}" if told else ""))
    for trouble in row["troubles"]:
        yield clean(f"    {trouble.get('link') or trouble.get('item')}: {trouble.get('why')}")


def _at(instant: str | None) -> str:
    return instant[:16].replace("T", " ") + " UTC" if instant else ""


def _followed(opened: Ledger) -> list[Listed]:
    """Return the feeds that a ledger follows already."""
    from dragoman.intake.feeds import Listed

    feeds = [Listed(url) for url in opened.feeds()]
    if not feeds:
        raise UsageError("no feeds: name a feed's URL, a list of feeds or an OPML file")
    return feeds


def _say(order: WatchOrder, told: Told) -> None:
    if order.form == "json":
        line = {**asdict(told), "added": [asdict(added) for added in told.added]}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if told.why is not None and not order.quiet:
        fail(f"{told.link or told.feed}: {told.why}")


def _say_fetched(order: WatchOrder, feed: str, new: int, why: str | None) -> None:
    if why is not None:
        fail(f"{feed}: {why}")
    elif new and not order.quiet:
        sys.stderr.write(clean(f"{feed}: {new} new item{'s' if new > 1 else ''}") + "\n")


def _say_pause(order: WatchOrder, counts: Mapping[str, int], until: float | None) -> None:
    if order.quiet:
        return
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    then = f"; next at {datetime.fromtimestamp(until):%H:%M}" if until is not None else ""
    sys.stderr.write(f"ledger: {told or 'nothing new'}{then}\n")


def register(app: typer.Typer, end: Callable[[Callable[[], int]], None]) -> None:
    """Add the commands to the application; `end` runs one and ends it with its exit code."""

    @app.command(name="watch")
    def watch_command(
        where: ledger.Where,
        feeds: Annotated[
            list[str] | None,
            typer.Argument(
                help="Feeds' URLs, files that list them (a URL a line), OPML files. Without any, "
                "the feeds that the ledger follows.",
                show_default=False,
            ),
        ] = None,
        every: Annotated[str, typer.Option(help="Time between two fetches: 15m, 2h.")] = "15m",
        delay: Annotated[
            float, typer.Option(min=0.0, max=3_600.0, help="Seconds between requests to one host.")
        ] = 1.0,
        once: Annotated[bool, typer.Option("--once", help="Ask every feed once and end.")] = False,
        form: Annotated[
            str | None,
            typer.Option("--format", "-f", help="json: a line an item.", show_default=False),
        ] = None,
        quiet: Annotated[
            bool, typer.Option("--quiet", "-q", help="Name failing feeds alone.")
        ] = False,
        allow_loopback: Annotated[
            bool, typer.Option("--allow-loopback", help="Follow feeds that this machine serves.")
        ] = False,
        codebook: codebooks.Codebook = None,
        actors: codebooks.Actors = None,
    ) -> None:
        """Follow RSS, Atom and JSON feeds into a ledger; each article is read once.

        Goes on until it is interrupted (or, with --once, until all feeds were asked), finishes the
        document at hand, and resumes where it stopped the next time.

        \b
        Example:  dragoman watch feeds.opml --ledger news.db --every 30m
        Example:  dragoman watch https://news.example/world.xml --ledger news.db --once
        """
        order = WatchOrder(
            feeds or [], where, every, delay, once, form, quiet, allow_loopback,
            codebook, tuple(actors or ()),
        )  # fmt: skip
        end(lambda: watch(order))

    @app.command(name="feeds")
    def feeds_command(
        where: ledger.Where,
        form: Annotated[
            str | None,
            typer.Option(
                "--format", "-f", help="text or json (a line a feed).", show_default=False
            ),
        ] = None,
    ) -> None:
        """Show how the followed feeds stand: last fetch, next one, items seen, what failed.

        \b
        Example:  dragoman feeds --ledger news.db --format text
        """
        end(lambda: status(where, form))
