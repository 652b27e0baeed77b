"""Taking away what the network is told of a word: that part alone goes, and it comes back."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Act
from dragoman.learn.ablation import without
from dragoman.pipeline import default_reader
from dragoman.reader import conventions, passes
from dragoman.reader.passages import pieces

TEXT = "Norway condemned the raid, and Kenya expelled two envoys."


def _table(part: str) -> NDArray[np.int64]:
    tokenizer = default_reader().stage._session.tokenizer
    with without(part):
        return passes.feature_ids(  # type: ignore[attr-defined]
            TEXT, pieces(tokenizer, [TEXT])[0]
        )


@pytest.mark.parametrize(("part", "column"), [("names", 2), ("lexicon of acts", 3)])
def test_a_feature_taken_away_is_zero_and_the_others_stay(part: str, column: int) -> None:
    whole, less = _table("nothing"), _table(part)
    assert whole[:, column].any()
    assert not less[:, column].any()
    others = [n for n in range(whole.shape[1]) if n != column]
    assert (whole[:, others] == less[:, others]).all()
    assert (_table("nothing") == whole).all()


def test_without_conventions_an_act_keeps_the_root_that_the_network_gave() -> None:
    text = "Rebels captured 40 fighters near the town on Monday."
    whole = Span(0, len(text))
    document = Document("sha256:test", text, (Paragraph(whole, (whole,)),))
    at = text.index("captured")
    act = Act(Span(at, at + 8), "COERCE", (), (), "asserted", (Span(0, 6),), (), 0.8)
    with without("conventions"):
        assert [a.root for a in conventions.apply(document, [act])] == ["COERCE"]
    assert [a.root for a in conventions.apply(document, [act])] == ["ASSAULT"]
