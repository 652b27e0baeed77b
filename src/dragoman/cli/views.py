"""`dragoman index`, `pair`, `search`, `vectors`: a ledger in, what is asked of it out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.ledger import Where, no_vectors
from dragoman.cli.screen import Progress, fail
from dragoman.errors import PartError, UsageError

if TYPE_CHECKING:
    from dragoman.cli.finishing import Look
    from dragoman.ledger import Ledger
    from dragoman.searching import Query
    from dragoman.views.index import Index
    from dragoman.views.shapes import Line

INDEX_FORMS = ("table", "json", "parquet", "svg", "png")
PAIR_FORMS = ("cards", "json", "markdown", "html")
SEARCH_FORMS = ("cards", "json")
_MOST_LISTED = 100  # happenings shown of one period
_SUFFIXES = {".json": "json", ".parquet": "parquet", ".svg": "svg", ".png": "png"}
_PAGES = {".json": "json", ".md": "markdown", ".html": "html", ".htm": "html", ".txt": "cards"}

Form = Annotated[str | None, typer.Option("--format", "-f", show_default=False)]
Out = Annotated[
    str | None,
    typer.Option("--out", "-o", help="Write into this file; its ending names the format."),
]
First = Annotated[
    str | None, typer.Option("--first", help="First day, as 2026-03-14.", show_default=False)
]
Last = Annotated[
    str | None, typer.Option("--last", help="Last day, as 2026-03-14.", show_default=False)
]


@contextmanager
def _opened(where: str) -> Iterator[Ledger]:
    """Open a ledger and bring it up to date."""
    from dragoman.ledger import Ledger
    from dragoman.ledger.settling import settle

    with Ledger.open(where, create=False) as ledger:
        settle(ledger)
        yield ledger


def _form(
    form: str | None, out: str | None, known: tuple[str, ...], endings: dict[str, str]
) -> str:
    """Choose the form: the one asked for, else the file's, else the terminal's, else JSON.

    Raises UsageError for a form of no such name, and for a file whose ending names none.
    """
    if form is None and out is not None and (ending := Path(out).suffix.lower()):
        if ending not in endings:
            raise UsageError(
                f"{out}: no form ends in {ending}: name it {', '.join(endings)}, or give --format"
            )
        form = endings[ending]
    if form is None:
        form = known[0] if out is None and sys.stdout.isatty() else "json"
    if form not in known:
        raise UsageError(f"no format {form!r}: choose one of {', '.join(known)}")
    return form


def _write(text: str, out: str | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    _save(out, text.encode("utf-8", "backslashreplace"))


def _save(out: str, body: bytes) -> None:
    try:
        Path(out).write_bytes(body)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}") from error


def _dumped(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"


def show_index(
    where: str, sides: list[str], form: str | None, out: str | None, listing: bool, **given: Any
) -> int:
    """Write an index; return the exit code.

    Raises UsageError for sides, periods and formats that are none, PartError where a part is
    missing.
    """
    from dragoman import viewing
    from dragoman.views.index import Asked
    from dragoman.views.periods import as_days
    from dragoman.views.sides import side

    if len(sides) > 2:
        raise UsageError(f"an index is of one side or two, not of {len(sides)}")
    form = _form(form, out, INDEX_FORMS, _SUFFIXES)
    if form in ("parquet", "png") and out is None:
        raise UsageError(f"{form} is written into a file: give --out FILE.{form}")
    if listing and form not in ("table", "json"):
        raise UsageError(f"--list goes with table and json, not with {form}")
    first, last = as_days(given["first"], given["last"])
    asked = Asked(
        one=side(sides[0]),
        other=side(sides[1]) if len(sides) == 2 else None,
        by=given["by"],
        directed=given["directed"],
        first=first,
        last=last,
        replicates=given["replicates"],
        seed=given["seed"],
    )
    with _opened(where) as ledger:
        index = viewing.index(ledger, asked, ids=listing)
        listed = None
        if listing:
            behind = index.listed.items()
            listed = {label: viewing.lines(ledger, ids[:_MOST_LISTED]) for label, ids in behind}
    _write_index(index, form, out, listed)
    return 0


def _write_index(
    index: Index, form: str, out: str | None, listed: dict[str, list[Line]] | None
) -> None:
    from dragoman.views.picture import draw

    if form == "json":
        told = index.to_dict()
        for point in told["points"] if listed is not None else ():
            point["list"] = (listed or {}).get(point["period"], [])
        _write(_dumped(told), out)
    elif form == "table":
        from dragoman.views.table import table

        _write("".join(f"{line}\n" for line in table(index, listed)), out)
    elif form == "svg":
        from dragoman.views.svg import svg

        _write(svg(draw(index)), out)
    elif form == "png":
        from dragoman.views.png import png

        _save(str(out), png(draw(index)))
    else:
        from dragoman.views.table import write_parquet

        write_parquet(index, Path(str(out)))


def show_pair(
    where: str, one: str, other: str, since: str | None, form: str | None, out: str | None,
    by: str | None, limit: int,
) -> int:  # fmt: skip
    """Write a pair's dossier; return the exit code. Raises UsageError for what is no pair."""
    from dragoman import viewing

    form = _form(form, out, PAIR_FORMS, _PAGES)
    with _opened(where) as ledger:
        dossier, trend = viewing.pair(ledger, one, other, since=since, by=by, limit=limit)
    if form == "json":
        text = _dumped(dossier)
    elif form == "html":
        from dragoman.views.html import page

        text = page(dossier, trend)
    elif form == "markdown":
        from dragoman.views.markdown import markdown

        text = "\n".join(markdown(dossier)) + "\n"
    else:
        from dragoman.views.cards import dossier_cards, written

        look = _look(out)
        text = written(dossier_cards(dossier, marks=not look["ansi"]), **look)
    _write(text, out)
    return 0


