"""How views for people put things: days, signs, parties, states, quotations' sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.views.shapes import Line, LineParty, Quote

# A sign for each quad code, so that nothing hangs on colour alone.
SIGNS = {1: "+", 2: "++", 3: "−", 4: "−−"}
QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
_FIRST_ROLES = ("actor", "by", "visitor", "holder", "party")


def day(iso: str | None) -> str:
    """Return an ISO day as people write it: 4 March 2026; "" for none."""
    if not iso:
        return ""
    value = date.fromisoformat(iso[:10])
    return f"{value.day} {value:%B} {value.year}"


def days(line: Line) -> str:
    """Return the days of a line; "undated" where none is known."""
    if line["until"] and line["until"] != line["day"]:
        return f"{day(line['day'])} to {day(line['until'])}"
    return day(line["day"]) or "undated"


def sides(line: Line) -> tuple[list[LineParty], list[LineParty]]:
    """Return who acts in a line, and to whom; the parties of an agreement are all of the first."""
    first = [p for p in line["parties"] if p["role"] in _FIRST_ROLES]
    return first, [p for p in line["parties"] if p["role"] not in _FIRST_ROLES]


def party(one: LineParty) -> str:
    """Return a party with its codes: `Miguel Díaz-Canel [CUB GOV]`."""
    codes = " ".join(code for code in (one["code"], one["sector"]) if code)
    return f"{one['name']} [{codes}]" if codes and codes != one["name"] else one["name"]


def parties(some: Iterable[LineParty], most: int = 4) -> str:
    """Return parties for a sentence, the first few of them."""
    names = list(dict.fromkeys(party(one) for one in some))
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def between(line: Line) -> str:
    """Return who acts to whom: `Cuba [CUB] → China [CHN]`."""
    first, second = sides(line)
    if not second:
        return parties(first)
    return f"{parties(first) or 'somebody'} → {parties(second)}"


def weight(line: Line) -> str:
    """Return on how much a line rests: `2 independent sources, 3 documents`."""
    return f"{count(line['sources'], 'independent source')}, {count(line['documents'], 'document')}"


def count(number: int, thing: str) -> str:
    """Return a number of things: `1 document`, `2,304 documents`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def source(quote: Quote) -> str:
    """Return where a quotation is from: `Coast Herald, 14 March 2026`."""
    told = [quote["publisher"] or "publisher unknown", day(quote["published"]) or "no date"]
    return ", ".join(told)


def disagreement(line: Line) -> list[str]:
    """Return what the reports of a line do not agree on, a sentence each."""
    return [
        f"reports differ on {one['about']}: " + "; ".join(str(v["value"]) for v in one["values"])
        for one in line["disagreements"]
    ]


def history(line: Line) -> str:
    """Return a line's states in time, where it had several: `future, asserted since 4 May 2026`."""
    told = [(s["status"], s["from"]) for s in line["statuses"]]
    if len({status for status, _ in told}) < 2:
        return ""
    parts: Sequence[str] = [f"{s} ({day(since)})" if since else s for s, since in told]
    return " → ".join(parts)
