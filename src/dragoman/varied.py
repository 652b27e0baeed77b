"""A ledger of any size, made of real texts with countries, persons, numbers and days varied.

python -m dragoman.varied --readings readings.db --documents 100000 --ledger news.db

The texts are read once, by the shipped reader, into the ledger that `--readings` names; a text that
is there already is not read again. Then finished readings are added, their making left out of the
rates; with `--settle` each step is brought up to date.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from dragoman import pipeline
from dragoman.errors import InputError
from dragoman.forms.article import Article
from dragoman.forms.records import Records
from dragoman.ledger import Ledger
from dragoman.ledger.many import BATCH
from dragoman.ledger.settling import settle
from dragoman.ledger.varied import Varied, seeds_of

_ROOT = Path(__file__).resolve().parents[2]
STORIES = (_ROOT / "examples", _ROOT / "training" / "stories")
Say = Callable[[str], None]


def read_seeds(stories: Sequence[Path], ledger: Ledger, say: Say) -> None:
    """Read stories into a ledger and settle it; what is there is not read again."""
    reader = pipeline.Reader()
    given = pipeline.open_inputs(one for path in stories for one in _opened(path))
    held = partial(ledger.held, made_by=reader.made_by)
    for outcome in reader.read_new(given, None, held):
        if isinstance(outcome, Records):
            ledger.add(outcome)
        elif isinstance(outcome, InputError):
            say(str(outcome))
    settle(ledger)


def _opened(path: Path) -> Iterator[Article | Path]:
    """Yield the files of a folder; annotated stories, whose text stands in paragraphs, as text."""
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.is_dir():
            continue
        told = json.loads(file.read_text("utf-8")) if file.suffix == ".json" else None
        if isinstance(told, dict) and "paragraphs" in told:
            yield Article(
                item=str(file), content="\n\n".join(told["paragraphs"]), markup="body",
                url=told.get("url"), title=told.get("title"), published=told.get("published"),
                publisher=told.get("publisher"),
            )  # fmt: skip
        else:
            yield file


def fill(
    ledger: Ledger, varied: Varied, documents: int, say: Say, *, every: int, settled: bool
) -> None:
    """Add varied documents up to so many in all; say the rate at every so many, making left out."""
    done = ledger.info().documents
    while done < documents:
        step = min(every - done % every, documents - done)
        wall = cpu = records = 0.0
        for start in range(done, done + step, BATCH):
            made = list(varied.documents(min(BATCH, done + step - start), start=start))
            began, began_cpu = perf_counter(), process_time()
            records += sum(added.records for added in ledger.add_many(made))
            wall += perf_counter() - began
            cpu += process_time() - began_cpu
        done += step
        info = ledger.info()
        say(
            f"{done} documents, {info.records} records, {info.bytes / 1e6:.0f} MB; "
            f"added {step / wall:.0f} a second by the clock, {step / cpu:.0f} by processor time"
        )
        if settled:
            began, began_cpu = perf_counter(), process_time()
            settle(ledger)
            say(
                f"settled: {step / (perf_counter() - began):.0f} documents a second by the clock, "
                f"{step / (process_time() - began_cpu):.0f} by processor time; "
                f"{ledger.info().bytes / 1e6:.0f} MB"
            )


def main() -> int:
    """Read what is not read yet, then fill the ledger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "stories", nargs="*", type=Path, help="files and folders of stories, if any are to be read"
    )
    parser.add_argument("--readings", required=True, help="a ledger that keeps the readings")
    parser.add_argument("--ledger", required=True, help="the ledger to fill; it is filled further")
    parser.add_argument("--documents", type=int, default=10_000, help="so many in all")
    parser.add_argument("--every", type=int, default=10_000, help="say how it goes at so many")
    parser.add_argument("--settle", action="store_true", help="bring it up to date at each step")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with Ledger.open(given.readings) as read:
        if given.stories or not read.info().documents:
            read_seeds(given.stories or STORIES, read, say)
        varied = Varied(seeds_of(read), seed=given.seed)
    with Ledger.open(given.ledger) as ledger:
        fill(ledger, varied, given.documents, say, every=given.every, settled=given.settle)
    return 0


def say(line: str) -> None:
    """Write a line of a measurement, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
