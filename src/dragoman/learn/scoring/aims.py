"""Rows of the scorecard in, what each is to reach out (data/aims.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dragoman.learn.scoring.counts import Score


@dataclass(frozen=True, slots=True)
class Aim:
    """What a row must reach and would best reach; `below`: the smaller the better."""

    must: float
    moonshot: float
    below: bool
    others: str

    def verdict(self, value: float) -> str:
        """Say how far a value comes: "moonshot", "must" or "short"."""
        for name, bar in (("moonshot", self.moonshot), ("must", self.must)):
            if value <= bar if self.below else value >= bar:
                return name
        return "short"


@cache
def aims() -> Mapping[tuple[str, str], Aim]:
    """Give the aims by work and measure."""
    text = (files("dragoman") / "data" / "aims.yaml").read_text(encoding="utf-8")
    return {
        (row["work"], row["measure"]): Aim(
            row["must"], row["moonshot"], bool(row.get("below")), row.get("others", "")
        )
        for row in yaml.safe_load(text)
    }


def aim(score: Score) -> Aim | None:
    """Give the aim of a row, None where it has none."""
    return aims().get((score.work, score.measure))
