"""Where the reader draws its lines: thresholds that the development parts like best.

Each is one number, chosen from a short list on hundreds of marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Reading
from dragoman.learn.scoring.match import Told, bare, gold_acts, match_acts
from dragoman.reader import Reader
from dragoman.reader.decode import anchors
from dragoman.reader.passages import passages
from dragoman.reader.passes import Encoded, encode

Row = dict[str, Any]
Spans = set[tuple[int, int]]


def live(reader: Reader) -> dict[str, float]:
    """Give the reader's live thresholds, to change in place."""
    thresholds: dict[str, float] = reader._session.settings.thresholds  # type: ignore[assignment]
    return thresholds


def told(reading: Reading) -> list[Told]:
    """Give the triggers and roots of a reading's acts."""
    return [((a.trigger.start, a.trigger.end), a.root) for a in reading.acts]


def right_acts(reading: Reading, gold: Sequence[Told]) -> set[int]:
    """Give the places of the acts whose trigger and root are gold's."""
    found = told(reading)
    return {i for i, j in match_acts(found, gold) if found[i][1] == gold[j][1]}


def encoded(reader: Reader, documents: Sequence[Document]) -> list[list[Encoded]]:
    """Encode documents."""
    out = []
    for document in documents:
        cut = passages(document)
        texts = [span.of(document.text) for span in cut]
        out.append(encode(reader._session, cut, texts))
    return out


def best_cue(read: Sequence[Sequence[Encoded]], gold: Sequence[Spans]) -> tuple[float, float]:
    """Give threshold and edge at which most cues are exactly gold's (F1)."""

    def score(threshold: float, edge: float) -> float:
        right = found = 0
        for passages_, wanted in zip(read, gold, strict=True):
            spans = {
                (e.span(words).start, e.span(words).end)
                for e in passages_
                for words in anchors(1 - e.cue[:, 0], threshold, edge)
            }
            right, found = right + len(spans & wanted), found + len(spans)
        return 2 * right / max(1, found + sum(map(len, gold)))

    tried = product((0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7), (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.55))
    return max((t for t in tried if t[1] <= t[0]), key=lambda t: score(*t))


def cues(rows: Sequence[Row], key: str) -> list[Spans]:
    """Give each row's cues of one span."""
    return [
        {(s["cue"][0][0], s["cue"][0][1]) for s in row[key] if len(s["cue"]) == 1} for row in rows
    ]


def best_said(
    reader: Reader, documents: Sequence[Document], rows: Sequence[Row], key: str
) -> float:
    """Give the cue's threshold that suits cue, source and content together (sum of exact F1).

    A cue missed is a source and a content missed, so it lies below the one that cues alone like.
    """

    def score(threshold: float) -> float:
        live(reader)["cue"] = threshold
        right = dict.fromkeys(("source", "cue", "content"), 0)
        total = dict(right)
        for reading, row in zip(reader.read_many(documents), rows, strict=True):
            for part in right:
                wanted = {tuple(map(tuple, a[part])) for a in row[key] if a[part]}
                found = {_ranges(getattr(a, part)) for a in reading.attributions} - {()}
                right[part] += len(wanted & found)
                total[part] += len(wanted) + len(found)
        return sum(2 * right[part] / max(1, total[part]) for part in right)

    return max((0.5, 0.55, 0.6, 0.65, 0.7), key=score)


def _ranges(spans: Span | tuple[Span, ...] | None) -> tuple[tuple[int, int], ...]:
    if spans is None:
        return ()
    return tuple((s.start, s.end) for s in (spans if isinstance(spans, tuple) else (spans,)))


def acts_tried(
    reader: Reader, documents: Sequence[Document], rows: Sequence[Row]
) -> Iterator[tuple[float, dict[str, float]]]:
    """Try thresholds for triggers and acts; give the F1 of trigger and root, and the setting."""
    gold = [gold_acts(row["events"]) for row in rows]
    total = sum(map(len, gold))
    now = live(reader)
    for trigger, edge in product((0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65), (0.35, 0.4, 0.5)):
        if edge > trigger:
            continue
        now |= {"trigger": trigger, "trigger_edge": edge, "act": 0.0}
        hits: list[tuple[float, bool]] = []
        for reading, wanted in zip(reader.read_many(documents), gold, strict=True):
            right = right_acts(reading, wanted)
            hits += [(a.confidence / max(a.roots), i in right) for i, a in enumerate(reading.acts)]
        for act in (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
            kept = [hit for confidence, hit in hits if confidence >= act]
            score = 2 * sum(kept) / max(1, len(kept) + total)
            yield score, {"trigger": trigger, "trigger_edge": edge, "act": act}


def best_outside(reader: Reader, documents: Sequence[Document], rows: Sequence[Row]) -> float:
    """Give what to take off the logit of "no party", by the F1 of the parties of found acts."""

    def score(value: float) -> float:
        live(reader)["outside_parties"] = value
        right = sides = 0
        for reading, row in zip(reader.read_many(documents), rows, strict=True):
            for i, j in match_acts(told(reading), gold_acts(row["events"])):
                act, event = reading.acts[i], row["events"][j]
                for side in ("actors", "recipients"):
                    a = {bare(row["text"], (s.start, s.end)) for s in getattr(act, side)}
                    b = {bare(row["text"], (s, e)) for s, e in event[side]}
                    right, sides = right + len(a & b), sides + len(a) + len(b)
        return 2 * right / max(1, sides)

    return max((0.0, 0.2, 0.4, 0.6, 0.8), key=score)
