"""JSON of a known shape in, an article out: news-please, fundus, ninjs, schema.org, plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from dragoman.errors import FormatError
from dragoman.forms.article import Article

Markup = Literal["html", "text", "body"]

# Where each shape says what we need, in the order of trust. news-please: maintext, date_publish,
# source_domain; fundus: body or plaintext, publishing_date; ninjs: body_text, versioncreated,
# byline; schema.org: articleBody, headline, datePublished.
TEXT = (
    "text", "maintext", "plaintext", "body_text", "articleBody", "article_body", "content_text",
    "body", "content", "article", "story", "fulltext", "full_text", "description_text",
)  # fmt: skip
MARKUP = ("body_html", "body_xhtml", "content_html", "html", "raw_html")
TITLE = ("title", "headline", "title_page", "name", "headlines")
PUBLISHED = (
    "published", "datePublished", "date_publish", "publishing_date", "published_at",
    "publishedAt", "publish_date", "date_published", "pubDate", "pub_date", "publication_date",
    "firstcreated", "firstpublished", "versioncreated", "contentcreated", "dateCreated", "date",
    "date_published_gmt", "created_at", "timestamp",
)  # fmt: skip
PUBLISHER = (
    "publisher", "source_name", "sitename", "site_name", "source", "sourceOrganization",
    "infosources", "provider", "source_domain", "outlet", "newspaper", "domain",
)  # fmt: skip
URL = ("url", "link", "canonical_url", "mainEntityOfPage", "uri", "source_url", "@id")
AUTHORS = ("authors", "author", "byline", "by", "creator")
LANGUAGE = ("language", "inLanguage", "lang")
WRAPPERS = ("articles", "items", "results", "data", "documents", "stories", "@graph", "hits")
ARTICLE_TYPES = frozenset(
    (
        "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle",
        "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "LiveBlogPosting",
        "BlogPosting", "Report", "SocialMediaPosting", "WebPage",
    )
)  # fmt: skip
_TAG = re.compile(
    r"<(?:p|br|div|html|body|article|h[1-6]|span|a|ul|strong|em)\b[^<>]{0,500}>", re.I
)
_DEEP = 4  # levels of wrapping objects that are looked into


def articles(item: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each object of a parsed JSON file that may be an article, with its name.

    A list gives one for each element (`item#1`), an object that only wraps a list the same.
    """
    found = list(_unwrap(value, 0))
    for number, one in enumerate(found, start=1):
        yield (item if len(found) == 1 else f"{item}#{number}"), one


def _unwrap(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, list) and depth < _DEEP:
        for one in value:
            yield from _unwrap(one, depth + 1)
        return
    if isinstance(value, dict) and depth < _DEEP and _text(value) is None:
        for key in WRAPPERS:
            if isinstance(value.get(key), list):
                yield from _unwrap(value[key], depth + 1)
                return
    yield value


def article(item: str, value: Any) -> Article:
    """Turn one JSON object into an article; FormatError says what it lacks.

    Fields that are not known are left alone. A text with tags in it is taken as markup.
    """
    if not isinstance(value, Mapping):
        raise FormatError(item, f"is JSON, but no object: {type(value).__name__}")
    found = _text(value)
    if found is None:
        keys = ", ".join(sorted(str(key)[:20] for key in value)[:8]) or "none"
        raise FormatError(
            item, f"has no text (fields: {keys}); give one of text, maintext, body, articleBody"
        )
    content, markup = found
    return Article(
        item=item,
        content=content,
        markup=markup,
        url=_url(value),
        title=_words(_first(value, TITLE)),
        published=_stamp(_first(value, PUBLISHED)),
        publisher=_publisher(value),
        authors=tuple(_people(_first(value, AUTHORS))),
        language=_words(_first(value, LANGUAGE)),
    )


def _text(value: Mapping[str, Any]) -> tuple[str, Markup] | None:
    """Return an object's story and what form it is in; None where it has none."""
    for key in TEXT:
        raw = value.get(key)
        words = raw if isinstance(raw, str) else _sections(raw)
        if words and words.strip():
            return words, "html" if _is_markup(words) else "body"
    for key in MARKUP:
        raw = value.get(key)
        if isinstance(raw, str) and raw.strip():
            return raw, "html"
    # An empty story is a story that is empty, not a file of an unknown shape.
    return ("", "body") if any(isinstance(value.get(key), str) for key in TEXT) else None


def _is_markup(words: str) -> bool:
    return "<" in words and len(_TAG.findall(words[:5_000])) >= 2


def _sections(raw: Any) -> str | None:
    """Join a story that comes in pieces: fundus' summary and sections, or a list of paragraphs."""
    if isinstance(raw, Mapping):
        if not any(key in raw for key in ("sections", "summary", "paragraphs")):
            inner = raw.get("text") or raw.get("value")
            return inner if isinstance(inner, str) else None
        parts = [*_strings(raw.get("summary")), *_strings(raw.get("sections"))]
        parts += _strings(raw.get("paragraphs"))
        return "\n\n".join(parts) or None
    if isinstance(raw, list):
        return "\n\n".join(_strings(raw)) or None
    return None


def _strings(raw: Any, depth: int = 0) -> Iterator[str]:
    """Yield the strings of nested lists and of sections (headline before paragraphs)."""
    if depth > _DEEP:
        return
    if isinstance(raw, str):
        if raw.strip():
            yield raw.strip()
    elif isinstance(raw, list):
        for one in raw:
            yield from _strings(one, depth + 1)
    elif isinstance(raw, Mapping):
        for key in ("headline", "paragraphs", "text"):
            yield from _strings(raw.get(key), depth + 1)


def _first(value: Mapping[str, Any], keys: Iterable[str]) -> Any:
    for key in keys:
        found = value.get(key)
        if found is not None and found not in ("", [], {}):
            return found
    return None


def _words(raw: Any) -> str | None:
    """Return a string of a field that may be one, a list of them or an object with a name."""
    if isinstance(raw, str):
        return raw.strip() or None
    if isinstance(raw, Mapping):
        return _words(_first(raw, ("name", "main", "value", "title", "@value", "default")))
    if isinstance(raw, list) and raw:
        return _words(raw[0])
    return None


def _stamp(raw: Any) -> str | None:
    if isinstance(raw, bool):
        return None
    return str(raw) if isinstance(raw, int | float) else _words(raw)


def _publisher(value: Mapping[str, Any]) -> str | None:
    for key in PUBLISHER:
        if words := _words(value.get(key)):
            return words
    return None


def _url(value: Mapping[str, Any]) -> str | None:
    """Return the first field that holds a web address: ninjs' `uri` may be a `urn:`."""
    for key in URL:
        raw = value.get(key)
        words = raw.get("@id") if isinstance(raw, Mapping) else raw
        if isinstance(words, str) and words.strip().lower().startswith(("http://", "https://")):
            return words.strip()
    return None


def _people(raw: Any) -> Iterator[str]:
    """Yield names: a list of strings or objects, or one string of several."""
    if isinstance(raw, list):
        for one in raw:
            if words := _words(one):
                yield words
    elif isinstance(raw, str):
        line = re.sub(r"^\s*by\s+", "", raw, flags=re.I)
        yield from (name.strip() for name in re.split(r";|,|\band\b", line) if name.strip())
    elif words := _words(raw):
        yield words
