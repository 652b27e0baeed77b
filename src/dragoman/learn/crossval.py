"""Five-fold cross-validation on PLV's sentences: the root between given parties, and unaided.

    python -m dragoman.learn.crossval build/model/first-narrow.pt --out build/crossval

The first phase's network, narrowed, has seen no sentence of PLV. It goes over the stories as the
later phases do, still without PLV. Each fold starts from there, is trained on the other four folds,
made into int8 graphs as a release is, and reads its own fold as a user would: `relate` with the
parties given, `read` with nothing given. What is done is kept, so a run can be taken up again.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import torch
from tokenizers import Tokenizer

from dragoman.learn import corpora
from dragoman.learn.anchored import acted
from dragoman.learn.curriculum import Corpus, Phase, corpus, corpus_items
from dragoman.learn.export import export
from dragoman.learn.network import encoder_folder
from dragoman.learn.parts import plv_fold
from dragoman.learn.scoring.pairs import fifteen, pair_scores
from dragoman.learn.scoring.parties import score_parties
from dragoman.learn.train import run_phase
from dragoman.learn.trainer import Trainer, classes, load, save
from dragoman.reader import Pair, Reader, likeliest
from dragoman.reader.passages import load_tokenizer

log = logging.getLogger("dragoman.learn")

WITHOUT = (
    Phase("base", {"annotated": 3, "written": 3, "pairs": 3, "cameo": 2, "gum": 1}, 8e-5, 4e-4),
    Phase(
        "told",
        {"annotated": 1, "written": 1, "pairs": 1, "sentences": 3, "told": 3, "cameo": 1},
        6e-5,
        4e-4,
    ),
)
"""What stands for the later phases: everything of stories and sentences, nothing of PLV."""

PHASE = Phase(
    "pairs",
    {
        "plv": 8, "acted": 2, "sentences": 3, "told": 1, "pairs": 1, "cameo": 1,
        "annotated": 1, "written": 1,
    },
    6e-5,
    4e-4,
)  # fmt: skip

OWN = sorted({name for phase in (*WITHOUT, PHASE) for name in phase.epochs} - {"plv", "acted"})
"""What every fold goes over."""

FOLDS, SEED = 5, 20

Row = dict[str, Any]


def train_base(start: Path, out: Path, passes: dict[str, Corpus]) -> Path:
    """Go over the stories without PLV, from a checkpoint on; return the new checkpoint."""
    for phase in WITHOUT:
        done = out / f"{phase.name}.pt"
        if not done.exists():
            trainer = Trainer(classes(), seed=1)
            load(trainer, start)
            run_phase(trainer, passes, phase, part=out / f"{phase.name}.part.pt")
            save(trainer, done)
        start = done
    return start


def train_fold(
    fold: int, base: Path, out: Path, tokenizer: Tokenizer, passes: dict[str, Corpus],
    sentences: Sequence[corpora.Item],
) -> Path:  # fmt: skip
    """Train on the folds that are not this one; return the folder of its int8 graphs."""
    done, folder = out / f"fold{fold}.pt", out / f"fold{fold}"
    if not done.exists():
        trainer = Trainer(classes(), seed=SEED + fold)
        load(trainer, base)
        others = [i for i in sentences if plv_fold(i.story) != fold]
        once = acted(trainer, tokenizer, others)
        own = {**passes, "plv": corpus(tokenizer, "plv", others), "acted": lambda _: once}
        run_phase(trainer, own, PHASE)
        save(trainer, done)
    # The lines drawn for the release: they come from held-out stories, not from PLV.
    export(done, folder, dict(Reader.load().thresholds), {})
    return folder


def related(reader: Reader, gold: Sequence[Row]) -> list[str]:
    """Give the root between the given parties of each sentence, as PLV names it."""
    pairs = [
        Pair(g["text"], tuple(map(tuple, g["actor"])), tuple(map(tuple, g["recipient"])))
        for g in gold
    ]
    return [fifteen(likeliest(scores)) for scores in reader.relate(pairs)]


def main() -> None:
    """Run the five folds and print the scores over all sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
    parser.add_argument("--out", type=Path, default=Path("build/crossval"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(str(encoder_folder() / "tokenizer.json"))
    items = corpus_items(options.shared, options.training, only=OWN)
    passes = {name: corpus(tokenizer, name, found) for name, found in items.items()}
    base = train_base(options.checkpoint, options.out, passes)
    plv = options.shared / "data" / "plv" / "train.jsonl"
    sentences, rows = list(corpora.pairs(plv, "plv")), list(corpora.lines(plv))
    found: list[str] = []
    marked: list[str] = []
    unaided: list[tuple[int, list[float]]] = []
    for fold in range(FOLDS):
        folder = train_fold(fold, base, options.out, tokenizer, passes, sentences)
        own = [row for row in rows if plv_fold(str(row["id"])) == fold]
        reader = Reader.load(folder)
        found += related(reader, own)
        marked += [row["root"] for row in own]
        with patch("dragoman.reader.Reader.load", lambda reader=reader: reader):
            values = [s.value for s in score_parties(plv, own, fifteen)]
        unaided.append((len(own), values))
        log.info("fold %d: %s", fold, json.dumps(_scores(found[-len(own) :], marked[-len(own) :])))
        log.info(
            "fold %d, nothing given: recall %.3f at %.2f events a sentence, plain %.3f at %.2f",
            fold, *values,
        )  # fmt: skip
    print(json.dumps(_scores(found, marked)))  # noqa: T201
    names = ("nothing given, recall", "events a sentence", "plain, recall", "plain, events")
    mean = [sum(n * v[i] for n, v in unaided) / len(rows) for i in range(len(names))]
    print(json.dumps(dict(zip(names, mean, strict=True))))  # noqa: T201


def _scores(found: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """Score the found roots."""
    return {s.measure: round(s.value, 4) for s in pair_scores(found, gold)}


if __name__ == "__main__":
    main()
