"""How fast index, pair and search answer: a made-up ledger filled, each view asked many times.

python -m dragoman.measure_views --documents 10000

Every act is a happening of its own (merging is measured by itself); vectors are drawn at random.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import numpy as np

from dragoman import viewing
from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Meaning
from dragoman.forms.records import Records
from dragoman.forms.rows import HappeningRow, RecordRow
from dragoman.ledger import Ledger, schema
from dragoman.ledger.ask import Wanted
from dragoman.ledger.dyads import put_dyads
from dragoman.ledger.made_up import CODES, made_up
from dragoman.ledger.marks import insert_once
from dragoman.ledger.traits import keep_traits
from dragoman.ledger.write import now
from dragoman.searching import Query, search
from dragoman.views.index import Asked
from dragoman.views.sides import side

_BATCH = 200
_DIMENSIONS = 384


class Dice:
    """An encoder of random vectors, as long as the reader's."""

    digest = "sha256:made-up"

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def meaning(self, text: str) -> bytes:
        """Return a random vector."""
        return self._random.integers(-127, 128, _DIMENSIONS).astype(np.int8).tobytes()

    def meanings(self, document: Document) -> tuple[Meaning, ...]:
        """Return random vectors of a document and its passages."""
        spans = [paragraph.span for paragraph in document.paragraphs]
        whole = Span(spans[0].start, spans[-1].end)
        return tuple(Meaning(span, self.meaning("")) for span in (whole, *spans))


def fill(ledger: Ledger, documents: int) -> None:
    """Add made-up documents with vectors, a happening for each of their acts, and their traits."""
    dice = Dice(0)
    for start in range(0, documents, _BATCH):
        numbers = range(start, min(start + _BATCH, documents))
        made = [made_up(number) for number in numbers]
        with_vectors: list[Records] = [
            replace(one, meanings=dice.meanings(one.document)) for one in made
        ]
        list(ledger.add_many(with_vectors, batch=_BATCH))
        ids = [one.document.id for one in made]
        rows = list(ledger.records(Wanted(kinds=["event"], documents=ids)))
        _put(ledger, [_happening(row) for row in rows])
    keep_traits(ledger)


def _put(ledger: Ledger, told: list[HappeningRow]) -> None:
    at = now()
    with ledger.writing() as connection:
        rows = [
            {
                "id": one["id"], "kind": "event", "event": one["event"], "status": one["status"],
                "first": one["first"], "last": one["last"], "documents": 1, "sources": 1,
                "data": one, "changed_at": at,
            }
            for one in told
        ]  # fmt: skip
        connection.execute(insert_once(connection, schema.happenings), rows)
        put_dyads(connection, [(one, one["first"] or "") for one in told])


def _happening(row: RecordRow) -> HappeningRow:
    def parties(role: str) -> list[dict[str, object]]:
        return [{k: p[k] for k in ("code", "sector", "name")} for p in row[role]]  # type: ignore[literal-required]

    day = row["day"]
    made = {
        "id": row["id"].replace("event:", "happening:"), "kind": "event", "event": row["event"],
        "mode": [], "context": [], "status": row["status"], "quad_code": row["quad_code"],
        "event_scale": row["event_scale"], "actor": parties("actor"),
        "recipient": parties("recipient"), "date": {"start": day, "end": day}, "place": None,
        "first": day, "last": day, "first_report": row["published"],
        "last_report": row["published"], "documents": 1, "sources": 1, "statuses": [],
        "disagreements": [],
        "reports": [{
            "record": row["id"], "document": row["document"], "publisher": row["publisher"],
            "published": row["published"], "status": "asserted", "according_to": None,
            "copy_of": None, "confidence": row["confidence"], "text": "met",
        }],
    }  # fmt: skip
    return made  # type: ignore[return-value]


def questions(ledger: Ledger, seed: int = 1) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the views with a name; each call asks anew."""
    random, dice = Random(seed), Dice(seed)

    def two() -> tuple[str, str]:
        one, other = random.sample(CODES, 2)
        return one, other

    def by_pair() -> object:
        one, other = two()
        return viewing.index(ledger, Asked(one=side(one), other=side(other)))

    def by_week() -> object:
        one, other = two()
        return viewing.index(ledger, Asked(one=side(one), other=side(other), by="week"))

    def country() -> object:
        return viewing.index(ledger, Asked(one=side(random.choice(CODES))))

    def pair() -> object:
        return viewing.pair(ledger, *two(), since="2025-06-01")

    def words() -> object:
        return search(ledger, Query(words=f"met {random.choice(CODES)} {random.choice(CODES)}"))

    def filtered() -> object:
        return search(ledger, Query(words="envoys", pair=two(), events=["CONSULT"]))

    def meaning() -> object:
        return search(ledger, Query(words="x y", by_meaning=True), dice)

    yield "index of a pair by month", by_pair
    yield "index of a pair by week", by_week
    yield "index of a country by month", country
    yield "pair dossier", pair
    yield "search by words", words
    yield "search by words, pair and event", filtered
    yield "search by meaning", meaning


def main() -> int:
    """Run the measurement and say what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=40, help="how often each view is asked")
    parser.add_argument("--where", help="a ledger's place; default: a temporary file")
    parser.add_argument("--filled", action="store_true", help="the ledger is filled already")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        ledger = stack.enter_context(Ledger.open(given.where or str(Path(folder) / "ledger.db")))
        if not given.filled:
            fill(ledger, given.documents)
        size = ledger.info()
        _say(f"{size.documents} documents, {size.records} records, {size.bytes / 1e6:.0f} MB")
        for name, ask in questions(ledger):
            ask()  # what is loaded once is loaded
            took, worked = [], []
            for _ in range(given.times):
                began, began_work = perf_counter(), process_time()
                ask()
                took.append(1_000 * (perf_counter() - began))
                worked.append(1_000 * (process_time() - began_work))
            slow = statistics.quantiles(took, n=20)[-1]
            _say(
                f"{name}: median {statistics.median(took):.1f} ms, 95% within {slow:.1f} ms; "
                f"processor time {statistics.median(worked):.1f} ms, "
                f"95% within {statistics.quantiles(worked, n=20)[-1]:.1f} ms"
            )
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
