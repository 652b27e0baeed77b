"""Actor and agent dictionaries of PETRARCH and TABARI: a file in, entries and agents out.

Actors:

    HAMID_KARZAI_  [AFGELI]            ; the code that holds where no dated one does
    +PRESIDENT_KARZAI_                 ; another name
        [AFGGOV 20011222-20140929]     ; days inclusive; also <20011222 and >20140929

Agents, nouns that say a sector: `POLICEMAN {POLICEMEN} [~COP]`, `!PERSON! = MAN, MEN, WOMAN`. What
stands after `;` or `#` and between `<!--` and `-->` is a comment. A line that cannot be read is a
fault; the rest is read on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from dragoman.errors import PartError, UsageError
from dragoman.gazetteer.agents import Agent
from dragoman.gazetteer.cameo import Actor, read_code
from dragoman.gazetteer.entry import Entry, Kind
from dragoman.gazetteer.sheets import data_folder, read_actors, read_table

MAX_BYTES = 50_000_000
_LONGEST_LINE = 2_000
_MOST_FORMS = 200
"""Forms that the markers of one agent may make."""

_CODES = re.compile(r"\[([^\[\]]*)\]")
_DATED = re.compile(r"^(\S+)\s+(?:([<>])\s*(\d{6,8})|(\d{6,8})\s*-\s*(\d{6,8}))$")
_MARKER = re.compile(r"!([A-Za-z_]{1,30})!")
_DEFINED = re.compile(r"^!([A-Za-z_]{1,30})!\s*=\s*(.+)$")
_PLURAL = re.compile(r"\{([^{}]*)\}")
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "de", "la", "del", "da", "van", "al"))
_COMMENT = re.compile(r"<!--.*?-->|[;#].*")
# A two-digit year up to this is of this century, as PETRARCH reads it.
_THIS_CENTURY = 30


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What files of actors say: entries, agents by every form, faults as "file:line: why".

    `digest` is that of the files' bytes, in their order.
    """

    entries: tuple[Entry, ...]
    agents: Mapping[str, Agent]
    faults: tuple[str, ...]
    digest: str


@dataclass(slots=True)
class _Root:
    """An actor while its lines are being read."""

    line: int
    names: list[str]
    codes: list[tuple[str, date | None, date | None, int]] = field(default_factory=list)
    broken: bool = False


class _LineError(Exception):
    """Why a line cannot be read; never leaves this module."""


