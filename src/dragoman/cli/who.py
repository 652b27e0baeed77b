"""`dragoman who`: a name in; the person's offices, words, acts, visits and positions out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import asking, ledger
from dragoman.errors import UsageError
from dragoman.faces.words import clean
from dragoman.views.words import count

if TYPE_CHECKING:
    from dragoman.forms.rows import CitedRow, OfficeRow, WhoRow

FORMS = ("json", "text")
_LISTS = ("statements", "acts", "visits", "positions", "promises", "agreements")
_QUOTED = 240  # characters of a quotation on a terminal
_NAMES = 12  # spellings shown on a terminal


@dataclass(frozen=True, slots=True)
class Order:
    """What `dragoman who` was asked for; days are ISO."""

    name: str
    where: str
    country: str | None
    first: str | None
    last: str | None
    limit: int
    form: str | None


def run(order: Order) -> int:
    """Bring the ledger up to date and write the persons of a name; return the exit code.

    Raises UsageError for an unknown form or day, PartError where no ledger is there.
    """
    from dragoman.ledger import Ledger
    from dragoman.ledger.holding.who import who
    from dragoman.ledger.settling import settle

    form = order.form or ("text" if sys.stdout.isatty() else "json")
    if form not in FORMS:
        raise UsageError(f"no format {form!r}: persons come as {' or '.join(FORMS)}")
    first, last = asking.days(order.first, order.last)
    code = asking.code(order.country, "--country")
    with Ledger.open(order.where, create=False) as opened:
        settle(opened)
        found = who(opened, order.name, code=code, first=first, last=last, limit=order.limit)
    for person in found:
        if form == "json":
            sys.stdout.write(json.dumps(person, ensure_ascii=False) + "\n")
        else:
            sys.stdout.writelines(f"{clean(line)}\n" for line in _lines(person))
    if not found and form == "text":
        sys.stdout.write(f"nobody of the name {clean(order.name)}\n")
    return 0


def _lines(person: WhoRow) -> Iterator[str]:
    codes = f" ({', '.join(person['codes'])})" if person["codes"] else ""
    identity = f"  {person['id']}" if person["id"] else ""
    yield f"{person['name']}{codes}{identity}"
    written = [f"{v['name']} ({v['records']})" for v in person["names"] if v["records"]]
    if written:
        more = f", and {len(written) - _NAMES} more" if len(written) > _NAMES else ""
        yield f"  written: {', '.join(written[:_NAMES])}{more}"
    if person["offices"]:
        yield "  offices"
        for office in person["offices"]:
            yield from _office(office)
    for name in _LISTS:
        some: Sequence[CitedRow] = person[name]  # type: ignore[literal-required]
        if some:
            yield f"  {name} ({len(some)} of {person['counts'][name]})"
            for record in some:
                yield from _record(record)
    yield ""


def _office(office: OfficeRow) -> Iterator[str]:
    body = f", {office['organisation']}" if office["organisation"] else ""
    code = f" ({office['code']})" if office["code"] else ""
    if office["documents"] is None:
        days = f"from {office['start'] or '?'} to {office['end'] or '?'} by {office['origin']}"
    else:
        days = (
            f"seen {office['start']} to {office['end']} in {count(office['documents'], 'document')}"
        )
    yield f"    {office['role']}{body}{code}  {days}"
    for record in (office["first"], office["last"]):
        if record is not None and (record is office["first"] or office["first"] != record):
            yield from _quoted(record)


def _record(record: CitedRow) -> Iterator[str]:
    others = ", ".join(
        p["name"] + (f" ({p['code']})" if p["code"] else "") for p in record["others"]
    )
    person = record["corrected"]
    corrected = f"; {person['verdict']} by {person['by']}" if person else ""
    yield (
        f"    {record['day'] or 'undated'}  {record['says']}  as {record['role']}"
        f"{'; with ' + others if others else ''}{corrected}"
    )
    yield from _quoted(record)


def _quoted(record: CitedRow) -> Iterator[str]:
    words = " ".join(" … ".join(span["text"] for span in record["evidence"]).split())
    source = record["publisher"] or record["url"] or record["document"]
    words = words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
    yield f"      “{words}” {source}, {record['published'] or 'undated'}; {record['record']}"


def register(app: typer.Typer, end: Callable[[Callable[[], int]], None]) -> None:
    """Add the command to the application; `end` runs it and ends it with its exit code."""

    @app.command()
    def who(
        name: Annotated[str, typer.Argument(help="A name; spelling matters little.")],
        where: ledger.Where,
        country: Annotated[
            str | None,
            typer.Option("--country", "-c", help="Only those of a country.", show_default=False),
        ] = None,
        first: Annotated[
            str | None, typer.Option(help="Words and acts from this day on.", show_default=False)
        ] = None,
        last: Annotated[
            str | None, typer.Option(help="Words and acts up to this day.", show_default=False)
        ] = None,
        limit: Annotated[int, typer.Option(min=1, help="Length of each list.")] = 20,
        form: Annotated[
            str | None,
            typer.Option(
                "--format", "-f", help="text or json (a line a person).", show_default=False
            ),
        ] = None,
    ) -> None:
        """Show who somebody is: offices with their days, words, acts, visits, positions, cited.

        \b
        Example:  dragoman who "Diaz-Canel" --ledger news.db
        Example:  dragoman who Kim --country PRK --ledger news.db --format json
        """
        order = Order(name, where, country, first, last, limit, form)
        end(lambda: run(order))
