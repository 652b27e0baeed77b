"""How fast a ledger takes finished readings in, and how fast it answers.

python -m dragoman.ledger.measure_speed --documents 10000
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from dragoman.ledger.ask import Wanted
from dragoman.ledger.made_up import CODES, made_up
from dragoman.ledger.many import BATCH
from dragoman.ledger.store import Ledger


def fill(
    ledger: Ledger,
    documents: int,
    report: Callable[[str], None],
    *,
    every: int = 10_000,
    batch: int = BATCH,
) -> None:
    """Add made-up documents; report the rate, their making left out, at every so many.

    `batch` documents are added in a transaction; 1 adds them one by one.
    """
    wall = cpu = 0.0
    since = 0
    for start in range(0, documents, batch):
        made = [made_up(number) for number in range(start, min(start + batch, documents))]
        began, began_cpu = perf_counter(), process_time()
        if batch == 1:
            ledger.add(made[0])
        else:
            list(ledger.add_many(made, batch=batch))
        wall += perf_counter() - began
        cpu += process_time() - began_cpu
        done = start + len(made)
        if done // every > since // every or done == documents:
            report(
                f"{done} documents: {(done - since) / wall:.0f} a second by the clock, "
                f"{(done - since) / cpu:.0f} by processor time; "
                f"{ledger.info().bytes / 1e6:.0f} MB"
            )
            wall = cpu = 0.0
            since = done


def ask(ledger: Ledger, times: int) -> dict[str, tuple[float, float]]:
    """Return the median and the 95th percentile, in ms, of the queries that views are made of."""
    random = Random(1)

    def pair() -> object:
        one, other = random.sample(CODES, 2)
        wanted = Wanted(pair=(one, other), newest_first=True, limit=200)
        return list(ledger.records(wanted))

    def who() -> object:
        names = ledger.names("baden*" if random.random() < 0.5 else "kor*", limit=10)
        return [list(ledger.records(Wanted(name=n["name"], limit=100))) for n in names[:1]]

    def search() -> object:
        return ledger.search_words(f"met {random.choice(CODES)} {random.choice(CODES)}", limit=20)

    def month() -> object:
        year, number = random.randrange(2015, 2025), random.randrange(1, 13)
        first, last = f"{year}-{number:02}-01", f"{year}-{number:02}-31"
        return list(ledger.records(Wanted(code=random.choice(CODES), first=first, last=last)))

    found = {}
    for query in (pair, who, search, month):
        took = []
        for _ in range(times):
            began = perf_counter()
            query()
            took.append(1_000 * (perf_counter() - began))
        found[query.__name__] = (statistics.median(took), statistics.quantiles(took, n=20)[-1])
    return found


def main() -> int:
    """Run the measurement and say what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=BATCH, help="documents of a transaction")
    parser.add_argument("--every", type=int, default=10_000, help="report after so many")
    parser.add_argument("--times", type=int, default=40, help="how often each query is asked")
    parser.add_argument("--where", help="a ledger's place; default: a temporary file")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        ledger = stack.enter_context(Ledger.open(given.where or str(Path(folder) / "ledger.db")))
        fill(ledger, given.documents, _say, every=given.every, batch=given.batch)
        for name, (median, slow) in ask(ledger, given.times).items():
            _say(f"{name}: median {median:.1f} ms, 95% within {slow:.1f} ms")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
