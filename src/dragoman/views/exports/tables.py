"""The tables of the Parquet export: their columns, each with its type and what it holds.

Types: `text`, `day` (date32), `instant` (microseconds, UTC), `int`, `float`, `bool`, `texts` (a
list), `span` and `spans` (structs of start, end, text; code points, end excluded).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Column(NamedTuple):
    """A column: its name, its type, what it holds."""

    name: str
    type: str
    holds: str


RECORDS = (
    Column("id", "text", "the record's id"),
    Column("kind", "text", "event, statement, office, agreement, commitment, position, visit"),
    Column("document", "text", "the document's id (documents.id)"),
    Column("story", "text", "the story that the document tells"),
    Column("happening", "text", "the happening that the event belongs to (happenings.id)"),
    Column("happening_documents", "int", "documents that report the happening"),
    Column("happening_sources", "int", "independent sources that report it"),
    Column("day", "day", "first day of the act, else the day of publication"),
    Column("published", "day", "day of publication"),
    Column("publisher", "text", "who published the document"),
    Column("confidence", "float", "0 to 1, calibrated"),
    Column("according_to", "text", "the statement that tells the record (records.id)"),
    Column("event", "text", "PLOVER root of an event"),
    Column("mode", "texts", "PLOVER modes"),
    Column("context", "texts", "PLOVER contexts of an event, areas of an agreement or commitment"),
    Column("status", "text", "an event's status, a register's state, a position's stance"),
    Column(
        "quad_code", "int", "1 to 4: verbal and material cooperation, verbal and material conflict"
    ),
    Column("event_scale", "float", "PLOVER score, -10 to 10"),
    Column("date_start", "day", "first day of the act, where the text tells it"),
    Column("date_end", "day", "last day, inclusive"),
    Column("date_text", "text", "the words that tell the day"),
    Column("date_basis", "text", "text or published"),
    Column("place", "text", "where"),
    Column("place_code", "text", "the place's country"),
    Column("lat", "float", "degrees, WGS 84"),
    Column("lon", "float", "degrees, WGS 84"),
    Column("trigger", "span", "the words that name an event"),
    Column("manner", "text", "a statement's: direct, indirect, mixed"),
    Column("cue", "span", "the word of saying"),
    Column("content", "spans", "what was said"),
    Column("told_to", "text", "the outlet that it was told to"),
    Column("role", "text", "an office's role"),
    Column("organisation", "text", "an office's organisation"),
    Column("office_code", "text", "an office's country or body"),
    Column("title", "text", "an agreement's title"),
    Column("what", "span", "what a commitment promises"),
    Column("issue", "span", "what a position is about"),
    Column("evidence", "spans", "all words that are cited"),
    Column("corrected", "text", "the last verdict of a person: accepted or edited"),
    Column("edited", "bool", "some of the values are a person's"),
    Column("corrected_by", "text", "who corrected it"),
    Column("corrected_reason", "text", "why"),
    Column("corrected_at", "instant", "when"),
    Column("learned_at", "instant", "when the ledger took it"),
    Column("live", "bool", "false for superseded readings and older versions"),
    Column("dragoman", "text", "the version that read it"),
    Column("model", "text", "the digest of the weights that read it"),
    Column("codebook", "text", "the codebook that it was coded by"),
)
PARTIES = (
    Column("record", "text", "the record's id (records.id)"),
    Column("document", "text", "the document's id"),
    Column("record_kind", "text", "the record's kind"),
    Column("event", "text", "the PLOVER root, of an event"),
    Column("day", "day", "the record's day"),
    Column(
        "role", "text", "actor, recipient, speaker, person, party, by, to, holder, visitor, host"
    ),
    Column("place", "int", "the party's place in its role, from 0"),
    Column("name", "text", "who it is"),
    Column("code", "text", "ISO 3166 alpha-3, or one of PLOVER's own"),
    Column("sector", "text", "primary PLOVER sector"),
    Column("sectors", "texts", "all sectors"),
    Column("kind", "text", "person, state, organisation, group, people, place"),
    Column("id", "text", "a stable id where one is known"),
    Column("office", "text", "the office in which a person acts"),
    Column("text", "text", "what the story says"),
    Column("start", "int", "where it stands"),
    Column("end", "int", "where it ends, excluded"),
    Column("why", "text", "the rule that decided"),
)
DOCUMENTS = (
    Column("id", "text", "a digest of text and origin"),
    Column("number", "int", "the place in which the ledger took it"),
    Column("url", "text", "where it was found"),
    Column("title", "text", "the headline"),
    Column("published", "day", "day of publication"),
    Column("publisher", "text", "who published it"),
    Column("authors", "texts", "who wrote it"),
    Column("language", "text", "ISO 639-1"),
    Column("text", "text", "the text as read; all offsets are into it"),
    Column("body", "ranges", "the paragraphs of the story"),
    Column("credits", "credits", "outlets that the story credits, and where"),
    Column("version", "int", "counts the texts that one url had"),
    Column("live", "bool", "false where a later version stands beside it"),
    Column("learned_at", "instant", "when the ledger took it"),
    Column("story", "text", "the story that it tells"),
    Column("copy_of", "text", "the document whose text it copies"),
)
HAPPENINGS = (
    Column("id", "text", "the happening's id"),
    Column("event", "text", "PLOVER root"),
    Column("mode", "texts", "PLOVER modes"),
    Column("context", "texts", "PLOVER contexts"),
    Column("status", "text", "as the latest word has it"),
    Column("quad_code", "int", "1 to 4"),
    Column("event_scale", "float", "PLOVER score"),
    Column("actor", "parties", "who acted"),
    Column("recipient", "parties", "to whom"),
    Column("date_start", "day", "first day of the act, where told"),
    Column("date_end", "day", "last day, inclusive"),
    Column("place", "text", "where"),
    Column("place_code", "text", "the place's country"),
    Column("first", "day", "first day"),
    Column("last", "day", "last day"),
    Column("first_report", "day", "day of the first report"),
    Column("last_report", "day", "day of the last report"),
    Column("documents", "int", "documents that report it"),
    Column("sources", "int", "independent sources: copies and one publisher count once"),
    Column("confidence", "float", "that of the surest report, 0 to 1"),
    Column("statuses", "statuses", "what it was called from which day of report on"),
    Column("reports", "reports", "the records that report it"),
    Column("disagreements", "disagreements", "where the reports differ"),
)
TABLES: Mapping[str, tuple[Column, ...]] = {
    "records": RECORDS,
    "parties": PARTIES,
    "documents": DOCUMENTS,
    "happenings": HAPPENINGS,
}
