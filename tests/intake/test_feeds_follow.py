"""Feeds followed against a real server: each item once, politely, and nothing lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest

from dragoman.intake import Limits
from dragoman.intake.feeds import FeedState, Fetched, Follower, Listed, Pause, Settings, Taken
from dragoman.intake.feeds.hosts import Hosts
from dragoman.intake.feeds.state import seconds
from intake.feed_site import Site, rss, serving

PAGE = "<html><h1>Talks</h1><p>China and Cuba held talks.</p></html>"


class Remembered:
    """A memory in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.items: dict[tuple[str, str], str] = {}
        self.urls: set[str] = set()

    def feeds(self) -> Mapping[str, Mapping[str, Any]]:
        return self.kept

    def put_feed(self, url: str, data: Mapping[str, Any]) -> None:
        self.kept[url] = dict(data)

    def seen_items(self, feed: str, items: Sequence[str]) -> set[str]:
        return {item for item in items if (feed, item) in self.items}

    def see_item(self, feed: str, item: str, outcome: str) -> None:
        assert feed in self.kept
        self.items[feed, item] = outcome

    def held_urls(self, urls: Sequence[str]) -> set[str]:
        return self.urls & set(urls)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        for name in "abc":
            made.put(f"/{name}", PAGE)
        yield made


@pytest.fixture
def memory() -> Remembered:
    return Remembered()


def follower(
    memory: Remembered,
    *urls: str,
    stop: threading.Event | None = None,
    now: float | None = None,
    delay_s: float = 0.0,
) -> Follower:
    settings = Settings(delay_s=delay_s, allow_loopback=True, limits=Limits(fetch_s=2, wait_s=1))
    clock = time.time if now is None else lambda: now
    return Follower([Listed(u) for u in urls], memory, settings, stop=stop, clock=clock)


def once(memory: Remembered, *urls: str, now: float | None = None) -> list[Taken]:
    """Ask the feeds once and be done with every item."""
    made = follower(memory, *urls, now=now)
    taken = []
    for came in made.follow(once=True):
        if isinstance(came, Taken):
            taken.append(came)
            made.done(came, "new" if came.articles else "unfetched", why=came.why)
    return taken


def test_items_come_with_what_the_feed_says_of_them(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("<item><title>Talks open</title><link>SITE/bare</link>"
             "<pubDate>Sat, 14 Mar 2026 10:00:00 GMT</pubDate></item>"))  # fmt: skip
    site.put("/bare", "<p>China and Cuba held talks.</p>")
    [taken] = once(memory, f"{site.at}/feed")
    [article] = taken.articles
    assert (article.title, article.published) == ("Talks open", "Sat, 14 Mar 2026 10:00:00 GMT")
    assert (article.url, taken.publisher) == (f"{site.at}/bare", "Coast Herald")


def test_an_item_comes_once_whatever_the_server_says_of_its_feed(
    site: Site, memory: Remembered
) -> None:
    feed = f"{site.at}/feed"
    site.put("/feed", rss("a", "b"))
    assert [t.item.title for t in once(memory, feed)] == ["About a", "About b"]
    assert once(memory, feed) == []
    site.put("/feed", rss("c", "a", "b"))
    assert [t.item.title for t in once(memory, feed)] == ["About c"]
    assert site.paths().count("/a") == 1


def test_a_feed_is_asked_for_only_if_it_changed(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("a"), ETag='"1"', Last_Modified="Sat, 14 Mar 2026 10:00:00 GMT")
    for _ in range(2):
        once(memory, f"{site.at}/feed")
    first, second = site.headers("/feed")
    assert "If-None-Match" not in first
    assert second["If-None-Match"] == '"1"'
    assert second["If-Modified-Since"] == "Sat, 14 Mar 2026 10:00:00 GMT"
    assert FeedState.of(memory.kept[f"{site.at}/feed"]).status == 304


def test_what_was_not_done_comes_again(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("a", "b"), ETag='"1"')
    made = follower(memory, f"{site.at}/feed")
    for came in made.follow(once=True):
        if isinstance(came, Taken):
            made.done(came, "new")
            break
    assert len(memory.items) == 1
    assert [t.item.title for t in once(memory, f"{site.at}/feed")] == ["About b"]


def test_a_page_that_fails_is_tried_three_times(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("a", "broken"), ETag='"1"')
    site.put("/broken", "no", status=500)
    found = [[t.item.title for t in once(memory, f"{site.at}/feed")] for _ in range(4)]
    assert found == [["About a"], [], ["About broken"], []]
    assert site.paths().count("/broken") == 3
    [trouble] = memory.kept[f"{site.at}/feed"]["troubles"]
    assert "500" in trouble["why"] and trouble["link"] == f"{site.at}/broken"


