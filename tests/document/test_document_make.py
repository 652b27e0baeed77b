from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.document import make
from dragoman.errors import InputError, LanguageError, NotNewsError
from dragoman.forms.article import Article
from dragoman.forms.document import Boilerplate, Document, Paragraph, Span

TODAY = date(2025, 6, 1)
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[3] / "shared"))


def text_of(made: Document) -> list[str]:
    return [p.span.of(made.text) for p in made.paragraphs]


def test_a_plain_page_gives_its_story_and_nothing_else(plain_page: str, story: list[str]) -> None:
    made = make(Article("page", plain_page, "text"), today=TODAY)
    assert text_of(made) == story
    assert made.title == "Turkey and Egypt Reopen Embassies"
    assert made.title_span is not None and made.title_span.of(made.text) == made.title


def test_the_text_of_a_plain_input_stays_as_it_was_read() -> None:
    raw = "Talks open\r\n\r\nChina and Cuba held\u00a0talks on Friday.\r\n"
    assert make(Article("x", raw, "text")).text == raw


def test_all_that_is_not_story_says_why(plain_page: str) -> None:
    made = make(Article("page", plain_page, "text"), today=TODAY)
    why = {b.span.of(made.text)[:20]: b.why for b in made.boilerplate}
    assert why["Home WorldAfrica"] == "breadcrumb"
    assert why["By Jane Doe and Ali "] == "byline"
    assert why["You may also like"] == "related"
    assert why["© 2025 Example Media"] == "copyright"
    assert why["The information on t"] == "disclaimer"
    assert why["Sign up for our dail"] == "newsletter"


def test_a_date_line_beside_the_story_gives_the_day(plain_page: str) -> None:
    made = make(Article("page", plain_page, "text"), today=TODAY)
    assert (made.published, made.published_why) == (date(2025, 3, 3), "date-line")


def test_credits_name_outlets_where_they_stand(plain_page: str) -> None:
    made = make(Article("page", plain_page, "text"), today=TODAY)
    assert [(c.outlet, c.span.of(made.text)) for c in made.credits] == [
        ("Xinhua", "Xinhua"),
        ("Nile Valley Times", "Nile Valley Times"),
    ]


def test_what_the_article_says_stands_before_what_the_caller_says() -> None:
    article = Article(
        "x", "China and Cuba held talks.", "body", title="A", published="2024-01-02", publisher="P"
    )
    made = make(article, today=TODAY, title="B", published=date(2023, 1, 1), publisher="Q")
    assert (made.title, made.published, made.publisher) == ("A", date(2024, 1, 2), "P")


def test_what_the_caller_says_stands_where_the_article_is_silent() -> None:
    article = Article("x", "China and Cuba held talks.", "text")
    made = make(article, today=TODAY, title="B", published=date(2023, 1, 1), publisher="Q")
    assert (made.title, made.published, made.publisher) == ("B", date(2023, 1, 1), "Q")


def test_a_publication_in_the_future_is_none_with_the_reason() -> None:
    article = Article("x", "China and Cuba held talks.", "text", published="2025-06-02")
    made = make(article, today=TODAY)
    assert (made.published, made.published_why) == (None, "future")


def test_a_given_title_in_a_body_is_no_paragraph() -> None:
    article = Article("x", "Talks open\nChina and Cuba held talks.", "body", title="Talks open")
    assert text_of(make(article)) == ["China and Cuba held talks."]


def test_the_same_text_from_another_place_is_another_document() -> None:
    one = make(Article("x", "China and Cuba held talks.", "text", url="https://a.example/1"))
    two = make(Article("x", "China and Cuba held talks.", "text", url="https://b.example/1"))
    assert one.id != two.id and one.id.startswith("sha256:")
    assert one.id == make(Article("y", one.text, "text", url="https://a.example/1")).id


@pytest.mark.parametrize(
    "content",
    [
        "",
        " \n ",
        "Home\nNews\nSports\nLogin\nSubscribe",
        "a,b,c\n1,2,3\n4,5,6",
        "def f(x):\n    return x+1\n\nclass A:\n    pass",
        "12 34 56 78 90 12 34 56 78 90",
    ],
)
def test_what_holds_no_story_is_refused_by_name(content: str) -> None:
    with pytest.raises(NotNewsError, match="the-item"):
        make(Article("the-item", content, "text"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Le président de la République a rencontré vendredi à Paris le chancelier.", "fr"),
        ("中国和古巴周五在北京签署了合作协议，双方同意加强经贸往来。", "zh"),
        ("Президент встретился в пятницу с премьер-министром в Москве.", "ru"),
    ],
)
def test_another_language_is_named(content: str, code: str) -> None:
    with pytest.raises(LanguageError, match=f"'{code}'"):
        make(Article("x", content, "text"))


