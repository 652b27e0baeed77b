"""Marked cues in, the weights of their edges out (data/cue_edges.csv).

    python -m dragoman.learn.cue_edges --shared ../shared

In two steps. First the words alone: of all ranges near each marked cue of PolNeAR's train part and
of the annotated stories that are trained on, which one is marked? Then, on two articles in five of
the train part, read with the weights that ship, the model's own scores beside what the words say.
Nothing of a development part is looked at.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dragoman.gazetteer.cues import cues
from dragoman.learn.corpora import lines
from dragoman.learn.parts import held_out
from dragoman.learn.tune import gold_document
from dragoman.reader import Reader, labels
from dragoman.reader.attribution import sight
from dragoman.reader.cue_edges import (
    LEFT,
    LONGEST,
    NUMBERS,
    RIGHT,
    Edges,
    Floats,
    Range,
    fold,
    left_keys,
    near,
    numbers,
    right_keys,
    whole_key,
)
from dragoman.reader.decode import anchors
from dragoman.reader.geometry import words_of
from dragoman.reader.passages import passages
from dragoman.reader.passes import Encoded, Question, encode, run_focus

Row = dict[str, Any]

READ, OF = 2, 5
"""Articles in how many are read with the model; of the others only the words are learned."""

SURE = 0.3
"""Tagged cues at least this sure are learned from: half of what the reader takes."""

OWN = 2
"""How often a cue of the annotated stories counts: they are a tenth of all, and by other rules."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Example:
    """A marked cue: folded words around it, its head, the ranges near it and which is marked.

    `seen` (ranges, numbers) is what the model's scores say of them, None where it did not read.
    """

    words: Sequence[str]
    head: str
    ranges: Sequence[Range]
    right: int
    seen: Floats | None = None


def written(rows: Iterable[Row], key: str) -> Iterator[Example]:
    """Give the marked cues of one span of rows that were not read."""
    known = cues()
    for row in rows:
        tokens = list(_TOKEN.finditer(row["text"]))
        starts, ends = [m.start() for m in tokens], [m.end() for m in tokens]
        for mark in row[key]:
            if len(mark["cue"]) != 1:
                continue
            start, end = mark["cue"][0]
            a = int(np.searchsorted(ends, start, side="right"))
            b = int(np.searchsorted(starts, end, side="left"))
            if not a < b <= a + LONGEST:
                continue
            low = max(0, a - LEFT - 2)
            words = [fold(m.group()) for m in tokens[low : b + RIGHT + 2]]
            cue = (a - low, b - low)
            inside = [word for word in words[slice(*cue)] if word in known]
            ranges = near(len(words), cue)
            head = inside[-1] if inside else words[cue[1] - 1]
            yield Example(words, head, ranges, ranges.index(cue))


def read(reader: Reader, rows: Iterable[Row]) -> Iterator[Example]:
    """Read articles and give the tagged cues that share words with a marked one."""
    session = reader._session
    for row in rows:
        document = gold_document(row)
        cut = passages(document)
        for e in encode(session, cut, [span.of(document.text) for span in cut]):
            tagged = anchors(1 - e.cue[:, 0], SURE, SURE)
            asked = [Question(e, words, labels.CUE, 1.0) for words in tagged]
            if not asked:
                continue
            logits = run_focus(session, asked, ["attribution"])[0]
            yield from matched(e, tagged, logits, row["attributions"])


def matched(
    e: Encoded, tagged: Sequence[Range], logits: Iterable[Floats], marks: Iterable[Row]
) -> Iterator[Example]:
    """Give the tagged cues of a passage that share words with a marked one."""
    base = e.passage.start
    gold = [
        words
        for mark in marks
        for s, t in mark["cue"][:1]
        if base <= s and t <= e.passage.end
        for words in words_of(e.cut, [(s - base, t - base)])
    ]
    for range_, scores in zip(tagged, logits, strict=True):
        shared = [(min(g[1], range_[1]) - max(g[0], range_[0]), g) for g in gold]
        size, marked = max(shared, default=(0, (0, 0)), key=lambda pair: pair[0])
        ranges = near(len(e.words), range_)
        if size > 0 and marked in ranges:
            seen = sight(e, range_, scores)
            right = ranges.index(marked)
            yield Example(seen.words, seen.head, ranges, right, numbers(seen, ranges))


