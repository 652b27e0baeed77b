"""What is done to a sentence does its own thing to the record, and nothing else.

The seeds stand in behaviour_seeds.yaml. `python -m dragoman.learn.behaviour FILE --failed` prints
the rates and the sentences that fail; each floor lies a little under the shipped reader's rate.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman import codebook
from dragoman.learn import behaviour

SEEDS = behaviour.load(Path(__file__).parent / "behaviour_seeds.yaml")

FLOORS = {
    "read": 0.85,
    "swapped": 0.90,
    "renamed": 0.88,
    "negated": 0.78,
    "to come": 0.82,
    "in company": 0.92,
    "passive": 0.88,
}


@pytest.fixture(scope="module")
def rates() -> dict[str, behaviour.Rate]:
    return {rate.behaviour: rate for rate in behaviour.measure(SEEDS)}


@pytest.mark.parametrize("name", FLOORS)
def test_a_change_of_the_sentence_changes_the_record_as_it_should(
    name: str, rates: dict[str, behaviour.Rate]
) -> None:
    rate = rates[name]
    assert rate.value >= FLOORS[name], rate.failed


def test_every_behaviour_has_a_floor(rates: dict[str, behaviour.Rate]) -> None:
    assert set(rates) == set(FLOORS)


def test_there_are_seeds_enough_and_of_every_root(rates: dict[str, behaviour.Rate]) -> None:
    assert len(SEEDS) >= 40
    assert {seed.root for seed in SEEDS} == set(codebook.roots())
    assert all(rate.tried >= 20 for rate in rates.values())


SEED = behaviour.Seed("AID", "{a} [gave|did not give|will give] {b} wheat.", None, False)


def test_a_seed_is_told_in_its_wordings() -> None:
    assert SEED.told("Peru", "Fiji") == "Peru gave Fiji wheat."
    assert SEED.told("Peru", "Fiji", 1) == "Peru did not give Fiji wheat."
    assert SEED.told("Peru", "Fiji", 2) == "Peru will give Fiji wheat."


def test_a_record_that_does_not_follow_its_sentence_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A reader that says the same of every text: the act stands, whatever is done to the sentence.
    deaf = behaviour.Seen("AID", (), "asserted", frozenset({"KEN"}), frozenset({"GHA"}))
    monkeypatch.setattr(behaviour, "_pair", lambda n: (("Kenya", "KEN"), ("Ghana", "GHA")))
    monkeypatch.setattr(behaviour, "_read", lambda texts: [[deaf] for _ in texts])
    rates = {rate.behaviour: rate.value for rate in behaviour.measure([SEED])}
    assert rates == {
        "read": 1.0,
        "swapped": 0.0,
        "renamed": 0.0,
        "negated": 0.0,
        "to come": 0.0,
        "in company": 1.0,
        "passive": 0.0,
    }
