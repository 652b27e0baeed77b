"""How fast the views answer: a ledger in, each view asked many times, medians out.

python -m dragoman.measure_views --ledger news.db --times 100

The ledger is one of `dragoman.varied`, settled. What is asked is drawn from its documents, so that
a pair is asked for as often as it is told of. The first answer of each view is not counted, and a
question's own vector is not made: the vector of a passage, with noise, stands for it.
"""

from __future__ import annotations

import argparse
import gc
import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from time import perf_counter, process_time
from typing import Any, cast

import numpy as np

from dragoman import viewing
from dragoman.errors import UsageError
from dragoman.forms.document import Document
from dragoman.forms.reading import Meaning
from dragoman.forms.rows import DocumentRow
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from dragoman.ledger.derive import entities
from dragoman.ledger.holding.who import who
from dragoman.ledger.words import words_of
from dragoman.searching import Query, search
from dragoman.varied import say
from dragoman.views.index import Asked
from dragoman.views.sides import side

BLOCS = ("EUR", "NATO", "BRICS", "ASEAN", "African Union")
_SINCE = timedelta(days=90)
Ask = Callable[[], object]


class Dice:
    """An encoder that gives vectors of the ledger's own passages, with noise."""

    def __init__(self, ledger: Ledger, digest: str, seed: int) -> None:
        self.digest = digest
        self._random = np.random.default_rng(seed)
        self._vectors = []
        for _, _, body in ledger.vectors(digest):
            length = int.from_bytes(body[:2], "little")
            self._vectors.append(np.frombuffer(body[-length:], np.int8))
            if len(self._vectors) >= 200:
                break

    def meaning(self, text: str) -> bytes:
        """Return a vector, whatever the words are."""
        vector = self._vectors[self._random.integers(len(self._vectors))]
        noisy = vector + self._random.normal(0, 20, len(vector))
        return np.clip(noisy, -127, 127).astype(np.int8).tobytes()

    def meanings(self, document: Document) -> tuple[Meaning, ...]:
        """Return nothing: the documents have their vectors."""
        return ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """What can be asked of a document: countries, a person, the words of its title, its day."""

    document: DocumentRow
    code: str
    pair: tuple[str, str]
    person: str
    words: tuple[str, ...]


def drawn(ledger: Ledger, random: Random, count: int) -> list[Drawn]:
    """Draw documents of which everything can be asked."""
    last = ledger.info().documents
    out: list[Drawn] = []
    while len(out) < count:
        one = next(ledger.documents(after=random.randrange(last), live=True, limit=1), None)
        if one is not None:
            records = list(ledger.records(Wanted(documents=[one["id"]])))
            made = _drawn(one, [cast("Mapping[str, Any]", record) for record in records])
            if made is not None:
                out.append(made)
    return out


def _drawn(document: DocumentRow, records: list[Mapping[str, Any]]) -> Drawn | None:
    codes: dict[str, None] = {}
    persons: dict[str, None] = {}
    for record in records:
        for _, entity in entities(record):
            if entity["code"] and _is_side(entity["code"]):
                codes.setdefault(entity["code"])
            parts = entity["name"].split()
            if entity["kind"] == "person" and len(parts) == 2 and entity["name"].istitle():
                persons.setdefault(entity["name"])
    words = tuple(words_of(document["title"] or ""))
    if len(codes) < 2 or not persons or len(words) < 4:
        return None
    one, other, *_ = codes
    return Drawn(document, one, (one, other), next(iter(persons)), words)


def _is_side(code: str) -> bool:
    try:
        return not side(code).is_bloc
    except UsageError:
        return False


def questions(ledger: Ledger, seed: int, count: int) -> Iterator[tuple[str, list[Ask]]]:
    """Yield the views with a name and so many questions of each."""
    random = Random(seed)
    about = drawn(ledger, random, count)
    model = ledger.readings(about[0].document["id"])[-1]["model"]
    dice = Dice(ledger, model, seed)
    last = max(one.document["published"] or "" for one in about)
    since = (date.fromisoformat(last) - _SINCE).isoformat()

    def index(one: str, other: str | None, by: str) -> Ask:
        asked = Asked(one=side(one), other=side(other) if other else None, by=by)
        return lambda: viewing.index(ledger, asked)

    def found(**given: Any) -> Ask:
        query = Query(**given)
        return lambda: search(ledger, query, dice)

    def two(one: Drawn) -> str:
        return " ".join(random.sample(one.words, 2))

    def phrase(one: Drawn) -> str:
        at = random.randrange(len(one.words) - 1)
        return f'"{one.words[at]} {one.words[at + 1]}"'

    yield "index of a pair by month", [index(*one.pair, "month") for one in about]
    yield "index of a pair by week", [index(*one.pair, "week") for one in about]
    yield "index of a country by month", [index(one.code, None, "month") for one in about]
    yield "index of a bloc by month", [index(random.choice(BLOCS), None, "month") for _ in about]
    yield (
        "index of a bloc and a country",
        [
            index(b, o.code, "month")
            for o in about
            for b in random.sample(BLOCS, 1)
            if o.code not in side(b).codes
        ],
    )
    yield (
        "pair dossier",
        [
            lambda one=one: viewing.pair(ledger, *one.pair, since=since)  # type: ignore[misc]
            for one in about
        ],
    )
    yield "who, full name", [lambda one=one: who(ledger, one.person) for one in about]  # type: ignore[misc]
    yield (
        "who, family name",
        [
            lambda one=one: who(ledger, one.person.split()[-1])  # type: ignore[misc]
            for one in about
        ],
    )
    yield "search by two words", [found(words=two(one)) for one in about]
    yield "search by one word", [found(words=random.choice(one.words)) for one in about]
    yield "search by a phrase", [found(words=phrase(one)) for one in about]
    yield (
        "search by words and country",
        [found(words=random.choice(one.words), codes=[one.code], first=since) for one in about],
    )
    yield (
        "search by pair and act",
        [found(words="", pair=one.pair, events=["CONSULT", "AGREE"]) for one in about],
    )
    yield "search by meaning", [found(words="x y", by_meaning=True) for _ in about]


def measure(asked: list[Ask]) -> tuple[float, float, float, float]:
    """Return median and 95th percentile in ms, by the clock and by processor time."""
    asked[0]()  # what is loaded once is loaded
    took, worked = [], []
    gc.collect()
    for ask in asked:
        began, began_work = perf_counter(), process_time()
        ask()
        took.append(1_000 * (perf_counter() - began))
        worked.append(1_000 * (process_time() - began_work))
    return (
        statistics.median(took),
        statistics.quantiles(took, n=20)[-1],
        statistics.median(worked),
        statistics.quantiles(worked, n=20)[-1],
    )


def main() -> int:
    """Run the measurement and say what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", required=True, help="a settled ledger's place")
    parser.add_argument("--times", type=int, default=60, help="how often each view is asked")
    parser.add_argument("--only", default="", help="views whose name begins so")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with Ledger.open(given.ledger, create=False) as ledger:
        size = ledger.info()
        say(f"{size.documents} documents, {size.records} records, {size.bytes / 1e6:.0f} MB")
        for name, asked in questions(ledger, given.seed, given.times):
            if name.startswith(given.only):
                median, slow, worked, worked_slow = measure(asked)
                say(
                    f"{name:30} median {median:6.1f} ms, 95% within {slow:6.1f} ms; "
                    f"processor time {worked:6.1f}, {worked_slow:6.1f}"
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
