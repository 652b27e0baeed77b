"""Escaping: any text in, text that is safe as HTML content or attribute value out."""

from __future__ import annotations

from html import escape

# XML and HTML allow no other control characters; lone surrogates cannot be written as UTF-8.
_DROPPED: dict[int, int | None] = {point: None for point in range(0x20) if chr(point) not in "\t\n"}
_DROPPED |= {point: None for point in range(0x7F, 0xA0)}
_DROPPED |= {point: 0xFFFD for point in range(0xD800, 0xE000)}


def h(text: object) -> str:
    """Return `text` escaped for HTML, quotes included."""
    return escape(str(text).translate(_DROPPED), quote=True)


def safe_url(url: str | None) -> str | None:
    """Return a URL that may stand in a link: http and https alone, so never a script."""
    if url and url.lower().startswith(("http://", "https://")):
        return url
    return None
