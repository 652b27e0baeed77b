"""Rows: what the ledger gives back, as plain dicts that views, merging and exports take.

A record row is the contract's record (`Record.to_dict()`, in its corrected form where a person
corrected it) plus where it stands and who made it. Days are ISO dates (`2026-03-14`), instants ISO
in UTC with microseconds (`2026-03-14T09:26:53.589793Z`), so that both sort as text.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Required, TypedDict

Kind = Literal["event", "statement", "office", "agreement", "commitment", "position", "visit"]
Verdict = Literal["accepted", "rejected", "edited"]


class SpanRow(TypedDict):
    """A cited span: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str


class EntityRow(TypedDict):
    """An entity of a record (contract.md, entity)."""

    text: str
    start: int
    end: int
    name: str
    kind: str
    code: str | None
    sector: str | None
    sectors: list[str]
    id: str | None
    office: str | None
    why: str


class DateRow(TypedDict):
    """The days of an act, both inclusive."""

    start: str
    end: str
    text: str | None
    basis: str


class PlaceRow(TypedDict):
    """Where; degrees WGS 84."""

    name: str
    code: str | None
    lat: float | None
    lon: float | None


class CorrectedRow(TypedDict):
    """The last word of a person on a record. `at` is the instant; `by` the name that was given.

    `edited` says that some of the record's values are a person's, whatever the last verdict is.
    """

    verdict: Verdict
    edited: bool
    by: str
    reason: str
    at: str


class RecordRow(TypedDict, total=False):
    """A stored record. The fields up to `corrected` are on every row, the rest by its kind.

    `document` is the document's id; `day` the first day of the act, else the day of publication,
    else None. `model`, `dragoman`, `codebook` made it; `learned_at` is when the ledger took it.
    `live` is False for a record of a superseded reading or of an older version of its article.
    """

    kind: Required[str]
    id: Required[str]
    evidence: Required[list[SpanRow]]
    confidence: Required[float]
    according_to: Required[str | None]
    document: Required[str]
    story: Required[str | None]
    happening: Required[str | None]
    day: Required[str | None]
    published: Required[str | None]
    publisher: Required[str | None]
    learned_at: Required[str]
    model: Required[str]
    dragoman: Required[str]
    codebook: Required[str]
    live: Required[bool]
    corrected: Required[CorrectedRow | None]

    event: str
    mode: list[str]
    context: list[str]
    status: str
    actor: list[EntityRow]
    recipient: list[EntityRow]
    trigger: SpanRow
    date: DateRow | None
    place: PlaceRow | None
    quad_code: int
    event_scale: float

    manner: str
    speaker: EntityRow | None
    cue: SpanRow | None
    content: list[SpanRow]
    told_to: str | None

    person: EntityRow
    role: str
    organisation: str | None
    code: str | None

    party: list[EntityRow]
    title: str
    area: list[str]
    state: str

    by: list[EntityRow]
    to: list[EntityRow]
    what: SpanRow

    holder: EntityRow
    issue: SpanRow
    stance: str

    visitor: list[EntityRow]
    host: list[EntityRow]


class CreditRow(TypedDict):
    """An outlet that a story credits, where it does."""

    outlet: str
    start: int
    end: int


class DocumentRow(TypedDict):
    """A stored document. `body` lists the story's paragraphs as [start, end) of `text`.

    `number` counts documents in the order in which the ledger took them (it is the cursor of
    incremental work). `version` counts the texts that one url had; `live` is False where a later
    version stands beside this one. `copy_of` is the id of the document whose text this one copies.
    """

    number: int
    id: str
    url: str | None
    title: str | None
    published: str | None
    publisher: str | None
    authors: list[str]
    language: str
    text: str
    body: list[list[int]]
    credits: list[CreditRow]
    version: int
    live: bool
    learned_at: str
    story: str | None
    copy_of: str | None


class CorrectionRow(TypedDict):
    """A correction as it was given; `data` is the whole edited record, None unless edited.

    `carried_from` is the correction of an older reading's record that this one repeats.
    """

    number: int
    record: str
    document: str
    verdict: Verdict
    by: str
    reason: str
    at: str
    data: dict[str, Any] | None
    carried_from: int | None


class ReadingRow(TypedDict):
    """One reading of a document: who made it, when it came, whether a newer one replaced it."""

    document: str
    dragoman: str
    model: str
    codebook: str
    learned_at: str
    superseded_at: str | None
    records: int


class PartyRow(TypedDict):
    """A party of a happening: who it is, without where any one story says so."""

    code: str | None
    sector: str | None
    name: str


class DaysRow(TypedDict):
    """Days, both inclusive, as ISO dates."""

    start: str
    end: str


class SpotRow(TypedDict):
    """Where a happening took place."""

    name: str
    code: str | None


# What a happening was called from a day of report on, by how many documents ("from" is no name of
# a field in the class form).
StatusRow = TypedDict("StatusRow", {"status": str, "from": str | None, "documents": int})


class ReportRow(TypedDict):
    """A mention of a happening: an event record, with the words of its trigger.

    `published` is the day of report; `according_to` a statement's id; `copy_of` the document whose
    text this one's document copies.
    """

    record: str
    document: str
    publisher: str | None
    published: str | None
    status: str
    according_to: str | None
    copy_of: str | None
    confidence: float
    text: str


class ToldRow(TypedDict):
    """One of several things that reports say, with the records that say so."""

    value: str
    records: list[str]


