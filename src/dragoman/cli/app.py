"""The commands and their options; each does its work in a module of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from dragoman import __version__
from dragoman.cli import codebooks, exports, feeds, ledger, registers, screen, views, who
from dragoman.errors import DragomanError, PartError

Inputs = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, URLs, or - for standard input.", show_default=False),
]
OneFile = Annotated[
    str | None,
    typer.Argument(help="A JSONL file, or - for standard input.", show_default=False),
]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads the news about how states deal with each other and keeps a record that anyone "
    "can check.",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Reads the news about how states deal with each other; keeps a record anyone can check."""


@app.command()
def read(
    inputs: Inputs = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="cards (default on a terminal), json (default otherwise: one line a document), "
            "html, plover or csv.",
            show_default=False,
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(help="Day of publication, as 2026-03-14.", show_default=False),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(help="Name of the publisher.", show_default=False),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(help="The headline.", show_default=False),
    ] = None,
    processes: Annotated[int, typer.Option("--processes", "-p", min=1, max=256)] = 1,
    known: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            "-l",
            help="A ledger that knows office holders: who a name without a title is.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            help="Write here: a file, or a folder (an existing one, or a name that ends in /) "
            "for a file a document.",
            show_default=False,
        ),
    ] = None,
    codebook: codebooks.Codebook = None,
    actors: codebooks.Actors = None,
    wide: Annotated[
        bool,
        typer.Option("--wide", help="Half-sure events too, each with its confidence; slower."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Read documents into records: who did or said what to whom, with the words that say so.

    Takes plain text, HTML pages, feeds' items, JSON and JSONL exports, folders of these, and URLs.
    --published, --publisher and --title stand where an input does not say it itself.

    \b
    Example:  dragoman read story.html
    Example:  cat archive.jsonl | dragoman read - --processes 2 > records.jsonl
    """
    from dragoman.cli.read import Order, run

    order = Order(
        inputs or [], form, published, publisher, title, processes, out, quiet,
        codebook, tuple(actors or ()), known, wide,
    )  # fmt: skip
    end(lambda: run(order))


@app.command()
def relate(file: OneFile = None) -> None:
    """Give the PLOVER code of what one party does to the other, for given spans.

    A line in: {"id", "text", "actor": [[start, end]...], "recipient": [[start, end]...]}.
    A line out: {"id", "event", "quad_code", "scores"}. Offsets count characters, end excluded.

    \b
    Example:  dragoman relate pairs.jsonl > codes.jsonl
    """
    from dragoman.cli.lines import relate as run

    end(lambda: run(file))


@app.command()
def resolve(file: OneFile = None, actors: codebooks.Actors = None) -> None:
    """Say who an actor phrase means: country, sector, name, and why.

    A line in: {"text", "context", "date"}, the last two optional.
    A line out: {"text", "code", "sector", "sectors", "name", "id", "why"}; unknown is null.

    \b
    Example:  echo '{"text": "the Armenian Prime Minister"}' | dragoman resolve
    """
    from dragoman.cli.lines import resolve as run

    end(lambda: run(file, actors or ()))


@app.command()
def score(
    gold: Annotated[list[Path], typer.Argument(help="Gold files or folders.", show_default=False)],
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the scorecard here too, as JSON.", show_default=False),
    ] = None,
    short: Annotated[
        bool, typer.Option("--short", help="The first rows of each file: sees a break, fast.")
    ] = False,
    part: Annotated[
        str,
        typer.Option(
            "--part", help="dev: of annotated stories those never trained on; all: every one."
        ),
    ] = "all",
) -> None:
    """Measure the reader on gold files and print the scorecard.

    \b
    Example:  dragoman score plv/train.jsonl annotated/
    """
    from dragoman.cli.score import run

    end(lambda: run(gold, json_file, short=short, part=part))


@app.command()
def learn(
    lesson: Annotated[
        Path, typer.Argument(help="Your YAML file of event types.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="The trained file (default: beside it, .npz).", show_default=False
        ),
    ] = None,
    test: Annotated[
        Path | None,
        typer.Option(
            "--test", help="Score it on this file of further examples too.", show_default=False
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only check the YAML file.")] = False,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="text or json.", show_default=False),
    ] = None,
) -> None:
    """Learn a codebook of your own from marked examples, and say how well.

    \b
    Example:  dragoman learn cyber.yaml
    Example:  dragoman read story.html --codebook cyber.yaml
    """  # fmt: skip
    end(lambda: codebooks.learn(lesson, out, test, check, form))


@app.command()
def add(
    where: ledger.Where,
    inputs: Inputs = None,
    published: Annotated[
        str | None,
        typer.Option(help="Day of publication, as 2026-03-14.", show_default=False),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(help="Name of the publisher.", show_default=False),
    ] = None,
    title: Annotated[str | None, typer.Option(help="The headline.", show_default=False)] = None,
    processes: Annotated[int, typer.Option("--processes", "-p", min=1, max=256)] = 1,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="json: a line a document.", show_default=False),
    ] = None,
    codebook: codebooks.Codebook = None,
    actors: codebooks.Actors = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Read documents into a ledger; what is there already is not added again.

    \b
    Example:  dragoman add stories/ --ledger news.db
    Example:  dragoman add archive.jsonl --ledger postgresql://desk@localhost/news
    """
    order = ledger.AddOrder(
        inputs or [], where, published, publisher, title, processes, form, quiet,
        codebook, tuple(actors or ()),
    )  # fmt: skip
    end(lambda: ledger.add(order))


@app.command()
def stories(
    where: ledger.Where,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", help="text or json (a line a story).", show_default=False),
    ] = None,
) -> None:
    """Show which documents tell the same story, and which are copies of one another.

    \b
    Example:  dragoman stories --ledger news.db --format json
    """
    from dragoman.cli.stories import run

    end(lambda: run(where, form))


@app.command()
def happenings(
    where: ledger.Where,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Two countries or bodies by code, in either order.", show_default=False),
    ] = None,
    code: Annotated[
        str | None, typer.Option(help="One country or body by code.", show_default=False)
    ] = None,
    event: Annotated[
        str | None, typer.Option(help="A PLOVER root, as CONSULT.", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="The first day, as 2026-03-14.", show_default=False)
    ] = None,
    until: Annotated[str | None, typer.Option(help="The last day.", show_default=False)] = None,
    sources: Annotated[int, typer.Option(min=1, help="Independent sources at least.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, show_default=False)] = None,
    after: Annotated[
        str | None,
        typer.Option(help="The last happening seen, by id: what comes next.", show_default=False),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="text or json (a line a happening).", show_default=False
        ),
    ] = None,
) -> None:
    """Show what happened, each act once with all its reports, the newest first.

    \b
    Example:  dragoman happenings --pair CHN CUB --ledger news.db
    Example:  dragoman happenings --event ASSAULT --since 2026-03-01 --sources 2 --ledger news.db
    """
    from dragoman.cli.happenings import Order, run

    order = Order(where, pair, code, event, since, until, sources, limit, after, form)
    end(lambda: run(order))


def end(run: Callable[[], int]) -> NoReturn:
    """Run a command and end it with its exit code, whatever it meets.

    Done here and not around the whole application, which has answers of its own to a closed pipe
    and an interrupt.
    """
    try:
        code = run()
        sys.stdout.flush()
    except DragomanError as error:
        screen.fail(str(error))
        code = error.exit_code
    except BrokenPipeError:
        # The taker of our output (head, a pager) has seen enough.
        screen.discard_output()
        code = 0
    except OSError as error:
        # A full disk, a folder taken away: what is out there is not ours to mend.
        screen.fail(f"{error.filename or 'the output'}: {error.strerror or error}")
        screen.finish_output()
        code = PartError.exit_code
    except KeyboardInterrupt:
        screen.fail("interrupted")
        code = 130
    raise typer.Exit(code)


app.add_typer(ledger.commands(end), name="ledger")
feeds.register(app, end)
exports.register(app, end)
registers.register(app, end)
who.register(app, end)
views.register(app, end)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    screen.prepare()
    app()