def test_a_page_that_is_not_there_is_not_tried_again(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("none"))
    [taken] = once(memory, f"{site.at}/feed")
    assert (taken.articles, taken.carried) == ((), None)
    assert "404" in (taken.why or "")
    assert once(memory, f"{site.at}/feed") == []


def test_the_story_that_the_feed_carries_stands_in_for_a_page_that_is_not_had(
    site: Site, memory: Remembered
) -> None:
    item = (
        "<item><title>T</title><link>SITE/{}</link><content:encoded>Whole.</content:encoded></item>"
    )
    site.put("/feed", rss(item.format("none"), item.format("broken")))
    site.put("/broken", "no", status=503)
    taken = once(memory, f"{site.at}/feed")
    assert [(t.articles, t.carried and t.carried.content) for t in taken] == [((), "Whole.")] * 2


def test_an_item_without_a_page_is_taken_as_the_feed_carries_it(
    site: Site, memory: Remembered
) -> None:
    site.put("/feed", rss("<item><guid isPermaLink='false'>x</guid><title>T</title>"
             "<content:encoded>Whole.</content:encoded></item>"))  # fmt: skip
    [taken] = once(memory, f"{site.at}/feed")
    assert taken.carried is not None and taken.carried.content == "Whole."
    assert site.paths() == ["/feed"]


def test_an_article_that_is_held_is_not_fetched(site: Site, memory: Remembered) -> None:
    memory.urls = {f"{site.at}/a"}
    site.put("/feed", rss("a", "b"))
    assert [t.item.title for t in once(memory, f"{site.at}/feed")] == ["About b"]
    assert memory.items[f"{site.at}/feed", f"{site.at}/a"] == "held"


def test_an_article_of_two_feeds_is_fetched_once(site: Site, memory: Remembered) -> None:
    for name in ("one", "two"):
        site.put(f"/{name}", rss("a"))
    assert len(once(memory, f"{site.at}/one", f"{site.at}/two")) == 1
    assert site.paths().count("/a") == 1
    assert sorted(memory.items.values()) == ["held", "new"]


def test_a_host_has_one_request_at_a_time_and_rests_after_it(
    site: Site, memory: Remembered
) -> None:
    for name in ("one", "two", "three"):
        site.put(f"/{name}", rss("a", "b", "c"))
        site.slow[f"/{name}"] = 0.05
    made = follower(memory, *(f"{site.at}/{n}" for n in ("one", "two", "three")), delay_s=0.1)
    for came in made.follow(once=True):
        if isinstance(came, Taken):
            made.done(came, "new")
    assert site.most_at_once == 1
    times = [at for path, _, at in site.asked if path != "/robots.txt"]
    assert min(b - a for a, b in pairwise(times)) >= 0.1


def test_a_crawl_delay_is_kept(site: Site, memory: Remembered) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n", Content_Type="text/plain")
    site.put("/feed", rss("a"))
    once(memory, f"{site.at}/feed")
    feed, page = (at for path, _, at in site.asked if path != "/robots.txt")
    assert page - feed >= 0.4


def test_a_dead_and_a_slow_feed_do_not_hold_the_others(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("a"))
    with serving() as slow:
        slow.put("/feed", rss("a"))
        slow.slow["/feed"] = 1.5
        began = time.monotonic()
        made = follower(memory, "http://127.0.0.1:1/f", f"{slow.at}/feed", f"{site.at}/feed")
        for came in made.follow(once=True):
            if isinstance(came, Taken):
                assert came.feed == f"{site.at}/feed"
                assert time.monotonic() - began < 1.0
                break
        else:
            raise AssertionError("the healthy feed gave nothing")


def test_each_failure_in_a_row_doubles_the_wait(site: Site, memory: Remembered) -> None:
    feed, now = f"{site.at}/none", 1_000_000.0
    waits = []
    for _ in range(3):
        once(memory, feed, now=now)
        state = FeedState.of(memory.kept[feed])
        due = state.due_at
        assert due is not None
        waits.append(seconds(due) - now)
        asked = len(site.asked)
        once(memory, feed, now=now + waits[-1] - 5)
        assert len(site.asked) == asked
        now += waits[-1] + 1
    assert waits[0] >= 1_800 and [round(w / waits[0]) for w in waits] == [1, 2, 4]
    assert (state.failures, state.status) == (3, 404) and "404" in (state.why or "")


def test_a_feed_that_comes_back_is_asked_at_its_usual_pace(site: Site, memory: Remembered) -> None:
    feed = f"{site.at}/feed"
    once(memory, feed, now=1e6)
    site.put("/feed", rss("a"))
    once(memory, feed, now=2e6)
    assert FeedState.of(memory.kept[feed]).failures == 0


