"""How fast a ledger is exported, and how much memory that takes.

python -m dragoman.ledger.measure_exports --documents 5000
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter, process_time

from dragoman.exporting import Order, write_folder, write_text
from dragoman.ledger.made_up import records
from dragoman.ledger.settling import settle
from dragoman.ledger.store import Ledger

_FORMS = ("plover", "polecat", "icews", "csv", "ftm", "graphml", "parquet")


def measure(ledger: Ledger, form: str, folder: Path) -> str:
    """Export a whole ledger in a form; return a line that says how it went."""
    began, began_cpu = perf_counter(), process_time()
    order = Order(form=form)
    if form == "parquet":
        tally = write_folder(ledger, order, folder)
        size = sum(path.stat().st_size for path in folder.glob("*.parquet"))
    else:
        path = folder / form
        with path.open("w", encoding="utf-8", newline="") as stream:
            tally = write_text(ledger, order, stream)
        size = path.stat().st_size
    wall, cpu = perf_counter() - began, process_time() - began_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{form}: {tally.rows} rows in {wall:.1f} s ({cpu:.1f} s of processor time), "
        f"{tally.rows / cpu:.0f} rows a second, {size / 1e6:.1f} MB; peak {peak:.0f} MB"
    )


def main() -> int:
    """Fill a ledger with made-up documents, export it in every form, say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--where", help="a filled ledger; default: a temporary file")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        where = given.where or str(folder / "ledger.db")
        ledger = stack.enter_context(Ledger.open(where))
        if given.where is None:
            for made in records(given.documents):
                ledger.add(made)
            settle(ledger)
        for form in _FORMS:
            sys.stdout.write(measure(ledger, form, folder) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
