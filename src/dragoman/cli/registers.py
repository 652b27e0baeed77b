"""`dragoman agreements`, `promises`, `visits`, `positions`: entries out, each with its chain."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli import asking, ledger
from dragoman.errors import UsageError
from dragoman.faces.words import clean
from dragoman.knowledge import rows
from dragoman.views.words import count

if TYPE_CHECKING:
    from dragoman.forms.rows import ChainRow, EntryRow

FORMS = ("json", "text")
STATES = {
    "agreement": ("planned", "announced", "signed", "ratified", "ended"),
    "commitment": ("open", "kept", "broken", "withdrawn"),
    "visit": ("planned", "made", "cancelled", "postponed"),
    "position": ("held", "reversed"),
}
_LIMIT = 100
_QUOTED = 240  # characters of a quotation on a terminal


@dataclass(frozen=True, slots=True)
class Order:
    """What a register was asked for; days are ISO, codes as they were typed."""

    kind: str
    where: str
    country: str | None = None
    other: str | None = None
    area: str | None = None
    state: str | None = None
    stance: str | None = None
    first: str | None = None
    last: str | None = None
    since: str | None = None
    due: str | None = None
    everything: bool = False
    limit: int = _LIMIT
    form: str | None = None


def run(order: Order) -> int:
    """Bring the registers up to date and write the wanted entries; return the exit code.

    Raises UsageError for an unknown form, state or day, PartError where no ledger is there.
    """
    from dragoman.ledger import Ledger
    from dragoman.ledger.registers import Sought, entries
    from dragoman.ledger.settling import settle

    form = order.form or ("text" if sys.stdout.isatty() else "json")
    if form not in FORMS:
        raise UsageError(f"no format {form!r}: registers come as {' or '.join(FORMS)}")
    states = [state.strip() for state in (order.state or "").split(",") if state.strip()]
    for state in states:
        if state not in STATES[order.kind]:
            raise UsageError(f"no state {state!r}: choose of {', '.join(STATES[order.kind])}")
    if order.stance not in (None, "support", "oppose"):
        raise UsageError(f"no stance {order.stance!r}: support or oppose")
    first, last = asking.days(order.first, order.last)
    sought = Sought(
        kind=order.kind,
        country=asking.code(order.country, "--country"),
        other=asking.code(order.other, "--with"),
        area=asking.word(order.area, _areas(), "--area"),
        state=states,
        stance=order.stance,
        first=first,
        last=last,
        since=asking.day(order.since, "--since"),
        due_by=asking.day(order.due, "--due"),
        public=not order.everything,
        limit=order.limit,
    )
    with Ledger.open(order.where, create=False) as opened:
        settle(opened)
        for entry in entries(opened, sought):
            if form == "json":
                sys.stdout.write(json.dumps(entry, ensure_ascii=False) + "\n")
            else:
                sys.stdout.writelines(f"{clean(line)}\n" for line in lines(entry))
    return 0


def _areas() -> set[str]:
    return {row["area"] for row in rows("registers/areas.csv")}


def lines(entry: EntryRow) -> Iterator[str]:
    """Yield an entry as lines: what it is, its state, then every record with source and words."""
    since = f"since {entry['since']}" if entry["since"] is not None else "undated"
    yield f"{entry['state'].upper()} {since}  {_whole(entry)}"
    yield f"  {_parties(entry)}"
    told = [f"{count(entry['documents'], 'document')}, {count(entry['sources'], 'source')}"]
    if entry["due"] is not None:
        late = entry["state"] == "open" and entry["due"] < datetime.now(UTC).date().isoformat()
        told.append(f"due {entry['due']}" + (" (past)" if late else ""))
    if entry["restated"] is not None:
        told.append(f"last restated {entry['restated']}")
    if entry["area"]:
        told.append(", ".join(entry["area"]))
    yield f"  {'; '.join(told)}; sure {entry['confidence']:.2f}; {entry['id']}"
    for record in entry["chain"]:
        yield from _record(record)
    yield ""


def _whole(entry: EntryRow) -> str:
    what = " ".join(entry["what"].split())
    if entry["kind"] == "position":
        return f"{entry['stance']}: {what}"
    if entry["kind"] == "visit" and entry["date"] is not None:
        days = sorted({entry["date"]["start"], entry["date"]["end"]})
        return f"{what} ({' to '.join(days)})"
    return what


def _parties(entry: EntryRow) -> str:
    roles: dict[str, list[str]] = {}
    for party in entry["parties"]:
        code = f" ({party['code']})" if party["code"] else ""
        roles.setdefault(party["role"], []).append(party["name"] + code)
    told = "; ".join(f"{role}: {', '.join(names)}" for role, names in roles.items())
    place = entry["place"]
    return f"{told}; in {place['name']}" if place is not None else told


def _record(record: ChainRow) -> Iterator[str]:
    mark = "*" if record["changes"] else "-"
    source = record["publisher"] or record["url"] or record["document"]
    copy = " (a copy)" if record["copy_of"] else ""
    link = record["link"]
    why = f"; linked by {link['why']}, sure {link['confidence']:.2f}" if link else ""
    person = record["corrected"]
    corrected = f"; {person['verdict']} by {person['by']}" if person else ""
    day = record["published"] or "undated"
    yield f"  {mark} {day}  {record['state']}  {source}{copy}; {record['record']}{why}{corrected}"
    for span in record["evidence"]:
        words = " ".join(span["text"].split())
        yield f"      “{words if len(words) <= _QUOTED else words[:_QUOTED] + '…'}”"


# The options that all four commands take.
Country = Annotated[
    str | None,
    typer.Option("--country", "-c", help="A country's or body's code.", show_default=False),
]
Other = Annotated[
    str | None, typer.Option("--with", help="The other country's code.", show_default=False)
]
Area = Annotated[
    str | None, typer.Option(help="An area: trade, defence, energy...", show_default=False)
]
First = Annotated[
    str | None, typer.Option(help="Told of on or after this day.", show_default=False)
]
Last = Annotated[
    str | None, typer.Option(help="Told of on or before this day.", show_default=False)
]
Since = Annotated[
    str | None,
    typer.Option(help="Something of it was learned since this day.", show_default=False),
]
Everything = Annotated[
    bool, typer.Option("--all", help="Those of companies and private persons too.")
]
Limit = Annotated[int, typer.Option(min=1, help="At most so many, those told of last first.")]
Form = Annotated[
    str | None,
    typer.Option("--format", "-f", help="text or json (a line an entry).", show_default=False),
]


def _state(kind: str) -> Any:
    return typer.Option(help=f"{', '.join(STATES[kind])}; several with commas.", show_default=False)


def register(app: typer.Typer, end: Callable[[Callable[[], int]], None]) -> None:
    """Add the four commands to the application; `end` runs one and ends it with its exit code."""

    @app.command()
    def agreements(
        where: ledger.Where,
        country: Country = None,
        other: Other = None,
        area: Area = None,
        state: Annotated[str | None, _state("agreement")] = None,
        first: First = None,
        last: Last = None,
        since: Since = None,
        everything: Everything = False,
        limit: Limit = _LIMIT,
        form: Form = None,
    ) -> None:
        """Show agreements: planned, announced, signed, ratified or ended, and by which reports.

        \b
        Example:  dragoman agreements --country CHN --with CUB --ledger news.db
        Example:  dragoman agreements --state signed,ratified --area trade --ledger news.db
        """
        order = Order(
            "agreement", where, country, other, area, state, None, first, last, since, None,
            everything, limit, form,
        )  # fmt: skip
        end(lambda: run(order))

    @app.command()
    def promises(
        where: ledger.Where,
        country: Country = None,
        other: Other = None,
        area: Area = None,
        state: Annotated[str | None, _state("commitment")] = None,
        due: Annotated[
            str | None, typer.Option(help="Due on or before this day.", show_default=False)
        ] = None,
        first: First = None,
        last: Last = None,
        since: Since = None,
        everything: Everything = False,
        limit: Limit = _LIMIT,
        form: Form = None,
    ) -> None:
        """Show what was promised, and whether it is open, kept, broken or withdrawn.

        \b
        Example:  dragoman promises --country CUB --state open --ledger news.db
        Example:  dragoman promises --due 2026-12-31 --ledger news.db --format json
        """
        order = Order(
            "commitment", where, country, other, area, state, None, first, last, since, due,
            everything, limit, form,
        )  # fmt: skip
        end(lambda: run(order))

    @app.command()
    def visits(
        where: ledger.Where,
        country: Country = None,
        other: Other = None,
        state: Annotated[str | None, _state("visit")] = None,
        first: First = None,
        last: Last = None,
        since: Since = None,
        everything: Everything = False,
        limit: Limit = _LIMIT,
        form: Form = None,
    ) -> None:
        """Show visits between states: planned, made, cancelled or postponed.

        \b
        Example:  dragoman visits --country IND --with MUS --ledger news.db
        """
        order = Order(
            "visit", where, country, other, None, state, None, first, last, since, None,
            everything, limit, form,
        )  # fmt: skip
        end(lambda: run(order))

    @app.command()
    def positions(
        where: ledger.Where,
        country: Country = None,
        stance: Annotated[
            str | None, typer.Option(help="support or oppose.", show_default=False)
        ] = None,
        state: Annotated[str | None, _state("position")] = None,
        first: First = None,
        last: Last = None,
        since: Since = None,
        everything: Everything = False,
        limit: Limit = _LIMIT,
        form: Form = None,
    ) -> None:
        """Show who supports or opposes what: held since when, last restated, reversed.

        \b
        Example:  dragoman positions --country TUR --stance oppose --ledger news.db
        """
        order = Order(
            "position", where, country, None, None, state, stance, first, last, since, None,
            everything, limit, form,
        )  # fmt: skip
        end(lambda: run(order))
