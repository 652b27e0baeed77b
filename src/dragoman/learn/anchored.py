"""PLV's sentences as acts: which word tells the act that the two given parties stand in.

PLV gives actor, recipient and root, but no trigger. The network as trained so far proposes one, and
the given spans then teach the focus whom it missed. What it sees beside them is left open: PLV
marks one pair of a sentence, not every party.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.learn.batches import Cut, collate, cut_items, token_batches
from dragoman.learn.corpora import MUTUAL, GoldAct, Item, Spans
from dragoman.reader import labels
from dragoman.reader.decode import anchors, mixed_roots, softmax
from dragoman.reader.geometry import distance_buckets, words_of

if TYPE_CHECKING:
    from dragoman.learn.trainer import Trainer

Floats = NDArray[np.float32]
LIKELY, SURE = 0.3, 0.2
"""A word is a candidate with this much of a trigger, and taken with this much of the root."""


def acted(trainer: Trainer, tokenizer: Tokenizer, items: Sequence[Item]) -> list[Cut]:
    """Make acts of pair items where the network finds a word that tells them."""
    plain = [Item(i.corpus, i.story, i.text) for i in items]
    given = {i.story: i.pair for i in items}
    found: list[Item] = []
    trainer.encoder.eval()
    trainer.focus.eval()
    with torch.no_grad():
        for cuts in token_batches(cut_items(tokenizer, plain), 2048, trainer.random):
            batch = collate(cuts, trainer.classes)
            tagged = trainer.encoder(batch.ids, batch.mask, batch.features)
            for row, c in enumerate(cuts):
                pair = given[c.item.story]
                if pair is None or pair[2] is None:
                    continue
                n = len(c.pieces.first)
                tags = tagged.trigger[row, batch.first[row, :n]].numpy()
                hidden = tagged.hidden[row, batch.first[row, :n]]
                act = _best(trainer, c, tags, hidden, pair[:2], pair[2])
                if act:
                    found.append(Item("acted", c.item.story, c.item.text, (act,), partial=True))
    return cut_items(tokenizer, found)


def _best(
    trainer: Trainer,
    c: Cut,
    tags: Floats,
    hidden: torch.Tensor,
    sides: tuple[Spans, Spans],
    root: str,
) -> GoldAct | None:
    """Give the likeliest act of the given root, with the given sides."""
    wanted = ("CONCEDE", "RETREAT") if root == "YIELD" else (root,)
    numbers = [labels.ROOTS.index(r) for r in wanted]
    probabilities = softmax(tags)
    best: tuple[float, GoldAct] | None = None
    for a, b in anchors(1 - probabilities[:, 0], LIKELY):
        first = probabilities[a:b, 1:-1].max(0)
        second, roles = _ask(trainer, hidden, a, b)
        share = mixed_roots(first, second)
        score = float(share[numbers].sum())
        if score >= SURE and (best is None or score > best[0]):
            name = labels.ROOTS[max(numbers, key=lambda n: share[n])]
            best = (score, _act(c, (a, b), name, sides, roles))
    return best[1] if best else None


def _ask(
    trainer: Trainer, hidden: torch.Tensor, a: int, b: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Ask the focus of one trigger: root probabilities (17,) and the words' role tags (W,)."""
    n = len(hidden)
    anchor = torch.zeros(1, n, dtype=torch.long)
    anchor[0, a:b] = labels.TRIGGER
    distance = torch.from_numpy(distance_buckets(n, a, b))[None]
    got = trainer.focus(hidden[None], torch.ones(1, n, dtype=torch.long), anchor, distance)
    return got.root[0].softmax(-1).numpy(), got.parties[0].argmax(-1).numpy()


def _act(
    c: Cut,
    trigger: tuple[int, int],
    root: str,
    sides: tuple[Spans, Spans],
    roles: NDArray[np.int64],
) -> GoldAct:
    """Make the act; words that the network takes for parties and PLV does not mark are open."""
    actors, recipients = sides
    ranges = [words_of(c.pieces, spans) for spans in sides]
    mutual = root in MUTUAL and any(np.isin(roles[a:b], (1, 2)).any() for a, b in ranges[1])
    open_ = roles > 0
    for a, b in ranges[1]:
        open_[a:b] = mutual
    for a, b in ranges[0]:
        open_[a:b] = False
    spans = tuple(
        (int(c.pieces.starts[w]), int(c.pieces.ends[w])) for w in np.flatnonzero(open_).tolist()
    )
    start, end = int(c.pieces.starts[trigger[0]]), int(c.pieces.ends[trigger[1] - 1])
    left = () if mutual else recipients
    return GoldAct(((start, end),), root, None, "", (), actors, left, spans)
