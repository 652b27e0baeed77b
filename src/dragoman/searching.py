"""Joins the ledger's rows, the reader and the search view: words in, cited documents out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dragoman import codebook
from dragoman.document.sentences import split
from dragoman.errors import UsageError
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Meaning
from dragoman.forms.rows import DocumentRow, RecordRow
from dragoman.ledger.derive import ROLES, entities
from dragoman.ledger.meanings import Near, keep_meanings, nearest, without_meaning
from dragoman.ledger.relevance import relevance
from dragoman.ledger.sources import documents_of, numbers_with, records_of
from dragoman.ledger.traits import Sets, pair_trait, publisher_trait, sets
from dragoman.ledger.words import fold, parse_query, words_of
from dragoman.views.periods import as_days
from dragoman.views.search import Sought, hit, of_passage, with_records, with_words
from dragoman.views.shapes import Hit
from dragoman.views.sides import side

if TYPE_CHECKING:
    from dragoman.ledger import Ledger

LIMIT = 20
MOST = 1_000
ORDERS = ("relevance", "newest")
_AT_ONCE = 40  # documents whose records are looked at together
Flags = NDArray[np.bool_]


class Encoder(Protocol):
    """The part of the reader that says what words are about; `digest` names its weights."""

    digest: str

    def meaning(self, text: str) -> bytes:
        """Return what a few words are about."""

    def meanings(self, document: Document) -> tuple[Meaning, ...]:
        """Return what a document and its passages are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is searched; what is None or empty does not matter.

    `words` in the ledger's query language (`Ledger.search_words`), or with `by_meaning` any words
    that say what it is about. A record of one of the `kinds`, with one of the `events`, in which
    all `codes` stand, and which relates the `pair`, must be in the document. `publisher` is a name,
    `first` and `last` ISO days of publication, both inclusive. `by` is "relevance" (where words are
    searched the default) or "newest"; a search by meaning is by nearness alone.
    """

    words: str = ""
    by_meaning: bool = False
    kinds: Sequence[str] = ()
    events: Sequence[str] = ()
    codes: Sequence[str] = ()
    pair: tuple[str, str] | None = None
    publisher: str | None = None
    first: str | None = None
    last: str | None = None
    by: str | None = None
    limit: int = LIMIT

    @property
    def wants_records(self) -> bool:
        """Say whether a record is asked for."""
        return bool(self.kinds or self.events or self.codes or self.pair)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the first `hits` of so many `documents`.

    Where a record is asked for, documents whose traits are in several records are counted too.
    `unread` counts documents without a vector of the encoder, which a search by meaning misses.
    """

    hits: list[Hit]
    documents: int
    unread: int = 0
    asked: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the view (docs/views.md)."""
        return {
            "asked": self.asked,
            "documents": self.documents,
            "unread": self.unread,
            "hits": self.hits,
        }


def search(ledger: Ledger, query: Query, encoder: Encoder | None = None) -> Found:
    """Search: words by relevance or the newest first, meaning the nearest first.

    Raises UsageError for a query without anything to look for, and for codes, kinds and days that
    are none.
    """
    query = _checked(query)
    found = sets(ledger, ["all", *_traits(query)])
    among = found.flags["all"] & _having(query, found) & _on_days(query, found)
    if query.by_meaning:
        return _by_meaning(ledger, query, among, encoder)
    if query.words:
        has = np.zeros(len(among), np.bool_)
        numbers = numbers_with(ledger, query.words)
        has[numbers[numbers < len(has)]] = True
        among &= has
    numbers = np.flatnonzero(among)
    order = numbers[np.lexsort((-numbers, -found.days[numbers]))].tolist()
    scores: dict[int, float] = {}
    if query.by == "relevance":
        scores = relevance(ledger, query.words, order)
        order.sort(key=lambda number: -scores.get(number, -1.0))  # stable: equals the newest first
    hits = list(_hits(ledger, query, order, scores))
    # All of them were looked at where fewer were found than may be shown.
    whole = len(hits) if query.wants_records and len(hits) < query.limit else len(order)
    return Found(hits, whole, asked=_asked(query))


def _checked(query: Query) -> Query:
    from dataclasses import replace

    if not 1 <= query.limit <= MOST:
        raise UsageError(f"--limit {query.limit}: 1 to {MOST} documents are shown")
    for event in query.events:
        codebook.entry(event.upper())
    for kind in query.kinds:
        if kind not in ROLES:
            raise UsageError(f"no kind {kind!r}: {', '.join(ROLES)} are known")
    if query.by not in (None, *ORDERS):
        raise UsageError(f"no order {query.by!r}: choose one of {', '.join(ORDERS)}")
    if query.by is not None and query.by_meaning:
        raise UsageError("a search by meaning is by nearness: it takes no other order")
    if query.by == "relevance" and not query.words:
        raise UsageError("relevance is to words: give some, or take the newest")
    as_days(query.first, query.last)
    codes = [side(code) for code in query.codes]
    pair = None if query.pair is None else tuple(side(code).codes[0] for code in query.pair)
    if any(one.is_bloc for one in codes):
        raise UsageError("a search is of countries: a bloc's members are many codes")
    if query.by_meaning and not query.words:
        raise UsageError("say in some words what to look for by meaning")
    if not (query.words or query.wants_records or query.publisher):
        raise UsageError("nothing to search for: give words, or --code, --pair, --kind, --event")
    plain = "relevance" if query.words else "newest"
    return replace(
        query,
        by=None if query.by_meaning else query.by or plain,
        events=[event.upper() for event in query.events],
        codes=[one.codes[0] for one in codes],
        pair=pair,  # type: ignore[arg-type]  # two codes of two
    )


def _traits(query: Query) -> list[str]:
    traits = [f"kind:{kind}" for kind in query.kinds]
    traits += [f"event:{event}" for event in query.events]
    traits += [f"code:{code}" for code in query.codes]
    traits += [pair_trait(*query.pair)] if query.pair else []
    return traits + ([publisher_trait(query.publisher)] if query.publisher else [])


def _having(query: Query, found: Sets) -> Flags:
    """Return the documents that have all that is asked for, in one record or in several."""
    flags = np.ones(len(found.days), np.bool_)
    for prefix in ("kind:", "event:"):
        some = [has for trait, has in found.flags.items() if trait.startswith(prefix)]
        flags = flags & np.logical_or.reduce(some) if some else flags
    for trait, has in found.flags.items():
        if trait.startswith(("code:", "pair:", "publisher:")):
            flags = flags & has
    return flags


def _on_days(query: Query, found: Sets) -> Flags:
    flags = np.ones(len(found.days), np.bool_)
    first, last = as_days(query.first, query.last)
    if first is not None:
        flags &= found.days >= first.toordinal()
    if last is not None:
        flags &= (found.days > 0) & (found.days <= last.toordinal())
    return flags


def _hits(
    ledger: Ledger, query: Query, numbers: Sequence[int], scores: Mapping[int, float]
) -> Iterator[Hit]:
    """Yield the first documents that have a record as it is asked for, opened to their quotes."""
    sought = _sought(query)
    left = query.limit
    for start in range(0, len(numbers), _AT_ONCE):
        size = _AT_ONCE if query.wants_records else min(_AT_ONCE, left)
        rows = documents_of(ledger, numbers[start : start + size])
        records = _records(ledger, query, rows) if query.wants_records else {}
        for document in rows:
            if query.wants_records:
                mine = records.get(document["id"], [])
                if not mine:
                    continue
                cited = with_records(document, mine, sought, fold)
            else:
                cited = with_words(document, sought, fold, split)
            yield hit(document, cited, score=scores.get(document["number"]))
            left -= 1
            if not left:
                return


def _records(
    ledger: Ledger, query: Query, documents: Sequence[DocumentRow]
) -> dict[str, list[RecordRow]]:
    """Return the records that are asked for, by document."""
    numbers = [row["number"] for row in documents]
    found: dict[str, list[RecordRow]] = {}
    for row in records_of(ledger, numbers, query.kinds, query.events):
        if _fits(row, query):
            found.setdefault(row["document"], []).append(row)
    return found


def _fits(row: RecordRow, query: Query) -> bool:
    """Say whether a record has the codes, and relates the pair."""
    by_role: dict[str, set[str]] = {}
    for role, entity in entities(row):
        if entity["code"]:
            by_role.setdefault(role, set()).add(entity["code"])
    codes = set().union(*by_role.values())
    if not set(query.codes) <= codes:
        return False
    if query.pair is None:
        return True
    one, other = query.pair
    if row["kind"] == "agreement":
        return {one, other} <= codes
    roles = [by_role.get(role, set()) for role in ROLES[row["kind"]]]
    if len(roles) < 2:
        return False
    return (one in roles[0] and other in roles[1]) or (other in roles[0] and one in roles[1])


def _sought(query: Query) -> list[Sought]:
    if not query.words:
        return []
    if query.by_meaning:
        return [Sought((word,)) for word in dict.fromkeys(words_of(query.words)) if len(word) > 3]
    return [Sought(term.words, term.open) for term in parse_query(query.words) if not term.without]


def _by_meaning(ledger: Ledger, query: Query, among: Flags, encoder: Encoder | None) -> Found:
    if encoder is None:
        raise UsageError("a search by meaning needs the reader: give an encoder")
    near, compared = nearest(
        ledger, encoder.digest, encoder.meaning(query.words), among=among, limit=query.limit
    )
    rows = {row["number"]: row for row in documents_of(ledger, [one.number for one in near])}
    hits = [_near(rows[one.number], one, query) for one in near if one.number in rows]
    return Found(hits, compared, int(among.sum()) - compared, _asked(query))


def _near(document: DocumentRow, near: Near, query: Query) -> Hit:
    quote = of_passage(document, Span(near.start, near.end), _sought(query), fold, split)
    return hit(document, [quote], likeness=near.likeness)


def _asked(query: Query) -> dict[str, Any]:
    return {
        "words": query.words,
        "by_meaning": query.by_meaning,
        "kinds": list(query.kinds),
        "events": list(query.events),
        "codes": list(query.codes),
        "pair": None if query.pair is None else list(query.pair),
        "publisher": query.publisher,
        "first": query.first,
        "last": query.last,
        "by": query.by,
        "limit": query.limit,
    }


def add_meanings(ledger: Ledger, encoder: Encoder) -> Iterator[str]:
    """Give documents that have none the meanings of the encoder's weights; yield their ids."""
    for number, document in without_meaning(ledger, encoder.digest):
        row = ledger.document(document)
        if row is not None:
            keep_meanings(ledger, number, encoder.digest, encoder.meanings(as_document(row)))
            yield document


def as_document(row: DocumentRow) -> Document:
    """Return a stored document as the reader takes it."""
    text = row["text"]
    paragraphs = tuple(
        Paragraph(Span(start, end), split(text, start, end)) for start, end in row["body"]
    )
    return Document(row["id"], text, paragraphs, title=row["title"], language=row["language"])
