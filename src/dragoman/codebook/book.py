"""The codebook's content, from `data/codebook/`: what each code means, counts and belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from dragoman.errors import PartError, UsageError
from dragoman.forms.reading import Status
from dragoman.knowledge import rows, sheet

Root = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
ROOTS: tuple[Root, ...] = get_args(Root)
STATUSES: tuple[Status, ...] = get_args(Status)
QUADS: Mapping[int, str] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True, slots=True)
class Mode:
    """How a root is done. `score` is None where the codebook prints none."""

    name: str
    score: float | None
    definition: str


@dataclass(frozen=True, slots=True)
class RootEntry:
    """A root of the codebook: quad class 1-4, score -10..10, whether a recipient is required."""

    root: Root
    quad: int
    score: float
    recipient: bool
    definition: str
    not_this: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Plover:
    """A PLOVER code: root, mode (None: none) and contexts."""

    root: Root
    mode: str | None
    contexts: tuple[str, ...]


@cache
def book() -> Mapping[str, RootEntry]:
    """Return every root's entry, in the fixed order. Raises PartError on a damaged file."""
    out: dict[str, RootEntry] = {}
    for item in sheet("codebook/roots.yaml"):
        out[item["root"]] = RootEntry(
            root=item["root"],
            quad=int(item["quad"]),
            score=float(item["score"]),
            recipient=bool(item["recipient"]),
            definition=item["definition"],
            not_this=item.get("not", ""),
            modes={
                name: Mode(name, mode["score"], mode["definition"])
                for name, mode in item.get("modes", {}).items()
            },
        )
    if tuple(out) != ROOTS:
        raise PartError(f"codebook/roots.yaml: roots {tuple(out)} are not {ROOTS}")
    return out


def entry(root: str) -> RootEntry:
    """Return a root's entry. Raises UsageError on what is no root."""
    found = book().get(root)
    if found is None:
        raise UsageError(f"{root!r} is no PLOVER root; they are {', '.join(ROOTS)}")
    return found


def roots() -> tuple[Root, ...]:
    """Return the 16 roots in their fixed order: the order of `Act.roots`."""
    return ROOTS


def modes(root: str) -> tuple[str, ...]:
    """Return the modes of a root, in the codebook's order; empty where it has none.

    >>> modes("CONSULT")
    ('visit', 'third-party', 'multilateral', 'phone')
    """
    return tuple(entry(root).modes)


def quad_code(root: str) -> int:
    """Return the quad class: 1, 2 cooperation, 3, 4 conflict; odd is verbal, even material."""
    return entry(root).quad


def score(root: str, modes: Iterable[str] = ()) -> float:
    """Return the event scale, -10 (conflict) to 10 (cooperation), of a root done in `modes`.

    With several modes it is the one farthest from 0; modes without a score or of another root
    leave the root's own.

    >>> score("CONSULT"), score("CONSULT", ["visit"])
    (2.5, 4.0)
    """
    of_root = entry(root)
    scores = [
        mode.score
        for name in modes
        if (mode := of_root.modes.get(name)) is not None and mode.score is not None
    ]
    return max(scores, key=abs) if scores else of_root.score


def requires_recipient(root: str) -> bool:
    """Say whether the codebook wants a recipient for this root."""
    return entry(root).recipient


@cache
def contexts() -> Mapping[str, str]:
    """Return the contexts in the codebook's order, with what each means."""
    return dict(sheet("codebook/contexts.yaml"))


@cache
def sectors() -> Mapping[str, str]:
    """Return the sector codes, with what each means."""
    return dict(sheet("codebook/sectors.yaml"))


@cache
def special_codes() -> Mapping[str, str]:
    """Return the entity codes that are not ISO 3166 alpha-3, with what each means."""
    return dict(sheet("codebook/codes.yaml"))


@cache
def _cameo() -> Mapping[str, Plover]:
    return {
        row["cameo"]: Plover(
            entry(row["root"]).root,
            row["mode"] or None,
            tuple(c for c in row["contexts"].split("|") if c),
        )
        for row in rows("codebook/cameo.csv")
    }


def cameo_to_plover(code: str) -> Plover | None:
    """Return the PLOVER code of a CAMEO code; None for statements and appeals (01, 02).

    A code that the table has not falls back on its parent. Raises UsageError on what is no
    CAMEO code.

    >>> cameo_to_plover("0871").mode
    'ceasefire'
    """
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4 and "01" <= code[:2] <= "20"):
        raise UsageError(f"{code!r} is no CAMEO code: two to four digits, 01 to 20")
    for length in range(len(code), 1, -1):
        found = _cameo().get(code[:length])
        if found is not None:
            return found
    return None


@cache
def _plover_rows() -> Mapping[tuple[str, str], str]:
    return {(row["root"], row["mode"]): row["cameo"] for row in rows("codebook/to_cameo.csv")}


@cache
def _narrowed() -> Mapping[tuple[str, str, str], str]:
    table = rows("codebook/to_cameo_contexts.csv")
    return {(r["root"], r["mode"], r["context"]): r["cameo"] for r in table}


def plover_to_cameo(root: str, mode: str | None = None, contexts: Iterable[str] = ()) -> str:
    """Return the CAMEO code nearest to a root and mode; the root's own where the mode has none.

    The first of the `contexts` that narrows it to one code does so.

    >>> plover_to_cameo("CONSULT", "phone"), plover_to_cameo("AGREE")
    ('041', '030')
    >>> plover_to_cameo("AID", contexts=["diplomatic", "military"])
    '072'
    """
    for context in contexts:
        narrowed = _narrowed().get((root, mode or "", context))
        if narrowed is not None:
            return narrowed
    codes = _plover_rows()
    return codes.get((entry(root).root, mode or "")) or codes[root, ""]


@cache
def _cow() -> Mapping[str, int]:
    return {row["code"]: int(row["cow"]) for row in rows("codebook/cow.csv")}


def cow_code(code: str) -> int | None:
    """Return the Correlates of War number of a state's code; None for what is no state there.

    >>> cow_code("USA"), cow_code("IGO")
    (2, None)
    """
    return _cow().get(code)
