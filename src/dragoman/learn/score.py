"""Gold files in, the scorecard out: the same table for everybody, with bootstrap intervals.

    dragoman score ../shared/data/annotated/voa.jsonl ../shared/data/polnear/dev.jsonl

Each file's form says what it measures: annotated stories (events, statements), attributions,
sentences with actor and recipient (`relate`), actor phrases (`resolve`). Stories go through the
whole of `read`; what is scored is what a user gets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.errors import UsageError
from dragoman.learn.corpora import lines
from dragoman.learn.parts import held_out
from dragoman.reader.labels import ROOTS, STATUSES

Counts = dict[str, np.ndarray[Any, np.dtype[np.float64]]]
"""For each measure (stories, 3): found right, found, gold; or right, all, all for accuracies."""

RESAMPLES = 300


@dataclass(frozen=True, slots=True)
class Score:
    """One row of the scorecard, 0 to 1, with its 95 % bootstrap interval over stories."""

    work: str
    measure: str
    value: float
    low: float
    high: float
    n: int


def f1(counts: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """Give F1 of summed (right, found, gold) counts."""
    right, found, gold = counts
    return float(2 * right / (found + gold)) if found + gold else 0.0


class Tally:
    """Counts by measure, a row for each story, so that stories can be drawn again."""

    def __init__(self, work: str) -> None:
        self.work = work
        self.rows: dict[str, list[tuple[float, float, float]]] = {}

    def add(self, measure: str, right: float, found: float, gold: float) -> None:
        """Add one story's counts."""
        self.rows.setdefault(measure, []).append((right, found, gold))

    def scores(self) -> list[Score]:
        """Give the rows of the scorecard."""
        rng = np.random.default_rng(7)
        out = []
        for measure, rows in self.rows.items():
            table = np.array(rows)
            draws = rng.integers(0, len(table), (RESAMPLES, len(table)))
            values = np.sort([f1(table[d].sum(0)) for d in draws])
            low, high = values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]
            total = table.sum(0)
            out.append(Score(self.work, measure, f1(total), low, high, int(total[2])))
        return out


def spans_of(items: Iterable[dict[str, Any] | None]) -> set[tuple[int, int]]:
    """Give the spans of entities or evidence."""
    return {(i["start"], i["end"]) for i in items if i}


def pair_up(
    found: Sequence[Any], gold: Sequence[Any], fits: Callable[[Any, Any], float]
) -> list[tuple[int, int]]:
    """Match found to gold one to one, the best fit first; a fit of 0 is none."""
    table = [(fits(f, g), i, j) for i, f in enumerate(found) for j, g in enumerate(gold)]
    out: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for fit, i, j in sorted(table, key=lambda row: (-row[0], row[1], row[2])):
        if fit <= 0:
            break
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((i, j))
    return sorted(out)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Give shared characters over covered characters."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, shared / (max(a[1], b[1]) - min(a[0], b[0])))


