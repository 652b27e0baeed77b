"""Killing writers at random moments: nothing half there, nothing lost, nothing doubled.

    python -m dragoman.ledger.measure_kill --times 50
    python -m dragoman.ledger.measure_kill --times 10 --server postgresql://me@localhost/postgres

Another process writes and is killed (SIGKILL) after a random while; the ledger is then checked, and
the next process goes on with all of it from the first. What was told as done before a kill must be
there. Three writers: finished readings put into the ledger, `dragoman add` of a file of stories,
`dragoman watch --once` of feeds on this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from threading import Timer

from sqlalchemy import create_engine, text

from dragoman.ledger.ask import Wanted
from dragoman.ledger.made_up import records
from dragoman.ledger.made_up_stories import serving, story
from dragoman.ledger.store import Ledger

_MODULE = "dragoman.ledger.measure_kill"
WRITERS = ("readings", "add", "watch")
_FEEDS = 3


@dataclass(slots=True)
class Killed:
    """What the kills came to; `faults` is empty where the ledger stood all of them.

    `completed` counts runs that ended before their kill, each followed by a new, empty ledger.
    """

    times: int = 0
    completed: int = 0
    documents_after: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ran:
    """A writer's run: what it told as done, whether it was killed, what it said otherwise."""

    told: set[str]
    killed: bool
    code: int
    said: str


def kill(
    place: Callable[[], str],
    writer: str,
    *,
    times: int,
    documents: int,
    longest_s: float,
    seed: int = 4,
) -> Killed:
    """Kill a writer `times` times, each up to `longest_s` after its first document, then finish.

    `place` gives a new, empty ledger's place at each call. One kill in four comes sooner, at any
    moment since the process began.
    """
    outcome = Killed()
    random = Random(seed)
    with _command(writer, documents) as command:
        whole = _whole(place(), command, outcome)
        where, done = place(), False
        Ledger.open(where).close()
        while outcome.times < times or not done:
            if done:
                where, done = place(), False
            early = random.random() < 0.25
            wait_s = random.uniform(0.0, longest_s)
            last = outcome.times >= times
            ran = _run(command(where), None if last else wait_s, early=early)
            outcome.times += ran.killed
            done = not ran.killed
            outcome.completed += done
            outcome.faults += _faults(where, ran, whole, done=done)
            with Ledger.open(where) as ledger:
                outcome.documents_after.append(ledger.info().documents)
            if outcome.faults:
                break
    return outcome


Whole = dict[str, list[str]]


def _whole(where: str, command: Callable[[str], list[str]], outcome: Killed) -> Whole:
    """Return what a run that nothing kills leaves: documents' ids with their records'."""
    ran = _run(command(where), None, early=False)
    if ran.code:
        outcome.faults.append(f"a run that nothing killed ended with {ran.code}: {ran.said}")
    return _held(where)


def _held(where: str) -> Whole:
    with Ledger.open(where) as ledger:
        held: Whole = {document["id"]: [] for document in ledger.documents()}
        for row in ledger.records(Wanted()):
            held[row["document"]].append(row["id"])
    return {document: sorted(ids) for document, ids in held.items()}


def _faults(where: str, ran: _Ran, whole: Whole, *, done: bool) -> Iterator[str]:
    """Yield what is wrong with a ledger after a run that was killed, or that is `done`."""
    if not ran.killed and ran.code:
        yield f"a run ended with {ran.code}: {ran.said}"
    with Ledger.open(where) as ledger:
        yield from ledger.check().faults
        items = ledger.feed_outcomes()
        lost = [d["id"] for d in ledger.documents() if d["version"] != 1]
    yield from (f"{document}: is here twice" for document in lost)
    held = _held(where)
    yield from (
        f"{document}: was told as done and is not here" for document in ran.told - set(held)
    )
    for document, ids in held.items():
        if document not in whole:
            yield f"{document}: is none of those that were given"
        elif ids != whole[document]:
            yield f"{document}: has {len(ids)} records and not its {len(whole[document])}"
    seen = sum(n for outcomes in items.values() for n in outcomes.values())
    if seen > len(held):
        yield f"{seen} items of feeds count as seen, {len(held)} documents are here"
    if done and len(held) != len(whole):
        yield f"{len(held)} documents in the end, not {len(whole)}"
    if done and items and seen != len(whole):
        yield f"{seen} items seen in the end, not {len(whole)}"


