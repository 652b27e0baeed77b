"""Records as cards for a terminal: who did what to whom, with the words that say so.

Nothing hangs on colour: signs and words carry the meaning, and without a terminal the words of
evidence that a terminal would underline stand between asterisks.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dragoman.faces import words
from dragoman.faces.words import Numbered
from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.records import (
    Agreement,
    Commitment,
    Event,
    Evidence,
    OfficeRecord,
    Position,
    Record,
    Records,
    Statement,
    Visit,
)

_QUAD_STYLES = {1: "cyan", 2: "green", 3: "yellow", 4: "red"}
# Longer quotations are cut around their evidence: about four lines of an 80-column terminal.
_QUOTE_CHARACTERS = 300
_NARROWEST = 40
_OPENING, _CLOSING = '“"«„', '”"»“'


class Cards:
    """The cards face. `width` in columns; without `ansi` plain text; without `colour` no hues."""

    def __init__(self, *, width: int = 80, ansi: bool = False, colour: bool = True) -> None:
        self._width = max(width, _NARROWEST)
        self._ansi = ansi
        self._colour = colour

    def head(self) -> str:
        """Return nothing: every card stands alone."""
        return ""

    def document(self, records: Records) -> str:
        """Return the document's cards, a blank line after them."""
        out = io.StringIO()
        console = Console(
            file=out,
            width=self._width,
            force_terminal=self._ansi,
            color_system="standard" if self._ansi else None,
            no_color=not self._colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )
        console.print(_Sheet(records, marks=not self._ansi).whole())
        return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))

    def foot(self) -> str:
        """Return nothing: cards have no end mark."""
        return ""


