"""Train the reader: corpora and stories in, a checkpoint out. Seeded; logs its curve; resumes.

    python -m dragoman.learn.train --shared ../shared --out build/model

Seven phases. The first teaches attribution and the language of acts from the large corpora; PLV is
unseen in it, and cross-validation (`dragoman.learn.crossval`) starts from there. The others go over
everything at once with the pairs of PLV and the stories under training/, ever more slowly; from the
fourth on PLV's sentences teach whom an act is done to as well. Then the network is narrowed
(`dragoman.learn.prune`); the fifth makes good what that cost, the wide network's states before its
eyes, and the sixth and seventh go over the stories once more. The later ones end between where they
began and where they came to (`Phase.share`).
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from dragoman.codebook import contexts, modes
from dragoman.forms.document import Span
from dragoman.learn import corpora
from dragoman.learn.anchored import acted
from dragoman.learn.batches import (
    SKIP,
    Anchors,
    Batch,
    Classes,
    Cut,
    collate,
    cut_items,
    token_batches,
)
from dragoman.learn.corpora import GoldAct, Item, Spans
from dragoman.learn.network import Encoder, Focus, Focused, Tagged, encoder_folder
from dragoman.learn.parts import held_out
from dragoman.learn.renaming import renamed
from dragoman.learn.stories import load_stories
from dragoman.reader import labels
from dragoman.reader.geometry import distance_buckets
from dragoman.reader.passages import load_tokenizer

log = logging.getLogger("dragoman.learn")


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of training: how often each corpus is seen, and how fast to learn."""

    name: str
    epochs: dict[str, int]
    encoder_rate: float
    head_rate: float
    tokens: int = 2048
    narrowed: bool = False
    """It starts from the network before it made narrower, which is its teacher as it was."""
    share: float = 1.0
    """Where it ends between the weights that it began with (0) and those that it reached (1)."""


RENAMED = {"annotated": 0.5, "written": 0.5, "pairs": 0.5, "plv": 0.5, "cameo": 0.5}
"""The share of each corpus' stories in which countries are renamed, anew in every pass."""

MASKED = 0.03
"""The share of word pieces that are hidden while training, so that no act hangs on one word."""

MASK_PIECE = 103
SAVE_EVERY = 300

PHASES = (
    Phase(
        "first",
        {"polnear": 2, "annotated": 6, "synthetic": 1, "gum": 2, "cameo": 2},
        8e-5,
        8e-4,
    ),
    Phase(
        "second",
        {"polnear": 1, "annotated": 5, "written": 6, "plv": 5, "cameo": 1, "pairs": 2, "gum": 1},
        6e-5,
        4e-4,
    ),
    Phase("third", {"polnear": 1, "annotated": 2, "written": 2, "plv": 2, "pairs": 1}, 4e-5, 3e-4),
    Phase(
        "fourth",
        {"polnear": 2, "annotated": 2, "written": 3, "acted": 3, "plv": 2, "pairs": 1, "gum": 1},
        4e-5,
        3e-4,
        share=0.6,
    ),
    Phase(
        "fifth",
        {"polnear": 2, "annotated": 3, "written": 3, "acted": 2, "plv": 2, "pairs": 1, "gum": 1},
        6e-5,
        3e-4,
        narrowed=True,
        share=0.7,
    ),
    Phase("sixth", {"annotated": 4, "written": 1, "acted": 1}, 3e-5, 2e-4, share=0.4),
    Phase(
        "seventh",
        {"polnear": 1, "annotated": 4, "written": 3, "acted": 1, "plv": 1, "pairs": 1},
        4e-5,
        2.5e-4,
        share=0.7,
    ),
)

NARROW = "narrow.pt"
"""The checkpoint between the fourth phase and the fifth."""

TAUGHT = 0.5
"""The weight of the distance from the teacher's states (post-norm, of about unit size)."""


