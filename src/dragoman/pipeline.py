"""The one place that joins the stages: articles in, records or typed failures out, in order."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dragoman import codebook, document, intake, records, resolve
from dragoman.errors import DefectError, InputError, PartError, UsageError
from dragoman.extras import Extras
from dragoman.forms.article import Article
from dragoman.forms.document import Document
from dragoman.forms.holders import Holder, Knows
from dragoman.forms.reading import Reading
from dragoman.forms.records import Records

if TYPE_CHECKING:
    from dragoman.reader import Pair
    from dragoman.reader import Reader as Stage
    from dragoman.resolve.actor import ActorCode

Input = str | Path | Article
Outcome = Records | InputError
Held = Callable[[Sequence[str]], Container[str]]
Known = Sequence[Holder] | Knows
T = TypeVar("T")

# Words that are handed to the reader together; it reads each document by itself. A larger list
# gains nothing and only the wait for a record grows. The first ones are smaller, so that the first
# record of a slow stream comes early.
FULL_BATCH_WORDS = 5_000
FIRST_BATCH_WORDS = 300
# A story that every part has something to do with: what fails on it fails for all.
_TRIAL = (
    "Norway and Kenya signed a trade agreement in Nairobi on Friday, two days after Kenyan "
    "soldiers had fired on a boat near Mombasa.\n\n"
    '"We will open an embassy in Oslo in May," the foreign minister, Amina Odhiambo, told Reuters. '
    "The two countries oppose the sanctions, she said. Prime Minister Odd Lund will visit Nairobi."
)
_log = logging.getLogger("dragoman")


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller knows of the inputs; it stands where an input does not say it itself.

    `knows` gives, for a story's text, the holders of offices known beforehand: they count as of the
    story's day, for persons whom the story itself gives no post.
    """

    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    knows: Knows | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was not read, because its reader's reading of it is held already."""

    document: str


class Reader:
    """Reads articles into records; the weights are loaded when the first document needs them.

    `extras` are a user's own codebook and actors, and how widely to read. One reader serves any
    number of calls, one after the other.
    """

    def __init__(self, extras: Extras | None = None) -> None:
        self._extras = extras or Extras()
        self._stage: Stage | None = None

    @property
    def stage(self) -> Stage:
        """The stage that holds the weights, loaded on first use; PartError where it is damaged."""
        if self._stage is None:
            from dragoman.reader import Reader as Stage

            stage = Stage.load()
            _sound(lambda: _finish(stage.read(_trial())))
            head = self._extras.head()
            stage = stage if head is None else stage.with_head(head)
            self._stage = stage.widely() if self._extras.wide else stage
        return self._stage

    @property
    def made_by(self) -> dict[str, str]:
        """What this reader's records say of their maker; the weights are not loaded for it."""
        from dragoman.reader.shipped import shipped_digest

        model = self._stage.digest if self._stage else shipped_digest()
        head = self._extras.head()
        return self._extras.made_by(records.made_by(model, head.ontology if head else None))

    def read(
        self,
        path_or_text: Input,
        *,
        published: date | str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        known: Known | None = None,
    ) -> Records:
        """Read one document.

        A Path, an http(s) URL and a str that names an existing file are opened; any other str with
        white space in it is the story's text itself. Raises InputError where the document cannot
        be read, UsageError where the input holds several (`read_many` takes those). `known` are
        holders of offices known beforehand, which count as of the story's day.
        """
        outcomes = self.read_many(
            [path_or_text], published=published, publisher=publisher, title=title, known=known
        )
        first = next(outcomes, None)
        if first is None:
            raise InputError(_name(path_or_text), "holds no document")
        if isinstance(first, InputError):
            raise first
        if next(outcomes, None) is not None:
            raise UsageError(f"{_name(path_or_text)} holds several documents: use read_many")
        return first

    def read_many(
        self,
        inputs: Iterable[Input],
        *,
        published: date | str | None = None,
        publisher: str | None = None,
        title: str | None = None,
        known: Known | None = None,
    ) -> Iterator[Outcome]:
        """Read every document of every input, in order, as a stream.

        What cannot be read comes out, in its place, as the InputError that says why; the rest go
        on. Memory is bounded by one batch of documents, however long the stream is.
        """
        given = Given(as_date(published), publisher, title, _knows(known))
        return self.read_articles(open_inputs(inputs), given)

    def read_articles(
        self, articles: Iterable[Article | InputError], given: Given | None = None
    ) -> Iterator[Outcome]:
        """Read opened articles, in order; an error among them is handed on in its place."""
        for outcome in self.read_new(articles, given, lambda _: ()):
            if not isinstance(outcome, Skipped):
                yield outcome

    def read_new(
        self, articles: Iterable[Article | InputError], given: Given | None, held: Held
    ) -> Iterator[Outcome | Skipped]:
        """Read opened articles but for those that are `held`: it takes documents' ids, and which of
        them are in what it returns is not read again.
        """
        known = given or Given()
        _trial()
        self._extras.open()
        prepared = (_prepare(article, known) for article in articles)
        for batch in batches(prepared, lambda item: _words(item[1])):
            yield from self._read_batch(batch, held, known.knows)

    def _read_batch(
        self, batch: Sequence[tuple[str, Document | InputError]], held: Held, knows: Knows | None
    ) -> Iterator[Outcome | Skipped]:
        known = held([made.id for _, made in batch if isinstance(made, Document)])
        unread = [(i, d) for i, d in batch if isinstance(d, Document) and d.id not in known]
        readings = iter(self._readings(unread))
        for item, made in batch:
            if isinstance(made, Document) and made.id in known:
                yield Skipped(made.id)
                continue
            reading = made if isinstance(made, InputError) else next(readings)
            if isinstance(reading, InputError):
                yield reading
            else:
                yield _guard(item, partial(self._make, reading, knows))

    def _make(self, reading: Reading, knows: Knows | None) -> Records:
        with self._extras.knowing(reading.document.published):
            made = _finish(reading, knows)
        return replace(made, made_by=self._extras.made_by(made.made_by))

    def _readings(self, items: list[tuple[str, Document]]) -> list[Reading | InputError]:
        """Read each document; the weights are loaded for the first."""
        if not items:
            return []
        stage = self.stage
        return [_guard(item, partial(self._see, stage, made)) for item, made in items]

    def _see(self, stage: Stage, made: Document) -> Reading:
        with self._extras.knowing(made.published):
            return stage.read(made)


