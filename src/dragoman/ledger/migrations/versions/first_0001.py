"""The first tables of a ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table, in the order in which they refer to one another."""
    _documents()
    _feeds()
    _happenings()
    _holders()
    _names()
    _prints()
    _print_keys()
    _states()
    _stories()
    _feed_items()
    _name_words()
    _readings()
    _vectors()
    _records()
    _corrections()
    _links()
    _pairs()
    _parties()
    _words()


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("copy_of", sa.Text(), nullable=True),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("credits", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_documents_id")),
    )
    op.create_index("ix_documents_learned_at", "documents", ["learned_at"], unique=False)
    op.create_index("ix_documents_published", "documents", ["published"], unique=False)
    op.create_index("ix_documents_story", "documents", ["story"], unique=False)
    op.create_index("ix_documents_url", "documents", ["url"], unique=False, postgresql_using="hash")


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feeds")),
    )


def _happenings() -> None:
    op.create_table(
        "happenings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happenings")),
    )
    op.create_index("ix_happenings_kind_last", "happenings", ["kind", "last"], unique=False)


def _holders() -> None:
    op.create_table(
        "holders",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("entity", sa.Text(), nullable=True),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_holders")),
    )
    op.create_index("ix_holders_code", "holders", ["code"], unique=False)
    op.create_index("ix_holders_folded", "holders", ["folded"], unique=False)


def _names() -> None:
    op.create_table(
        "names",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_names")),
        sa.UniqueConstraint("digest", name=op.f("uq_names_digest")),
    )
    op.create_index("ix_names_folded", "names", ["folded"], unique=False)


def _prints() -> None:
    op.create_table(
        "prints",
        sa.Column("document", NUMBER, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"], name=op.f("fk_prints_document")
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_prints")),
    )


def _print_keys() -> None:
    op.create_table(
        "print_keys",
        sa.Column("key", NUMBER, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("document", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"], name=op.f("fk_print_keys_document")
        ),
        sa.PrimaryKeyConstraint("key", "day", "document", name=op.f("pk_print_keys")),
        sqlite_with_rowid=False,
    )


def _states() -> None:
    op.create_table(
        "states",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_states")),
    )


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index("ix_stories_last", "stories", ["last"], unique=False)


def _feed_items() -> None:
    op.create_table(
        "feed_items",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.url"], name=op.f("fk_feed_items_feed")),
        sa.PrimaryKeyConstraint("feed", "item", name=op.f("pk_feed_items")),
    )


def _name_words() -> None:
    op.create_table(
        "name_words",
        sa.Column("word", WORD, nullable=False),
        sa.Column("name", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["name"], ["names.number"], name=op.f("fk_name_words_name")),
        sa.PrimaryKeyConstraint("word", "name", name=op.f("pk_name_words")),
        sqlite_with_rowid=False,
    )


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("document", NUMBER, nullable=False),
        sa.Column("dragoman", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.Column("superseded_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"], name=op.f("fk_readings_document")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_readings")),
        sa.UniqueConstraint(
            "document",
            "dragoman",
            "model",
            "codebook",
            name=op.f("uq_readings_document_dragoman_model_codebook"),
        ),
    )


def _vectors() -> None:
    op.create_table(
        "vectors",
        sa.Column("document", NUMBER, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"], name=op.f("fk_vectors_document")
        ),
        sa.PrimaryKeyConstraint("document", "model", name=op.f("pk_vectors")),
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reading", NUMBER, nullable=False),
        sa.Column("document", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("day_end", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("quad_code", sa.Integer(), nullable=True),
        sa.Column("event_scale", sa.Float(), nullable=True),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("happening", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"], name=op.f("fk_records_document")
        ),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name=op.f("fk_records_reading")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_records")),
        sa.UniqueConstraint("id", "reading", name=op.f("uq_records_id_reading")),
    )
    op.create_index("ix_records_day", "records", ["day", "number"], unique=False)
    op.create_index("ix_records_document", "records", ["document"], unique=False)
    op.create_index("ix_records_happening", "records", ["happening"], unique=False)
    op.create_index("ix_records_kind_day", "records", ["kind", "day", "number"], unique=False)
    op.create_index("ix_records_learned_at", "records", ["learned_at"], unique=False)
    op.create_index("ix_records_reading", "records", ["reading"], unique=False)


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("record", NUMBER, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("carried_from", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["carried_from"], ["corrections.number"], name=op.f("fk_corrections_carried_from")
        ),
        sa.ForeignKeyConstraint(["record"], ["records.number"], name=op.f("fk_corrections_record")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_record", "corrections", ["record"], unique=False)


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("earlier", NUMBER, nullable=False),
        sa.Column("later", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["earlier"], ["records.number"], name=op.f("fk_links_earlier")),
        sa.ForeignKeyConstraint(["later"], ["records.number"], name=op.f("fk_links_later")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_links")),
        sa.UniqueConstraint("earlier", "later", "state", name=op.f("uq_links_earlier_later_state")),
    )
    op.create_index("ix_links_later", "links", ["later"], unique=False)


def _pairs() -> None:
    op.create_table(
        "pairs",
        sa.Column("record", NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["record"], ["records.number"], name=op.f("fk_pairs_record")),
        sa.PrimaryKeyConstraint("record", "source", "target", name=op.f("pk_pairs")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_pairs_source_target_day", "pairs", ["source", "target", "day", "record"], unique=False
    )


def _parties() -> None:
    op.create_table(
        "parties",
        sa.Column("record", NUMBER, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("name", NUMBER, nullable=False),
        sa.Column("entity", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["name"], ["names.number"], name=op.f("fk_parties_name")),
        sa.ForeignKeyConstraint(["record"], ["records.number"], name=op.f("fk_parties_record")),
        sa.PrimaryKeyConstraint("record", "place", name=op.f("pk_parties")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_parties_code_day", "parties", ["code", "day", "record"], unique=False)
    op.create_index("ix_parties_entity", "parties", ["entity"], unique=False)
    op.create_index("ix_parties_name", "parties", ["name", "day", "record"], unique=False)


def _words() -> None:
    """Make the index of words: each database has its own."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE words USING fts5("
            "text, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        return
    op.execute(
        "CREATE TABLE words (document BIGINT PRIMARY KEY REFERENCES documents (number), "
        "text TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_words_text ON words USING gin (text)")
