"""Quotations: records and their documents in, cited words with their source out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from dragoman.forms.document import Span
from dragoman.forms.rows import (
    HappeningRow,
    QuotableRow,
    RecordRow,
    ReportRow,
    SpanRow,
    TellingRow,
)
from dragoman.views.shapes import Quote, SourceRow

R = TypeVar("R", ReportRow, TellingRow, QuotableRow)
T = TypeVar("T", TellingRow, QuotableRow)
MOST = 3  # quotations of a line
_MOST_MARKED = 0.7  # of a quotation: marking nearly all of it marks nothing
_WIDEST = 600  # characters of a quotation that is widened to whole sentences
_LONGEST = 320  # characters of a shown quotation: four lines of a page


def of_record(record: RecordRow, sources: Mapping[str, SourceRow]) -> Quote | None:
    """Quote a record: the evidence with its trigger, cue or issue marked."""
    core = record.get("trigger") or record.get("what") or record.get("issue")
    return _quote(
        record["evidence"],
        core,
        _source(record["document"], sources),
        record["id"],
        record["confidence"],
        record["according_to"],
    )


def tellings_to_quote(chain: Sequence[T]) -> list[T]:
    """Return the records of an entry to quote: what set its state, then others, newest first."""
    ranked = sorted(chain, key=lambda row: row["published"] or "", reverse=True)
    ranked.sort(key=lambda row: not row["changes"])
    return _one_a_source(ranked)


def of_entry(chain: Sequence[QuotableRow]) -> list[Quote]:
    """Quote an entry of a register."""
    quotes = []
    for row in tellings_to_quote(chain):
        source: SourceRow = {
            "document": row["document"],
            "title": row["title"],
            "url": row["url"],
            "publisher": row["publisher"],
            "published": row["published"],
        }
        quote = _quote(
            row["evidence"], None, source, row["record"], row["confidence"], row["according_to"]
        )
        if quote is not None:
            quotes.append(quote)
    return quotes


def reports_to_quote(happening: HappeningRow) -> list[ReportRow]:
    """Return the reports to quote: those of the status it has, the surest, one a publisher."""
    ranked = sorted(happening["reports"], key=lambda row: -row["confidence"])
    ranked.sort(key=lambda row: (row["status"] != happening["status"], row["copy_of"] is not None))
    return _one_a_source(ranked)


def widen(quote: Quote, text: str, sentences: Sequence[Span]) -> None:
    """Quote the sentences that hold a quotation's words, and mark these; not where they are long.

    `text` is the document's.
    """
    start, end = quote["start"], quote["end"]
    inside = [s for s in sentences if s.start < end and start < s.end]
    if not inside:
        return
    first, last = min(start, inside[0].start), max(end, inside[-1].end)
    if last - first <= _WIDEST and (first, last) != (start, end):
        quote["text"], quote["start"], quote["end"] = text[first:last], first, last
        part = end - start < _MOST_MARKED * (last - first)
        quote["mark"] = [start - first, end - first] if part else None


def shown(quote: Quote, most: int = _LONGEST) -> tuple[str, str, str]:
    """Cut a quotation around its mark: the words before it, the mark, the words after it."""
    text = quote["text"]
    start, end = quote["mark"] or (0, 0)
    left, right = 0, len(text)
    if len(text) > most:
        left = max(0, min(start - most // 2, len(text) - most))
        right = min(len(text), max(left + most, end))
        left = text.rfind(" ", 0, left + 1) + 1 if left else 0
        if right < len(text):
            right = max(text.rfind(" ", 0, right), end)
    before = ("… " if left else "") + text[left:start] if start > left else ""
    after = text[max(end, left) : right] + (" …" if right < len(text) else "")
    return before, text[start:end], after


def _quote(
    evidence: Sequence[SpanRow],
    core: SpanRow | None,
    source: SourceRow,
    record: str,
    confidence: float,
    according_to: str | None,
) -> Quote | None:
    if not evidence:
        return None
    holds = (
        s for s in evidence if core and s["start"] <= core["start"] and core["end"] <= s["end"]
    )
    span = next(holds, evidence[0])
    mark = None
    if core is not None and span["start"] <= core["start"] and core["end"] <= span["end"]:
        mark = [core["start"] - span["start"], core["end"] - span["start"]]
    return {
        **source,
        "record": record,
        "text": span["text"],
        "start": span["start"],
        "end": span["end"],
        "mark": mark,
        "confidence": confidence,
        "according_to": according_to,
    }


def _source(document: str, sources: Mapping[str, SourceRow]) -> SourceRow:
    return sources.get(document) or {
        "document": document, "title": None, "url": None, "publisher": None, "published": None,
    }  # fmt: skip


def _one_a_source(rows: Iterable[R]) -> list[R]:
    """Keep the first row of each publisher, and of copies of one text."""
    seen: set[str] = set()
    kept = []
    for row in rows:
        who = {row["publisher"] or row["document"], row["copy_of"] or row["document"]}
        if not who & seen:
            kept.append(row)
        seen |= who
    return kept[:MOST]
