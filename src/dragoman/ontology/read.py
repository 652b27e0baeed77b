"""The user's file in, event types and marked examples out; every fault named with its item.

An example is a text whose triggers are marked in place, `[[knocked out|DISRUPT]]`, or a mapping
with `text` and `marks`, each of a `type` and its `words` (and `nth`, where they stand twice). A
text without marks is an example of what is none of the types.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from dragoman import codebook
from dragoman.errors import UsageError
from dragoman.forms.ontology import EventType, Ontology
from dragoman.ontology.loading import load

T = TypeVar("T")

MAX_TYPES, MAX_EXAMPLES, MAX_CHARS = 64, 5_000, 5_000
LEAST_MARKS = 3
"""Marks of a type below which nothing can be learned and tested."""
_TOLD = 12
"""Faults that one message names."""

_NAME = re.compile(r"[A-Z][A-Z0-9_-]{0,39}")
_WORD = re.compile(r"[a-z0-9][a-z0-9 _-]{0,39}")
_TITLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_MARK = re.compile(r"\[\[([^\[\]|]{1,200})\|([^\[\]|]{1,60})\]\]")
_KEYS = {"name", "version", "about", "types", "examples"}
_TYPE_KEYS = {"definition", "like", "quad_code", "event_scale", "mode", "context"}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A trigger in an example: code points `start:end` of its text, and its type's name."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its marks, in order; `item` names it in messages ("examples[3]")."""

    text: str
    marks: tuple[Mark, ...]
    item: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a file teaches."""

    ontology: Ontology
    examples: tuple[Example, ...]


class _Faults:
    """Faults of a file, gathered so that a user sees them together."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: list[str] = []

    def take(self, item: str, make: Callable[..., T], *given: Any) -> T | None:
        """Make a part of what is given; note the fault and give None where it cannot be made."""
        try:
            return make(*given)
        except _FaultError as fault:
            self._found.append(f"{item}: {fault}")
            return None

    def end(self) -> None:
        """Raise UsageError where there was any fault."""
        if self._found:
            more = len(self._found) - _TOLD
            told = "; ".join(self._found[:_TOLD]) + (f"; and {more} more" if more > 0 else "")
            raise UsageError(f"{self._path}: {told}")


class _FaultError(Exception):
    """What is wrong with one item; never leaves this module."""


def read_lesson(path: Path) -> Lesson:
    """Read an ontology with its examples. Raises UsageError that names every faulty item."""
    raw, content = load(path)
    if not isinstance(raw, dict):
        raise UsageError(f"{path}: no ontology: it begins with name:, types: and examples:")
    faults = _Faults(path)
    faults.take("the file", _only, raw, _KEYS)
    name = faults.take("name", _title, raw.get("name"))
    version = faults.take("version", _version, raw.get("version", 1))
    about = faults.take("about", _text, raw.get("about", "-"), 1_000)
    types = faults.take("types", _mapping, raw.get("types")) or {}
    made = [faults.take(f"types.{n}", _type, n, v) for n, v in types.items()]
    known = {str(n) for n in types}
    examples = _examples(raw.get("examples"), known, "examples", faults)
    if None not in made and examples:
        faults.take("examples", _enough, examples, known)
    faults.end()
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    ontology = Ontology(
        name or "", version or "", about or "", tuple(t for t in made if t is not None), digest
    )
    return Lesson(ontology, examples)


def read_examples(path: Path, ontology: Ontology) -> tuple[Example, ...]:
    """Read a file of further examples of an ontology's types, under `examples:`."""
    raw, _ = load(path)
    if not isinstance(raw, dict) or "examples" not in raw:
        raise UsageError(f"{path}: no examples: it has a list under examples:")
    faults = _Faults(path)
    found = _examples(raw["examples"], {t.name for t in ontology.types}, "examples", faults)
    faults.end()
    return found


def _type(name: Any, value: Any) -> EventType:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _FaultError("a type's name is in capitals, digits, _ and -, and quoted if YAML reads "
                          "it as something else (NO, ON)")  # fmt: skip
    value = _mapping(value)
    _only(value, _TYPE_KEYS)
    like = value.get("like")
    if like is not None and like not in codebook.ROOTS:
        raise _FaultError(f"like: {like!r} is no PLOVER root")
    quad = value.get("quad_code", codebook.quad_code(like) if like else None)
    if type(quad) is not int or not 1 <= quad <= 4:
        raise _FaultError("give quad_code (1 to 4), or like: with the PLOVER root to take it from")
    default = codebook.score(like) if like else _middle(quad)
    scale = value.get("event_scale", default)
    if type(scale) not in (int, float) or not -10 <= scale <= 10:
        raise _FaultError("event_scale is a number from -10 to 10")
    return EventType(
        name,
        _text(value.get("definition"), 1_000),
        quad,
        float(scale),
        _words("mode", value.get("mode", [])),
        _words("context", value.get("context", [])),
    )