def classes() -> Classes:
    """Give the flat modes and the contexts, in the order of the network's outputs."""
    flat = [*labels.ROOTS] + [f"{r}:{m}" for r in labels.ROOTS for m in modes(r)]
    return Classes(tuple(flat), tuple(contexts()))


def corpus_items(
    shared: Path, training: Path, *, only: Sequence[str] = ()
) -> dict[str, list[Item]]:
    """Load every corpus, or `only` these; the held-out stories are left out."""
    data = shared / "data"
    annotated = [
        item
        for name in ("voa", "press")
        for item in corpora.stories(corpora.lines(data / "annotated" / f"{name}.jsonl"), name)
        if not held_out(item.story)
    ]
    written = list(corpora.stories(load_stories(training), "written"))
    plv = corpora.pairs(data / "plv" / "train.jsonl", "plv")
    cameo = corpora.pairs(data / "cameo_spans" / "train.jsonl", "cameo")
    makers: dict[str, Callable[[], list[Item]]] = {
        "annotated": lambda: annotated,
        "written": lambda: written,
        "polnear": lambda: [
            i for i in corpora.polnear(data / "polnear" / "train.jsonl") if len(i.text) > 15
        ],
        "synthetic": lambda: list(corpora.synthetic(data / "synthetic_plover" / "train.jsonl.gz")),
        "gum": lambda: [
            i
            for part in ("train", "dev")
            for i in corpora.gum(data / "gum_news" / f"{part}.conllu")
        ],
        "plv": lambda: list(plv),
        "cameo": lambda: [i for i in cameo if i.pair and i.pair[3] is not None],
        "pairs": lambda: story_pairs([*annotated, *written]),
    }
    return {name: make() for name, make in makers.items() if not only or name in only}


JOINT = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})
"""Roots of which parties that act together are a pair too: PLV marks one of them as recipient."""


def story_pairs(items: Sequence[Item]) -> list[Item]:
    """Make pair items of the acts that name both sides in one sentence."""
    out = []
    for item in items:
        for act in item.acts or ():
            if act.status != "asserted":
                continue
            for actors, recipients in _sides(act):
                spans = [*act.trigger, *actors, *recipients]
                for m in corpora._SENTENCE.finditer(item.text):
                    if all(m.start() <= s and e <= m.end() for s, e in spans):
                        chunk = Span(m.start(), m.end())
                        sides = corpora.within(actors, chunk), corpora.within(recipients, chunk)
                        pair = (*sides, act.root, None)
                        out.append(Item("pairs", item.story, chunk.of(item.text), pair=pair))
    return out


def _sides(act: GoldAct) -> list[tuple[Spans, Spans]]:
    """Give actors and recipients of an act; of parties that act together each end of the list."""
    if act.actors and act.recipients:
        return [(act.actors, act.recipients)]
    if act.root in JOINT and len(act.actors) > 1 and not act.recipients:
        return [(act.actors[:1], act.actors[1:]), (act.actors[-1:], act.actors[:-1])]
    return []


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


Corpus = Callable[[random.Random], list[Cut]]
"""One pass over a corpus, cut up."""


def corpus(tokenizer: Tokenizer, name: str, items: Sequence[Item]) -> Corpus:
    """Make a corpus of items: cut once, or anew for each pass where its countries are renamed."""
    share = RENAMED.get(name, 0.0)
    if not share:
        once = cut_items(tokenizer, items)
        return lambda _: once
    return lambda rng: cut_items(tokenizer, renamed(items, rng, share=share))


def plan(passes: dict[str, Corpus], phase: Phase, rng: random.Random) -> list[list[Cut]]:
    """Lay out the batches of a phase, all corpora shuffled together."""
    out: list[list[Cut]] = []
    for name, times in phase.epochs.items():
        for _ in range(times):
            tokens = phase.tokens if name in ("polnear", "synthetic") else phase.tokens // 2
            out.extend(token_batches(passes[name](rng), tokens, rng))
    rng.shuffle(out)
    return out