def _look(out: str | None) -> Look:
    from dragoman.cli.finishing import look

    return look(out is None and sys.stdout.isatty())


def show_search(where: str, query: Query, form: str | None) -> int:
    """Write what a search finds; return the exit code. Raises UsageError for an empty query."""
    from dragoman.searching import search

    form = _form(form, None, SEARCH_FORMS, {})
    encoder = None
    if query.by_meaning:
        from dragoman.pipeline import default_reader

        encoder = default_reader().stage
    with _opened(where) as ledger:
        found = search(ledger, query, encoder)
    if found.unread:
        told = no_vectors(found.unread, where)
        if not found.documents:
            raise PartError(told)
        fail(told)
    if form == "json":
        _write(_dumped(found.to_dict()), None)
        return 0
    from dragoman.views.cards import hit_cards, written

    look = _look(None)
    _write(written(hit_cards(found.hits, marks=not look["ansi"]), **look), None)
    if found.documents > len(found.hits) and not query.by_meaning:
        sys.stderr.write(f"{len(found.hits)} of {found.documents} documents; --limit shows more\n")
    return 0


def add_vectors(where: str, quiet: bool) -> int:
    """Give documents vectors that were added without; return the exit code."""
    from dragoman.ledger import Ledger
    from dragoman.pipeline import default_reader
    from dragoman.searching import add_meanings

    progress = Progress(quiet=quiet)
    with Ledger.open(where, create=False) as ledger:
        for _ in add_meanings(ledger, default_reader().stage):
            progress.step()
    progress.end()
    return 0