class DisagreementRow(TypedDict):
    """What the reports of a happening do not agree on; each value with who says it."""

    about: Literal["actor", "recipient", "date", "place", "dead", "wounded", "denied"]
    values: list[ToldRow]


class HappeningRow(TypedDict):
    """A happening: one act, merged from its mentions in one document and across documents.

    `status` is the latest word (`cancelled` and `denied` beside the statuses of an event);
    `first` and `last` are days of the act, `first_report` and `last_report` days of publication.
    `sources` counts independent ones: copies of one text and one publisher count once.
    `confidence` is that of the surest mention.
    """

    id: str
    kind: Literal["event"]
    event: str
    mode: list[str]
    context: list[str]
    status: str
    quad_code: int
    event_scale: float
    actor: list[PartyRow]
    recipient: list[PartyRow]
    date: DaysRow | None
    place: SpotRow | None
    first: str | None
    last: str | None
    first_report: str | None
    last_report: str | None
    documents: int
    sources: int
    confidence: float
    statuses: list[StatusRow]
    reports: list[ReportRow]
    disagreements: list[DisagreementRow]


class ActRow(NamedTuple):
    """So many happenings of one day, status and score, from the code `source` to `target`.

    `target` is `*` where anyone is meant. `happening` is its id where it is one, None where
    several are counted. `day` is of the act, else of its first report.
    """

    source: str
    target: str
    day: str
    status: str
    score: float
    happening: str | None
    times: int


class RegisterPartyRow(TypedDict):
    """A party of an entry of a register, in its role (`party`, `by`, `to`, `holder`...)."""

    role: str
    code: str | None
    sector: str | None
    name: str


class BearingRow(TypedDict):
    """By which earlier record a record belongs to its entry, how sure, by which rule."""

    earlier: str
    state: str
    confidence: float
    why: str


class TellingRow(TypedDict):
    """A record of an entry with where it was told; `changes` says whether it set the state."""

    record: str
    changes: bool
    document: str
    publisher: str | None
    published: str | None
    copy_of: str | None


class QuotableRow(TellingRow):
    """A record of an entry with its source and words."""

    title: str | None
    url: str | None
    according_to: str | None
    confidence: float
    evidence: list[SpanRow]


class ChainRow(QuotableRow):
    """A record of an entry, with how it stands in the entry's life.

    `link` is None for the record with which the entry began. A record of another kind (an act that
    keeps a promise) stands in a chain by its link alone.
    """

    kind: str
    state: str
    day: str | None
    corrected: CorrectedRow | None
    link: BearingRow | None


# A state of an entry, from which day of report on, by which record, how sure.
LifeRow = TypedDict(
    "LifeRow",
    {"state": str, "from": str | None, "record": str, "confidence": float, "why": str},
)


class EntryRow(TypedDict):
    """An entry of a register: one agreement, promise, visit or position, told by its records.

    `state` is the current one, `since` the day of the report that told it, `by_record` that record,
    `confidence` how sure it is that this record is of this thing and says so. `what` names the
    thing; `stance` is that of a position, `due` the last day on which a promise is kept in time,
    `date` the days of a visit. `first` and `last` are days of report. Days are None
    where only undated stories tell them. `sources` counts publishers
    with a text of their own.
    """

    id: str
    kind: Literal["agreement", "commitment", "position", "visit"]
    what: str
    state: str
    since: str | None
    by_record: str
    confidence: float
    parties: list[RegisterPartyRow]
    area: list[str]
    stance: str | None
    due: str | None
    date: DaysRow | None
    place: SpotRow | None
    first: str | None
    last: str | None
    restated: str | None
    documents: int
    sources: int
    learned_at: str
    states: list[LifeRow]
    chain: list[ChainRow]


class VariantRow(TypedDict):
    """A way in which a person's name is written, with how many live records write it so."""

    name: str
    code: str | None
    records: int


class OfficeRow(TypedDict):
    """An office of a person.

    Of the origin `stories`, `start` and `end` are the first and last day on which it was seen,
    `documents` how many told it, and `first` and `last` records that say so, with their words; of
    an outside list, the days between which it was held.
    """

    role: str
    organisation: str | None
    code: str | None
    sector: str | None
    id: str | None
    start: str | None
    end: str | None
    origin: str
    documents: int | None
    first: CitedRow | None
    last: CitedRow | None


class CitedRow(TypedDict):
    """A record as a person's page cites it: its source, its words, and what stands for it there.

    `role` is the person's in the record (`speaker`, `actor`, `visitor`...). `says` is the kind's
    own word: an event's root and status, a position's stance, a state. `others` are the other
    parties. `entry` is that of its register, where it has one.
    """

    record: str
    kind: str
    role: str
    says: str
    others: list[RegisterPartyRow]
    day: str | None
    published: str | None
    publisher: str | None
    document: str
    title: str | None
    url: str | None
    confidence: float
    evidence: list[SpanRow]
    corrected: CorrectedRow | None
    entry: str | None


class WhoRow(TypedDict):
    """A person: names, offices, and what stories told of them, the newest first.

    `counts` has for each kind how many records there are, of which the lists hold the latest.
    """

    name: str
    codes: list[str]
    id: str | None
    names: list[VariantRow]
    offices: list[OfficeRow]
    counts: dict[str, int]
    statements: list[CitedRow]
    acts: list[CitedRow]
    visits: list[CitedRow]
    positions: list[CitedRow]
    promises: list[CitedRow]
    agreements: list[CitedRow]
