from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import codebook
from dragoman.errors import UsageError

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[3] / "shared"))
PUBLISHED = SHARED / "reference" / "plover" / "plover.json"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published codebook is not here")
def test_codes_and_scores_are_those_of_the_published_codebook_except_accuse() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    for root, category in published["categories"].items():
        assert list(codebook.modes(root)) == category["modes"]
        assert codebook.requires_recipient(root) is category["requires_recipient"]
    differing = []
    for name, score in published["scores"].items():
        root, _, mode = name.partition(":")
        if codebook.score(root, [mode.strip().lower()] if mode else []) != score:
            differing.append(name)
    assert differing == ["ACCUSE"]
    assert list(codebook.contexts()) == published["contexts"]


def test_accuse_scores_minus_three() -> None:
    assert codebook.score("ACCUSE") == -3.0


def test_the_roots_stand_in_the_order_of_their_quad_class() -> None:
    assert codebook.roots() == codebook.ROOTS
    assert len(codebook.ROOTS) == 16
    quads = [codebook.quad_code(root) for root in codebook.ROOTS]
    assert quads == sorted(quads)
    assert set(quads) == set(codebook.QUADS) == {1, 2, 3, 4}


def test_a_score_has_the_sign_of_its_class() -> None:
    for root in codebook.ROOTS:
        for mode in (None, *codebook.modes(root)):
            score = codebook.score(root, [mode] if mode else [])
            assert -10 <= score <= 10
            assert score >= 0 if codebook.quad_code(root) < 3 else score <= 0.5


def test_of_several_modes_the_farthest_from_zero_counts() -> None:
    assert codebook.score("ASSAULT", ["beat", "unconventional"]) == -10.0
    assert codebook.score("PROTEST", ["vandalize"]) == codebook.score("PROTEST")


def test_a_mode_of_another_root_does_not_change_the_score() -> None:
    assert codebook.score("AID", ["torture"]) == 10.0


@given(st.text())
def test_what_is_no_root_is_a_usage_error(text: str) -> None:
    if text in codebook.ROOTS:
        return
    with pytest.raises(UsageError):
        codebook.quad_code(text)


def test_every_root_and_mode_has_a_definition_in_words() -> None:
    for root, entry in codebook.book().items():
        assert len(entry.definition) > 20, root
        assert all(mode.definition for mode in entry.modes.values()), root


def test_every_cameo_code_of_the_table_is_a_plover_code() -> None:
    for number in range(3, 21):
        plover = codebook.cameo_to_plover(f"{number:02}")
        assert plover is not None
        assert plover.root in codebook.ROOTS


def test_cameo_codes_give_valid_modes_and_contexts() -> None:
    for code in ("042", "0871", "1723", "2042", "186", "0863", "1121"):
        plover = codebook.cameo_to_plover(code)
        assert plover is not None
        assert plover.mode in codebook.modes(plover.root)
        assert set(plover.contexts) <= set(codebook.contexts())


def test_an_unlisted_cameo_code_falls_back_on_its_parent() -> None:
    assert codebook.cameo_to_plover("0429") == codebook.cameo_to_plover("042")


def test_statements_and_appeals_have_no_plover_code() -> None:
    assert codebook.cameo_to_plover("010") is None
    assert codebook.cameo_to_plover("025") is None


@pytest.mark.parametrize("code", ["", "4", "21", "00", "04x", "04211", "٠٤"])
def test_what_is_no_cameo_code_is_a_usage_error(code: str) -> None:
    with pytest.raises(UsageError):
        codebook.cameo_to_plover(code)


def test_every_root_and_mode_goes_to_cameo_and_most_come_back() -> None:
    pairs = [(r, m) for r in codebook.ROOTS for m in (None, *codebook.modes(r))]
    back = [codebook.cameo_to_plover(codebook.plover_to_cameo(r, m)) for r, m in pairs]
    same_root = sum(b is not None and b.root == r for (r, _), b in zip(pairs, back, strict=True))
    assert same_root >= len(pairs) - 2


def test_a_mode_unknown_to_cameo_takes_the_root() -> None:
    assert codebook.plover_to_cameo("AGREE", "visit") == codebook.plover_to_cameo("AGREE")


def test_sectors_are_codes_of_three_letters() -> None:
    assert len(codebook.sectors()) == 25
    assert all(len(s) == 3 and s.isupper() for s in codebook.sectors())
    assert set(codebook.special_codes()) == {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC", "XKX"}


def test_states_have_their_correlates_of_war_number() -> None:
    assert (codebook.cow_code("GBR"), codebook.cow_code("CHN")) == (200, 710)
    assert codebook.cow_code("UNO") is None
