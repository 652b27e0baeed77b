"""`dragoman happenings`: a ledger in, its happenings out: who reports each, who disagrees."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman import codebook
from dragoman.cli import asking
from dragoman.errors import UsageError
from dragoman.faces.words import clean

if TYPE_CHECKING:
    from dragoman.forms.rows import HappeningRow, PartyRow

FORMS = ("json", "text")


@dataclass(frozen=True, slots=True)
class Order:
    """What `dragoman happenings` was asked for; days are ISO."""

    where: str
    pair: tuple[str, str] | None = None
    code: str | None = None
    event: str | None = None
    since: str | None = None
    until: str | None = None
    sources: int = 1
    limit: int | None = None
    after: str | None = None
    form: str | None = None


def run(order: Order) -> int:
    """Bring the happenings up to date and write those that are wanted; return the exit code.

    Raises UsageError for an unknown form, root or day, PartError where no ledger is there.
    """
    from dragoman.ledger import Ledger
    from dragoman.ledger.happenings.asking import Asked
    from dragoman.ledger.settling import settle

    form = order.form or ("text" if sys.stdout.isatty() else "json")
    if form not in FORMS:
        raise UsageError(f"no format {form!r}: happenings come as {' or '.join(FORMS)}")
    event = order.event.upper() if order.event else None
    if event is not None and event not in codebook.ROOTS:
        raise UsageError(f"no event {event!r}: choose one of {', '.join(codebook.ROOTS)}")
    first, last = asking.days(order.since, order.until, ("--since", "--until"))
    asked = Asked(
        pair=asking.codes(order.pair, "--pair"),
        code=asking.code(order.code, "--code"),
        events=[event] if event else [],
        first=first,
        last=last,
        least_sources=order.sources,
        limit=order.limit,
        after=order.after,
    )
    with Ledger.open(order.where, create=False) as ledger:
        settle(ledger)
        for happening in ledger.happenings(asked):
            if form == "json":
                sys.stdout.write(json.dumps(happening, ensure_ascii=False) + "\n")
            else:
                for line in _lines(happening):
                    sys.stdout.write(clean(line) + "\n")
    return 0


def _reported(happening: HappeningRow) -> str:
    """Return the days of report; stories without a day tell of none."""
    if happening["first_report"] is None:
        return "reported without a day"
    return f"reported {happening['first_report']} to {happening['last_report']}"


def _lines(happening: HappeningRow) -> Iterator[str]:
    day = happening["first"] or happening["first_report"] or "undated"
    mode = f"/{happening['mode'][0]}" if happening["mode"] else ""
    sides = " -> ".join(
        side for side in (_side(happening["actor"]), _side(happening["recipient"])) if side
    )
    yield f"{day}  {happening['event']}{mode}  {sides or '?'}  ({happening['status']})"
    place = f", {happening['place']['name']}" if happening["place"] else ""
    yield (
        f"  documents: {happening['documents']}, independent sources: {happening['sources']}, "
        f"{_reported(happening)}{place}"
    )
    if len(happening["statuses"]) > 1:
        steps = (f"{step['status']} from {step['from']}" for step in happening["statuses"])
        yield f"  {'; '.join(steps)}"
    for disagreement in happening["disagreements"]:
        values = (f"{told['value']} ({len(told['records'])})" for told in disagreement["values"])
        yield f"  {disagreement['about']}: {' | '.join(values)}"
    for report in happening["reports"]:
        mark = " (copy)" if report["copy_of"] else ""
        yield (
            f"    {report['published'] or '?':10}  {report['publisher'] or '?'}{mark}: "
            f"“{report['text']}” {report['record']}"
        )


def _side(parties: list[PartyRow]) -> str:
    told = dict.fromkeys(party["code"] or party["name"] for party in parties)
    return ", ".join(told)
