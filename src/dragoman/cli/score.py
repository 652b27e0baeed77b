"""`dragoman score`: gold files to the scorecard, printed as a table."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import FormatError, UsageError

if TYPE_CHECKING:
    from dragoman.learn.scoring.counts import Score

# Rows of each file in the short form: enough to see a break, too few to compare models by.
_SHORT = 40
_GOLD = (".jsonl", ".jsonl.gz")


def run(paths: list[Path], json_file: Path | None, *, short: bool, part: str) -> int:
    """Score the files, print a line for each measure; return the exit code."""
    from dragoman.learn import score

    if part not in ("all", "dev"):
        raise UsageError(f"--part is dev or all, not {part!r}")
    rows = score.main(
        list(_files(paths)), part=part, out=json_file, limit=_SHORT if short else None
    )
    sys.stdout.writelines(table(rows))
    return 0


def table(rows: Iterable[Score]) -> Iterable[str]:
    """Yield the scorecard's lines: value, 95 % interval, what is marked, what is to be reached."""
    from dragoman.learn.scoring.aims import aim

    work = ""
    for row in rows:
        if row.work != work:
            work = row.work
            yield f"\n{work}\n"
        line = (
            f"  {row.measure:<40} {row.value:6.3f}  [{row.low:6.3f}, {row.high:6.3f}]  n={row.n:<5}"
        )
        bar = aim(row)
        if bar:
            sign = "<=" if bar.below else ">="
            reached = {"moonshot": "moonshot reached", "must": "must reached", "short": "short"}
            verdict = reached[bar.verdict(row.value)]
            if row.seen:
                verdict = "trained on these items: dragoman.learn.crossval measures it"
            line += f"  must {sign} {bar.must:g}, moonshot {sign} {bar.moonshot:g}: {verdict}"
        yield line.rstrip() + "\n"


def _files(paths: list[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.name.endswith(_GOLD))
        elif path.exists():
            yield path
        else:
            raise FormatError(str(path), "there is no such file")