def fit(
    examples: Sequence[Example], *, penalty: float, least: int = 3, prior: Edges | None = None
) -> Edges:
    """Fit weights under which the marked range of each example is the likeliest of its ranges.

    A key is kept that stands at `least` marked edges, or at four times as many others. With a
    `prior`, how much its word is worth is fitted beside the model's numbers, and added in.
    """
    names = _keys(examples, least)
    index = {key: n for n, key in enumerate(names, start=1)}
    edges = torch.tensor([[index.get(k, 0) for k in keys] for x in examples for keys in _of(x)])
    group = torch.tensor(np.repeat(np.arange(len(examples)), [len(x.ranges) for x in examples]))
    first = np.cumsum([0, *(len(x.ranges) for x in examples[:-1])])
    right = torch.tensor(first + np.array([x.right for x in examples]))
    columns = [_columns(x, prior) for x in examples]
    table = np.concatenate(columns)
    spread = table.std(0) + 1e-6
    said = torch.tensor((table / spread).astype(np.float32))
    words = torch.zeros(len(names) + 1, requires_grad=True)
    numeric = torch.zeros(table.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [words, numeric], max_iter=50, history_size=8, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        score = torch.cat([torch.zeros(1), words[1:]])[edges].sum(1) + said @ numeric
        top = torch.full((len(examples),), -1e9).scatter_reduce(0, group, score.detach(), "amax")
        total = torch.zeros(len(examples)).index_add(0, group, torch.exp(score - top[group]))
        loss = (top + torch.log(total) - score[right]).sum()
        loss = loss + penalty * (words**2).sum() + 0.01 * (numeric**2).sum()
        loss = loss / len(examples)
        loss.backward()
        return loss

    optimizer.step(closure)
    weights = dict(zip(names, words.detach().tolist()[1:], strict=True))
    scale = numeric.detach().numpy() / spread
    if prior is not None:
        for key, weight in prior.weights.items():
            weights[key] = weights.get(key, 0.0) + float(scale[-1]) * weight
        scale = scale[:-1]
    return Edges(weights, scale.astype(np.float32))


def _of(x: Example) -> Iterator[tuple[str, ...]]:
    """Give all keys of each range of an example."""
    left = {a: left_keys(x.words, a, x.head) for a, _ in x.ranges}
    right = {b: right_keys(x.words, b, x.head) for _, b in x.ranges}
    for a, b in x.ranges:
        yield (*left[a], *right[b], whole_key(x.words, a, b))


def _keys(examples: Sequence[Example], least: int) -> list[str]:
    """Give the keys that are common enough to be learned."""
    marked: Counter[str] = Counter()
    common: Counter[str] = Counter()
    for x in examples:
        all_keys = list(_of(x))
        marked.update(all_keys[x.right])
        common.update({key for keys in all_keys for key in keys[:-1]})
    often = {key for key, times in common.items() if times >= 4 * least}
    return sorted(often | {key for key, times in marked.items() if times >= least})


def _columns(x: Example, prior: Edges | None) -> Floats:
    """Give the numeric columns of an example's ranges, what the prior says of them last."""
    seen = x.seen if x.seen is not None else np.zeros((len(x.ranges), len(NUMBERS)), np.float32)
    if prior is None:
        return seen
    return np.concatenate([seen, prior.text(x.words, x.head, x.ranges)[:, None]], 1)


def write(edges: Edges, path: Path, *, smallest: float = 0.1) -> int:
    """Write weights; those of words nearer to zero than `smallest` are left out."""
    from csv import writer

    words: Mapping[str, float] = edges.weights
    kept = sorted((key, weight) for key, weight in words.items() if abs(weight) >= smallest)
    with path.open("w", encoding="utf-8", newline="") as f:
        f.write(
            "# origin: python -m dragoman.learn.cue_edges, from marked cues: PolNeAR's train\n"
            "#   part and the annotated stories that are trained on; a weight a word or pair\n"
            "# licence: Apache-2.0\n# date: written with the model\n"
            "# gaps: English; PolNeAR is of 2015-2016 and of United States politics\n"
        )
        out = writer(f, lineterminator="\n")
        out.writerow(["key", "weight"])
        for name, weight in zip(NUMBERS, edges.numeric.tolist(), strict=True):
            out.writerow([f"n {name}", f"{weight:.3f}"])
        out.writerows([key, f"{weight:.2f}"] for key, weight in kept)
    return len(kept)


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    torch.manual_seed(0)
    data = options.shared / "data"
    articles = list(lines(data / "polnear" / "train.jsonl"))
    stories = [
        row for name in ("voa", "press") for row in lines(data / "annotated" / f"{name}.jsonl")
    ]
    own = list(written((s for s in stories if not held_out(str(s["id"]))), "statements"))
    others = [row for n, row in enumerate(articles) if n % OF >= READ]
    prior = fit([*written(others, "attributions"), *own * OWN], penalty=0.3)
    examples = list(read(Reader.load(), (row for n, row in enumerate(articles) if n % OF < READ)))
    edges = fit(examples, penalty=2.0, prior=prior)
    path = Path(str(files("dragoman") / "data" / "cue_edges.csv"))
    print(f"{len(examples)} tagged cues; {write(edges, path)} weights of words")  # noqa: T201


if __name__ == "__main__":
    main()