def run_phase(
    trainer: Trainer, passes: dict[str, Corpus], phase: Phase, *, part: Path | None = None
) -> None:
    """Train one phase with a linear warm-up and decay; go on from `part` where it was cut off."""
    batches = plan(passes, phase, random.Random(f"{trainer.seed} {phase.name}"))
    optimiser = torch.optim.AdamW(trainer.groups(phase), weight_decay=0.01)
    total, warm = len(batches), max(1, len(batches) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min((i + 1) / warm, (total - i) / (total - warm + 1))
    )
    done = resume(trainer, optimiser, schedule, part)
    trainer.encoder.train()
    trainer.focus.train()
    parameters = [p for g in optimiser.param_groups for p in g["params"]]
    sums: dict[str, list[float]] = {}
    began = time.time()
    for number, cut in enumerate(batches[done:], start=done + 1):
        losses = trainer.loss(collate(cut, trainer.classes))
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        for name, value in losses.items():
            sums.setdefault(name, []).append(float(value))
        if number % 100 == 0 or number == total:
            shown = " ".join(f"{k}={sum(v) / len(v):.3f}" for k, v in sorted(sums.items()))
            log.info("%s %d/%d %.0fs %s", phase.name, number, total, time.time() - began, shown)
            sums = {}
        if part and number % SAVE_EVERY == 0:
            save(trainer, part, step=number, optimiser=optimiser.state_dict(),
                 schedule=schedule.state_dict())  # fmt: skip


def resume(trainer: Trainer, optimiser: Any, schedule: Any, part: Path | None) -> int:
    """Take up a phase that was cut off; return how many of its steps are done."""
    if part is None or not part.exists():
        return 0
    state = load(trainer, part)
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    log.info("going on after step %d", state["step"])
    return int(state["step"])


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


def narrowed(
    trainer: Trainer, out: Path, tokenizer: Tokenizer, items: dict[str, list[Item]]
) -> None:
    """Make a trainer's network narrower; from now on it is taught by what it was."""
    from dragoman.learn.prune import narrow

    trainer.teacher = copy.deepcopy(trainer.encoder).eval()
    if not (out / NARROW).exists():
        narrow(trainer, tokenizer, items)
        save(trainer, out / NARROW)
    load(trainer, out / NARROW)


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


def main() -> None:
    """Train all phases, or the one that a checkpoint has not done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training/stories"))
    parser.add_argument("--out", type=Path, default=Path("build/model"))
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=[p.name for p in PHASES], help="run just this phase")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of every corpus, for trials"
    )
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    trainer = Trainer(classes(), seed=options.seed)
    tokenizer = load_tokenizer(str(encoder_folder() / "tokenizer.json"))
    items = corpus_items(options.shared, options.training)
    if options.scale < 1:
        items = {k: v[: int(len(v) * options.scale)] for k, v in items.items()}
    log.info("items %s", json.dumps({k: len(v) for k, v in items.items()}))
    passes = {k: corpus(tokenizer, k, v) for k, v in items.items()}
    for phase in PHASES:
        done = options.out / f"{phase.name}.pt"
        finished = done.exists() and options.only != phase.name
        if not finished and options.only not in (None, phase.name):
            continue
        if phase.narrowed:
            narrowed(trainer, options.out, tokenizer, items)
        if finished:
            load(trainer, done)
            log.info("phase %s is done: %s", phase.name, done)
            continue
        if "acted" in phase.epochs:
            once = acted(trainer, tokenizer, items["plv"])
            passes["acted"] = lambda _, once=once: once  # type: ignore[misc]
        part = options.out / f"{phase.name}.part.pt"
        began = states(trainer)
        run_phase(trainer, passes, phase, part=part)
        if phase.share < 1:
            move_back(trainer, began, phase.share)
        save(trainer, done)
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
