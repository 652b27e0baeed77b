from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from told_stories import Told

from dragoman.records import make
from dragoman.records.ids import record_id

PIECES = st.lists(
    st.sampled_from(
        [
            "Ruritania opposes the dam.",
            "Ruritania vowed to send grain to the isles.",
            "Ruritania signed a treaty on fish with nobody.",
            "It rained.",
        ]
    ),
    min_size=1,
    max_size=6,
)


def told_of(sentences: list[str], model: str) -> Told:
    told = Told(*sentences, model=model)
    for nth in range(1, told.text.count("Ruritania") + 1):
        told.who("Ruritania", nth=nth)
    return told


@settings(deadline=None)  # what is tested is no time, and a busy machine is slow
@given(PIECES)
def test_ids_are_unique_in_a_document_and_the_same_on_every_run(sentences: list[str]) -> None:
    first = [r.id for r in make(told_of(sentences, "sha256:m").claims()).records]
    again = [r.id for r in make(told_of(sentences, "sha256:m").claims()).records]
    assert first == again
    assert len(set(first)) == len(first)


@settings(deadline=None)  # what is tested is no time, and a busy machine is slow
@given(PIECES)
def test_another_model_gives_other_ids(sentences: list[str]) -> None:
    ours = {r.id for r in make(told_of(sentences, "sha256:m").claims()).records}
    others = {r.id for r in make(told_of(sentences, "sha256:n").claims()).records}
    assert not ours & others


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_parts_do_not_run_together(left: list[str], right: list[str]) -> None:
    claims = Told("It rained.").claims()
    same = record_id(claims, "event", *left) == record_id(claims, "event", *right)
    assert same == (left == right)


def test_an_id_names_its_kind_and_sixteen_hex_digits() -> None:
    assert re.fullmatch(r"event:[0-9a-f]{16}", record_id(Told("It rained.").claims(), "event", 1))
