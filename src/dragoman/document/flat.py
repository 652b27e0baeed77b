"""A page's markup in, its whole text out, menus included: one line for each block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree, html

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "button", "caption", "dd", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select",
     "table", "td", "th", "title", "tr", "ul")
)  # fmt: skip
_HIDDEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "head"))


def flatten(markup: str) -> str:
    """Return a page's whole text, menus included, one line for each block, blank lines between."""
    parser = html.HTMLParser(encoding="utf-8")
    try:
        root = html.fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return ""
    return "\n\n".join(line for raw in _raw_lines(root) if (line := " ".join(raw.split())))


def _raw_lines(root: Any) -> Iterator[str]:
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            if event == "end" and node.tail:
                parts.append(node.tail)
            continue
        hidden = node.tag in _HIDDEN or any(a.tag in _HIDDEN for a in node.iterancestors())
        if node.tag in _BLOCKS or node.tag == "br":
            yield "".join(parts)
            parts = []
        if event == "start" and not hidden and node.text:
            parts.append(node.text)
        if event == "end" and node.tail and not any(a.tag in _HIDDEN for a in node.iterancestors()):
            parts.append(node.tail)
    yield "".join(parts)
