"""Train the reader: corpora and stories in, a checkpoint out. Seeded; logs its curve; resumes.

    python -m dragoman.learn.train --shared ../shared --out build/model

Eight phases. The first teaches attribution and the language of acts from the large corpora; PLV is
unseen in it, and cross-validation (`dragoman.learn.crossval`) starts from there. The others go over
everything at once with the pairs of PLV and the stories under training/, ever more slowly; from the
fourth on PLV's sentences teach whom an act is done to as well. Then the network is narrowed
(`dragoman.learn.prune`); the fifth makes good what that cost, the wide network's states before its
eyes, and the sixth to the eighth go over the stories once more. The later ones end between where
they began and where they came to (`Phase.share`).
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import random
import time
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from dragoman.learn.anchored import acted
from dragoman.learn.batches import collate
from dragoman.learn.corpora import Item
from dragoman.learn.curriculum import PHASES, Corpus, Phase, corpus, corpus_items, plan
from dragoman.learn.network import encoder_folder
from dragoman.learn.trainer import Trainer, classes, load, move_back, save, states
from dragoman.reader.passages import load_tokenizer

log = logging.getLogger("dragoman.learn")

SAVE_EVERY = 300

NARROW = "narrow.pt"
"""The checkpoint between the fourth phase and the fifth."""


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


def main() -> None:
    """Train all phases, or the one that a checkpoint has not done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
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
