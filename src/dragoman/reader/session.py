"""The weights behind one door: onnxruntime sessions, tokenizer and classes, checked at load."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.errors import PartError
from dragoman.reader.passages import load_tokenizer

PARTS = ("encoder.onnx", "focus.onnx", "tokenizer.json", "settings.json")
"""The files of the model; `digest.txt` beside them holds the digest of all four."""


def digest(folder: Path) -> str:
    """Give `sha256:` and the hex digest over the names and bytes of the model's files."""
    total = hashlib.sha256()
    for name in PARTS:
        path = folder / name
        if not path.is_file():
            raise PartError(f"{path}: the model's file is missing; install dragoman again")
        total.update(name.encode() + b"\0")
        total.update(path.read_bytes())
    return "sha256:" + total.hexdigest()


THRESHOLDS: Mapping[str, float] = {
    "trigger": 0.5, "trigger_edge": 0.5,
    "cue": 0.65, "cue_edge": 0.4,
    "act": 0.2, "context": 0.4,
    "outside_parties": 0.4, "outside_attribution": 0.0,
}  # fmt: skip
"""Where a model's settings say nothing. `_edge` is what a word beside a sure one needs to be part
of its anchor; `outside_` is taken off the logit that a word has no role."""


_SLOW = "SkipLayerNormFusion"
"""What the runtime makes of a sum and its norm; it takes seven times as long as the two."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the network's outputs mean and where its thresholds lie (settings.json)."""

    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    thresholds: Mapping[str, float]
    trained: Mapping[str, Any]


class Session:
    """The model loaded: `encode` a batch of passages, `focus` on a batch of anchors."""

    def __init__(self, folder: Path | None = None, *, threads: int = 1) -> None:
        import onnxruntime as ort

        self.folder = folder or Path(str(files("dragoman") / "weights"))
        self.digest = digest(self.folder)
        written = self.folder / "digest.txt"
        if not written.is_file() or written.read_text(encoding="utf-8").strip() != self.digest:
            raise PartError(
                f"{self.folder}: the model's files are not those that were released "
                "(digest.txt differs); install dragoman again"
            )
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder, self._focus = (
            ort.InferenceSession(
                str(self.folder / name),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=[_SLOW],
            )
            for name in ("encoder.onnx", "focus.onnx")
        )
        raw = json.loads((self.folder / "settings.json").read_text(encoding="utf-8"))
        self.settings = Settings(
            tuple(raw["modes"]),
            tuple(raw["contexts"]),
            {**THRESHOLDS, **raw["thresholds"]},
            raw["trained"],
        )
        self.tokenizer: Tokenizer = load_tokenizer(str(self.folder / "tokenizer.json"))

    def encode(
        self, ids: NDArray[np.int64], mask: NDArray[np.int64], features: NDArray[np.int64]
    ) -> list[NDArray[np.float32]]:
        """Give hidden (B, T, 384), trigger, cue and mention logits (B, T, tags)."""
        out: list[NDArray[np.float32]] = self._encoder.run(
            None, {"ids": ids, "mask": mask, "features": features}
        )
        return out

    def focus(
        self,
        hidden: NDArray[np.float32],
        mask: NDArray[np.int64],
        anchor: NDArray[np.int64],
        distance: NDArray[np.int64],
        wanted: list[str],
    ) -> list[NDArray[np.float32]]:
        """Give the wanted outputs of the focus for N anchors over W words (learn/network.py)."""
        out: list[NDArray[np.float32]] = self._focus.run(
            wanted, {"hidden": hidden, "mask": mask, "anchor": anchor, "distance": distance}
        )
        return out
