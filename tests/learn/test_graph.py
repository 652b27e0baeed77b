"""Trained networks in, the graphs that are run out: they say the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
ort = pytest.importorskip("onnxruntime")

from dragoman.learn.export import write_graph  # noqa: E402
from dragoman.learn.graph import ALWAYS, PlainFocus, only_where  # noqa: E402
from dragoman.learn.network import HIDDEN, Focus  # noqa: E402
from dragoman.reader import labels  # noqa: E402

NAMES = ["hidden", "mask", "anchor", "distance"]


def _focus() -> Focus:
    torch.manual_seed(5)
    return Focus(6, 4).eval()


def _asked(*marks: int) -> tuple[torch.Tensor, ...]:
    """Two rows of nine words, the second two words shorter, with these marks from the third on."""
    torch.manual_seed(7)
    mask = torch.ones(2, 9, dtype=torch.long)
    mask[1, 7:] = 0
    anchor = torch.zeros(2, 9, dtype=torch.long)
    anchor[:, 2 : 2 + len(marks)] = torch.tensor(marks)
    return torch.randn(2, 9, HIDDEN), mask, anchor, torch.randint(0, labels.DISTANCES, (2, 9))


def test_the_focus_in_the_order_of_the_runtime_says_what_the_focus_says() -> None:
    focus, asked = _focus(), _asked(labels.TRIGGER, labels.ACTOR, 0, labels.RECIPIENT)
    with torch.no_grad():
        expected, got = focus(*asked), PlainFocus(focus)(*asked)
    for name, plain in zip([*ALWAYS, "pair"], got, strict=False):
        assert torch.allclose(plain, getattr(expected, name), atol=5e-3), name


@pytest.mark.filterwarnings("ignore")
def test_the_pair_is_worked_out_only_where_a_party_is_marked(tmp_path: Path) -> None:
    focus, to = _focus(), tmp_path / "focus.onnx"
    rows = {0: "anchors", 1: "words"}
    write_graph(
        PlainFocus(focus).eval(), _asked(labels.TRIGGER), NAMES, [*ALWAYS, "pair", "marked"],
        dict.fromkeys([*NAMES, "parties", "attribution"], rows), to,
    )  # fmt: skip
    only_where(to, "pair", "marked", len(labels.ROOTS))
    session = ort.InferenceSession(str(to), disabled_optimizers=["SkipLayerNormFusion"])
    unmarked, marked = (
        dict(zip(NAMES, (x.numpy() for x in _asked(*marks)), strict=True))
        for marks in ((labels.TRIGGER,), (labels.ACTOR, labels.RECIPIENT))
    )
    (pair,) = session.run(["pair"], unmarked)
    assert pair.size == 0
    (pair,) = session.run(["pair"], marked)
    with torch.no_grad():
        expected = focus(*_asked(labels.ACTOR, labels.RECIPIENT)).pair.numpy()
    assert np.abs(pair - expected).max() < 0.05