def register(app: typer.Typer, end: Callable[[Callable[[], int]], None]) -> None:
    """Add the commands to the application; `end` runs one and ends it with its exit code."""

    @app.command()
    def index(
        sides: Annotated[
            list[str], typer.Argument(help="One or two countries or blocs: CHN, Cuba, EUR, BRICS.")
        ],
        where: Where,
        by: Annotated[str, typer.Option(help="week, month or year.")] = "month",
        directed: Annotated[
            bool, typer.Option("--directed", help="Only what the first does to the second.")
        ] = False,
        first: First = None,
        last: Last = None,
        listing: Annotated[
            bool, typer.Option("--list", help="Show the happenings behind every point.")
        ] = False,
        form: Annotated[
            str | None,
            typer.Option(
                "--format", "-f", help="table, json, parquet, svg or png.", show_default=False
            ),
        ] = None,
        out: Out = None,
        replicates: Annotated[
            int, typer.Option(help="Draws of the bootstrap behind the intervals.")
        ] = 500,
        seed: Annotated[int, typer.Option(help="Seed of the bootstrap.")] = 1,
    ) -> None:
        """Show how much two countries cooperate and clash, by week, month or year.

        Points of PLOVER's scale from merged happenings, each counted once, for each document that
        mentions both; with one country or bloc, its dealings with everyone else.

        \b
        Example:  dragoman index CHN CUB --by month --ledger news.db
        Example:  dragoman index EUR --by year --out eur.svg --ledger news.db
        """
        end(
            lambda: show_index(
                where, sides, form, out, listing, by=by, directed=directed, first=first,
                last=last, replicates=replicates, seed=seed,
            )
        )  # fmt: skip

    @app.command()
    def pair(
        one: Annotated[str, typer.Argument(help="A country or bloc: CHN, China, EUR.")],
        other: Annotated[str, typer.Argument(help="The other one.")],
        where: Where,
        since: Annotated[
            str | None,
            typer.Option(help="Mark what is new since this day.", show_default=False),
        ] = None,
        form: Annotated[
            str | None,
            typer.Option(
                "--format", "-f", help="cards, json, markdown or html.", show_default=False
            ),
        ] = None,
        out: Out = None,
        by: Annotated[
            str | None,
            typer.Option(
                help="Trend by week, month or year; else by month, by year over five years.",
                show_default=False,
            ),
        ] = None,
        limit: Annotated[
            int, typer.Option(min=1, max=5_000, help="Happenings shown, the newest first.")
        ] = 200,
    ) -> None:
        """Show all that is told of two countries: happenings, agreements, promises, positions.

        \b
        Example:  dragoman pair CHN CUB --since 2026-03-01 --ledger news.db
        Example:  dragoman pair China EUR --out dossier.html --ledger news.db
        """
        end(lambda: show_pair(where, one, other, since, form, out, by, limit))

    @app.command()
    def search(
        where: Where,
        words: Annotated[
            list[str] | None,
            typer.Argument(help='Words; "a phrase"; -without; begin*.', show_default=False),
        ] = None,
        meaning: Annotated[
            bool, typer.Option("--meaning", help="Find what is about the words, not what has them.")
        ] = False,
        kind: Annotated[
            list[str] | None, typer.Option(help="A record of this kind.", show_default=False)
        ] = None,
        event: Annotated[
            list[str] | None, typer.Option(help="An act of this PLOVER root.", show_default=False)
        ] = None,
        code: Annotated[
            list[str] | None, typer.Option(help="A country in the record.", show_default=False)
        ] = None,
        pair: Annotated[
            tuple[str, str] | None,
            typer.Option(help="Two countries that the record relates.", show_default=False),
        ] = None,
        publisher: Annotated[
            str | None, typer.Option(help="The publisher's name.", show_default=False)
        ] = None,
        first: First = None,
        last: Last = None,
        by: Annotated[
            str | None,
            typer.Option(
                help="relevance (the default for words; the title counts most) or newest.",
                show_default=False,
            ),
        ] = None,
        limit: Annotated[int, typer.Option(help="Documents shown.")] = 20,
        form: Annotated[
            str | None,
            typer.Option("--format", "-f", help="cards or json.", show_default=False),
        ] = None,
    ) -> None:
        """Find documents by words, records or meaning; each opens to the sentence that matches.

        \b
        Example:  dragoman search '"trade deal" -fish' --code CHN --ledger news.db
        Example:  dragoman search "ships collide near a disputed reef" --meaning --ledger news.db
        """
        from dragoman.searching import Query

        query = Query(
            words=_words(words, by_meaning=meaning), by_meaning=meaning, kinds=kind or [],
            events=event or [], codes=code or [], pair=pair, publisher=publisher, first=first,
            last=last, by=by, limit=limit,
        )  # fmt: skip
        end(lambda: show_search(where, query, form))

    @app.command()
    def vectors(
        where: Where,
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    ) -> None:
        """Give documents vectors for searching by meaning; `add` gives new ones theirs.

        \b
        Example:  dragoman vectors --ledger news.db
        """
        end(lambda: add_vectors(where, quiet))


def _words(words: list[str] | None, *, by_meaning: bool) -> str:
    """Join the words of the command line; the shell has taken the marks of a phrase away."""
    if by_meaning or len(words or []) < 2:
        return " ".join(words or [])
    return " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words or [])
