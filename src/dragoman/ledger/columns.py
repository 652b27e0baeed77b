"""Column types that give back exactly what was put in, on both databases."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson
from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

# Neither database takes a lone surrogate, and PostgreSQL no NUL; a story from a broken export can
# hold both. They are written as this private character and four hex digits.
_MARK = "\uf8fe"
_UNSTORABLE = re.compile(f"[\x00\ud800-\udfff{_MARK}]")
_MARKED = re.compile(f"{_MARK}([0-9a-f]{{4}})")

Number = BigInteger().with_variant(Integer(), "sqlite")


def storable(text: str) -> str:
    """Return `text` with what no database takes escaped; `exact` gives it back."""
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", text)


def exact(stored: str) -> str:
    """Give back the text that `storable` took."""
    if _MARK not in stored:
        return stored
    return _MARKED.sub(lambda found: chr(int(found[1], 16)), stored)


class Exact(TypeDecorator[str]):
    """Text, code point by code point, NUL and lone surrogates included."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what the database would refuse."""
        return None if value is None else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Undo the escapes."""
        return None if value is None else exact(value)


class Json(TypeDecorator[Any]):
    """JSON as text: it is never searched inside, and comes back with the order it was given."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write compact JSON; ASCII escapes only where a lone surrogate needs them."""
        if value is None:
            return None
        try:
            written = orjson.dumps(value).decode()
        except TypeError:  # a lone surrogate is no UTF-8
            return json.dumps(value, separators=(",", ":"))
        if _UNSTORABLE.search(written) is None:
            return written
        return json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        if value is None:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:  # an escaped lone surrogate
            return json.loads(value)
