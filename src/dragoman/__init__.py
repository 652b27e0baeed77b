"""Dragoman: news about states in, cited records out.

>>> import dragoman
>>> records = dragoman.read("Cuban President Miguel Diaz-Canel arrived in Beijing on Friday.")
>>> records.document.language
'en'

Everything is imported on first use, so that `import dragoman` loads no model, data or network code.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.errors import (
        DefectError,
        DragomanError,
        EvidenceError,
        FetchError,
        FormatError,
        InputError,
        LanguageError,
        NotNewsError,
        PartError,
        UsageError,
    )
    from dragoman.forms.article import Article
    from dragoman.forms.claims import Entity
    from dragoman.forms.document import Document, Paragraph, Span
    from dragoman.forms.records import (
        Agreement,
        Commitment,
        Event,
        EventDate,
        EventPlace,
        Evidence,
        OfficeRecord,
        Position,
        Record,
        Records,
        Statement,
        Visit,
    )
    from dragoman.pipeline import Reader, read, read_many, relate, resolve_phrase

__version__ = "0.1.0"

_HOMES = (
    "dragoman.errors",
    "dragoman.forms.article",
    "dragoman.forms.claims",
    "dragoman.forms.document",
    "dragoman.forms.records",
    "dragoman.pipeline",
)
"""Where the names of `__all__` live, the lightest first: a name is looked for in that order."""

__all__ = [
    "Agreement",
    "Article",
    "Commitment",
    "DefectError",
    "Document",
    "DragomanError",
    "Entity",
    "Event",
    "EventDate",
    "EventPlace",
    "Evidence",
    "EvidenceError",
    "FetchError",
    "FormatError",
    "InputError",
    "LanguageError",
    "NotNewsError",
    "OfficeRecord",
    "Paragraph",
    "PartError",
    "Position",
    "Reader",
    "Record",
    "Records",
    "Span",
    "Statement",
    "UsageError",
    "Visit",
    "__version__",
    "read",
    "read_many",
    "relate",
    "resolve_phrase",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        for home in _HOMES:
            module = import_module(home)
            if hasattr(module, name):
                value = getattr(module, name)
                globals()[name] = value
                return value
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