def read_dictionaries(paths: Iterable[Path]) -> Dictionary:
    """Read files of actors and agents, and sheets in CSV (docs/gazetteer.md), as one.

    Raises UsageError where a file cannot be opened or nothing in it can be read.
    """
    entries: list[Entry] = []
    agents: dict[str, Agent] = {}
    faults: list[str] = []
    digest = hashlib.sha256()
    for path in paths:
        raw = _bytes(path)
        digest.update(len(raw).to_bytes(8, "big") + raw)
        reading = _Reading(path.name)
        if path.suffix.lower() == ".csv":
            reading.take_sheet(path)
        else:
            reading.take(_decoded(raw).splitlines())
        if not reading.entries and not reading.agents:
            first = f" ({reading.faults[0]})" if reading.faults else ""
            raise UsageError(f"{path}: no line of actors or agents in it{first}")
        entries += reading.entries
        agents |= reading.agents
        faults += reading.faults
    return Dictionary(tuple(entries), agents, tuple(faults), "sha256:" + digest.hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{path}: longer than {MAX_BYTES:,} bytes")
    return raw


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The dictionaries of the nineties are in Latin-1, which no byte is foreign to.
        return raw.decode("latin-1")


class _Reading:
    """One file while it is being read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: list[Entry] = []
        self.agents: dict[str, Agent] = {}
        self._faults: dict[int, str] = {}
        self._markers: dict[str, list[str]] = {}
        self._root: _Root | None = None

    @property
    def faults(self) -> list[str]:
        """The lines that could not be read, in order, each with its reason."""
        return [f"{self.name}:{line}: {why}" for line, why in sorted(self._faults.items())]

    def take_sheet(self, path: Path) -> None:
        """Take a CSV sheet: its rows are right or the file is refused."""
        try:
            found = read_actors(path)
        except (PartError, ValueError) as error:
            raise UsageError(f"{path}: no sheet of actors: {error}") from error
        self.entries += [_sourced(entry, self.name) for entry in found]

    def take(self, lines: Iterable[str]) -> None:
        """Take every line; note those that cannot be read."""
        for number, line in _uncommented(lines):
            if "---STOP---" in line:
                break
            try:
                self._line(number, line)
            except _LineError as fault:
                self._faults[number] = str(fault)
                if self._root is not None:
                    self._root.broken = True
        self._close()

    def _line(self, number: int, line: str) -> None:
        if len(line) > _LONGEST_LINE:
            raise _LineError(f"longer than {_LONGEST_LINE:,} characters")
        text = line.strip()
        if defined := _DEFINED.match(text):
            forms = [form.strip() for form in defined.group(2).split(",")]
            self._markers[defined.group(1).upper()] = [form for form in forms if form]
        elif text.startswith("["):
            if self._root is None:
                raise _LineError("a code that no actor stands before")
            self._codes(self._root, number, text)
        elif text.startswith("+"):
            if self._root is None:
                raise _LineError("another name of no actor")
            self._root.names.append(_name(text[1:].partition("[")[0]))
        elif "~" in text.partition("[")[2]:
            self._close()
            self._agent(number, text)
        else:
            self._close()
            name, bracket, _ = text.partition("[")
            self._root = _Root(number, [_name(name)])
            if bracket:
                self._codes(self._root, number, text[len(name) :])

    def _codes(self, root: _Root, number: int, text: str) -> None:
        codes = _CODES.findall(text)
        if not codes or _CODES.sub("", text).strip():
            raise _LineError(f"a code is written [CODE] or [CODE 20010120-20050120]: {text[:60]!r}")
        for code in codes:
            root.codes.append((*_when(code.strip()), number))

    def _close(self) -> None:
        """Make the entries of the actor that was being read."""
        root, self._root = self._root, None
        if root is None:
            return
        if not root.codes and not root.broken:
            self._faults[root.line] = f"{root.names[0][:60]!r} has no code"
        for code, start, end, line in root.codes:
            actor = read_code(code)
            if actor is None:
                self._faults[line] = f"{code[:60]!r} is no code of an actor"
                continue
            dated = any(s or e for _, s, e, _ in root.codes)
            self.entries.append(_entry(root, actor, start, end, f"{self.name}:{line}", dated))

    def _agent(self, number: int, text: str) -> None:
        noun, _, rest = text.partition("[")
        code = rest.partition("]")[0].strip().strip("~")
        actor = read_code(code)
        if actor is None or not actor.sectors:
            raise _LineError(f"{code!r} says no sector")
        given = _PLURAL.search(noun)
        singular = _PLURAL.sub("", noun)
        # What a marker stands for is never put into the plural (its own list has both).
        regular = "" if "!" in singular else _regular_plural(singular)
        plural = regular if given is None else given.group(1)
        for name, many in ((singular, False), (plural, True)):
            for form in self._spelt_out(name):
                if words := _words(form).lower().replace("-", " ").replace(".", ""):
                    source = f"{self.name}:{number}"
                    self.agents[words] = Agent(words, actor.sectors, source, many)

    def _spelt_out(self, noun: str) -> list[str]:
        """Return a noun with every marker replaced by each of its forms."""
        forms = [noun]
        while marker := _MARKER.search(forms[0]):
            known = self._markers.get(marker.group(1).upper())
            if not known:
                raise _LineError(f"the marker {marker.group()} is not defined before")
            forms = [form.replace(marker.group(), k, 1) for form in forms for k in known]
            if len(forms) > _MOST_FORMS:
                raise _LineError(f"its markers make more than {_MOST_FORMS} forms")
        return forms


def _uncommented(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines with something in them, comments left out."""
    inside = False
    for number, line in enumerate(lines, start=1):
        if inside:
            _, closed, line = line.partition("-->")
            inside = not closed
            if inside:
                continue
        line = _COMMENT.sub("", line)
        if "<!--" in line:
            line, inside = line.partition("<!--")[0], True
        if line.strip() and not line.lstrip().startswith("<!"):
            yield number, line


def _when(code: str) -> tuple[str, date | None, date | None]:
    """Read "AFGGOV 20011222-20140929": the code and the days that bound it."""
    if " " not in code and "\t" not in code:
        return code, None, None
    found = _DATED.match(code)
    if found is None:
        raise _LineError(f"dates are written <20010120, >20010120 or 19900101-19991231: {code!r}")
    name, sign, day, first, last = found.groups()
    if sign == "<":
        return name, None, _day(day)
    if sign == ">":
        return name, _day(day), None
    start, end = _day(first), _day(last)
    if end < start:
        raise _LineError(f"ends before it begins: {code!r}")
    return name, start, end


def _day(digits: str) -> date:
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= _THIS_CENTURY else "19") + digits
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _LineError(f"{digits} is no day") from None


