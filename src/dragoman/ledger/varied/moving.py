"""Moving: a record of a text in; the same record of the text told otherwise out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.records import EventDate, EventPlace, Evidence, Record

_AS_IT_IS = frozenset(
    {"confidence", "event", "mode", "context", "status", "quad_code", "event_scale", "manner",
     "told_to", "area", "state", "stance"}
)  # fmt: skip
_YEAR = re.compile(r"\b\d{4}\b")
_TOLD = frozenset({"role", "organisation", "title"})
_FIELDS: dict[type[Record], tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Move:
    """Where everything goes: `starts` and `ends` are the new offsets of the old ones.

    `told` tells a name otherwise, `code` gives the code that stands for a code, `days` is how many
    days later all happens, `numbered` makes a record's id that of this document.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    told: Callable[[str], str]
    code: Callable[[str | None], str | None]
    days: int
    numbered: Callable[[str], str]

    def span(self, span: Span) -> Span:
        """Move a span."""
        return Span(self.starts[span.start], self.ends[span.end])

    def record(self, record: Record) -> Record:
        """Move a record: its spans, its parties, its days."""
        kind = type(record)
        if kind not in _FIELDS:
            _FIELDS[kind] = tuple(f.name for f in fields(kind) if f.name not in _AS_IT_IS)
        told = {name: self._value(name, getattr(record, name)) for name in _FIELDS[kind]}
        return replace(record, **told)

    def _value(self, name: str, given: Any) -> Any:
        if given is None:
            return given
        if name in ("id", "according_to"):
            return self.numbered(given)
        if name == "code":
            return self.code(given)
        if name in _TOLD:
            return self.told(given)
        return tuple(map(self._part, given)) if isinstance(given, tuple) else self._part(given)

    def _part(self, given: Any) -> Any:
        if isinstance(given, Evidence):
            start, end = self.starts[given.start], self.ends[given.end]
            return Evidence(start, end, self.text[start:end])
        if isinstance(given, Entity):
            return self._entity(given)
        if isinstance(given, EventDate):
            words = given.text and self.told(given.text)
            # A year that the wording leaves as it is, is history.
            stays = words is not None and words == given.text and _YEAR.search(words)
            later = timedelta(0 if stays else self.days)
            return EventDate(given.start + later, given.end + later, words, given.basis)
        assert isinstance(given, EventPlace), given
        code = self.code(given.code)
        if code == given.code:
            return given
        return EventPlace(self.told(given.name), code, None, None)

    def _entity(self, given: Entity) -> Entity:
        start, end = self.starts[given.start], self.ends[given.end]
        code, own = self.code(given.code), given.id
        if own is not None and given.code is not None and code is not None:
            own = own.replace(given.code, code) if given.code in own else None
        return Entity(
            self.text[start:end], start, end, self.told(given.name), given.kind, code,
            given.sector, given.sectors, own, given.office and self.told(given.office), given.why,
        )  # fmt: skip
