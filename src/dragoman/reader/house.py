"""Which house's rules an attribution is read by.

Desks and corpora mark attributions in two ways. The strict one (annotation.md) takes the bare cue
of a saying or believing; the broad one (PolNeAR's, made on domestic politics) takes the auxiliaries
and adverbs too ("has also said"), and plans, wishes and hopes. The network is told which is wanted.
A story of one country's own campaign is read broadly, every other strictly: seen by its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import sqrt

WORD = re.compile(r"[a-z]{3,}")


def house_words(text: str) -> set[str]:
    """Give the words of a story that the choice looks at, each once."""
    return set(WORD.findall(text.lower()))


def broad(text: str, weights: Mapping[str, float]) -> bool:
    """Say whether a story is read by the broad house's rules (weights: settings.json, `house`).

    The weights were fitted by logistic regression (learn/houses.py) on which words a story has,
    scaled to unit length over the words that have weights.
    """
    known = [weights[w] for w in house_words(text) if w in weights]
    return bool(known) and sum(known) / sqrt(len(known)) + weights.get("", 0.0) > 0
