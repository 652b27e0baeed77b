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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from dragoman.errors import PartError, UsageError
from dragoman.gazetteer.agents import Agent
from dragoman.gazetteer.cameo import Actor, read_code
from dragoman.gazetteer.entry import Entry, Kind
from dragoman.gazetteer.lines import (
    LONGEST_LINE,
    LineError,
    in_print,
    read_name,
    read_term,
    regular_plural,
    uncommented,
    words_of,
)
from dragoman.gazetteer.sheets import data_folder, read_actors, read_table

MAX_BYTES = 50_000_000
_MOST_FORMS = 200
"""Forms that the markers of one agent may make."""

_CODES = re.compile(r"\[([^\[\]]*)\]")
_MARKER = re.compile(r"!([A-Za-z_]{1,30})!")
_DEFINED = re.compile(r"^!([A-Za-z_]{1,30})!\s*=\s*(.+)$")
_PLURAL = re.compile(r"\{([^{}]*)\}")


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
        for number, line in uncommented(lines):
            if "---STOP---" in line:
                break
            try:
                self._line(number, line)
            except LineError as fault:
                self._faults[number] = str(fault)
                if self._root is not None:
                    self._root.broken = True
        self._close()

    def _line(self, number: int, line: str) -> None:
        if len(line) > LONGEST_LINE:
            raise LineError(f"longer than {LONGEST_LINE:,} characters")
        text = line.strip()
        if defined := _DEFINED.match(text):
            forms = [form.strip() for form in defined.group(2).split(",")]
            self._markers[defined.group(1).upper()] = [form for form in forms if form]
        elif text.startswith("["):
            if self._root is None:
                raise LineError("a code that no actor stands before")
            self._codes(self._root, number, text)
        elif text.startswith("+"):
            if self._root is None:
                raise LineError("another name of no actor")
            self._root.names.append(read_name(text[1:].partition("[")[0]))
        elif "~" in text.partition("[")[2]:
            self._close()
            self._agent(number, text)
        else:
            self._close()
            name, bracket, _ = text.partition("[")
            self._root = _Root(number, [read_name(name)])
            if bracket:
                self._codes(self._root, number, text[len(name) :])

    def _codes(self, root: _Root, number: int, text: str) -> None:
        codes = _CODES.findall(text)
        if not codes or _CODES.sub("", text).strip():
            raise LineError(f"a code is written [CODE] or [CODE 20010120-20050120]: {text[:60]!r}")
        for code in codes:
            root.codes.append((*read_term(code.strip()), number))

    def _close(self) -> None:
        """Make the entries of the actor that was being read."""
        root, self._root = self._root, None
        if root is None:
            return
        if not root.codes and not root.broken:
            self._faults[root.line] = f"{root.names[0][:60]!r} has no code"
        names = tuple(dict.fromkeys(in_print(name) for name in root.names))
        dated = any(start or end for _, start, end, _ in root.codes)
        for code, start, end, line in root.codes:
            actor = read_code(code)
            if actor is None:
                self._faults[line] = f"{code[:60]!r} is no code of an actor"
                continue
            kind = _kind(root.names[0], actor, dated)
            source = f"{self.name}:{line}"
            self.entries.append(_entry(names, kind, actor, start, end, source))

    def _agent(self, number: int, text: str) -> None:
        noun, _, rest = text.partition("[")
        code = rest.partition("]")[0].strip().strip("~")
        actor = read_code(code)
        if actor is None or not actor.sectors:
            raise LineError(f"{code!r} says no sector")
        given = _PLURAL.search(noun)
        singular = _PLURAL.sub("", noun)
        # What a marker stands for is never put into the plural (its own list has both).
        regular = "" if "!" in singular else regular_plural(singular)
        plural = regular if given is None else given.group(1)
        for name, many in ((singular, False), (plural, True)):
            for form in self._spelt_out(name):
                if words := words_of(form).lower().replace("-", " ").replace(".", ""):
                    source = f"{self.name}:{number}"
                    self.agents[words] = Agent(words, actor.sectors, source, many)

    def _spelt_out(self, noun: str) -> list[str]:
        """Return a noun with every marker replaced by each of its forms."""
        forms = [noun]
        while marker := _MARKER.search(forms[0]):
            known = self._markers.get(marker.group(1).upper())
            if not known:
                raise LineError(f"the marker {marker.group()} is not defined before")
            forms = [form.replace(marker.group(), k, 1) for form in forms for k in known]
            if len(forms) > _MOST_FORMS:
                raise LineError(f"its markers make more than {_MOST_FORMS} forms")
        return forms


def _entry(
    names: tuple[str, ...],
    kind: Kind,
    actor: Actor,
    start: date | None,
    end: date | None,
    source: str,
) -> Entry:
    return Entry(
        name=actor.state if kind == "state" and actor.state else names[0],
        kind=kind,
        code=actor.code,
        sector=actor.sectors[0] if actor.sectors else None,
        sectors=actor.sectors,
        role="alias" if kind == "state" else "name",
        start=start,
        end=end,
        aliases=names,
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