def _words(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def _name(raw: str) -> str:
    words = _words(raw)
    if not any(c.isalnum() for c in words):
        raise _LineError("a name is missing")
    return words


def _in_print(name: str) -> str:
    """Write a name as the press does: "MINISTRY OF DEFENSE" is "Ministry of Defense".

    A word of up to four letters that stands alone is an acronym and stays in capitals.
    """
    if not name.isupper() or (" " not in name and len(name) <= 4):
        return name
    words = name.split(" ")
    return " ".join(
        w.lower() if at and w.lower() in _SMALL else "-".join(p.capitalize() for p in w.split("-"))
        for at, w in enumerate(words)
    )


def _regular_plural(noun: str) -> str:
    bare = noun.rstrip(" _")
    if bare.upper().endswith("Y"):
        return bare[:-1] + "IES"
    return bare + ("ES" if bare.upper().endswith("SS") else "S")


def _entry(
    root: _Root, actor: Actor, start: date | None, end: date | None, source: str, dated: bool
) -> Entry:
    names = [_in_print(name) for name in root.names]
    kind = _kind(root.names[0], actor, dated)
    return Entry(
        name=actor.state if kind == "state" and actor.state else names[0],
        kind=kind,
        code=actor.code,
        sector=actor.sectors[0] if actor.sectors else None,
        sectors=actor.sectors,
        role="alias" if kind == "state" else "name",
        start=start,
        end=end,
        aliases=tuple(dict.fromkeys(names)),
        source=source,
    )


def _kind(name: str, actor: Actor, dated: bool) -> Kind:
    """Guess what a dictionary does not say: state, organisation, group or person."""
    if actor.state is not None and not actor.sectors:
        return "state"
    words = name.lower().split(" ")
    if any(word in _bodies() for word in words):
        return "organisation"
    if dated or words[0] in _given_names():
        return "person"
    if actor.code is None or actor.state is None:
        return "organisation"
    return "group" if set(actor.sectors) & {"REB", "CRM", "UAF", "PRM"} else "organisation"


@cache
def _bodies() -> frozenset[str]:
    _, rows = read_table(data_folder("sectors.csv"))
    return frozenset(row[0] for row in rows if row[3] in ("body", "thing"))


@cache
def _given_names() -> frozenset[str]:
    _, rows = read_table(data_folder("story") / "given_names.csv")
    return frozenset(row[0].lower() for row in rows)


def _sourced(entry: Entry, source: str) -> Entry:
    fields = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return Entry(**{**fields, "source": source})
