"""Records as one self-contained page: the story with its evidence marked, the records beside it.

The page asks nothing of the network: its policy (CSP) allows its own style and script by their
digests and nothing else, and every word of a document is escaped.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from dragoman.faces.html.escape import h
from dragoman.faces.html.story import story
from dragoman.forms.records import Records


class Page:
    """The html face: documents one below the other in one page."""

    def __init__(self, title: str | None = None) -> None:
        self._title = title
        self._count = 0

    def head(self) -> str:
        """Return nothing: the page's head waits for the first document, whose title it bears."""
        return ""

    def document(self, records: Records) -> str:
        """Return one document as a section of the page, before the first one the page's head."""
        self._count += 1
        opening = _opening(self._title or records.document.title) if self._count == 1 else ""
        return opening + story(records, prefix=f"d{self._count}")

    def foot(self) -> str:
        """Return the page's end, with its script."""
        opening = _opening(self._title) if self._count == 0 else ""
        if self._count == 0:
            opening += '<p class="none">No document could be read.</p>'
        return f"{opening}</main>\n<script>{_asset('page.js')}</script>\n</body>\n</html>\n"


@cache
def _asset(name: str) -> str:
    return files("dragoman.faces.html").joinpath(name).read_text(encoding="utf-8")


def _digest(name: str) -> str:
    """Return the CSP source that allows exactly the inline asset of that name."""
    digest = sha256(_asset(name).encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def _opening(title: str | None) -> str:
    policy = (
        f"default-src 'none'; style-src {_digest('page.css')}; script-src {_digest('page.js')}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="generator" content="dragoman">\n'
        f"<title>{h(title or 'Records')}</title>\n<style>{_asset('page.css')}</style>\n"
        '</head>\n<body>\n<main id="top">\n'
    )
