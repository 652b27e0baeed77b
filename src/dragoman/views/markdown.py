"""A dossier as Markdown: what it says, its quotations with their sources, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.safe import md, safe_url
from dragoman.views import words
from dragoman.views.quotes import shown
from dragoman.views.shapes import Dossier, Line, Quote

_URL = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"})


def markdown(dossier: Dossier) -> Iterator[str]:
    """Yield the lines of a dossier in CommonMark; every word of a document shows as it is."""
    one, other = dossier["pair"]
    told = dossier["summary"]
    yield f"# {md(one['name'])} and {md(other['name'])}"
    yield ""
    if told["first"]:
        yield f"{words.day(told['first'])} to {words.day(told['last'])}: " + _weight(dossier)
        yield ""
    if dossier["since"] is not None:
        since = words.day(dossier["since"])
        yield f"{words.count(told['new'], 'line')} new since {since}, marked **new**."
        yield ""
    yield from _trend(dossier)
    yield from _section("Happenings", dossier["happenings"])
    left = dossier["left_out"].get("happenings")
    if left:
        yield f"{words.count(left, 'older happening')} not shown."
        yield ""
    yield from _section("Agreements", dossier["agreements"])
    yield from _section("Promises", dossier["promises"])
    yield from _section("Visits", dossier["visits"])
    yield from _section("Positions toward each other", dossier["toward"])
    if dossier["common"]:
        yield "## Positions on common issues"
        yield ""
    for common in dossier["common"]:
        yield f"### {md(common['issue'])}: {'both agree' if common['agree'] else 'they differ'}"
        yield ""
        yield from _lines([*common["one"], *common["other"]])
    yield from _speakers(dossier)


def _weight(dossier: Dossier) -> str:
    told = dossier["summary"]
    return (
        f"{words.count(told['documents'], 'document')} that mention both, "
        f"{words.count(told['happenings'], 'happening')}, {told['cooperative']:,} of cooperation "
        f"and {told['conflictive']:,} of conflict, {words.count(told['publishers'], 'publisher')} "
        "quoted."
    )


def _trend(dossier: Dossier) -> Iterator[str]:
    points = dossier["trend"]["points"]
    if not points:
        return
    yield "## Trend"
    yield ""
    yield "Points of cooperation and conflict for each document that mentions both."
    yield ""
    yield "| | happenings | documents | cooperation | conflict | balance |"
    yield "|---|--:|--:|--:|--:|--:|"
    for point in points:
        cells = [
            "–" if point[name] is None else f"{point[name]:.2f}"
            for name in ("cooperation", "conflict", "balance")
        ]
        documents = f"{point['documents']} of {point['read']}"
        head = [point["period"], str(point["happenings"]), documents]
        yield f"| {' | '.join([*head, *cells])} |"
    yield ""


def _section(title: str, lines: Sequence[Line]) -> Iterator[str]:
    if lines:
        yield f"## {title}"
        yield ""
        yield from _lines(lines)


def _lines(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        modes = "".join(f" ({mode})" for mode in line["mode"])
        state = "" if line["state"] == "asserted" else f", {line['state']}"
        what = line["what"] + modes if line["kind"] == "happening" else f"“{line['what']}”"
        new = " **new**" if line["new"] else ""
        told = f"{md(words.days(line))}: {md(words.between(line))}: {md(what + state)}{new}"
        facts = [words.weight(line), *([f"due {words.day(line['due'])}"] if line["due"] else [])]
        yield f"- {told}. {'; '.join(facts)}."
        for extra in (words.history(line), *words.disagreement(line)):
            if extra:
                yield f"  {md(extra)}."
        for quote in line["quotes"]:
            yield from _quote(quote)
    yield ""


def _quote(quote: Quote) -> Iterator[str]:
    before, mark, after = shown(quote)
    marked = f"**{md(mark.strip())}**" if mark.strip() else ""
    url = safe_url(quote["url"])
    where = md(words.source(quote))
    named = f"[{where}]({url.translate(_URL)})" if url and "\n" not in url else where
    yield f"  > {md(before)}{marked}{md(after)}"
    yield "  >"
    yield f"  > — {named}"
    yield ""


def _speakers(dossier: Dossier) -> Iterator[str]:
    for side in dossier["pair"]:
        people = dossier["speakers"].get(side["code"], [])
        if not people:
            continue
        yield f"## Who speaks for {md(side['name'])}"
        yield ""
        for one in people:
            office = f", {md(one['office'])}" if one["office"] else ""
            weight = words.count(one["statements"], "statement")
            yield f"- {md(one['name'])}{office}: {weight}, last {words.day(one['last'])}."
            for quote in one["quotes"]:
                yield from _quote(quote)
        yield ""
