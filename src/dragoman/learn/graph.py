"""The trained networks as they are run: the same sums in the order that the runtime does fastest.

Words come first and passages second inside (T, B, width), so that the attention's products read
queries, keys and values where they lie: the runtime's `FusedMatMul` takes their transposition as
an option, and of the six copies that a layer else needs one is left. Small tables that are looked
up by the same word are looked up as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from dragoman.learn.network import HIDDEN, Encoder, Focus, Layer, pool
from dragoman.reader import labels
from dragoman.reader.features import ACTS, QUOTES, ROLES

ALWAYS = ("parties", "attribution", "root", "mode", "status", "context")
"""The focus' outputs that every pass gives; `pair` is worked out only where a party is marked."""


class Attend(torch.autograd.Function):
    """Attention over queries, keys and values (T, B, heads * each), with a bias (B, 1, 1, T)."""

    @staticmethod
    def forward(
        ctx: Any, q: Tensor, k: Tensor, v: Tensor, bias: Tensor, heads: int, each: int
    ) -> Tensor:
        """Give what each word read (T, B, heads * each)."""
        t, b, width = q.shape
        q, k, v = (x.reshape(t, b, heads, each).permute(1, 2, 0, 3) for x in (q, k, v))
        scores = q @ k.transpose(-1, -2) * each**-0.5 + bias
        return (scores.softmax(-1) @ v).permute(2, 0, 1, 3).reshape(t, b, width)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, bias: Any, heads: int, each: int) -> Any:
        """Write it with the runtime's product that transposes as it reads."""
        apart = _constant(g, [0, 0, heads, -1])
        q, k, v = (g.op("Reshape", x, apart) for x in (q, k, v))
        scores = g.op(
            "com.microsoft::FusedMatMul", q, k,
            alpha_f=each**-0.5, transB_i=1, transBatchA_i=1, transBatchB_i=1,
        )  # fmt: skip
        shares = g.op("Softmax", g.op("Add", scores, bias), axis_i=-1)
        read = g.op("com.microsoft::FusedMatMul", shares, v, transBatchB_i=1)
        across = g.op("Transpose", read, perm_i=[2, 0, 1, 3])
        return g.op("Reshape", across, _constant(g, [0, 0, -1]))


class Gelu(torch.autograd.Function):
    """The activation, by the tanh that is within 0.0005 of it: far less than int8 can tell."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        """Activate `x`."""
        return nn.functional.gelu(x, approximate="tanh")

    @staticmethod
    def symbolic(g: Any, x: Any) -> Any:
        """Write it as the runtime's own."""
        return g.op("com.microsoft::FastGelu", x)


class Pick(torch.autograd.Function):
    """The weighted mean of states (T, B, D) by weights (B, 1, T)."""

    @staticmethod
    def forward(ctx: Any, weights: Tensor, x: Tensor) -> Tensor:
        """Give (B, 1, D)."""
        return weights @ x.transpose(0, 1)

    @staticmethod
    def symbolic(g: Any, weights: Any, x: Any) -> Any:
        """Write it with the runtime's product that transposes as it reads."""
        return g.op("com.microsoft::FusedMatMul", weights, x, transBatchB_i=1)


def _constant(g: Any, values: list[int]) -> Any:
    return g.op("Constant", value_t=torch.tensor(values))


class PlainEncoder(nn.Module):
    """The encoder in the runtime's order."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.inner = encoder
        table = encoder.bert.embeddings
        kind = table.token_type_embeddings.weight[0]
        self.place = nn.Parameter((table.position_embeddings.weight + kind).detach())
        form, quote, name, act, role = (f.weight.detach() for f in encoder.features)
        look = form[:, None, None] + quote[None, :, None] + role[None, None, :]
        self.look = nn.Parameter(look.reshape(-1, HIDDEN))
        self.known = nn.Parameter((name[:, None] + act[None]).reshape(-1, HIDDEN))

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """Take ids (B, T), mask (B, T), features (B, T, F); give what (B, T) passages have."""
        bert = self.inner.bert
        form, quote, name, act, role = features.permute(2, 1, 0).unbind(0)
        x = bert.embeddings.word_embeddings(ids.transpose(0, 1))
        x = x + nn.functional.embedding((form * QUOTES + quote) * ROLES + role, self.look)
        x = x + nn.functional.embedding(name * ACTS + act, self.known)
        x = x + self.place[: ids.shape[1]][:, None]
        x = bert.embeddings.LayerNorm(x)
        bias = _bias(mask)
        for layer in bert.encoder.layer:
            x = self.layer(layer, x, bias)
        x = x.transpose(0, 1)
        return x, self.inner.trigger(x), self.inner.cue(x), self.inner.mention(x)

    def layer(self, layer: Any, x: Tensor, bias: Tensor) -> Tensor:
        """Run one of BERT's layers."""
        own, after = layer.attention.self, layer.attention.output
        mixed = own.query(x), own.key(x), own.value(x)
        read = _attend(mixed, bias, own.num_attention_heads, own.attention_head_size)
        x = after.LayerNorm(x + after.dense(read))
        up = Gelu.apply(layer.intermediate.dense(x))
        return layer.output.LayerNorm(x + layer.output.dense(up))


