"""`dragoman relate` and `dragoman resolve`: JSON lines in and out, in order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.cli.codebooks import extras
from dragoman.cli.screen import fail
from dragoman.errors import DragomanError, FormatError, PartError, UsageError
from dragoman.faces.json import line

Row = dict[str, Any]
# A line longer than this is no sentence and no phrase; it is refused unread. Bytes.
_LONGEST = 1_000_000
# Lines answered together: enough to fill the reader's passes.
_TOGETHER = 64


def relate(file: str | None) -> int:
    """Answer every line; return the exit code."""
    from dragoman import pipeline

    def ask(row: Row) -> tuple[Any, Any]:
        text = _text(row, "text")
        return row.get("id"), pipeline.pair(text, _spans(row, "actor"), _spans(row, "recipient"))

    def answer(asked: list[tuple[Any, Any]]) -> Iterable[Row]:
        relations = pipeline.relate([pair for _, pair in asked])
        for (given, _), relation in zip(asked, relations, strict=True):
            scores = {root: round(score, 4) for root, score in relation.scores.items()}
            yield {
                "id": given,
                "event": relation.event,
                "quad_code": relation.quad_code,
                "scores": scores,
            }

    return _run(file, ask, answer, together=_TOGETHER)


def resolve(file: str | None, actors: Sequence[Path] = ()) -> int:
    """Answer every line; return the exit code. `actors` are dictionaries of the user's own."""
    from dragoman import pipeline

    brought, broken = extras(None, actors)

    def ask(row: Row) -> Row:
        on = row.get("date")
        if on is not None and not isinstance(on, str):
            raise UsageError('"date" is not a string')
        context = row.get("context") or ""
        if not isinstance(context, str):
            raise UsageError('"context" is not a string')
        day = pipeline.as_date(on[:10]) if on else None
        return _resolved(_text(row, "text"), context, day, brought.actors)

    return _run(file, ask, lambda rows: rows, together=1) or int(broken)


def _resolved(text: str, context: str, on: date | None, actors: tuple[Path, ...]) -> Row:
    from dragoman.pipeline import resolve_phrase

    found = asdict(resolve_phrase(text, context=context, on=on, actors=actors))
    names = ("code", "sector", "sectors", "name", "id", "why")
    return {"text": text, **{name: found.get(name) for name in names}}


def _run(
    file: str | None,
    ask: Callable[[Row], Any],
    answer: Callable[[list[Any]], Iterable[Row]],
    *,
    together: int,
) -> int:
    failed = False
    waiting: list[Any] = []
    with _opened(file) as (stream, name):
        for number, raw in _numbered(stream):
            try:
                waiting.append(ask(_row(raw)))
            except PartError:
                raise
            except DragomanError as error:
                failed = True
                fail(f"{name}:{number}: {error}")
            if len(waiting) >= together:
                _write(answer(waiting))
                waiting = []
    if waiting:
        _write(answer(waiting))
    return 1 if failed else 0


def _write(rows: Iterable[Row]) -> None:
    sys.stdout.writelines(line(row) for row in rows)
    sys.stdout.flush()


@contextmanager
def _opened(file: str | None) -> Iterator[tuple[BinaryIO, str]]:
    if file is None or file == "-":
        if sys.stdin.isatty():
            raise UsageError("nothing to read: name a JSONL file, or pipe one in")
        yield sys.stdin.buffer, "stdin"
        return
    try:
        stream = open(file, "rb")  # noqa: PTH123, SIM115 - closed below; the error names the file
    except OSError as error:
        raise FormatError(file, f"cannot be opened: {error.strerror}") from error
    with stream:
        yield stream, file


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank, of at most `_LONGEST` + 1 bytes, numbered from 1."""
    number = 0
    while raw := stream.readline(_LONGEST + 1):
        number += 1
        if len(raw) > _LONGEST:
            rest = raw
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(_LONGEST)
        if raw.strip():
            yield number, raw


def _row(raw: bytes) -> Row:
    if len(raw) > _LONGEST:
        raise UsageError(f"longer than {_LONGEST:,} bytes")
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UsageError("not a JSON object")
    return row


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f'"{name}" is missing or not a string')
    return value


def _spans(row: Row, name: str) -> list[list[int]]:
    """Take a list of [start, end] pairs; a lone pair is taken for a list of one."""
    value = row.get(name)
    if isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value):
        value = [value]
    if not isinstance(value, list) or not all(
        isinstance(span, list) and len(span) == 2 and all(type(n) is int for n in span)
        for span in value
    ):
        raise UsageError(f'"{name}" is missing or not a list of [start, end] pairs')
    return value
