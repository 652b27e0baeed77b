"""Annotated stories and attributions in, their rows of the scorecard out.

Stories go through the whole of `read`; what is scored is the JSON that a user gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dragoman.codebook import ROOTS, STATUSES
from dragoman.errors import InputError
from dragoman.learn.corpora import lines
from dragoman.learn.scoring.counts import Hit, Score, Tally, calibration
from dragoman.learn.scoring.match import (
    Range,
    bare,
    gold_acts,
    match_acts,
    overlap,
    pair_up,
    same_source,
    spans_of,
)

Row = dict[str, Any]
Keep = Callable[[Row], bool]


def read_stories(path: Path, keep: Keep) -> list[tuple[Row, Row]]:
    """Read a file's stories as a user's JSON export; give gold and contract JSON side by side."""
    return read_rows(path, [g for g in lines(path) if keep(g)])


def read_rows(
    path: Path, gold: Sequence[Row], *, refused: bool = False, wide: bool = False
) -> list[tuple[Row, Row]]:
    """Read the texts of gold rows of a file; give each with its contract JSON.

    Raises InputError for a text that is no news; with `refused` it counts as one without records.
    """
    from dragoman import Reader
    from dragoman.extras import Extras
    from dragoman.forms.article import Article

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
    for g, got in zip(gold, Reader(Extras(wide=wide)).read_articles(articles), strict=True):
        if not isinstance(got, InputError):
            out.append((g, got.to_dict()))
        elif refused:
            out.append((g, {"records": []}))
        else:
            raise got
    return out


def records_of(got: Row, kind: str) -> list[Row]:
    """Give the records of a kind of a document's JSON."""
    return [r for r in got["records"] if r["kind"] == kind]


def score_stories(paths: Sequence[Path], keep: Keep) -> list[Score]:
    """Score events and statements of annotated stories, and the calibration of both."""
    return score_read([pair for path in paths for pair in read_stories(path, keep)])


def score_read(pairs: Sequence[tuple[Row, Row]]) -> list[Score]:
    """Score stories that have been read, each given as gold and as its contract JSON."""
    events, statements = Tally("events"), Tally("statements")
    hits: tuple[list[list[Hit]], list[list[Hit]]] = ([], [])
    for gold, got in pairs:
        acts, said = records_of(got, "event"), records_of(got, "statement")
        hits[0].append(_count_events(events, gold["text"], gold["events"], acts))
        _count_attributions(statements, gold["statements"], said)
        hits[1].append([(r["confidence"], _source_right(r, gold["statements"])) for r in said])
    return [
        *events.scores(),
        *events.macro("status: ", "status macro-F1"),
        *events.macro("type ", "whole-story types macro-F1"),
        *statements.scores(),
        *calibration("events, expected calibration error", hits[0]),
        *calibration("statements, expected calibration error", hits[1]),
    ]


def score_attributions(paths: Sequence[Path], keep: Keep) -> list[Score]:
    """Score attributions of whole articles (PolNeAR's form)."""
    tally = Tally("attribution")
    for gold, got in (pair for path in paths for pair in read_stories(path, keep)):
        _count_attributions(tally, gold["attributions"], records_of(got, "statement"))
    return tally.scores()


def found_acts(found: Sequence[Row]) -> list[tuple[Range, str]]:
    """Give the triggers and roots of event records."""
    return [((f["trigger"]["start"], f["trigger"]["end"]), f["event"]) for f in found]


def _count_events(tally: Tally, text: str, gold: list[Row], found: list[Row]) -> list[Hit]:
    """Count triggers, roots, parties and statuses of one story; give each record's hit."""
    spans, wanted = found_acts(found), gold_acts(gold)
    any_root = match_acts(spans, wanted)
    same = [(i, j) for i, j in any_root if spans[i][1] == wanted[j][1]]
    exact = [(i, j) for i, j in same if spans[i][0] == wanted[j][0]]
    tally.add("trigger F1", len(any_root), len(found), len(gold))
    tally.add("trigger+root F1", len(same), len(found), len(gold))
    tally.add("trigger+root F1, exact trigger", len(exact), len(found), len(gold))
    tally.add("recall", len(same), len(gold), len(gold))
    tally.add("precision", len(same), len(found), len(found))
    modes = [(i, j) for i, j in same if gold[j].get("mode")]
    right = sum(gold[j]["mode"] in found[i]["mode"] for i, j in modes)
    tally.add("mode accuracy", right, len(modes), len(modes))
    _count_parties(tally, text, same, gold, found)
    _count_classes(tally, same, gold, found)
    rights = {i for i, _ in same}
    return [(f["confidence"], i in rights) for i, f in enumerate(found)]


def _count_parties(
    tally: Tally, text: str, same: list[tuple[int, int]], gold: list[Row], found: list[Row]
) -> None:
    """Count the parties of matched events, by side, and sides that are swapped."""
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


def _count_classes(
    tally: Tally, same: list[tuple[int, int]], gold: list[Row], found: list[Row]
) -> None:
    """Count statuses of matched events, roots of all, and the types that the story tells."""
    matched = sum(found[i]["status"] == gold[j]["status"] for i, j in same)
    tally.add("status accuracy", matched, len(same), len(same))
    for status in STATUSES:
        mine = [j for i, j in same if found[i]["status"] == status]
        want = sum(gold[j]["status"] == status for _, j in same)
        both = sum(gold[j]["status"] == status for j in mine)
        tally.add(f"status: {status}", both, len(mine), want)
    for name in ROOTS:
        have = sum(f["event"] == name for f in found)
        want = sum(g["root"] == name for g in gold)
        right = sum(gold[j]["root"] == name for _, j in same)
        tally.add(f"root {name}", right, have, want)
        tally.add(f"type {name}", float(bool(have and want)), bool(have), bool(want))


def _source_right(record: Row, gold: list[Row]) -> bool:
    """Say whether a statement record's cue and source are marked."""
    cue = next(iter(spans_of([record["cue"]])), None)
    return same_source(cue, sorted(spans_of([record["speaker"]])), gold)


def _count_attributions(tally: Tally, gold: list[Row], found: list[Row]) -> None:
    """Count exact sources, cues and contents, and whole attributions, of one article."""
    parts: dict[str, Callable[[Row], set[Range]]] = {
        "source": lambda r: spans_of([r["speaker"]]),
        "cue": lambda r: spans_of([r["cue"]]),
        "content": lambda r: spans_of(r["content"]),
    }
    for name, take in parts.items():
        mine = [s for r in found for s in take(r)]
        want = {tuple(s) for g in gold for s in g[name]}
        tally.add(f"{name} F1", len(want & set(mine)), len(set(mine)), len(want))

    def whole(r: Row) -> tuple[Any, ...]:
        return tuple(tuple(sorted(take(r))) for take in parts.values())

    got = {whole(r) for r in found}
    wanted = {tuple(tuple(sorted(tuple(s) for s in g[name])) for name in parts) for g in gold}
    tally.add("whole F1", len(got & wanted), len(got), len(wanted))
