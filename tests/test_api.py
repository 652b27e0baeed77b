"""The public surface: what it is, that it is documented, that it is lazy and does as it says."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import dragoman
from dragoman import pipeline
from dragoman.errors import DefectError, InputError, PartError, UsageError
from dragoman.forms.article import Article

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_public_names_are_sorted_and_there() -> None:
    assert list(dragoman.__all__) == sorted(dragoman.__all__)
    assert all(hasattr(dragoman, name) for name in dragoman.__all__)
    assert set(dragoman.__all__) <= set(dir(dragoman))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        dragoman.nonsense  # noqa: B018


@pytest.mark.parametrize("name", [n for n in dragoman.__all__ if n != "__version__"])
def test_every_public_name_has_a_docstring_and_stands_in_the_docs(name: str) -> None:
    assert inspect.getdoc(getattr(dragoman, name))
    assert f"`{name}" in (DOCS / "api.md").read_text(encoding="utf-8")


def test_an_error_crosses_a_process_boundary_whole() -> None:
    error = pickle.loads(pickle.dumps(DefectError("a.txt", "broke")))
    assert (type(error), error.item, error.reason) == (DefectError, "a.txt", "broke")


@pytest.mark.parametrize(
    ("given", "is_text"),
    [
        ("China condemned the move.", True),
        ("first line\nsecond line", True),
        ("A paragraph that is longer than any file's name. " * 8, True),
        ("story.txt", False),
        ("https://news.example/a", False),
        ("", False),
    ],
)
def test_words_with_spaces_are_text_and_the_rest_names_a_place(given: str, is_text: bool) -> None:
    opened = pipeline.open_inputs([given])
    assert pipeline._is_text(given) is is_text
    if is_text:
        article = next(opened)
        assert isinstance(article, Article)
        assert (article.content, article.markup) == (given, "text")


def test_an_existing_file_with_a_space_in_its_name_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a story.txt"
    path.write_text("x")
    assert pipeline._is_text(str(path)) is False


def test_text_that_is_a_page_is_taken_as_markup() -> None:
    article = next(pipeline.open_inputs(["<!DOCTYPE html><html> <p>x</p></html>"]))
    assert isinstance(article, Article)
    assert article.markup == "html"


def test_a_date_is_an_iso_day_or_a_usage_error() -> None:
    assert pipeline.as_date("2026-03-14") == date(2026, 3, 14)
    with pytest.raises(UsageError, match="next Tuesday"):
        pipeline.as_date("next Tuesday")


def test_batches_grow_and_keep_every_item_in_order() -> None:
    cut = list(pipeline.batches(range(100), lambda _: 100, first=100, full=1_000, most=50))
    assert [n for batch in cut for n in batch] == list(range(100))
    assert [len(batch) for batch in cut[:5]] == [1, 2, 4, 8, 10]


def test_batches_are_bounded_in_number_where_items_weigh_nothing() -> None:
    cut = list(pipeline.batches(range(10), lambda _: 0, most=4))
    assert [len(batch) for batch in cut] == [4, 4, 2]


def test_batches_take_no_more_than_they_give() -> None:
    taken = []

    def source() -> Iterator[int]:
        for n in range(10):
            taken.append(n)
            yield n

    first = next(pipeline.batches(source(), lambda _: 1_000))
    assert first == [0]
    assert taken == [0]


def test_an_unexpected_exception_is_a_typed_failure_and_the_rest_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make = pipeline.document.make

    def broken(article: Article, **_: object) -> object:
        if article.item in ("a", "c"):
            raise ZeroDivisionError(article.content)
        return make(article)

    monkeypatch.setattr(pipeline.document, "make", broken, raising=False)
    articles = [Article("a", "one", "text"), InputError("b", "gone"), Article("c", "two", "text")]
    outcomes = list(pipeline.Reader().read_articles(articles))
    assert [type(o) for o in outcomes] == [DefectError, InputError, DefectError]
    assert "a: reading it failed: ZeroDivisionError: one" in str(outcomes[0])
    assert isinstance(outcomes[0], DefectError)
    assert isinstance(outcomes[0].__cause__, ZeroDivisionError)


def test_what_fails_on_the_packages_own_words_is_a_damaged_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(article: Article, **_: object) -> object:
        raise KeyError("a column")

    monkeypatch.setattr(pipeline.document, "make", broken, raising=False)
    pipeline._trial.cache_clear()
    with pytest.raises(PartError, match="install it again"):
        list(pipeline.Reader().read_articles([Article("a", "one", "text")]))


def test_a_damaged_part_is_no_documents_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(article: Article, **_: object) -> object:
        raise PartError("the weights are damaged")

    monkeypatch.setattr(pipeline.document, "make", damaged, raising=False)
    with pytest.raises(PartError):
        list(pipeline.Reader().read_articles([Article("a", "one", "text")]))


@pytest.mark.parametrize("given", ["Kenya condemned Norway.", Path(), Article("a", "b", "text")])
def test_one_input_where_a_list_is_due_is_wrong_usage(given: object) -> None:
    with pytest.raises(UsageError, match="takes a list"):
        next(dragoman.read_many(given))  # type: ignore[arg-type]


def test_an_instant_is_taken_as_its_day() -> None:
    assert pipeline.as_date(datetime(2026, 3, 14, 23, 5)) == date(2026, 3, 14)
    assert type(pipeline.as_date(datetime(2026, 3, 14, 23, 5))) is date


def test_what_is_no_day_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="not a date: 20260314"):
        pipeline.as_date(20260314)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " \n", "\x01\u200b"])
def test_a_pair_without_any_word_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="no word"):
        pipeline.pair(text, [], [])
