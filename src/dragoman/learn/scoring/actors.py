"""Actor phrases with their codes in, rows of the scorecard out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dragoman.learn.corpora import lines
from dragoman.learn.scoring.counts import Score, Tally
from dragoman.learn.scoring.stories import Keep


def score_actors(paths: Sequence[Path], keep: Keep) -> list[Score]:
    """Score actor phrases: country, sector, both, where the gold says either."""
    from dragoman.resolve.actor import resolve_phrase

    tally = Tally("actors")
    for g in (row for path in paths for row in lines(path) if keep(row)):
        got = resolve_phrase(g["text"], context=g.get("context") or "")
        country = (got.code or "") == g["country"] if "country" in g else None
        named = {g.get("sector") or "", g.get("sector_2") or g.get("sector") or ""}
        wanted = named - {"UNK"} or {""}
        sector = (got.sector or "") in wanted if "sector" in g else None
        for name, value in (("country", country), ("sector", sector)):
            if value is not None:
                tally.add(name, value, 1, 1)
        if country is not None and sector is not None:
            tally.add("both", country and sector, 1, 1)
    return tally.scores()
