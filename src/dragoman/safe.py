"""Any text in, text that is safe where it is shown out: on a terminal, in a page, in Markdown."""

from __future__ import annotations

import re
from html import escape

# XML and HTML allow no other control characters; lone surrogates cannot be written as UTF-8.
_DROPPED: dict[int, int | None] = {point: None for point in range(0x20) if chr(point) not in "\t\n"}
_DROPPED |= {point: None for point in range(0x7F, 0xA0)}
_DROPPED |= {point: 0xFFFD for point in range(0xD800, 0xE000)}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def h(text: object) -> str:
    """Return `text` escaped for HTML, quotes included."""
    return escape(str(text).translate(_DROPPED), quote=True)


def safe_url(url: str | None) -> str | None:
    """Return a URL that may stand in a link: http and https alone, so never a script."""
    if url and url.lower().startswith(("http://", "https://")):
        return url
    return None


def clean(text: str) -> str:
    """Return text that is safe on a terminal: one line, no control characters or bidi overrides."""
    return "".join(
        " " if c in "\t\r\n\x0b\x0c\u2028\u2029" else "" if _unsafe(c) else c for c in text
    )


def md(text: str) -> str:
    """Return text as Markdown that shows its very characters, on one line.

    >>> md("[a](javascript:x) * b")
    '\\\\[a\\\\](javascript:x) \\\\* b'
    """
    return _LIST.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", clean(text)).replace("&", "&amp;"))


def _unsafe(character: str) -> bool:
    point = ord(character)
    return (
        point < 0x20
        or 0x7F <= point < 0xA0
        or 0x202A <= point <= 0x202E
        or 0x2066 <= point <= 0x2069
        or 0xD800 <= point <= 0xDFFF
    )
