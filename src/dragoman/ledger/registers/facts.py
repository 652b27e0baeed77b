"""Facts: a record in, what is compared of it with other records out.

Days are proleptic ordinals (`date.toordinal()`). `report` is the day of publication, else the day
of the act, else that on which the ledger learned the record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pycountry

from dragoman.forms.rows import RecordRow
from dragoman.gazetteer import gazetteer
from dragoman.ledger.registers.due import due_day
from dragoman.ledger.registers.words import content, cut, lists, main_verb, stem, tells
from dragoman.ledger.words import fold

KINDS = ("agreement", "commitment", "position", "visit")
_PARTIES = {
    "agreement": ("party", ""),
    "commitment": ("by", "to"),
    "position": ("holder", ""),
    "visit": ("visitor", "host"),
    "event": ("actor", "recipient"),
}


_BEFORE = 28  # characters before a verb in which it is said that it is only a plan
_IF = re.compile(r"\W*(?:had|were|should|if)\b", re.IGNORECASE)
_TITLE = 80  # characters of a title in which states are looked for


@dataclass(frozen=True, slots=True)
class Who:
    """A party. `state` says that its words and acts are those of its state or body as such."""

    name: str
    code: str | None
    sector: str | None
    kind: str
    entity: str | None
    state: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a record.

    `one` are its parties, those that act first; `other` those it is done to. `about` are the stems
    of what the record is about, `verb` the stem of what is promised, `without` whether it is
    promised not to be done; `real` is False for an act of which only a wish or a plan is told.
    `first` and `last` are the days that the record itself tells, None where it tells none. `text`
    is its evidence. `dated` is False where `report` is only the day on which the ledger took it.
    """

    number: int
    id: str
    kind: str
    document: str
    story: str | None
    report: int
    first: int | None
    last: int | None
    state: str
    confidence: float
    one: tuple[Who, ...]
    other: tuple[Who, ...]
    about: tuple[str, ...]
    numbers: frozenset[str]
    area: frozenset[str]
    where: frozenset[str]
    verb: str = ""
    without: bool = False
    due: int | None = None
    root: str = ""
    text: str = ""
    real: bool = True
    dated: bool = True

    @property
    def codes(self) -> frozenset[str]:
        """The codes of those who act."""
        return frozenset(who.code for who in self.one if who.code is not None)

    @property
    def others(self) -> frozenset[str]:
        """The codes of those it is done to."""
        return frozenset(who.code for who in self.other if who.code is not None)


def facts(number: int, row: RecordRow) -> Facts:
    """Cut a record of a register, or an event, down to what is compared."""
    record: Mapping[str, Any] = row
    kind = record["kind"]
    one, other = (_who(record.get(role)) for role in _PARTIES[kind])
    if kind == "agreement" and len({who.code for who in one} - {None}) < 2:
        one = (*one, *_named(record["title"], {who.code for who in one}))
    when = record.get("date")
    place = record.get("place")
    words = _words(record)
    verb, without = main_verb(words) if kind == "commitment" else ("", False)
    if kind == "event":
        verb = next((stem(w) for w in cut(record["trigger"]["text"]) if w not in lists().plain), "")
    report = _day(row["published"]) or _day(row["day"]) or _day(row["learned_at"][:10]) or 1
    dated = row["published"] is not None or row["day"] is not None
    text = " … ".join(span["text"] for span in row["evidence"])
    return Facts(
        number=number,
        id=row["id"],
        kind=kind,
        document=row["document"],
        story=row["story"],
        report=report,
        first=_day(when["start"]) if when else None,
        last=_day(when["end"]) if when else None,
        state=str(record.get("state") or record.get("stance") or record.get("status")),
        confidence=float(row["confidence"]),
        one=one,
        other=other,
        about=_about(kind, words, text, (*one, *other)),
        numbers=frozenset(w for w in cut(words) if w.isdigit() and len(w) == 4),
        area=frozenset(record.get("area") or ()),
        where=_where(place, other),
        verb=verb,
        without=without,
        due=due_day(f"{words} {text}", report) if kind == "commitment" and dated else None,
        root=str(record.get("event") or ""),
        text=text,
        real=kind != "event" or _real(record),
        dated=dated,
    )


def _real(record: Mapping[str, Any]) -> bool:
    """Say whether an act is told as done: not "vowed to open", "would open", "had it opened"."""
    trigger = record["trigger"]
    for span in record["evidence"]:
        if span["start"] <= trigger["start"] < span["end"]:
            before = span["text"][: trigger["start"] - span["start"]]
            return not tells("unreal", before[-_BEFORE:]) and not _IF.match(before)
    return True


def _words(record: Mapping[str, Any]) -> str:
    """Return what the record itself says that it is about."""
    kind = record["kind"]
    if kind == "agreement":
        return str(record["title"])
    if kind == "commitment":
        return str(record["what"]["text"])
    if kind == "position":
        return str(record["issue"]["text"])
    return ""


def _about(kind: str, words: str, text: str, parties: Sequence[Who]) -> tuple[str, ...]:
    if kind == "visit":
        return ()
    named = frozenset(stem(w) for who in parties for w in party_words(who.name, who.code))
    if kind == "agreement":
        nouns = frozenset(map(stem, lists().documents))
        return content(words, leave=nouns | named, most=8)
    if kind == "event":
        return content(text, most=40)
    # Whom an issue is about counts: "supports Ukraine" is not "supports Israel".
    return content(words, most=8 if kind == "position" else 10)


@cache
def party_words(name: str, code: str | None) -> frozenset[str]:
    """Return the folded words that say a party: of its name, and of its state's names."""
    words = set(cut(name))
    if code is not None:
        words.add(fold(code))
        state = pycountry.countries.get(alpha_3=code)
        if state is not None:
            words |= set(cut(state.name)) | set(cut(getattr(state, "common_name", "")))
    return frozenset(words)


def _who(given: Any) -> tuple[Who, ...]:
    if given is None:
        return ()
    governing = lists().governing
    out = []
    for entity in given if isinstance(given, list) else [given]:
        code, sector, kind = entity["code"], entity["sector"], entity["kind"]
        state = code is not None and (
            (kind == "state" and sector in (None, *governing)) or (sector in governing)
        )
        out.append(Who(entity["name"], code, sector, kind, entity["id"], state))
    return tuple(out)


def _named(title: str, known: set[str | None]) -> tuple[Who, ...]:
    """Return the states that a title names beside the parties: "its deal with Mauritius"."""
    out = {}
    for found in gazetteer().find(title[:_TITLE]):
        entry = found.entries[0]
        if entry.kind in ("state", "people") and entry.code and entry.code not in known:
            out[entry.code] = Who(entry.name, entry.code, None, "state", None, True)
    return tuple(out.values())


def _where(place: Any, hosts: Sequence[Who]) -> frozenset[str]:
    out = {who.code for who in hosts if who.code is not None}
    if place is not None:
        out.add(place["code"] or fold(place["name"]))
    return frozenset(out)


def _day(day: str | None) -> int | None:
    return None if day is None else date.fromisoformat(day).toordinal()