def read_stories(
    path: Path, keep: Callable[[dict[str, Any]], bool]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Read a file's stories as a user's JSON export; give gold and contract JSON side by side."""
    from dragoman import Reader
    from dragoman.forms.article import Article

    gold = [g for g in lines(path) if keep(g)]
    articles = [
        Article(
            item=f"{path}:{n}",
            content=g["text"],
            markup="body",
            title=g.get("title"),
            published=(g.get("published") or "")[:10] or None,
            publisher=g.get("publisher"),
        )
        for n, g in enumerate(gold, start=1)
    ]
    out = []
    for g, got in zip(gold, Reader().read_articles(articles), strict=True):
        if isinstance(got, Exception):
            raise got
        out.append((g, got.to_dict()))
    return out


def score_stories(paths: Sequence[Path], keep: Callable[[dict[str, Any]], bool]) -> list[Score]:
    """Score events and statements of annotated stories."""
    events, statements = Tally("events"), Tally("statements")
    for gold, got in (pair for path in paths for pair in read_stories(path, keep)):
        found = [r for r in got["records"] if r["kind"] == "event"]
        _count_events(events, gold["text"], gold["events"], found)
        found = [r for r in got["records"] if r["kind"] == "statement"]
        _count_attributions(statements, gold["statements"], found)
    return events.scores() + _macro(events) + statements.scores()


_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_OWNS = re.compile(r"['’]s?$")


def bare(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Leave article and final 's out of a party's span: the rule, which not every mark obeys."""
    start, end = span
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
    owns = _OWNS.search(text[start:end])
    return (start, start + owns.start()) if owns and owns.start() else (start, end)


def _count_events(
    tally: Tally, text: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]
) -> None:
    """Count triggers, roots, parties and statuses of one story."""
    spans = [(f["trigger"]["start"], f["trigger"]["end"]) for f in found]
    wanted = [(g["trigger"][0][0], g["trigger"][0][1]) for g in gold]

    def fit(i: int, j: int) -> float:
        same_root = found[i]["event"] == gold[j]["root"]
        return overlap(spans[i], wanted[j]) * (10 if same_root else 1)

    root = pair_up(range(len(found)), range(len(gold)), fit)
    same = [(i, j) for i, j in root if found[i]["event"] == gold[j]["root"]]
    exact = [(i, j) for i, j in same if spans[i] == wanted[j]]
    tally.add("trigger F1", len(root), len(found), len(gold))
    tally.add("trigger+root F1", len(same), len(found), len(gold))
    tally.add("trigger+root F1, exact trigger", len(exact), len(found), len(gold))
    tally.add("recall", len(same), len(gold), len(gold))
    tally.add("precision", len(same), len(found), len(found))
    for name, key in (("actor", "actors"), ("recipient", "recipients")):
        right = have = want = loose = 0
        for i, j in same:
            a = {bare(text, s) for s in spans_of(found[i][name])}
            b = {bare(text, (s, e)) for s, e in gold[j][key]}
            right, have, want = right + len(a & b), have + len(a), want + len(b)
            loose += len(pair_up(sorted(a), sorted(b), overlap))
        tally.add(f"{name} F1 on found events", right, have, want)
        tally.add(f"{name} F1 on found events, overlap", loose, have, want)
    swapped = sides = 0
    for i, j in same:
        a = {tuple(s) for s in gold[j]["actors"]}
        b = {tuple(s) for s in gold[j]["recipients"]}
        if a and b and not a & b:
            sides += 1
            swapped += bool(spans_of(found[i]["actor"]) & b and spans_of(found[i]["recipient"]) & a)
    tally.add("sides swapped", swapped, sides, sides)
    _count_classes(tally, same, gold, found)


def _count_classes(
    tally: Tally,
    same: list[tuple[int, int]],
    gold: list[dict[str, Any]],
    found: list[dict[str, Any]],
) -> None:
    """Count statuses of matched events, roots of all, and the types that the story tells."""
    matched = sum(found[i]["status"] == gold[j]["status"] for i, j in same)
    tally.add("status accuracy", matched, len(same), len(same))
    for status in STATUSES:
        mine = [j for i, j in same if found[i]["status"] == status]
        want = sum(gold[j]["status"] == status for _, j in same)
        both = sum(gold[j]["status"] == status for j in mine)
        tally.add(f"status {status}", both, len(mine), want)
    for name in ROOTS:
        have = sum(f["event"] == name for f in found)
        want = sum(g["root"] == name for g in gold)
        right = sum(gold[j]["root"] == name for _, j in same)
        tally.add(f"root {name}", right, have, want)
        tally.add(f"type {name}", float(bool(have and want)), bool(have), bool(want))


def _macro(tally: Tally) -> list[Score]:
    """Average the F1 of classes: statuses, and which roots a whole story tells."""
    out = []
    for prefix, label in (("status ", "status macro-F1"), ("type ", "whole-story types macro-F1")):
        values = [
            f1(np.array(rows).sum(0)) for name, rows in tally.rows.items()
            if name.startswith(prefix) and name != "status accuracy"
        ]  # fmt: skip
        value = float(np.mean(values)) if values else 0.0
        out.append(Score(tally.work, label, value, value, value, len(values)))
    return out


