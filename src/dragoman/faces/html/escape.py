"""Escaping for pages: any text in, text that is safe as HTML content or attribute value out."""

from __future__ import annotations

from dragoman.safe import h, safe_url

__all__ = ["h", "safe_url"]
