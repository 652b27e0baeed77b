"""A model in, its thresholds and calibration out, as the held-out stories like them.

    python -m dragoman.learn.tune --shared ../shared

Thresholds go to weights/settings.json (and its digest), what an attribution's confidence is of to
data/cue_trust.csv, the calibration of each record kind to data/calibration.yaml. Nothing that was
trained on is looked at. With --keep the thresholds stay as they are.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.document.sentences import split
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Reading
from dragoman.learn import thresholds, trust
from dragoman.learn.corpora import lines
from dragoman.learn.export import seal
from dragoman.learn.parts import held_out
from dragoman.learn.scoring.counts import Hit, calibration_error
from dragoman.learn.scoring.match import gold_acts
from dragoman.reader import Reader

Floats = NDArray[np.float64]

FOLDS = 5
"""Parts of the stories, of which each is measured by what the others say."""

DRAWS = 300
SEED = 7
"""Draws of what chance alone gives, and their seed."""

TIE = 0.003
"""F1 by which no setting of the acts' thresholds is better than another: one record in two hundred
of some six hundred. Of settings as good the one that reads most is taken."""

AT = np.array(
    [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.995]
)
"""Raw scores at which a curve is written."""


def gold_document(row: dict[str, Any]) -> Document:
    """Make a document of an annotated row with its body as given."""
    text = row["text"]
    ranges = row.get("body") or [m.span() for m in re.finditer(r"[^\n]+", text)]
    paragraphs = tuple(
        Paragraph(Span(start, end), split(text, start, end)) for start, end in ranges
    )
    return Document(str(row["id"]), text, paragraphs)


def held_out_stories(shared: Path) -> list[dict[str, Any]]:
    """Give the annotated stories that were never trained on."""
    folder = shared / "data" / "annotated"
    rows = (row for name in ("voa", "press") for row in lines(folder / f"{name}.jsonl"))
    return [row for row in rows if held_out(str(row["id"]))]


def act_hits(reading: Reading, gold: Sequence[dict[str, Any]]) -> list[Hit]:
    """Give each act's raw confidence and whether its trigger and root are gold's."""
    right = thresholds.right_acts(reading, gold_acts(gold))
    return [(act.confidence, i in right) for i, act in enumerate(reading.acts)]


def attribution_hits(reading: Reading, gold: Sequence[dict[str, Any]]) -> list[Hit]:
    """Give each attribution's confidence and whether its cue and source are gold's."""
    return [(a.confidence, trust.is_marked(a, gold)) for a in reading.attributions]


def fitted(hits: Sequence[Hit]) -> list[list[float]]:
    """Fit the share that is right by a logistic curve of the raw score's log-odds.

    Given as points [raw, share], near enough that straight lines between them follow the curve. It
    may bend twice, at the thirds of the scores; where it would fall, beta calibration (Kull 2017)
    or Platt's curve (1999) stands in. Log loss on other stories, of statements: 0.411 and 0.423
    with two sets of weights, where beta calibration gave 0.414 and 0.429.
    """
    from sklearn.linear_model import LogisticRegression

    raw = np.array([h[0] for h in hits])
    right = np.array([h[1] for h in hits])
    share = np.full(len(AT), right.mean())  # where sureness tells nothing
    knots = np.quantile(_log_odds(raw)[:, 0], (1 / 3, 2 / 3))

    def kinked(p: Floats) -> Floats:
        odds = _log_odds(p)
        return np.hstack([odds, *(np.maximum(0, odds - knot) for knot in knots)])

    for columns, held in ((kinked, 1.0), (_bent, 100.0), (_log_odds, 100.0)):
        curve = LogisticRegression(C=held, max_iter=500).fit(columns(raw), right)
        told = curve.predict_proba(columns(AT))[:, 1]
        if np.all(np.diff(told) >= 0):
            share = told
            break
    return [[round(float(x), 4), round(float(y), 4)] for x, y in zip(AT, share, strict=True)]


def _bent(raw: Floats) -> Floats:
    """Give the two halves of the log-odds, each with a slope of its own (n, 2)."""
    p = np.clip(raw, 0.005, 0.995)
    halves: Floats = np.stack([np.log(p), -np.log(1 - p)], 1)
    return halves


def _log_odds(raw: Floats) -> Floats:
    clipped = np.clip(raw, 0.005, 0.995)
    odds: Floats = np.log(clipped / (1 - clipped))[:, None]
    return odds


def applied(hits: Sequence[Hit], points: list[list[float]]) -> list[Hit]:
    """Give hits with the confidence that their raw scores have through these points."""
    said = np.interp([raw for raw, _ in hits], [p[0] for p in points], [p[1] for p in points])
    return [(confidence, right) for confidence, (_, right) in zip(said.tolist(), hits, strict=True)]


def crossed(stories: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Give the hits of stories, each with the confidence that the others' curve gives it."""
    out: list[Hit] = []
    for fold in range(FOLDS):
        rest = [hit for n, hits in enumerate(stories) if n % FOLDS != fold for hit in hits]
        mine = [hit for n, hits in enumerate(stories) if n % FOLDS == fold for hit in hits]
        out += applied(mine, fitted(rest))
    return out


