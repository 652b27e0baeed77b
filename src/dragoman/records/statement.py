"""Attributions in, statements out: manner, speaker, content over paragraphs, outlet, nesting."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dragoman.forms.document import Span
from dragoman.forms.reading import Attribution
from dragoman.forms.records import Evidence, Statement
from dragoman.records.calibration import Calibration
from dragoman.records.ids import record_id
from dragoman.records.outlet import told_to
from dragoman.records.quotation import Quotation, quotations
from dragoman.records.scene import Scene

Manner = Literal["direct", "indirect", "mixed"]
# What may stand between a source, its cue and its content without breaking the quoted evidence.
_JOINING_GAP = 3


@dataclass(slots=True)
class _Told:
    """An attribution while quotations are still being joined to it."""

    attribution: Attribution
    content: list[Span]

    @property
    def end(self) -> int:
        spans = [*self.content, *_given(self.attribution.source), *_given(self.attribution.cue)]
        return max(span.end for span in spans)

    @property
    def start(self) -> int:
        spans = [*self.content, *_given(self.attribution.source), *_given(self.attribution.cue)]
        return min(span.start for span in spans)


def _given(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


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
    quoted = [(p.span, quotations(scene.text, p.span)) for p in scene.document.paragraphs]
    made: dict[str, Statement] = {}
    for told in _join(scene, quoted):
        statement = _statement(scene, told, quoted, calibration)
        made.setdefault(statement.id, statement)
    nesting = nest(tuple(made.values()))
    return tuple(_point(statement, nesting) for statement in made.values())


def _point(statement: Statement, nesting: Nesting) -> Statement:
    length = sum(c.end - c.start for c in statement.content)
    anchor = statement.cue or statement.content[0]
    outer = nesting.inside(Span(anchor.start, anchor.end), within=length)
    return statement if outer is None else replace(statement, according_to=outer)


def _join(scene: Scene, quoted: list[tuple[Span, tuple[Quotation, ...]]]) -> list[_Told]:
    """Give every quotation without a cue of its own to the statement that it goes on with."""
    tolds = [
        _Told(a, sorted(a.content))
        for a in scene.claims.reading.attributions
        if a.content and not _orphan(a)
    ]
    tolds.sort(key=lambda told: (told.start, told.end))
    orphans = [
        _Told(a, sorted(a.content))
        for a in scene.claims.reading.attributions
        if a.content and _orphan(a)
    ]
    taken = sorted(s for t in tolds for s in (*t.content, *_given(t.attribution.cue)))
    for number, (paragraph, quotes) in enumerate(quoted):
        for quote in quotes:
            if any(span.overlaps(quote.span) for span in _near(taken, quote.span)):
                continue
            if not _stands_alone(scene, quote.span, paragraph):
                continue
            previous = quoted[number - 1][0] if number else None
            host = _host(scene, tolds, quote, paragraph, previous)
            if host is None and not quote.closed and number + 1 < len(quoted):
                host = _opener(tolds, quoted[number + 1][0])
            if host is not None:
                host.content = sorted([*host.content, _trimmed(scene.text, quote.span)])
    covered = [s for t in tolds for s in t.content]
    tolds.extend(
        o for o in orphans if not all(any(c.overlaps(s) for c in covered) for s in o.content)
    )
    return tolds


def _orphan(attribution: Attribution) -> bool:
    return attribution.source is None and attribution.cue is None


def _near(spans: list[Span], span: Span) -> list[Span]:
    # Contents are few in a document; a plain scan of those that start before the end is enough.
    return [s for s in spans[: bisect_right(spans, Span(span.end, span.end))] if s.end > span.start]


def _trimmed(text: str, span: Span) -> Span:
    end = span.end
    while end > span.start and text[end - 1].isspace():
        end -= 1
    return Span(span.start, end)


def _stands_alone(scene: Scene, quote: Span, paragraph: Span) -> bool:
    """Say whether a quotation is whole sentences, with nothing said around it."""
    first = scene.sentence_at(quote.start)
    last = scene.sentence_at(_trimmed(scene.text, quote).end - 1)
    if first is None or last is None:
        return False
    before = scene.text[first.start : quote.start].strip(" .\"”'’")
    after = scene.text[quote.end : max(quote.end, last.end)].strip(" .,;")
    return not before and not after


def _host(
    scene: Scene,
    tolds: list[_Told],
    quote: Quotation,
    paragraph: Span,
    previous: Span | None,
) -> _Told | None:
    """Return the statement just before a quotation: same paragraph, or the end of the last one."""
    before = [t for t in tolds if t.end <= quote.span.start and t.attribution.source is not None]
    if not before:
        return None
    host = max(before, key=lambda t: (t.end, -(t.end - t.start)))
    here = scene.sentence_number(quote.span.start)
    there = scene.sentence_number(host.end - 1)
    if here is None or there is None or here - there > 1:
        return None
    if host.end > paragraph.start:
        return host
    opens_paragraph = not scene.text[paragraph.start : quote.span.start].strip()
    if previous is None or host.end <= previous.start or not opens_paragraph:
        return None
    whole = not scene.text[quote.span.end : paragraph.end].strip(" .\n")
    return host if whole or not quote.closed else None


def _opener(tolds: list[_Told], following: Span) -> _Told | None:
    """Return the statement that the next paragraph opens with, if its content comes first."""
    for told in tolds:
        if told.attribution.source is not None and told.content[0].start - following.start in (
            0,
            1,
        ):
            return told
    return None


def _statement(
    scene: Scene,
    told: _Told,
    quoted: list[tuple[Span, tuple[Quotation, ...]]],
    calibration: Calibration,
) -> Statement:
    attribution = told.attribution
    content = tuple(dict.fromkeys(told.content))
    speakers = scene.entities_of(_given(attribution.source))
    manner = _manner(scene.text, content, quoted)
    raw = attribution.confidence * (1.0 if attribution.source is None or speakers else 0.95)
    return Statement(
        id=record_id(
            scene.claims, "statement", attribution.source, attribution.cue, content, manner
        ),
        evidence=_evidence(scene, attribution, content),
        confidence=calibration.apply("statement", raw),
        manner=manner,
        speaker=speakers[0] if speakers else None,
        cue=None if attribution.cue is None else scene.cite(attribution.cue),
        content=tuple(scene.cite(span) for span in content),
        told_to=told_to(scene, attribution),
    )


def _manner(
    text: str,
    content: Sequence[Span],
    quoted: list[tuple[Span, tuple[Quotation, ...]]],
) -> Manner:
    """Direct: every letter in quotation marks; indirect: none; else mixed."""
    inside = outside = False
    starts = [paragraph.start for paragraph, _ in quoted]
    for span in content:
        number = max(0, bisect_right(starts, span.start) - 1)
        at = span.start
        while number < len(quoted) and quoted[number][0].start < span.end:
            for quotation in quoted[number][1]:
                q = quotation.span
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
    spans = sorted({*_given(attribution.source), *_given(attribution.cue), *content})
    joined: list[Span] = []
    for span in spans:
        if joined and span.start - joined[-1].end <= _JOINING_GAP:
            gap = scene.text[joined[-1].end : span.start]
            if "\n" not in gap and not _lettered(gap, 0, len(gap)):
                joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
                continue
        joined.append(span)
    return tuple(scene.cite(span) for span in joined)
