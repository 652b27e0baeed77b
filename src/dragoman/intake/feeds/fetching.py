"""One request of following: a feed's or an item's address in, what came of it out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.errors import FetchError, FormatError, InputError
from dragoman.forms.article import Article
from dragoman.intake import read
from dragoman.intake.feeds.parse import Item, Parsed, parse
from dragoman.intake.feeds.state import retry_after
from dragoman.intake.limits import Limits
from dragoman.intake.web import Answer, Fetcher

FEED_BYTES = 4_000_000  # of a feed, unpacked: the worst one of that size takes some 30 s to parse
FEEDS = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml;q=0.9,"
    "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,*/*;q=0.1"
)
NOT_MODIFIED = 304
# Answers after which the same request may fare better another time.
_PASSING = frozenset((408, 425, 429))


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What a feed gave: `parsed` where it is new, else `why` nothing came of it.

    `status` is None where no answer came. `wait_s`: how long the host asks to be left alone.
    """

    status: int | None = None
    why: str | None = None
    wait_s: float = 0.0
    parsed: Parsed | None = None
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What an item's page gave: its articles, else `why` not, and whether to try `again`."""

    articles: tuple[Article, ...] = ()
    why: str | None = None
    again: bool = False
    wait_s: float = 0.0


def fetch_feed(
    fetcher: Fetcher, url: str, etag: str | None, modified: str | None, now: float
) -> FeedAnswer:
    """Ask for a feed, if it has changed since the answer that had these validators."""
    headers = {"Accept": FEEDS}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    try:
        answer = fetcher.ask(url, headers=headers, most=FEED_BYTES)
    except FetchError as failure:
        return FeedAnswer(why=failure.reason)
    if answer.status == NOT_MODIFIED:
        return FeedAnswer(answer.status, etag=etag, modified=modified, moved=answer.moved)
    if answer.status != 200:
        return FeedAnswer(answer.status, _says(answer), _wait_s(answer, now))
    try:
        parsed = parse(answer.url, answer.data, kind=answer.kind, charset=answer.charset)
    except FormatError as failure:
        return FeedAnswer(answer.status, failure.reason)
    told = answer.headers
    return FeedAnswer(
        answer.status,
        parsed=parsed,
        etag=told.get("etag"),
        modified=told.get("last-modified"),
        moved=answer.moved,
    )


def fetch_item(fetcher: Fetcher, link: str, limits: Limits, now: float) -> ItemAnswer:
    """Fetch the page that an item leads to."""
    try:
        answer = fetcher.ask(link)
    except FetchError as failure:
        return ItemAnswer(why=failure.reason, again=True)
    if answer.status != 200:
        again = answer.status >= 500 or answer.status in _PASSING
        return ItemAnswer(why=_says(answer), again=again, wait_s=_wait_s(answer, now))
    try:
        found = list(read.from_answer(answer, link, limits))
    except InputError as failure:
        return ItemAnswer(why=failure.reason)
    articles = tuple(a for a in found if isinstance(a, Article))
    failures = [f.reason for f in found if isinstance(f, InputError)]
    return ItemAnswer(articles, None if articles else "; ".join(failures[:3]) or "is empty")


def fill(page: Article, item: Item) -> Article:
    """Return a page's article with what the feed says of it where the page says nothing."""
    return replace(
        page,
        title=page.title or item.title,
        published=page.published or item.published,
        publisher=page.publisher or item.publisher,
        authors=page.authors or item.authors,
        language=page.language or item.language,
    )


def carried(item: Item, limits: Limits) -> Article | None:
    """Return the article that the feed itself carries, None where it carries none."""
    if item.content is None or len(item.content) > limits.text_chars:
        return None
    return Article(
        item=item.link or item.key,
        content=item.content.encode("utf-8", "replace").decode("utf-8"),
        markup=item.markup,
        url=item.link,
        title=item.title,
        published=item.published,
        publisher=item.publisher,
        authors=item.authors,
        language=item.language,
    )


def _says(answer: Answer) -> str:
    return f"the server answers {answer.status} for {answer.url}"


def _wait_s(answer: Answer, now: float) -> float:
    """Return how long to leave a host alone that says it has too much to do."""
    if answer.status not in (429, 503):
        return 0.0
    return retry_after(answer.headers.get("retry-after"), now)
