"""`dragoman add` and `dragoman ledger ...`: documents into a ledger, and care for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.codebooks import extras
from dragoman.cli.finishing import as_is
from dragoman.cli.screen import Progress, fail
from dragoman.errors import InputError, UsageError
from dragoman.extras import Extras
from dragoman.forms.holders import Holder, Knows
from dragoman.forms.records import Records
from dragoman.forms.rows import Verdict

if TYPE_CHECKING:
    from dragoman.ledger import Ledger
    from dragoman.ledger.write import Added
    from dragoman.pipeline import Reader

Where = Annotated[
    str,
    typer.Option(
        "--ledger",
        "-l",
        envvar="DRAGOMAN_LEDGER",
        help="The ledger: a SQLite file, or a postgresql:// URL.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class AddOrder:
    """What `dragoman add` was asked for."""

    inputs: list[str]
    where: str
    published: str | None
    publisher: str | None
    title: str | None
    processes: int
    form: str | None
    quiet: bool
    codebook: Path | None = None
    actors: tuple[Path, ...] = ()


def add(order: AddOrder) -> int:
    """Read the inputs into the ledger, bring what is made from it up to date; return the exit code.

    A document that is there as read by the same model is not read again.
    """
    if not order.inputs and sys.stdin.isatty():
        raise UsageError("nothing to add: name a file, a URL, or - for standard input")
    if order.form not in (None, "json"):
        raise UsageError(f"no format {order.form!r}: json is the one that tells of each document")
    brought, broken = extras(order.codebook, order.actors)
    progress = Progress(quiet=order.quiet)
    states: dict[str, int] = {}
    with _open(order.where) as ledger:
        for outcome in _outcomes(order, ledger, brought):
            failed = _put(ledger, outcome, order.form, states, progress)
            progress.step(failed=failed)
        _settle(ledger)
        missing = _without_vectors(ledger)
    progress.end()
    if not order.quiet:
        if missing:
            fail(no_vectors(missing, order.where))
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        sys.stderr.write(f"ledger: {told or 'nothing added'}\n")
    return 1 if progress.failed or broken else 0


def _put(
    ledger: Ledger,
    outcome: Records | InputError | Added,
    form: str | None,
    states: dict[str, int],
    progress: Progress,
) -> bool:
    """Add one document; say whether it failed."""
    if isinstance(outcome, InputError):
        progress.clear()
        fail(str(outcome))
        return True
    added = ledger.add(outcome) if isinstance(outcome, Records) else outcome
    states[added.state] = states.get(added.state, 0) + 1
    if form == "json":
        sys.stdout.write(json.dumps(asdict(added)) + "\n")
        sys.stdout.flush()
    return False


def _outcomes(
    order: AddOrder, ledger: Ledger, brought: Extras
) -> Iterator[Records | InputError | Added]:
    # Imported here: `--help` and wrong usage answer without the stages.
    from dragoman import intake
    from dragoman.ledger.holding import knowing as holding
    from dragoman.pipeline import Given, Skipped, as_date

    given = Given(as_date(order.published), order.publisher, order.title, holding.knows(ledger))
    articles = intake.articles(order.inputs or ["-"])
    reader = reader_for(ledger, brought, order.where)
    made_by = reader.made_by
    outcomes: Iterator[Records | InputError | Skipped]
    if order.processes == 1:
        outcomes = reader.read_new(articles, given, partial(ledger.held, made_by=made_by))
    else:
        from dragoman.parallel import read_new_in_processes

        # Workers ask what the ledger knew at the start: nobody is waited for, and runs agree.
        given = replace(given, knows=knows(order.where))
        held = partial(_held, order.where, made_by)
        outcomes = read_new_in_processes(articles, given, order.processes, as_is, held, brought)
    from dragoman.ledger.holding.seen import see_new

    see_new(ledger)
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            yield ledger.held([outcome.document], made_by)[outcome.document]
            continue
        yield outcome
        if order.processes == 1:  # the next story is read with what this one told of offices
            see_new(ledger)


def reader_for(ledger: Ledger, brought: Extras, where: str) -> Reader:
    """Return the reader that fills a ledger with what the user brings, tried before any document.

    Raises UsageError where the ledger's readings are by another codebook.
    """
    from dragoman.pipeline import default_reader

    brought.open()
    reader = default_reader(brought)
    _same_codebook(ledger, reader.made_by, where)
    return reader


def knows(where: str) -> Knows:
    """Return what gives the office holders of a ledger whom a text may name.

    It can be handed to another process, which opens the ledger for itself.
    """
    return partial(_named, where)


def must_be_there(where: str) -> None:
    """Raise PartError where no ledger is, before anything is read or written."""
    _open(where, create=False).close()


def _named(where: str, text: str) -> Sequence[Holder]:
    from dragoman.ledger.holding.knowing import knows

    return knows(_opened(where))(text)


def _same_codebook(ledger: Ledger, made_by: Mapping[str, str], where: str) -> None:
    """Refuse to mix codebooks: the newer reading of a document would hide the other's events."""
    from dragoman.ledger.connect import shown

    held = ledger.codebook()
    if held is not None and _family(held) != _family(made_by["codebook"]):
        raise UsageError(
            f"{shown(where)} holds readings by {held}: keep those by {made_by['codebook']} in a "
            "ledger of their own"
        )


