"""`dragoman export`: a ledger in, a file or folder of another program's format out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, get_args

import typer

from dragoman.cli import asking
from dragoman.cli.ledger import Where
from dragoman.errors import UsageError
from dragoman.forms.rows import Kind

if TYPE_CHECKING:
    from dragoman.exporting import Order
    from dragoman.views.exports.tally import Tally

# As dragoman.exporting.FORMS; that module is not loaded for --help.
_FORMS = "plover, polecat, icews, parquet, ftm, graphml, gexf, csv or stories"
# Statuses of events and happenings, states of registers' rows, stances.
_STATUSES = (
    "asserted", "future", "hypothetical", "negated", "historical", "cancelled", "denied",
    "planned", "announced", "signed", "ratified", "ended", "open", "kept", "broken", "withdrawn",
    "made", "support", "oppose",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What `dragoman export` was asked for."""

    form: str | None
    where: str
    out: str | None
    first: str | None
    last: str | None
    pair: tuple[str, str] | None
    code: str | None
    kinds: list[str]
    events: list[str]
    status: list[str]
    least_confidence: float
    everything: bool
    merged: bool | None
    nodes: str
    all_statuses: bool
    judged: bool
    quiet: bool


def run(asked: Asked) -> int:
    """Write the export; return the exit code.

    Raises UsageError for a format, day, kind or status that is none, PartError where the ledger is
    not there or damaged, or a library for the format is missing.
    """
    from dragoman.exporting import is_folder, write_folder, write_text
    from dragoman.ledger import Ledger
    from dragoman.ledger.settling import settle

    order = _order(asked)
    to = None if asked.out in (None, "-") else Path(str(asked.out))
    if to is not None and (str(asked.out).endswith(("/", "\\")) or order.form == "parquet"):
        _make(to)
    with Ledger.open(asked.where, create=False) as ledger:
        settle(ledger)
        if to is not None and is_folder(order.form, to):
            tally = write_folder(ledger, order, to)
        else:
            with _stream(to) as stream:
                tally = write_text(ledger, order, stream)
    if not asked.quiet:
        sys.stderr.writelines(f"{line}\n" for line in said(order.form, tally))
    return 0


def explain(form: str | None, *, as_json: bool) -> int:
    """Say what the formats (or one) hold and what they drop; return the exit code."""
    from dragoman.views.exports.formats import formats

    known = formats()
    if form is not None and form not in known:
        raise UsageError(f"no format {form!r}: choose one of {', '.join(known)}")
    chosen = [known[form]] if form is not None else list(known.values())
    for one in chosen:
        if as_json:
            sys.stdout.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
        else:
            sys.stdout.writelines(f"{line}\n" for line in one.lines())
    return 0


def said(form: str, tally: Tally) -> Iterator[str]:
    """Yield what is said of an export on stderr: what was written, left out, shortened."""
    edited = f", {tally.edited} of them edited by a person" if tally.edited else ""
    yield f"{form}: {tally.rows} rows{edited}"
    for words, found in (("left out", tally.dropped), ("not kept", tally.shortened)):
        if found:
            yield f"{words}: " + "; ".join(f"{n} {what}" for what, n in found.most_common())


def _order(asked: Asked) -> Order:
    from dragoman import codebook
    from dragoman.exporting import FORMS, Order
    from dragoman.ledger.ask import Wanted

    if asked.form is None:
        raise UsageError(f"name a format with --format: {', '.join(FORMS)}")
    if asked.form not in FORMS:
        raise UsageError(f"no format {asked.form!r}: choose one of {', '.join(FORMS)}")
    if not asked.where:
        raise UsageError("no ledger: name one with --ledger, or in DRAGOMAN_LEDGER")
    for given, known, name in (
        (asked.kinds, get_args(Kind), "kind"),
        (asked.events, codebook.ROOTS, "event"),
        (asked.status, _STATUSES, "status"),
    ):
        if wrong := sorted(set(given) - set(known)):
            raise UsageError(f"no {name} {', '.join(wrong)}: choose among {', '.join(known)}")
    first, last = asking.days(asked.first, asked.last)
    wanted = Wanted(
        kinds=asked.kinds,
        events=asked.events,
        status=asked.status,
        pair=asking.codes(asked.pair, "--pair"),
        code=asking.code(asked.code, "--code"),
        first=first,
        last=last,
        least_confidence=asked.least_confidence,
        live=not asked.everything,
    )
    return Order(
        form=asked.form,
        wanted=wanted,
        merged=asked.merged,
        level=asked.nodes,
        every_status=asked.all_statuses,
        judged=asked.judged,
    )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror}") from error


