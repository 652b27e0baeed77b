"""A line of a dossier and its quotations: plain dicts in, escaped HTML out."""

from __future__ import annotations

import re

from dragoman.safe import h, safe_url
from dragoman.views import words
from dragoman.views.quotes import shown
from dragoman.views.shapes import Line, LineParty, Quote

_TONES = {1: "coop", 2: "coop", 3: "conf", 4: "conf"}
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_-]")


def link(name: str) -> str:
    """Return an id as an anchor: letters, digits, hyphens alone."""
    return "l-" + _NOT_A_NAME.sub("-", name)


def line(row: Line) -> str:
    """Write a line as a list item, its first quotation open, the others folded."""
    tone = _TONES.get(row["quad_code"] or 0, "plain")
    tone += " apart" if row["kind"] == "happening" and row["state"] != "asserted" else ""
    first = "".join(quoted(quote) for quote in row["quotes"][:1])
    rest = row["quotes"][1:]
    more = "".join(quoted(quote) for quote in rest)
    label = f"{words.count(len(rest), 'more quotation')}"
    folded = f"<details><summary>{h(label)}</summary>{more}</details>" if more else ""
    return (
        f'<li class="line {tone}{" new" if row["new"] else ""}" id="{h(link(row["id"]))}">'
        f'<p class="head">{_head(row)}</p><p class="who">{_who(row)}</p>'
        f"{first}{folded}{_facts(row)}</li>"
    )


def quoted(quote: Quote) -> str:
    """Write a quotation with its source."""
    before, mark, after = shown(quote)
    marked = f"<mark>{h(mark)}</mark>" if mark else ""
    url = safe_url(quote["url"])
    where = h(words.source(quote))
    named = f'<a href="{h(url)}" rel="noopener noreferrer">{where}</a>' if url else where
    title = f'<span class="title">{h(quote["title"])}</span>' if quote["title"] else ""
    return (
        f"<blockquote><p>{h(before)}{marked}{h(after)}</p>"
        f"<footer>{named} {title}</footer></blockquote>"
    )


def _head(row: Line) -> str:
    parts = [f'<time datetime="{h(row["day"] or "")}">{h(words.days(row))}</time>']
    if row["kind"] == "happening":
        sign = words.SIGNS.get(row["quad_code"] or 0, "")
        said = words.QUADS.get(row["quad_code"] or 0, "")
        modes = "".join(f" <span class=mode>{h(mode)}</span>" for mode in row["mode"])
        parts.append(
            f'<span class="code" title="{h(said)}"><span aria-hidden="true">{sign}</span> '
            f"{h(row['what'])}</span>{modes}"
        )
    if row["state"] != "asserted":
        parts.append(f'<span class="chip {h(row["state"])}">{h(row["state"])}</span>')
    if row["new"]:
        parts.append('<span class="chip fresh">new</span>')
    return " ".join(parts)


def _who(row: Line) -> str:
    first, second = words.sides(row)
    acting = _parties(first)
    if row["kind"] == "happening":
        to = f'<span class="arrow" aria-label="to">→</span> {_parties(second)}' if second else ""
        return f"{acting or '<i>somebody</i>'} {to}"
    to = f' <span class="soft">to</span> {_parties(second)}' if second else ""
    return f'<span class="what">{h(row["what"])}</span><br>{acting}{to}'


def _parties(some: list[LineParty], most: int = 4) -> str:
    names = list(dict.fromkeys(_party(one) for one in some))
    more = f' <span class="soft">and {len(names) - most} more</span>' if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _party(one: LineParty) -> str:
    codes = " ".join(code for code in (one["code"], one["sector"]) if code)
    return f"<b>{h(one['name'])}</b>{f' <abbr>{h(codes)}</abbr>' if codes else ''}"


def _facts(row: Line) -> str:
    facts = [words.weight(row)]
    if row["due"]:
        facts.append(f"due {words.day(row['due'])}")
    if row["place"]:
        facts.append(f"in {row['place']}")
    if row["area"]:
        facts.append(", ".join(row["area"][:4]))
    if row["last_report"] and row["last_report"] != row["first_report"]:
        facts.append(
            f"reported {words.day(row['first_report'])} to {words.day(row['last_report'])}"
        )
    elif row["first_report"] and row["first_report"] != row["day"]:
        facts.append(f"reported {words.day(row['first_report'])}")
    past = words.history(row)
    out = f'<p class="fact">{h(" · ".join(facts))}</p>'
    out += f'<p class="fact">{h(past)}</p>' if past else ""
    return out + "".join(f'<p class="fact differ">{h(t)}</p>' for t in words.disagreement(row))
