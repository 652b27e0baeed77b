"""Softmax regression in numpy: examples and their classes in, a linear layer out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Full-batch Adam; at 150 steps the scores of the two worked examples stand still.
_STEPS, _RATE = 150, 0.1
_MEAN, _SQUARE, _TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Layer:
    """A linear layer from (N, F) features to classes: weights (F, C), bias (C,), float32."""

    weights: Floats
    bias: Floats

    def probabilities(self, features: Floats) -> Floats:
        """Give the classes' probabilities (N, C) of features (N, F)."""
        return softmax(features @ self.weights + self.bias)


def softmax(logits: Floats) -> Floats:
    """Give probabilities over the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    out: Floats = (raised / raised.sum(-1, keepdims=True)).astype(np.float32)
    return out


def fit(features: Floats, targets: Floats, *, decay: float) -> Layer:
    """Fit a layer to target distributions (N, C); `decay` is the weight of the L2 penalty.

    Features are standardised inside; the layer takes them as they come. Nothing is random.
    """
    mean, spread = features.mean(0), features.std(0) + 1e-3
    x = ((features - mean) / spread).astype(np.float32)
    n, f = x.shape
    params = [np.zeros((f, targets.shape[1]), np.float32), np.zeros(targets.shape[1], np.float32)]
    first = [np.zeros_like(p) for p in params]
    second = [np.zeros_like(p) for p in params]
    # The penalty does not grow with the width of the encoder.
    pull = decay / np.sqrt(f)
    for step in range(1, _STEPS + 1):
        wrong = (softmax(x @ params[0] + params[1]) - targets) / n
        slopes = (x.T @ wrong + pull * params[0], wrong.sum(0))
        rate = _RATE * (1 - 0.9 * step / _STEPS)
        for at, slope in enumerate(slopes):
            first[at] = _MEAN * first[at] + (1 - _MEAN) * slope
            second[at] = _SQUARE * second[at] + (1 - _SQUARE) * slope**2
            move = first[at] / (1 - _MEAN**step)
            size = np.sqrt(second[at] / (1 - _SQUARE**step)) + _TINY
            params[at] = (params[at] - rate * move / size).astype(np.float32)
    weights = (params[0] / spread[:, None]).astype(np.float32)
    return Layer(weights, (params[1] - mean @ weights).astype(np.float32))
