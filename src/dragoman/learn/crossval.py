"""Five-fold cross-validation of the pair head on PLV's sentences.

    python -m dragoman.learn.crossval build/model/first.pt

Each fold starts from the first phase's checkpoint, which has seen no sentence of PLV, is trained
on the other four folds as the second phase trains pairs, and is scored on its own.
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path
from typing import Any

import torch

from dragoman.learn import corpora
from dragoman.learn.batches import Cut, collate, cut_items, token_batches
from dragoman.learn.network import encoder_folder
from dragoman.learn.parts import plv_fold
from dragoman.learn.scoring.pairs import fifteen, pair_scores
from dragoman.learn.train import Phase, Trainer, classes, corpus, corpus_items, load, run_phase
from dragoman.reader import labels, likeliest
from dragoman.reader.passages import load_tokenizer

log = logging.getLogger("dragoman.learn")

PHASE = Phase("pairs", {"plv": 6, "cameo": 1, "pairs": 1}, 6e-5, 4e-4)


def predict(trainer: Trainer, cuts: list[Cut]) -> dict[str, str]:
    """Give the likeliest root of each pair, by item."""
    trainer.encoder.eval()
    trainer.focus.eval()
    out = {}
    with torch.no_grad():
        for cut in token_batches(cuts, 2048, trainer.random):
            batch = collate(cut, trainer.classes)
            tagged = trainer.encoder(batch.ids, batch.mask, batch.features)
            a = batch.anchors
            assert a is not None
            index = batch.first[..., None].expand(-1, -1, tagged.hidden.shape[-1])
            hidden = torch.gather(tagged.hidden, 1, index)[a.row]
            got = trainer.focus(hidden, batch.words[a.row], a.anchor, a.distance)
            for row, p in zip(a.row.tolist(), got.pair.softmax(-1).tolist(), strict=True):
                out[cut[row].item.story] = likeliest(dict(zip(labels.ROOTS, p, strict=True)))
    return out


def main() -> None:
    """Run the five folds and print the scores over all sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training/stories"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    tokenizer = load_tokenizer(str(encoder_folder() / "tokenizer.json"))
    items = corpus_items(options.shared, options.training, only=("cameo", "pairs"))
    passes = {k: corpus(tokenizer, k, v) for k, v in items.items()}
    plv = options.shared / "data" / "plv" / "train.jsonl"
    sentences = list(corpora.pairs(plv, "plv"))
    every = cut_items(tokenizer, sentences)
    found: dict[str, str] = {}
    for fold in range(5):
        trainer = Trainer(classes(), seed=fold)
        load(trainer, options.checkpoint)
        own = [c for c in every if plv_fold(c.item.story) == fold]
        others = [i for i in sentences if plv_fold(i.story) != fold]
        passes["plv"] = corpus(tokenizer, "plv", others)
        run_phase(trainer, passes, PHASE)
        found.update(predict(trainer, own))
        log.info("fold %d: %s", fold, json.dumps(_scores(found, own)))
    print(json.dumps(_scores(found, every)))  # noqa: T201


def _scores(found: dict[str, str], cuts: list[Cut]) -> dict[str, Any]:
    """Score the found roots of these sentences."""
    gold = [str(c.item.pair[2]) for c in cuts if c.item.pair]
    mine = [fifteen(found[c.item.story]) for c in cuts]
    return {s.measure: round(s.value, 4) for s in pair_scores(mine, gold)}


if __name__ == "__main__":
    main()
