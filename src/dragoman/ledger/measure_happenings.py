"""How well mentions are merged into happenings: ledgers of judged stories in, figures out.

    dragoman add ../shared/data/stories/dev.jsonl --ledger dev.db
    dragoman add ../shared/data/annotated/ --ledger annotated.db
    python -m dragoman.ledger.measure_happenings dev.db annotated.db

`data/happenings/judged.csv` says which mentions of 30 stories tell one act. A pair of mentions is
right where both say so. The weights were fitted on every other story (`fitted`); the figures that
count are those of the rest (`held out`). A mention that the ledger's reading does not have any more
is left out and counted.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from sqlalchemy import select

from dragoman.knowledge import rows
from dragoman.ledger import schema
from dragoman.ledger.settling import settle
from dragoman.ledger.store import Ledger

D, R = schema.documents, schema.records


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention as it was judged; `act` is empty where it stands alone."""

    story: str
    document: str
    start: int
    act: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Pairs of mentions: how many were merged, how many should be, how many of them are right."""

    merged: int
    same: int
    right: int

    @property
    def precision(self) -> float:
        """The share of merged pairs that are right; 1 where none is merged."""
        return self.right / self.merged if self.merged else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs of one act that are merged; 1 where there are none."""
        return self.right / self.same if self.same else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right} of {self.merged} pairs), "
            f"recall {self.recall:.3f} ({self.right} of {self.same})"
        )


def judged() -> list[Judged]:
    """Return the judgments."""
    told = rows("happenings/judged.csv")
    return [Judged(r["story"], r["document"], int(r["start"]), r["act"]) for r in told]


def fitted(stories: Iterable[str]) -> set[str]:
    """Return the stories on which weights are fitted: every other one by name."""
    return set(sorted(set(stories))[::2])


def happenings_of(ledger: Ledger) -> dict[tuple[str, int], tuple[str, str]]:
    """Return the happening and root of each mention: by document and where its trigger begins."""
    query = (
        select(D.c.id, R.c.happening, R.c.event, R.c.data)
        .join_from(R, D, R.c.document == D.c.number)
        .where(R.c.kind == "event", R.c.live, R.c.happening.is_not(None))
    )
    found = {}
    with ledger.reading() as connection:
        for row in connection.execute(query):
            key = row.id.split(":")[-1][:16]
            found[key, row.data["trigger"]["start"]] = (row.happening, row.event)
    return found


def count(
    mentions: Sequence[Judged],
    found: Mapping[tuple[str, int], str],
    counts: Callable[[Judged, Judged], bool] = lambda _one, _other: True,
) -> Figures:
    """Count pairs; `counts` says which."""
    merged = same = right = 0
    for one, other in combinations(mentions, 2):
        if not counts(one, other):
            continue
        theirs = one.story == other.story and one.act != "" and one.act == other.act
        ours = found[one.document, one.start] == found[other.document, other.start]
        merged += ours
        same += theirs
        right += ours and theirs
    return Figures(merged, same, right)


def b_cubed(mentions: Sequence[Judged], found: Mapping[tuple[str, int], str]) -> Figures:
    """Count for each mention the share of its happening that is right, as parts of 10,000."""
    ours: dict[str, set[int]] = defaultdict(set)
    theirs: dict[object, set[int]] = defaultdict(set)
    for place, one in enumerate(mentions):
        ours[found[one.document, one.start]].add(place)
        theirs[(one.story, one.act) if one.act else place].add(place)
    whole = 10_000
    precision, recall = [], []
    for place, one in enumerate(mentions):
        mine = ours[found[one.document, one.start]]
        true = theirs[(one.story, one.act) if one.act else place]
        precision.append(len(mine & true) / len(mine))
        recall.append(len(mine & true) / len(true))
    right = round(whole * mean(precision))
    return Figures(whole, round(right / mean(recall)), right)


def main(places: Sequence[str]) -> int:
    """Print the figures of ledgers."""
    told: dict[tuple[str, int], tuple[str, str]] = {}
    for where in places:
        with Ledger.open(where, create=False) as ledger:
            settle(ledger)
            told |= happenings_of(ledger)
    found = {key: happening for key, (happening, _) in told.items()}
    everything = judged()
    mentions = [one for one in everything if (one.document, one.start) in found]
    half = fitted(one.story for one in everything)
    write = sys.stdout.write
    write(
        f"{len(mentions)} judged mentions of {len({one.story for one in mentions})} stories; "
        f"{len(everything) - len(mentions)} are not in these ledgers\n"
    )
    parts = {
        "held out": [one for one in mentions if one.story not in half],
        "fitted": [one for one in mentions if one.story in half],
        "all": mentions,
    }
    for name, some in parts.items():
        write(f"{name}: pairs {count(some, found)}\n")
        write(f"  in one document: {count(some, found, lambda a, b: a.document == b.document)}\n")
        write(f"  across documents: {count(some, found, lambda a, b: a.document != b.document)}\n")
        other = [one for one in some if told[one.document, one.start][1] != "ASSAULT"]
        write(f"  other acts than attacks: {count(other, found)}\n")
        each = [count(mine, found) for mine in _by_story(some).values()]
        write(
            f"  mean over stories: precision {mean(f.precision for f in each):.3f}, "
            f"recall {mean(f.recall for f in each):.3f}\n"
        )
        for which, few in (("", some), (", other acts than attacks", other)):
            shares = b_cubed(few, found)
            write(
                f"  B-cubed{which}: precision {shares.precision:.3f}, recall {shares.recall:.3f}\n"
            )
    return 0


def _by_story(mentions: Iterable[Judged]) -> dict[str, list[Judged]]:
    stories: dict[str, list[Judged]] = defaultdict(list)
    for one in mentions:
        stories[one.story].append(one)
    return stories


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
