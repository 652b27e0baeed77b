"""Records as JSON: one object a document, one line an object."""

from __future__ import annotations

import json
from typing import Any

from dragoman.forms.records import Records


def line(value: dict[str, Any]) -> str:
    """Return `value` as one line of JSON with its line end."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


class Lines:
    """The JSON face: JSONL in which every line is a whole document."""

    def head(self) -> str:
        """Return nothing: JSONL has no header."""
        return ""

    def document(self, records: Records) -> str:
        """Return the document's object as one line."""
        return line(records.to_dict())

    def foot(self) -> str:
        """Return nothing: JSONL has no end mark."""
        return ""
