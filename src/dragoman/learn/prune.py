"""A trained checkpoint in, a narrower one out: the encoder's least-needed neurons taken away.

    python -m dragoman.learn.prune build/model/mean.pt --to build/model/narrow.pt

Layer by layer, from the first: the feed-forward neurons (and attention heads) whose loss costs the
layer's output least are taken one at a time, and what is left is fitted anew by least squares to
give what the whole gave (the optimal brain surgeon, by structures: Kurtic et al., ZipLM, 2023).
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from dragoman.learn.batches import Cut, collate, cut_items, token_batches
from dragoman.learn.corpora import Item
from dragoman.learn.curriculum import corpus_items
from dragoman.learn.network import encoder_folder
from dragoman.learn.trainer import Trainer, classes, load, save
from dragoman.reader.passages import load_tokenizer

log = logging.getLogger("dragoman.learn")

NEURONS, HEADS, FOCUS_NEURONS = 768, 8, 256
"""What stays of the 1,536 neurons and 12 heads of an encoder's layer, of the 512 of a focus'."""

SEEN, BATCHES = ("annotated", "written", "plv", "polnear"), 60
"""The corpora, and how many batches of 1,024 word pieces, on which need is measured."""

AT_ONCE = 0.005
"""The share of the inputs that is taken away between two looks at what is needed least."""

DAMPING = 1e-3
"""Added to the diagonal of the inputs' products, as a share of its mean."""


def least_needed(weight: Tensor, products: Tensor, width: int, keep: int) -> tuple[Tensor, Tensor]:
    """Choose which inputs of a linear map stay, and fit the map to them.

    `weight` (out, n + 1) with the bias as its last column, `products` (n + 1, n + 1) the inputs'
    second moments (the last input is 1), `width` the inputs of one structure (1 neuron, or a head's
    32). Returns the numbers of the kept structures and the fitted weight, zeros for those taken.
    """
    size = products.shape[0] - 1
    count = size // width
    weight = weight.clone().double()
    damped = products.double() + torch.eye(size + 1).double() * (
        DAMPING * products.diagonal().double().mean()
    )
    inverse = torch.linalg.inv(damped)
    alive = torch.ones(count, dtype=torch.bool)
    at_once = max(1, int(AT_ONCE * count))
    while (left := int(alive.sum())) > keep:
        live = torch.where(alive)[0]
        cost = _cost(weight[:, :size], inverse[:size, :size], live, width)
        taken = live[cost.argsort()[: min(left - keep, at_once)]]
        at = (taken[:, None] * width + torch.arange(width)).flatten()
        right = torch.linalg.solve(inverse[at][:, at], inverse[at])
        weight -= weight[:, at] @ right
        inverse -= inverse[:, at] @ right
        weight[:, at] = 0
        inverse[:, at], inverse[at] = 0, 0
        inverse[at, at] = 1
        alive[taken] = False
    return torch.where(alive)[0], weight.float()


def _cost(weight: Tensor, inverse: Tensor, live: Tensor, width: int) -> Tensor:
    """Give what the output loses with each of the live structures, what is left refitted."""
    if width == 1:
        return (weight[:, live] ** 2).sum(0) / inverse.diagonal()[live]
    at = live[:, None] * width + torch.arange(width)
    own = inverse[at[:, :, None], at[:, None, :]]
    columns = weight[:, at].permute(1, 2, 0)
    cost: Tensor = (columns * torch.linalg.solve(own, columns)).sum((1, 2))
    return cost


def _inputs(
    trainer: Trainer, batches: Sequence[Sequence[Cut]], network: nn.Module, module: nn.Module
) -> Tensor:
    """Give the second moments of what goes into a linear module of one of the two networks.

    They are taken over the words of all batches; both networks have their mask second.
    """
    total = torch.zeros(0)
    masks: list[Tensor] = []
    held: list[Tensor] = []
    hooks = (
        network.register_forward_pre_hook(lambda _, given: masks.append(given[1])),
        module.register_forward_pre_hook(lambda _, given: held.append(given[0].detach())),
    )
    with torch.no_grad():
        for cut in batches:
            batch = collate(cut, trainer.classes)
            if network is trainer.focus:
                trainer.loss(batch)
            else:
                trainer.encoder(batch.ids, batch.mask, batch.features)
            for mask, given in zip(masks, held, strict=True):
                rows = given[mask > 0].float()
                rows = torch.cat([rows, torch.ones(len(rows), 1)], 1)
                product = (rows.T @ rows).double()
                total = product if not len(total) else total + product
            masks.clear()
            held.clear()
    for hook in hooks:
        hook.remove()
    return total


