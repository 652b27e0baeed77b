"""Words: cut and folded the same way for both databases; queries that cannot break out."""

from __future__ import annotations

import doctest
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import UsageError
from dragoman.ledger import columns, words
from dragoman.ledger.columns import exact, storable


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(words).failed == 0


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_survives_the_escapes_of_a_column(text: str) -> None:
    stored = storable(text)
    assert exact(stored) == text
    assert "\x00" not in stored
    stored.encode("utf-8")


@given(st.recursive(st.none() | st.text(st.characters(exclude_categories=[])), st.lists))
def test_any_json_survives_a_column(value: object) -> None:
    written = columns.Json().process_bind_param(value, None)  # type: ignore[arg-type]
    if value is not None:
        assert written is not None
        written.encode("utf-8")
        assert "\x00" not in written
    assert columns.Json().process_result_value(written, None) == value  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_query_is_one_that_sqlite_understands_or_wrong_usage(query: str) -> None:
    try:
        terms = words.parse_query(query)
    except UsageError as wrong:
        assert "search" in str(wrong)
        return
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE w USING fts5(text)")
    # No word is searched for that the query does not hold, and an empty table has none of them.
    assert {word for term in terms for word in term.words} <= set(words.words_of(query))
    match = [words.fts5_query(terms)]
    assert connection.execute("SELECT * FROM w WHERE w MATCH ?", match).fetchall() == []
    connection.close()


@given(st.text(max_size=200))
def test_a_text_is_found_by_each_of_its_own_words(text: str) -> None:
    told = words.words_of(text)
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE w USING fts5(text, tokenize='unicode61 remove_diacritics 0')"
    )
    connection.execute("INSERT INTO w VALUES (?)", [" ".join(told)])
    for word in told:
        query = words.fts5_query([words.Term((word,))])
        assert connection.execute("SELECT * FROM w WHERE w MATCH ?", [query]).fetchall(), word
    connection.close()


def test_a_query_without_end_is_refused() -> None:
    with pytest.raises(UsageError, match="characters"):
        words.parse_query("a " * 600)
    with pytest.raises(UsageError, match="words"):
        words.parse_query("a " * 100)
