"""What the views give out, as JSON and to those who draw it (docs/views.md)."""

from __future__ import annotations

from typing import Any, TypedDict

from dragoman.forms.rows import DisagreementRow, StatusRow


class SourceRow(TypedDict):
    """A document as a quotation names it."""

    document: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None


class Quote(SourceRow):
    """Cited words: `text` stands at `start` to `end` of the document (code points).

    `mark` is the range of `text` that carries the record (the trigger of an act), None where all of
    it does. `according_to` says that the text tells it in somebody's words.
    """

    record: str | None
    text: str
    start: int
    end: int
    mark: list[int] | None
    confidence: float | None
    according_to: str | None


class LineParty(TypedDict):
    """A party of a line; `role` as in the record."""

    role: str
    code: str | None
    sector: str | None
    name: str


class Line(TypedDict):
    """One thing of a dossier: a happening, an agreement, a promise, a visit, a position.

    `day` is of the act, else of its first report; `until` its last day. `what` names it: an act's
    code, the words of a promise. `state` is its status, state or stance. `sources` counts the
    independent ones, `documents` all. `new` says that it was first reported, or came to its state,
    since the day asked for.
    """

    id: str
    kind: str
    what: str
    mode: list[str]
    state: str
    day: str | None
    until: str | None
    due: str | None
    place: str | None
    quad_code: int | None
    score: float | None
    parties: list[LineParty]
    area: list[str]
    documents: int
    sources: int
    first_report: str | None
    last_report: str | None
    new: bool
    statuses: list[StatusRow]
    disagreements: list[DisagreementRow]
    quotes: list[Quote]


class Speaker(TypedDict):
    """Who speaks for a side in what tells of the pair, with the latest words on the other."""

    name: str
    code: str | None
    sector: str | None
    office: str | None
    statements: int
    documents: int
    last: str | None
    quotes: list[Quote]


class Common(TypedDict):
    """An issue on which both sides hold positions."""

    issue: str
    agree: bool
    one: list[Line]
    other: list[Line]


class SideRow(TypedDict):
    """A side of a pair; `members` of a bloc."""

    code: str
    name: str
    members: list[str]


class Summary(TypedDict):
    """A pair in numbers.

    `documents` mention both; `publishers` of what is quoted; `happenings` of all days, `counted`
    those whose latest word is that they happened, and of these `cooperative` and `conflictive`.
    """

    documents: int
    publishers: int
    happenings: int
    counted: int
    cooperative: int
    conflictive: int
    first: str | None
    last: str | None
    new: int


class Dossier(TypedDict):
    """A pair of sides; `left_out` counts what stands beyond the limit, by section."""

    pair: list[SideRow]
    since: str | None
    summary: Summary
    trend: dict[str, Any]
    happenings: list[Line]
    agreements: list[Line]
    promises: list[Line]
    visits: list[Line]
    toward: list[Line]
    common: list[Common]
    speakers: dict[str, list[Speaker]]
    left_out: dict[str, int]


class Hit(SourceRow):
    """A document that a search found.

    `likeness` (0 to 1) of one by meaning; `score` (0 to 1, 1 the best) of one by relevance.
    """

    likeness: float | None
    score: float | None
    copy_of: str | None
    quotes: list[Quote]
