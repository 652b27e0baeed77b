"""An article as a person has it, before its text is found: what intake gives to document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Article:
    """One input item.

    `item` names it in messages (path, URL, `path:line`, `stdin`). `content` is decoded markup when
    `markup` is "html", else plain text; in "body" it is plain text known to be the story alone (the
    body field of a JSON export). `published` is the raw date string that came with the
    item, unchecked; None where it said nothing.
    """

    item: str
    content: str
    markup: Literal["html", "text", "body"]
    url: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
