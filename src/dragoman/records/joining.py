"""Which quotations go on with an earlier statement: attributions in, attributions joined out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.forms.document import Span
from dragoman.forms.reading import Attribution
from dragoman.records.quotation import Quotation
from dragoman.records.scene import Scene

Quoted = Sequence[tuple[Span, tuple[Quotation, ...]]]
# Marks that a quoted sentence ends with; a quoted heading has none.
_ENDS = ".!?,…:;–—-"


@dataclass(slots=True)
class Told:
    """An attribution while quotations are still being joined to it."""

    attribution: Attribution
    content: list[Span]

    @property
    def end(self) -> int:
        """The last offset of source, cue and content."""
        spans = [*self.content, *given(self.attribution.source), *given(self.attribution.cue)]
        return max(span.end for span in spans)

    @property
    def start(self) -> int:
        """The first offset of source, cue and content."""
        spans = [*self.content, *given(self.attribution.source), *given(self.attribution.cue)]
        return min(span.start for span in spans)


def given(span: Span | None) -> tuple[Span, ...]:
    """Return a span that may be missing as a tuple of none or one."""
    return () if span is None else (span,)


def join(scene: Scene, quoted: Quoted) -> list[Told]:
    """Give every quotation without a cue of its own to the statement that it goes on with."""
    tolds = [
        Told(a, sorted(a.content))
        for a in scene.claims.reading.attributions
        if a.content and not _orphan(a)
    ]
    tolds.sort(key=lambda told: (told.start, told.end))
    orphans = [
        Told(a, sorted(a.content))
        for a in scene.claims.reading.attributions
        if a.content and _orphan(a)
    ]
    taken = sorted(s for t in tolds for s in (*t.content, *given(t.attribution.cue)))
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
    words = scene.text[quote.start : quote.end].rstrip().rstrip("\"”’'»").rstrip()
    if words[-1:] not in _ENDS:
        return False
    before = scene.text[first.start : quote.start].strip(" .\"”'’")
    after = scene.text[quote.end : max(quote.end, last.end)].strip(" .,;")
    return not before and not after


def _host(
    scene: Scene,
    tolds: list[Told],
    quote: Quotation,
    paragraph: Span,
    previous: Span | None,
) -> Told | None:
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


def _opener(tolds: list[Told], following: Span) -> Told | None:
    """Return the statement that the next paragraph opens with, if its content comes first."""
    for told in tolds:
        if told.attribution.source is not None and told.content[0].start - following.start in (
            0,
            1,
        ):
            return told
    return None
