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

_HOMES = {
    "dragoman.errors": (
        "DefectError",
        "DragomanError",
        "EvidenceError",
        "FetchError",
        "FormatError",
        "InputError",
        "LanguageError",
        "NotNewsError",
        "PartError",
        "UsageError",
    ),
    "dragoman.forms.article": ("Article",),
    "dragoman.forms.claims": ("Entity",),
    "dragoman.forms.document": ("Document", "Paragraph", "Span"),
    "dragoman.forms.records": (
        "Agreement",
        "Commitment",
        "Event",
        "EventDate",
        "EventPlace",
        "Evidence",
        "OfficeRecord",
        "Position",
        "Record",
        "Records",
        "Statement",
        "Visit",
    ),
    "dragoman.pipeline": ("Reader", "read", "read_many", "relate", "resolve_phrase"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

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
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
