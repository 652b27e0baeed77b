"""What acts tell of the root between two given parties."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.reader import Reader, labels
from dragoman.reader.told import mixed, told

ARREST = "Kenyan police arrested two Ugandan journalists in Mombasa on Sunday."
BOTH = (((0, 13),), ((23, 45),))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def test_told_names_the_act_that_joins_the_given_parties(reader: Reader) -> None:
    (shares,) = told(reader._session, [ARREST], [BOTH])
    assert labels.ROOTS[int(shares.argmax())] == "COERCE"
    assert shares.sum() == pytest.approx(1)


def test_told_weighs_an_act_less_whose_doer_is_the_other(reader: Reader) -> None:
    right, turned = told(reader._session, [ARREST, ARREST], [BOTH, BOTH[::-1]])
    coerce = labels.ROOTS.index("COERCE")
    assert turned[coerce] < right[coerce]


def test_told_says_nothing_where_no_act_is_told(reader: Reader) -> None:
    (shares,) = told(reader._session, ["Kenya lies east of Uganda."], [(((0, 5),), ((19, 25),))])
    assert shares.max() < 0.5


def test_mixed_lets_acts_decide_where_the_pair_head_is_in_doubt() -> None:
    head = np.full((1, len(labels.ROOTS)), 0.01, np.float32)
    coerce, sanction = labels.ROOTS.index("COERCE"), labels.ROOTS.index("SANCTION")
    head[0, coerce], head[0, sanction] = 0.44, 0.45
    acts = np.full((1, len(labels.ROOTS)), 0.001)
    acts[0, coerce] = 0.9
    (share,) = mixed(head, acts)
    assert share.argmax() == coerce
    assert share.sum() == pytest.approx(1)
