"""Killing a writer at random moments: nothing half there, nothing lost, nothing doubled.

    python -m dragoman.ledger.measure_kill --times 50

Another process adds made-up documents and is killed (SIGKILL) after a random while; the ledger is
then checked, and the next process goes on with all of them from the first. Each document that was
told as added before the kill must be there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Timer

from dragoman.ledger.made_up import records
from dragoman.ledger.store import Ledger

_MODULE = "dragoman.ledger.measure_kill"


@dataclass(slots=True)
class Killed:
    """What the kills came to; `faults` is empty where the ledger stood all of them."""

    times: int = 0
    documents_after: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def kill(where: str, *, times: int, documents: int, longest_s: float, seed: int = 4) -> Killed:
    """Kill a writer `times` times, each up to `longest_s` after its first document, then finish."""
    told = Killed()
    random = Random(seed)
    Ledger.open(where).close()
    for _ in range(times):
        added = _run(where, documents, kill_after_s=random.uniform(0.0, longest_s))
        told.times += 1
        with Ledger.open(where) as ledger:
            checked = ledger.check()
            told.faults += checked.faults
            there = {document["id"] for document in ledger.documents()}
        told.faults += [
            f"{document}: was told as added and is not here" for document in added - there
        ]
        told.documents_after.append(checked.documents)
    _run(where, documents, kill_after_s=None)
    with Ledger.open(where) as ledger:
        checked = ledger.check()
        told.faults += checked.faults
        wanted = list(records(documents))
        if checked.documents != len(wanted):
            told.faults.append(f"{checked.documents} documents in the end, not {len(wanted)}")
        if checked.records != sum(len(made.records) for made in wanted):
            told.faults.append(f"{checked.records} records in the end")
    return told


def _run(where: str, documents: int, *, kill_after_s: float | None) -> set[str]:
    """Add in another process, killed so long after its first document; return what it told."""
    command = [sys.executable, "-m", _MODULE, "--add", where, "--documents", str(documents)]
    added: set[str] = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        timer: Timer | None = None
        for line in child.stdout:
            if timer is None and kill_after_s is not None:
                timer = Timer(kill_after_s, child.kill)
                timer.start()
            if line.endswith("\n"):
                added.add(line.strip())
        if timer is not None:
            timer.cancel()
    return added


def _add(where: str, documents: int) -> None:
    with Ledger.open(where) as ledger:
        for made in records(documents):
            ledger.add(made)
            sys.stdout.write(f"{made.document.id}\n")
            sys.stdout.flush()


def main() -> int:
    """Run the measurement and say what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--longest", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--where", help="an empty ledger's place; default: a temporary file")
    parser.add_argument("--add", metavar="WHERE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.add is not None:
        _add(given.add, given.documents)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        where = given.where or str(Path(folder) / "ledger.db")
        told = kill(where, times=given.times, documents=given.documents, longest_s=given.longest)
    sys.stdout.write(
        f"{told.times} kills, documents after each: {told.documents_after}\n"
        f"faults: {len(told.faults)}\n" + "".join(f"  {fault}\n" for fault in told.faults)
    )
    return 1 if told.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
