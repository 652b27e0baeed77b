"""Five-fold cross-validation by story: events and statements of stories that no network had seen.

    python -m dragoman.learn.folds --out build/folds

A first network learns from everything but the annotated stories, and is narrowed. Each fold starts
from there, goes over the annotated stories of the other four folds and our own, is made into int8
graphs as a release is, and reads the stories of its fold from text to records. What is done is
kept, so a run can be taken up again; `--fold` trains one alone, so that two can run side by side.
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

from dragoman.learn.corpora import Item, lines, stories
from dragoman.learn.curriculum import Corpus, Phase, corpus, corpus_items, story_pairs
from dragoman.learn.export import export
from dragoman.learn.network import encoder_folder
from dragoman.learn.parts import story_fold
from dragoman.learn.prune import narrow
from dragoman.learn.score import plain
from dragoman.learn.scoring.counts import Score
from dragoman.learn.scoring.stories import read_stories, score_read
from dragoman.learn.train import run_phase
from dragoman.learn.trainer import Trainer, classes, load, save
from dragoman.reader import Reader
from dragoman.reader.passages import load_tokenizer

log = logging.getLogger("dragoman.learn")

WITHOUT = Phase(
    "without",
    {"polnear": 1, "written": 4, "written pairs": 1, "plv": 3, "cameo": 2, "gum": 1},
    8e-5,
    8e-4,
)
"""Everything but the annotated stories, from the plain encoder on."""

WITH = Phase("with", {"annotated": 6, "written": 2, "pairs": 1, "plv": 1}, 6e-5, 4e-4)
"""What each fold goes over; `annotated` are the stories of the other folds."""

FOLDS, SEED = 5, 40

NAMES = ("voa", "press")


def annotated(shared: Path) -> list[Item]:
    """Give all annotated stories as they are trained on."""
    folder = shared / "data" / "annotated"
    return [item for name in NAMES for item in stories(lines(folder / f"{name}.jsonl"), name)]


def train_start(
    out: Path, tokenizer: Tokenizer, items: dict[str, list[Item]], passes: dict[str, Corpus]
) -> Path:
    """Train the network that all folds start from; return its narrowed checkpoint."""
    done, wide = out / "narrow.pt", out / f"{WITHOUT.name}.pt"
    if not done.exists():
        trainer = Trainer(classes(), seed=SEED)
        if wide.exists():
            load(trainer, wide)
        else:
            run_phase(trainer, passes, WITHOUT, part=out / f"{WITHOUT.name}.part.pt")
            save(trainer, wide)
        # Need is measured on what was trained on, and no annotated story was.
        narrow(trainer, tokenizer, {**items, "annotated": items["written"]})
        save(trainer, done)
    return done


def train_fold(
    fold: int, start: Path, out: Path, tokenizer: Tokenizer, items: dict[str, list[Item]],
    passes: dict[str, Corpus],
) -> Path:  # fmt: skip
    """Train on the stories that are not of this fold; return the folder of its int8 graphs."""
    done, folder = out / f"fold{fold}.pt", out / f"fold{fold}"
    if not done.exists():
        trainer = Trainer(classes(), seed=SEED + fold)
        load(trainer, start)
        others = [i for i in items["annotated"] if story_fold(i.story) != fold]
        own = {
            "annotated": corpus(tokenizer, "annotated", others),
            "pairs": corpus(tokenizer, "pairs", story_pairs([*others, *items["written"]])),
        }
        run_phase(trainer, passes | own, WITH, part=out / f"fold{fold}.part.pt")
        save(trainer, done)
        (out / f"fold{fold}.part.pt").unlink(missing_ok=True)
    # The lines drawn for the release, from sixteen held-out stories: those of fold 0.
    export(done, folder, dict(Reader.load().thresholds), {})
    return folder


def read_fold(folder: Path, fold: int, shared: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Read a fold's stories by its network: gold and contract JSON side by side."""
    reader = Reader.load(folder)
    with patch("dragoman.reader.Reader.load", lambda *_, **__: reader):
        return [
            pair
            for name in NAMES
            for pair in read_stories(
                shared / "data" / "annotated" / f"{name}.jsonl",
                lambda g: story_fold(str(g["id"])) == fold,
            )
        ]


def main() -> None:
    """Train the folds, read all stories, and print their scorecard."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
    parser.add_argument("--out", type=Path, default=Path("build/folds"))
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="train just this one")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(str(encoder_folder() / "tokenizer.json"))
    wanted = {name for phase in (WITHOUT, WITH) for name in phase.epochs}
    items = corpus_items(options.shared, options.training, only=sorted(wanted))
    items |= {"annotated": annotated(options.shared), "pairs": []}
    items["written pairs"] = story_pairs(items["written"])
    passes = {name: corpus(tokenizer, name, found) for name, found in items.items()}
    del passes["annotated"], passes["pairs"]
    start = train_start(options.out, tokenizer, items, passes)
    pairs = []
    for fold in range(FOLDS) if options.fold is None else (options.fold,):
        folder = train_fold(fold, start, options.out, tokenizer, items, passes)
        pairs += read_fold(folder, fold, options.shared)
        _show(score_read(pairs))
    (options.out / "scores.json").write_text(
        json.dumps([plain(row) for row in score_read(pairs)], indent=1) + "\n", encoding="utf-8"
    )


def _show(rows: Sequence[Score]) -> None:
    """Log the rows of the stories read so far."""
    for row in rows:
        log.info("%s, %s: %.3f (%.3f-%.3f, %d)", row.work, row.measure, row.value, row.low,
                 row.high, row.n)  # fmt: skip


if __name__ == "__main__":
    main()