@contextmanager
def _stream(to: Path | None) -> Iterator[TextIO]:
    """Give the stream to write to: a file stands under its name when it is whole.

    What a link names is written, not the link, and a device or a named pipe is written into: taking
    its place would destroy it.
    """
    if to is None:
        yield sys.stdout
        return
    to = Path(os.path.realpath(to))
    plain = to.is_file() or not to.exists()
    part = to.with_name(to.name + ".part") if plain else to
    try:
        # newline="": CSV has its own ends of line.
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        if plain:
            part.replace(to)
    except OSError as error:
        raise UsageError(f"{to}: cannot be written: {error.strerror}") from error
    finally:
        if plain:
            part.unlink(missing_ok=True)


def register(app: typer.Typer, end: Callable[[Callable[[], int]], None]) -> None:
    """Add the command to the application; `end` runs it and ends with its exit code."""

    @app.command()
    def export(
        where: Where = "",
        form: Annotated[
            str | None,
            typer.Option("--format", "-f", help=f"{_FORMS}.", show_default=False),
        ] = None,
        out: Annotated[
            str | None,
            typer.Option("--out", "-o", help="Write here: a file, or a folder for parquet."),
        ] = None,
        first: Annotated[
            str | None, typer.Option(help="Acts that began on this day or later, 2026-03-14.")
        ] = None,
        last: Annotated[
            str | None, typer.Option(help="Acts that began on this day or earlier.")
        ] = None,
        pair: Annotated[
            tuple[str, str] | None,
            typer.Option(help="Between these two codes, in either order."),
        ] = None,
        code: Annotated[str | None, typer.Option(help="With this country or body.")] = None,
        kind: Annotated[
            list[str] | None, typer.Option(help="Of this kind (event, statement...); repeatable.")
        ] = None,
        event: Annotated[
            list[str] | None, typer.Option(help="Events of this PLOVER root; repeatable.")
        ] = None,
        status: Annotated[
            list[str] | None,
            typer.Option(help="Of this status, state or stance; repeatable."),
        ] = None,
        least_confidence: Annotated[
            float, typer.Option(min=0.0, max=1.0, help="Records at least as sure as this.")
        ] = 0.0,
        everything: Annotated[
            bool,
            typer.Option(
                "--all/--live", help="Superseded readings and older versions of articles too."
            ),
        ] = False,
        merged: Annotated[
            bool | None,
            typer.Option(
                "--merged/--mentions",
                help="A row a happening, or a row a record that tells it; "
                "default: happenings for ftm, graphml, gexf, else records.",
                show_default=False,
            ),
        ] = None,
        nodes: Annotated[
            str, typer.Option(help="Of a graph: a node a country, sector or name.")
        ] = "country",
        all_statuses: Annotated[
            bool,
            typer.Option(
                "--all-statuses",
                help="polecat, icews, graphs: acts planned, denied or supposed too.",
            ),
        ] = False,
        judged: Annotated[
            bool,
            typer.Option(
                "--judged", help="stories: only paragraphs in which every record was judged."
            ),
        ] = False,
        explained: Annotated[
            bool, typer.Option("--explain", help="Say what a format holds and what it drops.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="With --explain: as JSON.")] = False,
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No counts on stderr.")] = False,
    ) -> None:
        """Write a ledger's records in another program's format; stderr says what it cannot hold.

        Rows carry the values as last corrected, and say so where the format has a place for that;
        what a person rejected is left out.

        \b
        Example:  dragoman export --format plover --ledger news.db > events.jsonl
        Example:  dragoman export --format parquet --out tables/ --ledger news.db
        Example:  dragoman export --format graphml --first 2026-01-01 --out net.graphml -l news.db
        Example:  dragoman export --explain --format icews
        """
        if explained:
            end(lambda: explain(form, as_json=as_json))
        asked = Asked(
            form=form,
            where=where,
            out=out,
            first=first,
            last=last,
            pair=pair,
            code=code,
            kinds=kind or [],
            events=event or [],
            status=status or [],
            least_confidence=least_confidence,
            everything=everything,
            merged=merged,
            nodes=nodes,
            all_statuses=all_statuses,
            judged=judged,
            quiet=quiet,
        )
        end(lambda: run(asked))
