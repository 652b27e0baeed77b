"""Feeds of every form read into items; hostile ones met with limits."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FormatError
from dragoman.intake.feeds.parse import LEAST_STORY_WORDS, MOST_ITEMS, Item, Parsed, parse

AT = "https://news.example/feeds/world.xml"


def one(data: str, **options: str) -> Item:
    [item] = parse(AT, data.encode(), **options).items
    return item


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("rss20", "<rss version='2.0'><channel><title>Herald</title><item><title>Talks</title>"
         "<link>https://news.example/a</link></item></channel></rss>"),
        ("rss091u", "<rss version='0.91'><channel><title>Herald</title><item><title>Talks</title>"
         "<link>https://news.example/a</link></item></channel></rss>"),
        ("rss10", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
         "xmlns='http://purl.org/rss/1.0/'><channel><title>Herald</title></channel>"
         "<item rdf:about='https://news.example/a'><title>Talks</title>"
         "<link>https://news.example/a</link></item></rdf:RDF>"),
        ("atom10", "<feed xmlns='http://www.w3.org/2005/Atom'><title>Herald</title><entry>"
         "<title>Talks</title><link href='https://news.example/a'/></entry></feed>"),
        ("json1.1", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Herald",
         "items": [{"title": "Talks", "url": "https://news.example/a"}]})),
    ],
)  # fmt: skip
def test_each_form_gives_the_feeds_title_and_its_items(kind: str, data: str) -> None:
    made = parse(AT, data.encode())
    assert (made.title, made.kind) == ("Herald", kind)
    assert [(i.title, i.link) for i in made.items] == [("Talks", "https://news.example/a")]


def test_an_item_has_what_the_feed_says_of_it() -> None:
    item = one(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
        "<item><title>Talks &amp; <![CDATA[<b>visits</b>]]></title><guid isPermaLink='false'>t1"
        "</guid><link>/a</link><dc:creator>Ada Bo</dc:creator><source url='https://x.example/f'>"
        "Wire One</source><pubDate>Sat, 14 Mar 2026 23:30:00 -0500</pubDate></item></channel></rss>"
    )
    assert (item.key, item.link, item.title) == ("t1", "https://news.example/a", "Talks & visits")
    assert (item.authors, item.publisher) == (("Ada Bo",), "Wire One")
    assert item.published == "Sat, 14 Mar 2026 23:30:00 -0500"


def test_a_date_is_given_as_it_was_written_first_published_before_updated() -> None:
    dates = "<updated>2026-03-15T10:00:00Z</updated>{}"
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/>{}</entry></feed>"
    assert one(atom.format(dates.format(""))).published == "2026-03-15T10:00:00Z"
    first = "<published>14 Mar 26</published>"
    assert one(atom.format(dates.format(first))).published == "14 Mar 26"


def test_the_story_that_a_feed_carries_is_its_content_or_a_long_description() -> None:
    space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    whole = one(
        f"<rss version='2.0' {space}><channel><item><link>/a</link>"
        "<description>Short.</description><content:encoded><![CDATA[<p>The whole.</p>]]>"
        "</content:encoded></item></channel></rss>"
    )
    assert (whole.content, whole.markup) == ("<p>The whole.</p>", "html")
    teaser = "<rss version='2.0'><channel><item><link>/a</link><description>{}</description></item>"
    assert (
        one(teaser.format("word " * (LEAST_STORY_WORDS - 1)) + "</channel></rss>").content is None
    )
    assert one(teaser.format("word " * LEAST_STORY_WORDS) + "</channel></rss>").content
    plain = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": 7, "content_text": "Yes"}],
    }
    item = one(json.dumps(plain), kind="application/feed+json")
    assert (item.key, item.content, item.markup, item.link) == ("7", "Yes", "text", None)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_link_that_is_no_web_address_is_none(link: str) -> None:
    data = f"<rss version='2.0'><channel><item><title>T</title><link>{link}</link></item></channel>"
    assert all(i.link is None for i in parse(AT, f"{data}</rss>".encode()).items)


def test_items_that_come_twice_are_taken_once_and_empty_ones_are_none() -> None:
    item = "<item><guid isPermaLink='false'>g</guid><link>/a</link></item>"
    data = f"<rss version='2.0'><channel>{item}{item}<item/></channel></rss>"
    assert len(parse(AT, data.encode()).items) == 1


def test_a_long_key_is_told_by_a_digest() -> None:
    item = one(
        f"<rss version='2.0'><channel><item><link>/{'a' * 3000}</link></item></channel></rss>"
    )
    assert len(item.key) < 60


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "is empty"),
        ("<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>",
         "its feed is https://news.example/feed"),
        ("<!doctype html><html><body>Hello</body></html>", "is a page and no feed"),
        ("just words", "is no RSS"),
        ("{\"version\": \"1.0\"}", "no JSON Feed"),
        ("{\"version\"", "no JSON feed"),
        ("[1]", "is no RSS"),
        ("<rss version='2.0'><channel><item", "broken feed"),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_what_it_is(data: str, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        parse(AT, data.encode())


def test_entities_that_multiply_are_not_unfolded() -> None:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    data = f"<?xml version='1.0'?><!DOCTYPE r [{names}]><rss version='2.0'><channel><title>&e9;"
    began = time.monotonic()
    with suppress(FormatError):
        made = parse(AT, f"{data}</title><item><link>/a</link></item></channel></rss>".encode())
        assert len(made.title or "") < 1_000
    assert time.monotonic() - began < 10


def test_nothing_that_a_feed_refers_to_is_loaded(tmp_path: object) -> None:
    data = (
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
        "<rss version='2.0'><channel><item><title>a&x;b</title><link>/a</link></item>"
        "</channel></rss>"
    )
    try:
        titles = [item.title for item in parse(AT, data.encode()).items]
    except FormatError:
        return
    assert all(title is None or len(title) < 12 for title in titles)


def test_a_feed_of_countless_items_gives_so_many() -> None:
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(MOST_ITEMS + 50))
    data = f"<rss version='2.0'><channel>{items}</channel></rss>"
    assert len(parse(AT, data.encode()).items) == MOST_ITEMS


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_are_a_feed_or_a_format_error(data: bytes) -> None:
    for start in (b"", b"<rss version='2.0'><channel><item>", b"<feed><entry>", b'{"version":'):
        with suppress(FormatError):
            assert isinstance(parse(AT, start + data), Parsed)
