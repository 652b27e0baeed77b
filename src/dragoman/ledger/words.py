"""Words for searching: text in, folded words out; a query in, each database's own query out.

Both databases index the very same words (cut and folded here, not by them), so that a search finds
the same on both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.errors import UsageError

_WORD = re.compile(r"[^\W_]+")
# Latin letters, and the dashes and quotation marks of print, stand on none before them.
_MAY_COMBINE = re.compile("[^\x00-\u02ff\u2000-\u20cf]")
_TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
LONGEST_WORD = 64  # characters; what is longer is no word that anyone searches
LONGEST_QUERY = 1_000  # characters
MOST_TERMS = 32
# PostgreSQL keeps word positions up to this; later words are found, phrases of them are not.
_LAST_POSITION = 16_383
_MOST_POSITIONS = 255

_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


def fold(text: str) -> str:
    """Return `text` without case and accents: `Díaz-Canel` and `diaz-canel` are one.

    >>> fold("Miguel Díaz-Canel")
    'miguel diaz-canel'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    if _MAY_COMBINE.search(parts) is not None:
        parts = "".join(c for c in parts if not unicodedata.combining(c))
    return parts.translate(_PLAIN)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in order.

    >>> words_of("Díaz-Canel's visit")
    ['diaz', 'canel', 's', 'visit']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: words in a row; `open` where the last one is only a beginning."""

    words: tuple[str, ...]
    without: bool = False
    open: bool = False


def parse_query(query: str) -> tuple[Term, ...]:
    """Read a query: words that must all stand in a text, "phrases", -words that must not, begin*.

    Raises UsageError where nothing is left to look for.

    >>> parse_query('talks "trade deal" -fish sanction*')[1].words
    ('trade', 'deal')
    """
    if len(query) > LONGEST_QUERY:
        raise UsageError(f"the search has {len(query)} characters: {LONGEST_QUERY} at most")
    terms = []
    for minus, phrase, word in _TERM.findall(query):
        words = tuple(words_of(phrase or word))
        if words:
            terms.append(Term(words, bool(minus), not phrase and word.endswith("*")))
    if len(terms) > MOST_TERMS:
        raise UsageError(f"the search has {len(terms)} words: {MOST_TERMS} at most")
    if all(term.without for term in terms):
        raise UsageError("nothing to search for: give a word that the story should have")
    return tuple(terms)


def fts5_query(terms: Iterable[Term]) -> str:
    """Write terms in SQLite's FTS5 query language.

    >>> fts5_query(parse_query('talks "trade deal" -fish'))
    '("talks" "trade deal") NOT ("fish")'
    """
    kept: list[str] = []
    left: list[str] = []
    for term in terms:
        written = f'"{" ".join(term.words)}"' + ("*" if term.open else "")
        (left if term.without else kept).append(written)
    query = f"({' '.join(kept)})"
    return f"{query} NOT ({' OR '.join(left)})" if left else query


def tsquery(terms: Iterable[Term]) -> str:
    """Write terms as a PostgreSQL tsquery.

    >>> tsquery(parse_query('talks "trade deal" -fish'))
    "('talks') & ('trade' <-> 'deal') & !('fish')"
    """
    parts = []
    for term in terms:
        row = [f"'{word}'" for word in term.words]
        if term.open:
            row[-1] += ":*"
        parts.append(("!" if term.without else "") + f"({' <-> '.join(row)})")
    return " & ".join(parts)


def tsquery_any(terms: Iterable[Term]) -> str:
    """Write a PostgreSQL tsquery of any word of the terms that must stand, for ranking.

    >>> tsquery_any(parse_query('talks "trade deal" -fish'))
    "'talks' | 'trade' | 'deal'"
    """
    words = []
    for term in terms:
        if not term.without:
            words += [f"'{word}'" for word in term.words]
            words[-1] += ":*" if term.open else ""
    return " | ".join(words)


def tsvector(words: Iterable[str]) -> str:
    """Write words with their places as a PostgreSQL tsvector.

    >>> tsvector(["trade", "deal", "trade"])
    "'trade':1,3 'deal':2"
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words, start=1):
        here = places[word]
        if len(here) < _MOST_POSITIONS:
            here.append(min(place, _LAST_POSITION))
    return " ".join(f"'{word}':{','.join(map(str, here))}" for word, here in places.items())
