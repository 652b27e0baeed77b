"""The tables of registers and of who holds which office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; office holders learn by how many documents they were told."""
    _entries()
    _entry_records()
    _entry_keys()
    _entry_codes()
    op.add_column("holders", sa.Column("documents", sa.Integer(), nullable=True))
    _holder_words()
    _holder_records()


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index("ix_entries_kind_last", "entries", ["kind", "last", "id"], unique=False)
    op.create_index(
        "ix_entries_kind_state_last", "entries", ["kind", "state", "last", "id"], unique=False
    )


def _entry_records() -> None:
    op.create_table(
        "entry_records",
        sa.Column("record", NUMBER, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record"], ["records.number"], name=op.f("fk_entry_records_record")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_entry_records")),
    )
    op.create_index("ix_entry_records_entry", "entry_records", ["entry"], unique=False)


def _entry_keys() -> None:
    op.create_table(
        "entry_keys",
        sa.Column("key", NUMBER, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("record", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["record"], ["records.number"], name=op.f("fk_entry_keys_record")),
        sa.PrimaryKeyConstraint("key", "day", "record", name=op.f("pk_entry_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_keys_record", "entry_keys", ["record"], unique=False)


def _entry_codes() -> None:
    op.create_table(
        "entry_codes",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "code", "last", "entry", name=op.f("pk_entry_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_codes_entry", "entry_codes", ["entry"], unique=False)


def _holder_words() -> None:
    op.create_table(
        "holder_words",
        sa.Column("sound", WORD, nullable=False),
        sa.Column("holder", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["holder"], ["holders.number"], name=op.f("fk_holder_words_holder")
        ),
        sa.PrimaryKeyConstraint("sound", "holder", name=op.f("pk_holder_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_holder_words_holder", "holder_words", ["holder"], unique=False)


def _holder_records() -> None:
    op.create_table(
        "holder_records",
        sa.Column("record", NUMBER, nullable=False),
        sa.Column("holder", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["record"], ["records.number"], name=op.f("fk_holder_records_record")
        ),
        sa.ForeignKeyConstraint(
            ["holder"], ["holders.number"], name=op.f("fk_holder_records_holder")
        ),
        sa.PrimaryKeyConstraint("record", name=op.f("pk_holder_records")),
    )
    op.create_index("ix_holder_records_holder", "holder_records", ["holder"], unique=False)
