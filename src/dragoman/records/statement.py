"""Attributions in, statements out: manner, speaker, content over paragraphs, outlet, nesting."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.reading import Attribution
from dragoman.forms.records import Evidence, Statement
from dragoman.records.calibration import Calibration
from dragoman.records.ids import record_id
from dragoman.records.joining import Quoted, Told, given, join
from dragoman.records.outlet import told_to
from dragoman.records.quotation import by_paragraph
from dragoman.records.scene import Scene

Manner = Literal["direct", "indirect", "mixed"]
# What may stand between a source, its cue and its content without breaking the quoted evidence.
_JOINING_GAP = 3


@dataclass(frozen=True, slots=True)
class Nesting:
    """Which statement a place of the text lies in: the innermost one whose content holds it."""

    # (content span, length of the whole content, statement id), by start
    contents: tuple[tuple[Span, int, str], ...]
    starts: tuple[int, ...]
    reach: int

    def inside(self, span: Span, within: int | None = None) -> str | None:
        """Return the id of the innermost statement that holds `span`.

        With `within`, only statements whose content is longer than that count.
        """
        best: tuple[int, str] | None = None
        at = bisect_right(self.starts, span.start) - 1
        while at >= 0 and self.starts[at] >= span.start - self.reach:
            content, length, name = self.contents[at]
            if (
                content.contains(span)
                and (within is None or length > within)
                and (best is None or (length, name) < best)
            ):
                best = (length, name)
            at -= 1
        return None if best is None else best[1]


def nest(statements: Sequence[Statement]) -> Nesting:
    """Index statements by their content."""
    rows = [
        (Span(c.start, c.end), sum(x.end - x.start for x in s.content), s.id)
        for s in statements
        for c in s.content
    ]
    rows.sort()
    reach = max((span.end - span.start for span, _, _ in rows), default=0)
    return Nesting(tuple(rows), tuple(span.start for span, _, _ in rows), reach)


def statements(scene: Scene, calibration: Calibration) -> tuple[Statement, ...]:
    """Make the statements of a document, nested ones pointing at the statement they lie in."""
    quoted = by_paragraph(scene.text, [p.span for p in scene.document.paragraphs])
    made: dict[str, Statement] = {}
    for told in join(scene, quoted):
        statement = _statement(scene, told, quoted, calibration)
        made.setdefault(statement.id, statement)
    nesting = nest(tuple(made.values()))
    return tuple(_point(statement, nesting) for statement in made.values())


def _point(statement: Statement, nesting: Nesting) -> Statement:
    length = sum(c.end - c.start for c in statement.content)
    anchor = statement.cue or statement.content[0]
    outer = nesting.inside(Span(anchor.start, anchor.end), within=length)
    return statement if outer is None else replace(statement, according_to=outer)


def _statement(
    scene: Scene,
    told: Told,
    quoted: Quoted,
    calibration: Calibration,
) -> Statement:
    attribution = told.attribution
    content = tuple(dict.fromkeys(told.content))
    speakers = scene.entities_of(given(attribution.source))
    manner = _manner(scene.text, content, quoted, attribution.cue or attribution.source)
    raw = attribution.confidence * (1.0 if attribution.source is None or speakers else 0.95)
    return Statement(
        id=record_id(
            scene.claims, "statement", attribution.source, attribution.cue, content, manner
        ),
        evidence=_evidence(scene, attribution, content),
        confidence=calibration.apply("statement", raw),
        manner=manner,
        speaker=_one_voice(speakers) or _somebody(scene, attribution.source),
        cue=None if attribution.cue is None else scene.cite(attribution.cue),
        content=tuple(scene.cite(span) for span in content),
        told_to=told_to(scene, attribution),
    )


def _somebody(scene: Scene, source: Span | None) -> Entity | None:
    """Return the speaker of whom only the words are known: "those who", "a second one"."""
    if source is None or not any(map(str.isalnum, source.of(scene.text))):
        return None
    words = source.of(scene.text)
    return Entity(words, source.start, source.end, words, "group", why="unresolved")


def _one_voice(speakers: tuple[Entity, ...]) -> Entity | None:
    """Return who speaks; several who say one thing together are named together.

    What they do not share (country, sector, id) is unknown of them all: a joint statement of China
    and Cuba is not China's.
    """
    if len(speakers) < 2:
        return speakers[0] if speakers else None
    names = list(dict.fromkeys(e.name for e in speakers))
    if len(names) == 1:
        return speakers[0]
    first = speakers[0]

    def shared(values: set[str | None]) -> str | None:
        return next(iter(values)) if len(values) == 1 else None

    return replace(
        first,
        name=", ".join(names[:-1]) + " and " + names[-1],
        kind=first.kind if len({e.kind for e in speakers}) == 1 else "group",
        code=shared({e.code for e in speakers}),
        sector=shared({e.sector for e in speakers}),
        sectors=first.sectors if len({e.sectors for e in speakers}) == 1 else (),
        id=None,
        office=None,
        why=f"joint:{first.why}",
    )


def _manner(
    text: str,
    content: Sequence[Span],
    quoted: Quoted,
    anchor: Span | None,
) -> Manner:
    """Direct: every letter in quotation marks; indirect: none; else mixed.

    Marks that hold the cue itself are those of an outer speaker and do not count.
    """
    inside = outside = False
    starts = [paragraph.start for paragraph, _ in quoted]
    for span in content:
        number = max(0, bisect_right(starts, span.start) - 1)
        at = span.start
        while number < len(quoted) and quoted[number][0].start < span.end:
            for quotation in quoted[number][1]:
                q = quotation.span
                if anchor is not None and q.contains(anchor):
                    continue
                if q.start < span.end and at < q.end:
                    outside |= _lettered(text, at, q.start)
                    inside |= _lettered(text, max(at, q.start), min(q.end, span.end))
                    at = max(at, q.end)
            number += 1
        outside |= _lettered(text, at, span.end)
    if inside and outside:
        return "mixed"
    return "direct" if inside else "indirect"


def _lettered(text: str, start: int, end: int) -> bool:
    return any(char.isalnum() for char in text[start:end])


def _evidence(
    scene: Scene, attribution: Attribution, content: Sequence[Span]
) -> tuple[Evidence, ...]:
    """Cite source, cue and content, as one quotation where nothing stands between them."""
    spans = sorted({*given(attribution.source), *given(attribution.cue), *content})
    joined: list[Span] = []
    for span in spans:
        if joined and span.start - joined[-1].end <= _JOINING_GAP:
            gap = scene.text[joined[-1].end : span.start]
            if "\n" not in gap and not _lettered(gap, 0, len(gap)):
                joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
                continue
        joined.append(span)
    return tuple(scene.cite(span) for span in joined)
