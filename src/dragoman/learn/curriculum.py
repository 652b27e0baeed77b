"""What training goes over: its phases, and the items of every corpus, cut up and shuffled."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from dragoman.forms.document import Span
from dragoman.learn import corpora
from dragoman.learn.batches import Cut, cut_items, token_batches
from dragoman.learn.corpora import GoldAct, Item, Spans
from dragoman.learn.parts import held_out
from dragoman.learn.renaming import renamed
from dragoman.learn.sentences import act_items, load_sentences, pair_items
from dragoman.learn.stories import load_stories


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


RENAMED = dict.fromkeys(("annotated", "written", "pairs", "plv", "cameo", "sentences", "told"), 0.5)
"""The share of each corpus' stories in which countries are renamed, anew in every pass."""

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
    Phase(
        "eighth",
        {"polnear": 1, "annotated": 4, "written": 3, "acted": 1, "plv": 1, "pairs": 1},
        4e-5,
        2.5e-4,
    ),
)

JOINT = corpora.MUTUAL | {"SUPPORT"}
"""Roots of which parties that act together are a pair too: PLV marks one of them as recipient."""


def corpus_items(
    shared: Path, training: Path, *, only: Sequence[str] = ()
) -> dict[str, list[Item]]:
    """Load every corpus, or `only` these; the held-out stories are left out.

    `shared` holds the shared data, `training` the project's own stories and sentences.
    """
    data = shared / "data"
    annotated = [
        item
        for name in ("voa", "press")
        for item in corpora.stories(corpora.lines(data / "annotated" / f"{name}.jsonl"), name)
        if not held_out(item.story)
    ]
    written = list(corpora.stories(load_stories(training / "stories"), "written"))
    sentences = load_sentences(training / "sentences")
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
        "sentences": lambda: list(pair_items(sentences)),
        "told": lambda: list(act_items(sentences)),
    }
    return {name: make() for name, make in makers.items() if not only or name in only}


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