class PlainFocus(nn.Module):
    """The focus in the runtime's order, its small outputs worked out together."""

    def __init__(self, focus: Focus) -> None:
        super().__init__()
        self.inner = focus
        marks = focus.anchor.weight[:, None] + focus.distance.weight[None]
        self.marks = nn.Parameter(marks.detach().reshape(-1, marks.shape[-1]))
        self.roles = _joined([focus.parties, focus.attribution])
        self.classes = _joined([focus.root, focus.mode, focus.status, focus.context])
        self.sizes = [m.out_features for m in (focus.root, focus.mode, focus.status, focus.context)]

    def forward(
        self, hidden: Tensor, mask: Tensor, anchor: Tensor, distance: Tensor
    ) -> tuple[Tensor, ...]:
        """Take hidden (N, W, 384), mask, anchor and distance (N, W).

        Give `ALWAYS`, then the pair's roots and whether any word is marked as a party.
        """
        inner = self.inner
        marked = nn.functional.embedding(
            (anchor * labels.DISTANCES + distance).transpose(0, 1), self.marks
        )
        x = inner.norm(inner.down(hidden).transpose(0, 1) + marked)
        bias = _bias(mask)
        for layer in inner.layers:
            x = self.layer(layer, x, bias)
        at = ((anchor == labels.TRIGGER) | (anchor == labels.CUE)).to(hidden.dtype)
        weights = (at / at.sum(1, keepdim=True).clamp(min=1.0))[:, None]
        picked = Pick.apply(weights, x)
        spot = torch.cat([picked, weights @ hidden], -1)[:, 0]
        roles = self.roles(x).transpose(0, 1).split(labels.ROLE_TAGS, -1)
        classes = self.classes(spot).split(self.sizes, -1)
        pair = self.pair(x, hidden, mask, anchor)
        return *roles, *classes, pair, (anchor >= labels.ACTOR).any()

    def layer(self, layer: Layer, x: Tensor, bias: Tensor) -> Tensor:
        """Run one of the focus' layers."""
        width = layer.mix.in_features
        mixed = layer.mix(x).split(width, -1)
        read = _attend(mixed, bias, layer.heads, width // layer.heads)
        x = layer.norm1(x + layer.out(read))
        up = Gelu.apply(layer.up(x))
        return layer.norm2(x + layer.back(up))

    def pair(self, x: Tensor, hidden: Tensor, mask: Tensor, anchor: Tensor) -> Tensor:
        """Give the roots between the marked parties."""
        own = x.transpose(0, 1)
        wheres = (anchor == labels.ACTOR, anchor == labels.RECIPIENT, mask > 0)
        parts = [pool(states, where) for states in (hidden, own) for where in wheres]
        mixed = self.inner.pair_mix(torch.cat(parts, -1))
        return self.inner.pair(nn.functional.gelu(mixed))


def _attend(mixed: Sequence[Tensor], bias: Tensor, heads: int, each: int) -> Tensor:
    return Attend.apply(*mixed, bias, heads, each)


def _bias(mask: Tensor) -> Tensor:
    """Give what takes padding out of the attention, (B, 1, 1, T)."""
    return (1.0 - mask[:, None, None, :].to(torch.float32)) * -1e4


def _joined(maps: list[nn.Linear]) -> nn.Linear:
    made = nn.Linear(maps[0].in_features, sum(m.out_features for m in maps))
    made.weight = nn.Parameter(torch.cat([m.weight for m in maps]).detach())
    made.bias = nn.Parameter(torch.cat([m.bias for m in maps]).detach())
    return made


def only_where(path: Path, output: str, flag: str, width: int) -> None:
    """Rewrite a graph so that what only `output` (N, `width`) needs is run where `flag` is true.

    `flag` names a boolean scalar in the graph, which is no output of it any more; where it is false
    `output` is empty.
    """
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(str(path))
    graph = model.graph
    kept = [o.name for o in graph.output if o.name != output]
    needed = _needed(graph, kept)
    inside = [node for node in graph.node if not set(node.output) & needed]
    outside = [node for node in graph.node if set(node.output) & needed]
    made = [helper.make_tensor_value_info(f"{output}_then", TensorProto.FLOAT, None)]
    for node in inside:
        node.output[:] = [f"{output}_then" if name == output else name for name in node.output]
    empty = helper.make_tensor("none", TensorProto.FLOAT, [0, width], [])
    none = helper.make_node("Constant", [], [f"{output}_else"], value=empty)
    other = [helper.make_tensor_value_info(f"{output}_else", TensorProto.FLOAT, None)]
    choice = helper.make_node(
        "If", [flag], [output],
        then_branch=helper.make_graph(inside, "then", [], made),
        else_branch=helper.make_graph([none], "else", [], other),
    )  # fmt: skip
    del graph.node[:]
    graph.node.extend([*outside, choice])
    left = [o for o in graph.output if o.name != flag]
    del graph.output[:]
    graph.output.extend(left)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _needed(graph: Any, outputs: list[str]) -> set[str]:
    """Give the names that some outputs of a graph are made of, their own among them."""
    maker = {name: node for node in graph.node for name in node.output}
    found, open_ = set(outputs), list(outputs)
    while open_:
        node = maker.get(open_.pop())
        fresh = set(node.input) - found if node is not None else set()
        found |= fresh
        open_ += fresh
    return found
