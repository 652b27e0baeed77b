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

import torch
from torch import Tensor, nn

from dragoman.learn.network import HIDDEN, Encoder, Focused, attention, encoder_folder, written_out
from dragoman.learn.train import Trainer, classes, load
from dragoman.reader.features import SIZES
from dragoman.reader.session import THRESHOLDS, digest


class PlainEncoder(nn.Module):
    """The encoder written out in plain products, so that the graph is small and fuses well."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.inner = encoder

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """Take ids (B, T), mask (B, T), features (B, T, F)."""
        bert = self.inner.bert
        table = bert.embeddings
        x = table.word_embeddings(ids)
        for number, feature in enumerate(self.inner.features):
            x = x + feature(features[..., number])
        t = ids.shape[1]
        x = x + table.position_embeddings.weight[:t][None] + table.token_type_embeddings.weight[0]
        x = written_out(table.LayerNorm, x)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in bert.encoder.layer:
            x = self.layer(layer, x, bias)
        return x, self.inner.trigger(x), self.inner.cue(x), self.inner.mention(x)

    def layer(self, layer: Any, x: Tensor, bias: Tensor) -> Tensor:
        """Run one of BERT's layers."""
        own = layer.attention.self
        weight = torch.cat([own.query.weight, own.key.weight, own.value.weight])
        offset = torch.cat([own.query.bias, own.key.bias, own.value.bias])
        read = attention(x @ weight.T + offset, bias, own.num_attention_heads)
        after = layer.attention.output
        x = written_out(after.LayerNorm, x + after.dense(read))
        up = nn.functional.gelu(layer.intermediate.dense(x))
        return written_out(layer.output.LayerNorm, x + layer.output.dense(up))


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
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(to), weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip


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
    outputs = list(Focused._fields)
    write_graph(
        focus, (torch.randn(2, 9, HIDDEN), torch.ones(2, 9, dtype=torch.long),
                torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)),
        ["hidden", "mask", "anchor", "distance"], outputs,
        {k: words for k in ("hidden", "mask", "anchor", "distance", "parties", "attribution")}
        | {k: {0: "anchors"} for k in outputs[2:]},
        to / "focus.onnx",
    )  # fmt: skip
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
