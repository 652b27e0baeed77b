"""Which feeds: URLs, list files and OPML in, the feeds that they name out, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from dragoman.errors import InputError, UsageError
from dragoman.intake import decode, paths

LARGEST = 20_000_000  # bytes of a list: a hundred thousand feeds
_URL = re.compile(r"(?:feed:)?(?:https?|feed)://", re.I)
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?://)|feed(?=://)", re.I)
_OPML = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<opml\b", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed to follow; `publisher` is the name that the list gives it, None where it gives none.

    `url` is the feed's key for good: where it moves to is remembered beside it.
    """

    url: str
    publisher: str | None = None


def find(names: Iterable[str]) -> list[Listed]:
    """Return the feeds that URLs, list files and OPML files name, in order, each once.

    A list file has a URL a line, then, if wanted, white space and the publisher's name; `#` begins
    a comment. Raises UsageError for a file that cannot be read and for a line that is no URL.

    >>> find(["feed://news.example/world.xml"])
    [Listed(url='http://news.example/world.xml', publisher=None)]
    """
    found: dict[str, Listed] = {}
    for name in names:
        listed = [Listed(_clean(name))] if _URL.match(name) else _file(name)
        for feed in listed:
            found.setdefault(feed.url, feed)
    return list(found.values())


def _clean(url: str) -> str:
    """Return the http(s) URL of a `feed:` one."""
    return _FEED_SCHEME.sub(lambda m: "http" if m[0].lower() == "feed" else "", url.strip(), 1)


def _file(name: str) -> list[Listed]:
    path = Path(name)
    try:
        paths.refuse_special(path)
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        words = decode.text(name, data, markup=True)
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or failure
        raise UsageError(f"{name}: is no URL and no list of feeds ({reason})") from None
    except InputError as failure:
        raise UsageError(f"{name}: is no list of feeds ({failure.reason})") from None
    if len(data) > LARGEST:
        raise UsageError(f"{name}: is larger than {LARGEST:,} bytes: no list of feeds is")
    found = list(_opml(name, data) if _OPML.match(words) else _lines(name, words))
    if not found:
        raise UsageError(f"{name}: names no feed")
    return found


def _lines(name: str, words: str) -> Iterator[Listed]:
    for number, line in enumerate(words.splitlines(), start=1):
        parts = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].split(None, 1)
        if not parts:
            continue
        if not _URL.match(parts[0]) or not parts[0].isprintable():
            raise UsageError(f"{name}:{number}: {parts[0][:80]!r} is no http(s) URL of a feed")
        yield Listed(_clean(parts[0]), parts[1].strip() if len(parts) > 1 else None)


def _opml(name: str, data: bytes) -> Iterator[Listed]:
    """Read an outline of feeds; nothing that it declares or refers to is loaded."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as failure:
        raise UsageError(f"{name}: is no OPML that can be read ({failure})") from None
    for outline in () if root is None else root.iter("outline", "{*}outline"):
        given = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        url = given.get("xmlurl", "").strip()
        if _URL.match(url) and url.isprintable():
            title = given.get("title") or given.get("text") or ""
            yield Listed(_clean(url), " ".join(title.split()) or None)