def narrowed_pair(
    trainer: Trainer,
    batches: Sequence[Sequence[Cut]],
    network: nn.Module,
    pair: tuple[nn.Linear, nn.Linear],
    neurons: int,
) -> tuple[nn.Linear, nn.Linear]:
    """Narrow the feed-forward part between the two maps of `pair`, the second fitted anew."""
    up, back = pair
    kept, fitted = least_needed(
        torch.cat([back.weight, back.bias[:, None]], 1).detach(),
        _inputs(trainer, batches, network, back), 1, neurons,
    )  # fmt: skip
    return _linear(up.weight[kept], up.bias[kept]), _linear(fitted[:, kept], fitted[:, -1])


def prune_focus(trainer: Trainer, batches: Sequence[Sequence[Cut]], neurons: int) -> None:
    """Narrow every layer of the trainer's focus to so many neurons."""
    for layer in trainer.focus.layers:
        pair = layer.up, layer.back
        layer.up, layer.back = narrowed_pair(trainer, batches, trainer.focus, pair, neurons)


def prune(trainer: Trainer, batches: Sequence[Sequence[Cut]], neurons: int, heads: int) -> None:
    """Narrow every layer of the trainer's encoder to so many neurons and heads."""
    for number, layer in enumerate(trainer.encoder.bert.encoder.layer):
        own, out = layer.attention.self, layer.attention.output.dense
        width = own.attention_head_size
        if heads < own.num_attention_heads:
            kept, fitted = least_needed(
                torch.cat([out.weight, out.bias[:, None]], 1).detach(),
                _inputs(trainer, batches, trainer.encoder, out), width, heads,
            )  # fmt: skip
            columns = (kept[:, None] * width + torch.arange(width)).flatten()
            state = {k: getattr(own, k) for k in ("query", "key", "value")}
            for name, linear in state.items():
                setattr(own, name, _linear(linear.weight[columns], linear.bias[columns]))
            layer.attention.output.dense = _linear(fitted[:, columns], fitted[:, -1])
            own.num_attention_heads, own.all_head_size = heads, heads * width
        pair = layer.intermediate.dense, layer.output.dense
        if neurons < pair[1].in_features:
            layer.intermediate.dense, layer.output.dense = narrowed_pair(
                trainer, batches, trainer.encoder, pair, neurons
            )
        log.info("layer %d is narrowed", number)


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight = nn.Parameter(weight.detach().clone())
    made.bias = nn.Parameter(bias.detach().clone())
    return made


def narrow(trainer: Trainer, tokenizer: Tokenizer, items: dict[str, list[Item]]) -> None:
    """Narrow both networks of a trained trainer, looking at passages that it was trained on."""
    chance = random.Random(trainer.seed)
    batches = [
        batch
        for name in SEEN
        for batch in token_batches(
            cut_items(tokenizer, chance.sample(items[name], min(len(items[name]), 600))),
            1024,
            chance,
        )
    ]
    seen = chance.sample(batches, min(len(batches), BATCHES))
    trainer.encoder.eval()
    trainer.focus.eval()
    prune(trainer, seen, NEURONS, HEADS)
    prune_focus(trainer, seen, FOCUS_NEURONS)


def main() -> None:
    """Narrow a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    trainer = Trainer(classes(), seed=options.seed)
    load(trainer, options.checkpoint)
    tokenizer = load_tokenizer(str(encoder_folder() / "tokenizer.json"))
    narrow(trainer, tokenizer, corpus_items(options.shared, options.training, only=SEEN))
    save(trainer, options.to)


if __name__ == "__main__":
    main()
