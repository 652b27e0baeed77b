"""Two checkpoints of one run in, the mean of their weights out: what both learned, with less noise.

python -m dragoman.learn.average build/model/third.pt build/model/fourth.pt --share 0.6 --to OUT
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch


def average(one: Path, other: Path, share: float) -> dict[str, Any]:
    """Give the second checkpoint with its weights moved toward the first's: `share` of its own."""
    first = torch.load(one, weights_only=True)
    mean: dict[str, Any] = torch.load(other, weights_only=True)
    for part in ("encoder", "focus"):
        for name, weight in mean[part].items():
            mean[part][name] = (1 - share) * first[part][name] + share * weight
    return mean


def main() -> None:
    """Average and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--share", type=float, default=0.6, help="of the second")
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    torch.save(average(options.one, options.other, options.share), options.to)


if __name__ == "__main__":
    main()
