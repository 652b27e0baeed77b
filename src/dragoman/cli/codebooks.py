"""`dragoman learn`, and what `--codebook` and `--actors` of the other commands take."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.screen import fail
from dragoman.errors import UsageError
from dragoman.extras import Extras
from dragoman.faces.words import clean

if TYPE_CHECKING:
    from dragoman.ontology import Score

Codebook = Annotated[
    Path | None,
    typer.Option(
        "--codebook",
        help="A codebook of your own: a YAML file that `dragoman learn` has learned.",
        show_default=False,
    ),
]
Actors = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors",
        help="A dictionary of actors or agents (PETRARCH, TABARI) or a CSV sheet; repeatable.",
        show_default=False,
    ),
]


def extras(codebook: Path | None, actors: Sequence[Path] | None) -> tuple[Extras, bool]:
    """Return what the user brings; name on stderr each line of the actors that cannot be read.

    The second value says whether there was one: the command then ends with code 1 when all else
    is done. Raises UsageError for a file that is none of these.
    """
    brought = Extras(codebook, tuple(actors or ()))
    for fault in brought.faults():
        fail(f"{fault}; the line is left out")
    return brought, bool(brought.faults())


def learn(lesson: Path, out: Path | None, test: Path | None, check: bool, form: str | None) -> int:
    """Train a codebook of the user's own, or only check its file; return the exit code."""
    if form not in (None, "text", "json"):
        raise UsageError(f"no format {form!r}: scores come as text or json")
    if check:
        return _check(lesson)
    from dragoman import teaching

    taught = teaching.learn(lesson, out=out)
    told = {"cross-validated": taught.score}
    if test is not None:
        told["test"] = teaching.test(taught.path, test)
    as_json = form == "json" or (form is None and not sys.stdout.isatty())
    if as_json:
        row = {
            "codebook": taught.head.ontology.label,
            "file": str(taught.path),
            "model": taught.head.model,
            "scores": {name: score.to_dict() for name, score in told.items()},
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return 0
    for name, score in told.items():
        sys.stdout.write(_table(name, score))
    sys.stdout.write(f"{clean(taught.head.ontology.label)} written to {clean(str(taught.path))}\n")
    return 0


def _check(lesson: Path) -> int:
    from dragoman.ontology import read_lesson

    read = read_lesson(lesson)
    marks = [mark.type for example in read.examples for mark in example.marks]
    empty = sum(not example.marks for example in read.examples)
    sys.stdout.write(
        f"{clean(read.ontology.label)}: {len(read.ontology.types)} types, "
        f"{len(read.examples)} examples ({empty} of none of them), {len(marks)} marks\n"
    )
    for kind in read.ontology.types:
        sys.stdout.write(
            f"  {kind.name:20} {marks.count(kind.name):4} marks  "
            f"quad {kind.quad_code}  scale {kind.event_scale:+.1f}\n"
        )
    return 0


def _table(name: str, score: Score) -> str:
    rows = [(kind, *rates) for kind, rates in score.by_type.items()]
    rows.append(("all", score.precision, score.recall, score.f1, score.triggers))
    lines = [f"{name:20} precision  recall      F1  triggers"]
    lines += [f"{clean(k):20} {p:9.2f} {r:7.2f} {f:7.2f} {n:9}" for k, p, r, f, n in rows]
    return "\n".join(lines) + "\n"
