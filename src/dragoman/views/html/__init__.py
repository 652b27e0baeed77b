"""A dossier as one page that asks for nothing: its policy allows its own style by its digest.

Every word of a document is escaped, links are http and https alone, and there is no script.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from dragoman.safe import h
from dragoman.views import svg
from dragoman.views.html.sections import header, sections
from dragoman.views.index import Index
from dragoman.views.shapes import Dossier


def page(dossier: Dossier, trend: Index) -> str:
    """Write a dossier as a page; `trend` is its index, for the picture."""
    one, other = dossier["pair"]
    title = f"{one['name']} and {other['name']}"
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="generator" content="dragoman">\n'
        f"<title>{h(title)}</title>\n<style>{_style()}</style>\n</head>\n<body>\n"
        f"{header(dossier, title)}\n<main>\n{sections(dossier, trend)}\n</main>\n"
        "<footer><p>Each line opens to the words that it came from. Independent sources: copies "
        "of one text and one publisher count once.</p></footer>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    own = files("dragoman.views.html").joinpath("page.css").read_text(encoding="utf-8")
    return own + svg.STYLE
