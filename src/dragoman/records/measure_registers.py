"""Annotated stories in, precision and recall of the registers out, from gold events and statements.

Run as `python -m dragoman.records.measure_registers FILES [--part PART] [--errors KIND]`. A
predicted row is right when its evidence overlaps the evidence of a gold row of the register; the
further lines of a register also want the state or stance right. One gold row is found by any row.
PART is `design` (the stories that rules are written with), `check` (the others) or `all`.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.forms.claims import Claims, Entity, When
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Act, Attribution, Reading
from dragoman.forms.records import Record, Records
from dragoman.records.build import make
from dragoman.records.calibration import Calibration

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘A-Z])")
_REGISTERS = {
    "agreements": ("agreement", "state"),
    "commitments": ("commitment", None),
    "positions": ("position", "stance"),
    "visits": ("visit", None),
}


def sentences(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Split a paragraph after sentence marks, but not after a title or an initial."""
    spans, start = [], paragraph.start
    for match in _SENTENCE.finditer(text, paragraph.start, paragraph.end):
        before = text[max(paragraph.start, match.start() - 5) : match.start()]
        if re.search(r"(?:\b[A-Z]|Mr|Ms|Mrs|Dr|Gen|Sen|Gov|Rep|St|Sgt|Col)\.$", before):
            continue
        spans.append(Span(start, match.end() - len(match.group().lstrip('"”’'))))
        start = match.end()
    spans.append(Span(start, paragraph.end))
    return tuple(s for s in spans if s.end > s.start)


def claims_of(story: dict[str, Any]) -> Claims:
    """Make claims of a story's gold marks: each span is an entity named by its own words."""
    text = story["text"]
    paragraphs = tuple(Paragraph(Span(a, b), sentences(text, Span(a, b))) for a, b in story["body"])
    document = Document(id=f"sha256:{story['id']}", text=text, paragraphs=paragraphs)
    entities: dict[Span, tuple[Entity, ...]] = {}
    names = _surnames(story)
    acts, dates = [], []
    for event in story["events"]:
        actors = tuple(Span(a, b) for a, b in event["actors"])
        recipients = tuple(Span(a, b) for a, b in event["recipients"])
        for span in (*actors, *recipients):
            entities[span] = (_entity(text, span, names),)
        modes = (event["mode"],) if event["mode"] else ()
        trigger = Span(event["trigger"][0][0], event["trigger"][-1][1])
        acts.append(
            Act(trigger, event["root"], modes, (), event["status"], actors, recipients, 1.0)
        )
        day = str(event["date"] or "")
        full = re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        when = date.fromisoformat(day) if full else None
        dates.append(None if when is None else When(when, when, None, None, "text"))
    attributions = []
    for said in story["statements"]:
        source = _first(said["source"])
        if source is not None:
            entities[source] = (_entity(text, source, names, said["speaker"]),)
        content = tuple(Span(a, b) for a, b in said["content"])
        attributions.append(Attribution(source, _first(said["cue"]), content, 1.0))
    reading = Reading(document, (), tuple(attributions), tuple(acts), "gold")
    return Claims(reading, entities, tuple(dates), (None,) * len(acts), ())


def _first(spans: list[list[int]]) -> Span | None:
    return Span(spans[0][0], spans[0][1]) if spans else None


def _surnames(story: dict[str, Any]) -> dict[str, str]:
    """Return the full name of each person of the story by the last word of it."""
    people: dict[str, set[str]] = defaultdict(set)
    for person in story.get("people", ()):
        if person.get("name"):
            people[person["name"].split()[-1]].add(person["name"])
    return {last: full.pop() for last, full in people.items() if len(full) == 1}


def _entity(text: str, span: Span, names: dict[str, str], speaker: str | None = None) -> Entity:
    """Name a span by its speaker, by the person with its last word, else by its own words."""
    words = span.of(text)
    name = speaker or names.get(words.split()[-1]) or words.removeprefix("the ")
    # Without a resolver everybody may travel and speak, so all are persons.
    return Entity(words, span.start, span.end, name, "person")


def overlaps(record: Record, gold: dict[str, Any]) -> bool:
    """Say whether a record's evidence shares text with a gold row's."""
    return any(
        e.start < end and start < e.end for e in record.evidence for start, end in gold["evidence"]
    )


def part_of(story: str) -> str:
    """Return the half that a story belongs to, by a checksum of its id, for good."""
    return "check" if zlib.crc32(story.encode()) % 2 else "design"


def measure(files: list[Path], errors: str | None, part: str = "all") -> str:
    """Return the report for some annotated files."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    listed: list[str] = []
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            if not story["body"] or part not in ("all", part_of(str(story["id"]))):
                continue
            records = make(claims_of(story), calibration=Calibration())
            for name, (kind, told) in _REGISTERS.items():
                if name in story:
                    listed += _compare(counts, story, records, name, kind, told, errors)
    lines = [f"{'register':24} {'predicted':>9} {'gold':>5} {'P':>6} {'R':>6}"]
    for (name, value), (right, predicted, found, gold) in sorted(counts.items()):
        precision, recall = right / max(1, predicted), found / max(1, gold)
        lines.append(
            f"{name + ' ' + value:24} {predicted:9} {gold:5} {precision:6.3f} {recall:6.3f}"
        )
    return "\n".join([*listed, *lines])


def _compare(
    counts: dict[tuple[str, str], list[int]],
    story: dict[str, Any],
    records: Records,
    name: str,
    kind: str,
    told: str | None,
    errors: str | None,
) -> list[str]:
    made = [r for r in records.records if r.kind == kind]
    gold = story[name]
    listed = []
    for record in made:
        hits = [g for g in gold if overlaps(record, g)]
        counts[name, "all"][1] += 1
        counts[name, "all"][0] += bool(hits)
        if told is not None:
            value = getattr(record, told)
            counts[name, value][1] += 1
            counts[name, value][0] += any(g[told] == value for g in hits)
        if errors == name and not hits:
            listed.append(f"FALSE {record.confidence:.2f} {_row(record)}")
    for row in gold:
        hits_back = [r for r in made if overlaps(r, row)]
        counts[name, "all"][3] += 1
        counts[name, "all"][2] += bool(hits_back)
        if told is not None:
            counts[name, row[told]][3] += 1
            counts[name, row[told]][2] += any(getattr(r, told) == row[told] for r in hits_back)
        if errors == name and not hits_back:
            quoted = " ... ".join(story["text"][a:b] for a, b in row["evidence"])
            listed.append(f"MISSED {quoted}")
    return listed


def _row(record: Record) -> str:
    row = record.to_dict()
    row.pop("id")
    return json.dumps({k: _short(v) for k, v in row.items() if v}, ensure_ascii=False)


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("text", value)
    return [_short(v) for v in value] if isinstance(value, list) else value


def main(arguments: list[str]) -> None:
    """Write the report of the files named to stdout."""
    options = {"--errors": "", "--part": "all"}
    for name in options:
        if name in arguments:
            at = arguments.index(name)
            options[name] = arguments[at + 1]
            del arguments[at : at + 2]
    report = measure([Path(a) for a in arguments], options["--errors"] or None, options["--part"])
    sys.stdout.write(report + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
