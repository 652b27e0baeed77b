"""Joins the ledger's rows, the sentences of its documents and the exports: a ledger in, files out.

>>> sorted(FORMS)[:3]
['csv', 'ftm', 'gexf']
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from dragoman.errors import UsageError
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow
from dragoman.ledger.ask import Wanted
from dragoman.ledger.happenings.asking import Asked
from dragoman.views.exports.tally import Tally

if TYPE_CHECKING:
    from dragoman.ledger import Ledger

FORMS = (
    "plover", "polecat", "icews", "parquet", "ftm", "graphml", "gexf", "csv", "stories",
)  # fmt: skip
# Forms that name the sentence of an act.
_WITH_SENTENCES = ("plover", "icews")
# Forms in which an act is a happening unless one asks for records.
_MERGED = ("ftm", "graphml", "gexf")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an export takes in.

    `wanted` narrows the records; rejected ones are always left out. `merged` gives a row a
    happening (None: as is usual for the form), `level` says what a node of a graph is, and
    `every_status` takes acts that were only planned, denied or supposed into tables that have no
    column for that (asking for a status does so too). `judged` keeps of training stories only the
    paragraphs in which a person judged every record.
    """

    form: str
    wanted: Wanted = field(default_factory=Wanted)
    merged: bool | None = None
    level: str = "country"
    every_status: bool = False
    judged: bool = False


class _Taker(Protocol):
    """What every export has in common."""

    tally: Tally
    takes_leaves: bool
    takes_happenings: bool


class _Text(_Taker, Protocol):
    """An export that is a stream of text."""

    def head(self) -> str: ...
    def leaf(self, leaf: Leaf) -> str: ...
    def happening(self, row: HappeningRow) -> str: ...
    def foot(self) -> str: ...


def is_folder(form: str, to: Path | None) -> bool:
    """Say whether an export is written as a folder: Parquet always, stories where one is named."""
    return form == "parquet" or (form == "stories" and to is not None and to.is_dir())


def write_text(ledger: Ledger, order: Order, to: TextIO) -> Tally:
    """Write an export of a text form to a stream, and say what was written and what left out.

    Memory is bounded by a hundred documents (a graph's by its nodes and edges), however long the
    ledger is. Happenings are those of the last `settle`. Raises UsageError for an unknown form and
    for Parquet, which is a folder.
    """
    export = _text_form(order)
    to.write(export.head())
    if export.takes_leaves:
        for leaf in _leaves(ledger, order):
            to.write(export.leaf(leaf))
            export.tally.documents += 1
    if export.takes_happenings:
        for row in _happenings(ledger, order):
            to.write(export.happening(row))
    to.write(export.foot())
    return export.tally


def write_folder(ledger: Ledger, order: Order, folder: Path) -> Tally:
    """Write Parquet's tables, or a file for each training story, into a folder.

    Files of the same names are replaced. Raises UsageError for any other form, PartError where
    pyarrow is missing.
    """
    if order.form == "stories":
        return _write_stories(ledger, order, folder)
    if order.form != "parquet":
        raise UsageError(f"{order.form} is one file, not a folder")
    from dragoman.views.exports.parquet import Parquet

    tables = Parquet(folder)
    try:
        for leaf in _leaves(ledger, order):
            tables.leaf(leaf)
            tables.tally.documents += 1
        for row in _happenings(ledger, order):
            tables.happening(row)
    finally:
        tables.close()
    return tables.tally


def _write_stories(ledger: Ledger, order: Order, folder: Path) -> Tally:
    from dragoman.views.exports.stories import Stories

    stories = Stories(judged=order.judged)
    for leaf in _leaves(ledger, order):
        stories.tally.documents += 1
        story = stories.story(leaf)
        if story is not None:
            words = json.dumps(story, ensure_ascii=False, indent=1) + "\n"
            path = folder / f"{_UNSAFE.sub('-', story['id'])}.json"
            path.write_text(words, encoding="utf-8", errors="backslashreplace")
    return stories.tally


def _text_form(order: Order) -> _Text:
    # Imported here: each form leans on something that the others do not need.
    form, merged = order.form, order.merged
    if merged is None:
        merged = form in _MERGED
    every_status = order.every_status or bool(order.wanted.status)
    if form == "plover":
        from dragoman.views.exports.plover import Plover

        return Plover(merged=merged)
    if form == "polecat":
        from dragoman.views.exports.polecat import Polecat

        return Polecat(merged=merged, every_status=every_status)
    if form == "icews":
        from dragoman.views.exports.icews import Icews

        return Icews(merged=merged, every_status=every_status)
    if form == "csv":
        from dragoman.views.exports.csv import Csv

        return Csv(merged=merged)
    if form == "ftm":
        from dragoman.views.exports.ftm import Ftm

        return Ftm(merged=merged)
    if form == "graphml" or form == "gexf":
        from dragoman.views.exports.network import Network

        return Network(form, level=order.level, merged=merged, every_status=every_status)
    if form == "stories":
        from dragoman.views.exports.stories import Stories

        return Stories(judged=order.judged)
    if form == "parquet":
        raise UsageError("parquet is a folder of tables: name one with --out")
    raise UsageError(f"no format {form!r}: choose one of {', '.join(FORMS)}")


def _leaves(ledger: Ledger, order: Order) -> Iterator[Leaf]:
    from dragoman.document.sentences import split
    from dragoman.ledger.leaves import leaves

    wanted = replace(order.wanted, rejected=False)
    if order.form == "stories":
        corrected = _corrected(ledger, wanted)
        if corrected:
            yield from leaves(ledger, Wanted(documents=corrected, rejected=True))
        return
    for leaf in leaves(ledger, wanted):
        if order.form in _WITH_SENTENCES:
            text = leaf.document["text"]
            cut = [s for start, end in leaf.document["body"] for s in split(text, start, end)]
            yield replace(leaf, sentences=cut)
        else:
            yield leaf


def _corrected(ledger: Ledger, wanted: Wanted) -> list[str]:
    """Return the documents of which a person judged a record that is wanted."""
    documents = sorted({row["document"] for row in ledger.corrections()})
    if not documents:
        return []
    rows = ledger.records(replace(wanted, documents=documents, rejected=True))
    return sorted({row["document"] for row in rows if row["corrected"] is not None})


def _happenings(ledger: Ledger, order: Order) -> Iterator[HappeningRow]:
    wanted = order.wanted
    if wanted.kinds and "event" not in wanted.kinds:
        return
    asked = Asked(
        pair=wanted.pair,
        directed=wanted.directed,
        code=wanted.code,
        events=wanted.events,
        status=wanted.status,
        first=wanted.first,
        last=wanted.last,
        oldest_first=True,
    )
    for row in ledger.happenings(asked):
        if row["confidence"] >= wanted.least_confidence:
            yield row
