"""A web page's markup in; its story as text with the ranges of its blocks, and metadata out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from dragoman.forms.document import Span

# Elements of trafilatura's body tree that hold a paragraph of their own.
_BLOCKS = frozenset(
    ("ab", "code", "div", "head", "item", "list", "main", "p", "quote", "row", "table")
)
SHORTEST = 250  # characters of a story below which a second, less strict look is worth it
_log = logging.getLogger("dragoman")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. `blocks` are ranges of `text`, `published` a raw date string."""

    text: str
    blocks: tuple[Span, ...]
    title: str | None = None
    title_span: Span | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    host: str | None = None
    authors: tuple[str, ...] = ()


def read(markup: str, *, url: str | None = None, today: date) -> Page | None:
    """Extract the story of a page; None where nothing in it can be one.

    `text` is the headline (where the page tells it) and the blocks of the story, a blank line
    between two of them.
    """
    found = _extract(markup, url, today)
    if found is None or found.body is None:
        return None
    title = _headline(_clean(found.title), _clean(found.sitename), found.hostname)
    lines = [line for block in _lines(found.body) if (line := _clean(block))]
    if title and lines and _folded(lines[0]) == _folded(title):
        del lines[0]
    parts = ([title] if title else []) + lines
    spans: list[Span] = []
    at = 0
    for part in parts:
        spans.append(Span(at, at + len(part)))
        at += len(part) + 2
    site = _clean(found.sitename)
    # trafilatura gives the host's name where the page names no site.
    is_host = site is not None and f"{found.url}/".partition("://")[2].startswith(
        (f"{site}/", f"www.{site}/")
    )
    return Page(
        text="\n\n".join(parts),
        blocks=tuple(spans[1:] if title else spans),
        title=title,
        title_span=spans[0] if title else None,
        url=found.url,
        published=found.date,
        publisher=None if is_host else site,
        host=site if is_host else None,
        authors=tuple(a.strip() for a in (found.author or "").split(";") if a.strip()),
    )


def _extract(markup: str, url: str | None, today: date) -> Any:
    """Run trafilatura; its import is slow and left until a page needs it.

    Its precise setting first: on the development pages it finds more true text than the default
    (docs/document.md). Where that leaves nothing to speak of, the default.
    """
    found = _run(markup, url, today, precise=True)
    if found is None or len(found.text or "") < SHORTEST:
        full = _run(markup, url, today, precise=False)
        if full is not None and len(full.text or "") > len(found.text or "" if found else ""):
            return full
    return found


def _run(markup: str, url: str | None, today: date, *, precise: bool) -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        return trafilatura.bare_extraction(
            markup,
            url=url,
            include_comments=False,
            favor_precision=precise,
            with_metadata=True,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": today.isoformat(),
            },
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError):
        # Broken markup breaks libraries in ways of their own; for us it is a page without a story.
        _log.debug("a page's markup could not be read", exc_info=True)
        return None


def _lines(body: Any) -> Iterator[str]:
    """Yield the text of each block of trafilatura's tree, in order, inline elements joined."""
    pending: list[str] = []

    def flush() -> Iterator[str]:
        if pending:
            yield "".join(pending)
            pending.clear()

    for event, node in etree.iterwalk(body, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        block = node.tag in _BLOCKS
        if event == "start":
            # The cells of a table's row are one line; a paragraph inside a cell is not one.
            if (block or node.tag == "lb") and not _in_row(node):
                yield from flush()
            if node.text:
                pending.append(node.text)
        else:
            if block and not _in_row(node):
                yield from flush()
            elif node.tag == "cell":
                pending.append(" ")
            if node.tail:
                pending.append(node.tail)
    yield from flush()


def _in_row(node: Any) -> bool:
    """Say whether an element stands inside a table's cell."""
    return any(above.tag == "cell" for above in node.iterancestors())


def _headline(title: str | None, site: str | None, host: str | None) -> str | None:
    """Return a page's title without the site's name behind it: "Talks open | Example News"."""
    for mark in (" | ", " - ", " – ", " — ", " » ", " :: ") if title else ():
        head, _, last = (title or "").rpartition(mark)
        known = [_folded(name) for name in (site, (host or "").split(".")[0], host) if name]
        known += [_folded(part) for part in (host or "").split(".") if len(part) > 3]
        if head and any(_folded(last) == name or _folded(last) + "com" == name for name in known):
            return head.strip()
    return title


def _clean(text: str | None) -> str | None:
    """Join the white space of a piece of markup; None for nothing."""
    return " ".join(text.split()) or None if text else None


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
