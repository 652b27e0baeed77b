"""Items in, tensors out: pieces, features, tags and anchors of a batch of passages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from dragoman.learn.corpora import GoldAct, Item
from dragoman.reader import labels
from dragoman.reader.features import ACTOR, RECIPIENT, ROLE_COLUMN, feature_ids
from dragoman.reader.geometry import distance_buckets, words_of
from dragoman.reader.passages import Pieces, pieces

SKIP = -100


@dataclass(frozen=True, slots=True)
class Cut:
    """An item with its pieces and features."""

    item: Item
    pieces: Pieces
    features: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Classes:
    """The open classes of the focus: flat modes ("ASSAULT:aerial") and contexts."""

    modes: tuple[str, ...]
    contexts: tuple[str, ...]


@dataclass(slots=True)
class Anchors:
    """The questions of a batch: N anchors with their marks and answers, over W words.

    `row` (N,) is the passage of each; targets of `SKIP` are not trained.
    """

    row: Tensor
    anchor: Tensor
    distance: Tensor
    parties: Tensor
    attribution: Tensor
    root: Tensor
    mode: Tensor
    status: Tensor
    context: Tensor
    has_context: Tensor
    pair: Tensor
    five: Tensor


@dataclass(slots=True)
class Batch:
    """Tensors of one step; tags (B, T) stand on first pieces, `SKIP` elsewhere."""

    ids: Tensor
    mask: Tensor
    features: Tensor
    first: Tensor  # (B, W) index of each word's first piece
    words: Tensor  # (B, W) 1 where there is a word
    trigger: Tensor
    cue: Tensor
    mention: Tensor
    anchors: Anchors | None


def cut_items(tokenizer: Tokenizer, items: Sequence[Item]) -> list[Cut]:
    """Cut every item; those of no words are left out."""
    out = []
    for item, cut in zip(items, pieces(tokenizer, [i.text for i in items]), strict=True):
        if len(cut.first) == 0:
            continue
        features = feature_ids(item.text, cut)
        if item.pair:
            for spans, role in ((item.pair[0], ACTOR), (item.pair[1], RECIPIENT)):
                for a, b in words_of(cut, spans):
                    features[np.isin(cut.word_of, np.arange(a, b)), ROLE_COLUMN] = role
        out.append(Cut(item, cut, features))
    return out


def token_batches(cuts: Sequence[Cut], tokens: int, rng: random.Random) -> Iterator[list[Cut]]:
    """Group passages of like length so that a batch has about `tokens` pieces."""
    order = sorted(cuts, key=lambda c: len(c.pieces.ids) + rng.random() * 6)
    batch: list[Cut] = []
    batches = []
    for cut in order:
        if batch and (len(batch) + 1) * len(cut.pieces.ids) > tokens:
            batches.append(batch)
            batch = []
        batch.append(cut)
    if batch:
        batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def role_tags(
    words: int, first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    """Lay two roles' word ranges out as tags; the later one yields where they overlap."""
    tags = np.zeros(words, dtype=np.int64)
    for base, ranges in ((3, second), (1, first)):
        for a, b in ranges:
            tags[a:b] = base + 1
            tags[a] = base
    return tags


def collate(cuts: Sequence[Cut], classes: Classes) -> Batch:
    """Pad the cuts of a batch and lay out their tags and anchors."""
    b = len(cuts)
    t = max(len(c.pieces.ids) for c in cuts)
    w = max(len(c.pieces.first) for c in cuts)
    ids, mask = np.zeros((b, t), np.int64), np.zeros((b, t), np.int64)
    features = np.zeros((b, t, cuts[0].features.shape[1]), np.int64)
    first, words = np.zeros((b, w), np.int64), np.zeros((b, w), np.int64)
    tags = {k: np.full((b, t), SKIP, np.int64) for k in ("trigger", "cue", "mention")}
    anchors = _AnchorRows(w, classes)
    for row, c in enumerate(cuts):
        n, m = len(c.pieces.ids), len(c.pieces.first)
        ids[row, :n], mask[row, :n], features[row, :n] = c.pieces.ids, 1, c.features
        first[row, :m], words[row, :m] = c.pieces.first, 1
        for name, values in _tags(c).items():
            tags[name][row, c.pieces.first] = values
        anchors.add(row, c)
    tensors = {k: torch.from_numpy(v) for k, v in tags.items()}
    return Batch(
        ids=torch.from_numpy(ids), mask=torch.from_numpy(mask),
        features=torch.from_numpy(features), first=torch.from_numpy(first),
        words=torch.from_numpy(words), anchors=anchors.stack(), **tensors,
    )  # fmt: skip