def _count_attributions(
    tally: Tally, gold: list[dict[str, Any]], found: list[dict[str, Any]]
) -> None:
    """Count exact sources, cues and contents, and whole attributions, of one article."""
    parts: dict[str, Callable[[dict[str, Any]], set[tuple[int, int]]]] = {
        "source": lambda r: spans_of([r["speaker"]]),
        "cue": lambda r: spans_of([r["cue"]]),
        "content": lambda r: spans_of(r["content"]),
    }
    for name, take in parts.items():
        mine = [s for r in found for s in take(r)]
        want = {tuple(s) for g in gold for s in g[name]}
        tally.add(f"{name} F1", len(want & set(mine)), len(set(mine)), len(want))

    def whole(r: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(tuple(sorted(take(r))) for take in parts.values())

    got = {whole(r) for r in found}
    wanted = {tuple(tuple(sorted(tuple(s) for s in g[name])) for name in parts) for g in gold}
    tally.add("whole F1", len(got & wanted), len(got), len(wanted))


def score_attributions(
    paths: Sequence[Path], keep: Callable[[dict[str, Any]], bool]
) -> list[Score]:
    """Score attributions of whole articles (PolNeAR's form)."""
    tally = Tally("attribution")
    for gold, got in (pair for path in paths for pair in read_stories(path, keep)):
        found = [r for r in got["records"] if r["kind"] == "statement"]
        _count_attributions(tally, gold["attributions"], found)
    return tally.scores()


def score_pairs(paths: Sequence[Path], keep: Callable[[dict[str, Any]], bool]) -> list[Score]:
    """Score the root between given spans: macro-F1 over PLV's 15, quad class, binary."""
    from dragoman import pipeline

    gold = [g for path in paths for g in lines(path) if keep(g)]
    pairs = [pipeline.pair(g["text"], g["actor"], g["recipient"]) for g in gold]
    found = [r.event for r in pipeline.relate(pairs)]
    return pair_scores([fifteen(f) for f in found], [fifteen(g["root"]) for g in gold])


def fifteen(root: str) -> str:
    """Fold CONCEDE and RETREAT into PLV's YIELD."""
    return "YIELD" if root in ("CONCEDE", "RETREAT") else root


_QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("YIELD", "COOPERATE", "AID"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}


def pair_scores(found: list[str], gold: list[str]) -> list[Score]:
    """Give macro-F1 of roots, of quad classes and of cooperation against conflict."""
    out = []
    for name, fold in (
        ("root macro-F1", lambda r: r),
        ("quad macro-F1", lambda r: str(_QUADS[r])),
        ("binary macro-F1", lambda r: str(_QUADS[r] > 2)),
    ):
        a, b = np.array([fold(r) for r in found]), np.array([fold(r) for r in gold])
        kinds = sorted(set(b.tolist()))

        def macro(rows: Any, a: Any = a, b: Any = b, kinds: list[str] = kinds) -> float:
            x, y = a[rows], b[rows]
            each = [
                f1(np.array([((x == k) & (y == k)).sum(), (x == k).sum(), (y == k).sum()], float))
                for k in kinds
            ]
            return float(np.mean(each))

        rng = np.random.default_rng(7)
        draws = np.sort([macro(rng.integers(0, len(a), len(a))) for _ in range(RESAMPLES)])
        out.append(Score("relate", name, macro(np.arange(len(a))), draws[7], draws[-8], len(a)))
    return out


def score_actors(paths: Sequence[Path], keep: Callable[[dict[str, Any]], bool]) -> list[Score]:
    """Score actor phrases: country, sector, both, where the gold says either."""
    from dragoman.resolve.actor import resolve_phrase

    tally = Tally("actors")
    for g in (row for path in paths for row in lines(path)):
        got = resolve_phrase(g["text"], context=g.get("context") or "")
        country = (got.code or "") == g["country"] if "country" in g else None
        wanted = {g.get("sector") or "", g.get("sector_2") or g.get("sector") or ""} - {"UNK"} or {
            ""
        }
        sector = (got.sector or "") in wanted if "sector" in g else None
        for name, value in (("country", country), ("sector", sector)):
            if value is not None:
                tally.add(name, value, 1, 1)
        if country is not None and sector is not None:
            tally.add("both", country and sector, 1, 1)
    return tally.scores()


Scorer = Callable[[Sequence[Path], Callable[[dict[str, Any]], bool]], list[Score]]


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
    for scorer, files in forms.items():
        seen = [0]

        def keep(g: dict[str, Any], seen: list[int] = seen) -> bool:
            if part == "dev" and "events" in g and not held_out(str(g["id"])):
                return False
            seen[0] += 1
            return limit is None or seen[0] <= limit

        rows.extend(scorer(files, keep))
    if out:
        plain = [{k: getattr(s, k) for k in Score.__slots__} for s in rows]
        out.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return rows
