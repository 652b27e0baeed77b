"""Relevance: words and the documents that have them in, how much each is about them out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnClause,
    Connection,
    Float,
    Select,
    cast,
    column,
    func,
    literal,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.opened import Opened
from dragoman.ledger.words import Term, fts5_query, parse_query, tsquery_any, words_of

# A title that has all the words makes four times of a document's rank. The rank of the words
# themselves at most doubles however often a text repeats them, so that a title is more than any
# repetition in a text of like length, and a word that a title has by the way less than a text
# that is wholly about it.
TITLE = 3.0

MOST_RANKED = 1_000
"""Documents that are ranked of one search. Ranking so many takes either database 20 ms where 50,000
documents have the words; ranking all of these took SQLite 150 ms."""

_D = schema.documents.c
_WORDS = table("words", column("document"), column("rowid"), column("text"))
_W = _WORDS.c


def relevance(ledger: Opened, words: str, documents: Sequence[int]) -> dict[int, float]:
    """Return how relevant documents are to a search's words, 0 to 1; the most relevant has 1.

    The documents are numbers of such as have the words; the first `MOST_RANKED` are ranked. The
    rank is the database's own (SQLite: BM25; PostgreSQL: `ts_rank`, with the text's length),
    weighed up by the share of the words that stand in the title. Figures of two answers, or of two
    databases, do not compare.
    """
    documents = documents[:MOST_RANKED]
    if not documents:
        return {}
    terms = [term for term in parse_query(words) if not term.without]
    with ledger.reading() as connection:
        ranks = _ranks(connection, terms, documents)
        titles = {
            row.number: row.title
            for some in slices(documents)
            for row in connection.execute(select(_D.number, _D.title).where(_D.number.in_(some)))
        }
    weighed = {
        number: ranks.get(number, 0.0) * (1.0 + TITLE * _share(titles.get(number), terms))
        for number in documents
    }
    most = max(weighed.values())
    return {number: rank / most if most else 0.0 for number, rank in weighed.items()}


def _ranks(
    connection: Connection, terms: Sequence[Term], documents: Sequence[int]
) -> dict[int, float]:
    on_sqlite = connection.dialect.name == "sqlite"
    query = _bm25(terms, documents) if on_sqlite else _ts_rank(terms, documents)
    return {row.number: float(row.rank) for row in connection.execute(query)}


def _bm25(terms: Sequence[Term], documents: Sequence[int]) -> Select[tuple[int, float]]:
    words: ColumnClause[str] = column("words")
    # A sum is no row's number: the index is gone through once, not asked for each document.
    number = _W.rowid + literal(0)
    listed = func.json_each(f"[{','.join(map(str, documents))}]").table_valued("value")
    return (
        select(_W.rowid.label("number"), (-func.bm25(words)).label("rank"))
        .select_from(_WORDS)
        .where(words.op("MATCH")(fts5_query(terms)), number.in_(select(listed.c.value)))
    )


def _ts_rank(terms: Sequence[Term], documents: Sequence[int]) -> Select[tuple[int, float]]:
    # Any of the words: of words that must all stand PostgreSQL ranks only how near they are.
    asked = cast(tsquery_any(terms), TSQUERY)
    by_length = 1  # divided by one and the logarithm of the text's length
    rank = cast(func.ts_rank(_W.text, asked, by_length), Float).label("rank")
    return select(_W.document.label("number"), rank).where(_W.document.in_(list(documents)))


def _share(title: str | None, terms: Sequence[Term]) -> float:
    """Return how many of the terms stand in a title, as a share of all."""
    told = words_of(title or "")
    return sum(_stands(term, told) for term in terms) / len(terms)


def _stands(term: Term, told: Sequence[str]) -> bool:
    length, last = len(term.words), term.words[-1]
    for start in range(len(told) - length + 1):
        *before, word = told[start : start + length]
        if tuple(before) == term.words[:-1] and (
            word.startswith(last) if term.open else word == last
        ):
            return True
    return False
