"""Measure the story's resolution on annotated stories.

    python -m dragoman.resolve.measure_story voa.jsonl press.jsonl [--errors speaker|office|date]

The gold spans of sources, actors and recipients are what a perfect reader would hand over: what is
measured is who they are, the days of the acts, and the offices.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

from dragoman.forms.claims import Claims, Office
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Act, Attribution, Reading
from dragoman.resolve.story.lexicon import lexicon
from dragoman.resolve.story.names import fold
from dragoman.resolve.story.tell import resolve

_SENTENCE_END = re.compile(
    r"(?<![A-Z]\.[A-Z])(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Ms|St|Lt))"
    r"(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Jan|Feb|Aug|Oct|Nov|Dec))(?<!\bSept)"
    r"[.!?][”\"’']?\s+(?=[“\"A-Z\[])"
)


def read_gold(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the stories of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def make_reading(story: dict[str, Any]) -> Reading:
    """Build the reading that a perfect reader would make of an annotated story."""
    text = story["text"]
    paragraphs = tuple(_paragraph(text, start, end) for start, end in story["body"])
    published = date.fromisoformat(story["published"]) if story["published"] else None
    document = Document("sha256:0", text, paragraphs, title=story["title"], published=published)
    return Reading(
        document,
        (),
        tuple(
            Attribution(_first(s["source"]), _first(s["cue"]), _spans(s["content"]), 1.0)
            for s in story["statements"]
        ),
        tuple(
            Act(
                _first(e["trigger"]) or Span(0, 0),
                e["root"],
                (e["mode"],) if e["mode"] else (),
                (),
                e["status"],
                _spans(e["actors"]),
                _spans(e["recipients"]),
                1.0,
            )
            for e in story["events"]
        ),
        "gold",
    )


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    cuts = [start, *(m.end() for m in _SENTENCE_END.finditer(text, start, end)), end]
    spans = [Span(a, b) for a, b in pairwise(cuts) if a < b]
    return Paragraph(Span(start, end), tuple(spans))


def _first(spans: list[list[int]] | None) -> Span | None:
    return Span(*spans[0]) if spans else None


def _spans(spans: list[list[int]] | None) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in spans or ())


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return fold(name.replace("’", "'").replace("-", " "))


class Score:
    """Counts of right and all by measure, with the errors said."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.errors: list[tuple[str, str]] = []

    def note(self, measure: str, right: bool, said: str = "") -> None:
        """Count one case; `said` describes it, kept where it is wrong."""
        self.all[measure] += 1
        self.right[measure] += right
        if not right:
            self.errors.append((measure, said))


def score_story(story: dict[str, Any], claims: Claims, score: Score) -> None:
    """Compare one story's claims with its gold."""
    _score_speakers(story, claims, score)
    _score_offices(story, claims, score)
    _score_dates(story, claims, score)


def _score_speakers(story: dict[str, Any], claims: Claims, score: Score) -> None:
    pronouns = lexicon().pronouns
    for gold in story["statements"]:
        span = _first(gold["source"])
        if span is None:
            continue
        text = span.of(story["text"])
        names = [e.name for e in claims.entities.get(span, ())]
        said = f"{text!r} gold {gold['speaker']!r} got {names} ({story['title'][:40]})"
        if gold["speaker"] is None:
            score.note(
                "speaker null in gold: no other name given",
                not names or names == [text] or _plain(names[0]) in _plain(text),
                said,
            )
            continue
        right = any(_same(name, gold["speaker"]) for name in names)
        score.note("speaker", right, said)
        if text.casefold() in pronouns:
            score.note("speaker, pronouns", right, said)
        if _same(text, gold["speaker"]):
            score.note("speaker, already full", right, said)
        elif len(gold["speaker"].split()) > 1:
            score.note("speaker, must be resolved", right, said)


def _score_offices(story: dict[str, Any], claims: Claims, score: Score) -> None:
    gold = {_plain(p["name"]): p for p in story["people"] if p["role"] or p["organisation"]}
    got: dict[str, list[Office]] = {}
    for office in claims.offices:
        got.setdefault(_plain(office.person.name), []).append(office)
    for name, person in gold.items():
        offices = got.get(name, [])
        pairs = {(o.code, o.sector) for o in offices}
        said = f"{person} got {[(o.role, o.organisation, o.code, o.sector) for o in offices]}"
        score.note("office recall (name)", bool(offices), said)
        if offices:  # gold has one row a person, the story may give several posts: any counts
            country, sector = person["country"], person["sector"]
            score.note("office country", any(country == p[0] for p in pairs), said)
            score.note("office sector", any(sector == p[1] for p in pairs), said)
            score.note("office country+sector", (country, sector) in pairs, said)
    for name, offices in got.items():
        first = offices[0]
        said = f"{first.person.name} | {first.role} | {first.organisation}"
        score.note("office precision (name)", name in gold, f"{said} ({story['title'][:40]})")


def _score_dates(story: dict[str, Any], claims: Claims, score: Score) -> None:
    for gold, when in zip(story["events"], claims.dates, strict=True):
        trigger = _first(gold["trigger"])
        at = story["text"][max(0, trigger.start - 130) : trigger.end + 100] if trigger else ""
        days = when and (when.start, when.end, when.text, when.basis)
        where = f"gold {gold['date']} got {days} "
        where += f"[{trigger and trigger.of(story['text'])}] {gold['status']} "
        where += f"pub {story['published']}: {at!r}"
        got = when.start.isoformat() if when and when.start == when.end else None
        score.note("date, all events", got == gold["date"], "")
        if gold["date"]:
            score.note("date, gold has one", got == gold["date"], where)
            if got:
                score.note("date, right where both have one", got == gold["date"], where)
        else:
            score.note("date, gold null and no day given", got is None, where)


def main(arguments: list[str]) -> None:
    """Print the figures for the files named."""
    wanted = arguments[arguments.index("--errors") + 1] if "--errors" in arguments else None
    files = [a for a in arguments if a.endswith(".jsonl")]
    score, words, seconds = Score(), 0, 0.0
    for path in files:
        for story in read_gold(Path(path)):
            reading = make_reading(story)
            begun = process_time()
            claims = resolve(reading)
            seconds += process_time() - begun
            words += len(story["text"].split())
            score_story(story, claims, score)
    write = sys.stdout.write
    for measure, count in sorted(score.all.items()):
        write(f"{measure:45} {score.right[measure] / count:.3f}  {score.right[measure]}/{count}\n")
    write(f"words per second {words / seconds:,.0f}\n")
    for measure, said in score.errors:
        if wanted and measure.startswith(wanted):
            write(f"{measure}: {said}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