def test_a_feed_that_is_gone_is_never_asked_again(site: Site, memory: Remembered) -> None:
    site.put("/feed", "gone", status=410)
    once(memory, f"{site.at}/feed", now=1e6)
    once(memory, f"{site.at}/feed", now=9e8)
    assert site.paths() == ["/feed"]
    assert memory.kept[f"{site.at}/feed"]["gone"] is True
    [pause] = follower(memory, f"{site.at}/feed").follow()
    assert pause == Pause(None)


def test_a_host_that_asks_to_wait_is_left_alone(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("a", "b", "busy", "c"), ETag='"1"')
    site.put("/busy", "later", status=429, Retry_After="3600")
    feed = f"{site.at}/feed"
    assert len(once(memory, feed, now=1e6)) == 2
    assert "/c" not in site.paths()
    once(memory, feed, now=1e6 + 3_500)
    assert site.paths().count("/feed") == 1
    site.put("/busy", PAGE)
    assert len(once(memory, feed, now=1e6 + 3_601)) == 2


def test_a_lasting_redirect_is_remembered_and_forgotten_where_it_fails(
    site: Site, memory: Remembered
) -> None:
    feed = f"{site.at}/feed"
    site.put("/feed", "", status=301, Location="/new")
    site.put("/new", rss("a"))
    once(memory, feed, now=1e6)
    once(memory, feed, now=1e6)
    assert site.paths() == ["/feed", "/new", "/a", "/new"]
    site.put("/new", "no", status=404)
    for turn in range(1, 5):
        once(memory, feed, now=1e6 * (turn + 1))
    assert site.paths()[-2:] == ["/feed", "/new"]


def test_a_redirect_that_does_not_last_is_not_remembered(site: Site, memory: Remembered) -> None:
    site.put("/feed", "", status=302, Location="/new")
    site.put("/new", rss("a"))
    once(memory, f"{site.at}/feed")
    assert memory.kept[f"{site.at}/feed"]["at"] is None


@pytest.mark.parametrize(
    "link", ["http://10.0.0.1/x", "http://169.254.169.254/latest", "http://[::1"]
)
def test_a_malicious_link_is_not_followed(site: Site, memory: Remembered, link: str) -> None:
    site.put("/feed", rss(f"<item><title>T</title><link>{link}</link></item>", "a"))
    taken = [t for _ in range(3) for t in once(memory, f"{site.at}/feed")]
    assert [bool(t.articles) for t in taken if t.item.title == "About a"] == [True]
    assert not any(t.articles for t in taken if t.item.title == "T")


def test_a_feed_that_is_too_large_is_a_failure(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("a") + " " * 5_000_000)
    assert once(memory, f"{site.at}/feed") == []
    assert "larger" in memory.kept[f"{site.at}/feed"]["why"]


def test_a_stop_ends_it_soon_and_what_is_left_comes_the_next_time(
    site: Site, memory: Remembered
) -> None:
    site.put("/feed", rss("a", "b", "c"))
    stop = threading.Event()
    made = follower(memory, f"{site.at}/feed", stop=stop)
    for came in made.follow():
        if isinstance(came, Taken):
            made.done(came, "new")
            stop.set()
            stopped = time.monotonic()
    assert time.monotonic() - stopped < 2
    assert len(memory.items) == 1
    assert len(once(memory, f"{site.at}/feed")) == 2


def test_it_goes_on_when_a_feed_is_due_again(site: Site, memory: Remembered) -> None:
    site.put("/feed", rss("a"))
    stop = threading.Event()
    settings = Settings(every_s=0.5, delay_s=0.0, allow_loopback=True)
    made = Follower([Listed(f"{site.at}/feed")], memory, settings, stop=stop)
    titles, pauses = [], 0
    for came in made.follow():
        if isinstance(came, Taken):
            titles.append(came.item.title)
            made.done(came, "new")
            if len(titles) == 2:
                stop.set()
        elif isinstance(came, Pause):
            pauses += 1
            site.put("/feed", rss("a", "b"))
    assert titles == ["About a", "About b"]
    assert pauses >= 1


def test_a_feed_that_fails_is_told_with_its_reason(site: Site, memory: Remembered) -> None:
    told = [c for c in follower(memory, f"{site.at}/a").follow(once=True) if isinstance(c, Fetched)]
    assert [(t.new, t.why) for t in told] == [(0, "is a page and no feed")]


def test_hosts_take_turns() -> None:
    hosts: Hosts[str] = Hosts()
    for job in ("a1", "a2", "b1"):
        hosts.add(job[0], job)
    assert [hosts.take(0.0), hosts.take(0.0), hosts.take(0.0)] == ["a1", "b1", None]
    hosts.rest("a", until=5.0)
    assert (hosts.take(4.0), hosts.next_at(), hosts.take(5.0)) == (None, 5.0, "a2")
