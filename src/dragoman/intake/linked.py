"""JSON-LD inside a page's markup in, what it says of the article out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dragoman.forms.article import Article
from dragoman.intake import shapes

_SCRIPT = re.compile(r"<script\b[^>]{0,300}?application/ld\+json[^>]{0,300}>", re.I)
_CLOSE = re.compile(r"</script\b", re.I)
_LONGEST = 1_000_000  # characters of one script
_MOST = 20  # scripts of a page that are looked at


def fill(page: Article) -> Article:
    """Return the page with the title, date, publisher and authors that its JSON-LD states.

    What the page's own item says already stands. The story is taken from the markup, or by the
    document stage from `articleBody` where the markup holds none.
    """
    found = next(_news(page.content), None)
    if found is None:
        return page
    told = shapes.article(page.item, {**found, "articleBody": found.get("articleBody") or " "})
    return replace(
        page,
        url=page.url or told.url,
        title=page.title or told.title,
        published=page.published or told.published,
        publisher=page.publisher or told.publisher,
        authors=page.authors or told.authors,
        language=page.language or told.language,
    )


def _news(markup: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a page's JSON-LD that describe an article, news before others."""
    found: list[Mapping[str, Any]] = []
    for number, match in enumerate(_SCRIPT.finditer(markup)):
        if number == _MOST:
            break
        close = _CLOSE.search(markup, match.end(), match.end() + _LONGEST)
        if close is None:
            continue
        try:
            value = json.loads(markup[match.end() : close.start()].strip(), strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common, and the markup says the same
        found.extend(_objects(value, 0))
    yield from sorted(found, key=lambda one: "WebPage" in _types(one))


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list) and depth < 4:
        for one in value:
            yield from _objects(one, depth + 1)
    elif isinstance(value, Mapping):
        if shapes.ARTICLE_TYPES & _types(value) and ("headline" in value or "name" in value):
            yield value
        yield from _objects(value.get("@graph"), depth + 1)


def _types(value: Mapping[str, Any]) -> set[str]:
    raw = value.get("@type")
    return {raw} if isinstance(raw, str) else {t for t in raw or () if isinstance(t, str)}