def least(hits: Sequence[Hit]) -> float:
    """Give the calibration error that chance alone gives confidences as true as can be."""
    rng = np.random.default_rng(SEED)
    said = [confidence for confidence, _ in hits]
    drawn = rng.random((DRAWS, len(said))) < np.array(said)
    return float(np.mean([calibration_error(list(zip(said, row, strict=True))) for row in drawn]))


def main() -> None:
    """Tune and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="leave the thresholds as they are")
    options = parser.parse_args()
    reader = Reader.load(threads=options.threads)
    rows = held_out_stories(options.shared)
    documents = [gold_document(row) for row in rows]
    live = thresholds.live(reader)
    polnear = list(lines(options.shared / "data" / "polnear" / "dev.jsonl"))
    if not options.keep:
        choose(reader, rows, polnear)
    print(live)  # noqa: T201
    learn_trust(reader, (rows, "statements"), (polnear, "attributions"))
    readings = reader.read_many(documents)
    tables = {}
    for kind, hits_of, key in (
        ("event", act_hits, "events"),
        ("statement", attribution_hits, "statements"),
    ):
        stories = [hits_of(x, row[key]) for x, row in zip(readings, rows, strict=True)]
        hits = [hit for story in stories for hit in story]
        tables[kind] = fitted(hits)
        seen, others = calibration_error(applied(hits, tables[kind])), crossed(stories)
        print(  # noqa: T201
            f"{kind}: {len(hits)} found, calibration error {seen:.3f}, by the curve of other "
            f"stories {calibration_error(others):.3f}, by chance alone {least(others):.3f}"
        )
    write(live, tables)


def choose(
    reader: Reader, rows: Sequence[dict[str, Any]], polnear: Sequence[dict[str, Any]]
) -> None:
    """Set the reader's thresholds to those that the held-out stories and articles like best."""
    documents = [gold_document(row) for row in rows]
    live = thresholds.live(reader)
    tried = list(thresholds.acts_tried(reader, documents, rows))
    best = max(score for score, _ in tried)
    score, setting = min(
        ((score, setting) for score, setting in tried if score >= best - TIE),
        key=lambda one: (one[1]["act"] + one[1]["trigger"], -one[0]),
    )
    print(f"trigger+root F1 {score:.3f}, best of all {best:.3f}")  # noqa: T201
    live |= setting
    read, cues = [], []
    for marked, key in ((rows, "statements"), (polnear, "attributions")):
        read += thresholds.encoded(reader, [gold_document(row) for row in marked])
        cues += thresholds.cues(marked, key)
    live["cue"], live["cue_edge"] = thresholds.best_cue(read, cues)
    articles = [gold_document(row) for row in polnear]
    live["cue"] = thresholds.best_said(reader, articles, polnear, "attributions")
    live["outside_parties"] = thresholds.best_outside(reader, documents, rows)


def learn_trust(
    reader: Reader,
    own: tuple[Sequence[dict[str, Any]], str],
    others: tuple[Sequence[dict[str, Any]], str],
) -> None:
    """Learn and write what an attribution's confidence is of; say how well it does on others."""
    known, right, mine, story = [], [], [], []
    for part, (rows, key) in enumerate((own, others)):
        for number, row in enumerate(rows):
            for seen, marked in trust.seen(reader, gold_document(row), row[key]):
                known.append(seen)
                right.append(marked)
                mine.append(part == 0)
                story.append(number % FOLDS)
    x, y, ours, fold = np.array(known), np.array(right), np.array(mine), np.array(story)
    said = np.zeros(len(y))
    for n in range(FOLDS):
        weights = trust.learned(x[fold != n], y[fold != n], ours[fold != n])
        said[fold == n] = 1 / (1 + np.exp(-x[fold == n] @ weights))
    hits = list(zip(said[ours].tolist(), y[ours].tolist(), strict=True))
    print(  # noqa: T201
        f"statements' confidence, learned on other stories: calibration error "
        f"{calibration_error(hits):.3f}, by chance alone {least(hits):.3f}"
    )
    trust.write(trust.learned(x, y, ours))


def write(live: dict[str, float], tables: dict[str, list[list[float]]]) -> None:
    """Write thresholds into the model's settings and points into data/calibration.yaml."""
    root = Path(str(files("dragoman")))
    path = root / "weights" / "settings.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["thresholds"] = dict(live)
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    seal(path.parent)
    text = (
        "# Raw confidence to the share of records that were right, by kind: [raw, share].\n"
        "# origin: python -m dragoman.learn.tune on the held-out annotated stories\n"
        "# licence: Apache-2.0\n# date: written with the model\n"
        "# known gaps: registers have too few marked examples and keep their raw score\n"
    )
    for kind, points in tables.items():
        text += f"{kind}: {points}\n"
    (root / "data" / "calibration.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
