"""Documents: an article in, its text with the story found, every part an exact range, out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dragoman.document import body, credits, language, page, sentences
from dragoman.document import published as dates
from dragoman.document.flat import flatten
from dragoman.errors import LanguageError, NotNewsError
from dragoman.forms.article import Article
from dragoman.forms.document import Boilerplate, Document, Paragraph, Span

LANGUAGES = ("en",)
LEAST_WORDS = 3  # words of a text that can tell who did what
LEAST_LETTERS = 0.6  # share of letters and spaces: tables, code and number dumps have less
LEAST_SHARE = 0.05  # function words among the words of a whole story, below it no prose at all
JUDGED = 4_000  # characters of the story that are looked at for it


def make(
    article: Article,
    *,
    today: date | None = None,
    published: date | None = None,
    publisher: str | None = None,
    title: str | None = None,
) -> Document:
    """Find the story of an article.

    `published`, `publisher` and `title` stand where the article does not say them itself. `today`
    is the day after which no publication can lie (default: the machine's). All offsets of the
    document are code points of its `text`: for text the article's own content, unchanged; for
    markup the extracted text. Raises NotNewsError where nothing reads as a story, LanguageError
    where it is in a language that the reader has not learned.

    >>> from dragoman.forms.article import Article
    >>> made = make(Article("x", "Talks open\\n\\nChina and Cuba held talks on Friday.", "text"))
    >>> made.title, [p.span.of(made.text) for p in made.paragraphs]
    ('Talks open', ['China and Cuba held talks on Friday.'])
    """
    now, host = today or date.today(), None
    if not article.content.strip():
        raise NotNewsError(article.item, "is empty: give a news story's text")
    if article.markup == "html":
        text, found, known, host = _from_page(article, now, title)
    else:
        text, known = article.content, article
        pure = article.markup == "body"
        found = body.find(text, title=article.title or title, pure=pure)
    _check(article.item, text, found)
    code = _language(article.item, text, found)
    day, why = _published(known, published, now, text, found)
    spans = [*found.paragraphs, *(b.span for b in found.boilerplate if b.why == "byline")]
    return Document(
        id=_identity(text, known.url or known.publisher or publisher or ""),
        text=text,
        paragraphs=tuple(
            Paragraph(span, sentences.split(text, span.start, span.end))
            for span in found.paragraphs
        ),
        title=known.title or title or (found.title.of(text) if found.title else None),
        title_span=found.title,
        url=known.url,
        published=day,
        published_why=why,
        publisher=known.publisher or publisher or host,
        authors=known.authors,
        language=code,
        boilerplate=found.boilerplate,
        credits=credits.find(text, sorted(spans)),
    )


def _from_page(
    article: Article, today: date, title: str | None
) -> tuple[str, body.Body, Article, str | None]:
    """Read markup: its text, its story, the article with what the page says filled in, its host.

    The host's name stands for the publisher where nothing else names one.
    """
    told = page.read(article.content, url=article.url, today=today)
    if told is None:
        # A page too small or too strange for extraction is read as the text that it shows.
        shown = flatten(article.content)
        return (
            shown,
            body.find(shown, title=article.title or title),
            replace(article, content=""),
            None,
        )
    known = Article(
        item=article.item,
        content="",
        markup="html",
        url=article.url or told.url,
        title=article.title or told.title or title,
        published=article.published or told.published,
        publisher=article.publisher or told.publisher,
        authors=article.authors or told.authors,
        language=article.language,
    )
    return told.text, body.of_page(told.text, told.blocks, told.title_span), known, told.host


def _check(item: str, text: str, found: body.Body) -> None:
    """Refuse a text without prose; NotNewsError says what it lacks."""
    if not found.paragraphs and not language.is_latin(text):
        raise LanguageError(item, _unread(language.identify(text)))
    if not found.paragraphs:
        raise NotNewsError(item, "no paragraph of a news story was found in it")
    words = sum(text.count(" ", p.start, p.end) + 1 for p in found.paragraphs)
    if words < LEAST_WORDS:
        raise NotNewsError(item, f"holds {words} words: too short for a news story")
    sample = _sample(text, found.paragraphs)
    letters = sum(map(str.isalpha, sample)) + sum(map(str.isspace, sample))
    if letters < LEAST_LETTERS * len(sample):
        raise NotNewsError(item, "reads as data or code, not as a news story")


def _language(item: str, text: str, found: body.Body) -> str:
    """Return the story's language; LanguageError where the reader has not learned it."""
    sample = _sample(text, found.paragraphs)
    code = language.identify(sample)
    if code not in LANGUAGES:
        raise LanguageError(item, _unread(code))
    words = sample.count(" ") + 1
    if words >= 30 and language.english_share(sample) < LEAST_SHARE:
        raise NotNewsError(item, "reads as a list of words, not as a news story")
    return code


def _unread(code: str) -> str:
    return f"is in language '{code}': only English (en) is read"


def _sample(text: str, paragraphs: Sequence[Span]) -> str:
    """Return the first characters of the story."""
    parts: list[str] = []
    size = 0
    for span in paragraphs:
        parts.append(text[span.start : min(span.end, span.start + JUDGED)])
        size += span.end - span.start
        if size >= JUDGED:
            break
    return "\n".join(parts)[:JUDGED]


def _published(
    known: Article, given: date | None, today: date, text: str, found: body.Body
) -> tuple[date | None, str]:
    """Settle the day: what the article says, else the caller's, else a date line of the page, else
    the story's own dateline.
    """
    day, why = dates.check(known.published, today=today)
    if day is not None:
        return day, why
    if given is not None:
        return dates.judge(given, today=today)
    if why == "not-given":
        day, why = _date_line(text, found.boilerplate, today)
    if why == "not-given":
        return dates.dateline(found.paragraphs[0].of(text), known.url, today=today)
    return day, why


def _date_line(
    text: str, boilerplate: Sequence[Boilerplate], today: date
) -> tuple[date | None, str]:
    """Read a line such as "Published: Nov. 26, 2022" that stands beside the story."""
    for part in boilerplate:
        if part.why == "date":
            day, why = dates.in_words(part.span.of(text))
            if day is not None:
                kept, why = dates.judge(day, today=today)
                return kept, "date-line" if kept else why
    return None, "not-given"


def _identity(text: str, origin: str) -> str:
    """Return the id: a digest of the text and where it came from (URL, else publisher)."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    digest.update(b"\0" + origin.encode("utf-8", "surrogatepass"))
    return f"sha256:{digest.hexdigest()}"
