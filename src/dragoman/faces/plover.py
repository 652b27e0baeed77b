"""Records as PLOVER JSONL, one event a line (`dragoman.forms.plover` says how).

Kinds of record that PLOVER does not know are left out.
"""

from __future__ import annotations

from typing import Any

from dragoman.faces.json import line
from dragoman.faces.words import sentence_at, tellers
from dragoman.forms import plover
from dragoman.forms.records import Event, Records, plain


class Plover:
    """The PLOVER face: JSONL of events."""

    def head(self) -> str:
        """Return nothing: JSONL has no header."""
        return ""

    def document(self, records: Records) -> str:
        """Return a line for each event of the document, in the order of the records."""
        return "".join(line(row) for row in _rows(records))

    def foot(self) -> str:
        """Return nothing: JSONL has no end mark."""
        return ""


def _rows(records: Records) -> list[dict[str, Any]]:
    document = records.document
    source = {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "published": plain(document.published),
        "publisher": document.publisher,
        "language": document.language,
        "text": document.text,
    }
    sentences = [s for p in document.paragraphs for s in p.sentences]
    told = tellers(records)
    rows = []
    for event in records.records:
        if not isinstance(event, Event):
            continue
        sentence = sentence_at(document, event.trigger)
        teller = told.get(event.according_to or "")
        row = plover.event_row(
            event.to_dict(),
            source,
            records.made_by,
            sentence=sentence,
            number=sentences.index(sentence) if sentence in sentences else None,
            teller=teller.to_dict() if teller else None,
        )
        rows.append(row)
    return rows
