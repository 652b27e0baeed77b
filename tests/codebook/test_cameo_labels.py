"""CAMEO's labels and scores."""

from __future__ import annotations

import pytest

from dragoman import codebook
from dragoman.errors import UsageError


def test_every_code_that_a_plover_code_leads_to_has_a_label_and_a_score() -> None:
    for root in codebook.ROOTS:
        for mode in (None, *codebook.modes(root)):
            found = codebook.cameo_entry(codebook.plover_to_cameo(root, mode))
            assert found.label
            assert -10 <= found.scale <= 10


def test_a_context_narrows_the_code_to_one_that_leads_back() -> None:
    for root in codebook.ROOTS:
        for mode in (None, *codebook.modes(root)):
            plain = codebook.plover_to_cameo(root, mode)
            for context in codebook.contexts():
                code = codebook.plover_to_cameo(root, mode, [context])
                assert codebook.cameo_entry(code).label
                back = codebook.cameo_to_plover(code)
                if code not in (plain, "163"):
                    assert back is not None
                    assert (back.root, back.mode) == (root, mode)
                    assert context in back.contexts


def test_the_first_context_that_narrows_does_so() -> None:
    assert codebook.plover_to_cameo("AID", None, ["gender", "military", "economic"]) == "072"
    assert codebook.plover_to_cameo("SANCTION", "discontinue", ["economic"]) == "163"


def test_an_attack_is_the_far_end_of_the_scale_and_a_truce_near_the_other() -> None:
    assert codebook.cameo_entry("190").scale == -10.0
    assert codebook.cameo_entry("0871").scale == 9.0


def test_what_is_no_code_is_refused() -> None:
    with pytest.raises(UsageError, match="no CAMEO code"):
        codebook.cameo_entry("999")
