"""Lists of feeds: URLs, list files, OPML."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.intake.feeds import Listed, find


def write(folder: Path, words: str) -> str:
    path = folder / "feeds"
    path.write_text(words, encoding="utf-8")
    return str(path)


def test_a_url_is_a_feed_and_comes_once() -> None:
    urls = ["https://a.example/f", "feed:https://a.example/f", "feed://b.example/f"]
    assert [feed.url for feed in find(urls)] == ["https://a.example/f", "http://b.example/f"]


def test_a_list_file_names_feeds_with_their_publishers(tmp_path: Path) -> None:
    words = (
        "# the coast\nhttps://a.example/f\tCoast Herald  # daily\n\n"
        "https://b.example/f#top\n  https://c.example/f # quiet\n"
    )
    assert find([write(tmp_path, words)]) == [
        Listed("https://a.example/f", "Coast Herald"),
        Listed("https://b.example/f#top"),
        Listed("https://c.example/f"),
    ]


def test_opml_names_feeds_at_any_depth(tmp_path: Path) -> None:
    words = (
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="World">'
        '<outline text="Coast  Herald" type="rss" xmlUrl="https://a.example/f"/>'
        '<outline type="rss" xmlurl="https://b.example/f"/><outline text="Site" htmlUrl="x"/>'
        "</outline></body></opml>"
    )
    assert find([write(tmp_path, words)]) == [
        Listed("https://a.example/f", "Coast Herald"),
        Listed("https://b.example/f"),
    ]


def test_opml_loads_nothing_that_it_refers_to(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    words = (
        f"<?xml version='1.0'?><!DOCTYPE o [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]>"
        "<opml><body><outline xmlUrl='https://a.example/f' text='a&x;'/></body></opml>"
    )
    try:
        found = find([write(tmp_path, words)])
    except UsageError:
        return
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "names no feed"),
        ("# nothing\n", "names no feed"),
        ("https://a.example/f\nnews.example\n", "feeds:2: 'news.example' is no"),
        ("file:///etc/passwd\n", "is no http"),
        ("https://a.example/\u200bf\n", "is no http"),
        ("<opml><body/></opml>", "names no feed"),
    ],
)
def test_a_list_that_names_none_is_wrong_usage(tmp_path: Path, words: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        find([write(tmp_path, words)])


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no list of feeds"):
        find([str(tmp_path / "none")])
