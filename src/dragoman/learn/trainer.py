"""The two networks while they learn: their losses, their optimiser's groups, their checkpoints."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from dragoman.codebook import contexts, modes
from dragoman.learn.batches import SKIP, Anchors, Batch, Classes
from dragoman.learn.curriculum import Phase
from dragoman.learn.network import Encoder, Focus, Focused, Tagged
from dragoman.reader import labels
from dragoman.reader.geometry import distance_buckets

MASKED = 0.03
"""The share of word pieces that are hidden while training, so that no act hangs on one word."""

MASK_PIECE = 103

TAUGHT = 0.5
"""The weight of the distance from the teacher's states (post-norm, of about unit size)."""


def classes() -> Classes:
    """Give the flat modes and the contexts, in the order of the network's outputs."""
    flat = [*labels.ROOTS] + [f"{r}:{m}" for r in labels.ROOTS for m in modes(r)]
    return Classes(tuple(flat), tuple(contexts()))


class Trainer:
    """The two networks with their optimiser; one `step` a batch."""

    def __init__(self, wanted: Classes, *, seed: int) -> None:
        torch.manual_seed(seed)
        self.seed = seed
        self.random = random.Random(seed)
        self.classes = wanted
        self.encoder = Encoder()
        self.focus = Focus(len(wanted.modes), len(wanted.contexts))
        self.teacher: Encoder | None = None
        # The vocabulary is half of the weights and 111 stories see a tenth of it: it stays.
        self.encoder.bert.embeddings.word_embeddings.weight.requires_grad_(False)

    @property
    def networks(self) -> tuple[nn.Module, nn.Module]:
        """Give the encoder and the focus."""
        return self.encoder, self.focus

    def groups(self, phase: Phase) -> list[dict[str, Any]]:
        """Give lower layers a smaller rate: they carry the language, the upper ones the task."""
        out: list[dict[str, Any]] = []
        layers = self.encoder.bert.encoder.layer
        for depth, layer in enumerate(layers):
            rate = phase.encoder_rate * 0.85 ** (len(layers) - 1 - depth)
            out.append({"params": list(layer.parameters()), "lr": rate})
        named = {id(p) for g in out for p in g["params"]}
        rest = [p for p in self.encoder.parameters() if id(p) not in named and p.requires_grad]
        out.append({"params": rest, "lr": phase.head_rate / 4})
        out.append({"params": list(self.focus.parameters()), "lr": phase.head_rate})
        return out

    def loss(self, batch: Batch) -> dict[str, Tensor]:
        """Give the losses of a batch by head."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tagged: Tagged = self.encoder(self.hiding(batch), batch.mask, batch.features)
        out = {}
        if self.teacher is not None:
            out["taught"] = TAUGHT * self.distance(batch, tagged)
        for name in ("trigger", "cue", "mention"):
            target = getattr(batch, name)
            if (target != SKIP).any():
                logits = getattr(tagged, name).float()
                out[name] = cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=SKIP)
        anchors = self.with_negatives(batch, tagged)
        if anchors is not None:
            out.update(self.focus_loss(batch, tagged, anchors))
        return out

    def distance(self, batch: Batch, tagged: Tagged) -> Tensor:
        """Give the mean square by which the encoder's states differ from the teacher's."""
        assert self.teacher is not None
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            wanted = self.teacher(batch.ids, batch.mask, batch.features).hidden.float()
        keep = batch.mask > 0
        return nn.functional.mse_loss(tagged.hidden.float()[keep], wanted[keep])

    def hiding(self, batch: Batch) -> Tensor:
        """Hide a few word pieces of a batch that is trained on."""
        if not self.encoder.training:
            return batch.ids
        chosen = (torch.rand(batch.ids.shape) < MASKED) & (batch.mask > 0)
        chosen[:, 0] = False
        return batch.ids.masked_fill(chosen, MASK_PIECE)

    def with_negatives(self, batch: Batch, tagged: Tagged) -> Anchors | None:
        """Add words that look like triggers and are none: the second look learns to refuse them."""
        anchors = batch.anchors
        if not (batch.trigger != SKIP).any():
            return anchors
        gold = torch.gather(batch.trigger, 1, batch.first)
        p = 1 - torch.gather(tagged.trigger.detach().float().softmax(-1)[..., 0], 1, batch.first)
        rows, words = torch.where((p > 0.08) & (gold == 0) & (batch.words > 0))
        if not len(rows):
            return anchors
        keep = torch.randperm(len(rows))[: 4 + 2 * len(batch.ids)]
        w = batch.first.shape[1]
        n = len(keep)
        anchor = torch.zeros(n, w, dtype=torch.long)
        anchor[torch.arange(n), words[keep]] = labels.TRIGGER
        distance = torch.stack(
            [torch.from_numpy(distance_buckets(w, int(i), int(i) + 1)) for i in words[keep]]
        )
        skip_words = torch.full((n, w), SKIP)
        skip = torch.full((n,), SKIP)
        none = torch.full((n,), len(labels.ROOTS))
        extra = Anchors(
            rows[keep], anchor, distance, skip_words, skip_words, none, skip, skip,
            torch.zeros(n, len(self.classes.contexts)), torch.zeros_like(skip), skip, skip,
        )  # fmt: skip
        if anchors is None:
            return extra
        return Anchors(
            *(torch.cat([getattr(anchors, k), getattr(extra, k)]) for k in Anchors.__slots__)
        )

    def focus_loss(self, batch: Batch, tagged: Tagged, a: Anchors) -> dict[str, Tensor]:
        """Give the losses of the questions that the batch asks."""
        index = batch.first[..., None].expand(-1, -1, tagged.hidden.shape[-1])
        hidden = torch.gather(tagged.hidden.float(), 1, index)[a.row]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            got: Focused = self.focus(hidden, batch.words[a.row], a.anchor, a.distance)
        got = Focused(*(t.float() for t in got))
        out = {}
        for name in ("parties", "attribution"):
            target = getattr(a, name)
            if (target != SKIP).any():
                logits = getattr(got, name)
                out[name] = 2 * cross_entropy(
                    logits.flatten(0, 1), target.flatten(), ignore_index=SKIP
                )
        for name, weight in (("root", 0.5), ("mode", 0.3), ("status", 0.5), ("five", 0.3)):
            target = getattr(a, name)
            if (target != SKIP).any():
                out[name] = weight * cross_entropy(getattr(got, name), target, ignore_index=SKIP)
        if (a.pair != SKIP).any():
            out["pair"] = pair_loss(got.pair, a.pair)
        if a.has_context.any():
            keep = a.has_context > 0
            out["context"] = 2 * nn.functional.binary_cross_entropy_with_logits(
                got.context[keep], a.context[keep]
            )
        return out


def pair_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy over 16 roots; the target 16 means CONCEDE or RETREAT (PLV's YIELD)."""
    keep = target != SKIP
    scores, target = logits[keep].log_softmax(-1), target[keep]
    concede, retreat = labels.ROOTS.index("CONCEDE"), labels.ROOTS.index("RETREAT")
    yields = torch.logaddexp(scores[:, concede], scores[:, retreat])
    loss: Tensor = -torch.cat([scores, yields[:, None]], 1).gather(1, target[:, None]).mean()
    return loss


