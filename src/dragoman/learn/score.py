"""Gold files in, the scorecard out: the same table for everybody, with bootstrap intervals.

    dragoman score ../shared/data/annotated/voa.jsonl ../shared/data/polnear/dev.jsonl

Each file's form says what it measures: annotated stories (events, statements, calibration),
attributions, sentences with actor and recipient (`relate`, and both parties and root with nothing
given), actor phrases (`resolve`). Stories and sentences go through the whole of `read`; what is
scored is what a user gets. Speed is measured by `dragoman.learn.bench`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.errors import UsageError
from dragoman.learn.corpora import lines
from dragoman.learn.parts import held_out
from dragoman.learn.scoring.actors import score_actors
from dragoman.learn.scoring.aims import aim
from dragoman.learn.scoring.counts import Score
from dragoman.learn.scoring.pairs import score_pairs
from dragoman.learn.scoring.stories import Keep, score_attributions, score_stories

Scorer = Callable[[Sequence[Path], Keep], list[Score]]


def kind_of(row: dict[str, Any]) -> Scorer:
    """Tell a gold file's kind by its first row."""
    if "events" in row and "statements" in row:
        return score_stories
    if "attributions" in row:
        return score_attributions
    if "actor" in row and "root" in row:
        return score_pairs
    if "country" in row or "sector" in row:
        return score_actors
    raise UsageError("no gold file of a known form (docs/measured.md names them)")


def main(
    paths: Sequence[Path], *, part: str = "all", out: Path | None = None, limit: int | None = None
) -> list[Score]:
    """Score the files, those of one form together.

    `part` "dev" keeps the annotated stories that were never trained on; `limit` keeps the first
    so many rows of each form: the short form for continuous checks.
    """
    forms: dict[Scorer, list[Path]] = {}
    for path in paths:
        first = next(iter(lines(path)), None)
        if first is None:
            raise UsageError(f"{path}: empty gold file")
        forms.setdefault(kind_of(first), []).append(path)
    rows: list[Score] = []
    for scorer, gold in forms.items():
        seen = [0]

        def keep(g: dict[str, Any], seen: list[int] = seen) -> bool:
            if part == "dev" and "events" in g and not held_out(str(g["id"])):
                return False
            seen[0] += 1
            return limit is None or seen[0] <= limit

        rows.extend(scorer(gold, keep))
    rows.append(size())
    if out:
        out.write_text(json.dumps([plain(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    return rows


def size() -> Score:
    """Give the size of the model's files in MB (10^6 bytes)."""
    shipped = [f for f in Path(str(files("dragoman") / "weights")).iterdir() if f.is_file()]
    megabytes = sum(f.stat().st_size for f in shipped) / 1e6
    return Score("package", "model files, MB", megabytes, megabytes, megabytes, len(shipped))


def plain(row: Score) -> dict[str, Any]:
    """Give a row as JSON has it, with what it is to reach; null where it has no aim."""
    out: dict[str, Any] = {k: getattr(row, k) for k in Score.__slots__}
    bar = aim(row)
    out |= {"must": None, "moonshot": None, "reached": None, "others": None}
    if bar:
        reached = None if row.seen else bar.verdict(row.value)
        out |= {"must": bar.must, "moonshot": bar.moonshot, "reached": reached}
        out["others"] = bar.others or None
    return out
