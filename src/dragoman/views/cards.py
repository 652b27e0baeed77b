"""A dossier, or what a search found, for a terminal; without one, plain text of the same words."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dragoman.safe import clean
from dragoman.views import words
from dragoman.views.quotes import shown
from dragoman.views.shapes import Dossier, Hit, Line, Quote, Speaker

_STYLES = {1: "cyan", 2: "green", 3: "yellow", 4: "red"}
_NARROWEST = 40
_QUOTATION = 280  # characters: four lines of an 80-column terminal
_OPENING = "\"“'‘«„"
_BARS = " ▁▂▃▄▅▆▇█"
_MOST_TREND = 60  # months


def written(
    parts: Iterable[RenderableType], *, width: int = 80, ansi: bool = False, colour: bool = True
) -> str:
    """Write parts as text of a width in columns; without `ansi` plain, without `colour` no hues."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, _NARROWEST),
        force_terminal=ansi,
        color_system="standard" if ansi else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def dossier_cards(dossier: Dossier, *, marks: bool) -> Iterator[RenderableType]:
    """Yield the parts of a dossier. `marks` sets evidence between asterisks, for want of styles."""
    one, other = dossier["pair"]
    told = dossier["summary"]
    yield Rule(style="bold", characters="━")
    yield Text(clean(f"{one['name']} and {other['name']}"), "bold")
    if told["first"]:
        yield Text(f"{words.day(told['first'])} to {words.day(told['last'])}", "dim")
    yield Text(
        f"{words.count(told['documents'], 'document')} mention both, "
        f"{words.count(told['happenings'], 'happening')}: {told['cooperative']} of cooperation, "
        f"{told['conflictive']} of conflict",
        "dim",
    )
    if dossier["since"] is not None:
        since = words.day(dossier["since"])
        yield Text(f"{words.count(told['new'], 'line')} new since {since}", "bold")
    yield Text()
    yield from _trend(dossier)
    for title, lines in (
        ("Happenings", dossier["happenings"]),
        ("Agreements", dossier["agreements"]),
        ("Promises", dossier["promises"]),
        ("Visits", dossier["visits"]),
        ("Positions toward each other", dossier["toward"]),
    ):
        yield from _section(title, lines, marks)
    for common in dossier["common"]:
        word = "both agree" if common["agree"] else "they differ"
        title = clean(f"Common issue: {common['issue']} ({word})")
        yield from _section(title, [*common["one"], *common["other"]], marks)
    for side in dossier["pair"]:
        yield from _speakers(side["name"], dossier["speakers"].get(side["code"], []), marks)


def hit_cards(hits: Sequence[Hit], *, marks: bool) -> Iterator[RenderableType]:
    """Yield the parts of what a search found."""
    for hit in hits:
        near = "" if hit["likeness"] is None else f"  {hit['likeness']:.0%}"
        yield Text.assemble((clean(hit["title"] or "Untitled"), "bold"), (near, "dim"))
        source = [hit["publisher"] or "publisher unknown", words.day(hit["published"])]
        yield Text(clean(", ".join(part for part in source if part)), "dim")
        for quote in hit["quotes"]:
            yield Padding(_quotation(quote, marks, named=False), (0, 0, 0, 2))
        yield Text(clean(hit["url"] or hit["document"]), "dim", overflow="fold")
        yield Text()
    if not hits:
        yield Text("Nothing was found.")


def _trend(dossier: Dossier) -> Iterator[RenderableType]:
    points = dossier["trend"]["points"][-_MOST_TREND:]
    if not points:
        return
    yield Rule(Text("Trend", "bold"), align="left", style="dim")
    most = max((max(p["cooperation"] or 0, p["conflict"] or 0) for p in points), default=0) or 1
    for name in ("cooperation", "conflict"):
        bars = "".join(
            "·" if p[name] is None else _BARS[round(p[name] / most * (len(_BARS) - 1))]
            for p in points
        )
        yield Text.assemble((f"{name:<12}", "dim"), bars, (f"  highest {most:.1f}", "dim"))
    yield Text(f"{'':12}{points[0]['period']} to {points[-1]['period']}", "dim")
    yield Text()


def _section(title: str, lines: Sequence[Line], marks: bool) -> Iterator[RenderableType]:
    if not lines:
        return
    yield Rule(Text(f"{title} ({len(lines)})", "bold"), align="left", style="dim")
    for line in lines:
        yield from _line(line, marks)
        yield Text()


def _line(line: Line, marks: bool) -> Iterator[RenderableType]:
    style = _STYLES.get(line["quad_code"] or 0, "")
    head = Text(clean(words.days(line)), "dim")
    if line["kind"] == "happening":
        sign = words.SIGNS.get(line["quad_code"] or 0, "")
        head.append(f"  {sign} {line['what']}", f"bold {style}".strip())
        head.append("".join(f" ({mode})" for mode in line["mode"]), "dim")
    if line["state"] != "asserted":
        head.append(f"  {line['state']}", "italic")
    if line["new"]:
        head.append("  new", "bold")
    yield head
    inside: list[Text] = []
    if line["kind"] != "happening":
        inside.append(Text(clean(line["what"]), "bold"))
    inside.append(Text(clean(words.between(line))))
    inside += [_quotation(quote, marks) for quote in line["quotes"][:2]]
    facts = [words.weight(line)]
    facts += [f"due {words.day(line['due'])}"] if line["due"] else []
    facts += [told for told in (words.history(line), *words.disagreement(line)) if told]
    inside.append(Text(clean("; ".join(facts)), "dim"))
    for text in inside:
        yield Padding(text, (0, 0, 0, 4))


def _quotation(quote: Quote, marks: bool, *, named: bool = True) -> Text:
    before, mark, after = shown(quote, _QUOTATION)
    marked = f"*{clean(mark)}*" if marks and mark else clean(mark)
    # What begins with a mark of its own gets none of ours.
    opening, closing = ("", "") if quote["text"][:1] in _OPENING else ("“", "”")
    source = clean(f" ({words.source(quote)})") if named else ""
    return Text.assemble(
        opening, clean(before), (marked, "underline"), clean(after), closing, (source, "dim")
    )  # fmt: skip


def _speakers(name: str, people: Sequence[Speaker], marks: bool) -> Iterator[RenderableType]:
    if not people:
        return
    title = Text(clean(f"Who speaks for {name}"), "bold")
    yield Rule(title, align="left", style="dim")
    for one in people:
        office = f", {one['office']}" if one["office"] else ""
        yield Text.assemble(
            (clean(one["name"]), "bold"), clean(office),
            (f"  {words.count(one['statements'], 'statement')}", "dim"),
        )  # fmt: skip
        for quote in one["quotes"]:
            yield Padding(_quotation(quote, marks), (0, 0, 0, 4))
    yield Text()
