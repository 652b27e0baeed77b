"""Inputs as a user names them in, articles and typed failures out, one at a time."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from dragoman.errors import FetchError, FormatError, InputError
from dragoman.forms.article import Article
from dragoman.intake import decode, lines, linked, paths, shapes
from dragoman.intake.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from dragoman.intake.web import Answer, Fetcher

Found = Article | InputError

_URL = re.compile(r"https?://", re.I)
_OTHER_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.I)
_MARKUP = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype\s+html|<html\b|<head\b"
    r"|<body\b|<article\b|<div\b|<p\b|<h1\b|<meta\b|<main\b)",
    re.I | re.S,
)
_TAGS = re.compile(r"</(?:p|div|a|span|html|body|article|h[1-6]|li)\s{0,3}>", re.I)


def articles(
    inputs: Iterable[str],
    *,
    stdin: IO[bytes] | None = None,
    limits: Limits = DEFAULT,
    allow_loopback: bool = False,
) -> Iterator[Article | InputError]:
    """Open each input and yield its articles; what cannot be read comes as the error that says so.

    An input is a path, a folder, a pattern, an http(s) URL or `-` for standard input (`stdin`
    replaces it). Text, HTML, JSON and JSONL, gzipped too, are told apart by name and content;
    JSONL is read line by line. Articles are named by path, URL, `path:line` or `path#number`.
    `allow_loopback` lets URLs of this machine be fetched.

    >>> import io
    >>> story = io.BytesIO(b'{"title": "Talks", "text": "China and Cuba held talks."}')
    >>> [a.title for a in articles(["-"], stdin=story)]
    ['Talks']
    """
    with closing(_Fetching(limits, allow_loopback)) as web:
        for name in inputs:
            try:
                if not name.strip():
                    # "$UNSET" in a script; as a path it would be all of the folder that we are in.
                    yield InputError("input", "has an empty name")
                elif name == "-":
                    yield from _opened("stdin", stdin or sys.stdin.buffer, "", limits)
                elif _URL.match(name):
                    yield from from_answer(web.fetch(name), name, limits)
                elif _OTHER_URL.match(name):
                    yield FetchError(name, "only http and https URLs are fetched")
                else:
                    yield from _files(name, limits)
            except InputError as failure:
                yield failure


class _Fetching:
    """A fetcher that is made when the first URL comes, so that files need no client."""

    def __init__(self, limits: Limits, allow_loopback: bool) -> None:
        self._made: Fetcher | None = None
        self._limits = limits
        self._loopback = allow_loopback

    def fetch(self, url: str) -> Answer:
        if self._made is None:
            # The HTTP client takes a tenth of a second to import.
            from dragoman.intake.web import Fetcher

            self._made = Fetcher(self._limits, allow_loopback=self._loopback)
        return self._made.fetch(url)

    def close(self) -> None:
        if self._made is not None:
            self._made.close()


def article_from_text(
    text: str,
    *,
    item: str = "text",
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    authors: tuple[str, ...] = (),
    language: str | None = None,
) -> Article:
    """Make an article of a text (or markup) that is at hand. Raises InputError as files do.

    >>> article_from_text("<html><p>China and Cuba held talks.</p></html>").markup
    'html'
    """
    made = _plain(item, text, "", DEFAULT)
    return replace(
        made,
        url=url or made.url,
        title=title or made.title,
        published=published or made.published,
        publisher=publisher or made.publisher,
        authors=authors or made.authors,
        language=language or made.language,
    )


def _files(name: str, limits: Limits) -> Iterator[Found]:
    for path in paths.find(name):
        if isinstance(path, InputError):
            yield path
            continue
        try:
            paths.refuse_special(path)
            with path.open("rb") as stream:
                yield from _opened(str(path), stream, paths.suffix(path.name), limits)
        except InputError as failure:
            yield failure
        except (OSError, EOFError, zlib.error) as failure:
            yield InputError(str(path), f"cannot be read ({failure})")


def _opened(item: str, stream: IO[bytes], ending: str, limits: Limits) -> Iterator[Found]:
    """Read an open file or pipe of any form."""
    buffered = stream if isinstance(stream, io.BufferedReader) else _peekable(stream)
    if buffered.peek(2)[:2] == decode.GZIP:
        buffered = _peekable(gzip.GzipFile(fileobj=buffered, mode="rb"))
    try:
        if ending in paths.JSON_LINES or (ending in ("", ".json") and _looks_like_lines(buffered)):
            yield from _lines(item, buffered, limits)
            return
        data = buffered.read(limits.item_bytes + 1)
    except (OSError, EOFError, zlib.error) as failure:
        raise FormatError(item, f"cannot be read ({failure})") from None
    if len(data) > limits.item_bytes:
        raise FormatError(item, f"is larger than {limits.item_bytes:,} bytes: no news story is")
    yield from _whole(item, data, ending, None, limits)


def _peekable(stream: Any) -> io.BufferedReader:
    return io.BufferedReader(stream, buffer_size=1 << 18)


def _looks_like_lines(stream: io.BufferedReader) -> bool:
    """Say whether the first line is a whole JSON object and more follow: then it is JSONL."""
    ahead = stream.peek(1 << 18)
    start = ahead.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return False
    first, newline, rest = start.partition(b"\n")
    if not newline:
        return False
    return not isinstance(lines.parse("", first), InputError) and rest.lstrip()[:1] == b"{"


def _lines(item: str, stream: io.BufferedReader, limits: Limits) -> Iterator[Found]:
    empty = True
    for place, value in lines.objects(item, stream, limits.item_bytes):
        empty = False
        yield value if isinstance(value, InputError) else _shaped(place, value, limits)
    if empty:
        yield FormatError(item, "is empty")


def from_answer(answer: Answer, url: str, limits: Limits) -> Iterator[Found]:
    """Read what a URL gave, by the form that its server tells or that it shows.

    Raises InputError where it is in no form that is read.
    """
    if answer.kind.startswith(("image/", "video/", "audio/", "font/")):
        raise FetchError(url, f"is {answer.kind}, not a page")
    ending = paths.suffix(answer.url.partition("?")[0].rpartition("/")[2])
    if "html" in answer.kind:
        ending = ".html"
    elif "json" in answer.kind:
        ending = ".jsonl" if "lines" in answer.kind or "nd" in answer.kind else ".json"
    elif ending not in paths.READ:
        ending = ""
    for found in _whole(url, answer.data, ending, answer.charset, limits):
        if isinstance(found, Article) and found.url is None:
            yield replace(found, url=answer.url)
        else:
            yield found


def _whole(
    item: str, data: bytes, ending: str, charset: str | None, limits: Limits
) -> Iterator[Found]:
    """Read an item that is in memory."""
    if not data.strip():
        raise FormatError(item, "is empty")
    if ending in paths.JSON_LINES:
        yield from _lines(item, _peekable(io.BytesIO(data)), limits)
        return
    text = decode.text(item, data, told=charset, markup=ending not in (*paths.JSON, ".txt"))
    if not text.strip():
        raise FormatError(item, "is empty")
    if ending in paths.JSON or (ending in paths.TEXT and text.lstrip()[:1] in ("{", "[")):
        value = lines.parse(item, text)
        if not isinstance(value, InputError):
            for place, one in shapes.articles(item, value):
                yield _shaped(place, one, limits)
            return
        if ending in paths.JSON:
            raise value
    yield _plain(item, text, ending, limits)


def _shaped(item: str, value: Any, limits: Limits) -> Found:
    try:
        made = shapes.article(item, value)
        made = replace(made, content=_whole_characters(made.content))
        if made.markup != "html" and len(made.content) > limits.text_chars:
            raise FormatError(item, _too_long(limits))
        return linked.fill(made) if made.markup == "html" else made
    except InputError as failure:
        return failure


def _whole_characters(content: str) -> str:
    """Replace halves of characters, which JSON can write (`\\ud800`) and UTF-8 cannot."""
    if content.isascii():
        return content
    try:
        content.encode("utf-8")
    except UnicodeEncodeError:
        return content.encode("utf-8", "replace").decode("utf-8")
    return content


def _plain(item: str, text: str, ending: str, limits: Limits) -> Article:
    """Make an article of decoded text that is markup or a story as it stands."""
    if ending in paths.MARKUP or _MARKUP.match(text) or len(_TAGS.findall(text[:50_000])) >= 5:
        return linked.fill(Article(item=item, content=text, markup="html"))
    if len(text) > limits.text_chars:
        raise FormatError(item, _too_long(limits))
    return Article(item=item, content=text, markup="text")


def _too_long(limits: Limits) -> str:
    return f"is longer than {limits.text_chars:,} characters: split it into its stories"