def _tags(c: Cut) -> dict[str, NDArray[np.int64]]:
    """Lay out the token tags that the item's corpus marks."""
    out: dict[str, NDArray[np.int64]] = {}
    m = len(c.pieces.first)
    if c.item.acts is not None:
        tags = np.full(m, SKIP, np.int64) if c.item.partial else np.zeros(m, np.int64)
        for act in c.item.acts:
            # Of a partial passage this is known: a party tells no act, and the trigger ends there.
            for a, b in words_of(c.pieces, (*act.actors, *act.recipients, *act.open)):
                tags[a:b] = 0
            for a, b in words_of(c.pieces, act.trigger[:1]):
                tags[max(a - 1, 0) : b + 1] = 0
        for act in c.item.acts:
            for a, b in words_of(c.pieces, act.trigger[:1]):
                tags[a:b] = labels.TRIGGER_TAGS - 1
                tags[a] = 1 + labels.ROOTS.index(act.root)
        out["trigger"] = tags
    if c.item.attributions is not None:
        tags = np.zeros(m, np.int64)
        for attribution in c.item.attributions:
            for a, b in words_of(c.pieces, attribution.cue[:1]):
                tags[a:b] = 2
                tags[a] = 1
        out["cue"] = tags
    if c.item.mentions is not None:
        # Only GUM marks every name; elsewhere a capital that nobody marked is unknown.
        tags = np.zeros(m, np.int64)
        if c.item.corpus != "gum":
            capital = np.isin(c.features[c.pieces.first, 0], (2, 3, 6, 7))
            tags[capital] = SKIP
        for start, end, kind in c.item.mentions:
            for a, b in words_of(c.pieces, ((start, end),)):
                at = 1 + 2 * labels.MENTIONS.index(kind)
                tags[a:b] = at + 1
                tags[a] = at
        out["mention"] = tags
    return out


class _AnchorRows:
    """The anchors of a batch as they are gathered."""

    def __init__(self, words: int, classes: Classes) -> None:
        self.words, self.classes = words, classes
        self.rows: list[dict[str, Any]] = []

    def add(self, row: int, c: Cut) -> None:
        """Add the anchors of one passage."""
        item = c.item
        for act in item.acts or ():
            for a, b in words_of(c.pieces, act.trigger[:1]):
                self._add_act(row, c, act, a, b)
        for attribution in item.attributions or ():
            for a, b in words_of(c.pieces, attribution.cue[:1]):
                tags = role_tags(
                    self.words, words_of(c.pieces, attribution.source),
                    words_of(c.pieces, attribution.content),
                )  # fmt: skip
                self._put(row, a, b, labels.CUE, attribution=self._real(c, tags))
        if item.pair:
            self._add_pair(row, c)
        elif item.whole:
            self._put(row, 0, 0, labels.NO_ANCHOR, pair=labels.ROOTS.index(item.whole))

    def _real(self, c: Cut, tags: NDArray[np.int64]) -> NDArray[np.int64]:
        tags[len(c.pieces.first) :] = SKIP
        return tags

    def _add_act(self, row: int, c: Cut, act: GoldAct, a: int, b: int) -> None:
        tags = role_tags(
            self.words, words_of(c.pieces, act.actors), words_of(c.pieces, act.recipients)
        )
        flat = f"{act.root}:{act.mode}" if act.mode else act.root
        context = np.zeros(len(self.classes.contexts), np.float32)
        for name in act.context:
            if name in self.classes.contexts:
                context[self.classes.contexts.index(name)] = 1
        for first, last in words_of(c.pieces, act.open):
            tags[first:last] = SKIP
        known = not c.item.partial and flat in self.classes.modes
        status = SKIP if act.status == "" else labels.STATUSES.index(act.status)
        self._put(
            row, a, b, labels.TRIGGER, parties=self._real(c, tags),
            root=labels.ROOTS.index(act.root),
            mode=self.classes.modes.index(flat) if known else SKIP,
            status=status, context=context, has_context=int(not c.item.partial),
        )  # fmt: skip

    def _add_pair(self, row: int, c: Cut) -> None:
        assert c.item.pair is not None
        actor, recipient, root, five = c.item.pair
        marks = np.zeros(self.words, np.int64)
        for spans, mark in ((recipient, labels.RECIPIENT), (actor, labels.ACTOR)):
            for a, b in words_of(c.pieces, spans):
                marks[a:b] = mark
        number = SKIP
        if root == "YIELD":
            number = len(labels.ROOTS)  # CONCEDE or RETREAT: their probabilities are added
        elif root:
            number = labels.ROOTS.index(root)
        self._put(row, 0, 0, marks, pair=number, five=SKIP if five is None else five)

    def _put(self, row: int, a: int, b: int, mark: int | NDArray[np.int64], **targets: Any) -> None:
        if isinstance(mark, int):
            anchor = np.zeros(self.words, np.int64)
            anchor[a:b] = mark
            distance = (
                distance_buckets(self.words, a, b) if b > a else np.full(self.words, 16, np.int64)
            )
        else:
            anchor, distance = mark, np.full(self.words, 16, np.int64)
        self.rows.append({"row": row, "anchor": anchor, "distance": distance, **targets})

    def stack(self) -> Anchors | None:
        """Stack the anchors; None where the batch has none."""
        if not self.rows:
            return None
        empty = np.full(self.words, SKIP, np.int64)
        no_context = np.zeros(len(self.classes.contexts), np.float32)
        defaults = {
            "row": 0, "anchor": empty, "distance": empty, "parties": empty, "attribution": empty,
            "root": SKIP, "mode": SKIP, "status": SKIP, "context": no_context, "has_context": 0,
            "pair": SKIP, "five": SKIP,
        }  # fmt: skip
        columns = {
            k: torch.from_numpy(np.stack([np.asarray(r.get(k, d)) for r in self.rows]))
            for k, d in defaults.items()
        }
        return Anchors(**columns)
