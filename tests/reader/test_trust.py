"""How sure an attribution is."""

from __future__ import annotations

import numpy as np

from dragoman.reader.trust import NUMBERS, load, numbers, odds, sure


def row(*said_by: float, source: tuple[int, int] | None = None, word: str = "lund") -> dict:
    seen = numbers(0.9, 0.8, True, np.array(said_by, np.float32), source, word)
    return dict(zip(NUMBERS, seen, strict=True))


def test_a_source_is_as_sure_as_its_least_sure_word() -> None:
    assert row(0.9, 0.6, 0.0, source=(0, 2))["source"] == odds(float(np.float32(0.6)))


def test_a_word_beside_the_source_that_may_belong_to_it_takes_trust() -> None:
    doubtful = row(0.9, 0.4, source=(0, 1))["beside the source"]
    assert doubtful < row(0.9, 0.0, source=(0, 1))["beside the source"]


def test_another_source_counts_only_away_from_this_one() -> None:
    seen = row(0.9, 0.4, 0.0, 0.3, source=(0, 1))
    assert seen["other sources"] == odds(1 - float(np.float32(0.3)))


def test_without_a_source_there_is_none_to_be_sure_of() -> None:
    seen = row(0.1, 0.2)
    assert (seen["no source"], seen["source"], seen["a pronoun"]) == (1, 0, 0)


def test_a_pronoun_is_known() -> None:
    assert row(0.9, 0.1, source=(0, 1), word="she")["a pronoun"] == 1


def test_trust_is_a_share_and_rises_with_what_is_seen() -> None:
    plain = numbers(0.99, 0.99, True, np.array([0.99, 0.0], np.float32), (0, 1), "lund")
    doubtful = numbers(0.6, 0.3, False, np.array([0.5, 0.4], np.float32), (0, 1), "lund")
    assert 0 < sure(doubtful) < 0.5 < sure(plain) < 1
    assert len(load()) == len(NUMBERS)
