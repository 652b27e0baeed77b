"""Members: a record of an entry with its facts, where it was told, and the link that brought it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dragoman.forms.rows import BearingRow, RecordRow
from dragoman.ledger.registers.facts import Facts, facts


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record was told."""

    title: str | None
    url: str | None
    copy_of: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A record of an entry, with its link (None for the one with which it began)."""

    number: int
    row: RecordRow
    facts: Facts
    source: Source
    link: BearingRow | None


def member(
    number: int,
    row: RecordRow,
    source: Source,
    link: BearingRow | None,
    known: Facts | None = None,
) -> Member:
    """Make a member of an entry; its facts are taken anew where they are not known."""
    return Member(number, row, known or facts(number, row), source, link)


def reported(m: Member) -> str | None:
    """Return the ISO day of a member's report, None where the story is undated."""
    return iso(m.facts.report) if m.facts.dated else None


def iso(day: int) -> str:
    """Return a proleptic ordinal as an ISO day."""
    return date.fromordinal(day).isoformat()
