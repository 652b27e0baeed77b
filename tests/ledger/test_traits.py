"""Traits of documents: found by set, renewed with readings and versions, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from told import MADE_BY, story

from dragoman.forms.document import Span
from dragoman.forms.reading import Meaning
from dragoman.ledger import Ledger
from dragoman.ledger.meanings import nearest
from dragoman.ledger.traits import keep_traits, pair_trait, publisher_trait, sets


def numbers(ledger: Ledger, *traits: str) -> list[int]:
    found = sets(ledger, traits)
    flags = np.logical_and.reduce([found.flags[trait] for trait in traits])
    return [int(number) for number in np.flatnonzero(flags)]


def test_documents_are_found_by_their_countries_pairs_and_publishers(ledger: Ledger) -> None:
    for n in range(3):
        ledger.add(story(f"Norway condemned Sudan for the {n}th time.", publisher="Côte Herald"))
    ledger.add(story("Norway condemned Sudan once.", publisher="Dune Post", event="THREATEN"))
    assert keep_traits(ledger) == 4
    assert numbers(ledger, "code:NOR", "code:SDN", "all") == [1, 2, 3, 4]
    assert numbers(ledger, pair_trait("SDN", "NOR"), publisher_trait("cote herald")) == [1, 2, 3]
    assert numbers(ledger, "event:THREATEN") == [4]
    assert numbers(ledger, "code:CUB") == []
    assert keep_traits(ledger) == 0


def test_many_numbers_are_kept_as_bits_and_come_back(ledger: Ledger) -> None:
    from dragoman.ledger.traits import _pack, _unpack

    random = np.random.default_rng(1)
    for share in (0.0, 0.01, 0.5, 1.0):
        has = random.random(8_192) < share
        assert (_unpack(_pack(has)) == has).all()


def test_days_are_those_of_publication(ledger: Ledger) -> None:
    ledger.add(story(published=date(2026, 3, 14)))
    keep_traits(ledger)
    assert sets(ledger, []).days[1] == date(2026, 3, 14).toordinal()


def test_an_older_version_leaves_its_sets(ledger: Ledger) -> None:
    ledger.add(story("Norway condemned Sudan.", url="https://a.example/1"))
    keep_traits(ledger)
    ledger.add(story("Norway warned Sudan.", url="https://a.example/1", event="THREATEN"))
    keep_traits(ledger)
    assert numbers(ledger, "all") == [2]
    assert numbers(ledger, "event:ACCUSE") == []
    assert numbers(ledger, "code:NOR") == [2]


def test_a_second_reading_renews_the_traits(ledger: Ledger) -> None:
    ledger.add(story(event="ACCUSE"))
    keep_traits(ledger)
    ledger.add(story(event="AID", made_by={**MADE_BY, "model": "sha256:bb"}))
    keep_traits(ledger)
    assert numbers(ledger, "event:ACCUSE") == []
    assert numbers(ledger, "event:AID") == [1]


def vector(*values: int) -> bytes:
    return np.array([*values, *[0] * (16 - len(values))], np.int8).tobytes()


def test_the_nearest_document_opens_at_its_nearest_passage(ledger: Ledger) -> None:
    for number, first, second in ((0, (100, 0), (0, 100)), (1, (-100, 0), (0, -100))):
        made = story(f"Norway condemned Sudan, number {number}.")
        whole = Meaning(Span(0, 20), vector(first[0] // 2, second[1] // 2))
        parts = (Meaning(Span(0, 6), vector(*first)), Meaning(Span(7, 20), vector(*second)))
        ledger.add(replace(made, meanings=(whole, *parts)))
    keep_traits(ledger)
    among = sets(ledger, ["all"]).flags["all"]
    found, compared = nearest(ledger, "sha256:aa", vector(10, 100), among=among)
    assert compared == 2
    assert [(near.number, near.start, near.end) for near in found] == [(1, 7, 20), (2, 0, 6)]
    assert found[0].likeness > 0.9
    assert nearest(ledger, "sha256:other", vector(10, 100), among=among) == ([], 0)
    among[1] = False
    found, _ = nearest(ledger, "sha256:aa", vector(1), among=among)
    assert [near.number for near in found] == [2]
