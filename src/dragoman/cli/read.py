"""`dragoman read`: inputs to records, written in the form asked for, as a stream."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dragoman import faces
from dragoman.cli import ledger
from dragoman.cli.codebooks import extras
from dragoman.cli.finishing import as_is, look, written
from dragoman.cli.screen import Progress, fail
from dragoman.errors import InputError, UsageError
from dragoman.extras import Extras
from dragoman.forms.records import Records

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_SUFFIX = {"cards": ".txt", "csv": ".csv", "html": ".html", "json": ".json", "plover": ".jsonl"}

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for."""

    inputs: list[str]
    form: str | None
    published: str | None
    publisher: str | None
    title: str | None
    processes: int
    out: str | None
    quiet: bool
    codebook: Path | None = None
    actors: tuple[Path, ...] = ()
    ledger: str | None = None
    wide: bool = False


def run(order: Order) -> int:
    """Read and write everything; return the exit code."""
    if not order.inputs and sys.stdin.isatty():
        raise UsageError("nothing to read: name a file, a URL, or - for standard input")
    form = _form(order)
    brought, broken = extras(order.codebook, order.actors)
    brought = replace(brought, wide=order.wide)
    if order.ledger is not None:
        ledger.must_be_there(order.ledger)
    progress = Progress(quiet=order.quiet)
    with _sink(order, form) as sink:
        for outcome in _outcomes(order, sink, brought):
            if isinstance(outcome, InputError):
                progress.clear()
                fail(str(outcome))
            else:
                sink.put(outcome)
            progress.step(failed=isinstance(outcome, InputError))
    progress.end()
    return 1 if progress.failed or broken else 0


class Sink:
    """Where finished documents go: one stream, begun and ended by its face."""

    def __init__(self, stream: TextIO, form: str, *, terminal: bool) -> None:
        self._stream = stream
        self._face = faces.face(form, **look(terminal))
        # What a worker process does to records: it makes their text, wherever pieces of the face
        # do not hang together. Those of a page do (it numbers its documents).
        self.finish = partial(written, form, terminal) if form != "html" else as_is

    def begin(self) -> None:
        """Write what stands before the first document."""
        self._write(self._face.head())

    def put(self, made: str | Records) -> None:
        """Write a document."""
        self._write(made if isinstance(made, str) else self._face.document(made))

    def end(self) -> None:
        """Write what stands after the last document."""
        self._write(self._face.foot())

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class Folder:
    """A folder that gets a file for each document, named by its title."""

    def __init__(self, folder: Path, form: str) -> None:
        self._folder = folder
        self._form = form
        self._taken: set[str] = set()
        self.finish = as_is

    def begin(self) -> None:
        """Make the folder."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"cannot write to {self._folder}: {error.strerror}") from error

    def put(self, made: str | Records) -> None:
        """Write a document's file."""
        assert isinstance(made, Records)
        face = faces.face(self._form)
        text = face.head() + face.document(made) + face.foot()
        path = self._folder / self._name(made)
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")

    def end(self) -> None:
        """Do nothing: every file is whole."""

    def _name(self, records: Records) -> str:
        stem = "-".join(re.findall(r"[a-z0-9]+", (records.document.title or "").lower()))
        if len(stem) > _LONGEST_NAME:
            stem = stem[:_LONGEST_NAME].rsplit("-", 1)[0]
        stem = stem or records.document.id.removeprefix("sha256:")[:12]
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}-{number}"
        self._taken.add(name)
        return name + _SUFFIX[self._form]


def _form(order: Order) -> str:
    if order.form is not None:
        if order.form not in faces.NAMES:
            names = ", ".join(faces.NAMES)
            raise UsageError(f"no format {order.form!r}: choose one of {names}")
        return order.form
    if order.out is not None:
        return faces.SUFFIXES.get(Path(order.out).suffix.lower(), "json")
    return "cards" if sys.stdout.isatty() else "json"


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")


@contextmanager
def _sink(order: Order, form: str) -> Iterator[Sink | Folder]:
    if order.out is None:
        sink = Sink(sys.stdout, form, terminal=sys.stdout.isatty())
        sink.begin()
        yield sink
        sink.end()
        return
    if order.out.endswith(("/", os.sep)) or Path(order.out).is_dir():
        folder = Folder(Path(order.out), form)
        folder.begin()
        yield folder
        return
    try:
        stream = _open(Path(order.out))
    except OSError as error:
        raise UsageError(f"cannot write {order.out}: {error.strerror}") from error
    with stream:
        sink = Sink(stream, form, terminal=False)
        sink.begin()
        yield sink
        sink.end()


def _outcomes(
    order: Order, sink: Sink | Folder, brought: Extras
) -> Iterator[str | Records | InputError]:
    pool = None
    if order.processes > 1:
        from dragoman.parallel import workers

        # A codebook that cannot be used is said before any process starts; they start before this
        # one loads the stages for itself.
        brought.open()
        pool = workers(order.processes, brought)
    with pool or nullcontext():
        yield from _read(order, sink, brought, pool)


def _read(
    order: Order, sink: Sink | Folder, brought: Extras, pool: ProcessPoolExecutor | None
) -> Iterator[str | Records | InputError]:
    # Imported here: `--help` and wrong usage answer without the stages.
    from dragoman import intake
    from dragoman.pipeline import Given, as_date, default_reader

    known = ledger.knows(order.ledger) if order.ledger is not None else None
    given = Given(as_date(order.published), order.publisher, order.title, known)
    articles = intake.articles(order.inputs or ["-"])
    if pool is None:
        yield from default_reader(brought).read_articles(articles, given)
        return
    from dragoman.parallel import read_in_processes

    yield from read_in_processes(articles, given, order.processes, sink.finish, brought, pool)