@pytest.mark.parametrize(
    "content",
    ["Xi visits Cuba.", "China, Cuba sign trade deal", "Russia bombed Kyiv on Friday."],
)
def test_a_short_english_text_is_read(content: str) -> None:
    assert text_of(make(Article("x", content, "text"))) == [content]


def broken_offsets(made: Document) -> list[str]:
    """Say what is wrong with a document's ranges; nothing where all is well."""
    broken = []
    last = 0
    for paragraph in made.paragraphs:
        span = paragraph.span
        if not last <= span.start < span.end <= len(made.text):
            broken.append(f"paragraph {span} after {last}")
        last = span.end
        if span.of(made.text).strip() != span.of(made.text):
            broken.append(f"blanks at the ends of paragraph {span}")
        inside = span.start
        for sentence in paragraph.sentences:
            if not (span.contains(sentence) and inside <= sentence.start < sentence.end):
                broken.append(f"sentence {sentence} of paragraph {span}")
            inside = sentence.end
    for part in made.boilerplate:
        if any(part.span.overlaps(p.span) for p in made.paragraphs):
            broken.append(f"boilerplate {part.span} in the story")
    return broken


def test_broken_offsets_are_seen() -> None:
    first, second = Paragraph(Span(0, 4), ()), Paragraph(Span(3, 9), (Span(0, 2),))
    made = Document("x", "They met.", (first, second), boilerplate=(Boilerplate(Span(8, 9), "x"),))
    assert [one.split()[0] for one in broken_offsets(made)] == [
        "paragraph",
        "sentence",
        "boilerplate",
    ]


OPENING = "China and Cuba held talks in Beijing on Friday, officials of the two countries said.\n\n"
"""A story of its own, so that whatever stands after it, there is a document."""


WORDS = st.lists(
    st.sampled_from(
        ["The", "U.S.", "said", "Mr.", "Xi", "in", "talks.", "“No", "deal!”", "Home", "|", "©",
         "(Xinhua)", "--", "\n", "\n\n", "\r\n", "told", "the", "Global", "Times", "By", "…"]
    ),
    max_size=80,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(WORDS, st.sampled_from(["text", "body"]))
def test_offsets_are_exact_whatever_the_words(words: list[str], markup: str) -> None:
    made = make(Article("x", OPENING + " ".join(words), markup))  # type: ignore[arg-type]
    assert made.paragraphs
    assert broken_offsets(made) == []


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["text", "body", "html"]))
def test_no_text_breaks_it(content: str, markup: str) -> None:
    try:
        made = make(Article("x", content, markup))  # type: ignore[arg-type]
    except InputError as failure:
        assert failure.item == "x"
        return
    assert broken_offsets(made) == []


@pytest.mark.skipif(not (SHARED / "data/seed").is_dir(), reason="the shared data are not here")
def test_the_first_story_of_the_project_is_found_whole() -> None:
    [path] = (SHARED / "data/seed").glob("*.txt")
    made = make(Article("seed", path.read_text(encoding="utf-8"), "text"))
    assert made.title == "China and Cuba Move Closer"
    assert len(made.paragraphs) == 24
    assert text_of(made)[-1].endswith("does not target any third party.")
    assert {c.outlet for c in made.credits} == {"Global Times", "Prensa Latina"}


@pytest.mark.skipif(not (SHARED / "data/annotated").is_dir(), reason="the shared data are not here")
def test_annotated_stories_keep_their_paragraphs() -> None:
    kept = total = 0
    for path in (SHARED / "data/annotated").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                row = json.loads(line)
                made = make(Article(row["id"], row["text"], "text"))
                spans = [p.span for p in made.paragraphs]
                total += len(row["body"])
                kept += sum(any(s.start <= a and b <= s.end for s in spans) for a, b in row["body"])
    assert kept >= 0.995 * total


def test_a_pages_publisher_is_the_site_it_names_then_the_callers_then_its_host() -> None:
    words = "<h1>Talks</h1><p>Kenya and Norway held talks in Mombasa on Friday, both said.</p>"
    named = '<head><meta property="og:site_name" content="Coast Herald"></head>'
    for head, fed, publisher in (
        (named, "Feed", "Coast Herald"),
        ("", "Feed", "Feed"),
        ("", None, "news.example"),
    ):
        page = f"<html>{head}<body><article>{words}</article></body></html>"
        article = Article("x", page, "html", url="https://news.example/a")
        assert make(article, publisher=fed).publisher == publisher
