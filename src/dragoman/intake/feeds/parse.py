"""A feed's bytes in, its title and items out: RSS 0.9x to 2.0, Atom, JSON Feed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from dragoman.errors import FormatError
from dragoman.intake import decode

MOST_ITEMS = 1_000  # of one fetch; a server that gives more gives them again the next time
LONGEST_KEY = 400  # characters; longer ones are told by a digest
LONGEST_TITLE = 500
# Words from which a description is taken to be the story itself: teasers of the feeds that news
# sites give run to some 60.
LEAST_STORY_WORDS = 120
_JSON_FEED = re.compile(r"\s*\{")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ALTERNATE = re.compile(r"<link\b[^<>]{0,1000}>", re.I)
_HREF = re.compile(r"href\s{0,3}=\s{0,3}[\"']?([^\"'\s>]{1,1000})", re.I)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)", re.I)

Markup = Literal["html", "text"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `key` tells it from all others of its feed (guid, else link, else what it says).

    `link` is absolute or None; `content` the whole story where the feed carries it; `published` the
    raw date; `publisher` who first published it, where the feed says so.
    """

    key: str
    link: str | None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    content: str | None = None
    markup: Markup = "html"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A feed as it came: `kind` names its form (rss20, atom10, json1)."""

    title: str | None
    kind: str
    items: tuple[Item, ...]


def parse(url: str, data: bytes, *, kind: str = "", charset: str | None = None) -> Parsed:
    """Read a feed that came from `url`; `kind` and `charset` are what its server told.

    Raises FormatError where it is none. What the feed declares or refers to is not loaded.

    >>> parse("http://a.example/f", b"<rss version='2.0'><channel><title>A</title></channel></rss>")
    Parsed(title='A', kind='rss20', items=())
    """
    if not data.strip():
        raise FormatError(url, "is empty")
    if "json" in kind or _JSON_FEED.match(data[:100].decode("utf-8-sig", "replace")):
        return _json(url, decode.text(url, data, told=charset))
    return _xml(url, data, kind, charset)


def _xml(url: str, data: bytes, kind: str, charset: str | None) -> Parsed:
    import feedparser

    told = f"{kind or 'application/xml'}" + (f"; charset={charset}" if charset else "")
    found = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-type": told, "content-location": url},
        # Markup is read by the document stage as any page's, and escaped wherever it is shown.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found["version"]:
        raise FormatError(url, _no_feed(url, data, found.get("bozo_exception")))
    items = [_entry(url, e) for e in found["entries"][:MOST_ITEMS]]
    # A broken feed gives what stands before the break; without any it is a failure that is told.
    if not items and found.get("bozo") and _is_broken(found.get("bozo_exception")):
        raise FormatError(url, f"is a broken feed ({found['bozo_exception']})")
    return Parsed(_line(found["feed"].get("title")), str(found["version"]), _once(items))


def _is_broken(reason: object) -> bool:
    return type(reason).__name__ not in ("CharacterEncodingOverride", "NonXMLContentType", "None")


def _no_feed(url: str, data: bytes, reason: object) -> str:
    """Say what a thing that is no feed is; a page often names its feed."""
    head = data[:200_000].decode("utf-8", "replace")
    for link in _ALTERNATE.findall(head):
        if _FEED_TYPE.search(link) and (href := _HREF.search(link)):
            return f"is a page and no feed: its feed is {_absolute(url, href[1]) or href[1]}"
    if re.search(r"<html\b", head[:2_000], re.I):
        return "is a page and no feed"
    return "is no RSS, Atom or JSON feed" + (f" ({reason})" if reason else "")


def _entry(url: str, entry: dict[str, Any]) -> Item:
    get = entry.get
    title = _line(get("title"))
    link = _absolute(url, get("link"))
    # RSS 2.0: a guid is the item's address unless it says that it is none.
    if link is None and get("guidislink"):
        link = _absolute(url, get("id"))
    content, markup = _content(entry)
    return Item(
        key=_key(get("id"), link, title, content),
        link=link,
        title=title,
        published=_published(entry),
        publisher=_line((get("source") or {}).get("title")) or _line(get("publisher")),
        authors=_authors(entry),
        content=content,
        markup=markup,
        language=_line(get("language")),
    )


def _content(entry: Mapping[str, Any]) -> tuple[str | None, Markup]:
    """Return the story that an item carries: its content, else a description as long as one."""
    given = [c for c in entry.get("content") or () if str(c.get("value") or "").strip()]
    if given:
        best = max(given, key=lambda c: len(c["value"]))
        plain = best.get("type") == "text/plain"
        return best["value"], "text" if plain else "html"
    summary = str(entry.get("summary") or "")
    if len(_TAG.sub(" ", summary).split()) >= LEAST_STORY_WORDS:
        kind = (entry.get("summary_detail") or {}).get("type")
        return summary, "text" if kind == "text/plain" and "<" not in summary else "html"
    return None, "html"


def _published(entry: dict[str, Any]) -> str | None:
    """Return the date as it was written; the document stage reads it, or says why it cannot."""
    # Through dict: feedparser's own lookup warns where `published` stands in for `updated`.
    found = (_line(dict.get(entry, name)) for name in ("published", "created", "updated"))
    return next((raw for raw in found if raw), None)


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    named = [_line(a.get("name")) for a in entry.get("authors") or () if isinstance(a, Mapping)]
    return tuple(dict.fromkeys(name for name in [*named, _line(entry.get("author"))] if name))[:20]


def _json(url: str, words: str) -> Parsed:
    try:
        feed = json.loads(words)
    except (ValueError, RecursionError) as failure:
        raise FormatError(url, f"is no JSON feed ({failure})") from None
    version = feed.get("version") if isinstance(feed, Mapping) else None
    if not isinstance(version, str) or "jsonfeed.org" not in version:
        raise FormatError(url, "is JSON, but no JSON Feed: its `version` names none")
    given = feed.get("items")
    found = [i for i in given if isinstance(i, Mapping)] if isinstance(given, list) else []
    language = _line(feed.get("language"))
    items = [_object(url, i, language) for i in found[:MOST_ITEMS]]
    return Parsed(_line(feed.get("title")), f"json{version.rpartition('/')[2][:5]}", _once(items))


def _object(url: str, item: Mapping[str, Any], language: str | None) -> Item:
    html, plain = item.get("content_html"), item.get("content_text")
    content = next((c for c in (html, plain) if isinstance(c, str) and c.strip()), None)
    link = _absolute(url, item.get("url")) or _absolute(url, item.get("external_url"))
    title = _line(item.get("title"))
    given = item.get("authors") or [item.get("author")]
    authors = [_line(a.get("name")) for a in given if isinstance(a, Mapping)]
    return Item(
        key=_key(item.get("id"), link, title, content),
        link=link,
        title=title,
        published=_line(item.get("date_published")) or _line(item.get("date_modified")),
        authors=tuple(name for name in authors if name)[:20],
        language=_line(item.get("language")) or language,
        content=content,
        markup="html" if content is not None and content is html else "text",
    )


def _once(items: list[Item]) -> tuple[Item, ...]:
    """Return the items, each key once; what has neither a link nor a story is none."""
    kept = {item.key: item for item in reversed(items) if item.link or item.content}
    return tuple(reversed(kept.values()))


def _key(told: object, link: str | None, title: str | None, content: str | None) -> str:
    key = str(told).strip() if isinstance(told, str | int) and not isinstance(told, bool) else ""
    key = key or link or f"{title or ''}\n{content or ''}"
    if len(key) <= LONGEST_KEY and key.isprintable():
        return key
    return f"blake2b:{blake2b(key.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _absolute(url: str, link: object) -> str | None:
    """Return a link as an absolute http(s) URL, None for anything else."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        whole = urljoin(url, link.strip())
        return whole if urlsplit(whole).scheme in ("http", "https") else None
    except ValueError:
        return None


def _line(words: object) -> str | None:
    """Return a short text on one line, None where there is none; markup in it is left out."""
    if not isinstance(words, str):
        return None
    plain = _TAG.sub(" ", words) if "<" in words else words
    line = " ".join(plain.encode("utf-8", "replace").decode("utf-8").split())[:LONGEST_TITLE]
    return line or None
