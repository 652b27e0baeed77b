"""From tag scores to word ranges."""

from itertools import pairwise

import numpy as np
import pytest

from dragoman.reader.decode import anchors, best_roles, role_ranges, trim

OUT, B1, I1, B2, I2 = range(5)


def scores(*tags: int, strength: float = 4.0) -> np.ndarray:
    out = np.zeros((len(tags), 5), np.float32)
    out[range(len(tags)), tags] = strength
    return out


def test_tags_that_are_clear_are_kept() -> None:
    path = best_roles(scores(B1, I1, OUT, B2, I2)[None], np.array([5]))
    assert path.tolist() == [[B1, I1, OUT, B2, I2]]


def test_an_inside_never_follows_outside_or_the_other_role() -> None:
    path = best_roles(scores(OUT, I1, OUT, B1, I2)[None], np.array([5]))[0].tolist()
    for before, after in pairwise(path):
        assert not (after == I1 and before not in (B1, I1))
        assert not (after == I2 and before not in (B2, I2))


def test_padding_has_no_say() -> None:
    long = np.concatenate([scores(B1, I1, OUT), scores(B2, B2, strength=50.0)])[None]
    path = best_roles(long, np.array([3]))
    assert path.tolist() == [[B1, I1, OUT, -1, -1]]


def test_two_ranges_of_a_role_that_touch_stay_two() -> None:
    tags = np.array([B1, I1, B1, OUT, B2, I2])
    assert role_ranges(tags, B1) == [(0, 2), (2, 3)]
    assert role_ranges(tags, B2) == [(4, 6)]


def test_words_that_touch_are_one_anchor() -> None:
    inside = np.array([0.1, 0.9, 0.8, 0.2, 0.7], np.float32)
    assert anchors(inside, 0.5) == [(1, 3), (4, 5)]


@pytest.mark.parametrize(
    ("phrase", "kept"),
    [
        ("Xi Jinping ,", "Xi Jinping"),
        ("China and", "China"),
        (", the European Union", "the European Union"),
        ("secretary general of", "secretary general"),
        ("the Bank of England", "the Bank of England"),
        ("Party ( CPC )", "Party ( CPC )"),
        ("minister )", "minister"),
    ],
)
def test_loose_words_at_the_edges_of_a_party_are_left_out(phrase: str, kept: str) -> None:
    words = phrase.split()
    a, b = trim(words, 0, len(words))
    assert " ".join(words[a:b]) == kept


def test_a_parenthesis_that_a_party_opens_is_closed() -> None:
    words = ["Communist", "Party", "(", "CPC", ")", "said"]
    assert trim(words, 0, 4) == (0, 5)


def test_nothing_but_loose_words_is_no_party() -> None:
    a, b = trim([",", "and"], 0, 2)
    assert a == b


def test_a_bare_number_is_no_party() -> None:
    a, b = trim(["30", ",", "000"], 0, 1)
    assert a == b


def test_a_name_keeps_what_a_hyphen_joins_to_it() -> None:
    assert trim(["Moon", "Jae", "-", "in"], 0, 4) == (0, 4)
    assert trim(["soldiers", "in"], 0, 2) == (0, 1)
