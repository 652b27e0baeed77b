"""A phase of training ends between where it began and where it came to."""

from __future__ import annotations

from typing import Any

import pytest

torch: Any = pytest.importorskip("torch")

from dragoman.learn.train import move_back, states  # noqa: E402


class _Two:
    """Two tiny networks in a trainer's place."""

    def __init__(self) -> None:
        self.networks = (torch.nn.Linear(2, 2), torch.nn.Linear(3, 1))


def test_the_weights_end_at_the_share_between_start_and_goal() -> None:
    two: Any = _Two()
    began = states(two)
    for network in two.networks:
        with torch.no_grad():
            for weight in network.parameters():
                weight.add_(1.0)
    move_back(two, began, 0.25)
    for network, before in zip(two.networks, began, strict=True):
        for name, weight in network.state_dict().items():
            assert torch.allclose(weight, before[name] + 0.25)