def _middle(quad: int) -> float:
    """Return the mean score of PLOVER's roots of a quad class, to one decimal."""
    scores = [codebook.score(r) for r in codebook.ROOTS if codebook.quad_code(r) == quad]
    return round(sum(scores) / len(scores), 1)


def _examples(raw: Any, types: set[str], item: str, faults: _Faults) -> tuple[Example, ...]:
    if not isinstance(raw, list) or not 0 < len(raw) <= MAX_EXAMPLES:
        faults.take(item, _fault, f"a list of 1 to {MAX_EXAMPLES:,} texts")
        return ()
    made = [
        faults.take(f"{item}[{n}]", _example, v, types, f"{item}[{n}]")
        for n, v in enumerate(raw, start=1)
    ]
    return tuple(e for e in made if e is not None)


def _example(value: Any, types: set[str], item: str) -> Example:
    if isinstance(value, str):
        text, marks = _inline(_text(value, MAX_CHARS))
    else:
        value = _mapping(value)
        _only(value, {"text", "marks"})
        text = _text(value.get("text"), MAX_CHARS)
        listed = value.get("marks", [])
        if not isinstance(listed, list) or len(listed) > 200:
            raise _FaultError("marks is a list")
        marks = [_quoted(mark, text) for mark in listed]
    marks.sort()
    for before, after in itertools.pairwise(marks):
        if after.start < before.end:
            raise _FaultError(f"{text[after.start : after.end]!r} is marked twice")
    if unknown := sorted({m.type for m in marks} - types):
        raise _FaultError(f"{unknown[0]!r} is none of the types")
    return Example(text, tuple(marks), item)


def _inline(marked: str) -> tuple[str, list[Mark]]:
    text, at, marks = "", 0, list[Mark]()
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        words = found.group(1)
        inside = words.strip()
        if not inside:
            raise _FaultError("a mark without words")
        begin = len(text) + words.index(inside)
        marks.append(Mark(begin, begin + len(inside), found.group(2).strip()))
        text += words
        at = found.end()
    text += marked[at:]
    if "[[" in text or "]]" in text:
        raise _FaultError("a mark is written [[words|TYPE]]")
    return text, marks


def _quoted(mark: Any, text: str) -> Mark:
    mark = _mapping(mark)
    _only(mark, {"type", "words", "nth"})
    words, kind, nth = mark.get("words"), mark.get("type"), mark.get("nth", 1)
    if not isinstance(words, str) or not words.strip() or not isinstance(kind, str):
        raise _FaultError("a mark has words: and type:")
    if type(nth) is not int or nth < 1:
        raise _FaultError("nth counts from 1")
    at = -1
    for _ in range(min(nth, len(text) + 1)):
        at = text.find(words, at + 1)
        if at < 0:
            raise _FaultError(f"the text does not say {words[:60]!r}" + f" {nth} times" * (nth > 1))
    return Mark(at, at + len(words), kind)


def _enough(examples: tuple[Example, ...], types: set[str]) -> None:
    for name in sorted(types):
        count = sum(mark.type == name for e in examples for mark in e.marks)
        if count < LEAST_MARKS:
            raise _FaultError(f"{name} has {count} marks, {LEAST_MARKS} are the least")


def _mapping(value: Any) -> dict[Any, Any]:
    if not isinstance(value, dict) or not 0 < len(value) <= MAX_TYPES:
        raise _FaultError(f"a mapping of 1 to {MAX_TYPES} keys is wanted")
    return value


def _only(value: dict[Any, Any], known: set[str]) -> None:
    if strange := [k for k in value if k not in known]:
        raise _FaultError(f"{strange[0]!r} is no key of it; they are {', '.join(sorted(known))}")


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _FaultError("text is missing")
    if len(value) > longest:
        raise _FaultError(f"longer than {longest:,} characters")
    return value.strip()


def _title(value: Any) -> str:
    if not isinstance(value, str) or not _TITLE.fullmatch(value):
        raise _FaultError("a short name of letters, digits, _ and - is wanted")
    return value


def _version(value: Any) -> str:
    version = str(value) if type(value) in (int, float, str) else ""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._]{0,19}", version):
        raise _FaultError("a short number is wanted")
    return version


def _words(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 16:
        raise _FaultError(f"{key} is a list of at most 16 words")
    for word in value:
        if not isinstance(word, str) or not _WORD.fullmatch(word):
            raise _FaultError(f"{key}: {word!r} is no word in small letters")
    return tuple(value)


def _fault(message: str) -> None:
    raise _FaultError(message)
