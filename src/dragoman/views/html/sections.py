"""The sections of a dossier's page: a dossier in, escaped HTML out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from dragoman.safe import h
from dragoman.views import words
from dragoman.views.html.lines import line, link, quoted
from dragoman.views.index import Index
from dragoman.views.picture import draw
from dragoman.views.shapes import Common, Dossier, Line, Speaker
from dragoman.views.svg import svg

_NARROW = 400  # pixels of a picture on a phone
_FIRST_NEW = 10
_KINDS = {
    "agreement": "agreement",
    "commitment": "promise",
    "visit": "visit",
    "position": "position",
}


def header(dossier: Dossier, title: str) -> str:
    """Write the page's head: the pair, what it rests on, and the way to each section."""
    told = dossier["summary"]
    span = f"{words.day(told['first'])} to {words.day(told['last'])}" if told["first"] else ""
    facts = [
        words.count(told["documents"], "document") + " mention both",
        f"{words.count(told['happenings'], 'happening')}, {told['cooperative']:,} of cooperation "
        f"and {told['conflictive']:,} of conflict",
        words.count(told["publishers"], "publisher") + " quoted",
    ]
    links = "".join(
        f'<li><a href="#{name}">{h(label)}{number}</a></li>'
        for name, label, count in _contents(dossier)
        if (number := f' <span class="n">{count:,}</span>' if count else "") or name == "trend"
    )
    return (
        f'<header><p class="kicker">Dossier</p><h1>{h(title)}</h1>'
        f'<p class="span">{h(span)}</p><p class="facts">{h(" · ".join(facts))}</p>'
        f'<nav aria-label="Sections"><ul>{links}</ul></nav></header>'
    )


def _contents(dossier: Dossier) -> list[tuple[str, str, int]]:
    return [
        ("new", f"New since {words.day(dossier['since'])}", dossier["summary"]["new"]),
        ("trend", "Trend", 0),
        ("happenings", "Happenings", len(dossier["happenings"])),
        ("agreements", "Agreements", len(dossier["agreements"])),
        ("promises", "Promises", len(dossier["promises"])),
        ("visits", "Visits", len(dossier["visits"])),
        ("positions", "Positions", len(dossier["toward"]) + len(dossier["common"])),
        ("speakers", "Who speaks", sum(map(len, dossier["speakers"].values()))),
    ]


def sections(dossier: Dossier, trend: Index) -> str:
    """Write all sections that have something to show."""
    beside = [
        _register("agreements", "Agreements", dossier["agreements"]),
        _register("promises", "Promises", dossier["promises"]),
        _register("visits", "Visits", dossier["visits"]),
        _positions(dossier),
        _speakers(dossier),
    ]
    return (
        f"{_new(dossier)}{_trend(trend)}"
        f'<div class="columns"><div class="wide">{_timeline(dossier)}</div>'
        f'<div class="beside">{"".join(beside)}</div></div>'
    )


def _section(name: str, title: str, body: str) -> str:
    return f'<section id="{name}"><h2>{h(title)}</h2>{body}</section>' if body else ""


def _new(dossier: Dossier) -> str:
    if dossier["since"] is None:
        return ""
    items = [_new_line(row) for row in _all(dossier) if row["new"]]
    first, rest = "".join(items[:_FIRST_NEW]), "".join(items[_FIRST_NEW:])
    more = f"{words.count(len(items) - _FIRST_NEW, 'more line')}"
    folded = f"<details><summary>{h(more)}</summary><ul>{rest}</ul></details>" if rest else ""
    title = f"New since {words.day(dossier['since'])}"
    return _section("new", title, f"<ul>{first}</ul>{folded}" if first else "<p>Nothing.</p>")


def _new_line(row: Line) -> str:
    kind = "" if row["kind"] == "happening" else f'<span class="chip">{_KINDS[row["kind"]]}</span> '
    return (
        f'<li><a href="#{h(link(row["id"]))}"><span class="when">{h(words.day(row["day"]))}</span> '
        f"{kind}<b>{h(row['what'])}</b> {h(words.between(row))}</a></li>"
    )


