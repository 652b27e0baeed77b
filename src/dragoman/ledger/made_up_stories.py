"""Short stories made up by a number, and a site that has feeds of them: for measuring, offline.

The same number is the same story. They say nothing about the world; every third one tells again
what the one before it told, in the words of another publisher.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import TypedDict

_COUNTRIES = ("Kenya", "Norway", "Chile", "Ghana", "Portugal", "Vietnam", "Jordan", "Peru")
_ACTS = (
    "signed a trade accord with {other} in {place}, ending talks that had begun {days} days before",
    "condemned {other} over the closure of its embassy in {place} and recalled its envoy",
    "promised {other} aid worth {days} million dollars after the floods near {place}",
    "sent its foreign minister to {place} to meet the leaders of {other} for {days} days of talks",
)
_PLACES = ("Mombasa", "Bergen", "Lima", "Accra", "Amman", "Hanoi")
_NAMES = ("Amina Odhiambo", "Odd Lund", "Rosa Quispe", "Kofi Mensah", "Marta Vidal", "Linh Tran")
_FIRST_DAY = date(2026, 3, 2)


class Story(TypedDict):
    """A story as a JSONL export has it."""

    text: str
    title: str
    published: str
    publisher: str


def story(number: int) -> Story:
    """Return the story of a number."""
    told = number - 1 if number % 3 == 2 else number
    random = Random(told)
    one, other = random.sample(_COUNTRIES, 2)
    days, place, name = random.randrange(3, 90), random.choice(_PLACES), random.choice(_NAMES)
    act = random.choice(_ACTS).format(other=other, days=days, place=place)
    day = _FIRST_DAY + timedelta(days=told % 20)
    opening = f"{one} {act}, officials said." if told == number else f"{one}, it said, {act}."
    text = (
        f"{opening}\n\n"
        f'"We will go on with {other}," {name}, the president of {one}, told reporters in '
        f"{place} on {day:%A}. A spokesman for {other} said it welcomed story number {number}."
    )
    return Story(
        text=text,
        title=f"{one} and {other}: day {days}, story {number}",
        published=day.isoformat(),
        publisher=f"Herald {number % 4}",
    )


@contextmanager
def serving(stories: int, feeds: int) -> Iterator[list[str]]:
    """Serve pages of so many stories on this machine, and feeds among which they are dealt out.

    Gives the feeds' URLs while it lasts.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    at = f"http://127.0.0.1:{server.server_port}"
    pages = {f"/{number}": _page(story(number)) for number in range(stories)}
    for feed in range(feeds):
        pages[f"/feed{feed}"] = _feed(at, range(feed, stories, feeds))
    server.pages = pages  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield [f"{at}/feed{feed}" for feed in range(feeds)]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Site(BaseHTTPRequestHandler):
    """Gives a page, or says that it has not changed."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer."""
        page = self.server.pages.get(self.path)  # type: ignore[attr-defined]
        mark = f'"{self.path}"'
        status = 404 if page is None else 200
        if page is not None and self.headers.get("If-None-Match") == mark:
            status, page = 304, None
        body = (page or "").encode()
        try:
            self.send_response(status)
            self.send_header("ETag", mark)
            self.send_header("Content-Type", "text/html" if "<html" in body[:9].decode() else "")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the reader was killed
            return


def _page(told: Story) -> str:
    paragraphs = "".join(f"<p>{escape(words)}</p>" for words in told["text"].split("\n\n"))
    return (
        f'<html><head><meta property="og:site_name" content="{told["publisher"]}"></head><body>'
        f"<article><h1>{escape(told['title'])}</h1>{paragraphs}</article></body></html>"
    )


def _feed(at: str, numbers: range) -> str:
    items = "".join(
        f"<item><title>{escape(story(number)['title'])}</title><link>{at}/{number}</link>"
        f"<guid>{at}/{number}</guid><pubDate>{story(number)['published']}</pubDate></item>"
        for number in numbers
    )
    return f'<rss version="2.0"><channel><title>Herald</title>{items}</channel></rss>'
