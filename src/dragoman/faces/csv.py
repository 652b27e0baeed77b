"""Records as CSV: one row a record of any kind (docs/faces.md; `dragoman.forms.cells` says how)."""

from __future__ import annotations

from dragoman.faces.words import tellers
from dragoman.forms.cells import COLUMNS, cells, csv_line
from dragoman.forms.records import Records, plain

__all__ = ["COLUMNS", "Rows"]


class Rows:
    """The CSV face (RFC 4180, UTF-8)."""

    def head(self) -> str:
        """Return the header row."""
        return csv_line(COLUMNS)

    def document(self, records: Records) -> str:
        """Return a row for each record."""
        document = records.document
        source = {
            "id": document.id,
            "url": document.url,
            "title": document.title,
            "publisher": document.publisher,
            "published": plain(document.published),
        }
        told = {name: said.to_dict() for name, said in tellers(records).items()}
        lines = []
        for record in records.records:
            found = cells(record.to_dict(), source, told.get(record.according_to or ""))
            lines.append(csv_line(found.get(name) for name in COLUMNS))
        return "".join(lines)

    def foot(self) -> str:
        """Return nothing: CSV has no end mark."""
        return ""