def _family(codebook: str) -> str:
    """Return a codebook's name without version and digest: "cyber-1@9f3a" is "cyber"."""
    return codebook.partition("+")[0].partition("@")[0].rpartition("-")[0]


def _held(where: str, made_by: dict[str, str], documents: Sequence[str]) -> dict[str, Added]:
    """Ask a ledger, in a process that only reads, which documents it holds."""
    return _opened(where).held(documents, made_by)


@cache
def _opened(where: str) -> Ledger:
    """Return a ledger that stays open as long as the process lives; PartError where none is."""
    return _open(where, create=False)


def _settle(ledger: Ledger) -> None:
    from dragoman.ledger.settling import settle

    settle(ledger)


def _open(where: str, *, create: bool = True, upgrade: bool = False) -> Ledger:
    from dragoman.ledger import Ledger

    return Ledger.open(where, create=create, upgrade=upgrade)


def commands(end: Callable[[Callable[[], int]], None]) -> typer.Typer:
    """Return the group `dragoman ledger`; `end` runs a command and ends it with its exit code."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Care for a ledger: check, back up, upgrade, correct, say what it holds.",
    )

    @group.command()
    def check(where: Where) -> None:
        """Verify every cited span against its document, every reference and every count.

        \b
        Example:  dragoman ledger check --ledger news.db
        """
        end(lambda: _check(where))

    @group.command()
    def info(where: Where) -> None:
        """Say what the ledger holds, as JSON.

        \b
        Example:  dragoman ledger info --ledger news.db
        """
        end(lambda: _info(where))

    @group.command()
    def upgrade(where: Where) -> None:
        """Bring a ledger of an older release to this one's version; make a backup first.

        \b
        Example:  dragoman ledger upgrade --ledger news.db
        """
        end(lambda: _upgrade(where))

    @group.command()
    def backup(
        to: Annotated[str, typer.Argument(help="The new SQLite file.", show_default=False)],
        where: Where,
    ) -> None:
        """Write a consistent copy into a new SQLite file, while writers go on.

        \b
        Example:  dragoman ledger backup copy.db --ledger news.db
        """
        end(lambda: _backup(where, to))

    @group.command()
    def correct(
        record: Annotated[str, typer.Argument(help="The record's id.", show_default=False)],
        verdict: Annotated[str, typer.Argument(help="accepted, rejected or edited.")],
        where: Where,
        by: Annotated[str, typer.Option(help="Who corrects it.", show_default=False)],
        reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
        changes: Annotated[
            str | None,
            typer.Option(help="The edited fields, as a JSON object.", show_default=False),
        ] = None,
    ) -> None:
        """Accept, reject or edit a record; what was read stays, and exports say so.

        \b
        Example:  dragoman ledger correct event:1f3a rejected --by Ada --reason "a rehearsal" \\
                      --ledger news.db
        """
        end(lambda: _correct(where, record, verdict, by, reason, changes))

    @group.command()
    def holders(
        file: Annotated[
            Path,
            typer.Argument(
                help="A Wikidata extract (CSV, JSON Lines or the query service's JSON), a sheet of "
                "actors, or a PETRARCH or TABARI file.",
                show_default=False,
            ),
        ],
        where: Where,
        origin: Annotated[
            str | None,
            typer.Option(
                help="The list's name, the file's without it; a list of a name replaces the one "
                "that came before.",
                show_default=False,
            ),
        ] = None,
    ) -> None:
        """Take in who held which office when, from an outside list.

        \b
        Example:  dragoman ledger holders ministers.csv --ledger news.db
        """
        end(lambda: _holders(where, file, origin))

    return group


def _holders(where: str, file: Path, origin: str | None) -> int:
    from dragoman.gazetteer import read_dictionaries
    from dragoman.ledger.holding.lists import from_actors, is_extract, read_wikidata

    if not file.is_file():
        raise UsageError(f"{file}: no such file")
    if is_extract(file):
        rows = read_wikidata(file)
    else:
        found = read_dictionaries([file])
        for fault in found.faults:
            fail(fault)
        rows = from_actors(found.entries)
    with _open(where, create=False) as ledger:
        count = ledger.put_holders(origin or file.stem, rows)
    sys.stderr.write(f"{count} office holders from {file}\n")
    return 0 if count else 1


def _check(where: str) -> int:
    with _open(where, create=False) as ledger:
        found = ledger.check()
    told = asdict(found)
    faults = told.pop("faults")
    sys.stdout.write(json.dumps({**told, "clean": not found.found}) + "\n")
    for words in faults:
        fail(words)
    if found.found > len(faults):
        fail(f"and {found.found - len(faults)} more faults")
    return 3 if found.found else 0


def _info(where: str) -> int:
    with _open(where, create=False) as ledger:
        told, missing = asdict(ledger.info()), _without_vectors(ledger)
    sys.stdout.write(json.dumps({**told, "without_vectors": missing}, indent=2) + "\n")
    if missing:
        fail(no_vectors(missing, where))
    return 0


def _without_vectors(ledger: Ledger) -> int:
    """Return how many documents a search by meaning misses: it compares vectors of one model."""
    from dragoman.ledger.meanings import count_without_meaning
    from dragoman.pipeline import default_reader

    return count_without_meaning(ledger, default_reader().made_by["model"])


def no_vectors(documents: int, where: str) -> str:
    """Say that so many documents have no vector of the model that is in use, and what to run."""
    from dragoman.ledger.connect import shown

    has = "1 document has" if documents == 1 else f"{documents} documents have"
    return (
        f"{has} no vector of this model, and a search by meaning does not see them: "
        f"run `dragoman vectors --ledger {shown(where)}`"
    )


def _upgrade(where: str) -> int:
    with _open(where, create=False, upgrade=True) as ledger:
        sys.stderr.write(f"the ledger is of version {ledger.info().version}\n")
    return 0


def _backup(where: str, to: str) -> int:
    with _open(where, create=False) as ledger:
        documents = ledger.backup(to)
    sys.stderr.write(f"{documents} documents copied to {to}\n")
    return 0


def _correct(
    where: str, record: str, verdict: str, by: str, reason: str, changes: str | None
) -> int:
    edited = None if changes is None else _object(changes)
    judged: Verdict = verdict  # type: ignore[assignment]  # the ledger refuses other words
    with _open(where, create=False) as ledger:
        ledger.correct(record, judged, by=by, reason=reason, changes=edited)
        sys.stdout.write(json.dumps(ledger.record(record), ensure_ascii=False) + "\n")
    return 0


def _object(given: str) -> dict[str, object]:
    try:
        told = json.loads(given)
    except ValueError as error:
        raise UsageError(f"--changes is no JSON: {error}") from error
    if not isinstance(told, dict):
        raise UsageError("--changes must be a JSON object of fields")
    return told