class _Sheet:
    """One document's cards. `marks` sets evidence between asterisks, where styles are lost."""

    def __init__(self, records: Records, *, marks: bool) -> None:
        self._document = records.document
        self._groups = words.numbered(records)
        self._labels = {row.record.id: row for _, rows in self._groups for row in rows}
        self._marks = marks
        self._records = records

    def whole(self) -> RenderableType:
        parts: list[RenderableType] = [*self._header()]
        for heading, rows in self._groups:
            parts.append(Rule(Text(f"{heading} ({len(rows)})", "bold"), align="left", style="dim"))
            for row in rows:
                parts += [self._card(row), Text()]
        if not self._groups:
            parts += [Text("No act or statement between political actors was found."), Text()]
        return Group(*parts)

    def _header(self) -> Iterable[RenderableType]:
        document = self._document
        title = words.clean(document.title or "Untitled")
        yield Rule(style="bold", characters="━")
        yield Text(title, "bold")
        date = words.day(document.published) if document.published else "date unknown"
        source = " · ".join(
            words.clean(part) for part in (document.publisher, date, document.language) if part
        )
        yield Text(source, "dim")
        if document.url:
            yield Text(words.clean(document.url), "dim", overflow="fold")
        yield Text()

    def _card(self, row: Numbered) -> RenderableType:
        record = row.record
        head = Text.assemble((f"{row.label:<4}", "bold"), self._headline(record))
        head.append(f"  {record.confidence:.0%}", "dim")
        lines: list[RenderableType] = [line for line in self._lines(record) if line.plain]
        return Group(head, *(Padding(line, (0, 0, 0, 4)) for line in lines))

    def _headline(self, record: Record) -> Text:
        match record:
            case Event():
                style = _QUAD_STYLES.get(record.quad_code, "")
                sign = words.SIGNS.get(record.quad_code, "")
                text = Text.assemble((f"{sign} {record.event}", f"bold {style}"))
                if record.mode:
                    text.append(f" / {', '.join(record.mode)}", style)
                return text.append(
                    f"  {record.status}", "" if record.status == "asserted" else "bold"
                )
            case Statement():
                return Text.assemble((_who(record.speaker), "bold"), ("  " + record.manner, "dim"))
            case OfficeRecord():
                return Text.assemble((_who(record.person), "bold"))
            case Agreement():
                return Text.assemble((words.clean(record.title), "bold"), f"  {record.state}")
            case Commitment():
                return Text.assemble((_parties(record.by), "bold"), f"  {record.state}")
            case Position():
                return Text.assemble((_who(record.holder), "bold"), f"  {record.stance}s")
            case Visit():
                return _toward(record.visitor, record.host).append(f"  {record.state}")
            case _:
                return Text(record.kind)

    def _lines(self, record: Record) -> Iterable[Text]:
        match record:
            case Event():
                yield _toward(record.actor, record.recipient)
                yield _facts(words.days(record.date), words.where(record.place), record.context)
            case OfficeRecord():
                yield _facts(record.role, record.organisation or "", record.code or "")
            case Agreement():
                yield Text(_parties(record.party))
                yield _facts(record.area)
            case Commitment():
                yield Text("to " + _parties(record.to)) if record.to else Text()
                yield _facts(record.area)
            case Visit():
                yield _facts(words.days(record.date), words.where(record.place))
            case Statement(told_to=str(outlet)):
                yield Text(f"told to {words.clean(outlet)}", "dim")
        yield self._quotation(record)
        yield self._teller(record)

    def _quotation(self, record: Record) -> Text:
        """Quote the sentence of an event with its words emphasised; of the rest, what they cite."""
        if isinstance(record, Event):
            spans = [Span(record.trigger.start, record.trigger.end)]
            spans += [e.span for e in record.actor + record.recipient]
            within = words.sentence_at(self._document, record.trigger)
            return self._excerpt(within, spans, keep=spans[0])
        cited = words.cited(record)
        if isinstance(record, Statement | Commitment | Position):
            return Text(" … ").join([self._quoted(_span(e)) for e in cited])
        sentence = words.sentence_at(self._document, cited[0]) if cited else Span(0, 0)
        return self._excerpt(sentence, [_span(e) for e in cited], keep=_span(cited[0]))

    def _excerpt(self, within: Span, spans: Sequence[Span], *, keep: Span) -> Text:
        """Return the words of `within`, those of `spans` emphasised, cut to size around `keep`."""
        start, end = _cut(within, keep)
        if (start, end) == (within.start, within.end) and not spans:
            return self._quoted(within)
        text = Text("“" if start == within.start else "“… ")
        for run, emphasised in words.runs(spans, Span(start, end)):
            quoted = words.clean(run.of(self._document.text))
            if emphasised and self._marks:
                quoted = f"*{quoted}*"
            text.append(quoted, "bold underline" if emphasised else "")
        return text.append("”" if end == within.end else " …”")

    def _quoted(self, span: Span) -> Text:
        """Return words between quotation marks: their own where they have them."""
        quoted = words.clean(span.of(self._document.text)).strip()
        own = quoted[:1] in _OPENING and quoted[-1:] in _CLOSING
        return Text(quoted if own else f"“{quoted}”")

    def _teller(self, record: Record) -> Text:
        teller = self._labels.get(record.according_to or "")
        if teller is None or not isinstance(teller.record, Statement):
            return Text()
        name = words.clean(words.speaker(teller.record))
        return Text.assemble(("according to ", "dim"), name, (f" ({teller.label})", "dim"))


def _span(evidence: Evidence) -> Span:
    return Span(evidence.start, evidence.end)


def _cut(within: Span, keep: Span) -> tuple[int, int]:
    """Return the stretch of `within`, cut to size, that has `keep` near its middle."""
    if within.end - within.start <= _QUOTE_CHARACTERS:
        return within.start, within.end
    start = max(within.start, keep.start - _QUOTE_CHARACTERS // 2)
    end = min(within.end, start + _QUOTE_CHARACTERS)
    return max(within.start, end - _QUOTE_CHARACTERS), end


def _who(entity: Entity | None) -> str:
    return _parties((entity,)) if entity else "An unnamed source"


def _parties(entities: Iterable[Entity]) -> str:
    return words.clean(words.names(entities)) or "nobody named"


def _toward(actors: Sequence[Entity], recipients: Sequence[Entity]) -> Text:
    text = Text(_parties(actors), "bold")
    if recipients:
        text.append(" → ", "dim").append(_parties(recipients), "bold")
    return text


def _facts(*facts: str | tuple[str, ...]) -> Text:
    flat = [", ".join(fact) if isinstance(fact, tuple) else fact for fact in facts]
    return Text(" · ".join(words.clean(fact) for fact in flat if fact), "dim")
