"""A model in, its thresholds and calibration out, as the held-out stories like them.

    python -m dragoman.learn.tune --shared ../shared

Thresholds go to weights/settings.json (and its digest), the calibration of each record kind to
data/calibration.yaml. Nothing that was trained on is looked at.
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
from dragoman.learn import thresholds
from dragoman.learn.corpora import lines
from dragoman.learn.export import seal
from dragoman.learn.parts import held_out
from dragoman.learn.scoring.counts import Hit, calibration_error
from dragoman.learn.scoring.match import gold_acts, same_source
from dragoman.reader import Reader

Floats = NDArray[np.float64]


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
    """Give each attribution's raw confidence and whether cue and source are gold's."""

    def bounds(span: Span | None) -> list[tuple[int, int]]:
        return [(span.start, span.end)] if span else []

    return [
        (a.confidence, same_source(next(iter(bounds(a.cue)), None), bounds(a.source), gold))
        for a in reading.attributions
    ]


def fitted(hits: Sequence[Hit]) -> list[list[float]]:
    """Fit the share that is right by a logistic curve of the raw score's log-odds (Platt 1999).

    Given as points [raw, share], near enough that straight lines between them follow the curve.
    Two numbers are fitted, not a step a bin: three hundred records do not carry more.
    """
    from sklearn.linear_model import LogisticRegression

    raw = np.array([h[0] for h in hits])
    right = np.array([h[1] for h in hits])
    curve = LogisticRegression(C=100.0).fit(_log_odds(raw), right)
    at = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995])
    share = curve.predict_proba(_log_odds(at))[:, 1]
    return [[round(float(x), 4), round(float(y), 4)] for x, y in zip(at, share, strict=True)]


def _log_odds(raw: Floats) -> Floats:
    clipped = np.clip(raw, 0.005, 0.995)
    odds: Floats = np.log(clipped / (1 - clipped))[:, None]
    return odds


def crossed_error(hits: Sequence[Hit], points: list[list[float]]) -> float:
    """Give the expected calibration error of hits whose raw scores go through these points."""
    said = np.interp([raw for raw, _ in hits], [p[0] for p in points], [p[1] for p in points])
    pairs = zip(said.tolist(), hits, strict=True)
    return calibration_error([(confidence, right) for confidence, (_, right) in pairs])


def main() -> None:
    """Tune and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    reader = Reader.load(threads=options.threads)
    rows = held_out_stories(options.shared)
    documents = [gold_document(row) for row in rows]
    live = thresholds.live(reader)
    best, setting = max(thresholds.acts_tried(reader, documents, rows), key=lambda tried: tried[0])
    print(f"trigger+root F1 {best:.3f}")  # noqa: T201
    live |= setting
    polnear = list(lines(options.shared / "data" / "polnear" / "dev.jsonl"))
    read, cues = [], []
    for marked, key in ((rows, "statements"), (polnear, "attributions")):
        read += thresholds.encoded(reader, [gold_document(row) for row in marked])
        cues += thresholds.cues(marked, key)
    live["cue"], live["cue_edge"] = thresholds.best_cue(read, cues)
    articles = [gold_document(row) for row in polnear]
    live["cue"] = thresholds.best_said(reader, articles, polnear, "attributions")
    live["outside_parties"] = thresholds.best_outside(reader, documents, rows)
    print(live)  # noqa: T201
    readings = reader.read_many(documents)
    tables = {}
    for kind, hits_of, key in (
        ("event", act_hits, "events"),
        ("statement", attribution_hits, "statements"),
    ):
        hits = [h for x, row in zip(readings, rows, strict=True) for h in hits_of(x, row[key])]
        tables[kind] = fitted(hits)
        even, odd = hits[::2], hits[1::2]
        error = (crossed_error(even, fitted(odd)) + crossed_error(odd, fitted(even))) / 2
        print(f"{kind}: {len(hits)} found, calibration error {error:.3f} (two halves crossed)")  # noqa: T201
    write(live, tables)


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
