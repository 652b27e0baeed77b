"""The ledger's tables (SQLAlchemy Core); docs/ledger.md says what each holds.

`number` columns are the ledger's own keys, `id` columns the contract's ids. Days are ISO text,
instants ISO text in UTC. Rows are added, never overwritten, but for the columns that later work
fills (story, copy_of, happening) and marks (live, superseded_at, verdict). What is long stands last
in its table: SQLite reads a row from its beginning.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from dragoman.ledger.columns import Exact, Json, Number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
DAY = INSTANT = CODE = Text()
# Sorted by code point, so that the beginning of a word is a range whatever the locale is.
WORD = Text().with_variant(Text(collation="C"), "postgresql")


def _to(target: str, *, null: bool = False, name: str) -> Column[int]:
    return Column(name, Number, ForeignKey(target), nullable=null)


documents = Table(
    "documents",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("url", Exact),
    Column("title", Exact),
    Column("published", DAY),
    Column("publisher", Exact),
    Column("language", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("learned_at", INSTANT, nullable=False),
    Column("story", Text),
    Column("copy_of", Text),
    Column("authors", Json, nullable=False),
    Column("credits", Json, nullable=False),
    Column("body", Json, nullable=False),
    Column("text", Exact, nullable=False),
    Index("ix_documents_url", "url", postgresql_using="hash"),
    Index("ix_documents_published", "published"),
    Index("ix_documents_learned_at", "learned_at"),
    Index("ix_documents_story", "story"),
)

readings = Table(
    "readings",
    metadata,
    Column("number", Number, primary_key=True),
    _to("documents.number", name="document"),
    Column("dragoman", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("made_by", Json, nullable=False),
    Column("learned_at", INSTANT, nullable=False),
    Column("superseded_at", INSTANT),
    UniqueConstraint("document", "dragoman", "model", "codebook"),
)

records = Table(
    "records",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Text, nullable=False),
    _to("readings.number", name="reading"),
    _to("documents.number", name="document"),
    Column("kind", Text, nullable=False),
    Column("event", Text),
    Column("status", Text),
    Column("day", DAY),
    Column("day_end", DAY),
    Column("confidence", Float, nullable=False),
    Column("quad_code", Integer),
    Column("event_scale", Float),
    Column("learned_at", INSTANT, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("verdict", Text),
    Column("happening", Text),
    Column("data", Json, nullable=False),
    UniqueConstraint("id", "reading"),
    Index("ix_records_reading", "reading"),
    Index("ix_records_document", "document"),
    Index("ix_records_kind_day", "kind", "day", "number"),
    Index("ix_records_day", "day", "number"),
    Index("ix_records_learned_at", "learned_at"),
    Index("ix_records_happening", "happening"),
)

# Every name as a story's record gives it, once; `folded` is it without accents and case.
names = Table(
    "names",
    metadata,
    Column("number", Number, primary_key=True),
    Column("name", Exact, nullable=False),
    Column("folded", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Index("ix_names_folded", "folded"),
)

name_words = Table(
    "name_words",
    metadata,
    Column("word", WORD, primary_key=True),
    Column("name", Number, ForeignKey("names.number"), primary_key=True),
    sqlite_with_rowid=False,
)

# Who stands in a record, in which role (actor, recipient, speaker...); made from `data`, or from
# the correction where there is one.
parties = Table(
    "parties",
    metadata,
    Column("record", Number, ForeignKey("records.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("role", Text, nullable=False),
    Column("code", CODE),
    Column("sector", Text),
    Column("name", Number, ForeignKey("names.number"), nullable=False),
    Column("entity", Text),
    Column("day", DAY),
    Index("ix_parties_code_day", "code", "day", "record"),
    Index("ix_parties_name", "name", "day", "record"),
    Index("ix_parties_entity", "entity"),
    sqlite_with_rowid=False,
)

# The pairs of countries of a record, from the one that acts to the one that it is done to; the
# parties of an agreement stand in the order of the alphabet.
pairs = Table(
    "pairs",
    metadata,
    Column("record", Number, ForeignKey("records.number"), primary_key=True),
    Column("source", CODE, primary_key=True),
    Column("target", CODE, primary_key=True),
    Column("day", DAY),
    Index("ix_pairs_source_target_day", "source", "target", "day", "record"),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    Column("number", Number, primary_key=True),
    _to("records.number", name="record"),
    Column("verdict", Text, nullable=False),
    Column("by", Exact, nullable=False),
    Column("reason", Exact, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("data", Json),
    _to("corrections.number", name="carried_from", null=True),
    Index("ix_corrections_record", "record"),
)

# What merging finds (dragoman.ledger.stories, .happenings): its own facts as JSON. The `first` of a
# happening is the day by which it is sorted: that of the act, else of the first report.
stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("first", DAY),
    Column("last", DAY),
    Column("documents", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("data", Json, nullable=False),
    Column("changed_at", INSTANT, nullable=False),
    Index("ix_stories_last", "last"),
)

happenings = Table(
    "happenings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("event", Text),
    Column("status", Text),
    Column("first", DAY),
    Column("last", DAY),
    Column("documents", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("data", Json, nullable=False),
    Column("changed_at", INSTANT, nullable=False),
    Column("profile", Json),
    Index("ix_happenings_kind_last", "kind", "last"),
    Index("ix_happenings_first", "first", "id"),
    Index("ix_happenings_event_first", "event", "first", "id"),
    Index("ix_happenings_changed_at", "changed_at"),
)

# An act as one document tells it: its mentions there, what is compared of them, whose act it is.
acts = Table(
    "acts",
    metadata,
    Column("number", Number, primary_key=True),
    _to("documents.number", name="document"),
    Column("happening", Text, nullable=False),
    Column("body", Json, nullable=False),
    Index("ix_acts_document", "document"),
    Index("ix_acts_happening", "happening"),
)

# How merging finds a happening again: by its parties, root and day. `day` is a proleptic ordinal.
happening_keys = Table(
    "happening_keys",
    metadata,
    Column("key", Number, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("happening", Text, primary_key=True),
    Index("ix_happening_keys_happening", "happening"),
    sqlite_with_rowid=False,
)

# The pairs of codes of a happening, `one` before `other` in the alphabet; `way` says who acts: the
# one (">"), the other ("<") or both ("="). `day` is that of `happenings.first`.
happening_pairs = Table(
    "happening_pairs",
    metadata,
    Column("one", CODE, primary_key=True),
    Column("other", CODE, primary_key=True),
    Column("day", DAY, primary_key=True),
    Column("happening", Text, primary_key=True),
    Column("way", Text, nullable=False),
    Index("ix_happening_pairs_happening", "happening"),
    sqlite_with_rowid=False,
)

happening_codes = Table(
    "happening_codes",
    metadata,
    Column("code", CODE, primary_key=True),
    Column("day", DAY, primary_key=True),
    Column("happening", Text, primary_key=True),
    Index("ix_happening_codes_happening", "happening"),
    sqlite_with_rowid=False,
)

# A later record that bears on an earlier one: a visit made that was planned, a promise kept.
links = Table(
    "links",
    metadata,
    Column("number", Number, primary_key=True),
    _to("records.number", name="earlier"),
    _to("records.number", name="later"),
    Column("state", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("learned_at", INSTANT, nullable=False),
    UniqueConstraint("earlier", "later", "state"),
    Index("ix_links_later", "later"),
)

# Entries of the registers (dragoman.ledger.registers): one agreement, promise, visit or position,
# told by one record or several. `first` and `last` are days of report (9999-12-31 and 0001-01-01 of
# an entry that undated stories alone tell); `data` is made from the
# records and the links between them.
entries = Table(
    "entries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("first", DAY, nullable=False),
    Column("last", DAY, nullable=False),
    Column("learned_at", INSTANT, nullable=False),
    Column("data", Json, nullable=False),
    Index("ix_entries_kind_last", "kind", "last", "id"),
    Index("ix_entries_kind_state_last", "kind", "state", "last", "id"),
)

entry_records = Table(
    "entry_records",
    metadata,
    Column("record", Number, ForeignKey("records.number"), primary_key=True),
    Column("entry", Text, nullable=False),
    Index("ix_entry_records_entry", "entry"),
)

# How a register finds a record again: by its parties, words, places. `day` is a proleptic ordinal.
entry_keys = Table(
    "entry_keys",
    metadata,
    Column("key", Number, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("record", Number, ForeignKey("records.number"), primary_key=True),
    Index("ix_entry_keys_record", "record"),
    sqlite_with_rowid=False,
)

entry_codes = Table(
    "entry_codes",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("code", CODE, primary_key=True),
    Column("last", DAY, primary_key=True),
    Column("entry", Text, primary_key=True),
    Index("ix_entry_codes_entry", "entry"),
    sqlite_with_rowid=False,
)

# Holders of offices: from outside lists (a Wikidata extract, PETRARCH actor files), and, of the
# origin `stories`, as records told them: then `start` and `end` are the first and last day on which
# they were seen, `documents` counts those that told it.
holders = Table(
    "holders",
    metadata,
    Column("number", Number, primary_key=True),
    Column("origin", Text, nullable=False),
    Column("name", Exact, nullable=False),
    Column("folded", Text, nullable=False),
    Column("role", Exact, nullable=False),
    Column("organisation", Exact),
    Column("code", CODE),
    Column("sector", Text),
    Column("entity", Text),
    Column("start", DAY),
    Column("end", DAY),
    Column("learned_at", INSTANT, nullable=False),
    Column("documents", Integer),
    Index("ix_holders_folded", "folded"),
    Index("ix_holders_code", "code"),
)

# The words of holders' names by what their spellings share (dragoman.gazetteer.names).
holder_words = Table(
    "holder_words",
    metadata,
    Column("sound", WORD, primary_key=True),
    Column("holder", Number, ForeignKey("holders.number"), primary_key=True),
    Index("ix_holder_words_holder", "holder"),
    sqlite_with_rowid=False,
)

# Which record told that somebody holds an office.
holder_records = Table(
    "holder_records",
    metadata,
    Column("record", Number, ForeignKey("records.number"), primary_key=True),
    Column("holder", Number, ForeignKey("holders.number"), nullable=False),
    Index("ix_holder_records_holder", "holder"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("document", Number, ForeignKey("documents.number"), primary_key=True),
    Column("model", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# How copies and stories find a document again: its print, and the keys that near ones share.
# `day` is a proleptic ordinal.
prints = Table(
    "prints",
    metadata,
    Column("document", Number, ForeignKey("documents.number"), primary_key=True),
    Column("day", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

print_keys = Table(
    "print_keys",
    metadata,
    Column("key", Number, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("document", Number, ForeignKey("documents.number"), primary_key=True),
    sqlite_with_rowid=False,
)

# Which countries a happening stands between, for counting: a row for each pair from the one that
# acts to the one that it is done to, and a row for each of these countries with the target `*`
# (anyone else), in which `acts` says whether it is one that acts. `day` is that of the act, else
# of its first report.
dyads = Table(
    "dyads",
    metadata,
    Column("source", CODE, primary_key=True),
    Column("target", CODE, primary_key=True),
    Column("day", DAY, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("score", Float, primary_key=True),
    Column("happening", Text, primary_key=True),
    Column("acts", Boolean, nullable=False),
    Index("ix_dyads_happening", "happening"),
    sqlite_with_rowid=False,
)

# Which documents have a trait (`code:CHN`, `pair:CHN+CUB`, `publisher:...`): sets of documents'
# numbers, some thousand numbers a row (dragoman.ledger.traits).
traits = Table(
    "traits",
    metadata,
    Column("trait", WORD, primary_key=True),
    Column("chunk", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# The state of incremental work (the copies' index, the stories' centres), by its name.
states = Table(
    "states",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("changed_at", INSTANT, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("data", Json, nullable=False),
    Column("changed_at", INSTANT, nullable=False),
)

feed_items = Table(
    "feed_items",
    metadata,
    Column("feed", Text, ForeignKey("feeds.url"), primary_key=True),
    Column("item", Text, primary_key=True),
    Column("seen_at", INSTANT, nullable=False),
    Column("outcome", Text, nullable=False),
)