@dataclass(frozen=True, slots=True)
class Relation:
    """The PLOVER root between two given parties, with the probability of every root."""

    event: str
    quad_code: int
    scores: dict[str, float]


def pair(text: str, actor: Sequence[Sequence[int]], recipient: Sequence[Sequence[int]]) -> Pair:
    """Make what `relate` takes: a text and its parties' [start, end) ranges of code points.

    Raises UsageError for a range that is not inside the text, and for a text without any word.
    """
    from dragoman.reader import Pair

    if not any(character.isprintable() and not character.isspace() for character in text):
        raise UsageError("text: there is no word in it")
    return Pair(text, _ranges(actor, text, "actor"), _ranges(recipient, text, "recipient"))


def relate(pairs: Sequence[Pair]) -> list[Relation]:
    """Give the PLOVER root of what each pair's actor does to its recipient."""
    from dragoman.reader import likeliest

    found = default_reader().stage.relate(pairs)
    best = [likeliest(scores) for scores in found]
    return [
        Relation(root, codebook.quad_code(root), scores)
        for root, scores in zip(best, found, strict=True)
    ]


def resolve_phrase(
    text: str,
    *,
    context: str = "",
    on: date | str | None = None,
    actors: Sequence[str | Path] = (),
) -> ActorCode:
    """Say who an actor phrase means, on a day and in a text where those are given.

    `actors` are a user's own dictionaries, which come before the package's names.
    """
    from dragoman.resolve.actor import resolve_phrase as resolve_actor

    _sound(lambda: resolve_actor("Norwegian soldiers"))
    day = as_date(on)
    with Extras(actors=tuple(Path(path) for path in actors)).knowing(day):
        return resolve_actor(text, context=context, on=day)


def _ranges(given: Sequence[Sequence[int]], text: str, side: str) -> tuple[tuple[int, int], ...]:
    for span in given:
        if len(span) != 2 or not 0 <= span[0] < span[1] <= len(text):
            raise UsageError(
                f"{side}: {list(span)} is no range of the text's {len(text)} characters"
            )
    return tuple((start, end) for start, end in given)


def open_inputs(inputs: Iterable[Input]) -> Iterator[Article | InputError]:
    """Open each input: an article as it is, text as text, all else through intake.

    Raises UsageError for one input where a list is due: a text would be taken letter by letter, and
    its full stop for the folder that we are in.
    """
    if isinstance(inputs, str | Path | Article):
        raise UsageError("read_many takes a list of inputs; for one use read")
    for given in inputs:
        if isinstance(given, Article):
            yield given
        elif isinstance(given, str) and _is_text(given):
            try:
                yield intake.article_from_text(given)
            except InputError as failure:
                yield failure
        else:
            yield from intake.articles([str(given)])


