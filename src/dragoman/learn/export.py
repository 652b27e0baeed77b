"""A checkpoint in, the released model out: two int8 ONNX graphs, tokenizer, settings, digest.

python -m dragoman.learn.export build/model/second.pt --to src/dragoman/weights
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn

from dragoman.learn.graph import ALWAYS, PlainEncoder, PlainFocus, only_where
from dragoman.learn.network import HIDDEN, encoder_folder
from dragoman.learn.trainer import Trainer, classes, load
from dragoman.reader import labels
from dragoman.reader.features import SIZES
from dragoman.reader.session import THRESHOLDS, digest

_MANY = 5_000
"""Rows from which a table of embeddings is kept as int8."""


def write_graph(
    model: nn.Module, arguments: tuple[Tensor, ...], names: list[str], outputs: list[str],
    axes: dict[str, dict[int, str]], to: Path,
) -> None:  # fmt: skip
    """Export one network and quantize its weights to int8, a scale for each channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as scratch:
        plain, ready = Path(scratch) / "plain.onnx", Path(scratch) / "ready.onnx"
        torch.onnx.export(
            model, arguments, str(plain), input_names=names, output_names=outputs,
            dynamic_axes=axes, opset_version=17, dynamo=False,
            custom_opsets={"com.microsoft": 1},
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(to), weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"], nodes_to_exclude=_small(ready),
        )  # fmt: skip


def _small(graph: Path) -> list[str]:
    """Name the look-ups in tables that are not worth int8."""
    found = onnx.load(str(graph)).graph
    sizes = {table.name: table.dims[0] for table in found.initializer if table.dims}
    return [
        node.name
        for node in found.node
        if node.op_type == "Gather" and 0 < sizes.get(node.input[0], 0) < _MANY
    ]


def export(
    checkpoint: Path, to: Path, thresholds: dict[str, float], trained: dict[str, Any]
) -> str:
    """Write the model's files; return its digest."""
    trainer = Trainer(classes(), seed=0)
    load(trainer, checkpoint)
    encoder, focus = trainer.encoder.eval(), trainer.focus.eval()
    to.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 2000, (2, 12))
    ones = torch.ones_like(ids)
    features = torch.zeros(2, 12, len(SIZES), dtype=torch.long)
    grid = {0: "batch", 1: "pieces"}
    write_graph(
        PlainEncoder(encoder), (ids, ones, features), ["ids", "mask", "features"],
        ["hidden", "trigger", "cue", "mention"],
        {k: grid for k in ("ids", "mask", "features", "hidden", "trigger", "cue", "mention")},
        to / "encoder.onnx",
    )  # fmt: skip
    words = {0: "anchors", 1: "words"}
    outputs = [*ALWAYS, "pair"]
    write_graph(
        PlainFocus(focus), (torch.randn(2, 9, HIDDEN), torch.ones(2, 9, dtype=torch.long),
                torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)),
        ["hidden", "mask", "anchor", "distance"], [*outputs, "marked"],
        {k: words for k in ("hidden", "mask", "anchor", "distance", "parties", "attribution")}
        | {k: {0: "anchors"} for k in outputs[2:]},
        to / "focus.onnx",
    )  # fmt: skip
    only_where(to / "focus.onnx", "pair", "marked", len(labels.ROOTS))
    shutil.copyfile(encoder_folder() / "tokenizer.json", to / "tokenizer.json")
    settings = {
        "modes": list(trainer.classes.modes), "contexts": list(trainer.classes.contexts),
        "thresholds": thresholds, "trained": trained,
    }  # fmt: skip
    (to / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return seal(to)


def seal(folder: Path) -> str:
    """Write the digest of the model's files beside them; return it."""
    value = digest(folder)
    (folder / "digest.txt").write_text(value + "\n", encoding="utf-8")
    return value


def main() -> None:
    """Export a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--to", type=Path, default=Path("src/dragoman/weights"))
    options = parser.parse_args()
    print(export(options.checkpoint, options.to, dict(THRESHOLDS), {}))  # noqa: T201


if __name__ == "__main__":
    main()