def _run(command: Sequence[str], wait_s: float | None, *, early: bool) -> _Ran:
    """Run a writer, killed so long after its first line (or, `early`, after its start)."""
    told: set[str] = set()
    timer: Timer | None = None
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=said, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as child:  # fmt: skip
        if early and wait_s is not None:
            timer = _killing(child, wait_s)
        assert child.stdout is not None
        for line in child.stdout:
            if timer is None and wait_s is not None:
                timer = _killing(child, wait_s)
            if line.endswith("\n"):
                told |= _documents(line)
        if timer is not None:
            timer.cancel()
        code = child.wait()
        said.seek(0)
        return _Ran(told, code < 0, code, said.read()[-500:])


def _killing(child: subprocess.Popen[str], wait_s: float) -> Timer:
    timer = Timer(wait_s, child.kill)
    timer.start()
    return timer


def _documents(line: str) -> set[str]:
    """Return the ids of the documents that a writer's line tells as done."""
    told = json.loads(line)
    return {added["document"] for added in told.get("added", [told])}


@contextmanager
def _command(writer: str, documents: int) -> Iterator[Callable[[str], list[str]]]:
    """Give what runs a writer into a ledger; its feeds are served, its file is there meanwhile."""
    told = ["--format", "json", "--quiet"]
    dragoman = [sys.executable, "-m", "dragoman"]
    if writer == "readings":
        mine = [sys.executable, "-m", _MODULE, "--documents", str(documents), "--add"]
        yield lambda where: [*mine, where]
    elif writer == "add":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stories.jsonl"
            lines = (json.dumps(story(number)) for number in range(documents))
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            yield lambda where: [*dragoman, "add", str(path), "--ledger", where, *told]
    else:
        ours = ["--once", "--allow-loopback", "--delay", "0", *told]
        with serving(documents, _FEEDS) as feeds:
            yield lambda where: [*dragoman, "watch", *feeds, "--ledger", where, *ours]


def _add(where: str, documents: int) -> None:
    with Ledger.open(where) as ledger:
        for made in records(documents):
            ledger.add(made)
            sys.stdout.write(json.dumps({"document": made.document.id}) + "\n")
            sys.stdout.flush()


def _places(folder: str, server: str | None, numbers: Iterator[int]) -> Callable[[], str]:
    """Return what gives new, numbered places: files in a folder, or databases of a server."""
    if server is None:
        return lambda: str(Path(folder) / f"ledger{next(numbers)}.db")

    def make() -> str:
        name = f"kill_{os.getpid()}_{next(numbers)}"
        engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:", 1))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        before, _, options = server.partition("?")
        return f"{before.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")

    return make


def main() -> int:
    """Run the measurement and say what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50, help="kills of each writer")
    parser.add_argument("--writer", choices=WRITERS, action="append", help="default: all three")
    parser.add_argument("--documents", type=int, default=15)
    parser.add_argument("--longest", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--server", help="a PostgreSQL server's URL; default: SQLite files")
    parser.add_argument("--add", metavar="WHERE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.add is not None:
        _add(given.add, given.documents)
        return 0
    faults, numbers = 0, count(1)
    for writer in given.writer or WRITERS:
        # Finished readings go in a hundred times as fast as texts are read.
        documents = given.documents * (20 if writer == "readings" else 1)
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            told = kill(
                _places(folder, given.server, numbers),
                writer,
                times=given.times,
                documents=documents,
                longest_s=given.longest,
                seed=given.seed,
            )
        faults += len(told.faults)
        sys.stdout.write(
            f"{writer}: {told.times} kills, {told.completed} runs completed, "
            f"{time.monotonic() - began:.0f} s; documents after each: {told.documents_after}\n"
            f"faults: {len(told.faults)}\n" + "".join(f"  {fault}\n" for fault in told.faults)
        )
        sys.stdout.flush()
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