def save(trainer: Trainer, path: Path, **more: Any) -> None:
    """Save both networks and the classes of their outputs, at once or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    torch.save(
        {
            "encoder": trainer.encoder.state_dict(),
            "focus": trainer.focus.state_dict(),
            "modes": trainer.classes.modes,
            "contexts": trainer.classes.contexts,
            **more,
        },
        beside,
    )
    beside.replace(path)


def load(trainer: Trainer, path: Path) -> dict[str, Any]:
    """Load a checkpoint into a trainer of the same classes; return all that it holds."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    trainer.encoder.fit(state["encoder"])
    trainer.encoder.load_state_dict(state["encoder"])
    trainer.focus.fit(state["focus"])
    trainer.focus.load_state_dict(state["focus"])
    return state


def states(trainer: Trainer) -> list[dict[str, Tensor]]:
    """Copy the weights of both networks."""
    return [copy.deepcopy(network.state_dict()) for network in trainer.networks]


def move_back(trainer: Trainer, began: list[dict[str, Tensor]], share: float) -> None:
    """Take the mean of the weights as they began and as they are, these with `share`.

    Both learned something that the other lacks, and the mean is less noisy than either.
    """
    for network, before in zip(trainer.networks, began, strict=True):
        after = network.state_dict()
        network.load_state_dict({k: (1 - share) * before[k] + share * v for k, v in after.items()})
