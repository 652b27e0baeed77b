"""One document as a section of the page: header, story with marks, records beside it."""

from __future__ import annotations

from collections import Counter

from dragoman.faces import words
from dragoman.faces.html.escape import h, safe_url
from dragoman.faces.html.marks import marked, marks
from dragoman.faces.html.panel import filters, panel
from dragoman.forms.document import Document, Span
from dragoman.forms.records import Event, Records

_KEY = "Underlined words are acts, wavy where they are conflict. Tinted words are told by somebody."


def story(records: Records, prefix: str) -> str:
    """Return a document's section; `prefix` makes its ids unique in the page."""
    document = records.document
    groups = words.numbered(records)
    found = marks([row for _, rows in groups for row in rows], prefix)
    placed: set[str] = set()
    body = "\n".join(
        f"<p>{marked(document.text, paragraph.span, found, placed)}</p>"
        for paragraph in document.paragraphs
        if not _is_title(document, paragraph.span)
    )
    return (
        f'<article class="doc" aria-labelledby="{prefix}-title">\n{_header(records, prefix)}\n'
        f'<div class="columns">\n<div class="story" lang="{h(document.language)}">\n{body}\n'
        f"{_footer(records)}</div>\n"
        f'<aside class="records" aria-label="Records">\n{filters(groups)}\n'
        f"{panel(groups, prefix, placed)}\n</aside>\n</div>\n</article>\n"
    )


def _header(records: Records, prefix: str) -> str:
    document = records.document
    publisher = h(document.publisher or "Unknown publisher")
    url = safe_url(document.url)
    if url:
        publisher = f'<a href="{h(url)}" rel="noreferrer noopener">{publisher}</a>'
    date = "date unknown"
    if document.published:
        iso = document.published.isoformat()
        date = f'<time datetime="{iso}">{words.day(document.published)}</time>'
    authors = f" · {h(', '.join(document.authors))}" if document.authors else ""
    return (
        f'<header><p class="source">{publisher} · {date}{authors}</p>\n'
        f'<h1 id="{prefix}-title">{h(document.title or "Untitled")}</h1>\n'
        f"{_pairs(records)}</header>"
    )


def _pairs(records: Records) -> str:
    """Return the pairs of countries that the story's events are between, the busiest first."""
    good: Counter[tuple[str, str]] = Counter()
    bad: Counter[tuple[str, str]] = Counter()
    for record in records.records:
        if not isinstance(record, Event) or record.status in ("negated", "hypothetical"):
            continue
        actors = {e.code for e in record.actor if e.code}
        others = {e.code for e in record.recipient if e.code} or actors
        between = {(min(a, b), max(a, b)) for a in actors for b in others if a != b}
        (good if record.quad_code <= 2 else bad).update(between)
    busiest = (good + bad).most_common(5)
    if not busiest:
        return ""
    items = "".join(
        f'<li><span class="dyad">{h(a)}–{h(b)}</span> '
        f'<span class="coop">+{good[a, b]}</span> <span class="conf">−{bad[a, b]}</span></li>'
        for (a, b), _ in busiest
    )
    return (
        '<ul class="pairs" aria-label="Acts between countries: cooperation and conflict">'
        f"{items}</ul>"
    )


def _is_title(document: Document, paragraph: Span) -> bool:
    return document.title_span is not None and document.title_span.contains(paragraph)


def _footer(records: Records) -> str:
    document = records.document
    left_out = sum(b.span.end - b.span.start for b in document.boilerplate)
    made = records.made_by
    parts = [
        f"Document {document.id[:19]}…",
        f"read by Dragoman {made.get('dragoman', '')} ({made.get('codebook', '')})",
        f"{left_out:,} characters of menus and notices left out" if left_out else "",
    ]
    made_of = h(" · ".join(part for part in parts if part))
    return f'<p class="colophon">{_KEY}<br>{made_of}</p>\n'
