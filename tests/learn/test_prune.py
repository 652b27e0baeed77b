"""Narrowing a trained network: what is taken away is what the rest can stand in for."""

from __future__ import annotations

from typing import Any

import pytest

torch: Any = pytest.importorskip("torch")

from dragoman.learn.prune import least_needed  # noqa: E402


def _moments(inputs: Any) -> Any:
    rows = torch.cat([inputs, torch.ones(len(inputs), 1)], 1)
    return rows.T @ rows


def test_inputs_that_others_repeat_are_taken_and_the_output_stays() -> None:
    torch.manual_seed(1)
    some = torch.randn(500, 12)
    inputs = torch.cat([some, 2 * some + 1], 1)
    weight = torch.randn(5, 25)
    kept, fitted = least_needed(weight, _moments(inputs), 1, 12)
    whole = inputs @ weight[:, :-1].T + weight[:, -1]
    left = inputs[:, kept] @ fitted[:, kept].T + fitted[:, -1]
    assert len(kept) == 12
    assert len({int(n) % 12 for n in kept}) == 12
    assert (left - whole).abs().mean() < 0.02 * whole.abs().mean()


def test_a_structure_of_several_inputs_goes_whole() -> None:
    torch.manual_seed(2)
    inputs = torch.randn(400, 16)
    weight = torch.randn(3, 17)
    weight[:, 4:8] = 0  # the second of four structures says nothing
    kept, fitted = least_needed(weight, _moments(inputs), 4, 3)
    assert kept.tolist() == [0, 2, 3]
    assert not fitted[:, 4:8].any()


def test_the_fit_after_taking_is_better_than_leaving_the_rest_as_it_was() -> None:
    torch.manual_seed(3)
    base = torch.randn(600, 6)
    inputs = torch.relu(base @ torch.randn(6, 40))
    weight = torch.randn(4, 41)
    kept, fitted = least_needed(weight, _moments(inputs), 1, 20)
    whole = inputs @ weight[:, :-1].T
    refit = inputs[:, kept] @ fitted[:, kept].T + fitted[:, -1] - weight[:, -1]
    plain = inputs[:, kept] @ weight[:, kept].T
    assert (refit - whole).square().mean() < 0.1 * (plain - whole).square().mean()
