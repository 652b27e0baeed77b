"""What a search found: documents in, hits that open to their matching sentences out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.forms.document import Span
from dragoman.forms.rows import DocumentRow, RecordRow
from dragoman.views import quotes
from dragoman.views.shapes import Hit, Quote, SourceRow

_WORD = re.compile(r"[^\W_]+")
MOST_QUOTES = 2
# Paragraphs and characters that are looked at for the sentences of one document.
_MOST_PARAGRAPHS = 400
_LONGEST = 4_000

Fold = Callable[[str], str]
Split = Callable[[str, int, int], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Sought:
    """Words in a row, folded; `open` where the last is only a beginning."""

    words: tuple[str, ...]
    open: bool = False


def source_of(document: DocumentRow) -> SourceRow:
    """Return what a quotation says of its document."""
    return {
        "document": document["id"],
        "title": document["title"],
        "url": document["url"],
        "publisher": document["publisher"],
        "published": document["published"],
    }


def hit(
    document: DocumentRow,
    cited: Iterable[Quote],
    *,
    likeness: float | None = None,
    score: float | None = None,
) -> Hit:
    """Return a document as a hit."""
    return {
        **source_of(document),
        "likeness": None if likeness is None else round(min(1.0, max(0.0, likeness)), 4),
        "score": None if score is None else round(score, 4),
        "copy_of": document["copy_of"],
        "quotes": list(cited)[:MOST_QUOTES],
    }


def with_words(
    document: DocumentRow, sought: Sequence[Sought], fold: Fold, split: Split
) -> list[Quote]:
    """Return the sentences that together have most of the words, in the order of the text.

    Where the words stand in the title alone the first sentence is quoted.
    """
    text = document["text"]
    found: list[tuple[frozenset[int], Span, list[int] | None]] = []
    for start, end in document["body"][:_MOST_PARAGRAPHS]:
        if end - start > _LONGEST or not _marks(text[start:end], sought, fold)[0]:
            continue
        for sentence in split(text, start, end):
            terms, mark = _marks(sentence.of(text), sought, fold)
            if terms:
                found.append((terms, sentence, mark))
    kept: list[tuple[Span, list[int] | None]] = []
    told: frozenset[int] = frozenset()
    while found and len(kept) < MOST_QUOTES:
        # What tells most that is not quoted yet, then what tells most at all, then the earliest.
        best = max(found, key=lambda row: (len(row[0] - told), len(row[0]), -row[1].start))
        if kept and not best[0] - told and len(told) == len(sought):
            break
        found.remove(best)
        told |= best[0]
        kept.append(best[1:])
    if not kept and document["body"]:
        start, end = document["body"][0]
        first = next(iter(split(text, start, min(end, start + _LONGEST))), Span(start, end))
        return [_quote(document, first, None)]
    return [_quote(document, sentence, mark) for sentence, mark in sorted(kept, key=_place)]


def _place(kept: tuple[Span, list[int] | None]) -> int:
    return kept[0].start


def with_records(
    document: DocumentRow, records: Sequence[RecordRow], sought: Sequence[Sought], fold: Fold
) -> list[Quote]:
    """Return the evidence of records, those that have most of the words first."""
    sources = {document["id"]: source_of(document)}
    found = [quote for row in records if (quote := quotes.of_record(row, sources)) is not None]
    found.sort(key=lambda quote: (-len(_marks(quote["text"], sought, fold)[0]), quote["start"]))
    unique = {(quote["start"], quote["end"]): quote for quote in reversed(found)}
    return list(reversed(unique.values()))[:MOST_QUOTES]


def of_passage(
    document: DocumentRow, span: Span, sought: Sequence[Sought], fold: Fold, split: Split
) -> Quote:
    """Return a passage, or of a long one the sentence that has most of the words."""
    text = document["text"]
    sentences = list(split(text, span.start, span.end))
    counted = [len(_marks(sentence.of(text), sought, fold)[0]) for sentence in sentences]
    if any(counted):
        best = sentences[counted.index(max(counted))]
        return _quote(document, best, _marks(best.of(text), sought, fold)[1])
    return _quote(document, span, None)


def _marks(
    text: str, sought: Sequence[Sought], fold: Fold
) -> tuple[frozenset[int], list[int] | None]:
    """Return which of the terms stand in a text, and where the first of them does."""
    places = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    words = [fold(text[start:end]) for start, end in places]
    terms = set()
    first: list[int] | None = None
    for number, term in enumerate(sought):
        at = _find(words, term)
        if at is not None:
            terms.add(number)
            here = [places[at][0], places[at + len(term.words) - 1][1]]
            first = here if first is None or here < first else first
    return frozenset(terms), first


def _find(words: Sequence[str], term: Sought) -> int | None:
    length = len(term.words)
    for at in range(len(words) - length + 1):
        here = tuple(words[at : at + length])
        if here[:-1] == term.words[:-1] and (
            here[-1].startswith(term.words[-1]) if term.open else here[-1] == term.words[-1]
        ):
            return at
    return None


def _quote(document: DocumentRow, span: Span, mark: list[int] | None) -> Quote:
    return {
        **source_of(document),
        "record": None,
        "text": span.of(document["text"]),
        "start": span.start,
        "end": span.end,
        "mark": mark,
        "confidence": None,
        "according_to": None,
    }