def batches(
    items: Iterable[T],
    weigh: Callable[[T], int],
    *,
    first: int = FIRST_BATCH_WORDS,
    full: int = FULL_BATCH_WORDS,
    most: int = 256,
) -> Iterator[list[T]]:
    """Cut a stream into lists that weigh at least `first`, then twice that, up to `full` each.

    `most` bounds the items of a list, so that a run of empty ones does not pile up.
    """
    batch: list[T] = []
    weight, limit = 0, first
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if weight >= limit or len(batch) >= most:
            yield batch
            batch, weight, limit = [], 0, min(full, limit * 2)
    if batch:
        yield batch


def as_date(value: date | str | None) -> date | None:
    """Take an ISO day, a date or an instant's day; UsageError for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError):
        raise UsageError(f"not a date: {value!r} (write it as 2026-03-14)") from None


def _is_text(given: str) -> bool:
    """Say whether a str is a story's text rather than the name of a place to read it from."""
    if not any(character.isspace() for character in given):
        return False
    if "\n" in given or len(given) > 1_000:
        return True
    try:
        return not Path(given).exists()
    except (OSError, ValueError):  # too long for a name, or with a character that none has
        return True


def _name(given: Input) -> str:
    if isinstance(given, Article):
        return given.item
    return "text" if isinstance(given, str) and _is_text(given) else str(given)


def _prepare(article: Article | InputError, given: Given) -> tuple[str, Document | InputError]:
    if isinstance(article, InputError):
        return article.item, article
    return article.item, _guard(
        article.item,
        lambda: document.make(
            article,
            published=given.published,
            publisher=given.publisher,
            title=given.title,
        ),
    )


def _finish(reading: Reading, knows: Knows | None = None) -> Records:
    holders = knows(reading.document.text) if knows is not None else ()
    return records.make(resolve.resolve(reading, holders))


def _knows(known: Known | None) -> Knows | None:
    """Take a list of holders, or what gives those that a text may name."""
    return known if known is None or callable(known) else resolve.Knowing(known)


def _words(made: Document | InputError) -> int:
    if isinstance(made, InputError):
        return 0
    return sum(p.span.end - p.span.start for p in made.paragraphs) // 6


def _guard(item: str, step: Callable[[], T]) -> T | InputError:
    """Take one step for one item: the boundary at which a document may fail and the rest go on."""
    try:
        return step()
    except InputError as failure:
        return failure
    except PartError:
        raise
    except OSError as failure:
        # Inputs were opened before: what is opened here are the package's own files.
        raise PartError(f"a part of Dragoman is missing: install it again ({failure})") from failure
    except Exception as defect:  # noqa: BLE001 - the one boundary; it becomes a typed failure
        _log.debug("reading %s failed", item, exc_info=True)
        defective = DefectError(item, f"reading it failed: {type(defect).__name__}: {defect}")
        defective.__cause__ = defect
        return defective


def default_reader(extras: Extras | None = None) -> Reader:
    """Return the reader that `dragoman.read` and `dragoman.read_many` share in this process.

    With a user's own codebook or actors it is one that all who bring the same share.
    """
    return _shared_reader(extras or Extras())


@cache
def _shared_reader(extras: Extras) -> Reader:
    return Reader(extras)


@cache
def _trial() -> Document:
    """Make the document on which the parts are tried before anybody's; PartError where one fails.

    A data file that is damaged would else be the failure of every document.
    """
    return _sound(lambda: document.make(Article("trial", _TRIAL, "text")))


def _sound(step: Callable[[], T]) -> T:
    """Take a step that fails only where a part of the installation does; PartError then."""
    made = _guard("trial", step)
    if isinstance(made, InputError):
        raise PartError(
            f"a part of Dragoman is damaged: install it again (on its own words, {made.reason})"
        ) from made
    return made


def read(
    path_or_text: Input,
    *,
    published: date | str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    known: Known | None = None,
) -> Records:
    """Read one document with the shared reader: see `Reader.read`."""
    return default_reader().read(
        path_or_text, published=published, publisher=publisher, title=title, known=known
    )


def read_many(
    inputs: Iterable[Input],
    *,
    published: date | str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    known: Known | None = None,
) -> Iterator[Outcome]:
    """Read many documents as a stream with the shared reader: see `Reader.read_many`."""
    return default_reader().read_many(
        inputs, published=published, publisher=publisher, title=title, known=known
    )