def _all(dossier: Dossier) -> Iterable[Line]:
    yield from dossier["happenings"]
    yield from dossier["agreements"]
    yield from dossier["promises"]
    yield from dossier["visits"]
    yield from dossier["toward"]


def _trend(trend: Index) -> str:
    if not trend.points:
        return ""
    wide = svg(draw(trend, headed=False), name="trend", styled=False)
    narrow = svg(draw(trend, width=_NARROW, headed=False), name="trend-narrow", styled=False)
    rows = "".join(
        f"<tr><th scope=row>{h(p.period)}</th><td>{p.happenings}</td>"
        f"<td>{p.documents} of {p.read}</td><td>{_number(p.cooperation)}</td>"
        f"<td>{_number(p.conflict)}</td><td>{_number(p.balance)}</td></tr>"
        for p in trend.points
    )
    head = (
        "<tr><th></th><th scope=col>happenings</th><th scope=col>documents</th>"
        "<th scope=col>cooperation</th><th scope=col>conflict</th><th scope=col>balance</th></tr>"
    )
    return _section(
        "trend",
        "Trend",
        '<p class="soft">Points of the codebook’s scale for each document that mentions both, '
        f"by {h(trend.by)}; whiskers are 95% intervals.</p>"
        f'<div class="for-wide">{wide}</div><div class="for-narrow">{narrow}</div>'
        f'<details><summary>As a table</summary><div class="scroll"><table>{head}{rows}</table>'
        "</div></details>",
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _timeline(dossier: Dossier) -> str:
    rows = dossier["happenings"]
    if not rows:
        return _section("happenings", "Happenings", "<p>None is told.</p>")
    months = []
    for month, some in groupby(rows, key=lambda row: (row["day"] or "")[:7]):
        name = words.day(f"{month}-01").split(" ", 1)[1] if month else "No day"
        items = "".join(line(row) for row in some)
        months.append(f'<h3>{h(name)}</h3><ol class="time">{items}</ol>')
    left = dossier["left_out"].get("happenings", 0)
    more = f'<p class="soft">{words.count(left, "older happening")} not shown.</p>' if left else ""
    return _section("happenings", "Happenings", "".join(months) + more)


def _register(name: str, title: str, rows: Sequence[Line]) -> str:
    items = "".join(line(row) for row in rows)
    return _section(name, title, f'<ol class="register">{items}</ol>' if items else "")


def _positions(dossier: Dossier) -> str:
    toward = "".join(line(row) for row in dossier["toward"])
    body = f'<h3>Toward each other</h3><ol class="register">{toward}</ol>' if toward else ""
    shared = "".join(_common(row) for row in dossier["common"])
    body += f"<h3>On common issues</h3>{shared}" if shared else ""
    return _section("positions", "Positions", body)


def _common(common: Common) -> str:
    items = "".join(line(row) for row in (*common["one"], *common["other"]))
    word = "both agree" if common["agree"] else "they differ"
    return (
        f'<div class="issue"><p><b>{h(common["issue"])}</b> <span class="chip">{word}</span></p>'
        f'<ol class="register">{items}</ol></div>'
    )


def _speakers(dossier: Dossier) -> str:
    parts = []
    for side in dossier["pair"]:
        people = dossier["speakers"].get(side["code"], [])
        if people:
            items = "".join(_speaker(one) for one in people)
            parts.append(f"<h3>For {h(side['name'])}</h3><ol class='register'>{items}</ol>")
    return _section("speakers", "Who speaks", "".join(parts))


def _speaker(one: Speaker) -> str:
    office = f'<span class="soft">, {h(one["office"])}</span>' if one["office"] else ""
    weight = (
        f"{words.count(one['statements'], 'statement')} in "
        f"{words.count(one['documents'], 'document')}"
    )
    last = f", last {words.day(one['last'])}" if one["last"] else ""
    quotes = "".join(quoted(quote) for quote in one["quotes"])
    return (
        f'<li class="line"><p class="who"><b>{h(one["name"])}</b>{office}</p>'
        f'<p class="fact">{h(weight + last)}</p>{quotes}</li>'
    )
