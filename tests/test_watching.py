"""What becomes of a feed's items: read, held, not readable, told by the feed alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import watching
from dragoman.intake.feeds import Listed, Pause, Settings
from dragoman.ledger import Ledger
from dragoman.watching import Told, watch
from intake.feed_site import Site, rss, serving

PAGE = (
    "<html><body><article><h1>{0}</h1><p>Kenya and Norway signed {0} in Mombasa on Friday, ending "
    "two years of talks.</p></article></body></html>"
)
FRENCH = (
    "<html><body><article><h1>Accord</h1><p>Le Kenya et la Norvège ont signé un accord à Mombasa "
    "vendredi, après deux ans de négociations difficiles entre les deux pays.</p></article></body>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        made.put("/a", PAGE.format("a ports accord"))
        yield made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(str(tmp_path / "news.db")) as opened:
        yield opened


def told(ledger: Ledger, site: Site, feed: str = "/feed") -> list[Told]:
    settings = Settings(delay_s=0.0, allow_loopback=True)
    came = watch(ledger, [Listed(site.at + feed)], settings=settings, once=True)
    return [one for one in came if isinstance(one, Told)]


def test_a_page_that_is_no_story_is_seen_and_said(site: Site, ledger: Ledger) -> None:
    site.put("/fr", FRENCH)
    site.put("/feed", rss("a", "fr", "none"))
    found = {one.link: one for one in told(ledger, site)}
    assert found[f"{site.at}/a"].outcome == "new"
    assert found[f"{site.at}/fr"].outcome == "unread"
    assert "only English" in (found[f"{site.at}/fr"].why or "")
    assert found[f"{site.at}/none"].outcome == "unfetched"
    assert ledger.feed_outcomes()[f"{site.at}/feed"] == {"new": 1, "unfetched": 1, "unread": 1}
    assert told(ledger, site) == []


def test_the_feeds_story_is_read_where_the_page_shows_none(site: Site, ledger: Ledger) -> None:
    site.put("/wall", "<html><body><p>Log in.</p></body></html>")
    whole = "<p>Norway condemned Sudan on Friday.</p><p>Lund told reporters so in Oslo.</p>"
    site.put("/feed", rss(f"<item><title>T</title><link>SITE/wall</link><content:encoded><![CDATA["
             f"{whole}]]></content:encoded></item>"))  # fmt: skip
    [one] = told(ledger, site)
    assert one.outcome == "new"
    [document] = ledger.documents()
    assert "condemned Sudan" in document["text"]


def test_what_a_feed_brings_is_settled_at_the_pause(
    site: Site, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    monkeypatch.setattr(watching, "settle", lambda to: settled.append(to.info().documents))
    site.put("/feed", rss("a"))
    told(ledger, site)
    told(ledger, site)
    assert settled == [1]


def test_a_stop_leaves_the_rest_for_the_next_time(site: Site, ledger: Ledger) -> None:
    for name in ("b", "c"):
        site.put(f"/{name}", PAGE.format(f"accord {name}"))
    site.put("/feed", rss("a", "b", "c"), ETag='"1"')
    stop = threading.Event()
    settings = Settings(delay_s=0.0, allow_loopback=True)
    feeds = [Listed(f"{site.at}/feed")]
    for came in watch(ledger, feeds, settings=settings, stop=stop):
        assert not isinstance(came, Pause)
        if isinstance(came, Told):
            stop.set()
    assert ledger.info().documents == 1
    assert [one.outcome for one in told(ledger, site)] == ["new", "new"]
